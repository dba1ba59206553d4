"""What is told of one element in words: rows to show, lines, or one line. Knows no form."""

from collections.abc import Iterator

from ifcdelta.words import NOT_COMPARED, RE_ISSUED, TextRow, differing, headline, line_of, not_compared, re_issued
from ifcdelta.words import text_rows as text_rows_of_change
from ifcdelta.writers.entries import Entry


def text_rows(entry: Entry) -> Iterator[TextRow]:
    """Yield what changed of an element, then its GlobalId where it was re-issued, then what could not be compared."""
    yield from _changed(entry)
    if entry.matched:
        yield re_issued(entry.matched, entry.guid)
    for aspect, reason in entry.unknown.items():
        yield not_compared(aspect, reason)


def lines(entry: Entry) -> list[str]:
    """Return the rows that differ as lines."""
    return list(map(line_of, differing(text_rows(entry))))


def one_line(entry: Entry) -> str:
    """Return the gist of the rows: of each aspect the first, and how many more there are."""
    parts = [headline(_changed(entry)), f"GlobalId {RE_ISSUED}" if entry.matched else ""]
    if entry.unknown:
        parts.append(f"{NOT_COMPARED}: {', '.join(entry.unknown)}")
    return " · ".join(filter(None, parts))


def _changed(entry: Entry) -> Iterator[TextRow]:
    for key, change in entry.change.items():
        yield from text_rows_of_change(key, change, entry.units)
