"""The classification codes of an object: system, code, name. Knows no other external reference."""

from typing import Final

import ifcopenshell

from ifcdelta.compare.base import Context, Pair, Side, Value
from ifcdelta.optional import optional
from ifcdelta.values import text

_DEEPEST: Final = 32
Code = tuple[str | None, str | None, str | None]


def compare(pair: Pair, context: Context) -> Value | None:
    """Return the codes given and taken away."""
    old, new = codes_of(context.old, pair.old.id()), codes_of(context.new, pair.new.id())
    if old == new:
        return None
    return {"added": _told(new - old), "removed": _told(old - new)}


def codes_of(side: Side, step_id: int) -> set[Code]:
    """Return the codes of an object, each once."""
    relation = ("IfcRelAssociatesClassification", "RelatedObjects", "RelatingClassification")
    return {_code(each) for each in side.related(*relation).get(step_id, ())}


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


def _told(codes: set[Code]) -> list[dict[str, str | None]]:
    ordered = sorted(codes, key=lambda code: [part or "" for part in code])
    return [{"system": system, "code": code, "name": name} for system, code, name in ordered]
