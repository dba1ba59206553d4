"""A row for each value that changed: what the forms with rows share. Knows no form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.rows import Cell, Row, rows_of, rows_of_model
from ifcdelta.result.words import UNSEEN, matched_by, unseen_of
from ifcdelta.writers.entries import LABELS, Entry, Kind, entries_of

COLUMNS: Final = (
    "kind",
    "GlobalId",
    "class",
    "name",
    "tag",
    "type",
    "storey",
    "aspect",
    "field",
    "old",
    "new",
    "unit",
    "note",
)

TableRow = tuple[Cell, ...]
"""A cell for each of `COLUMNS`."""


def table_rows(result: Mapping[str, Any]) -> Iterator[TableRow]:
    """Yield all rows: the model's own, what went unseen, then those of each element in the order of every form."""
    for value in rows_of_model(result["model"]):
        yield ("model", *(None,) * 6, *value.cells())
    for name, counts in unseen_of(result).items():
        yield (UNSEEN, None, name, *(None,) * 4, *Row("", "instances", counts["old"], counts["new"]).cells())
    for entry in entries_of(result):
        yield from table_rows_of(entry)


def table_rows_of(entry: Entry) -> Iterator[TableRow]:
    """Yield a row for each value of an element that changed or is not known, one where it was added or deleted."""
    if entry.kind in {Kind.ADDED, Kind.DELETED}:
        yield _table_row(entry, entry.kind, Row("", "", None, None))
    for value in changed_rows(entry):
        yield _table_row(entry, Kind.CHANGED, value)
    if entry.matched:
        note = matched_by(entry.matched)
        yield _table_row(entry, Kind.MATCHED, Row("", "GlobalId", entry.matched["old"], entry.guid, note=note))
    for aspect, reason in entry.unknown.items():
        yield _table_row(entry, Kind.UNKNOWN, Row(aspect, "", None, None, note=reason))


def changed_rows(entry: Entry) -> Iterator[Row]:
    """Yield the values of an element that changed."""
    for key, change in entry.change.items():
        yield from rows_of(key, change, entry.units)


def _table_row(entry: Entry, kind: Kind, value: Row) -> TableRow:
    element = entry.element
    named = (element["class"], element["name"], element["tag"], element["type"], element["storey"])
    return (LABELS[kind], entry.guid, *named, *value.cells())
