"""What was found of the shapes of elements, as it is told, and of their bodies in the world. Compares no shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ifcdelta.compare.bodies.body import Body, carried, reshaped
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.placement import Matrix, matrix_of
from ifcdelta.shape.mesh import Mesh, Points

_DIGITS: Final = 6

Meshes = tuple[Mesh | None, Mesh | None]


@dataclass(frozen=True, eq=False)
class Shift:
    """A body that is written at other points of its own axes, and is the same."""

    motion: Matrix
    """4 x 4, from the old points to the new ones."""
    middle: Points
    """Of the old body."""
    is_symmetry: bool = False
    """Whether it is written at the same points, and only looks as if it were not."""


@dataclass
class Shaped:
    """How shapes changed."""

    changes: dict[str, AspectChange] = field(default_factory=dict)
    """By GlobalId, `{"cause": […], "volume", "bbox", "world", "openings"}`: m³, metres in the element's own axes and in
    those of the world."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Why a shape cannot be told to have changed or not."""
    bodies: dict[str, Body] = field(default_factory=dict)
    """What became of bodies in the world, where placements alone do not tell."""
    shifts: dict[str, Shift] = field(default_factory=dict)
    """By GlobalId, of the same bodies written at other points of their axes."""

    def take(self, pair: Pair, value: AspectChange | None, shift: Shift | None) -> None:
        """Note what was found of a pair, in place of what was found before."""
        self.changes.pop(pair.guid, None)
        self.shifts.pop(pair.guid, None)
        if value:
            self.changes[pair.guid] = value
        if shift is not None:
            self.shifts[pair.guid] = shift

    def keep_data_of_openings(self, guid: str) -> None:
        """Take back what was told of a shape, but for what its openings say otherwise."""
        data = [each for each in self.changes.pop(guid)["openings"] if each["change"] == "data"]
        if data:
            self.changes[guid] = {"cause": ["openings"], "openings": data}

    def measure(self, guid: str, meshes: Meshes) -> None:
        """Tell volume and extent of what has another shape, of each side that has a body."""
        value = self.changes[guid]
        for side, mesh in zip(("old", "new"), meshes, strict=True):
            if mesh is None:
                continue
            if mesh.is_closed:
                value.setdefault("volume", {})[side] = round(mesh.volume, _DIGITS)
            value.setdefault("bbox", {})[side] = _bounds(mesh)

    def take_over(self, pair: Pair, like: str, context: Context, measured: Mapping[str, Meshes]) -> None:
        """Tell of an element, and of its place, what was found of one that is like it, which may be itself.

        `measured` are the bodies, by GlobalId, of those that differ.
        """
        if like in self.unknown:
            self.unknown[pair.guid] = self.unknown[like]
        if like in self.changes:
            self.changes[pair.guid] = self.changes[like]
        if not pair.old.is_a("IfcProduct") or (like not in self.shifts and like not in measured):
            return
        was, is_ = matrix_of(context.old, pair.old.ObjectPlacement), matrix_of(context.new, pair.new.ObjectPlacement)
        if like in self.shifts and was is not None and is_ is not None:
            shift = self.shifts[like]
            body = carried(was, is_, shift.motion, shift.middle, looks_the_same=shift.is_symmetry)
            self.bodies[pair.guid] = body
        if like in measured:
            self._tell_in_the_world(pair.guid, measured[like], (was, is_))

    def _tell_in_the_world(self, guid: str, meshes: Meshes, placements: tuple[Matrix | None, Matrix | None]) -> None:
        """Tell where what has another shape begins and ends in the world."""
        old, new = (
            mesh.placed(matrix) if mesh is not None and matrix is not None else None
            for mesh, matrix in zip(meshes, placements, strict=True)
        )
        bounds = {side: _bounds(each) for side, each in (("old", old), ("new", new)) if each is not None}
        self.changes[guid] = {**self.changes[guid], **({"world": bounds} if bounds else {})}
        if old is not None and new is not None and "shape" in self.changes[guid]["cause"]:
            self.bodies[guid] = reshaped(old, new)


def _bounds(mesh: Mesh) -> list[list[float]]:
    return [[round(float(each), _DIGITS) + 0.0 for each in corner] for corner in mesh.bounds]
