"""What people call a class of IFC: `IfcSpace` is a room, `IfcElementAssembly` an assembly. Knows no result."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from ifcdelta.result.spelling import joined

_NAMES: Final = {
    "": "element",
    "IfcSpace": "room",
    "IfcSpaceType": "room type",
    "IfcBuildingStorey": "storey",
    "IfcFurnishingElement": "furnishing",
    "IfcBuildingElementProxy": "proxy",
    "IfcBuildingElementProxyType": "proxy type",
    "IfcBuildingElementPart": "part",
    "IfcElementAssembly": "assembly",
    "IfcFurniture": "piece of furniture",
    "IfcSystemFurnitureElement": "piece of system furniture",
}
"""Where people say otherwise than IFC, in the singular."""
_PLURALS: Final = {
    "piece of furniture": "pieces of furniture",
    "piece of system furniture": "pieces of system furniture",
}
_CASES: Final = re.compile(r"(StandardCase|ElementedCase)$")
"""Classes of IFC that say how a thing is modelled, not what it is."""
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")
_HISSES: Final = ("s", "x", "z", "ch", "sh")
_VOWELS: Final = "aeiou"
_MOST: Final = 3
"""Nouns that are named; those of more are summed."""


@lru_cache(maxsize=4096)
def noun(class_: str, count: int = 1) -> str:
    """Return what `count` elements of a class are called, without the number."""
    named = _CASES.sub("", class_)
    if named not in _NAMES and not named.startswith("Ifc"):
        return class_
    words = _NAMES.get(named) or " ".join(_WORDS.findall(named.removeprefix("Ifc"))).lower() or class_
    return words if count == 1 else _PLURALS.get(words) or _plural(words)


def _plural(words: str) -> str:
    if words.endswith("y") and words[-2:-1] not in _VOWELS:
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(_HISSES) else f"{words}s"


def counts(classes: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return one class of each noun with its number, what is built before its types, the most first."""
    numbers: Counter[str] = Counter()
    class_of: dict[str, str] = {}
    for name, number in sorted(classes.items()):
        numbers[noun(name)] += number
        class_of.setdefault(noun(name), name)

    def order(counted: tuple[str, int]) -> tuple[Any, ...]:
        return counted[0].endswith((" type", " style")), -counted[1], counted[0]

    return [(class_of[name], number) for name, number in sorted(numbers.items(), key=order)]


def counted(classes: Mapping[str, int], most: int = _MOST) -> str:
    """Return elements by class, e.g. `8 walls, 3 rooms and 12 others`."""
    every = counts(classes)
    named = every if len(every) <= most + 1 else every[:most]
    parts = [f"{number:,} {noun(name, number)}" for name, number in named]
    rest = sum(number for _, number in every[len(named) :])
    return joined([*parts, *([f"{rest:,} others"] if rest else [])])
