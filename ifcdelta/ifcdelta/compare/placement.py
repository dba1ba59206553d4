"""How elements moved and turned, each by itself: what its parent took along is told once, on the parent.

All pairs at once, because whether an element moved by itself depends on what holds it. An element moves as its body
does, where that is known beside its placement. Knows no shape.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.body import Body
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.optional import optional
from ifcdelta.read.placement import Matrix, grid_of, matrix_of
from ifcdelta.read.relationships import containers_of, wholes_of
from ifcdelta.read.side import Side, Unknown, telling
from ifcdelta.shape.mesh import Points

_LEAST_TURN: Final = 1e-3
"""Degrees; what six digits of a direction leave of it."""
_LONGEST_CHAIN: Final = 64


@dataclass
class Moves:
    """How elements moved."""

    changes: dict[str, AspectChange] = field(default_factory=dict)
    """By GlobalId, `{"moved": [dx, dy, dz], "distance", "rotated": degrees}` in metres and world axes, beyond what the
    element's parent moved; with `"carried": n` where it took others along, `"in_world"` where its parent moved too."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Why an element cannot be told to have moved or not."""
    along: list[Pair] = field(default_factory=list)
    """What moved with what holds it, and not by itself."""


def compare_all(pairs: Iterable[Pair], context: Context, bodies: Mapping[str, Body]) -> Moves:
    """Return how the elements of all pairs moved; `bodies`, by GlobalId, are those that say more than placements do."""
    moves = Moves()
    for pair in pairs:
        value = None
        with telling(partial(moves.unknown.setdefault, pair.guid), *context.sides_of(pair)):
            value = _compare(pair, context, bodies)
        if value == _CARRIED:
            moves.along.append(pair)
        elif value:
            moves.changes[pair.guid] = value
    for pair in moves.along:
        holder = next((guid for guid in _holders_above(pair.new, context.new) if guid in moves.changes), None)
        if holder is not None:
            add_carried(moves.changes[holder], 1)
    return moves


def add_carried(value: AspectChange, count: int) -> None:
    """Note that an element that moved took `count` more along."""
    value["carried"] = value.get("carried", 0) + count


_CARRIED: Final[AspectChange] = {"moved": None}


def placed_elsewhere(pairs: Iterable[Pair], context: Context) -> Set[str]:
    """Return the GlobalIds of elements whose placements lead elsewhere, or nowhere, whatever became of their bodies."""
    found: dict[str, str] = {}
    for pair in pairs:
        with telling(partial(found.setdefault, pair.guid), *context.sides_of(pair)):
            old, new = _placed(pair, context)
            if old is not new and (old is None or new is None or not _same(old, new, context.tolerance)):
                found[pair.guid] = ""
    return found.keys()


def _placed(pair: Pair, context: Context) -> tuple[Matrix | None, Matrix | None]:
    old, new = (matrix_of(side, optional(each, "ObjectPlacement")) for side, each in context.sides_of(pair))
    return old, new


def _compare(pair: Pair, context: Context, bodies: Mapping[str, Body]) -> AspectChange | None:
    """Return how an element moved by itself, `_CARRIED` if it did with what holds it, None if it did not."""
    old, new = _placed(pair, context)
    if old is None or new is None:
        if old is new:
            return None
        return {**_moved(np.eye(4), np.eye(4)), "placed": {"old": old is not None, "new": new is not None}}
    body = bodies.get(pair.guid)
    if body is not None and body.extents is not None:
        return _compare_reshaped(pair, context, bodies, body, Body(old, new))
    body = body or Body(old, new)
    if _same(body.old, body.new, context.tolerance):
        return None
    motions = list(_motions_of_holders(pair, context, bodies))
    if any(_same(each.motion @ body.old, body.new, context.tolerance) for each in motions):
        return _CARRIED
    return _moved_beyond(motions, body)


def _compare_reshaped(
    pair: Pair, context: Context, bodies: Mapping[str, Body], body: Body, placed: Body
) -> AspectChange | None:
    """Do as `_compare` of a body that is another now: it moved where it left its place as a whole."""
    stands = _same(placed.old, placed.new, context.tolerance)
    motions = list(_motions_of_holders(pair, context, bodies))
    if not stands and any(_same(each.motion @ placed.old, placed.new, context.tolerance) for each in motions):
        return _CARRIED
    if body.touches(np.eye(4), context.tolerance):
        return None
    if any(body.touches(each.motion, context.tolerance) for each in motions):
        return _CARRIED
    return _moved_beyond(motions, body)


@dataclass(frozen=True, eq=False)
class _Motion:
    """What something that holds an element did."""

    motion: Matrix
    is_of_body: bool
    """Whether it really did that; else its placement did, and its body stayed or was reshaped."""


def _moved_beyond(motions: Iterable[_Motion], body: Body) -> AspectChange:
    """Return how a body moved beyond what took it along."""
    taken = next((each.motion for each in motions if each.is_of_body), None)
    if taken is None:
        return _moved(body.old, body.new)
    return {**_moved(taken @ body.old, body.new), "in_world": _told(body.new[:3, 3] - body.old[:3, 3])}


def _motions_of_holders(pair: Pair, context: Context, bodies: Mapping[str, Body]) -> Iterator[_Motion]:
    """Yield what each thing that holds the element, and that moved, did.

    What has no GlobalId of its own is not compared, so that nothing would be told of what went along with it.
    """
    before = {context.renamed(guid_of(each)): each for each in _holders(pair.old, context.old)}
    for holder in _holders(pair.new, context.new):
        guid = guid_of(holder)
        other = before.get(guid) if guid and guid not in context.repeated else None
        if other is None:
            continue
        try:
            stood = matrix_of(context.old, optional(other, "ObjectPlacement"))
            stands = matrix_of(context.new, optional(holder, "ObjectPlacement"))
        except Unknown:
            continue
        body = bodies.get(guid)
        if body is not None and body.extents is None and not _same(body.old, body.new, context.tolerance):
            yield _Motion(body.motion, is_of_body=True)
        if stood is not None and stands is not None and not _same(stood, stands, context.tolerance):
            yield _Motion(Body(stood, stands).motion, is_of_body=body is None)


def _holders(element: ifcopenshell.entity_instance, side: Side) -> Iterator[ifcopenshell.entity_instance]:
    """Yield what an element stands relative to, by its placement, as a part, in space; features are no holders."""
    placement = optional(element, "ObjectPlacement")
    for _ in range(_LONGEST_CHAIN):
        grid = grid_of(placement)
        if grid is not None:
            yield grid
        placement = optional(placement, "PlacementRelTo")
        if placement is None:
            break
        placed = [each for each in placement.PlacesObject if not each.is_a("IfcFeatureElement")]
        if len(placed) == 1:
            yield placed[0]
            break
    yield from wholes_of(side, element)
    yield from containers_of(side, element)


def _holders_above(element: ifcopenshell.entity_instance, side: Side) -> Iterator[str]:
    """Yield the GlobalIds of what holds the element, and of what holds that, the nearest first."""
    seen: set[int] = set()
    level = [element]
    for _ in range(_LONGEST_CHAIN):
        above = [holder for each in level for holder in _holders(each, side) if holder.id() not in seen]
        if not above:
            return
        seen.update(each.id() for each in above)
        yield from (guid_of(each) for each in above)
        level = above


def _same(one: Matrix, other: Matrix, tolerance: float) -> bool:
    return bool(np.linalg.norm(one[:3, 3] - other[:3, 3]) < tolerance) and _turn(one, other) < _LEAST_TURN


def _turn(one: Matrix, other: Matrix) -> float:
    """Return the angle of the relative rotation in degrees, from its sine and cosine, exact for small ones too."""
    relative = other[:3, :3] @ one[:3, :3].T
    axis = np.array([relative[2, 1] - relative[1, 2], relative[0, 2] - relative[2, 0], relative[1, 0] - relative[0, 1]])
    return float(np.degrees(np.arctan2(np.linalg.norm(axis) / 2, (np.trace(relative) - 1) / 2)))


def _moved(old: Matrix, new: Matrix) -> AspectChange:
    moved = new[:3, 3] - old[:3, 3]
    turned = _turn(old, new)
    return {
        "moved": _told(moved),
        "distance": round(float(np.linalg.norm(moved)), 6),
        "rotated": round(turned, 4) if turned >= _LEAST_TURN else 0.0,
    }


def _told(vector: Points) -> list[float]:
    return [round(float(each), 6) + 0.0 for each in vector]
