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

    The first of `turns`, 3 x 3, is tried first. Of a body that looks the same from several sides, what fits and is
    nearest to that is it.
    """
    if not _may_be_one(one, other, tolerance):
        return None
    for turn in chain(turns[:1], _nearest_turns(turns, one, other, tolerance)):
        # The centres of a round body are the same however it was cut into triangles; the bounds of any other are exact.
        for from_, to in ((turn @ _centre(one), _centre(other)), ((one.points @ turn.T).min(axis=0), other.bounds[0])):
            motion = np.eye(4)
            motion[:3, :3], motion[:3, 3] = turn, to - from_
            if same(one.placed(motion), other, tolerance):
                return motion
    return None


def _nearest_turns(turns: Sequence[Points], one: Mesh, other: Mesh, tolerance: float) -> Iterator[Points]:
    """Yield the turns that may be it, the nearest to the first of `turns` first; the rest of them are among these."""
    found = list(islice(_turns_of_landmarks(one, other, tolerance), _MOST_FOUND))
    nearness = {at: round(float(np.trace(turns[0].T @ turn)), _DIGITS) for at, turn in enumerate([*turns[1:], *found])}
    order = sorted(nearness, key=lambda at: -nearness[at])
    yield from ([*turns[1:], *found][at] for at in order[:_MOST])


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
        fits &= np.linalg.norm(np.cross(others, others[at]), axis=1) > _FLAT * radii[at]  # A tiny body is all near.
        for place in np.flatnonzero(fits):
            yield _frame(others[at], others[place]) @ before


def _centre(mesh: Mesh) -> Points:
    """Return the centre of the surface of a mesh."""
    from_, corners = mesh.bounds[0], mesh.corners - mesh.bounds[0]
    a, b, c = corners.swapaxes(0, 1)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    if not areas.sum():
        return np.asarray(mesh.points.mean(axis=0))
    return np.asarray(from_ + np.average(corners.mean(axis=1), axis=0, weights=areas))


def _from_centre(mesh: Mesh) -> Points:
    """Return the points of a mesh, each once, from the centre of its surface."""
    return np.unique(np.round(mesh.points - _centre(mesh), _DIGITS), axis=0)


def _farthest(points: Points) -> int:
    return int(np.argmax(np.linalg.norm(points, axis=1)))


def _frame(first: Points, second: Points) -> npt.NDArray[np.float64]:
    """Return right-handed axes, the columns: along one vector, and towards another."""
    x = first / np.linalg.norm(first)
    z = np.cross(x, second)
    z /= np.linalg.norm(z)
    return np.column_stack([x, np.cross(z, x), z])
