"""A content hash for every instance, from the leaves up: equal hashes mean equal content, whatever the STEP ids.

A Merkle tree over references (Merkle 1987), without recursion; what no legal file has, a cycle of them, has a hash too.
An object that is referred to counts by its GlobalId, where that is its own, not by its content; a placement's parent by
the object that it places, so that what is carried along stays equal.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.placements import placements
from ifcdelta.index.schema import FEATURE, OBJECT, PLACEMENT
from ifcdelta.index.table import Index
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
    identities = _identities(index, kinds)
    arrays = index.scan.literals, index.scan.ref_starts, index.refs, index.scan.slots, identities
    hashes = np.empty(kinds.size, np.uint64)
    _merkle(arrays, hashes, kinds.copy(), np.empty(kinds.size, np.int32))
    return hashes


def own_ids(index: Index) -> npt.NDArray[np.uint64]:
    """Return n hashes of the GlobalId of objects; 0: it is no object, has none, or shares it with another object."""
    rows = np.flatnonzero(index.table.kinds[index.scan.types] & OBJECT)
    _, inverse, counts = np.unique(index.scan.global_ids[rows], return_inverse=True, return_counts=True)
    found = np.zeros(index.scan.types.size, np.uint64)
    alone = rows[counts[inverse] == 1]
    found[alone] = index.scan.global_ids[alone]
    return found


def _identities(index: Index, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return n hashes of what an instance is known by: an object's GlobalId, a placement's object; 0: its content.

    A placement that several objects share keeps its content. So does that of a feature: what moves with an opening is
    told to have moved, for the opening is not told of itself.
    """
    identities = own_ids(index)
    found = placements(index)
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


@compiled((UINT64, INT32, INT32, INT32, UINT64), UINT64, BYTES, INT32)
def _merkle(arrays: Any, hashes: Any, state: Any, waiting: Any) -> None:
    """Hash each row after all that it refers to, in passes over the rows that wait for others.

    `state` begins as the rows' kinds; `waiting` is room for rows.

    A file that is written from the leaves up needs one pass, any other as many as references are deep at most; passes
    read memory in order, which following each reference would not.
    """
    left, is_first = state.size, True
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
