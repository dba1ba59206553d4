"""What relationships and other attached instances say, link by link: of each that they are said of, by itself.

Which of several relationships of one kind holds a link says nothing. Knows no comparison.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.index.schema import SchemaTable
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import INT32, INT64, UINT64, Array, compiled, helper
from ifcdelta.relations import RELATIONS
from ifcdelta.step.hashing import combine, mix
from ifcdelta.step.scan import argument_of

U64 = np.uint64
REST: Final = -2
"""Stands for what an element is related to in the link that has all else that its relationship says."""
NONE: Final = -1


@dataclass(frozen=True)
class Links:
    """m links, those of an instance one after the other."""

    rows: npt.NDArray[np.int32]
    """The instance that each is of."""
    elements: npt.NDArray[np.int32]
    """The row of what it is said of; -1: of all that the instance refers to."""
    related: npt.NDArray[np.int32]
    """The row of what it is related to by a relationship that an aspect reads; REST, or NONE."""
    hashes: npt.NDArray[np.uint64]
    """What each says."""


def relation_arguments(table: SchemaTable) -> npt.NDArray[np.int64]:
    """Return per type number the arguments of the elements and of the related, and the relation's place in the table.

    -1 each where no aspect reads a class, or where the schema lists its elements in order: then all of it is one link.
    """
    found = np.full((len(table.names) + 1, 3), -1, np.int64)
    for number, each in enumerate(RELATIONS):
        if each.name not in table.names:
            continue
        is_list = table.is_list(each.name, each.element)
        found[table.subclasses(each.name)] = (-1, -1, -1) if is_list else (*table.ends(each), number)
    return found


def links_of(index: Index, rows: npt.NDArray[np.int64], known_as: npt.NDArray[np.uint64]) -> Links:
    """Return the links of attached instances, where each that they refer to counts as it is `known_as`."""
    relations = relation_arguments(index.table)[index.scan.types[rows]]
    sets = index.table.masks[index.scan.types[rows], 1]
    arrays = index.scan.literals, index.scan.ref_starts, index.refs, index.scan.slots, known_as
    nothing = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint64)
    size = _fill(rows, relations, sets, arrays, nothing, 0)
    of, elements, related = (np.empty(size, np.int32) for _ in range(3))
    found = Links(of, elements, related, np.empty(size, np.uint64))
    _fill(rows, relations, sets, arrays, (found.rows, found.elements, found.related, found.hashes), 1)
    return found


_ARRAYS: Final = UINT64, INT32, INT32, INT32, UINT64
_FOUND: Final = INT32, INT32, INT32, UINT64


@compiled(INT64, Array(np.int64, 2), INT64, _ARRAYS, _FOUND, int, returns=1)
def _fill(rows: Any, relations: Any, sets: Any, arrays: Any, found: Any, writes: Any) -> Any:
    """Return how many links there are; with `writes`, write them into `found`."""
    count = 0
    for number in range(rows.size):
        before = count
        if relations[number, 0] >= 0:
            count = _of_relation(rows[number], relations[number], arrays, found, count, writes)
        if count == before:
            count = _of_others(rows[number], sets[number], arrays, found, count, writes)
    return count


@helper
def _put(found: Any, at: Any, row: Any, element: Any, related: Any, hashed: Any) -> None:
    rows, elements, others, hashes = found
    rows[at], elements[at], others[at], hashes[at] = row, element, related, hashed


@helper
def _of_relation(row: Any, relation: Any, arrays: Any, found: Any, count: Any, writes: Any) -> Any:
    """Add of each element what it is related to, and the rest; return the next place."""
    literals, ref_starts, refs, slots, known_as = arrays
    role = U64(relation[2])
    rest = literals[row]
    first, last = ref_starts[row + 1], ref_starts[row]  # A storey may have as many elements as its model.
    for at in range(ref_starts[row], ref_starts[row + 1]):
        argument = argument_of(slots[at])
        if argument == relation[1]:
            first, last = min(first, at), at + 1
        elif refs[at] >= 0 and argument != relation[0]:
            rest += combine(U64(slots[at]) + U64(1), known_as[refs[at]])
    for at in range(ref_starts[row], ref_starts[row + 1]):
        element = refs[at]
        if element < 0 or argument_of(slots[at]) != relation[0]:
            continue
        of_element = known_as[element] + role
        for place in range(first, last):
            if refs[place] >= 0:
                if writes:
                    _put(found, count, row, element, refs[place], combine(of_element, known_as[refs[place]]))
                count += 1
        if writes:
            _put(found, count, row, element, REST, combine(of_element, mix(rest)))
        count += 1
    return count


@helper
def _of_others(row: Any, sets: Any, arrays: Any, found: Any, count: Any, writes: Any) -> Any:
    """Add what an instance says of each member of its sets, or at all; return the next place."""
    literals, ref_starts, refs, slots, known_as = arrays
    base, begin = literals[row], count
    for at in range(ref_starts[row], ref_starts[row + 1]):
        if refs[at] >= 0 and not sets >> argument_of(slots[at]) & 1:
            base += combine(U64(slots[at]) + U64(1), known_as[refs[at]])
    for at in range(ref_starts[row], ref_starts[row + 1]):
        if refs[at] >= 0 and sets >> argument_of(slots[at]) & 1:
            if writes:
                member = combine(U64(slots[at]) + U64(1), known_as[refs[at]])
                _put(found, count, row, refs[at], NONE, mix(base + member))
            count += 1
    if count == begin:
        if writes:
            _put(found, count, row, NONE, NONE, mix(base))
        count += 1
    return count
