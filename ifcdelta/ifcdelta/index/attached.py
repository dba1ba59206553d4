"""What nothing refers to and that says something all the same: relationships, and what hangs on others from outside.

What else nothing refers to says nothing of the model (docs/engine.md, noise). Knows no file.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import SchemaTable

_ATTACHED: Final = (
    "IfcRelationship",
    "IfcResourceLevelRelationship",
    "IfcStyledItem",
    "IfcPresentationLayerAssignment",
    "IfcMaterialDefinitionRepresentation",
    "IfcMaterialProperties",
    "IfcProfileProperties",
    "IfcShapeAspect",
    "IfcCoordinateOperation",
    "IfcTextureCoordinate",
    "IfcIndexedColourMap",
    "IfcWellKnownText",
)
"""Classes whose instances name what they are said of; with all that the schemas call a relationship."""
_SUFFIX: Final = "Relationship"


def attached_classes(table: SchemaTable) -> npt.NDArray[np.bool_]:
    """Tell of each type number (the last: of none) whether its instances hang on others."""
    found = np.array([*(name.endswith(_SUFFIX) for name in table.names), False])
    for name in _ATTACHED:
        if name in table.names:
            found |= table.subclasses(name)
    return found
