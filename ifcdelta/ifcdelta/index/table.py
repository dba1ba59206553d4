"""Bytes → a table of instances. Opens no model: what is here is where each instance is and to what it refers."""

import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.errors import UnreadableFileError
from ifcdelta.index.schema import SchemaTable, schema_table
from ifcdelta.native.compiled import INT32, INT64, compiled
from ifcdelta.step.arguments import strings_of
from ifcdelta.step.header import read_header
from ifcdelta.step.scan import BAD_ID, NO_END, WINDOW, Scan, scan
from ifcdelta.step.strings import decode
from stepfile.end import find_end
from stepfile.header import HEADER_BYTES, Header

_BROKE_OFF: Final = "The file ends before END-ISO-10303-21; an export or a copy of it broke off."
_DENSE: Final = 16
"""Ids up to this many times the number of instances are looked up in an array, others by bisection."""


@dataclass(frozen=True)
class RowIds:
    """The hashes of the GlobalIds of those rows that have one, which are few."""

    rows: npt.NDArray[np.int64]
    """In the file's order."""
    hashes: npt.NDArray[np.uint64]

    def of(self, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.uint64]:
        """Return the hash of each of these rows, 0 where it has none."""
        places = np.searchsorted(self.rows, rows)
        is_there = np.append(self.rows, -1)[places] == rows
        return np.where(is_there, np.append(self.hashes, np.uint64(0))[places], np.uint64(0))

    def replaced(self, rows: npt.NDArray[np.int64], hashes: npt.NDArray[np.uint64]) -> "RowIds":
        """Return them with other hashes of these rows."""
        every = np.union1d(self.rows, rows)
        found = self.of(every)
        found[np.searchsorted(every, rows)] = hashes
        return RowIds(every, found)


@dataclass(frozen=True)
class Index:
    """A file's instances by row, in the file's order; references are rows."""

    header: Header
    table: SchemaTable
    mapped: mmap.mmap
    data: npt.NDArray[np.uint8]
    """The file's bytes, as they are mapped."""
    scan: Scan
    refs: npt.NDArray[np.int32]
    """The row of each reference; -1: it refers to nothing."""
    lookup: "IdLookup"
    global_ids: RowIds
    """Of rooted instances, as the scan has them."""
    by_type: "RowsByType"

    @cached_property
    def sha256(self) -> str:
        """The hash of the file's bytes, in hex; other threads run while it is made."""
        digest = hashlib.sha256()
        for begin in range(0, self.data.size, WINDOW):
            digest.update(self.data[begin : begin + WINDOW].data)
            self.let_go()
        return digest.hexdigest()

    @property
    def repeats_ids(self) -> bool:
        """Whether several instances have one STEP id, so that it is IfcOpenShell's to say which of them is meant."""
        return self.lookup.repeated > 0

    def let_go(self) -> None:
        """Give back the memory of the bytes that were read; where they are needed, the file has them."""
        _let_go(self.mapped)

    def windows(self, rows: npt.NDArray[np.int64]) -> Iterator[slice]:
        """Yield the places of rows, in the file's order, whose bytes are near each other; then give these back."""
        ends = np.flatnonzero(np.diff(self.scan.starts[rows] // WINDOW)) + 1
        for first, last in pairwise([0, *ends.tolist(), rows.size]):
            yield slice(first, last)
            self.let_go()

    def text(self, row: int) -> bytes:
        """Return an instance as it is written."""
        begin = self.scan.starts[row]
        return bytes(self.data[begin : begin + self.scan.lengths[row]])

    def global_id(self, row: int) -> str:
        """Return the GlobalId of a rooted instance; empty where it has none."""
        return self.string(row, 0)

    def string(self, row: int, argument: int) -> str:
        """Return the string that an argument of an instance is, decoded; empty where it is none."""
        return self.strings(np.array([row]), np.array([argument]))[0]

    def strings(self, rows: npt.NDArray[np.int64], arguments: npt.NDArray[np.int64]) -> list[str]:
        """Return of each instance the string that an argument is, decoded; empty where it is none."""
        found = strings_of(self.data, self.scan.starts[rows].astype(np.int64), self.scan.lengths[rows], arguments)
        known = {each: decode(each) for each in set(found)}
        return [known[each] for each in found]

    def global_ids_of(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """Return the GlobalIds of rooted instances; empty where one has none."""
        return self.strings(rows, np.zeros(rows.size, np.int64))

    def references_of(self, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return for each reference of these rows the place of its row among them, and its own among all references."""
        starts = self.scan.ref_starts[rows].astype(np.int64)
        counts = self.scan.ref_starts[rows + 1] - starts
        owners = np.repeat(np.arange(rows.size), counts)
        return owners, np.arange(owners.size) + np.repeat(starts - (np.cumsum(counts) - counts), counts)

    def references(self, row: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return where an instance refers to others (slots), and their rows; a reference to nothing is none."""
        of_row = slice(self.scan.ref_starts[row], self.scan.ref_starts[row + 1])
        is_there = self.refs[of_row] >= 0
        return self.scan.slots[of_row][is_there], self.refs[of_row][is_there]

    def rows_with_ids(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of the instances with these STEP ids, those that there are, in the file's order."""
        rows = self.lookup.rows(np.array(sorted(ids), np.int64))
        return sorted(int(row) for row in rows if row >= 0)

    def rows_of(self, name: str) -> npt.NDArray[np.int64]:
        """Return the rows of the instances of one class, subclasses not among them."""
        return self.by_type.rows(np.arange(len(self.table.names) + 1) == self.table.number(name))

    def rows_of_any(self, name: str) -> npt.NDArray[np.int64]:
        """Return the rows of the instances of one class and its subclasses."""
        return self.by_type.rows(self.table.subclasses(name))

    def rows_of_kind(self, kind: int) -> npt.NDArray[np.int64]:
        """Return the rows of the instances that are of one of some kinds (bits of `index.schema`)."""
        return self.by_type.rows(self.table.kinds & kind > 0)


def read_index(path: Path) -> Index:
    """Read the file at `path`.

    Raises:
        UnreadableFileError: it is not a whole IFC file in STEP form.
        UnsupportedSchemaError: IfcOpenShell does not read its schema.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            raise UnreadableFileError("The file is empty.")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = read_header(mapped[:HEADER_BYTES])
        if find_end(file) is None:
            raise UnreadableFileError(_BROKE_OFF)
    table = schema_table(header.schema_identifier)
    data = np.frombuffer(mapped, np.uint8)
    found = scan(data, header.data, (table.keys, table.numbers, table.masks), partial(_let_go, mapped))
    if found.status == NO_END:
        raise UnreadableFileError(_BROKE_OFF)
    if found.status == BAD_ID:
        raise UnreadableFileError("The file numbers an instance beyond what a STEP id may be.")
    lookup = IdLookup(found.ids)
    refs = lookup.rows(found.refs)
    rooted = np.flatnonzero(found.global_ids)
    global_ids = RowIds(rooted, found.global_ids[rooted])
    found = found._replace(ids=_small(found.ids), refs=np.empty(0, np.int64), global_ids=np.empty(0, np.uint64))
    by_type = RowsByType(found.types, len(table.names))
    return Index(header, table, mapped, data, found, refs, lookup, global_ids, by_type)


def _small(ids: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.integer[Any]]:
    """Return the ids in half the memory, where they are as small as in most files."""
    return ids.astype(np.int32) if ids.max(initial=0) < 2**31 else ids


def _let_go(mapped: mmap.mmap) -> None:
    if hasattr(mapped, "madvise"):
        mapped.madvise(mmap.MADV_DONTNEED)  # mapped pages count as the process's memory


class IdLookup:
    """From STEP ids to rows; of instances that share an id, the last one has it."""

    def __init__(self, ids: npt.NDArray[np.integer[Any]]) -> None:
        self._size, largest = ids.size, int(ids.max(initial=0))
        self._ids: npt.NDArray[np.integer[Any]] = np.empty(0, np.int64)
        self._dense = largest <= _DENSE * ids.size
        if self._dense:
            self._rows = np.full(largest + 1, -1, np.int32)
            self._rows[ids] = np.arange(ids.size, dtype=np.int32)
        else:
            self._rows = np.argsort(ids, kind="stable").astype(np.int32)
            self._ids = ids[self._rows]

    def rows(self, wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """Return the row of each wanted id, -1 where there is none."""
        if self._size == 0:
            return np.full(wanted.size, -1, np.int32)
        if self._dense:
            found = np.empty(wanted.size, np.int32)
            _look_up(self._rows, wanted, found)
            return found
        at = np.maximum(np.searchsorted(self._ids, wanted, side="right") - 1, 0)
        return np.where(self._ids[at] == wanted, self._rows[at], np.int32(-1))

    @property
    def repeated(self) -> int:
        """How many instances have an id that a later one has too."""
        distinct = np.count_nonzero(self._rows >= 0) if self._dense else np.unique(self._ids).size
        return int(self._size - distinct)


class RowsByType:
    """From types by number to rows; most types that are asked for have few."""

    def __init__(self, types: npt.NDArray[np.int32], count: int) -> None:
        self._ends = np.zeros(count + 2, np.int64)
        """Where the rows of a type begin, and those of the one before end; those of none, -1, are the last."""
        self._rows = np.empty(types.size, np.int32)
        _sort_by_type(types, self._ends, np.empty(count + 1, np.int64), self._rows)

    def rows(self, is_wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Return the rows of the types by number (the last: of none) that are wanted, in the file's order."""
        ends = self._ends
        of_types = [self._rows[ends[number] : ends[number + 1]] for number in np.flatnonzero(is_wanted).tolist()]
        return np.sort(np.concatenate([np.empty(0, np.int32), *of_types])).astype(np.int64)


@compiled(INT32, INT64, INT64, INT32)
def _sort_by_type(types: Any, ends: Any, places: Any, rows: Any) -> None:
    """Write into `rows` the rows type by type, and into `ends` where those of each begin; `places` is room."""
    for type_ in types:
        ends[type_ + 1 if type_ >= 0 else ends.size - 1] += 1
    for number in range(places.size):
        places[number] = ends[number]
        ends[number + 1] += ends[number]
    for row in range(types.size):
        number = types[row] if types[row] >= 0 else places.size - 1
        rows[places[number]] = row
        places[number] += 1


@compiled(INT32, INT64, INT32)
def _look_up(rows: Any, wanted: Any, found: Any) -> None:
    """Write into `found` the row of each id from a table by id; -1 for one beyond it."""
    for at in range(wanted.size):
        found[at] = rows[wanted[at]] if 0 <= wanted[at] < rows.size else -1
