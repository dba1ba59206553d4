"""Whether two relations point to the same thing, and what the result file tells where they do not. Knows no aspect."""

from collections.abc import Iterable

import ifcopenshell

from ifcdelta.compare.context import Context, Value
from ifcdelta.read.attributes import reference
from ifcdelta.read.values import Reference


def identity(told: Reference) -> tuple[str | None, ...]:
    """Return what a reference is compared by: its GlobalId, or class and name where it has none."""
    return (told["guid"],) if told["guid"] else ("", told["class"], told["name"])


def references(entities: Iterable[ifcopenshell.entity_instance]) -> list[Reference]:
    """Return the references to rooted instances, sorted, each once."""
    told = {identity(each): each for each in map(reference, entities)}
    return [told[key] for key in sorted(told, key=str)]


def compare_ones(
    old: Iterable[ifcopenshell.entity_instance], new: Iterable[ifcopenshell.entity_instance], context: Context
) -> Value | None:
    """Compare a relation to at most one thing; a model that relates more (against the schema) is told by the first."""
    gone, come = compare_sets(old, new, context)
    if not gone and not come:
        return None
    return {"old": gone[0] if gone else None, "new": come[0] if come else None}


def compare_sets(
    old: Iterable[ifcopenshell.entity_instance], new: Iterable[ifcopenshell.entity_instance], context: Context
) -> tuple[list[Reference], list[Reference]]:
    """Return what is only on the old and what is only on the new side."""
    before = {_renamed(each, context): each for each in references(old)}
    after = {identity(each): each for each in references(new)}
    gone = [each for key, each in before.items() if key not in after]
    come = [each for key, each in after.items() if key not in before]
    return gone, come


def _renamed(told: Reference, context: Context) -> tuple[str | None, ...]:
    guid = told["guid"]
    return (context.renamed(guid),) if guid else identity(told)
