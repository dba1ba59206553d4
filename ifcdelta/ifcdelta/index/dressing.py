"""How elements look, which hangs on the items of their representation from outside: layers, styles, colour maps.

By rows of the index. Compiled by numba; knows no colour.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import PRODUCT, REPRESENTATION, TYPE
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import INT32, INT64, UINT64, Array, compiled, helper
from ifcdelta.relations import DRESSINGS
from ifcdelta.step.hashing import combine, mix
from ifcdelta.step.scan import argument_of

U64 = np.uint64

_WAYS: Final = (
    "IfcProductRepresentation",
    "IfcRepresentation",
    "IfcRepresentationMap",
    "IfcMappedItem",
    "IfcBooleanResult",
    "IfcCsgSolid",
)
"""What leads from an element to the items that may be dressed."""


class Walk(NamedTuple):
    """What a walk from elements to their items needs."""

    is_way: npt.NDArray[np.bool_]
    """Per row, whether it leads on."""
    room: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    """Per row, who saw it last; the rows that one walk reaches."""


class Dressing(NamedTuple):
    """The instances of one class that dress items."""

    rows: npt.NDArray[np.int64]
    argument: int
    """That holds the items."""


def dressings(index: Index) -> Iterator[Dressing]:
    """Yield what dresses items in a file, class by class."""
    for name, attribute in DRESSINGS:
        if name in index.table.names:
            yield Dressing(index.rows_of_any(name), index.table.argument(name, attribute))


def walk_of(index: Index) -> Walk:
    """Return what walks from the elements of a file need."""
    size = index.scan.types.size
    is_way = np.logical_or.reduce([index.table.subclasses(name) for name in _WAYS])[index.scan.types]
    return Walk(is_way, (np.zeros(size, np.int32), np.empty(size + 1, np.int32)))


def appearances(
    index: Index, hashes: npt.NDArray[np.uint64], elements: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Return what the items of each of these rows are dressed in; `hashes` are the fingerprints."""
    worn, found = np.zeros(hashes.size, np.uint64), np.zeros(elements.size, np.uint64)
    references = index.scan.ref_starts, index.refs, index.scan.slots
    for rows, argument in dressings(index):
        _dress(rows, argument, references, (index.scan.literals, hashes), worn)
    if worn.any():
        places = np.flatnonzero(index.table.kinds[index.scan.types[elements]] & (PRODUCT | TYPE))
        of_shaped = np.zeros(places.size, np.uint64)
        walk = walk_of(index)
        _look(elements[places], references, (worn, hashes), walk.is_way, walk.room, of_shaped)
        found[places] = of_shaped
    return found


_REFERENCES: Final = INT32, INT32, INT32


@compiled(INT64, int, _REFERENCES, (UINT64, UINT64), UINT64)
def _dress(rows: Any, items: Any, references: Any, contents: Any, worn: Any) -> None:
    """Add to `worn` of each item what dresses it, by all that this says but the items."""
    ref_starts, refs, slots = references
    literals, hashes = contents
    for row in rows:
        content = literals[row]
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) != items:
                content += combine(U64(slots[at]), hashes[refs[at]])
        for at in range(ref_starts[row], ref_starts[row + 1]):
            if refs[at] >= 0 and argument_of(slots[at]) == items:
                worn[refs[at]] += mix(content)


@compiled(INT64, _REFERENCES, (UINT64, UINT64), Array(np.bool_), (INT32, INT32), UINT64)
def _look(elements: Any, references: Any, contents: Any, is_way: Any, room: Any, found: Any) -> None:
    """Add up what the items of each element wear, each item once; `is_way` and `room` are a `Walk`'s."""
    worn, hashes = contents
    for number in range(elements.size):
        for place in range(reach(elements[number], number, references, is_way, room)):
            row = room[1][place]
            if worn[row]:
                found[number] += combine(worn[row], hashes[row])


@helper
def reach(element: Any, number: Any, references: Any, is_way: Any, room: Any) -> Any:
    """Walk from the element of a number to the items that may be dressed; return how many rows the room then holds."""
    ref_starts, refs, slots = references
    seen_by, reached = room
    reached[0] = element
    count, place = 1, 0
    while place < count:
        row = reached[place]
        place += 1
        if row != element and not is_way[row]:
            continue
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            is_shape = row != element or argument_of(slots[at]) == REPRESENTATION
            if target >= 0 and is_shape and seen_by[target] != number + 1:
                seen_by[target] = number + 1
                reached[count] = target
                count += 1
    return count
