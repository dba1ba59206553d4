"""A shape as triangles in metres: what is measured of it, and when two of them are the same. Knows no IFC.

Two meshes are the same when each covers the other within the tolerance, and no more than that: in whatever order
their points and faces come, whichever way the faces look, and however their planes are cut into triangles.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.shape.triangle_tree import near

Points = npt.NDArray[np.float64]
"""(n, 3), metres."""

_LEAST: Final = 1e-9
_DIGITS: Final = 6
_ALONG_EDGE: Final = np.array([0.25, 0.5, 0.75])


@dataclass(frozen=True)
class Mesh:
    """A shape; `faces` are (m, 3) indices of `points`."""

    points: Points
    faces: npt.NDArray[np.int32]

    def joined(self, other: "Mesh") -> "Mesh":
        """Return both shapes as one."""
        faces = np.vstack([self.faces, other.faces + np.int32(len(self.points))])
        return Mesh(np.vstack([self.points, other.points]), faces)

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
        return _is_balanced(self.faces) or _is_balanced(self._welded)

    @cached_property
    def _welded(self) -> npt.NDArray[Any]:
        """The faces, with one index for all points at one place."""
        _, welded = np.unique(np.round(self.points, _DIGITS), axis=0, return_inverse=True)
        return np.asarray(welded.reshape(-1)[self.faces])

    def beyond(self, step: float) -> Points:
        """Return points `step` metres past the edges that only one face has, in the plane of that face."""
        ends = np.concatenate([self._welded[:, [0, 1]], self._welded[:, [1, 2]], self._welded[:, [2, 0]]])
        sides = np.concatenate([self.corners[:, [0, 1, 2]], self.corners[:, [1, 2, 0]], self.corners[:, [2, 0, 1]]])
        _, first, count = np.unique(np.sort(ends, axis=1), axis=0, return_index=True, return_counts=True)
        start, end, third = sides[first[count == 1]].swapaxes(0, 1)
        along, inward = end - start, third - start
        length2 = np.maximum(np.einsum("ij,ij->i", along, along), _LEAST**2)
        inward = inward - along * (np.einsum("ij,ij->i", along, inward) / length2)[:, None]
        height = np.linalg.norm(inward, axis=1)
        flat = height > _LEAST
        outward = -step * inward[flat] / height[flat, None]
        points = start[flat] + along[flat] * _ALONG_EDGE[:, None, None] + outward
        return np.asarray(points.reshape(-1, 3))

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
    return all(_lies_on(*each, tolerance) and not _ends_on(*each, tolerance) for each in ((one, other), (other, one)))


def measure_the_same(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether two meshes have the same extent and enclose the same volume, whatever their faces are."""
    if np.abs(one.bounds - other.bounds).max() > tolerance:
        return False
    return abs(one.volume - other.volume) <= tolerance * min(one.area, other.area)


def _lies_on(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether the points of one mesh and the centres of its faces lie on the other."""
    probes = np.concatenate([one.points, one.corners.mean(axis=1)])
    return bool(near(probes, other.corners, tolerance).all())


def _ends_on(one: Mesh, other: Mesh, tolerance: float) -> bool:
    """Tell whether an open mesh ends where the other goes on: a hole in a sheet moves no point off the sheet."""
    if one.is_closed:
        return False
    probes = one.beyond(4 * tolerance)
    probes = probes[near(probes, other.corners, tolerance)]
    # Where faces meet without sharing points, their edges are no end.
    return bool(len(probes)) and not near(probes, one.corners, 2 * tolerance).all()
