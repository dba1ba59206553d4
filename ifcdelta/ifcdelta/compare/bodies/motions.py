"""What a body did in the axes of its element: written at other points of them, or the same seen from another side.

Makes no shape and tells nothing.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from ifcdelta.compare.bodies.shaped import Shift
from ifcdelta.compare.context import Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.optional import optional
from ifcdelta.read.placement import LEAST_TURN, Matrix, angle_between, matrix_of
from ifcdelta.shape.congruence import motion_between
from ifcdelta.shape.mesh import Mesh


def kept_in_the_world(pair: Pair, context: Context) -> Iterator[Matrix]:
    """Yield what takes points of an element's old axes to the same place of the world in its new ones."""
    was, is_ = (matrix_of(side, optional(each, "ObjectPlacement")) for side, each in context.sides_of(pair))
    if was is not None and is_ is not None:
        yield np.linalg.inv(is_) @ was


def motions(pair: Pair, context: Context, meshes: list[tuple[Mesh, Mesh]]) -> list[Matrix]:
    """Return what takes each old mesh to the new one; nothing where one is another shape."""
    # What keeps its direction in the world comes first: a round column did not turn.
    turns = [*(each[:3, :3] for each in kept_in_the_world(pair, context)), np.eye(3)]
    found = []
    for one, other in meshes:
        motion = motion_between(one, other, context.tolerance, turns)
        if motion is None:
            return []
        found.append(motion)
    return found


def symmetry(pair: Pair, context: Context, old: Mapping[int, Mesh], new: Mapping[int, Mesh]) -> Shift | None:
    """Return by what else than its placements a product that turned is where it is now; None: it looks as it turned.

    A round column, a square plate, a straight wall turned by 180 degrees did less than their axes.
    """
    mesh, other = old.get(pair.old.id()), new.get(pair.new.id())
    kept = next(kept_in_the_world(pair, context), None)
    if mesh is None or other is None or kept is None:
        return None
    turned = angle_between(kept, np.eye(4))
    found = motions(pair, context, [(mesh, other)]) if turned >= LEAST_TURN else []
    if not found or angle_between(kept, found[0]) > turned - LEAST_TURN:
        return None
    return Shift(found[0], mesh.bounds.mean(axis=0), is_symmetry=True)
