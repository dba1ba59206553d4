"""What stands relative to elements whose bodies need not have done what their placements did. Reads the index.

Where exporters choose an origin anew the body stays; what is placed relative to it, and is written as before, does not.
It has to be looked at, though nothing of its own changed.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.placements import Placements, placements
from ifcdelta.index.schema import FEATURE, IN_SCOPE, PRODUCT, REPRESENTATION
from ifcdelta.index.table import Index
from ifcdelta.step.scan import argument_of

Rows = npt.NDArray[np.int64]

_LONGEST_CHAIN: Final = 64


def standing_on(index: Index, rows: Rows) -> Rows:
    """Return what is placed relative to those of `rows` that are represented, and to what is found so in turn."""
    hosts = _represented(index, rows)
    if not hosts.size:
        return hosts
    kinds = index.table.kinds[index.scan.types]
    found = placements(index)
    elements = index.rows_of_kind(IN_SCOPE)
    elements = elements[(kinds[elements] & PRODUCT > 0) & (found.placed[elements] >= 0)]
    above = _above(elements, found, kinds)
    stands = np.zeros(kinds.size, np.bool_)
    while hosts.size:
        nearest = np.zeros(kinds.size + 1, np.bool_)
        nearest[hosts] = True
        more = elements[nearest[above] & ~stands[elements]]
        stands[more] = True
        hosts = _represented(index, more)
    return np.flatnonzero(stands)


def _represented(index: Index, rows: Rows) -> Rows:
    """Return those rows that refer to a representation: all else has no body to stay behind."""
    owners, places = index.references_of(rows)
    is_there = (argument_of(index.scan.slots[places]) == REPRESENTATION) & (index.refs[places] >= 0)
    return np.asarray(rows[np.unique(owners[is_there])])


def _above(elements: Rows, found: Placements, kinds: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Return of each element what it is placed relative to, but for features; -1: there is nothing."""
    above = np.full(elements.size, -1, np.int32)
    placement, waiting = found.placed[elements], np.arange(elements.size)
    for _ in range(_LONGEST_CHAIN):
        placement = found.parents[placement]
        waiting, placement = waiting[placement >= 0], placement[placement >= 0]
        owners = found.owners[placement]
        is_element = (owners >= 0) & (kinds[owners] & FEATURE == 0)
        above[waiting[is_element]] = owners[is_element]
        waiting, placement = waiting[~is_element], placement[~is_element]
        if not waiting.size:
            break
    return above
