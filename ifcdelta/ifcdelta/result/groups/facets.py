"""What one element's changes say, field by field, as elements are compared with one another. Knows no group.

Coarser than `rows`: what differs from element to element by nature, such as which opening it is, is counted, not named.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ifcdelta.result.groups.effects import is_shaped
from ifcdelta.result.groups.tally import NULL, Sides
from ifcdelta.result.rows import aspect_of, rows_of
from ifcdelta.result.spelling import Size


class Field(NamedTuple):
    """What of an element changed."""

    aspect: str
    set: str
    """The property set that has it, or empty."""
    name: str
    """Empty where the aspect says it."""


field: Final = lru_cache(maxsize=65_536)(Field)
"""Return a field, the same object for many elements: a large result has few of them, and many times."""

Facet = tuple[Field, Any, Any]
"""A field with its old and new value; None where there is none."""

MOVED: Final = field("placement", "", "moved")
ROTATED: Final = field("placement", "", "rotated")
TOP: Final = field("geometry", "", "top")
BOTTOM: Final = field("geometry", "", "bottom")
SIZE: Final = field("geometry", "", "size")
VOLUME: Final = field("geometry", "", "volume")
MEASURES: Final = frozenset({SIZE, VOLUME})
"""What differs with every shape: of two elements with one form it is told, and does not part them."""

_CARRIED: Final = field("placement", "", "took along")
_PLACED: Final = field("placement", "", "placed")
_SIDES: Final = frozenset({"old", "new", "from"})
_FINE: Final = 0.005
"""Metres, up to which a move is told to a tenth of a millimetre."""


def facets_of(change: Mapping[str, Any], *, is_measured: bool = True) -> Iterator[Facet]:
    """Yield what an element's part of the result's `changed` says; its `MEASURES` where they are asked for."""
    for key, value in change.items():
        aspect = aspect_of(key)
        if value is True:
            yield field(aspect, "", ""), None, None
        elif aspect == "property":
            for set_name, members in value.items():
                for name, sides in members.items():
                    if sides.keys() <= _SIDES:
                        old, new = sides.get("old"), sides.get("new")
                        yield field(aspect, set_name, name), *(_nulls(sides) if old is new is None else (old, new))
                    else:
                        yield from _rows(key, {set_name: {name: sides}})
        else:
            yield from _FACETS.get(aspect, _rows)(key, value)
            if is_measured and aspect == "geometry":
                yield from _measures(value)


def step(metres: float) -> float:
    """Return how far something moved, as finely as a person tells two moves apart."""
    return round(metres, 3 if abs(metres) > _FINE else 4) + 0.0


def _nulls(sides: Mapping[str, Any]) -> Sides:
    """Return both sides of what has no value on either; a null that faces nothing at all is not nothing."""
    old, new = (NULL if side in sides else None for side in ("old", "new"))
    return (None, None) if old is new else (old, new)


def _attributes(key: str, change: Mapping[str, Any]) -> Iterator[Facet]:
    aspect = aspect_of(key)
    for name, sides in change.items():
        yield field(aspect, "", name), sides.get("old"), sides.get("new")


def _placement(_: str, change: Mapping[str, Any]) -> Iterator[Facet]:
    if change["distance"]:
        yield MOVED, None, [step(each) for each in change["moved"]]
    if change["rotated"]:
        yield ROTATED, None, round(change["rotated"], 2) or float(f"{change['rotated']:.1g}")
    if change.get("placed"):
        yield _PLACED, change["placed"].get("old"), change["placed"].get("new")
    if change.get("carried"):
        yield _CARRIED, None, change["carried"]


def _geometry(_: str, change: Mapping[str, Any]) -> Iterator[Facet]:
    openings = change.get("openings") or ()
    for cause in change["cause"]:
        if cause != "openings" or not openings:
            yield field("geometry", "", cause), None, None
    for verb in sorted({each["change"] for each in openings}):
        yield field("geometry", "openings", verb), None, sum(each["change"] == verb for each in openings)
    if is_shaped(change):
        yield from _ends(change.get("world") or {})


def _measures(change: Mapping[str, Any]) -> Iterator[Facet]:
    for row in rows_of("geometry_changed", {**change, "cause": (), "openings": ()}):
        yield field("geometry", "", row.field), _plain(row.old), _plain(row.new)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Size) else value


def _ends(world: Mapping[str, Any]) -> Iterator[Facet]:
    """Yield how far the upper and the lower end of a body went."""
    old, new = world.get("old"), world.get("new")
    if not (old and new):
        return
    for field, corner in ((TOP, 1), (BOTTOM, 0)):
        moved = step(new[corner][2] - old[corner][2])
        if moved:
            yield field, None, moved


def _members(key: str, change: Mapping[str, Any]) -> Iterator[Facet]:
    """Yield who was left and who was entered."""
    yield field(aspect_of(key), "", ""), _one_or_all(change["removed"]), _one_or_all(change["added"])


def _one_or_all(members: list[Any]) -> Any:
    bare = [{part: value for part, value in each.items() if part != "from"} for each in members]
    return bare[0] if len(bare) == 1 else bare or None


def _ties(key: str, change: Mapping[str, Any]) -> Iterator[Facet]:
    """Yield which relationships come, go or say something else; to whom is each element's own affair."""
    ties = [*change["added"], *change["removed"], *change.get("changed", ())]
    for relation in sorted({each.get("relation", "") for each in ties}):
        yield field(aspect_of(key), "", relation), None, None


def _rows(key: str, change: Any) -> Iterator[Facet]:
    for row in rows_of(key, change):
        yield field(row.aspect, row.set, row.field), row.old, row.new


_FACETS: Final[dict[str, Callable[[str, Any], Iterator[Facet]]]] = {
    "attributes": _attributes,
    "appearance": _attributes,
    "placement": _placement,
    "geometry": _geometry,
    "classification": _members,
    "group": _members,
    "connection": _ties,
    "boundary": _ties,
    "assignment": _ties,
}
