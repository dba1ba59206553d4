"""The properties and quantities of an element, its own and those that it inherits. Knows no kind of property."""

from collections.abc import Mapping
from dataclasses import replace

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.property_sets import Inherited, sets_of
from ifcdelta.read.values import ABSENT, Change, Several, equal


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return `{set: {property: {"old", "new"}}}` of what differs, with `"from": "type"` where it is inherited."""
    old, new = sets_of(context.old, pair.old), sets_of(context.new, pair.new)
    changes = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, {}), new.get(name, {})
        # Sets of one name may have swapped values that both models have.
        differ = _differ(before, after, context.tolerance) or _differ(
            _together(before), _together(after), context.tolerance
        )
        if differ:
            changes[name] = differ
    return changes or None


def _together(properties: Mapping[str, Inherited]) -> dict[str, Inherited]:
    """Return the properties of which several sets have other values, each with these in the order of the sets."""
    return {
        name: replace(each, value=each.value.together)
        for name, each in properties.items()
        if isinstance(each.value, Several)
    }


def _differ(old: Mapping[str, Inherited], new: Mapping[str, Inherited], tolerance: float) -> AspectChange:
    changes: AspectChange = {}
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
        changes[name] = {**change.sides(), **inherited}
    return changes
