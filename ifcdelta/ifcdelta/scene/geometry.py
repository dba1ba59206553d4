"""A shape as a graphics card takes it: positions in single precision, few and small. Knows no IFC and no glTF."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ifcdelta.shape.mesh import Mesh, Points

_DIGITS: Final = 5
"""Of a coordinate in metres; with them, what is the same but for rounding is the same."""
_SMALL: Final = 65535
"""From so many points on an index needs 32 bits; glTF keeps the largest one of 16 bits for itself."""


@dataclass(frozen=True, eq=False)
class Geometry:
    """A shape with its least coordinates at the origin, so that single precision keeps them wherever it was drawn."""

    points: npt.NDArray[np.float32]
    """(n, 3), metres."""
    faces: npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
    """(m, 3) indices of points."""

    @cached_property
    def key(self) -> bytes:
        """Tell it from others by content."""
        return self.points.tobytes() + self.faces.tobytes()


def packed(mesh: Mesh) -> tuple[Geometry, Points] | None:
    """Return a mesh as a geometry, and where its origin is in the mesh's axes; None where no triangle is left."""
    origin = mesh.bounds[0]
    rounded = np.round(mesh.points - origin, _DIGITS) + 0.0
    points, inverse = np.unique(rounded, axis=0, return_inverse=True)
    faces = inverse.reshape(-1)[mesh.faces]
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    if not faces.size:
        return None
    used, faces = np.unique(faces, return_inverse=True)
    faces = faces.reshape(-1, 3)
    indices = faces.astype(np.uint16) if used.size <= _SMALL else faces.astype(np.uint32)
    return Geometry(points[used].astype(np.float32), indices), origin
