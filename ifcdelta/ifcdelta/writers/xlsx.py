"""A result as an Excel workbook: a summary, and a sheet for each kind of change. Knows no element.

Written row by row (XlsxWriter's constant memory). Text is written as text, never as a formula, a number or a link. What
goes beyond a sheet's rows goes on in a further sheet; what goes beyond a cell is cut, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ifcdelta.result.colours import COLOURS
from ifcdelta.result.rows import Cell, rows_of_model
from ifcdelta.result.spelling import NOTHING
from ifcdelta.result.words import RE_ISSUED, UNSEEN, reasons, sentence, unseen_of
from ifcdelta.writers.entries import Entry, Kind, entries_of
from ifcdelta.writers.rows import changed_rows
from ifcdelta.writers.text import printable

_MOST_ROWS: Final = 1_048_576
_MOST_CHARACTERS: Final = 32_767
"""Of a cell, in UTF-16 code units."""
_MOST_EXACT: Final = 2**53
"""Excel's numbers are doubles."""
_EARLIEST: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - Excel knows no zones, and a fixed time is no time of a run
_ELEMENT: Final = {"GlobalId": 25, "class": 26, "name": 34, "tag": 14, "type": 28, "storey": 18}
"""Columns and their widths in characters."""
_CHANGE: Final = {"aspect": 13, "field": 34, "old": 34, "new": 34, "unit": 6, "note": 24}
_RE_ISSUED: Final = f"GlobalId {RE_ISSUED}"
_OTHER: Final = "7a7a7a"
_SHEETS: Final = {
    "Added": (COLOURS["added"], _ELEMENT),
    "Deleted": (COLOURS["deleted"], _ELEMENT),
    "Changed": (COLOURS["changed"], _ELEMENT | _CHANGE),
    "Not compared": (_OTHER, _ELEMENT | {"aspect": 13, "reason": 70}),
    _RE_ISSUED: (_OTHER, _ELEMENT | {"old GlobalId": 25, "matched by": 40}),
    "Model": (_OTHER, _CHANGE),
}
"""The sheets behind the summary: colour of the tab, columns."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the summary, then a row for each value that changed, on the sheet of its kind."""
    with Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": "What changed", "created": _EARLIEST})
        bold = book.add_format({"bold": True})
        summary = book.add_worksheet("Summary")
        sheets = {name: _Sheet(book, name, bold) for name in _SHEETS}
        for value in rows_of_model(result["model"]):
            sheets["Model"].add(value.cells())
        for entry in entries_of(result):
            _add_entry(entry, sheets)
        for sheet in sheets.values():
            sheet.finish()
        _summarise(result, sheets.values(), summary, bold)


class _Sheet:
    """A sheet with a frozen header, and the further ones that it needs."""

    def __init__(self, book: Workbook, name: str, bold: Format) -> None:
        self.name = name
        self.rows = 0
        self.parts = 0
        self._book = book
        self._bold = bold
        self._begin()

    def add(self, row: Iterable[Cell]) -> None:
        """Write a row."""
        if self._next == _MOST_ROWS:
            self.finish()
            self._begin()
        _write_row(self._sheet, self._next, row)
        self._next += 1
        self.rows += 1

    def finish(self) -> None:
        """Give what was written its filters."""
        columns = _SHEETS[self.name][1]
        self._sheet.autofilter(0, 0, max(self._next - 1, 1), len(columns) - 1)

    def _begin(self) -> None:
        self.parts += 1
        colour, columns = _SHEETS[self.name]
        self._sheet = self._book.add_worksheet(self.name if self.parts == 1 else f"{self.name} ({self.parts})")
        self._sheet.set_tab_color(f"#{colour}")
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        for number, width in enumerate(columns.values()):
            self._sheet.set_column(number, number, width)
        _write_row(self._sheet, 0, columns, self._bold)
        self._next = 1


def _add_entry(entry: Entry, sheets: Mapping[str, _Sheet]) -> None:
    element = entry.element
    named = (entry.guid, *(element[key] for key in ("class", "name", "tag", "type", "storey")))
    if entry.kind in {Kind.ADDED, Kind.DELETED}:
        sheets[entry.kind.capitalize()].add(named)
    for value in changed_rows(entry):
        sheets["Changed"].add((*named, *value.cells()))
    for aspect, reason in entry.unknown.items():
        sheets["Not compared"].add((*named, aspect, reason))
    if entry.matched:
        sheets[_RE_ISSUED].add((*named, entry.matched["old"], entry.matched["by"]))


def _summarise(result: Mapping[str, Any], sheets: Iterable[_Sheet], sheet: Worksheet, bold: Format) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 18)
    for number, (row, is_heading) in enumerate(_summary_rows(result, sheets)):
        _write_row(sheet, number, row, bold if is_heading else None)


def _summary_rows(result: Mapping[str, Any], sheets: Iterable[_Sheet]) -> Iterable[tuple[Sequence[Cell], bool]]:
    """Yield rows, and whether each is a heading."""
    summary, kinds = result["summary"], ("added", "deleted", "changed")
    yield (sentence(result),), True
    yield from (((), False), (("", "old model", "new model"), True))
    for key in ("file", "schema", "application", "elements", "size", "sha256", "content"):
        yield (key, *(result[side].get(key) for side in ("old", "new"))), False
    for title, by in (("class", "by_class"), ("storey", "by_storey")):
        yield from (((), False), ((title, *kinds), True))
        for name, counts in sorted(summary[by].items()):
            yield (name or NOTHING, *(counts[kind] for kind in kinds)), False
    yield from (((), False), (("aspect", "changed elements"), True))
    for aspect in result["coverage"]["compared"]:
        yield (aspect, summary["by_aspect"].get(aspect, 0)), False
    yield from (((), False), (("not compared", "elements", "reason"), True))
    for aspects, reason, count in reasons(result["coverage"]["unknown"]):
        yield (aspects, count, reason), False
    yield from (((), False), ((UNSEEN, "old instances", "new instances"), True))
    for name, counts in unseen_of(result).items():
        yield (name, counts["old"], counts["new"]), False
    yield from (((), False), (("written otherwise, the same by", "instances"), True))
    for rule, count in (result["coverage"].get("equivalent") or {}).items():
        yield (rule, count), False
    yield from (((), False), (("sheet", "rows", "sheets"), True))
    for sheet in sheets:
        goes_on = f"{sheet.parts}: goes on in {sheet.name} (2) and so on" if sheet.parts > 1 else 1
        yield (sheet.name, sheet.rows, goes_on), False


def _write_row(sheet: Worksheet, number: int, row: Iterable[Cell], style: Format | None = None) -> None:
    for column, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(number, column, value, style)
        elif isinstance(value, float) or (isinstance(value, int) and abs(value) <= _MOST_EXACT):
            sheet.write_number(number, column, value, style)
        elif value is not None and value != "":
            sheet.write_string(number, column, _fitting(printable(str(value))), style)


def _fitting(value: str) -> str:
    """Return text as a cell can hold it, with a note of how much of it was cut off."""
    if 2 * len(value) <= _MOST_CHARACTERS:
        return value
    units = value.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return value
    note = f"… (cut here; {len(value):,} characters, in whole in the json form)"
    kept = units[: 2 * (_MOST_CHARACTERS - len(note))].decode("utf-16-le", "ignore")
    return kept + note
