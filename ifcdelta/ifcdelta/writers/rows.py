"""A row for each value that changed: what the forms with rows share. Knows no form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ifcdelta.result.rows import Cell, Value, values_of, values_of_model
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

Row = tuple[Cell, ...]
"""A cell for each of `COLUMNS`."""


def rows_of(result: Mapping[str, Any]) -> Iterator[Row]:
    """Yield all rows: the model's own, what went unseen, then those of each element in the order of every form."""
    for value in values_of_model(result["model"]):
        yield ("model", *(None,) * 6, *value.cells())
    for name, counts in unseen_of(result).items():
        yield (UNSEEN, None, name, *(None,) * 4, *Value("", "instances", counts["old"], counts["new"]).cells())
    for entry in entries_of(result):
        yield from rows_of_entry(entry)


def rows_of_entry(entry: Entry) -> Iterator[Row]:
    """Yield a row for each value of an element that changed or is not known, one where it was added or deleted."""
    if entry.kind in {Kind.ADDED, Kind.DELETED}:
        yield _row(entry, entry.kind, Value("", "", None, None))
    for value in changed_values(entry):
        yield _row(entry, Kind.CHANGED, value)
    if entry.matched:
        note = matched_by(entry.matched)
        yield _row(entry, Kind.MATCHED, Value("", "GlobalId", entry.matched["old"], entry.guid, note=note))
    for aspect, reason in entry.unknown.items():
        yield _row(entry, Kind.UNKNOWN, Value(aspect, "", None, None, note=reason))


def changed_values(entry: Entry) -> Iterator[Value]:
    """Yield the values of an element that changed."""
    for key, change in entry.change.items():
        yield from values_of(key, change, entry.units)


def _row(entry: Entry, kind: Kind, value: Value) -> Row:
    element = entry.element
    named = (element["class"], element["name"], element["tag"], element["type"], element["storey"])
    return (LABELS[kind], entry.guid, *named, *value.cells())
