"""Which placement an object has, which object has a placement, and to what it is relative: by rows of the index.

IfcObjectPlacement (IFC 4.3, 8.7.3). Compiled by numba; resolves no coordinate.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.index.schema import FEATURE, GRID_AXIS, OBJECT, PLACEMENT
from ifcdelta.index.table import Index
from ifcdelta.step.scan import argument_of

Rows = npt.NDArray[np.int32]


class Placements(NamedTuple):
    """n rows each, -1 where there is none."""

    placed: Rows
    """Of an object its placement."""
    parents: Rows
    """Of a placement the one that it is relative to."""
    owners: Rows
    """Of a placement an object that it places, of a grid's axis the grid; a feature only where nothing else has it."""
    is_shared: npt.NDArray[np.bool_]
    """Whether several objects that are no features have a placement."""


def placements(index: Index) -> Placements:
    """Return the placements of a file."""
    kinds = index.table.kinds[index.scan.types]
    return Placements(*_walk(index.scan.ref_starts, index.refs, index.scan.slots, kinds))


@njit(cache=True, nogil=True)
def _walk(ref_starts: Any, refs: Any, slots: Any, kinds: Any) -> Any:
    placed, parents = np.full(kinds.size, -1, np.int32), np.full(kinds.size, -1, np.int32)
    owners, is_shared = np.full(kinds.size, -1, np.int32), np.zeros(kinds.size, np.bool_)
    for row in range(kinds.size):
        kind = kinds[row]
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target < 0 or not kinds[target] & (PLACEMENT | GRID_AXIS):
                continue
            if kind & PLACEMENT:
                if kinds[target] & PLACEMENT and argument_of(slots[at]) == 0:
                    parents[row] = target
                continue
            if kinds[target] & PLACEMENT:
                placed[row] = target
            if kind & OBJECT:
                owner = owners[target]
                if owner < 0 or kinds[owner] & FEATURE:
                    owners[target] = row
                elif not kind & FEATURE:
                    is_shared[target] = True
    return placed, parents, owners, is_shared
