"""The view `table`: a result's changes as an SQLite database, which the worker fills and the gateway pages through.

Knows the names of tables and columns; knows no result and no query.
"""

from enum import StrEnum
from typing import Final


class ChangeKind(StrEnum):
    """Why an element is in the table, in the table's order."""

    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"
    MATCHED = "matched"
    """Its GlobalId was re-issued; nothing else changed."""
    UNKNOWN = "unknown"
    """Nothing is known to have changed, but something could not be compared."""


SCHEMA: Final = """
CREATE TABLE head (content TEXT NOT NULL);
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL, kind TEXT NOT NULL,
    class TEXT NOT NULL, name TEXT, tag TEXT, type TEXT, storey TEXT NOT NULL,
    aspects TEXT NOT NULL, change TEXT NOT NULL, matched TEXT, unknown TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE TABLE change_aspect (
    aspect TEXT NOT NULL, change_id INTEGER NOT NULL, PRIMARY KEY (aspect, change_id)
) WITHOUT ROWID;
"""
"""The tables.

`head` has one row: the result file without its long lists, as JSON. `change` has a row per element, its `id` the
default order; `class` and `storey` are empty where there is none; `aspects`, `change`, `matched` and `unknown` are
JSON; `words` is what a search looks through, case-folded.
"""
