"""Which placement an object has, which object has a placement, and to what it is relative: by rows of the index.

IfcObjectPlacement (IFC 4.3, 8.7.3). Compiled by numba; resolves no coordinate.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import FEATURE, GRID_AXIS, OBJECT, PLACEMENT
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import BYTES, INT32, Array, compiled
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
    placed, parents, owners = (np.full(kinds.size, -1, np.int32) for _ in range(3))
    found = Placements(placed, parents, owners, np.zeros(kinds.size, np.bool_))
    _walk(index.scan.ref_starts, index.refs, index.scan.slots, kinds, *found)
    return found


@compiled(INT32, INT32, INT32, BYTES, INT32, INT32, INT32, Array(np.bool_))
def _walk(
    ref_starts: Any, refs: Any, slots: Any, kinds: Any, placed: Any, parents: Any, owners: Any, is_shared: Any
) -> None:
    for row in range(kinds.size):
        kind = kinds[row]
        if not kind & (PLACEMENT | OBJECT):
            continue
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
            owner = owners[target]
            if owner < 0 or kinds[owner] & FEATURE:
                owners[target] = row
            elif not kind & FEATURE:
                is_shared[target] = True
