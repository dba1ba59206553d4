"""Elements that are parts of themselves, and placements that are relative to themselves: nothing can be resolved there.

Reads the index; opens no model and compares nothing.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.index import Index
from ifcdelta.roles import WHOLES, wholes
from ifcdelta.scan import argument_of
from ifcdelta.schema_table import IN_SCOPE, PLACEMENT
from ifcdelta.values import NO_GLOBAL_ID

Rows = npt.NDArray[np.int32]


def cycles(index: Index, side: str) -> Iterator[tuple[str, str, str]]:
    """Yield a GlobalId (or `NO_GLOBAL_ID`), an aspect and why that is not known of the `side` model."""
    kinds = index.table.kinds[index.scan.types]
    is_told = (kinds & IN_SCOPE) > 0
    for relation in WHOLES:
        for row in np.flatnonzero(is_told & _in_cycles(wholes(index, (relation,)))):
            yield index.global_id(int(row)) or NO_GLOBAL_ID, "aggregate", f"it is a part of itself in the {side} model"
    placed, parents = _placements(index.scan.ref_starts, index.refs, index.scan.slots, kinds)
    endless = np.append(_leading_into(_in_cycles(parents), parents), False)
    for row in np.flatnonzero(is_told & endless[placed]):
        yield (
            index.global_id(int(row)) or NO_GLOBAL_ID,
            "placement",
            f"its placement refers to itself in the {side} model",
        )


def _leading_into(cycles: npt.NDArray[np.bool_], parents: Rows) -> npt.NDArray[np.bool_]:
    """Tell which rows are in cycles, or have parents that are."""
    while cycles.any():
        more = cycles | (cycles[parents] & (parents >= 0))
        if np.array_equal(more, cycles):
            break
        cycles = more
    return cycles


@njit(cache=True, nogil=True)
def _placements(ref_starts: Any, refs: Any, slots: Any, kinds: Any) -> Any:
    """Return the placement of each object and the parent of each placement, by rows; -1: there is none."""
    placed, parents = np.full(kinds.size, -1, np.int32), np.full(kinds.size, -1, np.int32)
    for row in range(kinds.size):
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and kinds[refs[at]] & PLACEMENT:
                if not kinds[row] & PLACEMENT:
                    placed[row] = refs[at]
                elif argument_of(slots[at]) == 0:
                    parents[row] = refs[at]
    return placed, parents


@njit(cache=True, nogil=True)
def _in_cycles(parents: Any) -> Any:
    """Tell which rows come back to themselves by their parents (-1: none)."""
    inside = np.zeros(parents.size, np.bool_)
    walk_of = np.full(parents.size, -1, np.int32)
    for start in range(parents.size):
        row = start
        while row >= 0 and walk_of[row] < 0:
            walk_of[row] = start
            row = parents[row]
        while row >= 0 and walk_of[row] == start and not inside[row]:
            inside[row] = True
            row = parents[row]
    return inside
