"""What became of an element's body in the world: carried elsewhere as it is, or made another. Knows no representation.

Exporters choose origins anew whenever they write a shape: where a body stands is told by its points, not by its axes.
"""

from dataclasses import dataclass

import numpy as np

from ifcdelta.read.placement import Matrix
from ifcdelta.shape.mesh import Mesh, Points


@dataclass(frozen=True, eq=False)
class Body:
    """A body of both models, as axes in its middle, or as its two extents where it is another one now."""

    old: Matrix
    """4 x 4 in metres and world axes, as the next."""
    new: Matrix
    extents: tuple[Points, Points] | None = None
    """Of a reshaped one the least and the largest coordinates in the world, old and new."""
    looks_the_same: bool = False
    """Whether its placement says as well what it did: it looks the same from several sides."""

    @property
    def motion(self) -> Matrix:
        """What takes the old axes to the new ones."""
        return np.asarray(self.new @ np.linalg.inv(self.old))

    def touches(self, motion: Matrix, tolerance: float) -> bool:
        """Tell whether a reshaped body, had it gone along with a motion, would still be in its place, or some of it."""
        if self.extents is None:
            return False
        old, new = self.extents
        gone = _corners(old) @ motion[:3, :3].T + motion[:3, 3]
        return bool((gone.min(axis=0) < new[1] + tolerance).all() and (gone.max(axis=0) > new[0] - tolerance).all())


def carried(was: Matrix, is_: Matrix, motion: Matrix, middle: Points, *, looks_the_same: bool = False) -> Body:
    """Return the body that its placements, and a `motion` in its own axes between, carried as it is.

    `middle` is a point of the old body in its own axes.
    """
    old = was.copy()
    old[:3, 3] += was[:3, :3] @ middle
    return Body(old, is_ @ motion @ np.linalg.inv(was) @ old, looks_the_same=looks_the_same)


def reshaped(old: Mesh, new: Mesh) -> Body:
    """Return the body that two meshes, in world axes, tell of."""
    return Body(_middle(old), _middle(new), (old.bounds, new.bounds))


def _middle(mesh: Mesh) -> Matrix:
    axes = np.eye(4)
    axes[:3, 3] = mesh.bounds.mean(axis=0)
    return axes


def _corners(bounds: Points) -> Points:
    x, y, z = bounds.T
    return np.array([[a, b, c] for a in x for b in y for c in z])
