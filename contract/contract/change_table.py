"""The artifact `table`: a result's changes as an SQLite database, which the worker fills and the gateway pages through.

Knows the names of tables and columns; knows no result and no query.
"""

from enum import StrEnum
from typing import Final


class ChangeKind(StrEnum):
    """Why an element is in the table, in the table's order."""

    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    """Nothing is known to have changed, but something could not be compared."""
    MATCHED = "matched"
    """Its GlobalId was re-issued; nothing else changed."""


SCHEMA: Final = """
CREATE TABLE head (content TEXT NOT NULL);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, guid TEXT NOT NULL, kind TEXT NOT NULL,
    class TEXT NOT NULL, name TEXT, tag TEXT, type TEXT, storey TEXT NOT NULL, fact TEXT NOT NULL,
    class_key TEXT, name_key TEXT, tag_key TEXT, type_key TEXT, storey_key TEXT
);
CREATE TABLE change_aspect (
    aspect TEXT NOT NULL, change_id INTEGER NOT NULL, PRIMARY KEY (aspect, change_id)
) WITHOUT ROWID;
CREATE TABLE detail (id INTEGER PRIMARY KEY, content TEXT NOT NULL, words TEXT NOT NULL);
"""
"""The tables.

`head` has one row: the result file without its long lists, as JSON, and what it reads as (`sentence`, `model_rows`,
`unseen_lines`, `unseen_meaning`, `equivalent_line`, `facts`, `kinds`). `change` has a row per element, its `id` the
default order; `class` and `storey` are empty where there is none, `fact` is its number or empty; the keys sort as a
person does (`Level 2` before `Level 10`), null where there is nothing to sort by. `detail` has the rest of the row,
apart because it is long and few queries read it: `content` is JSON with `aspects`, `change`, `matched` and `unknown` as
in the result file, and with `line` and `rows`, which are the same in words; `words` is what a search looks through: all
that a person reads of the row, texts as JSON spells them, case-folded.
"""
