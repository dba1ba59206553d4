"""How an element is shaped, as evidence that two GlobalIds are one element. Compares nothing, meshes nothing.

Two representations of one key are written alike but for STEP ids; two of different keys may still be one shape.
"""

from collections.abc import Hashable
from typing import Any, Final

import ifcopenshell

from ifcdelta.compare.base import Side
from ifcdelta.reading import attributes_of

_DIGITS: Final = 9
_DEEPEST: Final = 200
_NOT_SHAPE: Final = frozenset({"ContextOfItems", "Name", "Description"})


def shape_of(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    """Return a key of an element's representations, in the model's units; None where it has none."""
    shape = getattr(element, "Representation", None) or getattr(element, "RepresentationMaps", None)
    known: dict[int, int] = side.cache.setdefault(("likeness",), {})
    return None if shape is None else _key(side, shape, known, 0)


def _key(side: Side, value: Any, known: dict[int, int], depth: int) -> float | int | str:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") + 0.0
    if isinstance(value, tuple):
        return hash(tuple(_key(side, each, known, depth) for each in value))
    if not isinstance(value, ifcopenshell.entity_instance):
        return str(value)
    if value.id() == 0:
        return _key(side, value.wrappedValue, known, depth)
    if depth > _DEEPEST or value.is_a("IfcRoot"):
        return str(value.is_a())
    if value.id() not in known:
        known[value.id()] = _hash(side, value, known, depth)
    return known[value.id()]


def _hash(side: Side, entity: ifcopenshell.entity_instance, known: dict[int, int], depth: int) -> int:
    is_shape = entity.is_a("IfcRepresentation") or entity.is_a("IfcProductRepresentation")
    parts: list[float | int | str] = []
    for each in attributes_of(side.schema, entity.is_a()):
        if is_shape and each.name in _NOT_SHAPE:
            continue
        value = entity[each.index]
        if isinstance(value, tuple) and not each.has_order:
            parts.append(hash(tuple(sorted(str(_key(side, member, known, depth + 1)) for member in value))))
        else:
            parts.append(_key(side, value, known, depth + 1))
    return hash((entity.is_a(), *parts))
