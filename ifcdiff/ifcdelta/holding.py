"""What an element holds, as evidence that two GlobalIds are one: an assembly of the same parts. Compares nothing."""

from collections.abc import Iterator, Mapping
from typing import Final

import ifcopenshell

from ifcdelta.compare.base import Side
from ifcdelta.reading import guid_of

_HOLDING: Final = (
    ("IfcRelAggregates", "RelatingObject", "RelatedObjects"),
    ("IfcRelNests", "RelatingObject", "RelatedObjects"),
    ("IfcRelContainedInSpatialStructure", "RelatingStructure", "RelatedElements"),
    ("IfcRelDefinesByType", "RelatingType", "RelatedObjects"),
    ("IfcRelAssignsToGroup", "RelatingGroup", "RelatedObjects"),
)
"""Relationship classes, the attribute with what holds, and that with what it holds."""


def held_by(side: Side, element: ifcopenshell.entity_instance, known_as: Mapping[str, str]) -> frozenset[str]:
    """Return the parts, contents, occurrences or members of an element that are `known_as` something, as that."""
    return frozenset(known_as[guid] for guid in _held(side, element) if guid in known_as)


def _held(side: Side, element: ifcopenshell.entity_instance) -> Iterator[str]:
    for relation, holder, held in _HOLDING:
        # Side.related maps from its first attribute to its second, whichever holds the many.
        for several in side.related(relation, holder, held).get(element.id(), ()):
            yield from map(guid_of, several if isinstance(several, tuple) else (several,))
