"""The view `table`: a finished result as the database that the gateway pages through. Opens no IFC file.

Rows come in the default order: by kind, then class, name and GlobalId. Knows no job.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import orjson

from contract.change_table import SCHEMA, ChangeKind
from contract.request import Aspect

Row = dict[str, Any]
"""What the result says of one element."""

_HEAD: Final = ("format", "old", "new", "options", "summary", "model")
_NOTHING: Final = {"class": None, "name": None, "tag": None, "type": None, "storey": None}
_ASPECTS: Final = {aspect.key: aspect.value for aspect in Aspect}
_ORDER: Final = {kind: place for place, kind in enumerate(ChangeKind)}
_COLUMNS: Final = ("guid", "kind", "class", "name", "tag", "type", "storey")
_DETAILS: Final = ("aspects", "change", "matched", "unknown")


def write_table(result: Mapping[str, Any], path: Path) -> None:
    """Write the database of `result` (docs/result.md) to `path`, which must not exist yet."""
    with closing(sqlite3.connect(path)) as database:
        # The file is published whole or thrown away: no journal is needed to mend it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        rows = sorted(_rows(result), key=_place)
        columns = ((number, *(row[name] for name in _COLUMNS)) for number, row in enumerate(rows))
        database.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", columns)
        aspects = ((aspect, number) for number, row in enumerate(rows) for aspect in row["aspects"])
        database.executemany("INSERT INTO change_aspect VALUES (?, ?)", aspects)
        details = ((number, *_detail(row)) for number, row in enumerate(rows))
        database.executemany("INSERT INTO detail VALUES (?, ?, ?)", details)
        database.execute("INSERT INTO head VALUES (?)", [_json(_head(result))])
        database.commit()


def _head(result: Mapping[str, Any]) -> dict[str, Any]:
    coverage = result["coverage"]
    told = {"compared": coverage["compared"], "unknown": len(coverage["unknown"])}
    return {**{key: result[key] for key in _HEAD}, "coverage": told}


def _rows(result: Mapping[str, Any]) -> Iterator[Row]:
    """Yield a row for each element that the result says anything of."""
    elements, changed, unknown = result["elements"], result["changed"], result["coverage"]["unknown"]
    matched = {each["new"]: {"old": each["old"], "by": each["by"]} for each in result["matched"]}
    kinds = {
        **dict.fromkeys(unknown, ChangeKind.UNKNOWN),
        **dict.fromkeys(matched, ChangeKind.MATCHED),
        **dict.fromkeys(changed, ChangeKind.CHANGED),
        **dict.fromkeys(result["deleted"], ChangeKind.DELETED),
        **dict.fromkeys(result["added"], ChangeKind.ADDED),
    }
    for guid, kind in kinds.items():
        element, change = elements.get(guid, _NOTHING), changed.get(guid, {})
        yield {
            **element,
            "class": element["class"] or "",
            "storey": element["storey"] or "",
            "guid": guid,
            "kind": kind,
            "aspects": [aspect for key, aspect in _ASPECTS.items() if key in change],
            "change": change,
            "matched": matched.get(guid),
            "unknown": unknown.get(guid, {}),
        }


def _place(row: Row) -> tuple[int, str, str, str]:
    return _ORDER[row["kind"]], row["class"], row["name"] or "", row["guid"]


def _detail(row: Row) -> tuple[str, str]:
    """Return the rest of a row as JSON, and what a search looks through."""
    texts = (row[name] for name in _COLUMNS if name != "kind" and row[name])
    words = "\n".join([*texts, *_texts(row["change"])]).casefold()
    return _json({name: row[name] for name in _DETAILS}), words


def _texts(value: Any) -> Iterator[str]:
    """Yield the names and values of a change."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
