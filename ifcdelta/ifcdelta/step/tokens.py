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

QUOTE, HASH, OPEN, CLOSE, COMMA, SEMICOLON, SLASH, DOLLAR, STAR = b"'#(),;/$*"
OF_ENUMERATION: Final = U64(11)
"""What is added to the hash of a word between dots."""
_STAR, _DOT, _DOUBLE_QUOTE, _PLUS, _MINUS, _BACKSLASH = b'*."+-\\'
_LETTER_P, _LETTER_S, _LETTER_X, _TWO, _FOUR = b"PSX24"
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
def is_letter(byte: Any) -> Any:
    """Tell whether a byte is a letter, as a keyword begins with one."""
    return 65 <= byte <= 90 or 97 <= byte <= 122


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
def _decoded(data: Any, at: Any, end: Any, value: Any) -> Any:
    """Take in the letters of an escape that ends at `end`, as UTF-8 has them; return where what follows begins."""
    kind = data[at + 1] if at + 1 < data.size else 0
    if kind == _BACKSLASH and end == at + 2:
        return end, (value ^ U64(_BACKSLASH)) * PRIME
    if kind == _LETTER_S and end == at + 4:
        return end, _letter(data[at + 3] + 128, value)
    if kind == _LETTER_X and end == at + 3 and _past_hexadecimal(data, end, end + 2) == end + 2:
        return end + 2, _letter(_hexadecimal(data, end, 2), value)
    if kind == _LETTER_X and end == at + 4 and data[at + 2] in (_TWO, _FOUR):
        digits, last = (4 if data[at + 2] == _TWO else 8), _past_hexadecimal(data, end, data.size)
        if (last - end) % digits == 0 and _is_closed(data, last):
            return last + 4, _letters(data, end, last, digits, value)
    for place in range(at, min(end, data.size)):  # What is no escape, or a broken one, stands for itself.
        value = (value ^ U64(data[place])) * PRIME
    return end, value


@helper
def _letters(data: Any, at: Any, end: Any, digits: Any, value: Any) -> Any:
    """Take in letters that are written in so many digits each; two halves of a surrogate pair are one letter."""
    high = 0
    for place in range(at, end, digits):
        code = _hexadecimal(data, place, digits)
        if 0xD800 <= code < 0xDC00:
            high = code
        else:
            pair = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            value, high = _letter(pair if high and 0xDC00 <= code < 0xE000 else code, value), 0
    return value


@helper
def _is_closed(data: Any, at: Any) -> Any:
    r"""Tell whether `\X0\` is next."""
    if at + 4 > data.size:
        return False
    return data[at] == _BACKSLASH and data[at + 1] == _LETTER_X and data[at + 2] == 48 and data[at + 3] == _BACKSLASH


@helper
def _past_hexadecimal(data: Any, at: Any, end: Any) -> Any:
    """Return where hexadecimal digits end, at `end` at the latest."""
    while at < min(end, data.size) and (is_digit(data[at]) or 65 <= (data[at] & 0xDF) <= 70):
        at += 1
    return at


@helper
def _hexadecimal(data: Any, at: Any, digits: Any) -> Any:
    value = 0
    for place in range(at, at + digits):
        byte: Any = np.int64(data[place])
        value = value * 16 + (byte - 48 if is_digit(byte) else (byte & 0xDF) - 55)  # 0xDF: in capitals
    return value


@helper
def _letter(code: Any, value: Any) -> Any:
    """Take in a letter by its code point, as the bytes that UTF-8 has for it."""
    if code < 0x80:
        return (value ^ U64(code)) * PRIME
    if code < 0x800:
        value = (value ^ U64(0xC0 | (code >> 6))) * PRIME
    else:
        if code < 0x10000:
            value = (value ^ U64(0xE0 | (code >> 12))) * PRIME
        else:
            value = (value ^ U64(0xF0 | (code >> 18))) * PRIME
            value = (value ^ U64(0x80 | ((code >> 12) & 0x3F))) * PRIME
        value = (value ^ U64(0x80 | ((code >> 6) & 0x3F))) * PRIME
    return (value ^ U64(0x80 | (code & 0x3F))) * PRIME


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
            at, value = _decoded(data, at, past_escape, value)
            continue
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
        value = mix(value + OF_ENUMERATION)
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
