"""What of a file belongs to some elements: all that they refer to, and the relationships that tell of them.

Compiled by numba, over the index alone. Knows no text and writes no file.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.index.dressing import dressings
from ifcdelta.index.placements import placements
from ifcdelta.index.schema import FEATURE, PRODUCT, REPRESENTATION, TYPE
from ifcdelta.index.table import Index
from ifcdelta.native.compiled import BYTES, INT32, INT64, Array, compiled, helper
from ifcdelta.relations import (
    FEATURES,
    RELATIONS,
    VOIDED,
    WHOLES,
    Held,
    Relation,
    relations_of,
    relations_that_hold,
)
from ifcdelta.step.arguments import skipped_references
from ifcdelta.step.scan import argument_of

MEMBER: Final = 1
"""It belongs to the elements."""
SHAPELESS: Final = 2
"""An object that belongs to them for what it is called alone: it comes without its representation."""
_WHOLE: Final = 4
"""An object that comes with its representation."""

_ALWAYS: Final = (
    "IfcProject",
    "IfcSite",
    "IfcCoordinateOperation",
    "IfcCoordinateReferenceSystem",
    "IfcMaterialProperties",
    "IfcMaterialDefinitionRepresentation",
    "IfcClassification",
    "IfcRepresentationContext",
)
"""What the comparison of the models themselves reads."""

_PROPERTIES: Final = frozenset(relations_of("property"))
_OF_TYPE: Final = _PROPERTIES.union(relations_of("material"), relations_of("classification"))
EVERYTHING: Final = frozenset(RELATIONS)
"""All relationships that tell of an element."""
_FEATURES: Final = frozenset(FEATURES)
_UPWARD: Final = frozenset(relations_that_hold(Held.PART, Held.CONTENT))
_PORTS: Final = frozenset(relations_that_hold(Held.PORT))
_FILLS: Final = tuple(each for each in RELATIONS if each.related == "RelatingOpeningElement")
TO_SHOW: Final = _FEATURES | _UPWARD | _PORTS
"""Those that tell what shape an element has and on which storey it is."""
_ONWARD: Final[dict[Relation, frozenset[Relation]]] = {
    **dict.fromkeys(relations_that_hold(Held.OCCURRENCE), _OF_TYPE),
    **dict.fromkeys(_PORTS | _UPWARD, _UPWARD),
    **dict.fromkeys(WHOLES, _UPWARD | _FEATURES),
    **dict.fromkeys(_FILLS, frozenset({VOIDED})),
    **dict.fromkeys(FEATURES, _PROPERTIES),
}
"""What is followed from an object that a relationship leads to: what a type hands down, the way up to the storey, the
host of an opening that is filled, the properties of a feature."""

_NONE: Final = np.zeros(0, np.int64)
_PAIRS: Final = Array(np.int64, 2)
_ARRAYS: Final = INT32, INT32, INT32, BYTES
_RELATIONSHIPS: Final = INT64, INT64, INT64, INT64, INT64, INT64


def _bits(relations: Iterable[Relation]) -> int:
    return sum(1 << RELATIONS.index(relation) for relation in relations)


_ONWARD_BITS: Final = np.array([_bits(_ONWARD.get(relation, ())) for relation in RELATIONS], np.int64)


class SchemaRelations(NamedTuple):
    """The relationship classes of a file's schema, by their place in `RELATIONS`."""

    is_of: npt.NDArray[np.bool_]
    """Per relation, and number of a type (the last: of none), whether it is that relation."""
    elements: npt.NDArray[np.int64]
    """Per relation the number of the argument that holds its elements."""
    related: npt.NDArray[np.int64]
    """Per relation the number of the argument that holds what they are related to."""

    def first_of_type(self) -> npt.NDArray[np.int64]:
        """Return per number of a type the first relation that it is, -1 where it is none."""
        return np.where(self.is_of.any(axis=0), self.is_of.argmax(axis=0), -1)


def schema_relations(index: Index) -> SchemaRelations:
    """Return the relationship classes of a file's schema."""
    is_of = np.zeros((len(RELATIONS), len(index.table.names) + 1), np.bool_)
    elements, related = np.full(len(RELATIONS), -1, np.int64), np.full(len(RELATIONS), -1, np.int64)
    for number, relation in enumerate(RELATIONS):
        if relation.name in index.table.names:
            is_of[number] = index.table.subclasses(relation.name)
            elements[number], related[number] = index.table.ends(relation)
    return SchemaRelations(is_of, elements, related)


def closure(
    index: Index,
    rows: npt.NDArray[np.int64],
    shapeless: npt.NDArray[np.int64],
    relations: frozenset[Relation] = EVERYTHING,
) -> npt.NDArray[np.uint8]:
    """Return per row of the index the bits `MEMBER` and `SHAPELESS`.

    `rows` are those of the elements; those of them that are `shapeless` too come without representation and features.
    Of their relationships these `relations` are followed.
    """
    kinds = index.table.kinds[index.scan.types]
    state = np.zeros(kinds.size, np.uint8)
    state[rows] |= _WHOLE
    state[shapeless] &= ~np.uint8(_WHOLE)
    followed = np.where(state[rows] & _WHOLE, _bits(relations), _bits(relations - _FEATURES))
    always = _always(index)
    classes = schema_relations(index)
    arrays = index.scan.ref_starts, index.refs, index.scan.slots, kinds
    relationships = (*_by_element(index, classes), classes.elements, classes.related, _ONWARD_BITS)
    owners = placements(index).owners
    followed = np.append(followed, np.full(always.size, _bits(_PROPERTIES)))
    _gather(np.append(rows, always), followed, arrays, relationships, owners, state)
    further = [_skipped, *([_dressing] if relations == EVERYTHING else [])]
    for more in (each(index, state) for each in further):
        _gather(more, np.zeros(more.size, np.int64), arrays, relationships, owners, state)
    return state


def _always(index: Index) -> npt.NDArray[np.int64]:
    is_wanted = [index.table.subclasses(name) for name in _ALWAYS if name in index.table.names]
    return index.by_type.rows(np.logical_or.reduce(is_wanted))


def _by_element(
    index: Index, relations: SchemaRelations
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return, sorted by its row, each element of a relationship, with the relationship's row and the relation."""
    rows = index.by_type.rows(relations.first_of_type() >= 0)
    of_rows, places = index.references_of(rows)
    owners = rows[of_rows]
    arguments, types = argument_of(index.scan.slots[places]), index.scan.types[owners]
    found = []
    for number in np.flatnonzero(relations.elements >= 0):
        wanted = relations.is_of[number][types] & (arguments == relations.elements[number])
        wanted &= index.refs[places] >= 0
        elements = index.refs[places[wanted]].astype(np.int64)
        found.append((elements, owners[wanted], np.full(elements.size, number)))
    elements, owners, of = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.argsort(elements, kind="stable")
    return elements[order], owners[order], of[order]


def _gather(
    rows: npt.NDArray[np.int64],
    followed: npt.NDArray[np.int64],
    arrays: Any,
    relationships: Any,
    owners: npt.NDArray[np.int32],
    state: npt.NDArray[np.uint8],
) -> None:
    """Note in `state` what belongs to `rows`, of which these relations are `followed` (bits)."""
    count, seen, reached = rows.size, np.zeros(state.size, np.int64), np.empty(state.size, np.int32)
    waiting = np.empty((rows.size + 2 * state.size, 2), np.int64)
    waiting[:count, 0], waiting[:count, 1] = rows, followed
    while count := _follow(waiting, count, seen, reached, arrays, relationships, owners, state):
        larger = np.empty((2 * len(waiting), 2), np.int64)
        larger[:count], waiting = waiting[:count], larger


@compiled(_PAIRS, int, INT64, INT32, _ARRAYS, _RELATIONSHIPS, INT32, BYTES, returns=1)
def _follow(
    waiting: Any, count: Any, seen: Any, reached: Any, arrays: Any, relationships: Any, owners: Any, state: Any
) -> Any:
    """Work off the first `count` rows of `waiting`, with what is followed of each, from the last.

    Returns how many wait for more room; `reached` is room for rows.
    """
    ref_starts, refs, slots, kinds = arrays
    elements, relating, relation_of, holds_elements, related, onward = relationships
    while count:
        row, names = waiting[count - 1, 0], waiting[count - 1, 1]
        first, last = np.searchsorted(elements, row), np.searchsorted(elements, row, side="right")
        most = count + state.size
        for place in range(first, last):
            most += ref_starts[relating[place] + 1] - ref_starts[relating[place]]
        if most > len(waiting):
            return count
        count -= 1
        with_shape = state[row] & _WHOLE or not kinds[row] & (PRODUCT | TYPE)
        if with_shape:
            state[row] &= ~np.uint8(SHAPELESS)
        else:
            state[row] |= SHAPELESS
        without = -1 if with_shape else REPRESENTATION
        count = _reach(row, without, arrays, owners, reached, waiting, count, state)
        names &= ~seen[row]
        seen[row] |= names
        for place in range(first, last):
            relation, relationship = relation_of[place], relating[place]
            if not names >> relation & 1:
                continue
            state[relationship] |= MEMBER
            for at in range(ref_starts[relationship], ref_starts[relationship + 1]):
                target = refs[at]
                argument = argument_of(slots[at])
                if target < 0 or argument == holds_elements[relation]:
                    continue
                if kinds[target] & FEATURE:
                    state[target] |= _WHOLE
                waiting[count, 0], waiting[count, 1] = target, onward[relation] if argument == related[relation] else 0
                count += 1
    return 0


@helper
def _reach(row: Any, without: Any, arrays: Any, owners: Any, reached: Any, waiting: Any, count: Any, state: Any) -> Any:
    """Add an instance and all that it refers to, but in the argument `without`; whose placements these are waits.

    Returns how many wait then.
    """
    ref_starts, refs, slots, _ = arrays
    reached[0] = row
    state[row] |= MEMBER
    at, end = 0, 1
    while at < end:
        if owners[reached[at]] >= 0:
            waiting[count, 0], waiting[count, 1] = owners[reached[at]], 0
            count += 1
        for place in range(ref_starts[reached[at]], ref_starts[reached[at] + 1]):
            target = refs[place]
            if target >= 0 and not state[target] & MEMBER and not (at == 0 and argument_of(slots[place]) == without):
                state[target] |= MEMBER
                reached[end] = target
                end += 1
        at += 1
    return count


def _dressing(index: Index, state: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Let what dresses the items that belong to a cut belong to it; return the rows of what it dresses them in."""
    found = [_NONE]
    for rows, argument in dressings(index):
        of_rows, places = index.references_of(rows)
        owners = rows[of_rows]
        is_item = argument_of(index.scan.slots[places]) == argument
        targets = index.refs[places]
        of_cut = is_item & (targets >= 0) & (state[targets] & MEMBER > 0)
        dressing = np.unique(owners[of_cut])
        state[dressing] |= MEMBER
        found.append(targets[~is_item & (targets >= 0) & np.isin(owners, dressing)].astype(np.int64))
    return np.unique(np.concatenate(found))


def _skipped(index: Index, state: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return the rows that the scan passes over: owner histories, and what a context says beside its axes."""
    skips = index.table.masks[:, 0]
    rows = index.by_type.rows(skips > 0)
    rows = rows[state[rows] & MEMBER > 0]
    starts, lengths = index.scan.starts[rows].astype(np.int64), index.scan.lengths[rows]
    of_rows = skips[index.scan.types[rows]]
    ids: set[int] = set()
    for one in index.windows(rows):
        ids.update(skipped_references(index.data, starts[one], lengths[one], of_rows[one]).tolist())
    return np.array(index.rows_with_ids(ids), np.int64)
