"""A content hash for every instance, from the leaves up: a Merkle tree over references. Knows no element's aspects.

What the hash of an instance covers: its type, its arguments by value, the content of all that it refers to. Sets are
hashed without order (a SET of references; the order of plain values in a set counts, which costs a candidate more).
An IfcObjectDefinition enters what refers to it by GlobalId, class and own attributes, not by what it refers to: an
element does not change because another one does. Property sets and relationships enter by content alone.

Equal hashes mean equal content but with the probability that `compiled` states. The converse holds for content that
is spelt the same up to STEP ids, order of instances and of sets, white space, comments and forms of numbers.

An instance that reaches a cycle of references has a hash that no other file's instance has, unless all tokens of both
files are the same in the same order; such rows are told in `cyclic`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ifcdelta.compiled import compiled, mix
from ifcdelta.index import Hashes, Index, Rows

_DANGLING: Final = np.uint64(0x0DA1_6713)
_OBJECT: Final = np.uint64(0x0B1E_C7)
_CYCLE: Final = np.uint64(0xC1C1_E5)
_NOTHING: Final = np.uint64(0)
_ONE: Final = np.uint64(1)

_NEW: Final = 0
_OPEN: Final = 1
_HASHED: Final = 2
_CYCLIC: Final = 3


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """Hashes by row of an index."""

    entry: Hashes
    """What an instance enters with where it is referred to."""
    role: Hashes
    """Of objects their GlobalId's hash (or what they are, where they have none); 0 for all other rows."""
    cyclic: Rows
    """Rows that reach a cycle of references."""


def fingerprints(index: Index) -> Fingerprints:
    """Hash all instances of a file."""
    is_object = index.table.are("IfcObjectDefinition")[index.type_of]
    role = np.where(is_object, np.where(index.identity == _NOTHING, index.own_hash, index.identity), _NOTHING)
    entry = np.empty(len(index), np.uint64)
    state = np.zeros(len(index), np.uint8)
    columns = (index.ref_start, index.refs, index.ref_attribute, index.type_of, index.own_hash)
    has_cycle = _hash_all(columns, index.table.masks, role, entry, state)
    if has_cycle:
        _salt(index.own_hash, index.refs, entry, state)
    return Fingerprints(entry, role, np.flatnonzero(state == _CYCLIC).astype(np.int32))


def contents(index: Index, hashes: Fingerprints, rows: Rows, attributes: Hashes) -> Hashes:
    """Return hashes of the rows' targets in some attributes: `attributes` has their bits, by row.

    The instance's own hash is not part of it. What it refers to enters with its `entry`.
    """
    return np.asarray(_content_of(_columns(index), index.table.masks, hashes.entry, rows, attributes))


def _columns(index: Index) -> tuple[np.ndarray, ...]:
    return index.ref_start, index.refs, index.ref_attribute, index.type_of, index.own_hash


@compiled
def _references(columns, masks, entry, row, heard):  # type: ignore[no-untyped-def]
    """Hash what a row refers to in the attributes whose bit is in `heard`; sets by a sum, which has no order."""
    ref_start, refs, attributes, type_of, _ = columns
    skipped, unordered = masks[type_of[row], 0], masks[type_of[row], 1]
    state, total, members, last = _NOTHING, _NOTHING, _NOTHING, -1
    for place in range(ref_start[row], ref_start[row + 1]):
        attribute = np.int64(attributes[place])
        bit = _ONE << np.uint64(attribute) if attribute < 64 else _NOTHING
        if skipped & bit != _NOTHING or (heard & bit == _NOTHING and bit != _NOTHING):
            continue
        if attribute != last:
            state = mix(mix(state, total), members) if members else state
            total, members, last = _NOTHING, _NOTHING, attribute
            state = mix(state, np.uint64(attribute))
        target = entry[refs[place]] if refs[place] >= 0 else _DANGLING
        if unordered & bit != _NOTHING:
            total += mix(target, _OBJECT)
            members += _ONE
        else:
            state = mix(state, target)
    return mix(mix(state, total), members)


@compiled
def _content_of(columns, masks, entry, rows, attributes):  # type: ignore[no-untyped-def]
    found = np.empty(rows.size, np.uint64)
    for place in range(rows.size):
        found[place] = _references(columns, masks, entry, rows[place], attributes[place])
    return found


@compiled
def _next_target(columns, masks, state, row, place):  # type: ignore[no-untyped-def]
    """Return the first place, from `place` on, of a reference to a row that is not hashed; whether a cycle was met."""
    ref_start, refs, attributes, type_of, _ = columns
    skipped = masks[type_of[row], 0]
    is_cyclic = False
    while place < ref_start[row + 1]:
        target = refs[place]
        attribute = np.uint64(attributes[place])
        if target >= 0 and (attribute >= np.uint64(64) or skipped & (_ONE << attribute) == _NOTHING):
            if state[target] == _NEW:
                return place, is_cyclic
            is_cyclic = is_cyclic or state[target] in (_OPEN, _CYCLIC)
        place += 1
    return place, is_cyclic


@compiled
def _hash_all(columns, masks, role, entry, state):  # type: ignore[no-untyped-def]
    """Hash every row behind its targets, depth first with a stack of its own; return whether there is a cycle."""
    ref_start, refs, _, _, own = columns
    stack, places, depth, has_cycle = np.empty(1024, np.int32), np.empty(1024, np.int64), 0, False
    tainted = np.zeros(1024, np.bool_)
    for row in range(own.size):
        if role[row] != _NOTHING:
            entry[row], state[row] = mix(mix(role[row], own[row]), _OBJECT), _HASHED
    for first in range(own.size):
        if state[first] != _NEW:
            continue
        stack[0], places[0], tainted[0], depth = first, ref_start[first], False, 1
        state[first] = _OPEN
        while depth:
            row = stack[depth - 1]
            place, is_cyclic = _next_target(columns, masks, state, row, places[depth - 1])
            tainted[depth - 1] |= is_cyclic
            places[depth - 1] = place
            if place < ref_start[row + 1]:
                if depth == stack.size:
                    stack, places = np.append(stack, stack), np.append(places, places)
                    tainted = np.append(tainted, tainted)
                target = refs[place]
                stack[depth], places[depth], tainted[depth] = target, ref_start[target], False
                state[target] = _OPEN
                depth += 1
                continue
            depth -= 1
            entry[row] = mix(own[row], _references(columns, masks, entry, row, ~_NOTHING))
            state[row] = _CYCLIC if tainted[depth] else _HASHED
            has_cycle |= tainted[depth]
    return has_cycle


@compiled
def _salt(own, refs, entry, state):  # type: ignore[no-untyped-def]
    """Give every row that reaches a cycle a hash that depends on the whole file."""
    salt = _CYCLE
    for row in range(own.size):
        salt = mix(salt, own[row])
    for place in range(refs.size):
        salt = mix(salt, np.uint64(refs[place]))
    for row in range(own.size):
        if state[row] == _CYCLIC:
            entry[row] = mix(salt, own[row])
