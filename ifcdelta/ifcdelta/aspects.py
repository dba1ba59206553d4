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
    """The module that compares it, from `compare/` on."""
    attributes: tuple[str, ...] = ()
    """Direct attributes of elements that it reads; every other one is of the aspect `attributes`."""
    classes: tuple[str, ...] = ()
    """Classes of the instances that it reads beside the elements and their relationships."""


ASPECTS: Final = (
    Aspect("class", "class_changed", "said.class_"),
    Aspect("attributes", "attributes_changed", "said.attributes"),
    Aspect(
        "property",
        "properties_changed",
        "said.property_",
        attributes=("HasPropertySets",),
        classes=("IfcPropertyDefinition", "IfcProperty", "IfcPhysicalQuantity"),
    ),
    Aspect("type", "type_changed", "related.type_"),
    Aspect(
        "material", "material_changed", "said.material", classes=("IfcMaterialDefinition", "IfcMaterialUsageDefinition")
    ),
    Aspect("classification", "classification_changed", "said.classification", classes=("IfcClassificationReference",)),
    Aspect("container", "container_changed", "related.container"),
    Aspect("aggregate", "aggregate_changed", "related.aggregate"),
    Aspect("group", "group_changed", "related.group"),
    Aspect(
        "placement",
        "placement_changed",
        "bodies.placement",
        attributes=("ObjectPlacement",),
        classes=("IfcObjectPlacement", "IfcPlacement"),
    ),
    Aspect(
        "geometry",
        "geometry_changed",
        "bodies.geometry",
        attributes=("Representation", "RepresentationMaps"),
        classes=("IfcRepresentation", "IfcRepresentationItem", "IfcProductRepresentation", "IfcProfileDef"),
    ),
    Aspect(
        "representation",
        "representations_changed",
        "said.representation",
        attributes=("Representation", "RepresentationMaps"),
    ),
    Aspect(
        "connection",
        "connections_changed",
        "related.connection",
        classes=("IfcConnectionGeometry", "IfcBoundaryCondition", "IfcStructuralConnectionCondition"),
    ),
    Aspect("boundary", "boundaries_changed", "related.boundary"),
    Aspect(
        "assignment",
        "assignments_changed",
        "related.assignment",
        classes=("IfcExternalInformation", "IfcExternalReference", "IfcApproval", "IfcConstraint"),
    ),
    Aspect(
        "appearance",
        "appearance_changed",
        "said.appearance",
        classes=("IfcPresentationLayerAssignment", "IfcPresentationItem", "IfcPresentationStyle"),
    ),
)
"""In the contract's order."""

NAMES: Final = tuple(each.name for each in ASPECTS)
KEYS: Final = {each.name: each.key for each in ASPECTS}
"""Each aspect's key in the result file."""
