"""One pass over the bytes of a STEP file (ISO 10303-21): where each instance is, what it is, to what it refers.

Compiled by numba. Literals are hashed here: white space, comments, the case of keywords and the spelling
of numbers do not count. References are noted, not followed. Knows no schema but the masks that it is given.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from ifcdelta.hashing import OFFSET, PRIME, combine, hash_bytes, mix

U64 = np.uint64

SKIP_ROOT: Final = 3
"""Mask of the arguments GlobalId and OwnerHistory (IfcRoot, ISO 16739 5.1.3.4)."""

_QUOTE, _HASH, _OPEN, _CLOSE, _COMMA, _SEMICOLON = 39, 35, 40, 41, 44, 59
_STAR, _SLASH, _DOT, _DOUBLE_QUOTE, _PLUS, _MINUS = 42, 47, 46, 34, 43, 45
_SLOT_BITS: Final = 24
_MAX_DIGITS: Final = 18

_END_ISO = U64(hash_bytes(b"END-ISO-10303-21"))

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
    """n hashes of the GlobalId of rooted instances; 0: none."""
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
def _is_space(byte: Any) -> Any:
    return byte == 32 or (9 <= byte <= 13)


@njit(cache=True, inline="always")
def _is_digit(byte: Any) -> Any:
    return 48 <= byte <= 57


@njit(cache=True, inline="always")
def _is_word(byte: Any) -> Any:
    return 65 <= byte <= 90 or 97 <= byte <= 122 or 48 <= byte <= 57 or byte in (95, _MINUS)


@njit(cache=True, inline="always")
def _upper(byte: Any) -> Any:
    return byte - 32 if 97 <= byte <= 122 else byte


@njit(cache=True)
def _skip(data: Any, at: Any) -> Any:
    """Return where the next byte is that is neither white space nor comment."""
    end = data.size
    while at < end:
        byte = data[at]
        if _is_space(byte):
            at += 1
        elif byte == _SLASH and at + 1 < end and data[at + 1] == _STAR:
            at += 2
            while at + 1 < end and not (data[at] == _STAR and data[at + 1] == _SLASH):
                at += 1
            at += 2
        else:
            break
    return at


@njit(cache=True)
def _word(data: Any, at: Any) -> Any:
    """Read a keyword; return where it ends and its hash in capitals."""
    value = OFFSET
    while at < data.size and _is_word(data[at]):
        value = (value ^ U64(_upper(data[at]))) * PRIME
        at += 1
    return at, mix(value)


@njit(cache=True)
def _quoted(data: Any, at: Any, quote: Any) -> Any:
    """Read a string or binary from its first quote; return where it ends and the hash of what is in it."""
    value = OFFSET
    end = data.size
    at += 1
    while at < end:
        byte = data[at]
        if byte == quote:
            if at + 1 < end and data[at + 1] == quote:
                at += 1
            else:
                return at + 1, mix(value)
        value = (value ^ U64(byte)) * PRIME
        at += 1
    return end, U64(0)


@njit(cache=True)
def _number(data: Any, at: Any) -> Any:
    """Read a number; return where it ends and a hash of its value: 1., 1.0, 1.0E0 and 10.E-1 are one."""
    negative = data[at] == _MINUS
    if negative or data[at] == _PLUS:
        at += 1
    mantissa, digits, zeros, exponent, fraction, more = U64(0), 0, 0, 0, False, U64(0)
    while at < data.size:
        byte = data[at]
        if byte == _DOT:
            fraction = True
        elif _is_digit(byte):
            exponent -= fraction
            if byte == 48:
                zeros += digits > 0
            else:
                for _ in range(zeros):
                    mantissa, more, digits = _digit(mantissa, more, digits, 0)
                zeros = 0
                mantissa, more, digits = _digit(mantissa, more, digits, byte - 48)
        else:
            break
        at += 1
    exponent += zeros
    if at < data.size and data[at] in (69, 101):
        at, power = _integer(data, at + 1)
        exponent += power
    if digits == 0:
        return at, mix(U64(1))
    value = mix(mantissa + more) ^ mix(U64(exponent + 4096) * PRIME)
    return at, mix(value + U64(7) if negative else value)


@njit(cache=True, inline="always")
def _digit(mantissa: Any, more: Any, digits: Any, digit: Any) -> Any:
    """Append a digit; those that 64 bits cannot hold go into a hash beside the mantissa."""
    if digits < _MAX_DIGITS:
        return mantissa * U64(10) + U64(digit), more, digits + 1
    return mantissa, mix(more * U64(10) + U64(digit) + U64(1)), digits + 1


@njit(cache=True)
def _integer(data: Any, at: Any) -> Any:
    negative = at < data.size and data[at] == _MINUS
    if at < data.size and (negative or data[at] == _PLUS):
        at += 1
    value = 0
    while at < data.size and _is_digit(data[at]):
        value = min(value * 10 + (data[at] - 48), 100_000)
        at += 1
    return at, -value if negative else value


@njit(cache=True)
def _step_id(data: Any, at: Any) -> Any:
    """Read the digits after `#`; return where they end and the id, -1 for one beyond 18 digits."""
    value, digits = 0, 0
    while at < data.size and _is_digit(data[at]):
        digits += 1
        if digits <= _MAX_DIGITS:
            value = value * 10 + (data[at] - 48)
        at += 1
    return at, value if 0 < digits <= _MAX_DIGITS else -1


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
def _literal(data: Any, at: Any) -> Any:
    """Read one token that is no reference and no bracket; return where it ends and its hash."""
    byte = data[at]
    if byte == _QUOTE:
        at, value = _quoted(data, at, _QUOTE)
    elif _is_digit(byte) or byte in (_PLUS, _MINUS):
        at, value = _number(data, at)
    elif byte == _DOT:
        at, value = _word(data, at + 1)
        at += at < data.size and data[at] == _DOT
        value = mix(value + U64(11))
    elif byte == _DOUBLE_QUOTE:
        at, value = _quoted(data, at, _DOUBLE_QUOTE)
        value = mix(value + U64(13))
    elif _is_word(byte):
        at, value = _word(data, at)
        value = mix(value + U64(17))
    else:
        at, value = at + 1, mix(U64(byte) + U64(512))
    return at, value


@njit(cache=True)
def _count(data: Any) -> Any:
    """Return how many instances and references there can be at most: one `;`, one `#` each."""
    instances, references = 0, 0
    for byte in data:
        instances += byte == _SEMICOLON
        references += byte == _HASH
    return instances, references


@njit(cache=True)
def _arguments(data: Any, at: Any, masks: Any, refs: Any, slots: Any, r: Any) -> Any:
    """Read the arguments of an instance from its bracket; `masks` are those of its type: skip, unordered, rooted.

    Writes references into `refs` and `slots` from `r`. Returns where the instance ends (-1: the file does
    first), the sum of its literals' shares, the hash of its GlobalId and the next `r`.
    """
    skip, unordered, rooted = masks
    total, global_id, depth, argument, ordinal = U64(0), U64(0), 0, 0, 0
    while True:
        at = _skip(data, at)
        if at >= data.size or data[at] == _SEMICOLON:
            return (at + 1 if at < data.size else -1), total, global_id, r
        byte = data[at]
        bit = 1 << min(argument, 62)
        counts = not skip & bit
        if byte == _COMMA and depth == 1:
            at, argument, ordinal = at + 1, argument + 1, 0
        elif byte == _COMMA:
            at += 1
        elif byte in (_OPEN, _CLOSE):
            depth += 1 if byte == _OPEN else -1
            inner = depth > 1 or (depth == 1 and byte == _CLOSE)
            if inner and counts and not unordered & bit:
                total += combine(U64(argument << _SLOT_BITS | ordinal), U64(byte))
                ordinal += 1
            at += 1
        elif byte == _HASH:
            at, target = _step_id(data, at + 1)
            if counts:
                refs[r], slots[r] = target, argument << _SLOT_BITS | (0 if unordered & bit else ordinal)
                r, ordinal = r + 1, ordinal + 1
        else:
            is_id = argument == 0 and rooted and byte == _QUOTE
            at, value = _literal(data, at)
            global_id = value if is_id else global_id
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
        at = _skip(data, at)
        if at >= data.size:
            break
        if data[at] != _HASH:
            ended, at = _between(data, at)
            if ended:
                status = OK
                break
            continue
        starts[n], ref_starts[n] = at, r
        at, ids[n] = _step_id(data, at + 1)
        if ids[n] < 0:
            status = BAD_ID
            break
        at, hashed = _word(data, _skip(data, _skip(data, at) + 1))
        types[n] = _type_number(hashed, keys, numbers)
        row = masks[types[n]]
        at, total, global_ids[n], r = _arguments(data, at, (row[0], row[1], row[2]), refs, slots, r)
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
    end, value = _word(data, at)
    if value == _END_ISO:
        return True, end
    while end < data.size and data[end] != _SEMICOLON:
        if data[end] == _QUOTE:
            end, _ = _quoted(data, end, _QUOTE)
        else:
            end += 1
    return False, max(end, at) + 1
