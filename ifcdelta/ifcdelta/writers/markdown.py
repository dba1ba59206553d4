"""A result as Markdown for a pull request or a chat: sentence, counts, the first changes. Knows no element.

All text of the models stands in code spans, where nothing is markup, a mention or a reference. Never longer than what
GitHub and GitLab take of a comment; what is left out is counted.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, Final

from ifcdelta.result.spelling import NOTHING
from ifcdelta.result.words import (
    UNSEEN_MEANING,
    equivalent_line,
    line_of,
    reasons,
    sentence,
    text_rows_of_model,
    unseen_of,
)
from ifcdelta.writers.entries import LABELS, Entry, entries_of
from ifcdelta.writers.entry_text import lines as lines_of
from ifcdelta.writers.text import one_line, utf8

_MOST_CHARACTERS: Final = 60_000
"""GitHub takes 65,536 of a comment."""
_MOST_ENTRIES: Final = 50
_MOST_ROWS: Final = 15
_MOST_LINES: Final = 8
_LONGEST: Final = 120
_KINDS: Final = ("added", "deleted", "changed")


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write as much as fits, and how many elements it leaves out."""
    parts = [*_head(result), *_model(result), *_unknown(result), *_account(result)]
    length = sum(map(len, parts))
    shown = 0
    for entry in islice(entries_of(result), _MOST_ENTRIES):
        lines = list(_entry(entry))
        length += sum(map(len, lines))
        if length > _MOST_CHARACTERS:
            break
        parts += [*(["\n### The elements\n\n"] if not shown else []), *lines]
        shown += 1
    left = sum(1 for _ in entries_of(result)) - shown
    if left:
        parts.append(f"\n… and {left:,} more {'element' if left == 1 else 'elements'}.\n")
    with utf8(stream) as text:
        text.writelines(parts)


def _head(result: Mapping[str, Any]) -> Iterator[str]:
    summary = result["summary"]
    yield f"## {_code(result['old']['file'])} → {_code(result['new']['file'])}\n\n{sentence(result)}\n"
    for title, by in (("class", "by_class"), ("storey", "by_storey")):
        if not summary[by]:
            continue
        yield f"\n| {title} | {' | '.join(_KINDS)} |\n|---|--:|--:|--:|\n"
        most_first = sorted(summary[by].items(), key=lambda item: (-sum(item[1].values()), item[0]))
        for name, counts in most_first[:_MOST_ROWS]:
            named = _code(name).replace("|", "\\|") if name else NOTHING
            yield f"| {named} | {' | '.join(f'{counts[kind]:,}' if counts[kind] else '' for kind in _KINDS)} |\n"
        if len(most_first) > _MOST_ROWS:
            yield f"| … {len(most_first) - _MOST_ROWS} more | | | |\n"


def _model(result: Mapping[str, Any]) -> Iterator[str]:
    lines = [(row.aspect, line_of(row)) for row in text_rows_of_model(result["model"])]
    if lines:
        yield "\n### The model itself\n\n"
    yield from (f"- {part}: {_code(line)}\n" for part, line in lines[:_MOST_ROWS])
    if len(lines) > _MOST_ROWS:
        yield f"- … {len(lines) - _MOST_ROWS} more\n"


def _unknown(result: Mapping[str, Any]) -> Iterator[str]:
    found = reasons(result["coverage"]["unknown"])
    if found:
        yield "\n### What could not be compared\n\n"
    for aspects, reason, count in found[:_MOST_ROWS]:
        yield f"- {aspects} of {count:,}: {_code(reason)}\n"
    if len(found) > _MOST_ROWS:
        yield f"- … {len(found) - _MOST_ROWS} more reasons\n"


def _account(result: Mapping[str, Any]) -> Iterator[str]:
    rows = list(unseen_of(result).items())
    if rows:
        yield f"\n### What differs and is not told\n\n{UNSEEN_MEANING}\n\n"
        yield "| class | old instances | new instances |\n|---|--:|--:|\n"
    for name, counts in rows[:_MOST_ROWS]:
        yield f"| {_code(name)} | {counts['old']:,} | {counts['new']:,} |\n"
    if len(rows) > _MOST_ROWS:
        yield f"| … {len(rows) - _MOST_ROWS} more | | |\n"
    same = equivalent_line(result)
    if same:
        yield f"\n{same}.\n"


def _entry(entry: Entry) -> Iterator[str]:
    element = entry.element
    named = " ".join(_code(part) for part in (element["class"], element["name"]) if part)
    where = f" on {_code(element['storey'])}" if element["storey"] else ""
    yield f"- {LABELS[entry.kind]}: {named} {_code(entry.guid)}{where}\n"
    lines = lines_of(entry)
    yield from (f"  - {_code(line)}\n" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"  - … {len(lines) - _MOST_LINES} more\n"


def _code(value: str) -> str:
    """Return text as a code span, whatever backticks are in it."""
    text = one_line(value)
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    if not text:
        return ""
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
