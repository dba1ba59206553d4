"""One pass over the bytes of a STEP file (ISO 10303-21): where each instance is, what it is, to what it refers.

Compiled by numba. Literals are hashed here: white space, comments, the case of keywords and the spelling
of numbers do not count. References are noted, not followed. Knows no schema but the masks that it is given.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ifcdelta.native.compiled import BYTES, INT32, INT64, UINT64, Array, compiled, helper
from ifcdelta.step.hashing import combine, hash_bytes, mix
from ifcdelta.step.numbers import room_for_numbers
from ifcdelta.step.tokens import (
    CLOSE,
    COMMA,
    DOLLAR,
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
_MORE: Final = 3
"""There is more to read."""
_FULL: Final = 4
"""There is no room for what is next."""

_MOST: Final = 2**31 - 1
"""Instances and references each: their numbers are int32."""
_BYTES_OF_AN_INSTANCE: Final = 24
_BYTES_OF_A_REFERENCE: Final = 8
"""Fewer than most files have, one by one."""
_OF_INSTANCES: Final = np.uint32, np.int64, np.int32, np.int32, np.uint64, np.uint64
"""What a scan fills for each: offset, id, type, length, hash of the literals, hash of the GlobalId."""
WINDOW: Final = 1 << 24
"""Bytes that are read before their memory is given back."""


class Scan(NamedTuple):
    """What the pass finds: n instances in the file's order, r references in CSR form."""

    ids: npt.NDArray[np.integer[Any]]
    """n STEP ids."""
    types: npt.NDArray[np.int32]
    """n numbers of types in the schema's table; -1: none of it."""
    starts: npt.NDArray[np.integer[Any]]
    """n byte offsets of `#`."""
    lengths: npt.NDArray[np.int32]
    """n counts of bytes up to and with `;`."""
    literals: npt.NDArray[np.uint64]
    """n hashes of all but the references."""
    global_ids: npt.NDArray[np.uint64]
    """n hashes of the GlobalId of rooted instances, with the bit `VALID` if it is 22 characters long; 0: none."""
    ref_starts: npt.NDArray[np.int32]
    """n + 1 offsets into the references."""
    refs: npt.NDArray[np.int64]
    """r STEP ids referred to."""
    slots: npt.NDArray[np.int32]
    """r places of a reference: argument number << 24, and in ordered ones the ordinal."""
    status: int


@helper
def argument_of(slot: Any) -> Any:
    """Return the number of the argument that a reference is in."""
    return slot >> _SLOT_BITS


@helper
def _type_number(hashed: Any, keys: Any, numbers: Any) -> Any:
    """Look a keyword up in the open-addressed table of the schema's types."""
    place = np.int64(hashed & U64(keys.size - 1))
    while keys[place] != 0:
        if keys[place] == hashed:
            return numbers[place]
        place = (place + 1) & (keys.size - 1)
    return np.int32(-1)


def scan(data: npt.NDArray[np.uint8], at: int, table: Any, let_go: Callable[[], None]) -> Scan:
    """Scan `data` from the DATA section at `at`.

    `table` is that of type names, `keys` and `numbers`, and `masks` (int64, types + 1, 3): per type the arguments
    that do not count, those whose order does not, and whether it is a subtype of IfcRoot; the last row is for types
    that the schema has not. `let_go` is called whenever the bytes that were read are not needed any more.

    Raises:
        OverflowError: there are more than can be counted, in a file of many gigabytes.
    """
    arrays = _room(data.size // _BYTES_OF_AN_INSTANCE + 1, data.size // _BYTES_OF_A_REFERENCE + 1)
    starts = [np.empty(0, np.uint32 if data.size < 2**32 else np.int64)]
    n, r, status, numbers = 0, 0, _MORE, room_for_numbers()
    for begin in range(0, data.size, WINDOW):
        first, status = n, _FULL
        while status == _FULL:
            at, n, r, status = _scan(data, at, begin, min(begin + WINDOW, data.size), table, arrays, numbers, n, r)
            arrays = _with_more_room(arrays, n, r) if status == _FULL else arrays
        offsets = arrays[0]
        starts.append(np.add(offsets[first:n], begin, dtype=starts[0].dtype))
        let_go()
        if status != _MORE:
            break
    _, ids, types, lengths, literals, global_ids, ref_starts, refs, slots = arrays
    of_instances = ids[:n], types[:n], np.concatenate(starts), lengths[:n], literals[:n], global_ids[:n]
    return Scan(*of_instances, ref_starts[: n + 1], refs[:r], slots[:r], NO_END if status == _MORE else status)


def _room(instances: int, references: int) -> tuple[npt.NDArray[Any], ...]:
    """Return the arrays that a scan fills, for so many; what is not filled takes no memory."""
    n, r = min(instances, _MOST), min(references, _MOST)
    of_instances = [np.empty(n, kind) for kind in _OF_INSTANCES]
    return *of_instances, np.zeros(n + 1, np.int32), np.empty(r, np.int64), np.empty(r, np.int32)


def _with_more_room(arrays: tuple[npt.NDArray[Any], ...], n: int, r: int) -> tuple[npt.NDArray[Any], ...]:
    """Return the arrays, of which the instances or else the references are full, with twice the room for these."""
    instances, references = arrays[0].size, arrays[-1].size
    is_full = n == instances
    if (n if is_full else references) == _MOST:
        raise OverflowError(f"more than {n} instances, or {r} references")
    more = _room(2 * instances, references) if is_full else _room(instances, 2 * references)
    for one, other in zip(arrays, more, strict=True):
        other[: one.size] = one
    return more


@helper
def _identity(hashed: Any, length: Any) -> Any:
    """Return the hash of a GlobalId, marked if it is as long as one is."""
    return hashed | VALID if length == _GLOBAL_ID_LENGTH else hashed & ~VALID


@helper
def _share(byte: Any, slot: Any, value: Any) -> Any:
    """Return what a literal adds to the hash; `$` nothing: a class of another schema may lack the argument."""
    return U64(0) if byte == DOLLAR else combine(U64(slot), value)


@helper
def _arguments(data: Any, at: Any, masks: Any, refs: Any, slots: Any, r: Any, room: Any) -> Any:
    """Read the arguments of an instance from its bracket; `masks` are those of its type: skip, unordered, rooted.

    Writes references into `refs` and `slots` from `r`. Returns where the instance ends (-1: the file does
    first), the sum of its literals' shares, the hash of its GlobalId and the next `r` (-1: there is no room).
    """
    skip, unordered, rooted = masks
    total, global_id, depth, argument, ordinal = U64(0), U64(0), 0, 0, 0
    while True:
        if at < data.size and may_be_blank(data[at]):  # a call for every token would take half the time
            at = past_blank(data, at)
        if at >= data.size or data[at] == SEMICOLON or r == refs.size:
            return (at + 1 if at < data.size else -1), total, global_id, (r if r < refs.size else -1)
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
            at, value = literal(data, at, room)
            global_id = _identity(value, at - begin - 2) if is_id else global_id
            if counts:
                total += _share(byte, argument << _SLOT_BITS | ordinal, value)
                ordinal += 1


_TABLE: Final = UINT64, INT32, Array(np.int64, 2)
_ARRAYS: Final = Array(np.uint32), INT64, INT32, INT32, UINT64, UINT64, INT32, INT64, INT32


@compiled(BYTES, int, int, int, _TABLE, _ARRAYS, UINT64, int, int, returns=4)
def _scan(data: Any, at: Any, begin: Any, end: Any, table: Any, arrays: Any, room: Any, n: Any, r: Any) -> Any:
    """Scan from `at` what begins before `end`, into the arrays from the instance `n` and the reference `r` on.

    Offsets are from `begin`, so that they are small. Returns where it ended, the next `n` and `r`, and the status.
    """
    keys, numbers, masks = table
    offsets, ids, types, lengths, literals, global_ids, ref_starts, refs, slots = arrays
    while at < end:
        at = past_blank(data, at)
        if at >= data.size:
            return at, n, r, NO_END
        if data[at] != HASH:
            ended, at = _between(data, at)
            if ended:
                return at, n, r, OK
            continue
        if n == ids.size:
            return at, n, r, _FULL
        start = at
        at, ids[n] = step_id(data, at + 1)
        if ids[n] < 0:
            return at, n, r, BAD_ID
        at, hashed = word(data, past_blank(data, past_blank(data, at) + 1))
        types[n] = _type_number(hashed, keys, numbers)
        number = types[n]
        of_type = masks[number, 0], masks[number, 1], masks[number, 2]
        at, total, global_ids[n], next_r = _arguments(data, at, of_type, refs, slots, r, room)
        if at < 0 or next_r < 0:
            return start, n, r, NO_END if next_r >= 0 else _FULL
        r = next_r
        offsets[n], lengths[n], literals[n] = start - begin, at - start, mix(hashed) + total
        n += 1
        ref_starts[n] = r
    return at, n, r, _MORE


@helper
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
