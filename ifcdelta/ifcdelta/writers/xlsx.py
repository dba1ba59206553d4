"""A result as an Excel workbook: a summary, the facts, the elements, their values. Knows no element.

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
from ifcdelta.result.doubt_words import doubt_texts
from ifcdelta.result.facts.facts import Fact, facts_of, numbers_of
from ifcdelta.result.groups.effects import EFFECTS
from ifcdelta.result.rows import Cell, rows_of_model
from ifcdelta.result.spelling import NOTHING
from ifcdelta.result.words import RE_ISSUED, UNSEEN, reasons, sentence, unseen_of
from ifcdelta.writers.entries import Entry, entries_of
from ifcdelta.writers.entry_text import one_line, text_rows
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
_FACT_OF: Final = {"fact": 6, "effect": 13, "change": 9}
_FACT: Final = _FACT_OF | {"elements": 9, "what": 90}
_WRAPPED: Final = frozenset({"Facts"})
"""Sheets whose texts are to be read, not filtered."""
_MOST_LISTED: Final = 12
"""Of each list of the summary, which is one page."""
_A4: Final = 9
_LINE: Final = 106
"""Characters of a line across the summary."""
_LINE_HEIGHT: Final = 16
_RE_ISSUED: Final = f"GlobalId {RE_ISSUED}"
_OTHER: Final = "7a7a7a"
_SHEETS: Final = {
    "Facts": (COLOURS["added"], _FACT | {"classes": 40, "types": 40, "storeys": 30}),
    "Elements": (COLOURS["deleted"], _FACT_OF | _ELEMENT | {"what": 70}),
    "Values": (COLOURS["changed"], {"fact": 6} | _ELEMENT | _CHANGE),
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
    """Write the summary, then a row for each fact, element and value that changed."""
    with Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": "What changed", "created": _EARLIEST})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        summary = book.add_worksheet("Summary")
        sheets = {name: _Sheet(book, name, bold, wrapped if name in _WRAPPED else None) for name in _SHEETS}
        facts = facts_of(result)
        for fact in facts:
            sheets["Facts"].add(_fact(fact))
        for value in rows_of_model(result["model"]):
            sheets["Model"].add(value.cells())
        numbers = numbers_of(result)
        for entry in entries_of(result):
            number = numbers.get(entry.guid)
            _add_entry(entry, facts[number - 1] if number else None, sheets)
        for sheet in sheets.values():
            sheet.finish()
        _summarise(result, sheets.values(), summary, bold)


class _Sheet:
    """A sheet with a frozen header, and the further ones that it needs."""

    def __init__(self, book: Workbook, name: str, bold: Format, style: Format | None) -> None:
        self.name = name
        self.rows = 0
        self.parts = 0
        self._book = book
        self._bold = bold
        self._style = style
        self._begin()

    def add(self, row: Iterable[Cell]) -> None:
        """Write a row."""
        if self._next == _MOST_ROWS:
            self.finish()
            self._begin()
        _write_row(self._sheet, self._next, row, self._style)
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


def _fact(fact: Fact) -> tuple[Cell, ...]:
    group = fact.group
    names = (group[by] for by in ("classes", "types", "storeys"))
    listed = ("; ".join(f"{name or NOTHING}: {count:,}" for name, count in _most_first(each)) for each in names)
    return fact.number, group["effect"], group["change"], group["count"], fact.line, *listed


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _add_entry(entry: Entry, fact: Fact | None, sheets: Mapping[str, _Sheet]) -> None:
    element = entry.element
    named = (entry.guid, *(element[key] for key in ("class", "name", "tag", "type", "storey")))
    if fact:
        of = fact.number, fact.group["effect"], fact.group["change"]
        sheets["Elements"].add((*of, *named, one_line(entry, text_rows(entry))))
        for value in changed_rows(entry):
            sheets["Values"].add((fact.number, *named, *value.cells()))
    for aspect, reason in entry.unknown.items():
        sheets["Not compared"].add((*named, aspect, reason))
    if entry.matched:
        sheets[_RE_ISSUED].add((*named, entry.matched["old"], entry.matched["by"]))


def _summarise(result: Mapping[str, Any], sheets: Iterable[_Sheet], sheet: Worksheet, bold: Format) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 18)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    told = _fitting(printable(sentence(result)))
    sheet.set_row(0, _LINE_HEIGHT * (1 + len(told) // _LINE))
    sheet.merge_range(0, 0, 0, 4, "", bold)
    sheet.write_string(0, 0, told, bold)
    for number, (row, is_heading) in enumerate(_summary_rows(result, sheets), 1):
        _write_row(sheet, number, row, bold if is_heading else None)


def _summary_rows(result: Mapping[str, Any], sheets: Iterable[_Sheet]) -> Iterable[tuple[Sequence[Cell], bool]]:
    """Yield rows, and whether each is a heading."""
    summary, kinds = result["summary"], ("added", "deleted", "changed")
    yield from (((doubt.sentence,), False) for doubt in doubt_texts(result))
    yield from (((), False), (("", "old model", "new model"), True))
    for key in ("file", "schema", "application", "date", "elements", "size", "sha256", "content"):
        yield (key, *(result[side].get(key) for side in ("old", "new"))), False
    for title, by in (("class", "by_class"), ("storey", "by_storey")):
        yield from (((), False), ((title, *kinds), True))
        most_first = sorted(summary[by].items(), key=lambda item: (-sum(item[1].values()), item[0]))
        rows = [(name or NOTHING, *(counts[kind] for kind in kinds)) for name, counts in most_first]
        yield from _first(rows)
    yield from (((), False), (("effect", "elements"), True))
    for effect in EFFECTS:
        yield (effect, summary["by_effect"][effect]), False
    yield from (((), False), (("aspect", "changed elements"), True))
    for aspect in result["coverage"]["compared"]:
        yield (aspect, summary["by_aspect"].get(aspect, 0)), False
    yield from (((), False), (("not compared", "elements", "reason"), True))
    yield from _first([(aspects, count, reason) for aspects, reason, count in reasons(result["coverage"]["unknown"])])
    yield from (((), False), ((UNSEEN, "old instances", "new instances"), True))
    yield from _first([(name, counts["old"], counts["new"]) for name, counts in unseen_of(result).items()])
    yield from (((), False), (("written otherwise, the same by", "instances"), True))
    for rule, count in (result["coverage"].get("equivalent") or {}).items():
        yield (rule, count), False
    yield from (((), False), (("sheet", "rows", "sheets"), True))
    for sheet in sheets:
        goes_on = f"{sheet.parts}: goes on in {sheet.name} (2) and so on" if sheet.parts > 1 else 1
        yield (sheet.name, sheet.rows, goes_on), False


def _first(rows: Sequence[Sequence[Cell]]) -> Iterable[tuple[Sequence[Cell], bool]]:
    """Yield the first rows of a list, and how many more it has."""
    yield from ((row, False) for row in rows[:_MOST_LISTED])
    if len(rows) > _MOST_LISTED:
        yield (f"… {len(rows) - _MOST_LISTED:,} more",), False


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
