"""The rigid motion that takes one body onto another: shifted, turned, never mirrored. Knows no IFC.

Points that every mesh of a body has, whatever its triangles are, say which turns there may be: those farthest from the
centre of its surface, and from the line to such a one. Which of them it is, `same` decides.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.shape.mesh import Mesh, Points, same

_MOST: Final = 48
"""Turns that are tried: a box has 24 that take its corners to corners."""
_MOST_FOUND: Final = 512
_DIGITS: Final = 6
_FLAT: Final = 1e-6
"""Metres from a line that are none."""


def motion_between(one: Mesh, other: Mesh, tolerance: float, turns: Sequence[Points]) -> Points | None:
    """Return the 4 x 4 that takes one mesh onto the other within `tolerance` metres; None: they are no one body.

    `turns`, 3 x 3, are tried first. Of a body that looks the same from several sides, what fits and is nearest to the
    first of them is it.
    """
    if not _may_be_one(one, other, tolerance):
        return None
    for turn in chain(turns, _nearest_turns(turns[0], one, other, tolerance)):
        motion = np.eye(4)
        motion[:3, :3] = turn
        motion[:3, 3] = other.bounds[0] - (one.points @ turn.T).min(axis=0)
        if same(one.placed(motion), other, tolerance):
            return motion
    return None


def _nearest_turns(to: Points, one: Mesh, other: Mesh, tolerance: float) -> Iterator[Points]:
    """Yield the turns that may be it, the nearest to one of them first."""
    found = list(islice(_turns_of_landmarks(one, other, tolerance), _MOST_FOUND))
    yield from sorted(found, key=lambda turn: -float(np.trace(to.T @ turn)))[:_MOST]


def _may_be_one(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether area and volume are the same, which no motion alters."""
    if abs(one.area - other.area) > tolerance * (one.edges + other.edges):
        return False
    are_closed = one.is_closed and other.is_closed
    return not are_closed or abs(one.volume - other.volume) <= tolerance * max(one.area, other.area)


def _turns_of_landmarks(one: Mesh, other: Mesh, tolerance: float) -> Iterator[Points]:
    """Yield the turns that take two landmarks of one mesh to points of the other that may be these."""
    from_centre, others = _from_centre(one), _from_centre(other)
    first = from_centre[_farthest(from_centre)]
    beside = np.linalg.norm(np.cross(from_centre, first), axis=1)
    second = from_centre[int(np.argmax(beside))]
    if beside.max() <= _FLAT * np.linalg.norm(first):
        return
    before = _frame(first, second).T
    near = 2 * tolerance
    radii = np.linalg.norm(others, axis=1)
    for at in np.flatnonzero(np.abs(radii - np.linalg.norm(first)) <= near):
        apart = np.linalg.norm(others - others[at], axis=1)
        fits = np.abs(radii - np.linalg.norm(second)) <= near
        fits &= np.abs(apart - np.linalg.norm(second - first)) <= near
        for place in np.flatnonzero(fits):
            yield _frame(others[at], others[place]) @ before


def _from_centre(mesh: Mesh) -> Points:
    """Return the points of a mesh, each once, from the centre of its surface."""
    a, b, c = mesh.corners.swapaxes(0, 1)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    centre = np.average(mesh.corners.mean(axis=1), axis=0, weights=areas) if areas.sum() else mesh.points.mean(axis=0)
    return np.unique(np.round(mesh.points - centre, _DIGITS), axis=0)


def _farthest(points: Points) -> int:
    return int(np.argmax(np.linalg.norm(points, axis=1)))


def _frame(first: Points, second: Points) -> npt.NDArray[np.float64]:
    """Return right-handed axes, the columns: along one vector, and towards another."""
    x = first / np.linalg.norm(first)
    z = np.cross(x, second)
    z /= np.linalg.norm(z)
    return np.column_stack([x, np.cross(z, x), z])
