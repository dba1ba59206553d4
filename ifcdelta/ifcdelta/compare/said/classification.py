"""The classification codes of an object: system, code, name. Knows no other external reference.

An occurrence has the codes of its type too, but for those of a system that it has codes of its own of (IFC 4.3, 4.1.5).
"""

from collections.abc import Mapping
from typing import Final

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import inherited_by, related_by
from ifcdelta.read.side import Side
from ifcdelta.read.values import text

_DEEPEST: Final = 32
Code = tuple[str | None, str | None, str | None]


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the codes given and taken away, with `"from": "type"` those that are the type's."""
    old, new = codes_of(context.old, pair.old), codes_of(context.new, pair.new)
    if old.keys() == new.keys():
        return None
    return {"added": _listed(new, old), "removed": _listed(old, new)}


def codes_of(side: Side, element: ifcopenshell.entity_instance) -> dict[Code, bool]:
    """Return the codes of an object, and of each whether it is its type's alone."""
    own = {_code(each) for each in related_by(side, element, "classification")}
    systems = {system for system, _, _ in own}
    handed_down = {_code(each) for each in inherited_by(side, element, "classification")}
    found = {code: True for code in handed_down if code[0] not in systems}
    return found | dict.fromkeys(own, False)


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


def _listed(codes: Mapping[Code, bool], others: Mapping[Code, bool]) -> list[dict[str, str | None]]:
    """Return the codes that `others` have not."""
    ordered = sorted(codes.keys() - others.keys(), key=lambda code: [part or "" for part in code])
    return [
        {"system": system, "code": code, "name": name, **({"from": "type"} if codes[system, code, name] else {})}
        for system, code, name in ordered
    ]
