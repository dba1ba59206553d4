"""Shapes of what a scene shows, by the engine's kernel, openings cut out; each is made once. Writes nothing."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

import ifcopenshell

from ifcdelta.scene.elements import Element, Opened
from ifcdelta.scene.geometry import Geometry, packed
from ifcdelta.shape.kernel import EXACT, NO_SHAPE, Making
from ifcdelta.shape.mesh import Points
from ifcdelta.shape.pool import Pool, Shapes

_AS_BUILT: Final = Making(openings=True)
_CUT_EXACTLY: Final = Making(openings=True, library=EXACT)
"""The fast kernel leaves nothing of some elements when it cuts openings out of them."""
_BATCH: Final = 1000


@dataclass
class Made:
    """What the kernel made, by the likeness of elements."""

    geometries: dict[Hashable, tuple[Geometry, Points]] = field(default_factory=dict)
    """Each with where its origin is in the element's axes; what is equal by content is one."""
    failed: dict[Hashable, str] = field(default_factory=dict)
    """Why there is no shape."""


def make_shapes(files: Sequence[Opened], threads: int, progress: Callable[[float], None]) -> Made:
    """Make the shapes of all elements; `progress` takes the share that is done."""
    firsts: dict[Hashable, tuple[int, Element]] = {}
    for number, opened in enumerate(files):
        for element in opened.elements:
            firsts.setdefault(element.likeness, (number, element))
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
    shapes = _shapes([(number, element.entity) for number, element in batch], files, pool, _AS_BUILT)
    left = [(number, element.entity) for number, element in batch if element.entity.id() in _without(shapes[number])]
    again = _shapes(left, files, pool, _CUT_EXACTLY)
    for number, element in batch:
        step_id = element.entity.id()
        mesh = shapes[number].meshes.get(step_id) or again[number].meshes.get(step_id)
        found = packed(mesh) if mesh is not None else None
        if found is None:
            made.failed[element.likeness] = shapes[number].failed.get(step_id, NO_SHAPE)
            continue
        geometry, origin = found
        made.geometries[element.likeness] = known.setdefault(geometry.key, geometry), origin


def _shapes(
    wanted: Sequence[tuple[int, ifcopenshell.entity_instance]], files: int, pool: Pool, making: Making
) -> tuple[Shapes, ...]:
    return pool.make([[entity for number, entity in wanted if number == each] for each in range(files)], making)


def _without(shapes: Shapes) -> set[int]:
    """Return those that the kernel made nothing of, though it did not crash or hang."""
    return {step_id for step_id, reason in shapes.failed.items() if reason == NO_SHAPE}
