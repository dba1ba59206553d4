"""A shape as triangles in metres: what is measured of it, and when two of them are the same. Knows no IFC.

Two meshes are the same when each lies on the other within the tolerance, and they enclose the same volume: in
whatever order their points and faces come, and however their planes are cut into triangles.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba import njit

Points = npt.NDArray[np.float64]
"""(n, 3), metres."""

_LEAST: Final = 1e-9
_DIGITS: Final = 6


@dataclass(frozen=True)
class Mesh:
    """A shape; `faces` are (m, 3) indices of `points`."""

    points: Points
    faces: npt.NDArray[np.int32]

    @cached_property
    def bounds(self) -> Points:
        """The least and the largest coordinates, (2, 3)."""
        return np.array([self.points.min(axis=0), self.points.max(axis=0)])

    @cached_property
    def corners(self) -> Points:
        """The corners of each face, (m, 3, 3)."""
        return self.points[self.faces]

    @cached_property
    def area(self) -> float:
        """m² of all faces."""
        a, b, c = self.corners.swapaxes(0, 1)
        return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)

    @cached_property
    def edges(self) -> float:
        """Metres of all faces' edges together."""
        a, b, c = self.corners.swapaxes(0, 1)
        return float(sum(np.linalg.norm(one - other, axis=1).sum() for one, other in ((a, b), (b, c), (c, a))))

    @cached_property
    def volume(self) -> float:
        """m³ enclosed, by the divergence theorem; means nothing for a mesh that is not closed."""
        a, b, c = (self.corners - self.bounds[0]).swapaxes(0, 1)
        return float(abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6)

    @cached_property
    def is_closed(self) -> bool:
        """Whether every edge is passed as often in the one direction as in the other."""
        if _is_balanced(self.faces):
            return True
        _, welded = np.unique(np.round(self.points, _DIGITS), axis=0, return_inverse=True)
        return _is_balanced(welded.reshape(-1)[self.faces])

    def placed(self, matrix: Points) -> "Mesh":
        """Return the mesh moved by a 4 x 4 matrix."""
        return Mesh(self.points @ matrix[:3, :3].T + matrix[:3, 3], self.faces)


def _is_balanced(faces: npt.NDArray[Any]) -> bool:
    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    ends = ends[ends[:, 0] != ends[:, 1]]
    size = int(faces.max(initial=0)) + 1
    return bool(np.array_equal(np.sort(ends[:, 0] * size + ends[:, 1]), np.sort(ends[:, 1] * size + ends[:, 0])))


def same(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether two meshes are the same shape at the same place."""
    tolerance = max(tolerance, _LEAST)
    if np.abs(one.bounds - other.bounds).max() > tolerance:
        return False
    if (
        one.points.shape == other.points.shape
        and np.array_equal(one.faces, other.faces)
        and np.abs(one.points - other.points).max() <= tolerance
    ):
        return True
    if abs(one.area - other.area) > tolerance * (one.edges + other.edges):
        return False
    if one.is_closed and other.is_closed and abs(one.volume - other.volume) > tolerance * max(one.area, other.area):
        return False
    return _lies_on(one, other, tolerance) and _lies_on(other, one, tolerance)


def _lies_on(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether the points of one mesh and the centres of its faces lie on the other."""
    probes = np.concatenate([one.points, one.corners.mean(axis=1)])
    return bool(_all_near(np.unique(probes, axis=0), other.corners, tolerance))


@njit(cache=True, nogil=True)
def _all_near(probes: Any, corners: Any, tolerance: Any) -> Any:
    """Tell whether each probe is within the tolerance of a triangle; the last one that was is tried first."""
    low, high = np.empty((len(corners), 3)), np.empty((len(corners), 3))
    for face in range(len(corners)):
        for axis in range(3):
            low[face, axis] = corners[face, :, axis].min() - tolerance
            high[face, axis] = corners[face, :, axis].max() + tolerance
    last = 0
    for probe in probes:
        found = False
        for step in range(len(corners)):
            face = (last + step) % len(corners)
            if (
                low[face, 0] <= probe[0] <= high[face, 0]
                and low[face, 1] <= probe[1] <= high[face, 1]
                and low[face, 2] <= probe[2] <= high[face, 2]
                and _distance2(probe, corners[face]) <= tolerance * tolerance
            ):
                last, found = face, True
                break
        if not found:
            return False
    return True


@njit(cache=True)
def _distance2(point: Any, corners: Any) -> Any:
    """Return the squared distance of a point to a triangle (Ericson, Real-Time Collision Detection, 5.1.5)."""
    a, b, c = corners[0], corners[1], corners[2]
    ab, ac, ap = b - a, c - a, point - a
    d1, d2 = _dot(ab, ap), _dot(ac, ap)
    if d1 <= 0 and d2 <= 0:
        return _dot(ap, ap)
    bp = point - b
    d3, d4 = _dot(ab, bp), _dot(ac, bp)
    if d3 >= 0 and d4 <= d3:
        return _dot(bp, bp)
    cp = point - c
    d5, d6 = _dot(ab, cp), _dot(ac, cp)
    if d6 >= 0 and d5 <= d6:
        return _dot(cp, cp)
    vc, vb, va = d1 * d4 - d3 * d2, d5 * d2 - d1 * d6, d3 * d6 - d5 * d4
    if vc <= 0 and d1 >= 0 and d3 <= 0 and d1 != d3:
        nearest = a + ab * (d1 / (d1 - d3))
    elif vb <= 0 and d2 >= 0 and d6 <= 0 and d2 != d6:
        nearest = a + ac * (d2 / (d2 - d6))
    elif va <= 0 and d4 - d3 >= 0 and d5 - d6 >= 0 and (d4 - d3) + (d5 - d6) > 0:
        nearest = b + (c - b) * ((d4 - d3) / ((d4 - d3) + (d5 - d6)))
    else:
        total = va + vb + vc
        if total == 0:
            return _dot(ap, ap)
        nearest = a + ab * (vb / total) + ac * (vc / total)
    away = point - nearest
    return _dot(away, away)


@njit(cache=True, inline="always")
def _dot(one: Any, other: Any) -> Any:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
