"""The material of an object, by names and thicknesses, never by STEP id. Knows no material properties.

A material is its name; layers, constituents and profiles are lists, in order where IFC gives them one. An occurrence
without one of its own has its type's (IFC 4.3, 4.1.5).
"""

from dataclasses import dataclass

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import Reader
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import inherited_by, related_by
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, equal, order_key


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the old and the new material; null where there is none; `"from": "type"` where it is the type's."""
    old, new = material_of(context.old, pair.old), material_of(context.new, pair.new)
    if equal(old.told, new.told, context.tolerance):
        return None
    is_inherited = all(each.from_type for each in (old, new) if each.told is not None)
    return {"old": old.told, "new": new.told, **({"from": "type"} if is_inherited else {})}


@dataclass(frozen=True, slots=True)
class Material:
    """The material of an object, and whether it is its type's."""

    told: Plain
    """As plain data; None where there is none, a list where the model associates several."""
    from_type: bool


def material_of(side: Side, element: ifcopenshell.entity_instance) -> Material:
    """Return the material of an object: its own, or else its type's."""
    own = related_by(side, element, "material")
    found = own or inherited_by(side, element, "material")
    told = sorted((_cached(side, each) for each in found), key=order_key)
    return Material(told if len(told) > 1 else (told[0] if told else None), from_type=not own)


def _cached(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    known: dict[int, Plain] = side.cache.setdefault(("material",), {})
    if entity.id() not in known:
        known[entity.id()] = _plain(side.reader, entity)
    return known[entity.id()]


def _plain(reader: Reader, entity: ifcopenshell.entity_instance | None) -> Plain:
    """Return a material, or a set or usage of several; without the keys that would be null."""
    if entity is None:
        return None
    if entity.is_a("IfcMaterial"):
        return _material(reader, entity)
    content: dict[str, Plain] = {"class": entity.is_a()}
    for name, value in reader.attributes(entity, but=_PARTS).items():
        if value is not None:
            content[_NAMES.get(name, name)] = value
    for attribute, (key, has_order) in _PARTS.items():
        part = optional(entity, attribute)
        if isinstance(part, tuple):
            members = [_plain(reader, each) for each in part]
            content[key] = members if has_order else sorted(members, key=order_key)
        elif part is not None:
            content[key] = _plain(reader, part)
    return content


def _material(reader: Reader, entity: ifcopenshell.entity_instance) -> Plain:
    """Return the name; with description and category (IFC4) where it has them."""
    named = {name.lower(): value for name, value in reader.attributes(entity).items() if value is not None}
    return named.get("name") if named.keys() <= {"name"} else named


_PARTS = {
    "Material": ("material", True),
    "ForLayerSet": ("set", True),
    "ForProfileSet": ("set", True),
    "ForProfileEndSet": ("end_set", True),
    "MaterialLayers": ("layers", True),
    "MaterialProfiles": ("profiles", True),
    "MaterialConstituents": ("constituents", False),
    "Materials": ("materials", False),
}
"""Attributes that hold further material definitions, their keys and whether their order means something.

IfcMaterialList is a LIST, but exporters write it in any order.
"""

_NAMES = {
    "LayerThickness": "thickness",
    "LayerSetName": "name",
    "Name": "name",
    "Description": "description",
    "Category": "category",
    "Priority": "priority",
    "IsVentilated": "ventilated",
    "LayerSetDirection": "direction",
    "DirectionSense": "sense",
    "OffsetFromReferenceLine": "offset",
    "Fraction": "fraction",
    "Profile": "profile",
    "CardinalPoint": "cardinal_point",
    "ReferenceExtent": "extent",
}
"""What the result file calls an attribute; any other keeps IFC's name."""
