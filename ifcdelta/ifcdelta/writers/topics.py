"""Like changes as one issue to talk about: class, storey and aspect. Knows no form."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ifcdelta.result.rows import aspect_of
from ifcdelta.result.words import UNSEEN, UNSEEN_MEANING, differing, line_of, sentence, text_rows_of_model, unseen_lines
from ifcdelta.writers.entries import LABELS, Entry, Kind, entries_of
from ifcdelta.writers.entry_text import text_rows
from ifcdelta.writers.text import one_line

_MOST_LINES: Final = 50
_GLOBAL_ID: Final = re.compile(r"[0-9A-Za-z_$]{22}")
MODEL: Final = "model"
"""The kind of what changed about the model itself."""
_OF_NO_ELEMENT: Final = frozenset({MODEL, UNSEEN})

_Group = tuple[str, str, str, str]
"""Kind, class, storey, aspect."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One issue. `guid` and `viewpoint` are UUIDs, the same for the same pair of files and the same group."""

    guid: str
    viewpoint: str
    kind: str
    title: str
    description: str
    labels: tuple[str, ...]
    elements: tuple[str, ...]
    """GlobalIds, those alone that IFC allows."""


def topics_of(result: Mapping[str, Any]) -> Iterator[Topic]:
    """Yield the model's own changes, what went unseen, then what became of the elements, kind by kind."""
    pair = uuid.uuid5(uuid.NAMESPACE_URL, f"{result['format']} {result['old']['sha256']} {result['new']['sha256']}")
    if result["model"]:
        lines = [f"{row.aspect}: {line_of(row)}" for row in text_rows_of_model(result["model"])]
        yield _topic(pair, (MODEL, "", "", ""), "The model itself changed", [sentence(result), *lines], [])
    unseen = unseen_lines(result)
    if unseen:
        yield _topic(
            pair, (UNSEEN, "", "", ""), "Something differs that no change tells of", [UNSEEN_MEANING, *unseen], []
        )
    groups: dict[_Group, list[Entry]] = {}
    for entry in entries_of(result):
        for group in _groups_of(entry):
            groups.setdefault(group, []).append(entry)
    for group, entries in groups.items():
        yield _topic(pair, group, _title(group, len(entries)), [_line(group, each) for each in entries], entries)


def _groups_of(entry: Entry) -> Iterator[_Group]:
    of = one_line(entry.element["class"] or "element"), one_line(entry.element["storey"] or "")
    if entry.kind in {Kind.ADDED, Kind.DELETED, Kind.MATCHED}:
        yield entry.kind, *of, ""
    for key in entry.change:
        yield Kind.CHANGED, *of, aspect_of(key)
    for aspect in entry.unknown:
        yield Kind.UNKNOWN, *of, aspect


def _title(group: _Group, count: int) -> str:
    kind, class_, storey, aspect = group
    what = f" ({aspect})" if aspect else ""
    return f"{count:,} {class_} {LABELS[Kind(kind)]}{what}{f' on {storey}' if storey else ''}"


def _line(group: _Group, entry: Entry) -> str:
    *_, aspect = group
    lines = [line_of(row) for row in differing(text_rows(entry)) if row.aspect == aspect]
    named = f"{entry.element['name']} ({entry.guid})" if entry.element["name"] else entry.guid
    return f"{named}: {'; '.join(lines)}" if lines else named


def _topic(pair: uuid.UUID, group: _Group, title: str, lines: list[str], entries: list[Entry]) -> Topic:
    guid = uuid.uuid5(pair, json.dumps(group))
    elements = tuple(each.guid for each in entries if _GLOBAL_ID.fullmatch(each.guid))
    kind, *rest = group
    return Topic(
        guid=str(guid),
        viewpoint=str(uuid.uuid5(guid, "viewpoint")),
        kind=kind if kind in _OF_NO_ELEMENT else LABELS[Kind(kind)],
        title=title,
        description="\n".join(_described(lines, len(entries), len(elements))),
        labels=tuple(each for each in rest if each),
        elements=elements,
    )


def _described(lines: list[str], entries: int, selected: int) -> Iterator[str]:
    """Yield the first lines, how many more there are, and how many of the elements the viewpoint selects of them."""
    yield from (f"- {one_line(line)}" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        which = "them all" if selected == entries else f"{selected:,} of {entries:,}"
        selects = f"; the viewpoint selects {which}" if selected else ""
        yield f"… and {len(lines) - _MOST_LINES:,} more{selects}"
