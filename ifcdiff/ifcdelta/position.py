"""Where an element stands, to the millimetre, as evidence that two GlobalIds are one element. Compares nothing."""

from typing import Final

import ifcopenshell
import ifcopenshell.util.placement
import numpy as np

from ifcdelta.compare.base import Side

Position = tuple[int, ...]
_LONGEST_CHAIN: Final = 64
_MILLIMETRES: Final = 1000.0


def position_of(side: Side, element: ifcopenshell.entity_instance) -> Position | None:
    """Return the origin of an element's placement in world axes, in millimetres; None where that cannot be resolved."""
    known: dict[int, np.ndarray | None] = side.cache.setdefault(("position",), {})
    placement = getattr(element, "ObjectPlacement", None)
    matrix = _resolved(placement, known, 0)
    if matrix is None:
        return None
    return tuple(int(each) for each in np.rint(matrix[:3, 3] * side.length_scale * _MILLIMETRES))


def _resolved(
    placement: ifcopenshell.entity_instance | None, known: dict[int, np.ndarray | None], depth: int
) -> np.ndarray | None:
    """Resolve a chain of IfcLocalPlacement; a cycle, or another kind of placement, has no answer."""
    if placement is None or depth > _LONGEST_CHAIN or not placement.is_a("IfcLocalPlacement"):
        return None
    if placement.id() not in known:
        parent = placement.PlacementRelTo
        above = np.eye(4) if parent is None else _resolved(parent, known, depth + 1)
        known[placement.id()] = None if above is None else above @ _own(placement)
    return known[placement.id()]


def _own(placement: ifcopenshell.entity_instance) -> np.ndarray:
    relative = placement.RelativePlacement
    if relative is None:
        return np.eye(4)
    matrix: np.ndarray = ifcopenshell.util.placement.get_axis2placement(relative)
    return matrix
