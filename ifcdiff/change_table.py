"""The view `table`: a finished result as the database that the gateway pages through. Opens no IFC file.

Rows come in the order of every form. Knows no job.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import orjson

from contract.change_table import SCHEMA
from contract.request import Aspect
from ifcdelta.writers.entries import Entry, entries_of

_HEAD: Final = ("format", "old", "new", "options", "summary", "model")
_ASPECTS: Final = {aspect.key: aspect.value for aspect in Aspect}
_STRUCTURE: Final = frozenset({*_ASPECTS, "old", "new", "from", "added", "removed", "guid", "class", "name"})
_INTO_CHANGE: Final = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def write_table(result: Mapping[str, Any], path: Path) -> None:
    """Write the database of `result` (docs/result.md) to `path`, which must not exist yet."""
    with closing(sqlite3.connect(path)) as database:
        # The file is published whole or thrown away: no journal is needed to mend it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        for number, entry in enumerate(entries_of(result)):
            element = entry.element
            row = (number, entry.guid, entry.kind, element["class"] or "", element["name"], element["tag"])
            database.execute(_INTO_CHANGE, (*row, element["type"], element["storey"] or ""))
            database.execute("INSERT INTO detail VALUES (?, ?, ?)", (number, *_detail(entry)))
            aspects = [(aspect, number) for aspect in _aspects(entry)]
            database.executemany("INSERT INTO change_aspect VALUES (?, ?)", aspects)
        database.execute("INSERT INTO head VALUES (?)", [_json(_head(result))])
        database.commit()


def _head(result: Mapping[str, Any]) -> dict[str, Any]:
    coverage = result["coverage"]
    told = {"compared": coverage["compared"], "unknown": len(coverage["unknown"])}
    return {**{key: result[key] for key in _HEAD}, "coverage": told}


def _detail(entry: Entry) -> tuple[str, str]:
    """Return the rest of a row as JSON, and what a search looks through."""
    words = [text for text in (entry.guid, *entry.element.values()) if text]
    _collect(entry.change, words)
    return _json(
        {
            "aspects": _aspects(entry),
            "change": entry.change,
            "matched": entry.matched,
            "unknown": entry.unknown,
        }
    ), "\n".join(words).casefold()


def _aspects(entry: Entry) -> list[str]:
    return [aspect for key, aspect in _ASPECTS.items() if key in entry.change]


def _collect(value: Any, words: list[str]) -> None:
    """Add the names and values of a change to `words`, but for what only holds it together."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _STRUCTURE:
                words.append(name)
            _collect(inner, words)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, words)
    elif value is not None:
        words.append(str(value))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
