"""The direct attributes of an element, by name and in SI. Knows no relation.

GlobalId, OwnerHistory, placement and representation are not attributes here; what a project says of units and
contexts is told in `model`, the property sets that a type holds are told as properties.
"""

from typing import Final

from ifcdelta.aspects import ASPECTS
from ifcdelta.compare.context import AspectChange, Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.renames import later_names
from ifcdelta.read.values import ABSENT, changes

_OF_NO_ASPECT: Final = frozenset({"GlobalId", "OwnerHistory", "RepresentationContexts", "UnitsInContext"})
"""What identifies an element, and what the model says as a whole."""
_NOTHING_SAID: Final = (None, "NOTDEFINED")
_OF_OTHER_ASPECTS: Final = _OF_NO_ASPECT.union(*(each.attributes for each in ASPECTS))


def compare(pair: Pair, context: Context) -> AspectChange | None:
    """Return the attributes that differ, each with its old and new value.

    An attribute that only one of two schemas gives the class says nothing about the element. Between classes of
    one schema it does, where it has a value. One that the schemas name otherwise has the later one's name; of such a
    one NOTDEFINED says as little as none.
    """
    names = later_names(context.old.schema, pair.old.is_a(), context.new.schema, pair.new.is_a())
    old, new = (
        {names.get(name, name): value for name, value in side.reader.attributes(each, but=_OF_OTHER_ASPECTS).items()}
        for side, each in context.sides_of(pair)
    )
    differ = changes(old, new, context.tolerance)
    for name in differ.keys() & set(names.values()):
        if all(each.get(name) in _NOTHING_SAID for each in (old, new)):
            del differ[name]
    found = {
        name: change.sides()
        for name, change in differ.items()
        if (change.old is not ABSENT and change.new is not ABSENT)
        or (context.old.schema == context.new.schema and (old.get(name), new.get(name)) != (None, None))
    }
    return found or None
