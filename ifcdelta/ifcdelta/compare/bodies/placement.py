"""How elements moved and turned, each by itself: what its parent took along is told once, on the parent.

All pairs at once, because whether an element moved by itself depends on what holds it. An element moves as its body
does, where that is known beside its placement. Knows no shape.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.bodies.body import Body
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.optional import optional
from ifcdelta.read.placement import LEAST_TURN, Matrix, angle_between, grid_of, matrix_of
from ifcdelta.read.relationships import containers_of, wholes_of
from ifcdelta.read.side import Side, Unknown, telling
from ifcdelta.shape.mesh import Points

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


def compare_all(pairs: Sequence[Pair], context: Context, bodies: Mapping[str, Body]) -> Moves:
    """Return how the elements of all pairs moved; `bodies`, by GlobalId, are those that say more than placements do."""
    compared = _Compared({pair.guid: pair for pair in pairs}, context, bodies)
    moves = Moves(unknown=compared.unknown)
    for pair in pairs:
        value = compared.value_of(pair)
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


def placed_elsewhere(pairs: Sequence[Pair], context: Context) -> Mapping[str, bool]:
    """Return the GlobalIds of elements whose placements lead elsewhere, or nowhere, whatever became of their bodies.

    With each, whether it turned, and not with what holds it.
    """
    compared = _Compared({pair.guid: pair for pair in pairs}, context, {})
    found: dict[str, bool] = {}
    for pair in pairs:
        value = compared.value_of(pair)
        if value is not None or pair.guid in compared.unknown:
            found[pair.guid] = bool(value and value != _CARRIED and value["rotated"])
    return found


def _placed(pair: Pair, context: Context) -> tuple[Matrix | None, Matrix | None]:
    old, new = (matrix_of(side, optional(each, "ObjectPlacement")) for side, each in context.sides_of(pair))
    return old, new


@dataclass(frozen=True, eq=False)
class _Motion:
    """What something that holds an element did."""

    motion: Matrix
    takes_along: bool
    """Whether what did something else meanwhile is told beyond it: not where the body moved and its placement stayed,
    nor where the body was reshaped."""


@dataclass
class _Compared:
    """What the elements of all pairs did, each asked when it or what it holds is."""

    pairs: Mapping[str, Pair]
    context: Context
    bodies: Mapping[str, Body]
    unknown: dict[str, str] = field(default_factory=dict)
    _values: dict[str, AspectChange | None] = field(default_factory=dict)

    def value_of(self, pair: Pair) -> AspectChange | None:
        """Return how an element moved by itself, `_CARRIED` if it did with what holds it, None if it did not."""
        if pair.guid not in self._values:
            self._values[pair.guid] = None  # What holds itself is not moved by that.
            with telling(partial(self.unknown.setdefault, pair.guid), *self.context.sides_of(pair)):
                self._values[pair.guid] = self._compare(pair)
        return self._values[pair.guid]

    def _compare(self, pair: Pair) -> AspectChange | None:
        old, new = _placed(pair, self.context)
        if old is None or new is None:
            if old is new:
                return None
            return {**_moved(np.eye(4), np.eye(4)), "placed": {"old": old is not None, "new": new is not None}}
        placed = Body(old, new)
        body = self.bodies.get(pair.guid, placed)
        if body.extents is not None:
            return self._compare_reshaped(pair, body, placed)
        if not body.looks_the_same and self._is_same(body):
            return None
        motions = list(self._motions_of_holders(pair))
        # What looks the same from several sides went along where any of them says so.
        for each in (body, placed) if body.looks_the_same else (body,):
            if not self._is_same(each) and self._is_carried(motions, each):
                return _CARRIED
        return None if self._is_same(body) else _moved_beyond(motions, body, placed)

    def _compare_reshaped(self, pair: Pair, body: Body, placed: Body) -> AspectChange | None:
        """Do as `_compare` of a body that is another now: it moved where it left its place as a whole."""
        motions = list(self._motions_of_holders(pair))
        if not self._is_same(placed) and self._is_carried(motions, placed):
            return _CARRIED
        if body.touches(np.eye(4), self.context.tolerance):
            return None
        if any(body.touches(each.motion, self.context.tolerance) for each in motions):
            return _CARRIED
        return _moved_beyond(motions, body, placed)

    def _is_same(self, body: Body) -> bool:
        return _same(body.old, body.new, self.context.tolerance)

    def _is_carried(self, motions: Iterable[_Motion], body: Body) -> bool:
        return any(_same(each.motion @ body.old, body.new, self.context.tolerance) for each in motions)

    def _motions_of_holders(self, pair: Pair) -> Iterator[_Motion]:
        """Yield what each thing that holds the element, and that moved, did.

        What has no GlobalId of its own is not compared, so that nothing would be told of what went along with it.
        """
        context = self.context
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
            yield from self._motions_of(guid, stood, stands)

    def _motions_of(self, guid: str, stood: Matrix | None, stands: Matrix | None) -> Iterator[_Motion]:
        """Yield what a holder did, by its body and by its placement, as far as that is told of it or of what holds it.

        Where the body stayed, or did something else, nothing is told of what its placement did.
        """
        body = self.bodies.get(guid)
        value = self.value_of(self.pairs[guid]) if body is not None else None
        if body is not None and value is None:
            return
        placed = None if stood is None or stands is None else Body(stood, stands)
        has_other_place = placed is not None and not self._is_same(placed)
        if body is not None and body.extents is None and not self._is_same(body):
            yield _Motion(body.motion, takes_along=has_other_place)
        is_told = body is None or body.extents is not None or (body.looks_the_same and value == _CARRIED)
        if is_told and placed is not None and has_other_place:
            yield _Motion(placed.motion, takes_along=body is None or body.extents is None)


def _moved_beyond(motions: Iterable[_Motion], body: Body, placed: Body) -> AspectChange:
    """Return how a body moved beyond what took it along."""
    taken = next((each.motion for each in motions if each.takes_along), None)
    if taken is None:
        return _moved(body.old, body.new)
    if body.looks_the_same:
        # Of what it may have done, the least beside what took it along.
        body = min(body, placed, key=lambda each: angle_between(taken @ each.old, each.new))
    return {**_moved(taken @ body.old, body.new), "in_world": _told(body.new[:3, 3] - body.old[:3, 3])}


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
    return bool(np.linalg.norm(one[:3, 3] - other[:3, 3]) < tolerance) and angle_between(one, other) < LEAST_TURN


def _moved(old: Matrix, new: Matrix) -> AspectChange:
    moved = new[:3, 3] - old[:3, 3]
    turned = angle_between(old, new)
    return {
        "moved": _told(moved),
        "distance": round(float(np.linalg.norm(moved)), 6),
        "rotated": round(turned, 4) if turned >= LEAST_TURN else 0.0,
    }


def _told(vector: Points) -> list[float]:
    return [round(float(each), 6) + 0.0 for each in vector]
