"""A change of the result file as rows: aspect, field, old and new value. Knows no form and no sentence.

Knows the result format alone, so that a set that a model calls `old` is a set.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ifcdelta.aspects import KEYS
from ifcdelta.result.material_words import differences, material_text
from ifcdelta.result.spelling import NULL, Size, exact, number, spelt, told_apart

ValueUnits = Mapping[str, Any]
"""The result file's `units`: the symbols of values by aspect and name."""

NO_UNITS: Final[ValueUnits] = {}

Cell = None | bool | int | float | str
"""What fits one cell; None where there is no value."""


class Row(NamedTuple):
    """One value that changed, in the unit that the aspect has or that the result names."""

    aspect: str
    field: str
    old: Any
    """As in the result file; None where there is no value."""
    new: Any
    unit: str = ""
    note: str = ""
    set: str = ""
    """The property set that has the field."""

    @property
    def path(self) -> str:
        """The field with its set: `Pset_WallCommon.FireRating`."""
        return f"{self.set}.{self.field}" if self.set else self.field

    def cells(self) -> tuple[Cell, ...]:
        """Return aspect, path, old, new, unit and note, each for one cell: numbers as numbers, all else in words."""
        return (self.aspect, self.path, *told_apart(self.old, self.new, _cell, exact), self.unit, self.note)


def aspect_of(key: str) -> str:
    """Return the aspect of a key such as `properties_changed`, as the contract names it."""
    return _ASPECT_OF.get(key, key.removesuffix("_changed"))


_ASPECT_OF: Final = {key: aspect for aspect, key in KEYS.items()}


def rows_of(key: str, change: Any, units: ValueUnits = NO_UNITS) -> Iterator[Row]:
    """Yield what a key of an element's changes says, a row for each value."""
    aspect = aspect_of(key)
    if change is True:
        yield Row(aspect, "", None, "changed")
    elif aspect in {"attributes", "appearance"}:
        yield from _named(aspect, change, units.get(aspect, {}))
    elif aspect == "property":
        yield from _properties(aspect, change, units.get(aspect, {}))
    else:
        yield from _FLATTEN.get(aspect, _whole)(aspect, change)


def rows_of_model(model: Mapping[str, Any]) -> Iterator[Row]:
    """Yield what changed about the model itself; the aspect is the part of it."""
    for part, change in sorted(model.items()):
        yield from (_named if part in _NAMED_PARTS else _whole)(part, change)


def took_along(change: Mapping[str, Any]) -> str:
    """Return how many others a placement took along, in words; empty where it took none."""
    count = change.get("carried", 0)
    return f"took {count:,} element{'' if count == 1 else 's'} along" if count else ""


def is_sides(value: Any) -> bool:
    """Tell whether a value is the two sides of a change."""
    return isinstance(value, dict) and bool(value) and value.keys() <= {"old", "new", "from"}


_NAMED_PARTS: Final = {"units", "georeference", "project", "materials", "classifications", "contexts", "schema_renames"}


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return spelt(value, number if isinstance(value, Size) else repr)


def _whole(aspect: str, change: Any) -> Iterator[Row]:
    yield _sides(aspect, "", change) if is_sides(change) else Row(aspect, "", None, change)


def _sides(aspect: str, field: str, change: Mapping[str, Any], unit: str = "", set_name: str = "") -> Row:
    old, new = change.get("old"), change.get("new")
    if old is None and new is None:
        # A null is there, and on the other side is nothing at all.
        old, new = (NULL if side in change else None for side in ("old", "new"))
    return Row(aspect, field, old, new, unit, _inherited(change), set_name)


def _inherited(change: Mapping[str, Any]) -> str:
    return "from its type" if change.get("from") == "type" else ""


def _named(aspect: str, change: Mapping[str, Any], units: Mapping[str, str] = NO_UNITS) -> Iterator[Row]:
    for name, sides in sorted(change.items()):
        yield _sides(aspect, name, sides, units.get(name, ""))


def _properties(aspect: str, change: Mapping[str, Any], units: ValueUnits) -> Iterator[Row]:
    for set_name, properties in sorted(change.items()):
        in_set = units.get(set_name, NO_UNITS)
        for name, sides in sorted(properties.items()):
            yield from _property(aspect, name, sides, in_set.get(name, ""), set_name)


def _property(aspect: str, name: str, change: Mapping[str, Any], unit: str, set_name: str) -> Iterator[Row]:
    if "measure" in change:
        old, new = (f"{spelt(change[side], number)} ({change['measure'][side]})" for side in ("old", "new"))
        yield Row(aspect, name, old, new, "", _inherited(change), set_name)
    elif change.keys() - {"about", "from"} and not ("about" in change and change["old"] == change["new"]):
        yield _sides(aspect, name, change, unit, set_name)
    for attribute, sides in sorted(change.get("about", {}).items()):
        yield _sides(aspect, " ".join(filter(None, (name, attribute))), sides, "", set_name)


def _members(aspect: str, change: Mapping[str, Any]) -> Iterator[Row]:
    added, removed = change["added"], change["removed"]
    if len(added) == len(removed) == 1:
        note = _inherited(removed[0]) and _inherited(added[0])
        yield Row(aspect, "", _bare(removed[0]), _bare(added[0]), note=note)  # One in place of another.
        return
    for member in removed:
        yield Row(aspect, "", _bare(member), None, note=_inherited(member))
    for member in added:
        yield Row(aspect, "", None, _bare(member), note=_inherited(member))


def _bare(member: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a member without the note that it is inherited."""
    return {key: value for key, value in member.items() if key != "from"}


def _ties(aspect: str, change: Mapping[str, Any]) -> Iterator[Row]:
    """Yield what is tied to by what relationship, and what the relationship says otherwise."""
    added, removed = ([*map(_end, change[kind])] for kind in ("added", "removed"))
    for relation in sorted({relation for relation, _ in (*added, *removed)}):
        come, gone = ([end for of, end in ends if of == relation] for ends in (added, removed))
        for value in _members(aspect, {"added": come, "removed": gone}):
            yield value._replace(field=relation)
    for tie in change.get("changed", ()):
        relation, end = _end(tie)
        where = " ".join(filter(None, (relation, end["name"] or end["guid"])))
        for name, sides in sorted(tie.get("values", {}).items()):
            yield _sides(aspect, f"{where} {name}", sides, "m²" if name == "area" else "")
        if tie.get("shape"):
            yield Row(aspect, f"{where} shape", None, tie["shape"])


def _representations(aspect: str, change: Mapping[str, str]) -> Iterator[Row]:
    for identifier, verb in sorted(change.items()):
        yield Row(aspect, identifier, None, verb)


def _end(tie: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the relationship of a tie, and what it ties to."""
    return tie.get("relation", ""), {part: tie.get(part) for part in ("guid", "class", "name")}


def _placement(aspect: str, change: Mapping[str, Any]) -> Iterator[Row]:
    if change.get("placed"):
        yield Row(aspect, "placed", change["placed"].get("old"), change["placed"].get("new"))
    note = took_along(change)
    for axis, moved in zip("XYZ", change["moved"], strict=True):
        if round(moved, 6):
            yield Row(aspect, f"moved {axis}", None, moved, "m", note)
    if change["distance"]:
        yield Row(aspect, "distance", None, change["distance"], "m", note)
    if change["rotated"]:
        yield Row(aspect, "rotated", None, change["rotated"], "°", note)


def _material(aspect: str, change: Mapping[str, Any]) -> Iterator[Row]:
    old, new = material_text(change["old"]), material_text(change["new"])
    note = _inherited(change)
    if old != new:
        yield Row(aspect, "", old, new, note=note)
        return
    for field, before, after, unit in differences(change["old"], change["new"]):
        yield Row(aspect, field, before, after, unit, note)


def _geometry(aspect: str, change: Mapping[str, Any]) -> Iterator[Row]:
    for cause in change["cause"]:
        yield Row(aspect, cause, None, "changed")
    for name, unit in (("volume", "m³"), ("bbox", "m")):
        old, new = (_measure(name, (change.get(name) or {}).get(side)) for side in ("old", "new"))
        if old != new:
            yield Row(aspect, "size" if name == "bbox" else name, old, new, unit)
    for opening in change.get("openings") or ():
        if opening["change"] == "data":
            yield from _data_of(aspect, f"opening {opening['guid']}", opening["values"])
        else:
            yield Row(aspect, f"opening {opening['guid']}", None, opening["change"])


def _data_of(aspect: str, opening: str, values: Mapping[str, Any]) -> Iterator[Row]:
    if "class" in values:
        yield _sides(aspect, "class", values["class"], set_name=opening)
    for value in _named(aspect, values.get("attributes", {})):
        yield value._replace(set=opening)
    for value in _properties(aspect, values.get("properties", {}), NO_UNITS):
        yield value._replace(set=opening, field=value.path)


def _measure(name: str, value: Any) -> Any:
    """Return a volume; of a bounding box the extents along the element's own axes, to the digits that are told."""
    if value is None or name == "volume":
        return value
    least, largest = value
    return Size(float(f"{high - low:.6g}") for low, high in zip(least, largest, strict=True))


_FLATTEN: Final[dict[str, Callable[[str, Any], Iterator[Row]]]] = {
    "classification": _members,
    "group": _members,
    "material": _material,
    "placement": _placement,
    "geometry": _geometry,
    "representation": _representations,
    "connection": _ties,
    "boundary": _ties,
    "assignment": _ties,
}
"""Aspects that have more than an old and a new value."""
