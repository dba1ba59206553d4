"""Which element of the new model is which of the old one: by GlobalId, and by content where that was re-issued.

A rule pairs two elements that nothing but the rule's evidence identifies: exactly one on each side has it. The
strongest rule comes first. Knows no aspect and no result file.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.compare.aggregate import wholes_of
from ifcdelta.compare.base import Side
from ifcdelta.compare.type_ import types_of
from ifcdelta.holding import held_by
from ifcdelta.likeness import shape_of
from ifcdelta.nearest import nearest
from ifcdelta.position import position_of
from ifcdelta.reading import guid_of
from ifcdelta.scope import Elements
from ifcdelta.values import text

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


_ORIGIN: Final = (0, 0, 0)


class Rule(NamedTuple):
    """What says that two elements are one."""

    by: str
    """The evidence, as the result tells it."""
    evidence: Callable[[Side, ifcopenshell.entity_instance], Hashable | None]
    is_everything: bool = False
    """What has the same evidence cannot be told apart at all."""
    of_reissued: bool = False
    """It counts only where the models have no GlobalId of the class in common."""


class InWhole(NamedTuple):
    """Evidence within an aggregate."""

    whole: str
    rest: Hashable


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
    for rule in _RULES:
        if not left or not right:
            break
        keys = [_by_key(side, each, rule, reissued) for side, each in ((old, left), (new, right))]
        for before, after in _pairs(keys[0], keys[1], is_everything=rule.is_everything):
            found.append(Match(before, after, rule.by))
            del left[before], right[after]
    partners = {guid: guid for guid in old_elements.keys() & new_elements.keys()}
    partners |= {each.old: each.new for each in found}

    def take(more: list[Match]) -> None:
        for each in more:
            del left[each.old], right[each.new]
            partners[each.old] = each.new
        found.extend(more)

    for rule in (_ALIKE_IN_WHOLE, _ALIKE):
        take(_holders((old, new), (left, right), partners))
        take(_nearest((old, new), (left, right), rule, reissued, partners))
    take(_holders((old, new), (left, right), partners))
    return sorted(found, key=lambda each: each.old)


def _holders(sides: tuple[Side, Side], unpaired: tuple[Elements, Elements], partners: Mapping[str, str]) -> list[Match]:
    """Pair what alone has its class and name and holds the same, and what holds that, and so on."""
    left, right = dict(unpaired[0]), dict(unpaired[1])
    known, found = dict(partners), []
    while left and right:
        themselves = {guid: guid for guid in known.values()}
        keys = [
            _by_what_they_hold(side, elements, names)
            for side, elements, names in ((sides[0], left, known), (sides[1], right, themselves))
        ]
        pairs = list(_pairs(keys[0], keys[1], is_everything=False))
        if not pairs:
            break
        for before, after in pairs:
            found.append(Match(before, after, _HOLDS))
            known[before] = after
            del left[before], right[after]
    return found


_HOLDS: Final = "class, name and what it holds"


def _by_what_they_hold(side: Side, elements: Elements, known_as: Mapping[str, str]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for guid, element in elements.items():
        held = held_by(side, element, known_as)
        if held:
            found[(_named(element), held)].append(guid)
    return found


def _nearest(
    sides: tuple[Side, Side],
    unpaired: tuple[Elements, Elements],
    rule: Rule,
    reissued: set[str],
    partners: Mapping[str, str],
) -> list[Match]:
    """Pair what is alike in all but its position with what is next to it."""
    before, after = (_by_key(side, each, rule, reissued) for side, each in zip(sides, unpaired, strict=True))
    renamed = {_with_partner(key, partners): guids for key, guids in before.items()}
    found = []
    for key in renamed.keys() & after.keys():
        # Every element with this evidence has a position.
        old = [position_of(sides[0], unpaired[0][guid]) or _ORIGIN for guid in renamed[key]]
        new = [position_of(sides[1], unpaired[1][guid]) or _ORIGIN for guid in after[key]]
        found += [Match(renamed[key][i], after[key][j], rule.by) for i, j in nearest(old, new)]
    return found


def _with_partner(key: Hashable, partners: Mapping[str, str]) -> Hashable:
    """Return evidence of the old model with the GlobalId of its whole in the new one."""
    if not isinstance(key, InWhole):
        return key
    return InWhole(partners.get(key.whole, key.whole), key.rest)


def _classes(elements: Elements) -> set[str]:
    return {each.is_a() for each in elements.values()}


def _by_key(side: Side, elements: Elements, rule: Rule, reissued: set[str]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for guid, element in elements.items():
        if rule.of_reissued and element.is_a() not in reissued:
            continue
        key = rule.evidence(side, element)
        if key is not None:
            found[key].append(guid)
    return found


def _pairs(
    old: Mapping[Hashable, list[str]], new: Mapping[Hashable, list[str]], *, is_everything: bool
) -> Iterable[tuple[str, str]]:
    """Pair what alone has its evidence; where nothing else could tell them apart, as many as both models have."""
    for key, before in old.items():
        after = new.get(key, [])
        if len(before) == len(after) == 1 or (is_everything and len(before) == len(after)):
            yield from zip(sorted(before), sorted(after), strict=True)


def _all_but_shape(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position = position_of(side, element)
    return None if position is None else (_named(element), _tag(element), _type(side, element), position)


def _everything(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    rest, shape = _all_but_shape(side, element), shape_of(side, element)
    return None if rest is None or shape is None else (rest, shape)


def _shape_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position, shape = position_of(side, element), shape_of(side, element)
    return None if position is None or shape is None else (element.is_a(), shape, position)


def _all_but_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    shape = shape_of(side, element)
    is_placed = shape is not None and position_of(side, element) is not None
    return (_named(element), _tag(element), _type(side, element), shape) if is_placed else None


def _all_but_position_in_whole(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    rest = _all_but_position(side, element)
    wholes = wholes_of(side, element.id()) if rest is not None else ()
    whole = guid_of(wholes[0]) if len(wholes) == 1 else ""
    return InWhole(whole, rest) if whole else None


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


_RULES: Final = (
    Rule("class, name, tag, type and position", _all_but_shape),
    Rule("class, name, tag, type, position and shape", _everything, is_everything=True),
    Rule("class, name and tag", _name_and_tag),
    Rule("class, name and position", _name_and_position),
    Rule("class, shape and position", _shape_and_position),
    Rule("class, type and position", _type_and_position),
    Rule("class and name", _name_of_named),
    Rule("class and tag", _tag_alone),
    # A name alone says little of a wall, unless no wall at all kept its GlobalId.
    Rule("class and name, no GlobalId of the class being kept", _name_alone, of_reissued=True),
    Rule("the only one of its class", _class_alone, of_reissued=True),
)


_ALIKE_IN_WHOLE: Final = Rule(
    "class, name, tag, type, shape and whole, and the nearest", _all_but_position_in_whole, of_reissued=True
)
_ALIKE: Final = Rule("class, name, tag, type and shape, and the nearest", _all_but_position, of_reissued=True)


def _is_any(element: ifcopenshell.entity_instance, classes: Iterable[str]) -> bool:
    return any(element.is_a(name) for name in classes)


def _named(element: ifcopenshell.entity_instance) -> tuple[str, str]:
    return element.is_a(), text(element.Name or "")


def _tag(element: ifcopenshell.entity_instance) -> str | None:
    """Return an element's Tag; what exporters write for none, e.g. 0 or -, is no evidence."""
    tag = getattr(element, "Tag", None)
    return text(tag) if tag and tag.strip("0-. ") else None


def _type(side: Side, element: ifcopenshell.entity_instance) -> str | None:
    names = sorted(text(each.Name) for each in types_of(side, element.id()) if each.Name)
    named = names[0] if names else getattr(element, "ObjectType", None)
    return text(named) if named else None
