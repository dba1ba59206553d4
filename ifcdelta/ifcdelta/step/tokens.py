"""The tokens of a STEP file (ISO 10303-21, 5.6), each from where it begins: where it ends, and a hash of what it says.

Compiled by numba. White space, comments, the case of keywords and the spelling of numbers do not count. Knows no
instance.
"""

from typing import Any, Final

import numpy as np

from ifcdelta.native.compiled import helper
from ifcdelta.step.hashing import OFFSET, PRIME, mix
from ifcdelta.step.numbers import digits_from, number

U64 = np.uint64

QUOTE, HASH, OPEN, CLOSE, COMMA, SEMICOLON, SLASH = b"'#(),;/"
_STAR, _DOT, _DOUBLE_QUOTE, _PLUS, _MINUS, _BACKSLASH = b'*."+-\\'
_LETTER_P, _LETTER_S, _LETTER_X = b"PSX"
_MAX_DIGITS: Final = 18
_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
_IN_WORD: Final = np.array([each * (each in _LETTERS) for each in bytes(range(256)).upper()], np.uint8)
"""What each byte is in a keyword, in capitals; 0: it ends one."""


@helper
def is_space(byte: Any) -> Any:
    """Tell whether a byte is white space."""
    return byte == 32 or (9 <= byte <= 13)


@helper
def may_be_blank(byte: Any) -> Any:
    """Tell whether white space or a comment can begin with a byte."""
    return byte <= 32 or byte == SLASH


@helper
def is_digit(byte: Any) -> Any:
    """Tell whether a byte is a digit."""
    return 48 <= byte <= 57


@helper
def past_blank(data: Any, at: Any) -> Any:
    """Return where the next byte is that is neither white space nor comment."""
    end = data.size
    while at < end:
        byte = data[at]
        if is_space(byte):
            at += 1
        elif byte == SLASH and at + 1 < end and data[at + 1] == _STAR:
            at += 2
            while at + 1 < end and not (data[at] == _STAR and data[at + 1] == SLASH):
                at += 1
            at += 2
        else:
            break
    return at


@helper
def word(data: Any, at: Any) -> Any:
    """Read a keyword; return where it ends and its hash in capitals."""
    value = OFFSET
    while at < data.size and _IN_WORD[data[at]]:
        value = (value ^ U64(_IN_WORD[data[at]])) * PRIME
        at += 1
    return at, mix(value)


@helper
def _past_escape(data: Any, at: Any) -> Any:
    r"""Return where an escape ends: `\\`, `\S\` and its letter, `\X\`, `\X2\`, `\PA\`; after a backslash alone else."""
    if at + 3 >= data.size:
        return at + 1
    first, second, third = data[at + 1], data[at + 2], data[at + 3]
    if first == _BACKSLASH:
        return at + 2
    if second == _BACKSLASH:
        return at + 4 if first == _LETTER_S else at + 1 + 2 * (first == _LETTER_X)
    return at + 4 if first in (_LETTER_P, _LETTER_X) and third == _BACKSLASH else at + 1


@helper
def quoted(data: Any, at: Any, quote: Any) -> Any:
    """Read a string or binary from its first quote; return where it ends and the hash of what is in it.

    A quote in an escape ends no string: the section sign is a backslash, S, a backslash and an apostrophe.
    """
    value = OFFSET
    end = data.size
    at += 1
    past_escape = at
    while at < end:
        byte = data[at]
        if byte == quote and at >= past_escape:
            if at + 1 < end and data[at + 1] == quote:
                at += 1
            else:
                return at + 1, mix(value)
        elif byte == _BACKSLASH and at >= past_escape:
            past_escape = _past_escape(data, at)
        value = (value ^ U64(byte)) * PRIME
        at += 1
    return end, U64(0)


@helper
def step_id(data: Any, at: Any) -> Any:
    """Read the digits after `#`; return where they end and the id, -1 for one beyond 18 digits."""
    end, value = digits_from(data, at, U64(0))
    return end, np.int64(value) if 0 < end - at <= _MAX_DIGITS else -1


@helper
def literal(data: Any, at: Any, room: Any) -> Any:
    """Read one token that is no reference and no bracket; return where it ends and its hash; `room` is for numbers."""
    byte = data[at]
    if byte == QUOTE:
        at, value = quoted(data, at, QUOTE)
    elif is_digit(byte) or byte in (_PLUS, _MINUS):
        at, value = number(data, at, room)
    elif byte == _DOT:
        at, value = word(data, at + 1)
        at += at < data.size and data[at] == _DOT
        value = mix(value + U64(11))
    elif byte == _DOUBLE_QUOTE:
        at, value = quoted(data, at, _DOUBLE_QUOTE)
        value = mix(value + U64(13))
    elif _IN_WORD[byte]:
        at, value = word(data, at)
        value = mix(value + U64(17))
    else:
        at, value = at + 1, mix(U64(byte) + U64(512))
    return at, value


@helper
def after(data: Any, at: Any) -> Any:
    """Return where the byte after `at` is, or what follows the string or comment that begins there."""
    if data[at] == QUOTE:
        return quoted(data, at, QUOTE)[0]
    if data[at] == SLASH:
        return max(past_blank(data, at), at + 1)
    return at + 1
