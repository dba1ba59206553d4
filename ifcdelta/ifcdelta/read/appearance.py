"""How an element looks: the presentation layers and the styles of the items that represent it. Compares nothing.

Both hang on the items from outside (IfcPresentationLayerAssignment, IfcStyledItem; IFC 4.3, 8.17 and 8.19).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.read.optional import optional
from ifcdelta.read.representation import representations_of
from ifcdelta.read.side import Side, ends_of
from ifcdelta.read.values import Plain, once
from ifcdelta.relations import DRESSINGS

_LAYER: Final = "IfcPresentationLayerAssignment"
_COLOUR_MAP: Final = "IfcIndexedColourMap"
_ASSIGNMENT: Final = "IfcPresentationStyleAssignment"
_PARTS: Final = (
    "Items",
    "MappingSource",
    "MappedRepresentation",
    "FirstOperand",
    "SecondOperand",
    "TreeRootExpression",
)
"""What leads from an item to others that may be dressed."""


class Appearance(NamedTuple):
    """What an element is drawn on and with, each once and in an order of its own."""

    layers: list[Plain]
    """A layer that has a name alone is its name."""
    styles: list[Plain]


def appearance_of(side: Side, element: ifcopenshell.entity_instance, tolerance: float) -> Appearance:
    """Return the layers and styles of an element; those that are equal to `tolerance` are one."""
    layers: dict[int, Plain] = {}
    styles: dict[int, Plain] = {}
    dressed = _by_item(side)
    for item in _items(element):
        for each in dressed.get(item.id(), ()):
            if each.is_a(_LAYER):
                layers[each.id()] = _layer(side, each)
            else:
                styles |= {style.id(): side.reader.value(style) for style in styles_of(each)}
                if each.is_a(_COLOUR_MAP) and each.Opacity is not None:
                    styles[each.id()] = {"class": _COLOUR_MAP, "Opacity": each.Opacity}
    return Appearance(once(layers.values(), tolerance), once(styles.values(), tolerance))


def _by_item(side: Side) -> dict[int, list[ifcopenshell.entity_instance]]:
    key = ("appearance",)
    if key not in side.cache:
        found: dict[int, list[ifcopenshell.entity_instance]] = defaultdict(list)
        for name, attribute in DRESSINGS:
            for each in side.by_type(name):
                for item in ends_of(each, attribute):
                    found[item.id()].append(each)
        side.cache[key] = found
    told: dict[int, list[ifcopenshell.entity_instance]] = side.cache[key]
    return told


def _items(element: ifcopenshell.entity_instance) -> Iterator[ifcopenshell.entity_instance]:
    """Yield the representations of an element, their items, and what those are made of, each once."""
    seen: set[int] = set()
    waiting = [*representations_of(element)]
    while waiting:
        each = waiting.pop()
        if each.id() in seen:
            continue
        seen.add(each.id())
        yield each
        for name in _PARTS:
            waiting += [part for part in ends_of(each, name) if part.id()]


def _layer(side: Side, layer: ifcopenshell.entity_instance) -> Plain:
    told = {
        name: value
        for name, value in side.reader.attributes(layer, but=("AssignedItems",)).items()
        if value is not None
    }
    return told["Name"] if told.keys() == {"Name"} else told


def styles_of(dressing: ifcopenshell.entity_instance) -> Iterator[ifcopenshell.entity_instance]:
    """Yield the styles of a styled item; what colours an item itself is a style of its own."""
    if not dressing.is_a("IfcStyledItem"):
        yield from ends_of(dressing, "Colours")
        yield from ends_of(dressing, "Maps")
        return
    for each in dressing.Styles or ():
        if each is not None:
            yield from optional(each, "Styles") or () if each.is_a(_ASSIGNMENT) else (each,)
