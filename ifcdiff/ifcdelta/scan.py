"""One pass over the bytes of a STEP file (ISO 10303-21): where each instance is, what it is, to what it refers.

Compiled by numba. Literals are hashed here: white space, comments, the case of keywords and the spelling
of numbers do not count. References are noted, not followed. Knows no schema but the masks that it is given.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.hashing import combine, hash_bytes, mix
from ifcdelta.tokens import (
    CLOSE,
    COMMA,
    HASH,
    OPEN,
    QUOTE,
    SEMICOLON,
    literal,
    may_be_blank,
    past_blank,
    quoted,
    step_id,
    word,
)

U64 = np.uint64

SKIP_ROOT: Final = 3
"""Mask of the arguments GlobalId and OwnerHistory (IfcRoot, ISO 16739 5.1.3.4)."""

_SLOT_BITS: Final = 24

_END_ISO = U64(hash_bytes(b"END-ISO-10303-21"))

VALID: Final = U64(1)
_GLOBAL_ID_LENGTH: Final = 22
"""Characters of an IfcGloballyUniqueId."""

OK: Final = 0
NO_END: Final = 1
BAD_ID: Final = 2


class Scan(NamedTuple):
    """What the pass finds: n instances in the file's order, r references in CSR form."""

    ids: npt.NDArray[np.int64]
    """n STEP ids."""
    types: npt.NDArray[np.int32]
    """n numbers of types in the schema's table; -1: none of it."""
    starts: npt.NDArray[np.int64]
    """n byte offsets of `#`."""
    ends: npt.NDArray[np.int64]
    """n byte offsets after `;`."""
    literals: npt.NDArray[np.uint64]
    """n hashes of all but the references."""
    global_ids: npt.NDArray[np.uint64]
    """n hashes of the GlobalId of rooted instances, with the bit `VALID` if it is 22 characters long; 0: none."""
    ref_starts: npt.NDArray[np.int64]
    """n + 1 offsets into the references."""
    refs: npt.NDArray[np.int64]
    """r STEP ids referred to."""
    slots: npt.NDArray[np.int32]
    """r places of a reference: argument number << 24, and in ordered ones the ordinal."""
    status: int


@njit(cache=True, inline="always")
def argument_of(slot: Any) -> Any:
    """Return the number of the argument that a reference is in."""
    return slot >> _SLOT_BITS


@njit(cache=True, inline="always")
def _type_number(hashed: Any, keys: Any, numbers: Any) -> Any:
    """Look a keyword up in the open-addressed table of the schema's types."""
    place = np.int64(hashed & U64(keys.size - 1))
    while keys[place] != 0:
        if keys[place] == hashed:
            return numbers[place]
        place = (place + 1) & (keys.size - 1)
    return np.int32(-1)


@njit(cache=True)
def _count(data: Any) -> Any:
    """Return how many instances and references there can be at most: one `;`, one `#` each."""
    instances, references = 0, 0
    for byte in data:
        instances += byte == SEMICOLON
        references += byte == HASH
    return instances, references


@njit(cache=True, inline="always")
def _identity(hashed: Any, length: Any) -> Any:
    """Return the hash of a GlobalId, marked if it is as long as one is."""
    return hashed | VALID if length == _GLOBAL_ID_LENGTH else hashed & ~VALID


@njit(cache=True)
def _arguments(data: Any, at: Any, masks: Any, refs: Any, slots: Any, r: Any) -> Any:
    """Read the arguments of an instance from its bracket; `masks` are those of its type: skip, unordered, rooted.

    Writes references into `refs` and `slots` from `r`. Returns where the instance ends (-1: the file does
    first), the sum of its literals' shares, the hash of its GlobalId and the next `r`.
    """
    skip, unordered, rooted = masks
    total, global_id, depth, argument, ordinal = U64(0), U64(0), 0, 0, 0
    while True:
        if at < data.size and may_be_blank(data[at]):  # a call for every token would take half the time
            at = past_blank(data, at)
        if at >= data.size or data[at] == SEMICOLON:
            return (at + 1 if at < data.size else -1), total, global_id, r
        byte = data[at]
        bit = 1 << min(argument, 62)
        counts = not skip & bit
        if byte == COMMA:
            is_next = depth == 1
            at, argument, ordinal = at + 1, argument + is_next, 0 if is_next else ordinal
        elif byte in (OPEN, CLOSE):
            depth += 1 if byte == OPEN else -1
            inner = depth > 1 or (depth == 1 and byte == CLOSE)
            if inner and counts and not unordered & bit:
                total += combine(U64(argument << _SLOT_BITS | ordinal), U64(byte))
                ordinal += 1
            at += 1
        elif byte == HASH:
            at, target = step_id(data, at + 1)
            if counts:
                refs[r], slots[r] = target, argument << _SLOT_BITS | (0 if unordered & bit else ordinal)
                r, ordinal = r + 1, ordinal + 1
        else:
            is_id, begin = argument == 0 and rooted and byte == QUOTE, at
            at, value = literal(data, at)
            global_id = _identity(value, at - begin - 2) if is_id else global_id
            if counts:
                total += combine(U64(argument << _SLOT_BITS | ordinal), value)
                ordinal += 1


@njit(cache=True, nogil=True)
def scan(data: Any, at: Any, keys: Any, numbers: Any, masks: Any) -> Any:
    """Scan `data` (uint8) from the DATA section at `at`.

    `keys` and `numbers` are the table of type names; `masks` (int64, types + 1, 3) are per type the arguments that
    do not count, those whose order does not, and whether it is a subtype of IfcRoot; the last row
    is for types that the schema has not. Returns the fields of `Scan`.
    """
    room, ref_room = _count(data)
    ids, types = np.empty(room, np.int64), np.empty(room, np.int32)
    starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    literals, global_ids = np.empty(room, np.uint64), np.empty(room, np.uint64)
    ref_starts, refs, slots = np.empty(room + 1, np.int64), np.empty(ref_room, np.int64), np.empty(ref_room, np.int32)
    n, r, status = 0, 0, NO_END
    while True:
        at = past_blank(data, at)
        if at >= data.size:
            break
        if data[at] != HASH:
            ended, at = _between(data, at)
            if ended:
                status = OK
                break
            continue
        starts[n], ref_starts[n] = at, r
        at, ids[n] = step_id(data, at + 1)
        if ids[n] < 0:
            status = BAD_ID
            break
        at, hashed = word(data, past_blank(data, past_blank(data, at) + 1))
        types[n] = _type_number(hashed, keys, numbers)
        number = types[n]
        of_type = masks[number, 0], masks[number, 1], masks[number, 2]
        at, total, global_ids[n], r = _arguments(data, at, of_type, refs, slots, r)
        if at < 0:
            break
        ends[n], literals[n] = at, mix(hashed) + total
        n += 1
    ref_starts[n] = r
    return (
        ids[:n],
        types[:n],
        starts[:n],
        ends[:n],
        literals[:n],
        global_ids[:n],
        ref_starts[: n + 1],
        refs[:r],
        slots[:r],
        status,
    )


@njit(cache=True)
def _between(data: Any, at: Any) -> Any:
    """Pass over what is no instance up to its `;`; tell whether it was END-ISO-10303-21, and where it ends."""
    end, value = word(data, at)
    if value == _END_ISO:
        return True, end
    while end < data.size and data[end] != SEMICOLON:
        if data[end] == QUOTE:
            end, _ = quoted(data, end, QUOTE)
        else:
            end += 1
    return False, max(end, at) + 1
