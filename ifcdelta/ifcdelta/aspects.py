"""The aspects of an element, an entry each: what every step must know of one, from the bytes to the words.

The relationships that an aspect reads are in `relations`, by its name. Imports nothing, so that every room can.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Aspect:
    """One thing that a diff tells of an element."""

    name: str
    """As the contract's `relationships` names it."""
    key: str
    """Its key in `changed` of the result file."""
    compared_by: str
    """The module of `compare/` that compares it."""
    attributes: tuple[str, ...] = ()
    """Direct attributes of elements that it reads; every other one is of the aspect `attributes`."""
    classes: tuple[str, ...] = ()
    """Classes of the instances that it reads beside the elements and their relationships."""


ASPECTS: Final = (
    Aspect("class", "class_changed", "class_"),
    Aspect("attributes", "attributes_changed", "attributes"),
    Aspect(
        "property",
        "properties_changed",
        "property_",
        attributes=("HasPropertySets",),
        classes=("IfcPropertyDefinition", "IfcProperty", "IfcPhysicalQuantity"),
    ),
    Aspect("type", "type_changed", "type_"),
    Aspect("material", "material_changed", "material", classes=("IfcMaterialDefinition", "IfcMaterialUsageDefinition")),
    Aspect("classification", "classification_changed", "classification", classes=("IfcClassificationReference",)),
    Aspect("container", "container_changed", "container"),
    Aspect("aggregate", "aggregate_changed", "aggregate"),
    Aspect("group", "group_changed", "group"),
    Aspect(
        "placement",
        "placement_changed",
        "placement",
        attributes=("ObjectPlacement",),
        classes=("IfcObjectPlacement", "IfcPlacement"),
    ),
    Aspect(
        "geometry",
        "geometry_changed",
        "geometry",
        attributes=("Representation", "RepresentationMaps"),
        classes=("IfcRepresentation", "IfcRepresentationItem", "IfcProductRepresentation", "IfcProfileDef"),
    ),
    Aspect(
        "representation",
        "representations_changed",
        "representation",
        attributes=("Representation", "RepresentationMaps"),
    ),
    Aspect(
        "connection",
        "connections_changed",
        "connection",
        classes=("IfcConnectionGeometry", "IfcBoundaryCondition", "IfcStructuralConnectionCondition"),
    ),
    Aspect("boundary", "boundaries_changed", "boundary"),
    Aspect(
        "assignment",
        "assignments_changed",
        "assignment",
        classes=("IfcExternalInformation", "IfcExternalReference", "IfcApproval", "IfcConstraint"),
    ),
    Aspect(
        "appearance",
        "appearance_changed",
        "appearance",
        classes=("IfcPresentationLayerAssignment", "IfcPresentationItem", "IfcPresentationStyle"),
    ),
)
"""In the contract's order."""

NAMES: Final = tuple(each.name for each in ASPECTS)
KEYS: Final = {each.name: each.key for each in ASPECTS}
"""Each aspect's key in the result file."""
