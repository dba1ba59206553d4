"""The artifact `table`: a finished result as the database that the gateway pages through. Opens no IFC file.

Rows come in the order of every form. Knows no job.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson

from contract.change_table import SCHEMA
from ifcdelta.result.doubt_words import doubt_texts
from ifcdelta.result.facts.facts import facts_by_effect, numbers_of
from ifcdelta.result.rows import aspect_of
from ifcdelta.result.words import UNSEEN_MEANING, equivalent_line, sentence, text_rows_of_model, unseen_lines
from ifcdelta.writers.entries import LABELS, MEANINGS, Entry, Kind, entries_of, head_of, rest_of
from ifcdelta.writers.entry_text import one_line, text_rows

_INTO_CHANGE: Final = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NUMBER: Final = re.compile(r"[0-9]+")
_DIGITS: Final = 12


def write_table(result: Mapping[str, Any], path: Path) -> None:
    """Write the database of `result` (docs/result.md) to `path`, in place of what a try before this one began there."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        # The file is published whole or thrown away: no journal is needed to mend it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        entries = list(entries_of(result))
        database.executemany(_INTO_CHANGE, _columns(entries, numbers_of(result)))
        database.executemany("INSERT INTO change_aspect VALUES (?, ?)", _aspects(entries))
        database.executemany("INSERT INTO detail VALUES (?, ?, ?)", _details(entries))
        database.execute("INSERT INTO head VALUES (?)", [_json({**head_of(result), **_words_of(result)})])
        database.commit()


def _columns(entries: list[Entry], facts: Mapping[str, int]) -> Iterator[tuple[int | str | None, ...]]:
    for number, entry in enumerate(entries):
        of = entry.element
        named = (of["class"] or "", of["name"], of["tag"], of["type"], of["storey"] or "")
        yield (number, entry.guid, entry.kind.value, *named, str(facts.get(entry.guid, "")), *map(_key, named))


@lru_cache(maxsize=4096)
def _key(text: str | None) -> str | None:
    """Return what sorts a text as a person does: numbers by value, case and nothing at all aside."""
    return _NUMBER.sub(lambda number: number[0].zfill(_DIGITS), text.casefold()) if text else None


def _aspects(entries: list[Entry]) -> Iterator[tuple[str, int]]:
    return ((aspect_of(key), number) for number, entry in enumerate(entries) for key in entry.change)


def _words_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the whole reads as: a sentence, what changed of the model itself, what each kind is called."""
    return {
        "sentence": sentence(result),
        "doubts": [doubt._asdict() for doubt in doubt_texts(result)],
        "model_rows": [row._asdict() for row in text_rows_of_model(result["model"])],
        "unseen_lines": unseen_lines(result),
        "unseen_meaning": UNSEEN_MEANING,
        "equivalent_line": equivalent_line(result),
        "facts": [
            {
                "number": fact.number,
                **{key: fact.group[key] for key in ("effect", "change", "count")},
                "title": title,
                "line": fact.line,
            }
            for title, _, facts in facts_by_effect(result)
            for fact in facts
        ],
        "kinds": {kind.value: {"name": LABELS[kind], "meaning": MEANINGS[kind]} for kind in Kind},
    }


def _details(entries: list[Entry]) -> Iterator[tuple[int, str, str]]:
    """Yield the rest of each row as JSON, and what a search looks through: what a person reads, as JSON spells it."""
    for number, entry in enumerate(entries):
        rows = text_rows(entry)
        in_words = {"line": one_line(entry, rows), "rows": [row._asdict() for row in rows]}
        content = _json({**rest_of(entry), **in_words})
        read = [entry.guid, *entry.element.values(), *chain.from_iterable(rows)]
        yield number, content, _json(read).casefold()


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
