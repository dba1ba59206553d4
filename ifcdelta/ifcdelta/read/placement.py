"""Where an element stands: its placement resolved through the whole chain, in metres. Compares nothing.

IfcLocalPlacement, IfcGridPlacement and IfcLinearPlacement (IFC 4.3, 8.7.3); what cannot be resolved says why.
"""

from typing import Any, Final

import ifcopenshell
import ifcopenshell.util.placement
import numpy as np
import numpy.typing as npt

from ifcdelta.read.linear_placement import Matrices, placed_along
from ifcdelta.read.optional import optional
from ifcdelta.read.side import Side, Unknown

Matrix = npt.NDArray[np.float64]
"""4 x 4, metres, world axes."""
Position = tuple[int, ...]
LEAST_TURN: Final = 1e-3
"""Degrees; what six digits of a direction leave of it."""
_LONGEST_CHAIN: Final = 64
_MILLIMETRES: Final = 1000.0
_PARALLEL: Final = 1e-9
_LACKING: Final = "it is placed on a grid that lacks what it refers to"


def position_of(side: Side, element: ifcopenshell.entity_instance) -> Position | None:
    """Return the origin of an element's placement in world axes, in millimetres; None where that cannot be resolved."""
    try:
        matrix = matrix_of(side, optional(element, "ObjectPlacement"))
    except Unknown:
        return None
    return None if matrix is None else tuple(int(each) for each in np.rint(matrix[:3, 3] * _MILLIMETRES))


def matrix_of(side: Side, placement: ifcopenshell.entity_instance | None) -> Matrix | None:
    """Return a placement in world axes; None for no placement.

    Raises:
        Unknown: it cannot be resolved.
    """
    return None if placement is None else _resolved(side, placement, 0)


def angle_between(one: Matrix, other: Matrix) -> float:
    """Return the angle of the relative rotation in degrees, from its sine and cosine, exact for small ones too."""
    relative = other[:3, :3] @ one[:3, :3].T
    axis = np.array([relative[2, 1] - relative[1, 2], relative[0, 2] - relative[2, 0], relative[1, 0] - relative[0, 1]])
    return float(np.degrees(np.arctan2(np.linalg.norm(axis) / 2, (np.trace(relative) - 1) / 2)))


def _resolved(side: Side, placement: ifcopenshell.entity_instance, depth: int) -> Matrix:
    known: dict[int, Matrix] = side.cache.setdefault(("placement",), {})
    if depth > _LONGEST_CHAIN:
        raise Unknown("its placement refers to itself, or through more than 64 others")
    if placement.id() not in known:
        parent = optional(placement, "PlacementRelTo")
        above = np.eye(4) if parent is None else _resolved(side, parent, depth + 1)
        along = _along_curves(side).get(placement.id()) if placement.is_a("IfcLinearPlacement") else None
        known[placement.id()] = above @ _own(side, placement) if along is None else along
    return known[placement.id()]


def _along_curves(side: Side) -> Matrices:
    """Return where the linear placements of a model lead, whole chains."""
    key = ("placed along",)
    if key not in side.cache:
        side.cache[key] = placed_along(side.file)
    found: Matrices = side.cache[key]
    return found


def _own(side: Side, placement: ifcopenshell.entity_instance) -> Matrix:
    if placement.is_a("IfcGridPlacement"):
        return _on_grid(side, placement)
    if placement.is_a("IfcLinearPlacement"):
        if placement.CartesianPosition is None:
            raise Unknown("it is placed along a curve that cannot be followed")
        return axes_of(side, placement.CartesianPosition)
    if placement.RelativePlacement is None:
        raise Unknown("its placement lacks the relative placement")
    return axes_of(side, placement.RelativePlacement)


def axes_of(side: Side, axes: ifcopenshell.entity_instance) -> Matrix:
    """Return an IfcAxis2Placement in metres; directions have no unit.

    Raises:
        Unknown: it lacks a location, or holds a direction that is none.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        try:
            matrix: Matrix = np.array(ifcopenshell.util.placement.get_axis2placement(axes), float)
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise Unknown("its placement lacks a location or holds a direction that is none") from error
        # RefDirection need not be at a right angle to Axis: it is projected (IFC 4.3, 8.9.3, IfcFirstProjAxis).
        x, z = matrix[:3, 0], matrix[:3, 2]
        along = x - (x @ z) * z
        matrix[:3, 0] = along / np.linalg.norm(along)
        matrix[:3, 1] = np.cross(z, matrix[:3, 0])
    matrix[:3, 3] *= side.length_scale
    if not np.isfinite(matrix).all():
        raise Unknown("its placement holds a direction that is none")
    return matrix


def _on_grid(side: Side, placement: ifcopenshell.entity_instance) -> Matrix:
    """Return where two straight axes cross, shifted by the offsets of IfcVirtualGridIntersection."""
    crossing = placement.PlacementLocation
    axes = _there(getattr(crossing, "IntersectingAxes", None))
    if len(axes) != 2:
        raise Unknown(_LACKING)
    offsets = [float(each) for each in (*_there(crossing.OffsetDistances), 0.0, 0.0, 0.0)[:3]]
    lines = [_line(axis) for axis in axes]
    shifted = [
        (start + offset * np.array([-along[1], along[0]]), along)
        for (start, along), offset in zip(lines, offsets, strict=False)
    ]
    (one, u), (other, v) = shifted
    cross = u[0] * v[1] - u[1] * v[0]
    if abs(cross) < _PARALLEL:
        raise Unknown("it is placed where two parallel grid axes would cross")
    along = ((other - one)[0] * v[1] - (other - one)[1] * v[0]) / cross
    matrix = np.eye(4)
    matrix[:2, 3], matrix[2, 3] = one + along * u, offsets[2]
    matrix[:3, 3] *= side.length_scale
    grid = grid_of(placement)
    above = matrix_of(side, grid.ObjectPlacement) if grid is not None else None
    return matrix if above is None else above @ matrix


def grid_of(placement: ifcopenshell.entity_instance | None) -> ifcopenshell.entity_instance | None:
    """Return the grid on whose axes something is placed; None where it is not, or relative to something else."""
    if placement is None or not placement.is_a("IfcGridPlacement"):
        return None
    if optional(placement, "PlacementRelTo") is not None:
        return None
    crossing = placement.PlacementLocation
    axes = [axis for axis in (crossing.IntersectingAxes or () if crossing is not None else ()) if axis is not None]
    for name in ("PartOfU", "PartOfV", "PartOfW"):
        for grid in optional(axes[0], name) or () if axes else ():
            found: ifcopenshell.entity_instance = grid
            return found
    return None


def _line(axis: ifcopenshell.entity_instance) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return a point of a straight grid axis and its direction, of length 1, in the grid's plane."""
    curve = getattr(axis, "AxisCurve", None)
    if curve is None:
        raise Unknown(_LACKING)
    if curve.is_a("IfcPolyline") and len(points := _there(curve.Points)) == 2:
        start, end = (_flat(point, "Coordinates") for point in points)
        along = end - start
    elif curve.is_a("IfcLine"):
        start = _flat(curve.Pnt, "Coordinates")
        along = _flat(getattr(curve.Dir, "Orientation", None), "DirectionRatios")
    else:
        raise Unknown("it is placed on a grid whose axes are not straight")
    length = float(np.linalg.norm(along))
    if length < _PARALLEL:
        raise Unknown("it is placed on a grid whose axis has no length")
    along = along / length if axis.SameSense in (True, None) else -along / length
    return start, along


def _flat(entity: ifcopenshell.entity_instance | None, name: str) -> npt.NDArray[np.float64]:
    """Return the first two numbers of a point or a direction."""
    numbers = _there(getattr(entity, name, None))
    if len(numbers) < 2:
        raise Unknown(_LACKING)
    return np.array(numbers[:2], float)


def _there(members: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """Return the members of a list; one that is not there, or holds a reference to nothing, cannot be followed."""
    if not isinstance(members, tuple) or None in members:
        raise Unknown(_LACKING)
    return members
