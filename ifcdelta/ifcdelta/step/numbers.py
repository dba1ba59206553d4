"""The number at a place of a STEP file: where it ends, and a hash of the double that it means, however it is written.

Compiled by numba. Digits become the nearest double, as every reader of them makes it: 17 digits of one and the 15 that
an exporter wrote of it are the same. Knows no other token.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ifcdelta.native.compiled import helper
from ifcdelta.step.hashing import GOLDEN, OFFSET, PRIME, mix

U64 = np.uint64

_DOT, _PLUS, _MINUS = b".+-"
_MOST_DIGITS: Final = 19
"""As many as 64 bits hold, whatever they are."""
_LEAST_POWER: Final = -342
"""19 digits times a smaller power of ten are less than half of the least double."""
_LARGEST_POWER: Final = 308
_LARGEST_EXACT: Final = 22
_TENS: Final = np.array([10.0**power for power in range(_LARGEST_EXACT + 1)])
"""The powers of ten that are doubles."""
_LEAST_ROUNDED_UP: Final = -27
"""5^27 is the largest power of five in 64 bits: products with the inverse of one may be exact but for the last bit."""
_LARGEST_EXPONENT: Final = 100_000
_WHOLE: Final = U64(1 << 53)
"""Integers up to this one are doubles."""
_HIDDEN: Final = U64(1 << 52)
_INFINITE: Final = U64(0x7FF << 52)
_LOW: Final = U64(0xFFFFFFFF)
_NEAR_CARRY: Final = U64(0x1FF)
_ONE: Final = U64(1)

_SIGNIFICANT: Final = 800
"""No halfway point between two doubles has more digits (767)."""
_LIMBS: Final = 192
"""Of 32 bits: room for 800 digits times 2^1075, and for 2^54 times 10^1150."""


def room_for_numbers() -> npt.NDArray[np.uint64]:
    """Return the memory that `number` works in."""
    return np.empty(2 * _LIMBS, np.uint64)


def _powers() -> npt.NDArray[np.uint64]:
    """Return the first 128 bits of each power of five, as two columns."""
    found = []
    for power in range(_LEAST_POWER, _LARGEST_POWER + 1):
        five: int = 5 ** abs(power)
        if power < 0:
            bits = (1 << (five.bit_length() + 127)) // five + (power >= _LEAST_ROUNDED_UP)
        else:
            bits = five << 128 >> five.bit_length()
        found.append((bits >> 64, bits & (1 << 64) - 1))
    return np.array(found, np.uint64)


_POWERS: Final = _powers()


@helper
def digits_from(data: Any, at: Any, value: Any) -> Any:
    """Append the digits from `at` to a value; return where they end and the value, of 64 bits."""
    while at < data.size:
        digit = U64(data[at]) - U64(48)
        if digit > U64(9):  # so is what is before 48
            break
        value = value * U64(10) + digit
        at += 1
    return at, value


@helper
def number(data: Any, at: Any, room: Any) -> Any:
    """Read a number; return where it ends and its hash: 1, 1., 1.0E0 and 10.E-1 are one, and so are 0.1 and 1E-1."""
    negative = data[at] == _MINUS
    if negative or data[at] == _PLUS:
        at += 1
    end, value = data.size, U64(0)
    while at < end and data[at] == 48:
        at += 1
    first = at
    at, value = digits_from(data, at, value)
    digits, exponent, is_integer = at - first, 0, True
    if at < end and data[at] == _DOT:
        point, is_integer = at + 1, False
        at, value = digits_from(data, point, value)
        exponent = point - at
        digits -= exponent
    last = at
    if at < end and data[at] in (69, 101):
        at, power = _power(data, at + 1)
        exponent, is_integer = exponent + power, False
    if is_integer and (digits > _MOST_DIGITS or value > _WHOLE):
        value = _large_integer(data, first, last)
    else:
        value = _double(value, exponent) if digits <= _MOST_DIGITS else _long(data, first, last, exponent, room)
    sign = U64(1 << 63) if negative and value else U64(0)  # -0 is 0
    return at, mix((value | sign) + GOLDEN)


@helper
def _power(data: Any, at: Any) -> Any:
    """Read what is behind an E; return where it ends and its value."""
    negative = at < data.size and data[at] == _MINUS
    if at < data.size and (negative or data[at] == _PLUS):
        at += 1
    value = 0
    while at < data.size and 48 <= data[at] <= 57:
        value = min(value * 10 + (data[at] - 48), _LARGEST_EXPONENT)
        at += 1
    return at, -value if negative else value


@helper
def _large_integer(data: Any, at: Any, end: Any) -> Any:
    """Return a hash of all digits of an integer that no double holds, without the bit of the sign."""
    value = OFFSET
    while at < end:
        value = (value ^ U64(data[at])) * PRIME
        at += 1
    return mix(value) >> _ONE


@helper
def _double(value: Any, power: Any) -> Any:
    """Return the bits of the double that is nearest to value * 10^power, to even where two are.

    Lemire, Number Parsing at a Gigabyte per Second (2021); no case is left over (Mushtak, Lemire 2023).
    """
    if value == U64(0) or power < _LEAST_POWER:
        return U64(0)
    if value <= _WHOLE and -_LARGEST_EXACT <= power <= 0:
        return np.float64(np.float64(value) / _TENS[-power]).view(np.uint64)  # both are exact (Clinger 1990)
    if power > _LARGEST_POWER:
        return _INFINITE
    shift = _leading_zeros(value)
    high, low = _product(value << U64(shift), _POWERS[power - _LEAST_POWER, 0], _POWERS[power - _LEAST_POWER, 1])
    is_upper = high >> U64(63)
    down = is_upper + U64(9)
    mantissa = high >> down
    exponent = ((217706 * power) >> 16) + 63 + 1023 + np.int64(is_upper) - shift
    if exponent <= 0:
        if exponent < -62:
            return U64(0)
        mantissa >>= U64(1 - exponent)
        return (mantissa + (mantissa & _ONE)) >> _ONE  # one that is rounded up to 2^52 is the least normal double
    if low <= _ONE and -4 <= power <= 23 and mantissa & U64(3) == _ONE and mantissa << down == high:
        mantissa -= _ONE  # halfway, and the lower one is even
    mantissa = (mantissa + (mantissa & _ONE)) >> _ONE
    # One that is rounded up to 2^53 carries into the exponent.
    return min((U64(exponent) << U64(52)) + (mantissa - _HIDDEN), _INFINITE)


@helper
def _leading_zeros(value: Any) -> Any:
    """Return how many of the 64 bits of a number, which is not 0, are 0 before the first 1."""
    exponent = (np.float64(value).view(np.int64) >> 52) - 1023  # rounding may have made it one more
    shift: Any = max(63 - exponent, 0)
    return shift if (value << U64(shift)) >> U64(63) else shift + 1


@helper
def _product(value: Any, high: Any, low: Any) -> Any:
    """Return the first 128 bits of a number of 64 bits and one of 128, as exact as the nearest double needs it."""
    upper, lower = _times(value, high)
    if upper & _NEAR_CARRY == _NEAR_CARRY:
        more = _times(value, low)[0]
        lower += more
        upper += U64(lower < more)
    return upper, lower


@helper
def _times(one: Any, other: Any) -> Any:
    """Return the product of two numbers of 64 bits: its upper and its lower half."""
    a, b, c, d = one >> U64(32), one & _LOW, other >> U64(32), other & _LOW
    low = b * d
    middle = a * d + (low >> U64(32))
    cross = b * c + (middle & _LOW)
    return a * c + (middle >> U64(32)) + (cross >> U64(32)), (cross << U64(32)) | (low & _LOW)


@helper
def _long(data: Any, first: Any, end: Any, exponent: Any, room: Any) -> Any:
    """Return the bits of a number of more digits than 64 bits hold: those between `first` and `end`."""
    while first < end and data[first] in (48, _DOT):
        first += 1
    value, taken, left = U64(0), 0, 0
    for at in range(first, end):
        if data[at] == _DOT:
            continue
        if taken < _MOST_DIGITS:
            value = value * U64(10) + U64(data[at] - 48)
            taken += 1
        else:
            left += 1
    lower = _double(value, exponent + left)
    upper = _double(value + _ONE, exponent + left) if left else lower
    if lower == upper:
        return lower
    side = _beside_halfway(data, first, end, exponent, lower, room)
    return lower if side < 0 or (side == 0 and lower & _ONE == U64(0)) else upper


@helper
def _beside_halfway(data: Any, at: Any, end: Any, exponent: Any, bits: Any, room: Any) -> Any:
    """Return -1, 0 or 1 as a number is less than, equal to or more than what is halfway to the double after `bits`.

    Both are made integers, in `room`: each power of ten or two is multiplied with the side where it is positive.
    """
    left, right, is_more = 0, 0, False
    for place in range(at, end):
        if data[place] == _DOT:
            continue
        if place - at < _SIGNIFICANT:
            left = _multiply(room, 0, left, U64(10), U64(data[place] - 48))
        else:
            exponent, is_more = exponent + 1, is_more or data[place] > 48
    power = np.int64(bits >> U64(52))
    mantissa = (bits & (_HIDDEN - _ONE)) + (_HIDDEN if power else U64(0))
    right = _multiply(room, _LIMBS, right, _ONE, mantissa >> U64(31))
    right = _multiply(room, _LIMBS, right, U64(1 << 31), mantissa & U64((1 << 31) - 1))
    right = _multiply(room, _LIMBS, right, U64(2), _ONE)
    least: Any = max(power, 1)
    twos = least - 1076
    left = _raise(room, 0, left, U64(10), exponent, 9)
    left = _raise(room, 0, left, U64(2), -twos, 31)
    right = _raise(room, _LIMBS, right, U64(10), -exponent, 9)
    right = _raise(room, _LIMBS, right, U64(2), twos, 31)
    if left != right:
        return 1 if left > right else -1
    for place in range(left - 1, -1, -1):
        if room[place] != room[_LIMBS + place]:
            return 1 if room[place] > room[_LIMBS + place] else -1
    return 1 if is_more else 0


@helper
def _raise(room: Any, begin: Any, count: Any, base: Any, power: Any, most: Any) -> Any:
    """Multiply the integer of `count` limbs in `room` by base^power, `most` of it at once, and return its limbs."""
    while power > 0:
        factor = _ONE
        for _ in range(min(power, most)):
            factor *= base
        count = _multiply(room, begin, count, factor, U64(0))
        power -= most
    return count


@helper
def _multiply(room: Any, begin: Any, count: Any, factor: Any, carry: Any) -> Any:
    """Multiply the integer of `count` limbs in `room`, add to it, and return its limbs."""
    for place in range(begin, begin + count):
        carry += room[place] * factor
        room[place] = carry & _LOW
        carry >>= U64(32)
    if carry:
        room[begin + count] = carry
        count += 1
    return count
