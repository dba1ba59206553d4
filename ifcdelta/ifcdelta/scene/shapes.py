"""Shapes of what a scene shows, by the engine's kernel, openings cut out; each is made once. Writes nothing."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ifcdelta.scene.elements import Element, Opened
from ifcdelta.scene.geometry import Geometry, packed
from ifcdelta.shape.kernel import NO_SHAPE
from ifcdelta.shape.mesh import Points
from ifcdelta.shape.pool import Pool
from ifcdelta.shape.with_openings import make_with_openings

_BATCH: Final = 1000


@dataclass
class Made:
    """What the kernel made, by the shape_key of elements."""

    geometries: dict[Hashable, tuple[Geometry, Points]] = field(default_factory=dict)
    """Each with where its origin is in the element's axes; what is equal by content is one."""
    failed: dict[Hashable, str] = field(default_factory=dict)
    """Why there is no shape."""


def make_shapes(files: Sequence[Opened], threads: int, progress: Callable[[float], None]) -> Made:
    """Make the shapes of all elements; `progress` takes the share that is done."""
    firsts: dict[Hashable, tuple[int, Element]] = {}
    for number, opened in enumerate(files):
        for element in opened.elements:
            firsts.setdefault(element.shape_key, (number, element))
    waiting = list(firsts.values())
    made = Made()
    known: dict[bytes, Geometry] = {}
    with Pool([opened.file for opened in files], threads) as pool:
        for begin in range(0, len(waiting), _BATCH):
            progress(begin / len(waiting))
            _make_batch(waiting[begin : begin + _BATCH], len(files), pool, made, known)
    return made


def _make_batch(
    batch: Sequence[tuple[int, Element]], files: int, pool: Pool, made: Made, known: dict[bytes, Geometry]
) -> None:
    wanted = [[element.entity for number, element in batch if number == each] for each in range(files)]
    shapes = make_with_openings(pool, wanted)
    for number, element in batch:
        step_id = element.entity.id()
        mesh = shapes[number].meshes.get(step_id)
        found = packed(mesh) if mesh is not None else None
        if found is None:
            made.failed[element.shape_key] = shapes[number].failed.get(step_id, NO_SHAPE)
            continue
        geometry, origin = found
        made.geometries[element.shape_key] = known.setdefault(geometry.key, geometry), origin
