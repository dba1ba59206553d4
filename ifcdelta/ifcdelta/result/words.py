"""A result in words: what it says on the whole, and a line for each change. Knows no form and opens no model."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.rows import (
    NO_UNITS,
    NOTHING,
    Cell,
    Units,
    Value,
    aspect_of,
    cell,
    took_along,
    values_of,
    values_of_model,
)

_LONGEST: Final = 60
_MANY: Final = 1e6
"""From here on six digits are too few."""
_MINUS: Final = "\u2212"
_METRES_FROM: Final = 10.0
"""Below, lengths are told in millimetres."""


def sentence(result: Mapping[str, Any]) -> str:
    """Return what a result says on the whole; whether all was compared is always part of it."""
    summary, unknown = result["summary"], result["coverage"]["unknown"]
    told = [f"{summary[kind]:,} {kind}" for kind in ("added", "deleted", "changed") if summary[kind]]
    parts = [_joined(told) if told else "No element was added, deleted or changed"]
    parts.append(f"{summary['unchanged']:,} unchanged")
    if summary["matched"]:
        parts.append(f"{summary['matched']:,} found again under another GlobalId")
    if result["model"]:
        parts.append(
            f"the model itself changed in {_joined(sorted(part.replace('_', ' ') for part in result['model']))}"
        )
    parts.append(f"{len(unknown):,} could not be compared in full" if unknown else "everything asked for was compared")
    return "; ".join(parts) + "."


def lines_of(key: str, value: Any, units: Units = NO_UNITS) -> list[str]:
    """Return what a key of an element's changes says, in words, a line for each value; `units` are the result's."""
    aspect = aspect_of(key)
    if value is True:
        return [aspect]
    if aspect == "placement":
        return [_moved(value)]
    if aspect == "geometry":
        return _shaped(value)
    if aspect in {"group", "classification"}:
        signs = (("+", "added"), ("-", "removed"))
        return [f"{aspect}: {sign} {short(cell(each))}" for sign, side in signs for each in value[side]]
    return [line_of(each) for each in values_of(key, value, units)]


def lines_of_model(model: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what changed about the model itself: the part of it, and a line."""
    for each in values_of_model(model):
        yield each.aspect, line_of(each)


def line_of(value: Value) -> str:
    """Return one value in words: `Pset_WallCommon.FireRating: REI 60 → REI 90`."""
    note = f" ({value.note})" if value.note else ""
    old, new = map(_cut, sides_of(value))
    return f"{value.field or value.aspect}: {old} → {new}{note}"


def sides_of(value: Value) -> tuple[str, str]:
    """Return both sides of a value as a person reads them; with all digits where they differ in the last ones alone."""
    old, new = measured(value.old, value.unit), measured(value.new, value.unit)
    if old != new or value.old == value.new:
        return old, new
    return _with_unit(str(value.old), value.unit), _with_unit(str(value.new), value.unit)


def measured(value: Cell, unit: str) -> str:
    """Return a value with its unit as a person reads it: short lengths, which the result has in metres, in millimetres.

    A text may have several numbers of the unit.
    """
    if value is None or not unit:
        return text_of(value)
    if unit == "m" and isinstance(value, int | float) and abs(value) < _METRES_FROM:
        return f"{text_of(1000.0 * value)} mm"
    return _with_unit(text_of(value), unit)


def _with_unit(told: str, unit: str) -> str:
    return f"{told}{'' if unit in {'', '°'} else ' '}{unit}"


def text_of(value: Cell) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return NOTHING
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < _MANY else f"{value:.12g}"
    return str(value)


def short(value: Cell) -> str:
    """Return a value as a person reads it, cut where it is long."""
    return _cut(text_of(value))


def _cut(told: str) -> str:
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


def reasons(unknown: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, int]]:
    """Return why elements were not compared: the aspects, the reason, and of how many elements that is so."""
    counts: dict[tuple[str, str], int] = {}
    for aspects in unknown.values():
        for reason in sorted(set(aspects.values())):
            names = ", ".join(aspect for aspect, each in sorted(aspects.items()) if each == reason)
            counts[names, reason] = counts.get((names, reason), 0) + 1
    return [(*key, count) for key, count in sorted(counts.items())]


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _moved(change: Mapping[str, Any]) -> str:
    placed = change.get("placed")
    parts = [f"has no placement in the {'new' if placed.get('old') else 'old'} model"] if placed else []
    unit, scale = ("m", 1) if change["distance"] >= _METRES_FROM else ("mm", 1000)
    axes = ", ".join(
        f"{axis} {'+' if moved > 0 else _MINUS}{text_of(abs(scale * moved))}"
        for axis, moved in zip("XYZ", change["moved"], strict=True)
        if round(moved, 6)
    )
    if axes:
        parts.append(f"moved {text_of(scale * change['distance'])} {unit}: {axes}")
    if change["rotated"]:
        parts.append(f"rotated {text_of(change['rotated'])}°")
    return ", ".join(filter(None, [*parts, took_along(change)]))


def _shaped(value: Mapping[str, Any]) -> list[str]:
    lines = [f"geometry: {', '.join(value['cause'])}"]
    volume = value.get("volume") or {}
    if volume and volume.get("old") != volume.get("new"):
        lines[0] += f", volume {short(volume.get('old'))} → {short(volume.get('new'))} m³"
    return lines + [f"opening {each['change']}: {each['guid']}" for each in value.get("openings") or ()]
