"""Which element of the new model is which of the old one: by GlobalId, and by content where that was re-issued.

A rule pairs two elements that nothing but the rule's evidence identifies: exactly one on each side has it. The
strongest rule comes first. Knows no aspect and no result file.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell

from ifcdelta.compare.base import Side
from ifcdelta.compare.type_ import types_of
from ifcdelta.position import position_of
from ifcdelta.scope import Elements
from ifcdelta.values import text

Evidence = Callable[[Side, ifcopenshell.entity_instance], Hashable | None]
_NAMED: Final = ("IfcTypeObject", "IfcGroup", "IfcProject", "IfcSpatialStructureElement", "IfcSpatialElement")
"""What people tell apart by its name."""
_SINGLE: Final = ("IfcProject", "IfcSite", "IfcBuilding")
"""What a model usually has one of."""


@dataclass(frozen=True, slots=True)
class Match:
    """One element under two GlobalIds, and what says that it is one."""

    old: str
    new: str
    by: str


def match(
    old: Side, new: Side, old_elements: Elements, new_elements: Elements, kept: frozenset[str] = frozenset()
) -> list[Match]:
    """Return the elements whose GlobalId only one model has, paired by content, sorted by the old GlobalId.

    `kept` are classes of further elements that kept theirs.
    """
    left = {guid: each for guid, each in old_elements.items() if guid not in new_elements}
    right = {guid: each for guid, each in new_elements.items() if guid not in old_elements}
    reissued = _classes(old_elements) - {each.is_a() for guid, each in old_elements.items() if guid in new_elements}
    reissued -= kept
    found: list[Match] = []
    for by, evidence, asks_for_all in _RULES:
        if not left or not right:
            break
        candidates = [
            {guid: each for guid, each in side.items() if not asks_for_all or each.is_a() in reissued}
            for side in (left, right)
        ]
        for before, after in _pairs(_by_key(old, candidates[0], evidence), _by_key(new, candidates[1], evidence)):
            found.append(Match(before, after, by))
            del left[before], right[after]
    return sorted(found, key=lambda each: each.old)


def _classes(elements: Elements) -> set[str]:
    return {each.is_a() for each in elements.values()}


def _by_key(side: Side, elements: Elements, evidence: Evidence) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for guid, element in elements.items():
        key = evidence(side, element)
        if key is not None:
            found[key].append(guid)
    return found


def _pairs(old: Mapping[Hashable, list[str]], new: Mapping[Hashable, list[str]]) -> Iterable[tuple[str, str]]:
    for key, before in old.items():
        after = new.get(key, [])
        if len(before) == len(after) == 1:
            yield before[0], after[0]


def _everything(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position = position_of(side, element)
    return None if position is None else (_named(element), _tag(element), _type(side, element), position)


def _name_and_tag(_: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    tag = _tag(element)
    return None if tag is None else (_named(element), tag)


def _name_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position = position_of(side, element)
    return None if position is None or not element.Name else (_named(element), position)


def _type_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position, type_ = position_of(side, element), _type(side, element)
    return None if position is None or type_ is None else (element.is_a(), type_, position)


def _tag_alone(_: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    tag = _tag(element)
    return None if tag is None else (element.is_a(), tag)


def _name_alone(_: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return _named(element) if element.Name else None


def _name_of_named(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return _name_alone(side, element) if _is_any(element, _NAMED) else None


def _class_alone(_: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return element.is_a() if _is_any(element, _SINGLE) else None


_RULES: Final[tuple[tuple[str, Evidence, bool], ...]] = (
    ("class, name, tag, type and position", _everything, False),
    ("class, name and tag", _name_and_tag, False),
    ("class, name and position", _name_and_position, False),
    ("class, type and position", _type_and_position, False),
    ("class and name", _name_of_named, False),
    ("class and tag", _tag_alone, False),
    # A name alone says little of a wall, unless no wall at all kept its GlobalId.
    ("class and name, no GlobalId of the class being kept", _name_alone, True),
    ("the only one of its class", _class_alone, True),
)
"""Evidence as the result tells it, how it is read, whether it counts only where a class has no GlobalId in common."""


def _is_any(element: ifcopenshell.entity_instance, classes: Iterable[str]) -> bool:
    return any(element.is_a(name) for name in classes)


def _named(element: ifcopenshell.entity_instance) -> tuple[str, str]:
    return element.is_a(), text(element.Name or "")


def _tag(element: ifcopenshell.entity_instance) -> str | None:
    tag = getattr(element, "Tag", None)
    return text(tag) if tag else None


def _type(side: Side, element: ifcopenshell.entity_instance) -> str | None:
    names = sorted(text(each.Name) for each in types_of(side, element.id()) if each.Name)
    named = names[0] if names else getattr(element, "ObjectType", None)
    return text(named) if named else None
