"""What a value is in the result file, when two of them are equal, and the two sides of a change. Knows no IFC file."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ifcdelta.read.units import Angle, Coordinate, Length, Measured

Plain = Any
"""None, bool, int, float (or Measured, such as Length), str, and lists and string-keyed dicts of them."""

NO_GLOBAL_ID: Final = "$"
"""STEP's null: what the result file has in place of a GlobalId where there is none."""

_RELATIVE: Final = 1e-7
"""What single precision leaves of a real; exporters that compute in it write no more digits."""
_WHOLE: Final = 1e9
"""Whole numbers below this one are counts, or amounts: one more is another."""
_SMALLEST: Final = 1e-9
_NOTHING: Final = 1e-14
"""What computing in double precision leaves of 0, whatever it is a measure of; a permeability is 1e-12."""
_NOTHING_BESIDE_ONE: Final = 1e-11
"""What it leaves of 0 among numbers without a unit that are of about 1, as a ratio is, or that stand beside one."""
_DEGREES: Final = 1e-4
"""What six digits of radians leave of an angle."""


class Reference(dict[str, str | None]):
    """What a rooted instance is known by, `{"guid", "class", "name"}`; another name is another name of the same."""


class Several(list[Plain]):
    """The values, sorted, that sets of one name have for one property; `together` in an order of the sets."""

    def __init__(self, values: Iterable[Plain], together: list[Plain]) -> None:
        super().__init__(values)
        self.together = together


class Absent:
    """The side that lacks a value; a null is a value."""


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs: added, deleted and changed follow from which side is there."""

    old: Plain | Absent
    new: Plain | Absent

    def sides(self) -> dict[str, Plain]:
        """Return the change for the result file; a side that lacks the value has no key."""
        both = {"old": self.old, "new": self.new}
        return {side: value for side, value in both.items() if value is not ABSENT}


def equal(old: Plain, new: Plain, tolerance: float) -> bool:
    """Tell whether two values mean the same: lengths to `tolerance` in metres, all else to what is fit for its type."""
    if isinstance(old, float) or isinstance(new, float):
        return _equal_numbers(old, new, tolerance)
    if isinstance(old, Reference) and isinstance(new, Reference) and old["guid"] and new["guid"]:
        return old["guid"] == new["guid"]
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(equal(value, new[key], tolerance) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        left = _NOTHING_BESIDE_ONE * min(_largest([*old, *new]), 1.0)
        return len(old) == len(new) and all(
            (_are_pure(*pair) and abs(pair[0] - pair[1]) <= left) or equal(*pair, tolerance)
            for pair in zip(old, new, strict=True)
        )
    return type(old) is type(new) and old == new


def _equal_numbers(old: Plain, new: Plain, tolerance: float) -> bool:
    if not (_is_number(old) and _is_number(new)) or _are_of_other_units(old, new):
        return False
    if isinstance(old, Length) and isinstance(new, Length):
        # As for placements, a difference of the tolerance itself is one.
        return abs(old - new) < tolerance or math.isclose(old, new, rel_tol=_SMALLEST)
    if isinstance(old, Angle) and isinstance(new, Angle):
        return abs(old - new) < _DEGREES
    if isinstance(old, Coordinate) and isinstance(new, Coordinate):
        return abs(old - new) < _SMALLEST
    if abs(old) < _WHOLE and old == int(old) and abs(new) < _WHOLE and new == int(new):
        return bool(old == new)
    is_from_nothing = _are_pure(old, new) and min(abs(old), abs(new)) <= _NOTHING
    left = _NOTHING_BESIDE_ONE if is_from_nothing else _NOTHING
    return math.isclose(old, new, rel_tol=_RELATIVE, abs_tol=left)


def _are_of_other_units(old: Plain, new: Plain) -> bool:
    units = {each.unit for each in (old, new) if isinstance(each, Measured) and each.unit}
    return len(units) > 1


def _largest(values: list[Plain]) -> float:
    return max((abs(each) for each in values if type(each) is float), default=0.0)


def _are_pure(old: Plain, new: Plain) -> bool:
    """Tell whether both are reals without a unit: shares, components of a direction."""
    return type(old) is float and type(new) is float


def _is_number(value: Plain) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def changes(old: Mapping[str, Plain], new: Mapping[str, Plain], tolerance: float) -> dict[str, Change]:
    """Return by name what differs between two sets of named values."""
    found: dict[str, Change] = {}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if before is ABSENT or after is ABSENT or not equal(before, after, tolerance):
            found[name] = Change(before, after)
    return found


def text(value: str) -> str:
    """Return a decoded STEP string as UTF-8 can hold it: a half of a surrogate pair becomes U+FFFD."""
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def once(values: Iterable[Plain], tolerance: float) -> list[Plain]:
    """Return values in an order of their own, each once: what computing leaves of a value is not another value."""
    found: list[Plain] = []
    alike: dict[str, list[Plain]] = {}
    for key, value in sorted(((order_key(each), each) for each in values), key=lambda keyed: keyed[0]):
        known = alike.setdefault(key[0], [])  # Values that are equal have all but their reals in common.
        if not any(equal(each, value, tolerance) for each in known):
            known.append(value)
            found.append(value)
    return found


def order_key(value: Plain) -> tuple[str, tuple[float, ...]]:
    """Return what members of a set, which has no order of its own, are sorted by.

    Real numbers come last, and by size: their last digits must not decide which members face each other.
    """
    numbers: list[float] = []
    return json.dumps(_without_reals(value, numbers)), tuple(numbers)


def _without_reals(value: Plain, numbers: list[float]) -> Plain:
    """Return the value with its reals, in order, moved to `numbers`."""
    if isinstance(value, float):
        numbers.append(value)
        return 0.0
    if isinstance(value, list):
        return [_without_reals(each, numbers) for each in value]
    if isinstance(value, dict):
        return {key: _without_reals(value[key], numbers) for key in sorted(value)}
    return value
