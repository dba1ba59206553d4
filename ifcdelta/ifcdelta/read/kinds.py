"""What kind of thing a class is, as a person counts them: what is built, and what only says something of it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ifcdelta.read.attributes import declaration_of

_KINDS: Final = {
    "IfcTypeObject": "type",
    "IfcFeatureElement": "feature",
    "IfcSpatialElement": "spatial",
    "IfcSpatialStructureElement": "spatial",
    "IfcProduct": "product",
    "IfcGroup": "group",
    "IfcProcess": "process",
    "IfcResource": "resource",
    "IfcControl": "control",
    "IfcActor": "actor",
    "IfcProject": "project",
}
"""By the nearest of a class's supertypes that is here."""
_OTHER: Final = "other"


def kind_of(class_: str, schemas: Iterable[str]) -> str:
    """Return the kind of a class, as the first of the schemas that has it says."""
    return next((kind for kind in (_kind_in(schema, class_) for schema in schemas) if kind), _OTHER)


@lru_cache(maxsize=4096)
def _kind_in(schema: str, class_: str) -> str:
    """Return the kind of a class; empty where the schema lacks it."""
    declaration = declaration_of(schema, class_)
    while declaration is not None:
        if declaration.name() in _KINDS:
            return _KINDS[declaration.name()]
        declaration = declaration.supertype()
    return ""
