"""What can be done to a value of an attribute, by what the schema lets it hold. Knows no instance and no file."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final, NamedTuple, TypeAlias

from tests.engine.exam.picker import new_guid
from tests.engine.exam.spf import NOTHING, Real, Ref, Text, Typed, Value, Word, references
from tests.engine.random_edits.declared import Aggregate, Choice, Declared, Enumeration, Simple, named
from tests.engine.random_edits.pool import Pool

Made: TypeAlias = "Value | None"
"""The new value; None where there can be none."""


class Way(NamedTuple):
    """One thing that can be done to a value; and how."""

    name: str
    make: Callable[[], Made]


_LITERALS: Final = {"boolean": ("T", "F"), "logical": ("T", "F", "U")}
_SMALL: Final = 1.0
"""Below it a number is shifted by as much; others are scaled. More than any tolerance, in whatever unit."""
_SECONDS: Final = 2
"""The last place of an angle that is clearly beyond tolerance; a millionth of a second is 30 µm on the ground."""
_FIRST: Final[dict[str, Value]] = {
    "real": Real("1.5"),
    "number": Real("1.5"),
    "integer": Word("2"),
    "string": Text("set by chance"),
    "binary": Word('"0A"'),
}
"""What is written where nothing was."""


class Alter:
    """Alters values, at random, with instances of one model."""

    def __init__(self, pool: Pool, random: Random) -> None:
        """Take what to draw from, and the chance."""
        self._pool = pool
        self._random = random

    def ways(self, value: Value, declared: Declared, *, is_optional: bool) -> list[Way]:
        """Return all that can be done to an attribute."""
        if value == NOTHING:
            return [Way("set", lambda: self._made(declared))] if is_optional else []
        unset = [Way("unset", lambda: NOTHING)] if is_optional else []
        return [*self._ways(value, declared), *unset]

    def _ways(self, value: Value, declared: Declared) -> Iterator[Way]:
        if isinstance(declared, Aggregate) and isinstance(value, list):
            yield from self._of_several(value, declared)
        elif isinstance(declared, Enumeration):
            yield Way("literal", lambda: self._literal(value, declared.literals))
        elif isinstance(declared, Choice):
            yield from self._of_choice(value, declared)
        elif isinstance(declared, Simple):
            yield Way(declared.primitive, lambda: self._simple(value, declared))

    def _of_choice(self, value: Value, declared: Choice) -> Iterator[Way]:
        if isinstance(value, Ref):
            yield Way("re-pointed", lambda: self._ref(declared, {value.id}, value.id))
        elif isinstance(value, Typed):
            inner = value.arguments[0]
            of = named(declared.schema, value.name)
            for way in self._ways(inner, of):
                yield Way(way.name, partial(_typed_by, value.name, way))
            others = [each for each in declared.types if _is_like(named(declared.schema, each), of)]
            others = [each for each in others if each.upper() != value.name.upper()]
            if others:
                yield Way("measure", lambda: Typed(self._random.choice(others).upper(), [inner]))

    def _of_several(self, value: list[Value], declared: Aggregate) -> Iterator[Way]:
        if len(value) > max(declared.least, 0):
            yield Way("member removed", lambda: self._removed(value))
        if declared.most < 0 or len(value) < declared.most:
            yield Way("member added", lambda: self._added(value, declared))
        if len(value) > 1:
            yield Way("order", lambda: self._random.sample(value, len(value)))
        if value:
            yield Way("member changed", lambda: self._changed(value, declared))

    def _removed(self, value: list[Value]) -> list[Value]:
        place = self._random.randrange(len(value))
        return value[:place] + value[place + 1 :]

    def _added(self, value: list[Value], declared: Aggregate) -> list[Value] | None:
        has = set(references(value))
        like = value[0] if value else None
        if isinstance(declared.of, Choice) and declared.of.entities:
            more: Made = self._ref(declared.of, has, like.id if isinstance(like, Ref) else None)
        elif like is None:
            more = self._made(declared.of)
        else:
            more = next((each.make() for each in self._ways(like, declared.of)), None)
        return None if more is None else [*value, more]

    def _changed(self, value: list[Value], declared: Aggregate) -> list[Value] | None:
        place = self._random.randrange(len(value))
        if isinstance(declared.of, Simple) and declared.of.name == "IfcCompoundPlaneAngleMeasure":
            place = min(place, _SECONDS)
        ways = list(self._ways(value[place], declared.of))
        made = self._random.choice(ways).make() if ways else None
        if made is None or (isinstance(made, Ref) and made in value):
            return None
        return [*value[:place], made, *value[place + 1 :]]

    def _made(self, declared: Declared) -> Made:
        if isinstance(declared, Aggregate):
            several = [self._made(declared.of) for _ in range(max(declared.least, 1))]
            return [each for each in several if each is not None] if None not in several else None
        if isinstance(declared, Enumeration):
            return self._literal(NOTHING, declared.literals)
        if isinstance(declared, Choice):
            return self._chosen(declared)
        return _FIRST.get(declared.primitive) or self._literal(NOTHING, _LITERALS[declared.primitive])

    def _chosen(self, declared: Choice) -> Made:
        if declared.types and (not declared.entities or self._random.random() < 1 / 2):
            name = self._random.choice(declared.types)
            return _typed(name.upper(), self._made(named(declared.schema, name)))
        return self._ref(declared, set(), None)

    def _ref(self, declared: Choice, than: set[int], like: int | None) -> Ref | None:
        found = self._pool.other(declared.entities, than, like, self._random)
        return None if found is None else Ref(found)

    def _literal(self, value: Value, literals: tuple[str, ...]) -> Word | None:
        others = [each for each in literals if value != Word(f".{each}.")]
        return Word(f".{self._random.choice(others)}.") if others else None

    def _simple(self, value: Value, declared: Simple) -> Made:
        if isinstance(value, Text):
            is_guid = declared.name == "IfcGloballyUniqueId"
            return Text(new_guid(str(self._random.random())) if is_guid else f"{value.raw} by chance")
        if declared.primitive in _LITERALS:
            return self._literal(value, _LITERALS[declared.primitive])
        if isinstance(value, Real) or (isinstance(value, Word) and declared.primitive in {"real", "number"}):
            number = float(value.raw)
            return _real(number + _SMALL if abs(number) < _SMALL else number * 1.25)
        if isinstance(value, Word) and declared.primitive == "integer":
            number = int(value.raw)
            return Word(str(number - 1 if number > 1 else number + 1))
        return None


def _typed(name: str, value: Made) -> Typed | None:
    return None if value is None else Typed(name, [value])


def _typed_by(name: str, way: Way) -> Typed | None:
    return _typed(name, way.make())


def _real(number: float) -> Real:
    """Return a number as STEP spells it: with a point, whatever its size."""
    digits, _, exponent = repr(number).partition("e")
    return Real(f"{digits if '.' in digits else f'{digits}.'}{f'E{exponent}' if exponent else ''}")


def _is_like(found: Declared, other: Declared) -> bool:
    return isinstance(found, Simple) and isinstance(other, Simple) and found.primitive == other.primitive
