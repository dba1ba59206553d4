"""How many elements that are equal by themselves went along with one that moved. Reads the index; opens nothing.

An element whose placement is relative to another's (IfcLocalPlacement.PlacementRelTo), or on the axes of a grid, stands
elsewhere when that one moves, though nothing of its own changed.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from ifcdelta.index.placements import placements
from ifcdelta.index.schema import FEATURE, GRID_AXIS, IN_SCOPE, PRODUCT
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import BYTES, INT32, INT64, compiled, helper

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
    placed, parents, owners, _ = placements(index)
    owners[kinds[owners] & FEATURE > 0] = -1  # What stands on an opening is told to have moved by itself.
    of_moved = placed[moved_rows]
    owners[of_moved[of_moved >= 0]] = np.array(moved_rows, np.int32)[of_moved >= 0]
    counts = np.zeros(kinds.size, np.int64)
    _count((index.scan.ref_starts, index.refs, kinds), (placed, parents, owners), role, skipped, counts)
    return {int(index.scan.ids[row]): int(counts[row]) for row in moved_rows if counts[row]}


@compiled((INT32, INT32, BYTES), (INT32, INT32, INT32), BYTES, BYTES, INT64)
def _count(arrays: Any, placements: Any, role: Any, skipped: Any, counts: Any) -> None:
    _, _, kinds = arrays
    placed, _, owners = placements
    for row in range(kinds.size):
        if not kinds[row] & PRODUCT or not kinds[row] & IN_SCOPE or skipped[row]:
            continue
        placement = placed[row]
        for _ in range(64):
            placement = _parent(placement, arrays, placements)
            if placement < 0:
                break
            owner = owners[placement]
            if owner >= 0 and role[owner] == _MOVED:
                counts[owner] += 1
            if owner >= 0 and role[owner]:
                break


@helper
def _parent(placement: Any, arrays: Any, placements: Any) -> Any:
    """Return the row of the placement that one is relative to, or of the grid that it is on; -1: there is none."""
    ref_starts, refs, kinds = arrays
    placed, parents, owners = placements
    if placement < 0 or parents[placement] >= 0:
        return parents[placement] if placement >= 0 else -1
    for at in range(ref_starts[placement], ref_starts[placement + 1]):
        crossing = refs[at]
        if crossing < 0:
            continue
        for place in range(ref_starts[crossing], ref_starts[crossing + 1]):
            axis = refs[place]
            if axis >= 0 and kinds[axis] & GRID_AXIS and owners[axis] >= 0:
                return placed[owners[axis]]
    return -1
