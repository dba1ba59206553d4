"""The properties and quantities of an element, its own and those that it inherits. Knows no kind of property."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.property_sets import Definitions, Inherited, definitions_of, sets_in
from ifcdelta.read.units import unit_type
from ifcdelta.read.values import ABSENT, Change, Several, changes, equal

Held = tuple[Definitions, list[Definitions]]
"""The sets that an object has itself, and those of each of its types."""


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return `{set: {property: {"old", "new"}}}` of what differs, with `"from": "type"` where it is inherited.

    `"measure"` has the types of a value that is a measure of something else now, `"about"` by attribute what is said
    otherwise of the property, or under the name "" of the set.
    """
    held, held_now = (definitions_of(*each) for each in context.sides_of(pair))
    if _are_the_same(held, held_now, context):
        return None
    old, new = sets_in(context.old, *held), sets_in(context.new, *held_now)
    found = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, {}), new.get(name, {})
        # Sets of one name may have swapped values that both models have.
        differ = _differ(before, after, context.tolerance) or _differ(
            _together(before), _together(after), context.tolerance
        )
        if differ:
            found[name] = differ
    return found or None


def _are_the_same(old: Held, new: Held, context: Context) -> bool:
    """Tell whether hashes say that an element has the same sets in both models, and so do its types."""
    (own, of_types), (new_own, of_new_types) = old, new
    if len(of_types) != len(of_new_types) or not context.say_the_same(own, new_own):
        return False
    return all(map(context.say_the_same, of_types, of_new_types))


def _together(properties: Mapping[str, Inherited]) -> dict[str, Inherited]:
    """Return the properties of which several sets have other values, each with these in the order of the sets."""
    return {
        name: replace(each, value=each.value.together)
        for name, each in properties.items()
        if isinstance(each.value, Several)
    }


def _differ(old: Mapping[str, Inherited], new: Mapping[str, Inherited], tolerance: float) -> AspectChange:
    found: AspectChange = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if old and new and any(each is not None and each.value is ABSENT for each in (before, after)):
            before, after = before or _SAYS_NOTHING, after or _SAYS_NOTHING
        sides = [each for each in (before, after) if each is not None]
        beside = _beside(before, after)
        if len(sides) == 2 and equal(sides[0].value, sides[1].value, tolerance) and not beside:
            continue
        change = Change(
            ABSENT if before is None else before.value,
            ABSENT if after is None else after.value,
        )
        if change.sides() or beside:
            inherited = {"from": "type"} if all(each.from_type for each in sides) else {}
            found[name] = {**change.sides(), **beside, **inherited}
    return found


_SAYS_NOTHING: Final = Inherited(ABSENT, from_type=False, about={})


def _beside(old: Inherited | None, new: Inherited | None) -> dict[str, Any]:
    """Return what of a property is otherwise beside its number: what it is a measure of, what is said of it."""
    if old is None or new is None:
        return {}
    found: dict[str, Any] = {}
    types = unit_type(old.measure), unit_type(new.measure)
    if all(types) and types[0] != types[1]:
        found["measure"] = {"old": old.measure, "new": new.measure}
    about = changes(old.about, new.about, 0)
    if about:
        found["about"] = {name: change.sides() for name, change in about.items()}
    return found
