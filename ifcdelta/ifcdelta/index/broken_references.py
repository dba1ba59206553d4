"""What a file's references leave unknown: they lead to nothing, or back to where they began. Opens no model.

Elements that are parts of themselves, and placements that are relative to themselves, cannot be resolved.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.aspects import ASPECTS
from ifcdelta.index.element_hashes import wholes
from ifcdelta.index.placements import Rows, placements
from ifcdelta.index.schema import IN_SCOPE
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import INT32, Array, compiled
from ifcdelta.read.values import NO_GLOBAL_ID
from ifcdelta.relations import WHOLES, relations_of
from ifcdelta.step.scan import argument_of

NO_INSTANCE: Final = "#"
"""The key of coverage for dangling references of what is no element: it has no GlobalId to be told by."""

Broken = tuple[str, str, str]
"""A GlobalId (or `NO_GLOBAL_ID`, `NO_INSTANCE`), an aspect and why that is not known."""


def broken_references(index: Index, side: str) -> Iterator[Broken]:
    """Yield what is not known of the `side` model."""
    yield from _dangling(index, side)
    yield from _in_circles(index, side)


def _dangling(index: Index, side: str) -> Iterator[Broken]:
    places = np.flatnonzero(index.refs < 0)
    rows = np.searchsorted(index.scan.ref_starts, places, side="right") - 1
    others: Counter[tuple[str, str, str]] = Counter()
    for place, row in zip(places.tolist(), rows.tolist(), strict=True):
        number = int(index.scan.types[row])
        if not 0 <= number < len(index.table.names):
            continue
        if not int(index.table.kinds[number]) & IN_SCOPE:
            others[NO_INSTANCE, _of_class(index, number), index.table.names[number]] += 1
            continue
        aspect = _of_attribute(index.table.attribute(number, int(argument_of(index.scan.slots[place]))))
        guid = index.global_id(row)
        if guid:
            yield guid, aspect, f"it refers to an instance that is not in the {side} model"
        else:
            others[NO_GLOBAL_ID, aspect, index.table.names[number]] += 1
    for key in sorted({(key, aspect) for key, aspect, _ in others}):
        counted = ", ".join(f"{count} of {name}" for (*of, name), count in sorted(others.items()) if tuple(of) == key)
        yield *key, f"references to instances that are not in the {side} model: {counted}"


def _of_attribute(name: str) -> str:
    """Return the aspect that reads a direct attribute of an element."""
    return next((each.name for each in ASPECTS if name in each.attributes), "attributes")


def _of_class(index: Index, number: int) -> str:
    """Return the aspect that reads the instances of a class."""
    for aspect in ASPECTS:
        names = (*aspect.classes, *(each.name for each in relations_of(aspect.name)))
        if any(name in index.table.names and index.table.subclasses(name)[number] for name in names):
            return aspect.name
    return "attributes"


def _in_circles(index: Index, side: str) -> Iterator[Broken]:
    in_scope = (index.table.kinds[index.scan.types] & IN_SCOPE) > 0
    for relation in WHOLES:
        for row in np.flatnonzero(in_scope & _in_cycles(wholes(index, (relation,)))):
            guid = index.global_id(int(row)) or NO_GLOBAL_ID
            yield guid, relation.aspect, f"it is a part of itself in the {side} model"
    found = placements(index)
    endless = np.append(_leading_into(_in_cycles(found.parents), found.parents), False)
    for row in np.flatnonzero(in_scope & endless[found.placed]):
        guid = index.global_id(int(row)) or NO_GLOBAL_ID
        yield guid, "placement", f"its placement refers to itself in the {side} model"


def _leading_into(cycles: npt.NDArray[np.bool_], parents: Rows) -> npt.NDArray[np.bool_]:
    """Tell which rows are in cycles, or have parents that are."""
    while cycles.any():
        more = cycles | (cycles[parents] & (parents >= 0))
        if np.array_equal(more, cycles):
            break
        cycles = more
    return cycles


def _in_cycles(parents: Rows) -> npt.NDArray[np.bool_]:
    """Tell which rows come back to themselves by their parents (-1: none)."""
    inside = np.zeros(parents.size, np.bool_)
    _walk(parents, np.full(parents.size, -1, np.int32), inside)
    return inside


@compiled(INT32, INT32, Array(np.bool_))
def _walk(parents: Any, walk_of: Any, inside: Any) -> None:
    for start in range(parents.size):
        row = start
        while row >= 0 and walk_of[row] < 0:
            walk_of[row] = start
            row = parents[row]
        while row >= 0 and walk_of[row] == start and not inside[row]:
            inside[row] = True
            row = parents[row]
