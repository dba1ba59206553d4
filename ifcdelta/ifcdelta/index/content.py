"""All that a file says, noise left out: a hash of what each instance says, and one of 128 bits of the whole.

The same for every spelling, order and numbering of a model, however its relationships are divided and whatever its
instances share. Compares nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.attached import attached_classes
from ifcdelta.index.fingerprint import own_ids
from ifcdelta.index.links import links_of
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import BYTES, INT32, UINT64, Array, compiled, helper
from ifcdelta.step.arguments import said_in, skipped_references
from ifcdelta.step.hashing import combine, hash_bytes, mix

U64 = np.uint64
Hashes = npt.NDArray[np.uint64]

CONTEXT: Final = "IfcGeometricRepresentationContext"
_OF_CONTEXT: Final = 1 << 3 | 1 << 5
"""Its Precision and TrueNorth, which the hashes of shapes leave out."""
_APART: Final = U64(0x6A09E667F3BCC908)
"""Makes the second half of a fingerprint another hash than the first."""


STANDS: Final = 1
ATTACHED: Final = 2


@dataclass(frozen=True)
class Content:
    """What a file says; n rows of its index."""

    said: Hashes
    """n hashes of what each instance says, of objects with their GlobalId."""
    live: npt.NDArray[np.uint8]
    """n: 1 for what says something of the model by itself, 2 for what is attached, 0 for noise."""
    link_rows: npt.NDArray[np.int32]
    """The rows of the links: of what is attached, then of what contexts say that shapes are not concerned with."""
    link_hashes: Hashes
    table: Hashes
    """All that is said, open-addressed; 0 marks a free place."""
    fingerprint: str
    """Of the whole, in hex."""

    def without_table(self) -> "Content":
        """Return it for who has looked up what he wanted."""
        return replace(self, table=np.empty(0, np.uint64))

    def common(self, values: Hashes) -> Hashes:
        """Return which of some values it says."""
        of_instances = among(self.said, values) & (self.live == STANDS)
        return np.union1d(self.said[of_instances], self.link_hashes[among(self.link_hashes, values)])


def said_by(index: Index, content: Content, step_ids: Iterable[int]) -> Hashes:
    """Return the hashes of what the instances with these STEP ids say; in two files of one schema the same is alike."""
    return content.said[index.lookup.rows(np.array(list(step_ids), np.int64))]


@dataclass(frozen=True)
class Lacks:
    """What another file does not say of what a file says."""

    instances: npt.NDArray[np.bool_]
    """n: whether an instance that stands by itself is lacking."""
    links: npt.NDArray[np.bool_]
    """Per link whether it is lacking."""


def content_of(index: Index, hashes: Hashes) -> Content:
    """Return what a file says; `hashes` are the instances' fingerprints, which become what each says."""
    is_attached = attached_classes(index.table)[index.scan.types]
    live = (is_attached | (index.table.masks[index.scan.types, 2] > 0)).astype(np.uint8)
    _reach(index.scan.ref_starts, index.refs, live)
    live[is_attached] = ATTACHED
    contexts, of_contexts = _of_contexts(index, hashes, live)
    own = own_ids(index)
    of_objects = combine(own.hashes, hashes[own.rows])
    hashes[own.rows] = own.hashes  # So they are known in links.
    links = links_of(index, np.flatnonzero(is_attached), hashes)
    hashes[own.rows] = of_objects
    rows, link_hashes = np.concatenate([links.rows, contexts]), np.concatenate([links.hashes, of_contexts])
    del links
    table, sums = np.zeros(_room(int(np.count_nonzero(live == STANDS)) + rows.size), np.uint64), np.zeros(2, np.uint64)
    sums[0] = hash_bytes(index.header.schema.upper().encode("ascii", "replace"))
    _enter(hashes, live, link_hashes, table, sums)
    return Content(hashes, live, rows, link_hashes, table, "".join(f"{int(each):016x}" for each in mix(sums)))


def lacks(content: Content, other: Content) -> Lacks:
    """Return what the other file does not say."""
    instances = _lacking(content.said, other.table) & (content.live == STANDS)
    return Lacks(instances, _lacking(content.link_hashes, other.table))


def among(values: Hashes, some: Hashes) -> npt.NDArray[np.bool_]:
    """Tell which of many values are among some, in the time that reading them takes."""
    table = np.zeros(_room(some.size), np.uint64)
    _enter(some[:0], np.zeros(0, np.uint8), some, table, np.zeros(2, np.uint64))
    return ~_lacking(values, table)


def _room(count: int) -> int:
    """Return how many places a table for so many has."""
    return max(4, 1 << (2 * count - 1).bit_length()) if count else 4


def _of_contexts(index: Index, hashes: Hashes, live: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int32], Hashes]:
    """Return the rows of contexts, and the hashes of what each says of precision and true north."""
    rows = index.rows_of(CONTEXT)
    rows = rows[live[rows] > 0]
    starts, lengths = index.scan.starts[rows].astype(np.int64), index.scan.lengths[rows]
    skips = np.full(rows.size, _OF_CONTEXT, np.int64)
    found = mix(said_in(index.data, starts, lengths, skips))
    for at in range(rows.size):
        one = slice(at, at + 1)
        directions = index.lookup.rows(skipped_references(index.data, starts[one], lengths[one], skips[one]))
        found[one] += hashes[directions[directions >= 0]].sum(dtype=np.uint64)  # An array, which may overflow.
    return rows.astype(np.int32), combine(index.scan.literals[rows], found)


@compiled(INT32, INT32, BYTES)
def _reach(ref_starts: Any, refs: Any, live: Any) -> None:
    """Mark all that what is live refers to: from the end, for most files are written from the leaves up."""
    again = True
    while again:
        again = False
        for at in range(live.size):
            row = live.size - 1 - at
            if not live[row]:
                continue
            for place in range(ref_starts[row], ref_starts[row + 1]):
                target = refs[place]
                if target >= 0 and not live[target]:
                    live[target] = 1
                    again = again or target > row


@compiled(UINT64, BYTES, UINT64, UINT64, UINT64)
def _enter(said: Any, live: Any, links: Any, table: Any, sums: Any) -> None:
    """Enter what is said into the table; add each thing once to the sums."""
    for row in range(said.size):
        if live[row] == STANDS:
            _enter_one(said[row], table, sums)
    for link in links:
        _enter_one(link, table, sums)


@helper
def _enter_one(value: Any, table: Any, sums: Any) -> None:
    place = np.int64(value & U64(table.size - 1))
    while table[place] != 0 and table[place] != value:
        place = (place + 1) & (table.size - 1)
    if table[place] == 0:
        table[place] = value
        sums[0] += mix(value)
        sums[1] += mix(value ^ _APART)


def _lacking(values: Hashes, table: Hashes) -> npt.NDArray[np.bool_]:
    """Tell which values a table lacks."""
    found = np.empty(values.size, np.bool_)
    _look_up(values, table, found)
    return found


@compiled(UINT64, UINT64, Array(np.bool_))
def _look_up(values: Any, table: Any, found: Any) -> None:
    for at in range(values.size):
        place = np.int64(values[at] & U64(table.size - 1))
        while table[place] != 0 and table[place] != values[at]:
            place = (place + 1) & (table.size - 1)
        found[at] = table[place] != values[at]
