"""A content hash for every instance, from the leaves up: equal hashes mean equal content, whatever the STEP ids.

A Merkle tree over references (Merkle 1987), without recursion; what no legal file has, a cycle of them, has a hash too.
An object that is referred to counts by its GlobalId, where that is its own, not by its content; a placement's parent by
the object that it places, so that what is carried along stays equal.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.hashing import combine, mix
from ifcdelta.index import Index
from ifcdelta.scan import argument_of
from ifcdelta.schema_table import FEATURE, OBJECT, PLACEMENT

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
    identities = own_ids(index, kinds)
    _own_placements(index.scan.ref_starts, index.refs, kinds, identities)
    return np.asarray(
        _merkle(index.scan.literals, index.scan.ref_starts, index.refs, index.scan.slots, identities, kinds)
    )


def own_ids(index: Index, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return n hashes of the GlobalId of objects; 0: it is no object, has none, or shares it with another object."""
    rows = np.flatnonzero(kinds & OBJECT)
    _, inverse, counts = np.unique(index.scan.global_ids[rows], return_inverse=True, return_counts=True)
    found = np.zeros(kinds.size, np.uint64)
    alone = rows[counts[inverse] == 1]
    found[alone] = index.scan.global_ids[alone]
    return found


@njit(cache=True, nogil=True)
def _own_placements(ref_starts: Any, refs: Any, kinds: Any, identities: Any) -> None:
    """Give each placement of an object the object's identity; one that several share keeps its content.

    So does that of a feature: what moves with an opening is told to have moved, for the opening is not told of itself.
    """
    shared = U64(1)
    for row in range(kinds.size):
        if kinds[row] & OBJECT and not kinds[row] & FEATURE and identities[row]:
            for at in range(ref_starts[row], ref_starts[row + 1]):
                target = refs[at]
                if target >= 0 and kinds[target] & PLACEMENT:
                    identities[target] = shared if identities[target] else identities[row]
    for row in range(kinds.size):
        if identities[row] == shared:
            identities[row] = U64(0)


@njit(cache=True, inline="always")
def _known_by(row: Any, parent: Any, slot: Any, identities: Any, kinds: Any) -> Any:
    """Return the identity that stands for a referred row, 0 where its content does."""
    if kinds[row] & OBJECT:
        return identities[row]
    if kinds[row] & PLACEMENT and kinds[parent] & PLACEMENT and argument_of(slot) == 0:
        return identities[row]
    return U64(0)


@njit(cache=True, nogil=True)
def _merkle(literals: Any, ref_starts: Any, refs: Any, slots: Any, identities: Any, kinds: Any) -> Any:
    """Hash each row after all that it refers to, in passes over the rows that wait for others.

    A file that is written from the leaves up needs one pass, any other as many as references are deep at most; passes
    read memory in order, which following each reference would not.
    """
    arrays = literals, ref_starts, refs, slots, identities
    hashes, state = np.empty(kinds.size, np.uint64), kinds.copy()
    waiting, left, is_first = np.empty(kinds.size, np.int32), kinds.size, True
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
    return hashes


@njit(cache=True, inline="always")
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


@njit(cache=True)
def _close_cycles(rows: Any, arrays: Any, hashes: Any, state: Any) -> None:
    """Hash what is in a cycle of references, or refers to one: all of it by the content of all, so none goes unseen."""
    sums, inside = np.empty(rows.size, np.uint64), U64(0)
    for place in range(rows.size):
        sums[place] = _sum(rows[place], arrays, hashes, state, True)[1]
        inside += mix(sums[place])
    for place in range(rows.size):
        hashes[rows[place]] = mix(sums[place] + mix(inside))
