"""The kinds of edits, a module for each family; importing a module registers what it holds."""

from tests.engine.exam.edits import (
    attributes,
    elements,
    faces,
    features,
    geometry,
    groups,
    materials,
    model,
    placement,
    properties,
    quantities,
    relations,
    sets,
)

__all__ = [
    "attributes",
    "elements",
    "faces",
    "features",
    "geometry",
    "groups",
    "materials",
    "model",
    "placement",
    "properties",
    "quantities",
    "relations",
    "sets",
]
