"""Pages of a result's changes from the artifact `table`: filter, search, sort, count. Knows SQL, no job and no HTTP."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

Row = dict[str, Any]


class Facet(StrEnum):
    """What the rows can be filtered by."""

    KIND = "kind"
    CLASS = "class"
    STOREY = "storey"
    ASPECT = "aspect"
    FACT = "fact"


class Sort(StrEnum):
    """What the rows can be sorted by."""

    KIND = "kind"
    CLASS = "class"
    NAME = "name"
    STOREY = "storey"
    TYPE = "type"
    TAG = "tag"


@dataclass(frozen=True)
class Selection:
    """Which rows: within a facet any of the values, between facets and words all."""

    values: dict[Facet, list[str]] = field(default_factory=dict)
    words: str = ""

    def condition(self, but: Facet | None = None) -> tuple[str, list[str]]:
        """Return the SQL condition, without the facet `but`, and its parameters; `found` has what the words find."""
        parts = ["TRUE"]
        parameters: list[str] = []
        for facet, values in self.values.items():
            if values and facet is not but:
                parts.append(_CONDITIONS[facet].format(", ".join("?" * len(values))))
                parameters += values
        if self.words:
            parts.append("change.id IN (SELECT id FROM found)")
        return " AND ".join(parts), parameters


def _found(database: sqlite3.Connection, selection: Selection) -> tuple[str, list[str]]:
    """Look for the words of a selection, if it has any; return its condition and its parameters."""
    if selection.words:
        _find(database, selection.words)
    return selection.condition()


def _find(database: sqlite3.Connection, words: str) -> None:
    """Look once for the rows that have all words, and note them in the temporary table `found`."""
    spelt = [json.dumps(word, ensure_ascii=False)[1:-1] for word in words.casefold().split()]
    condition = " AND ".join(["instr(words, ?) > 0"] * len(spelt)) or "TRUE"
    database.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY)")
    database.execute(f"INSERT INTO found SELECT id FROM detail WHERE {condition}", spelt)


_IN_ASPECTS: Final = "change.id IN (SELECT change_id FROM change_aspect WHERE aspect IN ({}))"
_CONDITIONS: Final = {
    **{facet: f"{facet} IN ({{}})" for facet in (Facet.KIND, Facet.CLASS, Facet.STOREY, Facet.FACT)},
    Facet.ASPECT: _IN_ASPECTS,
}
_COLUMNS: Final = "guid, kind, class, name, tag, type, storey, content"


@dataclass(frozen=True)
class Page:
    """A window of the rows of a selection."""

    total: int
    offset: int
    rows: list[Row]
    counts: dict[Facet, dict[str, int]] | None
    """If asked for: for each facet how many rows each of its values has, in the selection without that facet."""


def read_head(table: Path) -> Row:
    """Return the result file without its long lists."""
    with _opened(table) as database:
        (content,) = database.execute("SELECT content FROM head").fetchone()
    head: Row = json.loads(content)
    return head


def read_page(
    table: Path,
    selection: Selection,
    sort: Sort,
    *,
    descending: bool,
    offset: int,
    limit: int,
    find: str | None,
    counts: bool,
) -> Page:
    """Return `limit` rows of the selection from `offset` on; with `find`, from the page on that has that GlobalId."""
    order = _order(sort, descending=descending)
    with _opened(table) as database:
        condition, parameters = _found(database, selection)
        (total,) = database.execute(f"SELECT count(*) FROM change WHERE {condition}", parameters).fetchone()
        if find is not None:
            place = database.execute(
                f"SELECT place FROM (SELECT guid, row_number() OVER (ORDER BY {order}) - 1 AS place FROM change "
                f"WHERE {condition}) WHERE guid = ?",
                [*parameters, find],
            ).fetchone()
            offset = place[0] // limit * limit if place else offset
        window = f"SELECT * FROM change WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = database.execute(
            f"SELECT {_COLUMNS} FROM ({window}) AS change JOIN detail ON detail.id = change.id ORDER BY {order}",
            [*parameters, limit, offset],
        ).fetchall()
        counted = {facet: dict(_counts(database, selection, facet)) for facet in Facet} if counts else None
    return Page(total, offset, [_row(row) for row in rows], counted)


def read_guids(table: Path, selection: Selection) -> list[str]:
    """Return the GlobalIds of all rows of the selection, in the default order."""
    with _opened(table) as database:
        condition, parameters = _found(database, selection)
        found = database.execute(f"SELECT guid FROM change WHERE {condition} ORDER BY id", parameters)
        return [guid for (guid,) in found]


def _counts(database: sqlite3.Connection, selection: Selection, facet: Facet) -> Iterator[tuple[str, int]]:
    condition, parameters = selection.condition(but=facet)
    if facet is Facet.ASPECT:
        asked = (
            "SELECT aspect, count(*) FROM change_aspect JOIN change ON change.id = change_id "
            f"WHERE {condition} GROUP BY aspect ORDER BY 2 DESC, 1"
        )
    else:
        asked = f"SELECT {facet}, count(*) FROM change WHERE {condition} GROUP BY 1 ORDER BY 2 DESC, 1"
    yield from database.execute(asked, parameters)


def _order(sort: Sort, *, descending: bool) -> str:
    """Return the columns to sort by; `id` is the default order, by kind first, and breaks every tie."""
    way = "DESC" if descending else "ASC"
    return f"change.id {way}" if sort is Sort.KIND else f"{sort}_key {way} NULLS LAST, change.id"


def _row(stored: sqlite3.Row) -> Row:
    row = dict(stored)
    return {**row, **json.loads(row.pop("content"))}


@contextmanager
def _opened(table: Path) -> Iterator[sqlite3.Connection]:
    """Open a table to read it; OSError where the disk does not give it as it was written."""
    try:
        # A published table never changes: no lock and no journal are looked for.
        with closing(sqlite3.connect(f"{table.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.row_factory = sqlite3.Row
            yield database
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR:
            # The question was wrong, not the disk.
            raise
        raise OSError(f"{table}: {error}") from error
