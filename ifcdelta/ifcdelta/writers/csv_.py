"""A result as CSV (RFC 4180), a row for each value that changed. Knows no element.

UTF-8 with a byte order mark, without which Excel takes it for the system's code page. Text that a spreadsheet would
take for a formula gets an apostrophe in front (OWASP, CSV injection), also where it would only begin a cell if the
spreadsheet took a semicolon, a comma, a tab or a line end inside the text for the end of one; numbers stay numbers.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final

from ifcdelta.result.rows import Cell
from ifcdelta.result.spelling import spelt
from ifcdelta.writers.rows import COLUMNS, table_rows
from ifcdelta.writers.text import printable, utf8

_SIGNS: Final = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
"""Beginnings of a formula; the last four are full-width signs, which some spreadsheets take for the same."""
_BEFORE: Final = r"""(?:[^\S\t\n]|")*"""
"""What a spreadsheet may drop before a sign; no end of a cell, so that a long run is read once."""
_FORMULA: Final = re.compile(rf"""^(?=[\t\n]|{_BEFORE}{_SIGNS})|([;\t\n])(?={_BEFORE}{_SIGNS})|(,)(?="*{_SIGNS})""")
"""Where a cell may begin, with a formula behind it. A comma and a space are left alone: a list of numbers has them."""
_TO_QUOTE: Final = re.compile(r'[",;\t\n]')
"""What ends a cell for one spreadsheet or another; the csv module quotes for a comma alone."""


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the columns' names, then the rows."""
    with utf8(stream) as text:
        text.write("\ufeff")
        text.write(_line(COLUMNS))
        text.writelines(map(_line, table_rows(result)))


def _line(row: Iterable[Cell]) -> str:
    return ",".join(map(_cell, row)) + "\r\n"


def _cell(value: Cell) -> str:
    if not isinstance(value, str):
        return "" if value is None else spelt(value, repr)
    text = _FORMULA.sub(r"\1\2'", printable(value))
    if not _TO_QUOTE.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
