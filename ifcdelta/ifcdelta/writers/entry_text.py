"""What is told of one element in words: rows to show, lines, or one line. Knows no form."""

from collections.abc import Sequence

from ifcdelta.result.words import (
    NOT_COMPARED,
    RE_ISSUED,
    TextRow,
    differing,
    headline,
    line_of,
    not_compared,
    re_issued,
)
from ifcdelta.result.words import text_rows as text_rows_of_change
from ifcdelta.writers.entries import Entry


def text_rows(entry: Entry) -> list[TextRow]:
    """Return what changed of an element, then its GlobalId where it was re-issued, then what could not be compared."""
    rows = [row for key, change in entry.change.items() for row in text_rows_of_change(key, change, entry.units)]
    if entry.matched:
        rows.append(re_issued(entry.matched, entry.guid))
    return rows + [not_compared(aspect, reason) for aspect, reason in entry.unknown.items()]


def lines(entry: Entry) -> list[str]:
    """Return the rows that differ as lines."""
    return list(map(line_of, differing(text_rows(entry))))


def one_line(entry: Entry, rows: Sequence[TextRow]) -> str:
    """Return the gist of an element's `rows`: of each aspect the first, and how many more there are."""
    changed = len(rows) - len(entry.unknown) - (entry.matched is not None)
    parts = [headline(rows[:changed]), f"GlobalId {RE_ISSUED}" if entry.matched else ""]
    if entry.unknown:
        parts.append(f"{NOT_COMPARED}: {', '.join(entry.unknown)}")
    return " · ".join(filter(None, parts))
