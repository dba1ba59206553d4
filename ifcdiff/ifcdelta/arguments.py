"""Where an argument of an instance is in a file's text, and what is in it that the scan passes over.

Compiled by numba. Knows no schema.
"""

from typing import Any

import numpy as np
from numba import njit

from ifcdelta.tokens import CLOSE, COMMA, HASH, OPEN, QUOTE, after, step_id


@njit(cache=True, nogil=True)
def skipped_references(data: Any, starts: Any, lengths: Any, skips: Any) -> Any:
    """Return the STEP ids that instances refer to in those of their arguments that do not count (`skips`: bits)."""
    ids = [np.int64(-1)]
    for number in range(starts.size):
        for argument in range(64):
            if not skips[number] >> argument:
                break
            if skips[number] >> argument & 1:
                at, end = span_of(data, starts[number], starts[number] + lengths[number], argument)
                while at < end:
                    if data[at] == HASH:
                        at, target = step_id(data, at + 1)
                        ids.append(target)
                    else:
                        at = after(data, at)
    return np.array(ids)


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def string_of(data: Any, begin: Any, end: Any, argument: Any) -> Any:
    """Return where what is between the quotes of a string argument begins and ends; one place twice: it is none."""
    at, end = span_of(data, begin, end, argument)
    while at < end and data[at] != QUOTE:
        at = after(data, at)
    return (at + 1, after(data, at) - 1) if at < end else (end, end)
