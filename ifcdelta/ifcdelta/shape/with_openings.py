"""Shapes as they stand in the building: openings cut out of them. Knows no aspect and no form."""

from collections.abc import Iterable, Sequence
from typing import Final

import ifcopenshell

from ifcdelta.shape.kernel import EXACT, NO_SHAPE, Making
from ifcdelta.shape.pool import Pool, Shapes

_CUT: Final = Making(openings=True)
_CUT_EXACTLY: Final = Making(openings=True, library=EXACT)


def make_with_openings(pool: Pool, wanted: Sequence[Iterable[ifcopenshell.entity_instance]]) -> tuple[Shapes, ...]:
    """Make shapes of the products that are `wanted` of each of the pool's models.

    The fast kernel leaves nothing of some elements when it cuts openings out of them: the exact one makes those.
    """
    asked = [list(entities) for entities in wanted]
    made = pool.make(asked, _CUT)
    left = [
        [entity for entity in entities if shapes.failed.get(entity.id()) == NO_SHAPE]
        for entities, shapes in zip(asked, made, strict=True)
    ]
    for shapes, again in zip(made, pool.make(left, _CUT_EXACTLY), strict=True):
        shapes.meshes.update(again.meshes)
        for step_id in again.meshes:
            del shapes.failed[step_id]
    return made
