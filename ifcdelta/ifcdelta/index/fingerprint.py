"""A content hash for every instance, from the leaves up: equal hashes mean equal content, whatever the STEP ids.

A Merkle tree over references (Merkle 1987), without recursion; what no legal file has, a cycle of them, has a hash too.
An object that is referred to counts by its GlobalId, where that is its own, not by its content; a placement's parent by
the object that it places, so that what is carried along stays equal.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.placements import Placements, placements
from ifcdelta.index.schema import FEATURE, OBJECT, PLACEMENT
from ifcdelta.index.table import Index, RowIds
from ifcdelta.native.compiled import BYTES, INT32, UINT64, compiled, helper
from ifcdelta.step.hashing import combine, mix
from ifcdelta.step.scan import argument_of

U64 = np.uint64

_NOTHING: Final = U64(0x5BD1E995)
"""What a reference to no instance hashes to."""
_CYCLE: Final = U64(0x27D4EB2F)
"""What a reference into a cycle hashes to."""
_DONE: Final = 128
"""Beside the bits of a row's kind: it has its hash."""


def fingerprints(index: Index) -> npt.NDArray[np.uint64]:
    """Return n hashes, one per row of the index."""
    kinds = index.table.kinds[index.scan.types]
    identities = _identities(index, kinds, placements(index))
    arrays = index.scan.literals, index.scan.ref_starts, index.refs, index.scan.slots, identities
    hashes = np.empty(kinds.size, np.uint64)
    _merkle(arrays, hashes, kinds, np.empty(kinds.size, np.int32), -1)
    return hashes


def hash_again(before: Index, after: Index, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Hash anew, in place, all that the GlobalIds that two indices of one file have otherwise are in; return the rows.

    `hashes` are the fingerprints `before`; of objects that are known by their GlobalId they may be anything.
    """
    kinds, found = after.table.kinds[after.scan.types], placements(after)
    was, is_ = own_ids(before), own_ids(after)
    objects = np.union1d(was.rows, is_.rows)
    is_other = np.zeros(kinds.size, np.uint8)
    is_other[objects[was.of(objects) != is_.of(objects)]] = 1
    is_other[(kinds & PLACEMENT > 0) & (found.owners >= 0) & (is_other[found.owners] > 0)] = 1
    identities = _identities(after, kinds, found)
    del found
    arrays = after.scan.literals, after.scan.ref_starts, after.refs, after.scan.slots, identities
    stale = np.zeros(kinds.size, np.uint8)
    _find_stale(arrays, kinds, is_other, stale)
    rows = np.flatnonzero(stale)
    waiting = np.empty(kinds.size, np.int32)
    waiting[: rows.size] = rows
    if _merkle(arrays, hashes, np.where(stale, kinds, kinds | _DONE), waiting, rows.size):
        hashes[:] = fingerprints(after)  # Each hash of a cycle is one of all cycles.
        return np.arange(kinds.size)
    return rows


def own_ids(index: Index) -> RowIds:
    """Return the GlobalIds of objects, but those that several have."""
    rows = index.rows_of_kind(OBJECT)
    ids = index.global_ids.of(rows)
    _, inverse, counts = np.unique(ids, return_inverse=True, return_counts=True)
    is_own = (counts[inverse] == 1) & (ids != 0)
    return RowIds(rows[is_own], ids[is_own])


def identities_of(index: Index) -> npt.NDArray[np.uint64]:
    """Return n hashes of the GlobalId of objects; 0: it is no object, has none, or shares it with another object."""
    own, found = own_ids(index), np.zeros(index.scan.types.size, np.uint64)
    found[own.rows] = own.hashes
    return found


def known_by(index: Index) -> npt.NDArray[np.uint64]:
    """Return n hashes of what an instance is known by where a placement is relative to it, or another refers to it."""
    return _identities(index, index.table.kinds[index.scan.types], placements(index))


def _identities(index: Index, kinds: npt.NDArray[np.uint8], found: Placements) -> npt.NDArray[np.uint64]:
    """Return n hashes of what an instance is known by: an object's GlobalId, a placement's object; 0: its content.

    A placement that several objects share keeps its content. So does that of a feature: what moves with an opening is
    told to have moved, for the opening is not told of itself.
    """
    identities = identities_of(index)
    own = np.flatnonzero((found.owners >= 0) & ~found.is_shared & (kinds & PLACEMENT > 0))
    owners = found.owners[own]
    identities[own] = np.where(kinds[owners] & FEATURE, U64(0), identities[owners])
    return identities


@helper
def _known_by(row: Any, parent: Any, slot: Any, identities: Any, kinds: Any) -> Any:
    """Return the identity that stands for a referred row, 0 where its content does."""
    if kinds[row] & OBJECT:
        return identities[row]
    if kinds[row] & PLACEMENT and kinds[parent] & PLACEMENT and argument_of(slot) == 0:
        return identities[row]
    return U64(0)


_ARRAYS: Final = UINT64, INT32, INT32, INT32, UINT64


@compiled(_ARRAYS, BYTES, BYTES, BYTES)
def _find_stale(arrays: Any, kinds: Any, is_other: Any, stale: Any) -> None:
    """Mark what is another object, and all that says so: who refers to its GlobalId, or to the content of who does."""
    _, ref_starts, refs, slots, identities = arrays
    again = True
    while again:
        again = False
        for row in range(kinds.size):
            if stale[row]:
                continue
            is_stale = kinds[row] & OBJECT and is_other[row]
            for at in range(ref_starts[row], ref_starts[row + 1]):
                target = refs[at]
                if is_stale or target < 0 or not (is_other[target] or stale[target]):
                    continue
                is_known = kinds[target] & OBJECT or (
                    kinds[target] & PLACEMENT and kinds[row] & PLACEMENT and argument_of(slots[at]) == 0
                )
                is_stale = (is_known and is_other[target]) or (not (is_known and identities[target]) and stale[target])
            if is_stale:
                stale[row] = 1
                again = True


@compiled(_ARRAYS, UINT64, BYTES, INT32, int, returns=1)
def _merkle(arrays: Any, hashes: Any, state: Any, waiting: Any, left: Any) -> Any:
    """Hash each row after all that it refers to, in passes over the rows that wait for others; return how many cannot.

    `state` begins as the rows' kinds; `waiting` has `left` rows to hash, or is room for rows, of which with -1 all are.

    A file that is written from the leaves up needs one pass, any other as many as references are deep at most; passes
    read memory in order, which following each reference would not.
    """
    is_first = left < 0
    left = state.size if is_first else left
    while True:
        kept = 0
        for place in range(left):
            row = place if is_first else waiting[place]
            is_whole, total = _sum(row, arrays, hashes, state, False)
            if is_whole:
                hashes[row] = mix(total)
                state[row] |= _DONE
            else:
                waiting[kept] = row
                kept += 1
        if kept == left:
            break
        left, is_first = kept, False
    _close_cycles(waiting[:left], arrays, hashes, state)
    return left


@helper
def _sum(row: Any, arrays: Any, hashes: Any, state: Any, with_cycles: Any) -> Any:
    """Return whether all that a row refers to has its hash, and the sum of what it says and refers to."""
    literals, ref_starts, refs, slots, identities = arrays
    total = literals[row]
    for at in range(ref_starts[row], ref_starts[row + 1]):
        target, content = refs[at], _NOTHING
        if target >= 0:
            content = _known_by(target, row, slots[at], identities, state)
            if not content:
                if state[target] & _DONE:
                    content = hashes[target]
                elif with_cycles:
                    content = _CYCLE
                else:
                    return False, total
        total += combine(U64(slots[at]) + U64(1), content)
    return True, total


@helper
def _close_cycles(rows: Any, arrays: Any, hashes: Any, state: Any) -> None:
    """Hash what is in a cycle of references, or refers to one: all of it by the content of all, so none goes unseen."""
    inside = U64(0)
    for row in rows:
        hashes[row] = _sum(row, arrays, hashes, state, True)[1]  # none reads it: it is not done
        inside += mix(hashes[row])
    for row in rows:
        hashes[row] = mix(hashes[row] + mix(inside))
