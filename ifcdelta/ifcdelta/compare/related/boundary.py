"""The boundaries of a space: the element, physical or virtual, internal or external, level, area. Knows no other shape.

IfcRelSpaceBoundary (IFC 4.3, 5.4.3.24), told on the space.
"""

from collections.abc import Iterable
from typing import Any, Final

import ifcopenshell

from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.compare.related.ties import Words, compare_ties, own_words
from ifcdelta.match.pair import Pair
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import Tie
from ifcdelta.read.side import Side

_LEVELS: Final = {
    "IfcRelSpaceBoundary1stLevel": 1,
    "IfcRelSpaceBoundary2ndLevel": 2,
    "1stLevel": 1,
    "2ndLevel": 2,
}
"""By the class, or by the name where the schema has no class for it."""
_DIGITS: Final = 6


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return which boundaries were added, removed and changed."""
    return compare_ties(pair, context, "boundary", says=_words)


def _words(side: Side, tie: Tie) -> Words:
    words = own_words(side, tie)
    level = _LEVELS.get(tie.relationship.is_a()) or _LEVELS.get(str(tie.relationship.Name))
    area = _area(side, tie.relationship.ConnectionGeometry)
    measured = {} if area is None else {"area": area}
    return Words({**words.says, "level": level}, words.shape, measured)


def _area(side: Side, geometry: ifcopenshell.entity_instance | None) -> float | None:
    """Return m² of a plane that polylines bound; None of any other surface."""
    plane = optional(geometry, "SurfaceOnRelatingElement")
    outer = optional(plane, "OuterBoundary")
    inner = tuple(optional(plane, "InnerBoundaries") or ())
    if outer is None or not all(each is not None and each.is_a("IfcPolyline") for each in (outer, *inner)):
        return None
    inside = sum(_enclosed(each.Points) for each in inner)
    return float(round((_enclosed(outer.Points) - inside) * side.length_scale**2, _DIGITS))


def _enclosed(points: Iterable[Any]) -> float:
    """Return the area within a polygon (the shoelace formula)."""
    corners = [point.Coordinates[:2] for point in points]
    around = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return abs(sum(float(x * other_y - other_x * y) for (x, y), (other_x, other_y) in around)) / 2
