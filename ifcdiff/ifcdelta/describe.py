"""What a person needs to recognise an element: class, name, tag, type, storey. Compares nothing."""

from typing import Final

import ifcopenshell

from ifcdelta.compare.aggregate import wholes_of
from ifcdelta.compare.base import Side
from ifcdelta.compare.container import containers_of
from ifcdelta.compare.type_ import types_of
from ifcdelta.optional import optional
from ifcdelta.reading import guid_of, name_of
from ifcdelta.result import Described
from ifcdelta.values import text

_LONGEST_CHAIN: Final = 64


def describe(side: Side, element: ifcopenshell.entity_instance) -> Described:
    """Return what the result file tells of an element."""
    tag = optional(element, "Tag")
    types = types_of(side, element.id())
    return {
        "class": element.is_a(),
        "name": name_of(element),
        "tag": text(tag) if isinstance(tag, str) else None,
        "type": name_of(min(types, key=guid_of)) if types else None,
        "storey": storey_of(side, element),
    }


def storey_of(side: Side, element: ifcopenshell.entity_instance) -> str | None:
    """Return the name of the storey that holds the element, whatever is between them."""
    above: ifcopenshell.entity_instance | None = element
    for _ in range(_LONGEST_CHAIN):
        if above is None:
            return None
        if above.is_a("IfcBuildingStorey"):
            return name_of(above)
        above = _parent(side, above)
    return None


def _parent(side: Side, element: ifcopenshell.entity_instance) -> ifcopenshell.entity_instance | None:
    parents = containers_of(side, element.id()) or wholes_of(side, element.id())
    return min(parents, key=guid_of) if parents else None
