"""A content hash for every instance, from the leaves up: equal hashes mean equal content, whatever the STEP ids.

A Merkle tree over references (Merkle 1987), without recursion. An object that is referred to counts by its GlobalId,
not its content; a placement's parent by the object that it places, so that what is carried along stays equal.
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
"""What a reference back into the chain that leads to it hashes to."""


def fingerprints(index: Index) -> npt.NDArray[np.uint64]:
    """Return n hashes, one per row of the index."""
    kinds = index.table.kinds[index.scan.types]
    identities = _identities(index, kinds)
    return np.asarray(
        _merkle(index.scan.literals, index.scan.ref_starts, index.refs, index.scan.slots, identities, kinds)
    )


def _identities(index: Index, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return n hashes of what an instance is known by: an object's GlobalId, a placement's object; 0: its content."""
    identities = np.where(kinds & OBJECT, index.scan.global_ids, U64(0))
    _own_placements(index.scan.ref_starts, index.refs, kinds, index.scan.global_ids, identities)
    return identities


@njit(cache=True, nogil=True)
def _own_placements(ref_starts: Any, refs: Any, kinds: Any, global_ids: Any, identities: Any) -> None:
    """Give each placement of an object the object's identity; one that several share keeps its content.

    So does that of a feature: what moves with an opening is told to have moved, for the opening is not told of itself.
    """
    shared = U64(1)
    for row in range(kinds.size):
        if kinds[row] & OBJECT and not kinds[row] & FEATURE and global_ids[row]:
            for at in range(ref_starts[row], ref_starts[row + 1]):
                target = refs[at]
                if target >= 0 and kinds[target] & PLACEMENT:
                    identities[target] = shared if identities[target] else global_ids[row]
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
    """Hash each row after all that it refers to; `stack` is the chain of rows that wait for one another."""
    n = literals.size
    hashes, done = np.zeros(n, np.uint64), np.zeros(n, np.uint8)
    stack, cursor = np.empty(n + 1, np.int32), np.empty(n + 1, np.int64)
    for first in range(n):
        if done[first]:
            continue
        depth, stack[0], cursor[0], done[first] = 0, first, ref_starts[first], 1
        while depth >= 0:
            row = stack[depth]
            if cursor[depth] == ref_starts[row + 1]:
                hashes[row] = _hash_of(row, literals, ref_starts, refs, slots, identities, kinds, hashes, done)
                done[row] = 2
                depth -= 1
                continue
            at = cursor[depth]
            cursor[depth] += 1
            target = refs[at]
            if target >= 0 and done[target] == 0 and not _known_by(target, row, slots[at], identities, kinds):
                depth += 1
                stack[depth], cursor[depth], done[target] = target, ref_starts[target], 1
    return hashes


@njit(cache=True)
def _hash_of(
    row: Any, literals: Any, ref_starts: Any, refs: Any, slots: Any, identities: Any, kinds: Any, hashes: Any, done: Any
) -> Any:
    total = literals[row]
    for at in range(ref_starts[row], ref_starts[row + 1]):
        target, slot = refs[at], slots[at]
        content = _NOTHING
        if target >= 0:
            known = _known_by(target, row, slot, identities, kinds)
            content = known or (hashes[target] if done[target] == 2 else _CYCLE)
        total += combine(U64(slot) + U64(1), content)
    return mix(total)
