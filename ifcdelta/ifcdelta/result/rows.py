"""A change of the result file as rows: aspect, field, old and new value. Knows no form and no sentence.

Knows the result format alone, so that a set that a model calls `old` is a set.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ifcdelta.result.material_words import differences, material_text

Units = Mapping[str, Any]
"""The result file's `units`: the symbols of values by aspect and name."""

NO_UNITS: Final[Units] = {}

Cell = None | bool | int | float | str
"""What fits one cell; None where there is no value."""


class Value(NamedTuple):
    """One value that changed, in the unit that the aspect has or that the result names."""

    aspect: str
    field: str
    old: Cell
    new: Cell
    unit: str = ""
    note: str = ""


def aspect_of(key: str) -> str:
    """Return the aspect of a key such as `properties_changed`, as the contract names it."""
    aspect = key.removesuffix("_changed")
    return "property" if aspect == "properties" else aspect


def values_of(key: str, change: Any, units: Units = NO_UNITS) -> Iterator[Value]:
    """Yield what a key of an element's changes says, a row for each value."""
    aspect = aspect_of(key)
    if change is True:
        yield Value(aspect, "", None, "changed")
    elif aspect == "attributes":
        yield from _named(aspect, change, units.get(aspect, {}))
    elif aspect == "property":
        yield from _properties(aspect, change, units.get(aspect, {}))
    else:
        yield from _FLATTEN.get(aspect, _whole)(aspect, change)


def values_of_model(model: Mapping[str, Any]) -> Iterator[Value]:
    """Yield what changed about the model itself; the aspect is the part of it."""
    for part, change in sorted(model.items()):
        yield from (_named if part in _NAMED_PARTS else _whole)(part, change)


def cell(value: Any) -> Cell:
    """Return a value of the result file for one cell: what is no number and no text, in words."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        if value.keys() == {"guid", "class", "name"}:
            return f"{value['class']} {value['name'] or value['guid']}"
        if value.keys() == {"system", "code", "name"}:
            return " ".join(value[part] for part in ("system", "code", "name") if value[part])
        if value.keys() == {"value", "unit"}:
            return f"{_inner(value['value'], str)} {value['unit']}"
    return _in_words(value, str)


def took_along(change: Mapping[str, Any]) -> str:
    """Return how many others a placement took along, in words; empty where it took none."""
    count = change.get("carried", 0)
    return f"took {count:,} element{'' if count == 1 else 's'} along" if count else ""


def is_sides(value: Any) -> bool:
    """Tell whether a value is the two sides of a change."""
    return isinstance(value, dict) and bool(value) and value.keys() <= {"old", "new", "from"}


_NAMED_PARTS: Final = {"units", "georeference", "project"}
NOTHING: Final = "(none)"
"""What is told where there is no value."""


def _in_words(value: Any, text: Callable[[str], str]) -> str:
    """Return a value of several parts in words: `lower: 1, upper: (a, b)`; `text` spells the texts in it."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_inner(each, text)}" for key, each in sorted(value.items()))
    if isinstance(value, list):
        return ", ".join(_inner(each, text) for each in value)
    return text(value) if isinstance(value, str) else str(value)


def _inner(value: Any, text: Callable[[str], str]) -> str:
    if value is None:
        return NOTHING
    told = _in_words(value, text)
    return f"({told})" if isinstance(value, dict | list) else told


def _exact(value: Any) -> str:
    """Return a value so that no other one reads the same: its texts in quotes."""
    return _in_words(value, lambda text: f'"{text}"')


def _whole(aspect: str, change: Any) -> Iterator[Value]:
    yield _sides(aspect, "", change) if is_sides(change) else Value(aspect, "", None, cell(change))


def _sides(aspect: str, field: str, change: Mapping[str, Any], unit: str = "") -> Value:
    old, new = change.get("old"), change.get("new")
    told = cell(old), cell(new)
    if told[0] == told[1] and isinstance(told[0], str) and old != new:
        told = _exact(old), _exact(new)  # Of one name, and not the same.
    return Value(aspect, field, *told, unit, "from its type" if change.get("from") == "type" else "")


def _named(aspect: str, change: Mapping[str, Any], units: Mapping[str, str] = NO_UNITS) -> Iterator[Value]:
    for name, sides in sorted(change.items()):
        yield _sides(aspect, name, sides, units.get(name, ""))


def _properties(aspect: str, change: Mapping[str, Any], units: Units) -> Iterator[Value]:
    for set_name, properties in sorted(change.items()):
        in_set = units.get(set_name, NO_UNITS)
        for name, sides in sorted(properties.items()):
            yield _sides(aspect, f"{set_name}.{name}", sides, in_set.get(name, ""))


def _members(aspect: str, change: Mapping[str, Any]) -> Iterator[Value]:
    for member in change["added"]:
        yield Value(aspect, "", None, cell(member))
    for member in change["removed"]:
        yield Value(aspect, "", cell(member), None)


def _placement(aspect: str, change: Mapping[str, Any]) -> Iterator[Value]:
    if change.get("placed"):
        yield Value(aspect, "placed", change["placed"].get("old"), change["placed"].get("new"))
    note = took_along(change)
    for axis, moved in zip("XYZ", change["moved"], strict=True):
        if round(moved, 6):
            yield Value(aspect, f"moved {axis}", None, moved, "m", note)
    if change["distance"]:
        yield Value(aspect, "distance", None, change["distance"], "m", note)
    if change["rotated"]:
        yield Value(aspect, "rotated", None, change["rotated"], "°", note)


def _material(aspect: str, change: Mapping[str, Any]) -> Iterator[Value]:
    old, new = material_text(change["old"]), material_text(change["new"])
    if old != new:
        yield Value(aspect, "", old, new)
        return
    for field, before, after, unit in differences(change["old"], change["new"]):
        yield _sides(aspect, field, {"old": before, "new": after}, unit)


def _geometry(aspect: str, change: Mapping[str, Any]) -> Iterator[Value]:
    for cause in change["cause"]:
        yield Value(aspect, cause, None, "changed")
    for name, unit in (("volume", "m³"), ("bbox", "m")):
        sides = change.get(name) or {}
        if sides.get("old") != sides.get("new"):
            told = {side: _size(value) if name == "bbox" else value for side, value in sides.items()}
            if told.get("old") != told.get("new"):
                yield Value(aspect, "size" if name == "bbox" else name, told.get("old"), told.get("new"), unit)
    for opening in change.get("openings") or ():
        yield Value(aspect, f"opening {opening['guid']}", None, opening["change"])


def _size(bounds: Any) -> str | None:
    """Return the extents of a bounding box along the element's own axes: `10 x 0.3 x 2.75`."""
    if bounds is None:
        return None
    least, largest = bounds
    return " x ".join(f"{high - low:.6g}" for low, high in zip(least, largest, strict=True))


_FLATTEN: Final[dict[str, Callable[[str, Any], Iterator[Value]]]] = {
    "classification": _members,
    "group": _members,
    "material": _material,
    "placement": _placement,
    "geometry": _geometry,
}
"""Aspects that have more than an old and a new value."""
