"""A result as CSV (RFC 4180), a row for each value that changed. Knows no element.

UTF-8 with a byte order mark, without which Excel takes it for the system's code page. Text that a spreadsheet would
take for a formula gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
"""

import csv
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

from ifcdelta.flat import Cell
from ifcdelta.writers.rows import COLUMNS, rows_of
from ifcdelta.writers.text import printable, utf8

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings of a formula; the last four are full-width signs, which some spreadsheets take for the same."""


def write(result: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the columns' names, then the rows."""
    with utf8(stream) as text:
        text.write("\ufeff")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        table.writerows([_cell(each) for each in row] for row in rows_of(result))


def _cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    told = printable(value)
    return f"'{told}" if told.startswith(_FORMULA) else told
