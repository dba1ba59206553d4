"""The classification codes of an object: system, code, name. Knows no other external reference."""

from typing import Final

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import related_by
from ifcdelta.read.side import Side
from ifcdelta.read.values import text

_DEEPEST: Final = 32
Code = tuple[str | None, str | None, str | None]


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the codes given and taken away."""
    old, new = codes_of(context.old, pair.old), codes_of(context.new, pair.new)
    if old == new:
        return None
    return {"added": _listed(new - old), "removed": _listed(old - new)}


def codes_of(side: Side, element: ifcopenshell.entity_instance) -> set[Code]:
    """Return the codes of an object, each once."""
    return {_code(each) for each in related_by(side, element, "classification")}


def _code(entity: ifcopenshell.entity_instance) -> Code:
    if entity.is_a("IfcClassification"):
        return _text(entity.Name), None, None
    if entity.is_a("IfcClassificationNotation"):
        return None, ".".join(facet.NotationValue or "" for facet in entity.NotationFacets or ()), None
    # Called ItemReference in IFC2X3.
    code = optional(entity, "Identification") or optional(entity, "ItemReference")
    return _system(entity), _text(code), _text(entity.Name)


def _system(entity: ifcopenshell.entity_instance) -> str | None:
    """Return the name of the system at the root of a chain of references."""
    source = optional(entity, "ReferencedSource")
    for _ in range(_DEEPEST):
        if source is None or source.is_a("IfcClassification"):
            break
        source = optional(source, "ReferencedSource")
    return _text(source.Name) if source is not None else None


def _text(value: str | None) -> str | None:
    return None if value is None else text(value)


def _listed(codes: set[Code]) -> list[dict[str, str | None]]:
    ordered = sorted(codes, key=lambda code: [part or "" for part in code])
    return [{"system": system, "code": code, "name": name} for system, code, name in ordered]
