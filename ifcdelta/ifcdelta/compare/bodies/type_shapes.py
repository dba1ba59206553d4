"""Whether a type has a shape of its own to tell, or one occurrence that tells it already. Compares no shape.

Some exporters write a type for every element, whose only use is to be mapped by it.
"""

from collections.abc import Container, Iterable

import ifcopenshell

from ifcdelta.compare.context import Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.optional import optional
from ifcdelta.read.representation import representations_of
from ifcdelta.read.side import Side
from ifcdelta.relations import Held, relations_that_hold


def told_by_occurrence(pairs: Iterable[Pair], told: Container[str], context: Context) -> set[str]:
    """Return the GlobalIds of types of which another shape is `told`, and of the one occurrence that maps it too."""
    types = (pair for pair in pairs if pair.new.is_a("IfcTypeObject") and pair.guid in told)
    return {
        pair.guid
        for pair in types
        if _occurrence(context.old, pair.old) is not None
        and (occurrence := _occurrence(context.new, pair.new)) is not None
        and guid_of(occurrence) in told
    }


def _occurrence(side: Side, type_: ifcopenshell.entity_instance) -> ifcopenshell.entity_instance | None:
    """Return the one occurrence of a type, where its shape is the type's, mapped."""
    (relation,) = relations_that_hold(Held.OCCURRENCE)
    occurrences = side.held(relation).get(type_.id(), ())
    if len(occurrences) != 1:
        return None
    maps = {each.id() for each in optional(type_, "RepresentationMaps") or () if each is not None}
    items = (item for each in representations_of(occurrences[0]) for item in each.Items or ())
    mapped = (each.MappingSource for each in items if each.is_a("IfcMappedItem"))
    return occurrences[0] if any(each is not None and each.id() in maps for each in mapped) else None
