"""What a model says of what elements only refer to: materials, classification systems, contexts. Knows no element."""

from collections.abc import Iterator
from typing import Final

import ifcopenshell

from ifcdelta.read.appearance import styles_of
from ifcdelta.read.optional import optional
from ifcdelta.read.property_sets import about_of, properties_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, order_key, text

NAMES: Final = ("Name", "LayerSetName", "ProfileName")
"""What a material, a set of layers, a profile is called by."""
STYLE: Final = ".style"
"""What the name of a material's styles ends with."""


def materials(side: Side) -> Iterator[tuple[str, Plain]]:
    """Yield the properties and styles of materials as `(material.set.property, value)`."""
    for each in side.by_type("IfcMaterialProperties"):
        told = optional(each, "Name") or each.is_a()
        for name, value in properties_of(side, each).items():
            if value is not None:
                yield f"{_name(each.Material)}.{text(told)}.{name}", value
        for name, said in about_of(side, each).items():
            for attribute, value in said.items():
                yield ".".join(filter(None, (_name(each.Material), text(told), name, attribute))), value
    for each in side.by_type("IfcMaterialDefinitionRepresentation"):
        items = (item for shown in each.Representations or () if shown is not None for item in shown.Items or ())
        styles = [style for item in items if item.is_a("IfcStyledItem") for style in styles_of(item)]
        yield f"{_name(each.RepresentedMaterial)}{STYLE}", sorted(map(side.reader.value, styles), key=order_key)


def _name(definition: ifcopenshell.entity_instance | None) -> str:
    """Return what a material, or a set of several, is called."""
    names = (optional(definition, name) for name in NAMES)
    return text(next(filter(None, names), "") or (definition.is_a() if definition is not None else ""))


def classifications(side: Side) -> Iterator[tuple[str, Plain]]:
    """Yield what classification systems say of themselves as `(system.attribute, value)`."""
    for each in side.by_type("IfcClassification"):
        for name, value in side.reader.attributes(each).items():
            if name != "Name" and value is not None:
                yield f"{text(each.Name or '')}.{name}", value


def contexts(side: Side) -> Iterator[tuple[str, Plain]]:
    """Yield what representation contexts say of themselves as `(context.attribute, value)`.

    Where north and the world's origin are is told apart, with the model.
    """
    for each in side.by_type("IfcRepresentationContext"):
        parts = (optional(each, name) for name in ("ContextType", "ContextIdentifier", "TargetView"))
        name = " ".join(text(part) for part in parts if part)
        read = side.reader.attributes(each, but=_TOLD_APART)
        for attribute, value in read.items():
            if value is not None:
                yield f"{name}.{attribute}", value


_TOLD_APART: Final = frozenset(
    {"ContextType", "ContextIdentifier", "TargetView", "ParentContext", "WorldCoordinateSystem", "TrueNorth"}
)
