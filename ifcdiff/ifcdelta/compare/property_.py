"""The properties and quantities of an element, its own and those that it inherits. Knows no kind of property."""

from collections.abc import Mapping

from ifcdelta.compare.base import Context, Pair, Value
from ifcdelta.compare.property_sets import Inherited, sets_of
from ifcdelta.values import ABSENT, Change, equal


def compare(pair: Pair, context: Context) -> Value | None:
    """Return `{set: {property: {"old", "new"}}}` of what differs, with `"from": "type"` where it is inherited."""
    old, new = sets_of(context.old, pair.old), sets_of(context.new, pair.new)
    told = {}
    for name in sorted(old.keys() | new.keys()):
        differ = _differ(old.get(name, {}), new.get(name, {}), context.tolerance)
        if differ:
            told[name] = differ
    return told or None


def _differ(old: Mapping[str, Inherited], new: Mapping[str, Inherited], tolerance: float) -> Value:
    told: Value = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None and equal(before.value, after.value, tolerance):
            continue
        sides = [each for each in (before, after) if each is not None]
        change = Change(
            ABSENT if before is None else before.value,
            ABSENT if after is None else after.value,
        )
        inherited = {"from": "type"} if all(each.from_type for each in sides) else {}
        told[name] = {**change.sides(), **inherited}
    return told
