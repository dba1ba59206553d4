"""Bytes to a table of instances: id, type, span, references. Makes no object per instance and knows no element.

Where a STEP id is defined twice, the first instance counts, as in IfcOpenShell; the others are in `duplicates`.
"""

import hashlib
import mmap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from ifcopenshell import ifcopenshell_wrapper
from numpy.typing import NDArray

from ifcdelta.compiled import compiled
from ifcdelta.header import Header, StepError, is_step, parse_header
from ifcdelta.schema_table import SchemaTable, schema_table
from ifcdelta.step_scan import CUT_OFF, DAMAGED, FULL, scan

_START: Final = 4096
_HEAD: Final = 256 * 1024
_MOST_STATEMENTS: Final = 4096
_BYTES_PER_INSTANCE: Final = 24
"""Room for one instance in so many bytes at first; memory that is never written is never taken."""
_SPARSE: Final = 8
"""A table by id is made where the ids are less than so many times the instances; else they are searched."""
_SHORTEST: Final = 512
_TRUNCATED: Final = StepError("file_truncated", "The file ends in the middle of an instance; upload it again.")

Rows = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Index:
    """The instances of one file, by row: in the order of the file."""

    path: Path
    sha256: str
    size: int
    header: Header
    table: SchemaTable
    types: list[str]
    """Type names in upper case: those of the schema, then unknown ones (which IfcOpenShell drops)."""
    ids: NDArray[np.int64]
    type_of: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Offsets of an instance's # and behind its closing bracket."""
    ref_start: NDArray[np.int64]
    """int64[n + 1]: where a row's references begin in `refs`."""
    refs: Rows
    """Rows referred to, in the order of the arguments; -1 is dangling."""
    ref_attribute: NDArray[np.uint8]
    """Index of the attribute that a reference is in."""
    own_hash: Hashes
    """Hash of type and arguments without the references' targets, GlobalId and OwnerHistory."""
    identity: Hashes
    """Hash of a rooted instance's GlobalId; 0 where there is none."""
    duplicates: list[int]
    """STEP ids defined more than once."""

    @property
    def schema(self) -> str:
        """The schema as IfcOpenShell knows it."""
        return self.header.schema

    @property
    def application(self) -> str | None:
        """What wrote the file."""
        return self.header.application

    @property
    def known_types(self) -> int:
        """How many of `types` the schema has."""
        return len(self.table.names)

    @cached_property
    def dangling(self) -> list[int]:
        """Rows that refer to an instance that is not there."""
        places = np.flatnonzero(self.refs < 0)
        rows = np.searchsorted(self.ref_start, places, side="right") - 1
        return [int(row) for row in np.unique(rows)]

    def __len__(self) -> int:
        return len(self.ids)

    def rows_where(self, is_type: NDArray[np.bool_]) -> Rows:
        """Return the rows of the types that are flagged."""
        return np.flatnonzero(is_type[self.type_of]).astype(np.int32)

    def rows_of(self, *classes: str) -> Rows:
        """Return the rows of classes and their subclasses."""
        return self.rows_where(self.table.are(*classes))

    def row_of(self, ids: NDArray[np.int64]) -> Rows:
        """Return the rows of STEP ids, -1 where there is none."""
        return _rows_of_ids(self.ids, ids)

    def bytes_of(self, row: int) -> bytes:
        """Return the text of an instance, from its # to its closing bracket."""
        with self.path.open("rb") as file:
            file.seek(int(self.start[row]))
            return file.read(int(self.end[row] - self.start[row]))

    def global_id(self, row: int) -> str | None:
        """Return the GlobalId of a rooted instance as the file spells it; None where it has none."""
        first = self.bytes_of(row)[:_SHORTEST].partition(b"(")[2].lstrip()
        return first[1:].partition(b"'")[0].decode("ascii", "replace") or None if first[:1] == b"'" else None

    def global_ids(self, rows: Rows) -> list[str | None]:
        """Return the GlobalIds of many rows, reading the file once."""
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return [_global_id(data, int(self.start[row]), int(self.end[row])) for row in rows]


def _global_id(data: mmap.mmap, start: int, end: int) -> str | None:
    opening = data.find(b"(", start, end)
    first = data.find(b"'", opening, end)
    last = data.find(b"'", first + 1, end)
    if first < 0 or last < 0 or data[opening + 1 : first].strip():
        return None
    return data[first + 1 : last].decode("ascii", "replace") or None


def read_index(path: Path) -> Index:
    """Index a STEP file.

    Raises:
        StepError: not_ifc, file_truncated, file_damaged or unsupported_schema.
    """
    with path.open("rb") as file:
        if not is_step(file.read(_START)):
            raise StepError("not_ifc", "The file is no IFC model in STEP form (it does not begin with ISO-10303-21).")
    # The mapping goes, and its pages with it, when the last array on it does.
    return _index(path, np.asarray(np.memmap(path, np.uint8, "r")))


def _index(path: Path, data: NDArray[np.uint8]) -> Index:
    table = _table_of(data[:_HEAD].tobytes())
    hashes, kinds = table.hashes.copy(), table.kinds.copy()
    room = data.size // _BYTES_PER_INSTANCE + 1024
    state = FULL
    while state == FULL:
        out, refs, attributes, statements = _arrays(room)
        state, offset, n, count, others, kinds_found = scan(
            data, hashes, kinds, table.masks, len(table.names), out, refs, attributes, statements
        )
        if state == FULL and room > 4 * data.size:
            raise StepError("file_damaged", "The file has more kinds of instances than any IFC schema.", str(offset))
        hashes, kinds = (hashes, kinds) if state != FULL else (table.hashes.copy(), table.kinds.copy())
        room *= 2
    digest = hashlib.sha256(data).hexdigest()
    header = parse_header([data[a:b].tobytes() for a, b in statements[:others]])
    if state == CUT_OFF:
        raise _TRUNCATED
    if state == DAMAGED:
        raise StepError("file_damaged", "The file is damaged: an instance in it is not STEP.", f"offset {offset}")
    ids, starts, ends, types, own, identities, first_refs = out
    names = [*table.names, *_unknown(data, types[:n], starts, len(table.names), kinds_found)]
    target, duplicates = _resolved(ids[:n], refs[:count])
    columns = (ids, types, starts, ends)
    return Index(
        path, digest, data.size, header, table, names, *(column[:n] for column in columns), first_refs[: n + 1], target,
        attributes[:count], own[:n], identities[:n], duplicates,
    )  # fmt: skip


def _arrays(room: int) -> tuple[Any, ...]:
    int64s, words = (np.empty(room, np.int64) for _ in range(3)), (np.empty(room, np.uint64) for _ in range(2))
    out = (*int64s, np.empty(room, np.int32), *words, np.empty(room + 1, np.int64))
    return out, np.empty(2 * room, np.int64), np.empty(2 * room, np.uint8), np.empty((_MOST_STATEMENTS, 2), np.int64)


def _table_of(head: bytes) -> SchemaTable:
    """Return the schema's table, named in the header, before anything else is scanned."""
    before, _, _ = head.partition(b"ENDSEC")
    if b"FILE_SCHEMA" not in before.upper():
        raise StepError("not_ifc", "The file is a STEP file but names no schema.")
    record = before[before.upper().index(b"FILE_SCHEMA") :].partition(b";")[0]
    header = parse_header([record, b"DATA;", b"END-ISO-10303-21;"])
    try:
        return schema_table(header.schema)
    except RuntimeError as error:
        known = ", ".join(sorted(ifcopenshell_wrapper.schema_names()))
        raise StepError(
            "unsupported_schema", f"The file's schema is not one that can be read ({known}).", header.schema_name
        ) from error


def _unknown(
    data: NDArray[np.uint8], types: NDArray[np.int32], starts: NDArray[np.int64], known: int, found: int
) -> list[str]:
    names = []
    for number in range(known, found):
        start = int(starts[np.argmax(types == number)])
        text = data[start : start + _SHORTEST].tobytes().partition(b"=")[2].partition(b"(")[0]
        names.append(text.strip().upper().decode("ascii", "replace"))
    return names


def _resolved(ids: NDArray[np.int64], refs: NDArray[np.int64]) -> tuple[Rows, list[int]]:
    """Return the rows that ids refer to, and the ids that are defined twice."""
    highest = int(ids.max(initial=0))
    if highest < _SPARSE * len(ids) + _START:
        rows = np.full(highest + 1, -1, np.int32)
        repeated = _fill(rows, ids)
        return _looked_up(rows, refs), sorted(set(ids[repeated].tolist())) if repeated.size else []
    order = np.argsort(ids, kind="stable")
    again = np.flatnonzero(np.diff(ids[order]) == 0)
    return _rows_of_ids(ids, refs), sorted(set(ids[order][again].tolist()))


def _rows_of_ids(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> Rows:
    if not len(ids):
        return np.full(len(wanted), -1, np.int32)
    order = np.argsort(ids, kind="stable")
    place = np.minimum(np.searchsorted(ids, wanted, side="left", sorter=order), len(ids) - 1)
    rows = order[place]
    return np.where(ids[rows] == wanted, rows, -1).astype(np.int32)


@compiled
def _fill(rows, ids):  # type: ignore[no-untyped-def]
    """Enter the first row of each id; return the rows of those that were there before."""
    repeated = []
    for row in range(ids.size):
        if rows[ids[row]] < 0:
            rows[ids[row]] = row
        else:
            repeated.append(row)
    return np.array(repeated, dtype=np.int64)


@compiled
def _looked_up(rows, refs):  # type: ignore[no-untyped-def]
    found = np.empty(refs.size, np.int32)
    for place in range(refs.size):
        wanted = refs[place]
        found[place] = rows[wanted] if 0 <= wanted < rows.size else -1
    return found


