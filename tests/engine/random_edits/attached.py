"""Classes whose instances are said of others: nothing has to refer to them. Knows the schemas, and no engine."""

from collections.abc import Iterator
from typing import Final

import ifcopenshell

_SAID_OF: Final = {
    "IfcStyledItem": "Item",
    "IfcPresentationLayerAssignment": "AssignedItems",
    "IfcMaterialDefinitionRepresentation": "RepresentedMaterial",
    "IfcMaterialProperties": "Material",
    "IfcProfileProperties": "ProfileDefinition",
    "IfcShapeAspect": "PartOfProductDefinitionShape",
    "IfcCoordinateOperation": "SourceCRS",
    "IfcIndexedColourMap": "MappedTo",
    "IfcIndexedTextureMap": "MappedTo",
    "IfcTextureMap": "MappedTo",
}
"""And the attribute that holds what they are said of."""
_RELATIONSHIP: Final = "Relationship"
"""What the schemas end the names of classes with that relate what is no object."""


def said_of(entity: ifcopenshell.entity_instance) -> list[ifcopenshell.entity_instance] | None:
    """Return what an instance is said of; None where it is not said of anything."""
    if entity.is_a("IfcRelationship"):
        return None
    if entity.is_a().endswith(_RELATIONSHIP):
        return list(entity.file.traverse(entity, max_levels=1))[1:]
    for name, attribute in _SAID_OF.items():
        if _is_a(entity, name):
            value = getattr(entity, attribute, None)
            return [each for each in _flat(value) if isinstance(each, ifcopenshell.entity_instance)]
    return None


def _is_a(entity: ifcopenshell.entity_instance, name: str) -> bool:
    try:
        return bool(entity.is_a(name))
    except RuntimeError:
        return False


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from _flat(each)
    elif value is not None:
        yield value
