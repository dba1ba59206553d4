"""A finished result as a summary that a person likes to read. Opens no IFC file and compares nothing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

_IN_FULL: Final = 10
"""So many changed elements are told in full."""
_ROWS: Final = 15
_LINES: Final = 8
_LONGEST: Final = 60


def print_report(result: Mapping[str, Any], console: Console) -> None:
    """Print what changed: totals, counts by class and storey, what was not compared, the first changes in full."""
    old, new, summary = result["old"], result["new"], result["summary"]
    console.print(
        f"[bold]{escape(old['file'])}[/] ({old['elements']}) → [bold]{escape(new['file'])}[/] ({new['elements']})"
    )
    console.print(
        f"[green]{summary['added']} added[/], [red]{summary['deleted']} deleted[/], "
        f"[yellow]{summary['changed']} changed[/], {summary['unchanged']} unchanged, {summary['matched']} matched"
    )
    _print_model(result["model"], console)
    for title, by in (("class", "by_class"), ("storey", "by_storey")):
        if summary[by]:
            console.print(_tally(title, summary[by]))
    if summary["by_aspect"]:
        console.print("changed: " + ", ".join(f"{aspect} {count}" for aspect, count in summary["by_aspect"].items()))
    _print_changes(result, console)
    _print_unknown(result["coverage"]["unknown"], console)


def _tally(title: str, counts: Mapping[str, Mapping[str, int]]) -> Table:
    table = Table(title, "added", "deleted", "changed", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    most_first = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    for name, count in most_first[:_ROWS]:
        table.add_row(escape(name) or "(none)", *(str(count[kind] or "") for kind in ("added", "deleted", "changed")))
    if len(most_first) > _ROWS:
        table.add_row(f"… {len(most_first) - _ROWS} more")
    return table


def _print_model(model: Mapping[str, Any], console: Console) -> None:
    for part, change in sorted(model.items()):
        console.print(f"[bold]model {escape(part)}[/]")
        _print_lines(_flat({} if _is_sides(change) else change) or [_sides("", change)], console)


def _print_changes(result: Mapping[str, Any], console: Console) -> None:
    changed = result["changed"]
    for guid in list(changed)[:_IN_FULL]:
        element = result["elements"][guid]
        named = " ".join(part for part in (element["class"], element["name"]) if part)
        where = f" on {element['storey']}" if element["storey"] else ""
        console.print(f"[yellow]~[/] [bold]{escape(named)}[/] [dim]{escape(guid)}{escape(where)}[/]")
        lines = [line for key, value in changed[guid].items() for line in lines_of(key, value)]
        _print_lines(lines, console)
    if len(changed) > _IN_FULL:
        console.print(f"[dim]… {len(changed) - _IN_FULL} more changed elements[/]")


def _print_lines(lines: list[str], console: Console) -> None:
    for line in lines[:_LINES]:
        console.print(f"    {escape(line)}", highlight=False)
    if len(lines) > _LINES:
        console.print(f"    [dim]… {len(lines) - _LINES} more[/]")


def lines_of(key: str, value: Any) -> list[str]:
    """Return what a key of an element's changes says, in words, a line for each value."""
    aspect = key.removesuffix("_changed")
    if value is True:
        return [aspect]
    if aspect == "placement":
        return [_moved(value)]
    if aspect == "geometry":
        return _shaped(value)
    if aspect in {"group", "classification"}:
        signs = (("+", "added"), ("-", "removed"))
        return [f"{aspect}: {sign} {_short(each)}" for sign, side in signs for each in value[side]]
    if _is_sides(value):
        return [_sides(aspect, value)]
    return _flat(value) if aspect in {"attributes", "properties"} else [f"{aspect}: {_short(value)}"]


def _moved(value: Mapping[str, Any]) -> str:
    axes = ", ".join(
        f"{axis} {1000 * each:+.4g}" for axis, each in zip("XYZ", value["moved"], strict=True) if round(each, 6)
    )
    parts = [f"moved {1000 * value['distance']:.4g} mm ({axes})"] if axes else []
    if value["rotated"]:
        parts.append(f"rotated {value['rotated']:.4g}°")
    if value.get("carried"):
        parts.append(f"carried {value['carried']} along")
    return ", ".join(parts)


def _shaped(value: Mapping[str, Any]) -> list[str]:
    lines = [f"geometry: {', '.join(value['cause'])}"]
    volume = value.get("volume") or {}
    if volume and volume.get("old") != volume.get("new"):
        lines[0] += f", volume {_sides('', volume)} m³"
    return lines + [f"opening {each['change']}: {each['guid']}" for each in value.get("openings") or ()]


def _flat(value: Mapping[str, Any], path: str = "") -> list[str]:
    lines = []
    for name, inner in value.items():
        at = f"{path}.{name}" if path else name
        lines += [_sides(at, inner)] if _is_sides(inner) else _flat(inner, at)
    return lines


def _is_sides(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= {"old", "new", "from"}


def _sides(name: str, value: Mapping[str, Any]) -> str:
    old, new = (_short(value[side]) if side in value else "(none)" for side in ("old", "new"))
    inherited = " (from its type)" if value.get("from") == "type" else ""
    return f"{name}: {old} → {new}{inherited}" if name else f"{old} → {new}"


def _short(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"guid", "class", "name"}:
        return f"{value['class']} {value['name'] or value['guid']}"
    if isinstance(value, dict) and value.keys() == {"system", "code", "name"}:
        return " ".join(part for part in value.values() if part)
    if isinstance(value, dict) and value.keys() & _PARTS.keys():
        return _material(value)
    told = f"{value:.6g}" if isinstance(value, float) else str(value)
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


_PARTS: Final = {"set": "", "layers": "thickness", "constituents": "fraction", "profiles": "name", "materials": ""}
"""Where a material of several has them, and what is told of each beside its name."""


def _material(value: Mapping[str, Any]) -> str:
    """Return a material of several parts in words: `Plaster 15 mm, Brick 175 mm`."""
    if "set" in value:
        return _short(value["set"])
    key = next(key for key in _PARTS if key in value)
    told = []
    for part in value[key]:
        name = str(part.get("material")) if isinstance(part, dict) else str(part)
        detail = part.get(_PARTS[key]) if isinstance(part, dict) else None
        told.append(f"{name} {1000 * detail:.4g} mm" if key == "layers" and detail is not None else name)
    return ", ".join(told)


def _print_unknown(unknown: Mapping[str, Mapping[str, str]], console: Console) -> None:
    reasons: dict[tuple[str, str], int] = {}
    for aspects in unknown.values():
        for reason in set(aspects.values()):
            names: Iterable[str] = (aspect for aspect, each in aspects.items() if each == reason)
            key = (", ".join(names), reason)
            reasons[key] = reasons.get(key, 0) + 1
    for (aspects_told, reason), count in sorted(reasons.items()):
        console.print(f"[magenta]?[/] {count} not known: {escape(aspects_told)}: {escape(reason)}")
