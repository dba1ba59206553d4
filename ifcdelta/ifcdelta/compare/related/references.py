"""Whether two relations point to the same thing, and what the result file tells where they do not. Knows no aspect."""

from collections import Counter
from collections.abc import Iterable

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.read.attributes import reference
from ifcdelta.read.values import Reference

_Known = tuple[tuple[str | None, ...], Reference]
"""What something is compared by, and what is told of it."""


def identity(reference: Reference) -> tuple[str | None, ...]:
    """Return what a reference is compared by: its GlobalId, or class and name where it has none."""
    return (reference["guid"],) if reference["guid"] else ("", reference["class"], reference["name"])


def compare_ones(
    old: Iterable[ifcopenshell.entity_instance], new: Iterable[ifcopenshell.entity_instance], context: Context
) -> AspectChange | None:
    """Compare a relation to what is one thing as a rule, and return the first that the other side has not.

    Of a side that has nothing else than the other, what it has is told: an element that has two types, against the
    schema, or is aggregated and nested is not without one when it loses the other.
    """
    before, after = list(old), list(new)
    gone, come = compare_sets(before, after, context)
    if not gone and not come:
        return None
    old_ones, new_ones = gone or _references(before), come or _references(after)
    return {"old": next(iter(old_ones), None), "new": next(iter(new_ones), None)}


def compare_sets(
    old: Iterable[ifcopenshell.entity_instance], new: Iterable[ifcopenshell.entity_instance], context: Context
) -> tuple[list[Reference], list[Reference]]:
    """Return what is only on the old and what is only on the new side."""
    before = [(_renamed(each, context), each) for each in _references(old)]
    after = [(identity(each), each) for each in _references(new)]
    return _beyond(before, after), _beyond(after, before)


def _references(entities: Iterable[ifcopenshell.entity_instance]) -> list[Reference]:
    """Return the references to rooted instances, sorted, each instance once."""
    return sorted(map(reference, {each.id(): each for each in entities}.values()), key=lambda each: str(identity(each)))


def _beyond(these: list[_Known], others: list[_Known]) -> list[Reference]:
    """Return what `others` have not, or less often: several may share a GlobalId, or have a name and none."""
    left = Counter(key for key, _ in others)
    found = []
    for key, each in these:
        left[key] -= 1
        if left[key] < 0:
            found.append(each)
    return found


def _renamed(reference: Reference, context: Context) -> tuple[str | None, ...]:
    guid = reference["guid"]
    return (context.renamed(guid),) if guid else identity(reference)
