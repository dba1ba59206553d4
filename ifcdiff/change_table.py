"""The view `table`: a finished result as the database that the gateway pages through. Opens no IFC file.

Rows come in the default order: by kind, then class, name and GlobalId. Knows no job.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from contract.change_table import SCHEMA, ChangeKind
from contract.request import Aspect

Row = dict[str, Any]
"""A row of the table `change`, by column; `id` is its place."""

_HEAD: Final = ("format", "old", "new", "options", "summary", "model")
_NOTHING: Final = {"class": None, "name": None, "tag": None, "type": None, "storey": None}
_INSERT: Final = """
INSERT INTO change VALUES (
    :id, :guid, :kind, :class, :name, :tag, :type, :storey, :aspects, :change, :matched, :unknown, :words
)
"""


def write_table(result: Mapping[str, Any], path: Path) -> None:
    """Write the database of `result` (docs/result.md) to `path`, which must not exist yet."""
    with closing(sqlite3.connect(path)) as database:
        # The file is published whole or thrown away: no journal is needed to mend it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        rows = sorted(_rows(result), key=_place)
        database.executemany(_INSERT, (_stored(number, row) for number, row in enumerate(rows)))
        aspects = ((aspect, number) for number, row in enumerate(rows) for aspect in row["aspects"])
        database.executemany("INSERT INTO change_aspect VALUES (?, ?)", aspects)
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
        change = changed.get(guid, {})
        yield {
            **elements.get(guid, _NOTHING),
            "guid": guid,
            "kind": kind,
            "aspects": [aspect for aspect in Aspect if aspect.key in change],
            "change": change,
            "matched": matched.get(guid),
            "unknown": unknown.get(guid, {}),
        }


def _place(row: Row) -> tuple[int, str, str, str]:
    return list(ChangeKind).index(row["kind"]), row["class"] or "", row["name"] or "", row["guid"]


def _stored(number: int, row: Row) -> Row:
    texts = (row["guid"], row["class"], row["name"], row["tag"], row["type"], row["storey"], *_texts(row["change"]))
    return {
        **row,
        "id": number,
        "class": row["class"] or "",
        "storey": row["storey"] or "",
        "aspects": _json(row["aspects"]),
        "change": _json(row["change"]),
        "matched": _json(row["matched"]) if row["matched"] else None,
        "unknown": _json(row["unknown"]),
        "words": "\n".join(text for text in texts if text).casefold(),
    }


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


_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
