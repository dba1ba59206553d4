"""What a person needs to recognise an element: class, name, tag, type, storey. Compares nothing."""

import ifcopenshell

from ifcdelta.read.attributes import guid_of, name_of
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import storey_of, types_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import text

Described = dict[str, str | None]
"""Class, name, tag, type and storey by these words, as the result file tells them."""


def describe(side: Side, element: ifcopenshell.entity_instance) -> Described:
    """Return what the result file tells of an element."""
    tag = optional(element, "Tag")
    types = types_of(side, element)
    return {
        "class": element.is_a(),
        "name": name_of(element),
        "tag": text(tag) if isinstance(tag, str) else None,
        "type": name_of(min(types, key=guid_of)) if types else None,
        "storey": storey_of(side, element),
    }
