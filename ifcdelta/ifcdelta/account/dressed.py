"""What dresses items, layers, styles, colour maps, accounted for by what was said of how elements look.

An item need not differ for what dresses it to differ: it is looked for from the elements. Knows no link.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.account.verdicts import Bits
from ifcdelta.index.dressing import dressings, reach, walk_of
from ifcdelta.index.schema import IN_SCOPE, PRODUCT, TYPE
from ifcdelta.native.compiled import BYTES, INT32, INT64, Array, compiled
from ifcdelta.step.scan import argument_of


class Looks(NamedTuple):
    """What accounts per row for how an item looks, and for what dresses items."""

    items: Bits
    dressings: Bits


def of_items(side: Differing, labels: Bits) -> Bits:
    """Return per row what accounts for how an item looks; `labels` are what accounts for how each element does.

    Zero of all items where nothing that dresses any differs.
    """
    found = np.zeros(side.kinds.size, np.int32)
    is_dressed = np.zeros(side.kinds.size, np.uint8)
    for rows, argument in dressings(side.index):
        _mark(rows[side.differs[rows] > 0], argument, _references(side), is_dressed)
    if is_dressed.any():
        elements = side.index.rows_of_kind(IN_SCOPE)
        elements = elements[(side.kinds[elements] & (PRODUCT | TYPE) > 0) & (labels[elements] != 0)]
        walk = walk_of(side.index)
        _look(elements, _references(side), (labels, is_dressed), walk.is_way, walk.room, found)
    return found


def of_dressings(side: Differing, items: Bits) -> Bits:
    """Return per row what accounts for what dresses items; `items` are as `of_items` returns them."""
    found = np.zeros(side.kinds.size, np.int32)
    if items.any():
        for rows, argument in dressings(side.index):
            _gather(rows[side.differs[rows] > 0], argument, _references(side), items, found)
    return found


def is_listed(side: Differing) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it dresses a set of items, each of them by a link of its own."""
    by_type = np.zeros(len(side.index.table.names) + 1, np.bool_)
    for rows, argument in dressings(side.index):
        kinds = np.unique(side.index.scan.types[rows])
        by_type[kinds] = side.index.table.masks[kinds, 1] >> argument & 1 > 0
    return by_type[side.index.scan.types]


def _references(side: Differing) -> tuple[npt.NDArray[Any], ...]:
    return side.index.scan.ref_starts, side.index.refs, side.index.scan.slots


_REFERENCES: Final = INT32, INT32, INT32


@compiled(INT64, int, _REFERENCES, BYTES)
def _mark(rows: Any, items: Any, references: Any, is_dressed: Any) -> None:
    ref_starts, refs, slots = references
    for row in rows:
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) == items:
                is_dressed[refs[at]] = 1


@compiled(INT64, int, _REFERENCES, INT32, INT32)
def _gather(rows: Any, items: Any, references: Any, labels: Any, found: Any) -> None:
    ref_starts, refs, slots = references
    for row in rows:
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) == items:
                found[row] |= labels[refs[at]]


@compiled(INT64, _REFERENCES, (INT32, BYTES), Array(np.bool_), (INT32, INT32), INT32)
def _look(elements: Any, references: Any, contents: Any, is_way: Any, room: Any, found: Any) -> None:
    """Hand the labels of elements to their items that are dressed; `is_way` and `room` are a `Walk`'s."""
    labels, is_dressed = contents
    for number in range(elements.size):
        for place in range(reach(elements[number], number, references, is_way, room)):
            row = room[1][place]
            if is_dressed[row]:
                found[row] |= labels[elements[number]]
