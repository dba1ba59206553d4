"""How many elements that are equal by themselves went along with one that moved. Reads the index; opens nothing.

An element whose placement is relative to another's (IfcLocalPlacement.PlacementRelTo), or on the axes of a grid, stands
elsewhere when that one moves, though nothing of its own changed.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from ifcdelta.compiled import BYTES, INT32, INT64, compiled, helper
from ifcdelta.index import Index
from ifcdelta.scan import argument_of
from ifcdelta.schema_table import FEATURE, GRID_AXIS, IN_SCOPE, OBJECT, PLACEMENT, PRODUCT

_MOVED: Final = 1
_STAYS: Final = 2


def count_carried(index: Index, moved: Iterable[int], along: Iterable[int], compared: Iterable[int]) -> dict[int, int]:
    """Return for each STEP id of `moved` how many elements it took along that were not `compared`.

    `moved` are told to have moved by themselves; `along`, which did with others, lead on to what holds them; all else
    that was compared did not move, and nothing with it.
    """
    role = np.zeros(index.scan.ids.size, np.uint8)
    skipped = np.zeros(index.scan.ids.size, np.uint8)
    compared_rows = index.rows_with_ids(compared)
    role[compared_rows], skipped[compared_rows] = _STAYS, 1
    role[index.rows_with_ids(along)] = 0
    moved_rows = index.rows_with_ids(moved)
    role[moved_rows] = _MOVED
    kinds = index.table.kinds[index.scan.types]
    counts = np.zeros(kinds.size, np.int64)
    placed, owners = np.full(kinds.size, -1, np.int32), np.full(kinds.size, -1, np.int32)
    references = index.scan.ref_starts, index.refs, index.scan.slots
    _count(references, kinds, role, skipped, placed, owners, counts)
    return {int(index.scan.ids[row]): int(counts[row]) for row in moved_rows if counts[row]}


@compiled((INT32, INT32, INT32), BYTES, BYTES, BYTES, INT32, INT32, INT64)
def _count(references: Any, kinds: Any, role: Any, skipped: Any, placed: Any, owners: Any, counts: Any) -> None:
    ref_starts, refs, slots = references
    _place(ref_starts, refs, kinds, role, placed, owners)
    for row in range(kinds.size):
        if not kinds[row] & PRODUCT or not kinds[row] & IN_SCOPE or skipped[row]:
            continue
        placement = placed[row]
        for _ in range(64):
            placement = _parent(placement, ref_starts, refs, slots, kinds, placed, owners)
            if placement < 0:
                break
            owner = owners[placement]
            if owner >= 0 and role[owner] == _MOVED:
                counts[owner] += 1
            if owner >= 0 and role[owner]:
                break


@helper
def _place(ref_starts: Any, refs: Any, kinds: Any, role: Any, placed: Any, owners: Any) -> None:
    """Write the placement of each object, and the object of each placement and grid axis, by rows; -1: there is none.

    Features own none; of several that share a placement, one that moved owns it.
    """
    for row in range(kinds.size):
        if not kinds[row] & OBJECT:
            continue
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target < 0 or not kinds[target] & (PLACEMENT | GRID_AXIS):
                continue
            if kinds[target] & PLACEMENT:
                placed[row] = target
            if not kinds[row] & FEATURE and (owners[target] < 0 or role[row] == _MOVED):
                owners[target] = row


@helper
def _parent(placement: Any, ref_starts: Any, refs: Any, slots: Any, kinds: Any, placed: Any, owners: Any) -> Any:
    """Return the row of the placement that one is relative to, -1 where there is none."""
    if placement < 0:
        return -1
    for at in range(ref_starts[placement], ref_starts[placement + 1]):
        if refs[at] >= 0 and kinds[refs[at]] & PLACEMENT and argument_of(slots[at]) == 0:
            return refs[at]
    for at in range(ref_starts[placement], ref_starts[placement + 1]):
        crossing = refs[at]
        if crossing < 0:
            continue
        for place in range(ref_starts[crossing], ref_starts[crossing + 1]):
            axis = refs[place]
            if axis >= 0 and kinds[axis] & GRID_AXIS and owners[axis] >= 0:
                return placed[owners[axis]]
    return -1
