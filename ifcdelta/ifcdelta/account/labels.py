"""Which instances that differ a verdict accounts for: those that an element leads to by what an aspect reads.

A label is the bits of aspects that found what they read equal, with `TOLD` where a change was told and `ALONE` where it
is told that only one model has the element. Knows no link of a relationship.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.account.difference import Differing
from ifcdelta.account.dressed import Looks, of_dressings, of_items
from ifcdelta.account.gates import OF_BESIDE, OF_BODY, OF_CONTEXTS, gates_of
from ifcdelta.account.libraries import Libraries
from ifcdelta.account.verdicts import BIT, CONTEXTS, UNITS, Bits, Verdicts
from ifcdelta.aspects import ASPECTS
from ifcdelta.index.content import ATTACHED
from ifcdelta.index.dressing import dressings
from ifcdelta.index.links import relation_arguments
from ifcdelta.index.schema import IN_SCOPE, OBJECT, PLACEMENT, SchemaTable
from ifcdelta.native.compiled import BYTES, INT32, INT64, Array, compiled, helper
from ifcdelta.relations import RELATIONS
from ifcdelta.step.scan import argument_of

TOLD: Final = 1 << 26
ALONE: Final = 1 << 27
BESIDE: Final = 1 << 30
"""A change was told of what represents an element beside its body, and none of the body."""
_FLAGS: Final = TOLD | ALONE
_ARGUMENTS: Final = 24
"""More than any class of objects has."""
OWN: Final = BIT["attributes"] | BIT["class"]
_REPRESENTATION: Final = BIT["representation"]
MEMBERS: Final = np.array([BIT[each.aspect] for each in RELATIONS], np.int64)
SAYS: Final = np.array([each.says for each in RELATIONS], np.bool_)

Said = tuple[Bits, Bits, npt.NDArray[np.uint8]]


def said(verdicts: Verdicts) -> Said:
    """Return verdicts as compiled functions take them."""
    return verdicts.told, verdicts.equal, verdicts.alone


def labels(side: Differing, verdicts: Verdicts, libraries: Libraries, looks: Looks) -> Bits:
    """Return n labels of what differs and is no object; 0: nothing accounts for it."""
    found = np.zeros(side.kinds.size, np.int32)
    gates = gates_of(side)
    objects = side.index.rows_of_kind(OBJECT)
    objects = objects[side.differs[objects] > 0]
    aspects = aspects_of(side.index.table)[side.index.scan.types[objects]]
    arrays = side.index.scan.ref_starts, side.index.refs, side.index.scan.slots, side.kinds, side.differs
    _from_objects(objects, aspects, said(verdicts), arrays, gates, found)
    waiting = np.empty(side.kinds.size, np.int32)
    _from_dressings(side, looks, found)
    _from_libraries(side, libraries, found)
    _spread(arrays, gates, waiting, found)
    rows = side.rows(ATTACHED)
    relations = relation_arguments(side.index.table)[side.index.scan.types[rows]]
    bits = np.where(relations[:, 2] >= 0, MEMBERS[relations[:, 2]], 0)
    says = (relations[:, 2] >= 0) & SAYS[relations[:, 2]]
    sets = side.index.table.masks[side.index.scan.types[rows], 1]
    for _ in range(2):  # What is attached may be said of what is attached.
        _from_attached(rows, relations, (bits, sets, says), said(verdicts), arrays, gates, found)
        _spread(arrays, gates, waiting, found)
    return np.where(found & BESIDE > 0, found & ~BESIDE | TOLD, found)


def looks_of(side: Differing, verdicts: Verdicts) -> Looks:
    """Return what accounts for how items look that layers, styles or maps dress which differ, and for these."""
    objects = side.index.rows_of_kind(IN_SCOPE)
    of_elements = np.zeros(side.kinds.size, np.int32)
    _of_aspect(objects, BIT["appearance"], said(verdicts), of_elements)
    items = of_items(side, of_elements)
    return Looks(items, of_dressings(side, items))


def _from_dressings(side: Differing, looks: Looks, found: Bits) -> None:
    """Label what dresses items is made of: not the items, of which nothing is said here."""
    for rows, argument in dressings(side.index):
        for row in rows[looks.dressings[rows] != 0].tolist():
            slots, targets = side.index.references(row)
            targets = targets[argument_of(slots) != argument]
            found[targets[side.differs[targets] > 0]] |= looks.dressings[row]


def _from_libraries(side: Differing, libraries: Libraries, found: Bits) -> None:
    """Label what a change was told of with the model, and what that is made of: not the material that it is said of."""
    stands = side.content.live[libraries.told] != ATTACHED
    found[libraries.told[stands]] |= TOLD
    of_materials = libraries.equal[
        ~side.index.table.subclasses("IfcStyledItem")[side.index.scan.types[libraries.equal]]
    ]
    _to_parts(side, libraries.told[~stands], TOLD, found)
    _to_parts(side, of_materials, BIT["material"], found)


def _to_parts(side: Differing, rows: npt.NDArray[np.int64], label: int, found: Bits) -> None:
    is_material = side.index.table.subclasses("IfcMaterial")
    for row in rows.tolist():
        _, targets = side.index.references(row)
        found[targets[(side.differs[targets] > 0) & ~is_material[side.index.scan.types[targets]]]] |= label


def aspects_of(table: SchemaTable) -> npt.NDArray[np.int64]:
    """Return per type number (the last: of none) the bits of the aspects that read each argument of an object."""
    bits = np.full((len(table.names) + 1, _ARGUMENTS), OWN, np.int64)
    by_name = {"RepresentationContexts": CONTEXTS, "UnitsInContext": UNITS}  # The model tells of these.
    for each in ASPECTS:
        for name in each.attributes:
            by_name[name] = by_name.get(name, 0) | BIT[each.name]
    for number in np.flatnonzero(table.kinds[:-1] & OBJECT).tolist():
        for argument, name in enumerate(table.attributes(number)):
            bits[number, argument] = by_name.get(name, OWN)
    return bits


@helper
def label_of(row: Any, aspects: Any, said: Any) -> Any:
    """Return what was said of an object in these aspects (bits)."""
    told, equal, alone = said
    if alone[row]:
        return _FLAGS
    if told[row] & aspects & ~_REPRESENTATION:
        return TOLD | (told[row] & aspects & (UNITS | CONTEXTS))
    return (equal[row] & aspects) | (BESIDE if told[row] & aspects else 0)


@compiled(INT64, int, (INT32, INT32, BYTES), INT32)
def _of_aspect(objects: Any, aspects: Any, said: Any, found: Any) -> None:
    for row in objects:
        found[row] = label_of(row, aspects, said)


@helper
def is_alone(target: Any, kinds: Any, said: Any, found: Any) -> Any:
    """Tell whether what an instance is said of is there on one side alone, as is told."""
    _, _, alone = said
    return alone[target] != 0 if kinds[target] & OBJECT else found[target] & ALONE != 0


@helper
def _passed(label: Any, gate: Any) -> Any:
    """Return what of a label is handed on."""
    if gate == OF_CONTEXTS:
        return TOLD | CONTEXTS if label & CONTEXTS else 0
    if gate == OF_BESIDE:
        return label & (_FLAGS | UNITS | CONTEXTS | _REPRESENTATION) | (TOLD if label & BESIDE else 0)
    return label & ~(_REPRESENTATION | BESIDE) if gate == OF_BODY else label


_ARRAYS: Final = INT32, INT32, INT32, BYTES, BYTES
_SAID: Final = INT32, INT32, BYTES


@compiled(INT64, Array(np.int64, 2), _SAID, _ARRAYS, BYTES, INT32)
def _from_objects(objects: Any, aspects: Any, said: Any, arrays: Any, gates: Any, found: Any) -> None:
    ref_starts, refs, slots, kinds, differs = arrays
    for number in range(objects.size):
        row = objects[number]
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target >= 0 and differs[target] and not kinds[target] & OBJECT:
                label = label_of(row, aspects[number, argument_of(slots[at])], said)
                found[target] |= _passed(label, gates[target])


@compiled(INT64, Array(np.int64, 2), (INT64, INT64, Array(np.bool_)), _SAID, _ARRAYS, BYTES, INT32)
def _from_attached(rows: Any, relations: Any, of_class: Any, said: Any, arrays: Any, gates: Any, found: Any) -> None:
    """Label what elements are related to, and what is said of that, by what was said of them or that they are alone."""
    bits, sets, says = of_class
    ref_starts, refs, slots, kinds, differs = arrays
    for number in range(rows.size):
        row, element, related = rows[number], relations[number, 0], relations[number, 1]
        label = 0
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target, argument = refs[at], argument_of(slots[at])
            if target < 0:
                continue
            if element >= 0 and argument == element:
                label |= label_of(target, bits[number], said)
            elif element < 0 and is_alone(target, kinds, said, found) and not sets[number] >> argument & 1:
                label |= _FLAGS
        for at in range(ref_starts[row], ref_starts[row + 1]):
            target = refs[at]
            if target < 0 or not differs[target] or kinds[target] & OBJECT:
                continue
            if element < 0 or says[number] or argument_of(slots[at]) == related:
                found[target] |= _passed(label, gates[target])


@compiled(_ARRAYS, BYTES, INT32, INT32)
def _spread(arrays: Any, gates: Any, waiting: Any, found: Any) -> None:
    """Hand labels on to what the labelled instances refer to and what differs; `waiting` is room for rows.

    Rows enter again where a label grew; those for which there is no room are found by the next pass.
    """
    kinds = arrays[3]
    again = True
    while again:
        again = False
        left = 0
        for row in range(kinds.size):
            if found[row] and not kinds[row] & OBJECT:
                left = _hand_on(row, arrays, gates, waiting, left, found)
            while left:
                left -= 1
                left = _hand_on(waiting[left], arrays, gates, waiting, left, found)
                again = again or left == waiting.size


@helper
def _hand_on(row: Any, arrays: Any, gates: Any, waiting: Any, left: Any, found: Any) -> Any:
    """Hand the label of a row on; note what got more of it in `waiting` from `left` on, and return the next place."""
    ref_starts, refs, slots, kinds, differs = arrays
    for at in range(ref_starts[row], ref_starts[row + 1]):
        target = refs[at]
        if target < 0 or not differs[target] or kinds[target] & OBJECT:
            continue
        if kinds[row] & PLACEMENT and kinds[target] & PLACEMENT and argument_of(slots[at]) == 0:
            continue  # What a placement is relative to is its own object's.
        label = _passed(found[row], gates[target])
        if label & ~found[target]:
            found[target] |= label
            if left < waiting.size:
                waiting[left] = target
                left += 1
    return left
