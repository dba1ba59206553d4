"""Where an argument of an instance is in a file's text, and what is in it that the scan passes over.

Compiled by numba. Knows no schema.
"""

from typing import Any, Final

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
    OF_ENUMERATION,
    OPEN,
    QUOTE,
    SEMICOLON,
    STAR,
    after,
    is_letter,
    literal,
    past_blank,
    step_id,
)

U64 = np.uint64
_NOT_DEFINED: Final = mix(np.array([hash_bytes(b"NOTDEFINED")], np.uint64) + OF_ENUMERATION)[0]
"""The hash of the enumeration's item that says nothing."""


def skipped_references(
    data: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int32],
    skips: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Return the STEP ids that instances refer to in those of their arguments that do not count (`skips`: bits)."""
    ids = np.empty(int(lengths.sum(dtype=np.int64)), np.int64)  # a malformed reference has one byte
    return ids[: _read_skipped(data, starts, lengths, skips, ids)]


@compiled(BYTES, INT64, INT32, INT64, INT64, returns=1)
def _read_skipped(data: Any, starts: Any, lengths: Any, skips: Any, ids: Any) -> Any:
    """Write into `ids` what `skipped_references` returns; return how many there are."""
    count = 0
    for number in range(starts.size):
        for argument in range(64):
            if not skips[number] >> argument:
                break
            if skips[number] >> argument & 1:
                at, end = span_of(data, starts[number], starts[number] + lengths[number], argument)
                while at < end:
                    if data[at] == HASH:
                        at, ids[count] = step_id(data, at + 1)
                        count += 1
                    else:
                        at = after(data, at)
    return count


@helper
def span_of(data: Any, begin: Any, end: Any, argument: Any) -> Any:
    """Return where an argument of the instance from `begin` to `end` begins and ends; `end` twice: there is none."""
    at, depth, number, first = begin, 0, 0, end
    while at < end:
        byte = data[at]
        if depth == 1 and byte in (COMMA, CLOSE):
            if number == argument:
                return first, at
            number, first = number + 1, at + 1
        if byte in (OPEN, CLOSE):
            depth += 1 if byte == OPEN else -1
            first = at + 1 if depth == 1 and byte == OPEN else first
        at = after(data, at)
    return end, end


def strings_of(
    data: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int32],
    arguments: npt.NDArray[np.int64],
) -> list[bytes]:
    """Return what is between the quotes of a string argument of each instance; nothing where it is none."""
    spans = np.empty((starts.size, 2), np.int64)
    _find_strings(data, starts, lengths, arguments, spans)
    return [bytes(data[first:last]) for first, last in spans.tolist()]


@compiled(BYTES, INT64, INT32, INT64, Array(np.int64, 2))
def _find_strings(data: Any, starts: Any, lengths: Any, arguments: Any, spans: Any) -> None:
    """Write into `spans` where the string arguments begin and end; one place twice: it is none."""
    for number in range(starts.size):
        at, end = span_of(data, starts[number], starts[number] + lengths[number], arguments[number])
        while at < end and data[at] != QUOTE:
            at = after(data, at)
        spans[number, 0], spans[number, 1] = (at + 1, after(data, at) - 1) if at < end else (end, end)


def said_in(
    data: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int32],
    wanted: npt.NDArray[np.int64],
) -> npt.NDArray[np.uint64]:
    """Return per instance a hash of the literals in its `wanted` arguments (bits), and of the keywords in all.

    0: there are none but `$`, `*` and `.NOTDEFINED.`.
    """
    found = np.zeros(starts.size, np.uint64)
    _read_said(data, starts, lengths, wanted, room_for_numbers(), found)
    return found


@compiled(BYTES, INT64, INT32, INT64, UINT64, UINT64)
def _read_said(data: Any, starts: Any, lengths: Any, wanted: Any, room: Any, found: Any) -> None:
    for number in range(starts.size):
        at, end, depth, argument = starts[number], starts[number] + lengths[number], 0, 0
        while at < end and data[at] != OPEN:
            at = after(data, at)
        while at < end:
            at = past_blank(data, at)
            if at >= end or data[at] == SEMICOLON:
                break
            byte = data[at]
            if byte in (OPEN, CLOSE, COMMA):
                depth += (byte == OPEN) - (byte == CLOSE)
                argument += byte == COMMA and depth == 1
                at += 1
            elif byte == HASH:
                at, _ = step_id(data, at + 1)
            else:
                at, value = literal(data, at, room)
                is_value = byte not in (DOLLAR, STAR) and value != _NOT_DEFINED
                if is_value and (wanted[number] >> min(argument, 62) & 1 or is_letter(byte)):
                    found[number] += combine(U64(argument), value)
