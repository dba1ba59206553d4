"""A result in words: what it says on the whole, and a row of text for each change. Knows no form and opens no model.

All that a person reads of a change is decided here and in `spelling`; page, reports and command line show it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple

from ifcdelta.result.facts.happened import NOTHING_HAPPENED, happened
from ifcdelta.result.material_words import facing_parts
from ifcdelta.result.relation_words import relation_words
from ifcdelta.result.rows import NO_UNITS, Row, ValueUnits, aspect_of, rows_of, rows_of_model, took_along
from ifcdelta.result.spelling import joined, move, number, sides
from ifcdelta.result.style_words import looks_text

RE_ISSUED: Final = "re-issued"
"""What an element is whose GlobalId is another one now."""
NOT_COMPARED: Final = "not compared"
UNSEEN: Final = "unseen"
"""What differs and was not told."""
UNSEEN_MEANING: Final = (
    "Instances that only one of the two files has, of which no change tells. Look at them where they matter."
)
"""What a class in `coverage.unseen` is to a person."""
_LONGEST: Final = 60
_MEASURES: Final = frozenset({"volume", "size"})
_DONE: Final = {"data": "described otherwise"}
"""What the result's words for what became of an opening are to a person."""
_TIES: Final = frozenset({"connection", "boundary", "assignment"})
"""Aspects that tell of relationships."""
_STYLE: Final = ".style"
"""What the field of a material's styles ends with."""


class TextRow(NamedTuple):
    """What a row of a change reads as. Numbers have their unit with them."""

    aspect: str
    """As the contract names it, or the part of the model, in words; empty for the GlobalId."""
    set: str
    """The property set that has the field, or empty."""
    field: str
    """Empty where the aspect says it."""
    old: str | None
    """None where there are no two sides: then `new` says what happened."""
    new: str
    note: str


def sentence(result: Mapping[str, Any]) -> str:
    """Return what a result says on the whole; whether all was compared is always part of it."""
    summary, matched = result["summary"], result["summary"]["matched"]
    parts = list(happened(result)) or [NOTHING_HAPPENED]
    parts.append(f"{summary['unchanged']:,} unchanged")
    if matched:
        parts.append(f"{matched:,} GlobalId{'' if matched == 1 else 's'} {RE_ISSUED}")
    if result["model"]:
        parts.append(f"the model itself changed in {joined(sorted(map(part_name, result['model'])))}")
    parts += _left(result)
    return "; ".join(parts) + "."


def _left(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was not compared, what differs and was not told, or else that there is neither."""
    unknown, unseen = result["coverage"]["unknown"], result["coverage"].get("unseen")
    if unknown:
        yield f"{len(unknown):,} could not be compared in full"
    if unseen:
        count = sum(max(each["old"], each["new"]) for each in unseen.values())
        yield f"{count:,} instance{' differs' if count == 1 else 's differ'} in what is not compared"
    elif not unknown:
        # Where not all was asked for, or another engine compared, nobody looked for what else differs.
        yield "everything asked for was compared" if unseen is None else "everything was compared"


def text_rows(key: str, change: Any, units: ValueUnits = NO_UNITS) -> Iterator[TextRow]:
    """Yield what a key of an element's changes says, in words; `units` are the result's."""
    aspect = aspect_of(key)
    if change is True:
        yield _statement(aspect, f"{aspect} changed")
    elif aspect == "placement":
        yield _statement(aspect, _moved(change))
    elif aspect == "geometry":
        yield from _shaped(aspect, change)
    elif aspect == "material":
        yield from _built(key, change)
    elif aspect in _TIES:
        yield from map(_tied, rows_of(key, change, units))
    elif aspect == "representation":
        yield from (
            _statement(aspect, f"{each.field or '(no identifier)'} {each.new}") for each in rows_of(key, change)
        )
    elif aspect == "appearance":
        yield from map(_looks, rows_of(key, change, units))
    else:
        yield from map(text_row, rows_of(key, change, units))


def text_rows_of_model(model: Mapping[str, Any]) -> Iterator[TextRow]:
    """Yield what changed about the model itself, in words."""
    for value in rows_of_model(model):
        is_style = value.aspect == "materials" and value.field.endswith(_STYLE)
        yield (_looks(value) if is_style else text_row(value))._replace(aspect=part_name(value.aspect))


def text_row(value: Row) -> TextRow:
    """Return a value in words."""
    return TextRow(value.aspect, value.set, value.field, *sides(value.old, value.new, value.unit), value.note)


def part_name(part: str) -> str:
    """Return what a part of the model is called: `true north`."""
    return part.replace("_", " ")


def differing(rows: Iterable[TextRow]) -> Iterator[TextRow]:
    """Yield the rows that differ; the others stand beside them for who sees all, as layers that stayed do."""
    return (row for row in rows if row.old != row.new)


def line_of(row: TextRow) -> str:
    """Return a row as a line, long values cut: `Pset_WallCommon.FireRating: REI 60 → REI 90`."""
    note = f" ({_cut(row.note)})" if row.note else ""
    if row.old is None:
        return f"{row.new}{note}"
    name = ".".join(filter(None, (row.set, row.field))) or row.aspect
    return f"{name}: {_cut(row.old)} → {_cut(row.new)}{note}"


def headline(rows: Iterable[TextRow]) -> str:
    """Return the gist of rows: of each aspect what happened, the first value, and how many more there are."""
    parts = []
    for _, grouped in groupby(differing(rows), lambda row: row.aspect):
        of_aspect = list(grouped)
        values = [row for row in of_aspect if row.old is not None]
        statements = [row.new for row in of_aspect if row.old is None] + list(map(line_of, values[:1]))
        parts.append(", ".join([*statements, *([f"{len(values) - 1:,} more"] if len(values) > 1 else [])]))
    return " · ".join(parts)


def reasons(unknown: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, int]]:
    """Return why elements were not compared: the aspects, the reason, and of how many elements that is so."""
    counts: dict[tuple[str, str], int] = {}
    for aspects in unknown.values():
        for reason in sorted(set(aspects.values())):
            names = ", ".join(aspect for aspect, each in sorted(aspects.items()) if each == reason)
            counts[names, reason] = counts.get((names, reason), 0) + 1
    return [(*key, count) for key, count in sorted(counts.items())]


def unseen_lines(result: Mapping[str, Any]) -> list[str]:
    """Return what differs and was not told, a line a class: `IfcColourRgb: 1 in the old, 1 in the new model`."""
    return [
        f"{name}: {counts['old']:,} in the old, {counts['new']:,} in the new model"
        for name, counts in unseen_of(result).items()
    ]


def unseen_of(result: Mapping[str, Any]) -> Mapping[str, Mapping[str, int]]:
    """Return what differs and was not told, by class; nothing where nobody looked for it."""
    return result["coverage"].get("unseen") or {}


def equivalent_line(result: Mapping[str, Any]) -> str:
    """Return how much is written otherwise and means the same, by what found it so; empty where nothing is."""
    counts = result["coverage"].get("equivalent") or {}
    total = sum(counts.values())
    if not total:
        return ""
    most_first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    found = "instance of both files is" if total == 1 else "instances of both files are"
    by_rule = ", ".join(f"{rule} {count:,}" for rule, count in most_first)
    return f"{total:,} {found} written otherwise and found to mean the same: {by_rule}"


def not_compared(aspect: str, reason: str) -> TextRow:
    """Return that an aspect of an element was not compared, and why."""
    return _statement(aspect, f"{aspect} {NOT_COMPARED}: {reason}")


def re_issued(match: Mapping[str, str], guid: str) -> TextRow:
    """Return that an element of the result's `matched` has `guid` for its old GlobalId."""
    return TextRow("", "", "GlobalId", match["old"], guid, matched_by(match))


def matched_by(match: Mapping[str, str]) -> str:
    """Return what tells that two elements are the same."""
    return f"matched by {match['by']}"


def _statement(aspect: str, text: str, note: str = "") -> TextRow:
    return TextRow(aspect, "", "", None, text, note)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _moved(change: Mapping[str, Any]) -> str:
    placed = change.get("placed")
    parts = [f"has no placement in the {'new' if placed.get('old') else 'old'} model"] if placed else []
    moved = move(change["moved"], change["distance"])
    if moved:
        parts.append(f"moved {moved}")
    if change["rotated"]:
        parts.append(f"rotated {number(change['rotated'])}°")
    return ", ".join(filter(None, [*parts, took_along(change)]))


def _built(key: str, change: Mapping[str, Any]) -> Iterator[TextRow]:
    """Yield a material part by part; what sets two apart that read the same, by itself."""
    rows = [TextRow(aspect_of(key), "", "", *sides, "") for sides in facing_parts(change["old"], change["new"])]
    yield from rows if any(differing(rows)) else map(text_row, rows_of(key, change))


def _tied(value: Row) -> TextRow:
    """Return what a relationship ties to, by what it makes of the element."""
    relation, _, rest = value.field.partition(" ")
    field = " ".join(filter(None, (relation_words(relation), rest)))
    if value.old is None and isinstance(value.new, str):
        return _statement(value.aspect, f"{field} {value.new}")
    return text_row(value._replace(field=field))


def _looks(value: Row) -> TextRow:
    """Return layers and styles by name and colour; what sets two apart that read the same, in full."""
    old, new = looks_text(value.old), looks_text(value.new)
    return text_row(value) if old == new else TextRow(value.aspect, value.set, value.field, old, new, value.note)


def _shaped(aspect: str, change: Mapping[str, Any]) -> Iterator[TextRow]:
    openings = change.get("openings") or ()
    for cause in change["cause"]:
        if cause != "openings" or not openings:
            yield _statement(aspect, f"{cause} changed")
    for verb in sorted({each["change"] for each in openings}):
        guids = [each["guid"] for each in openings if each["change"] == verb]
        yield _statement(
            aspect, f"{len(guids):,} opening{'' if len(guids) == 1 else 's'} {_DONE.get(verb, verb)}", ", ".join(guids)
        )
    yield from (text_row(value) for value in rows_of("geometry", change) if value.set or value.field in _MEASURES)
