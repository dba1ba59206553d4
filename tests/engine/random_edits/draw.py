"""Draws one edit of a model: a class, an instance of it, an attribute, what is done to its value. Knows no engine."""

from dataclasses import dataclass
from random import Random

from tests.engine.exam.schema import attributes
from tests.engine.exam.spf import Instance, Value, Word, references
from tests.engine.random_edits.alter import Alter
from tests.engine.random_edits.declared import Aggregate, Declared, declared
from tests.engine.random_edits.pool import Pool
from tests.engine.random_edits.written import Written, statement

_TRIES = 1000
_DERIVED = Word("*")


@dataclass(frozen=True)
class Edit:
    """One attribute of one instance, edited."""

    number: int
    class_: str
    attribute: str
    way: str
    is_order_of_set: bool
    before: str
    after: str
    referred: frozenset[int]
    """What the instance referred to only before, or refers to only now."""
    new: Written

    @property
    def what(self) -> str:
        """Return class and attribute."""
        return f"{self.class_}.{self.attribute}"


def draw(written: Written, pool: Pool, random: Random) -> Edit:
    """Return an edit that changes what the instance says, each class of the model as likely as the other."""
    classes = list(pool.by_class)
    for _ in range(_TRIES):
        class_ = random.choice(classes)
        number = random.choice(pool.by_class[class_])
        place, attribute = random.choice(list(enumerate(attributes(pool.schema, class_))))
        was = written.instance(number).arguments[place]
        may_be = declared(pool.schema, class_)[place]
        if was == _DERIVED:
            continue
        ways = Alter(pool, random).ways(was, may_be, is_optional=attribute.is_optional)
        way = random.choice(ways) if ways else None
        made = way.make() if way else None
        if way and made is not None and _is_edit(pool, number, (was, made), may_be, way.name):
            is_order_of_set = way.name == "order" and isinstance(may_be, Aggregate) and may_be.is_set
            return _edited(written, number, place, made, (class_, attribute.name, way.name, is_order_of_set))
    raise AssertionError("nothing to edit")


def _is_edit(pool: Pool, number: int, values: tuple[Value, Value], may_be: Declared, way: str) -> bool:
    """Tell whether two values differ by what they say, and the new one makes no instance a part of itself."""
    was, made = values
    more = set(references(made)) - set(references(was))
    if any(pool.reaches(each, number) for each in more):
        return False
    if isinstance(may_be, Aggregate) and may_be.is_set and way == "order":
        return was != made
    return bool(pool.meaning(was, may_be) != pool.meaning(made, may_be))


def _edited(written: Written, number: int, place: int, made: Value, names: tuple[str, str, str, bool]) -> Edit:
    instance = written.instance(number)
    arguments = [*instance.arguments[:place], made, *instance.arguments[place + 1 :]]
    after = Instance(instance.type, arguments)
    referred = set(references(instance.arguments[place])) ^ set(references(made))
    return Edit(
        number,
        *names,
        written.line(number),
        statement(number, after),
        frozenset(referred),
        written.replaced(number, after),
    )
