"""What a class is called as evidence, in both models by one name, which schemas have otherwise. Pairs nothing."""

from collections.abc import Iterable
from itertools import product

import ifcopenshell

from ifcdelta.read.renames import is_one_class
from ifcdelta.read.side import Side

_KEY = ("class names",)


def share_class_names(sides: tuple[Side, Side], classes: tuple[Iterable[str], Iterable[str]]) -> None:
    """Have `class_of` answer alike for those `classes` of both models that are one; nothing in models of one schema."""
    schemas = sides[0].schema, sides[1].schema
    if schemas[0] == schemas[1]:
        return
    names: dict[str, str] = {}
    for old, new in sorted(product(*classes)):
        if old != new and is_one_class(schemas[0], old, schemas[1], new):
            joined = {names.get(old, old), names.get(new, new)}
            least = min(joined)
            names |= {each: least for each, name in names.items() if name in joined}
            names |= {old: least, new: least}
    for side in sides:
        side.cache[_KEY] = names


def class_of(side: Side, element: ifcopenshell.entity_instance) -> str:
    """Return the class of an element, by the name that both models have for it."""
    names: dict[str, str] = side.cache.get(_KEY, {})
    name = str(element.is_a())
    return names.get(name, name)
