"""Each fact as one issue to talk about. Knows no form."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ifcdelta.result.facts.facts import facts_of
from ifcdelta.result.words import UNSEEN, UNSEEN_MEANING, differing, line_of, sentence, text_rows_of_model, unseen_lines
from ifcdelta.writers.entries import LABELS, Entry, Kind, entries_of
from ifcdelta.writers.entry_text import text_rows
from ifcdelta.writers.text import one_line

_MOST_LINES: Final = 50
_MOST_ROWS: Final = 8
_MOST_LABELS: Final = 5
_LONGEST_TITLE: Final = 250
_GLOBAL_ID: Final = re.compile(r"[0-9A-Za-z_$]{22}")
MODEL: Final = "model"
"""The kind of what changed about the model itself."""
_OF_NO_ELEMENT: Final = frozenset({MODEL, UNSEEN})

_Group = tuple[str, str, str, str]
"""Kind, class, storey, aspect."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One issue. `guid` and `viewpoint` are UUIDs, the same for the same pair of files and the same fact."""

    guid: str
    viewpoint: str
    kind: str
    title: str
    description: str
    labels: tuple[str, ...]
    elements: tuple[str, ...]
    """GlobalIds, those alone that IFC allows."""


def topics_of(result: Mapping[str, Any]) -> Iterator[Topic]:
    """Yield the model's own changes, what went unseen, the facts, then what was not compared or only re-issued."""
    pair = uuid.uuid5(uuid.NAMESPACE_URL, f"{result['format']} {result['old']['sha256']} {result['new']['sha256']}")
    if result["model"]:
        lines = [f"{row.aspect}: {line_of(row)}" for row in text_rows_of_model(result["model"])]
        yield _of_no_element(pair, MODEL, "The model itself changed", [sentence(result), *lines])
    unseen = unseen_lines(result)
    if unseen:
        yield _of_no_element(pair, UNSEEN, "Something differs that no change tells of", [UNSEEN_MEANING, *unseen])
    entries = {entry.guid: entry for entry in entries_of(result)}
    for fact in facts_of(result):
        group = fact.group
        of = group["change"], *map(_label, (group["effect"], *_names(group["classes"]), *_names(group["storeys"])))
        lines = [_line(entries[guid]) for guid in group["members"][:_MOST_LINES]]
        title = one_line(fact.line)
        title = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        yield _topic(pair, of, title, lines, group["members"], json.dumps(["fact", of[0], group["members"][0]]))
    others: dict[_Group, list[Entry]] = {}
    for entry in entries.values():
        for other in _groups_of(entry):
            others.setdefault(other, []).append(entry)
    for other, alike in others.items():
        lines = [_line(each, other[-1]) for each in alike[:_MOST_LINES]]
        yield _topic(pair, other, _title(other, len(alike)), lines, [each.guid for each in alike], json.dumps(other))


def _names(counts: Mapping[str, int]) -> list[str]:
    """Return what most elements of a fact are of, or on."""
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if name][:_MOST_LABELS]


def _label(text: str) -> str:
    return one_line(text)[:_LONGEST_TITLE]


def _groups_of(entry: Entry) -> Iterator[_Group]:
    """Yield what is no fact: a GlobalId re-issued and nothing else, an aspect that was not compared."""
    of = one_line(entry.element["class"] or "element"), one_line(entry.element["storey"] or "")
    if entry.kind is Kind.MATCHED:
        yield entry.kind, *of, ""
    for aspect in entry.unknown:
        yield Kind.UNKNOWN, *of, aspect


def _title(group: _Group, count: int) -> str:
    kind, class_, storey, aspect = group
    what = f" ({aspect})" if aspect else ""
    return f"{count:,} {class_} {LABELS[Kind(kind)]}{what}{f' on {storey}' if storey else ''}"


def _line(entry: Entry, aspect: str | None = None) -> str:
    """Return an element with what is told of it, or of one aspect of it."""
    rows = [row for row in differing(text_rows(entry)) if aspect is None or row.aspect == aspect]
    told = [line_of(row) for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        told.append(f"{len(rows) - _MOST_ROWS:,} more")
    named = f"{entry.element['name']} ({entry.guid})" if entry.element["name"] else entry.guid
    return f"{named}: {'; '.join(told)}" if told else named


def _topic(
    pair: uuid.UUID, group: tuple[str, ...], title: str, lines: list[str], guids: Sequence[str], name: str
) -> Topic:
    """Return a topic of elements; `name` tells it from the others of the same pair of files."""
    guid = uuid.uuid5(pair, name)
    elements = tuple(each for each in guids if _GLOBAL_ID.fullmatch(each))
    kind, *rest = group
    return Topic(
        guid=str(guid),
        viewpoint=str(uuid.uuid5(guid, "viewpoint")),
        kind=kind if kind in _OF_NO_ELEMENT else LABELS[Kind(kind)],
        title=title,
        description="\n".join(_described(lines, len(guids), len(elements))),
        labels=tuple(dict.fromkeys(each for each in rest if each)),
        elements=elements,
    )


def _of_no_element(pair: uuid.UUID, kind: str, title: str, lines: list[str]) -> Topic:
    topic = _topic(pair, (kind,), title, lines[:_MOST_LINES], [], json.dumps([kind, "", "", ""]))
    rest = len(lines) - _MOST_LINES
    return topic if rest <= 0 else replace(topic, description=f"{topic.description}\n… and {rest:,} more")


def _described(lines: list[str], elements: int, selected: int) -> Iterator[str]:
    """Yield the lines, how many more elements there are, and how many of all the viewpoint selects."""
    yield from (f"- {one_line(line)}" for line in lines)
    if elements > len(lines):
        which = "them all" if selected == elements else f"{selected:,} of {elements:,}"
        selects = f"; the viewpoint selects {which}" if selected else ""
        yield f"… and {elements - len(lines):,} more{selects}"
