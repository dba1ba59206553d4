"""How one value of a result reads: numbers with their unit, references, lists. Knows no aspect and no form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

NOTHING: Final = "—"
"""Where there is no value."""
NULL: Final = "(no value)"
"""A null, where no value at all stands on the other side."""
NO_ELEMENT: Final = "(no element)"
"""What a virtual boundary is with."""
_EMPTY: Final = "(empty)"
_WORDS: Final = {None: NOTHING, True: "true", False: "false"}
_METRES_FROM: Final = 10.0
"""Below, lengths are told in millimetres."""
_MINUS: Final = "\u2212"
_MANY: Final = 1e6
"""From here on six digits are too few: it may be a coordinate."""

_T = TypeVar("_T")
Number = Callable[[float], str]


class Size(tuple[float, ...]):
    """Lengths of one thing, in metres: `5000 × 300 × 2750 mm`."""

    __slots__ = ()


def number(value: float) -> str:
    """Return a number as a person reads it: six digits, of a large one twelve.

    Thousands have no mark: it may be a year or a number of something.
    """
    if isinstance(value, int):
        return str(value)
    return f"{float(f'{value:.6g}' if abs(value) < _MANY else f'{value:.12g}') + 0.0:.15g}"


def unit_of(symbol: str, *values: Any) -> tuple[str, float]:
    """Return the unit that values given in `symbol` read best in, all of them, and how many of it one `symbol` is."""
    if symbol == "m" and all(abs(each) < _METRES_FROM for value in values for each in _numbers(value)):
        return "mm", 1000.0
    return symbol, 1.0


def joined(parts: Sequence[str]) -> str:
    """Return what is told one after another: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def length(metres: float) -> str:
    """Return a length as a person reads it."""
    unit, scale = unit_of("m", metres)
    return f"{number(scale * metres)} {unit}"


def move(vector: Sequence[float], distance: float) -> str:
    """Return how far and which way something moved, `250 mm: X +250`; empty where it did not."""
    unit, scale = unit_of("m", distance)
    axes = ", ".join(
        f"{axis} {signed(scale * moved)}" for axis, moved in zip("XYZ", vector, strict=True) if round(moved, 6)
    )
    return f"{number(scale * distance)} {unit}: {axes}" if axes else ""


def signed(value: float) -> str:
    """Return a number with its sign."""
    return f"{'+' if value > 0 else _MINUS}{number(abs(value))}"


def sides(old: Any, new: Any, symbol: str = "") -> tuple[str, str]:
    """Return both sides of a value of the result file as a person reads them.

    `symbol` is the unit of their numbers. With all digits where they differ in the last ones alone, and with texts in
    quotes where they would read the same even so, as `1` and `"1"` do.
    """
    unit, scale = unit_of(symbol, old, new)
    return told_apart(
        old,
        new,
        lambda value: spelt(value, lambda each: number(each if scale == 1.0 else scale * each), unit),
        lambda value: spelt(value, repr, symbol),
        exact,
    )


def told_apart(old: Any, new: Any, first: Callable[[Any], _T], *others: Callable[[Any], _T]) -> tuple[_T, _T]:
    """Return both sides in the first of the ways in which they are told apart."""
    spellings = first(old), first(new)
    if spellings[0] != spellings[1] or exact(old) == exact(new):
        return spellings
    return told_apart(old, new, *others) if others else spellings


def exact(value: Any) -> str:
    """Return a value so that no other one reads the same: all parts, their texts in quotes."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_inner(each)}" for key, each in sorted(value.items()))
    if isinstance(value, list | Size):
        return ", ".join(map(_inner, value))
    return f'"{value}"' if isinstance(value, str) else spelt(value, repr)


def _inner(value: Any) -> str:
    return f"({exact(value)})" if isinstance(value, dict | list) else exact(value)


def spelt(value: Any, as_number: Number = number, unit: str = "") -> str:
    """Return a value of the result file as text, its numbers as `as_number` has them, with `unit`."""
    if value is None or isinstance(value, bool | str):
        return value or _EMPTY if isinstance(value, str) else _WORDS[value]
    if isinstance(value, int | float):
        return _with_unit(as_number(value), unit)
    if isinstance(value, Size):
        return _with_unit(" × ".join(map(as_number, value)), unit)
    if isinstance(value, list):
        spelt_parts = [spelt(each, as_number, unit) for each in value]
        parts = (f"({part})" if isinstance(each, list) else part for each, part in zip(value, spelt_parts, strict=True))
        return ", ".join(parts) or _EMPTY
    return _spelt_mapping(value, as_number, unit)


def _spelt_mapping(value: Mapping[str, Any], as_number: Number, unit: str) -> str:
    if value.keys() == {"guid", "class", "name"}:
        return " ".join(filter(None, (value["class"], value["name"] or value["guid"]))) or NO_ELEMENT
    if value.keys() == {"system", "code", "name"}:
        return " ".join(value[part] for part in ("system", "code", "name") if value[part])
    if value.keys() == {"value", "unit"}:
        return _with_unit(spelt(value["value"], as_number), value["unit"])
    return ", ".join(f"{name}: {spelt(each, as_number, unit)}" for name, each in sorted(value.items()))


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{'' if unit in {'', '°'} else ' '}{unit}"


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, list | Size):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
