"""Which element of the new model is which of the old one: by GlobalId, and by content where that was re-issued.

A rule pairs two elements that nothing but the rule's evidence identifies: exactly one on each side has it. The
strongest rule comes first. Knows no aspect and no result file.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell

from ifcdelta.match.class_names import class_of, share_class_names
from ifcdelta.match.mutual_nearest import mutual_nearest
from ifcdelta.match.representation_key import share_keys
from ifcdelta.match.rules import ALIKE, ALIKE_IN_WHOLE, RULES, InWhole, Rule, named
from ifcdelta.match.scope import ElementsByGuid
from ifcdelta.match.whole_file import WholeFile, is_tag, tag_of
from ifcdelta.read.placement import position_of
from ifcdelta.read.relationships import members_of
from ifcdelta.read.side import Side


@dataclass(frozen=True, slots=True)
class Match:
    """One element under two GlobalIds, and what says that it is one."""

    old: str
    new: str
    by: str


_ORIGIN: Final = (0, 0, 0)


def match(
    sides: tuple[Side, Side],
    elements: tuple[ElementsByGuid, ElementsByGuid],
    files: tuple[WholeFile, WholeFile],
    kept: frozenset[str] = frozenset(),
) -> list[Match]:
    """Return the elements whose GlobalId only one model has, paired by content, sorted by the old GlobalId.

    `kept` are classes of further elements that kept theirs.
    """
    old_elements, new_elements = elements
    left = {guid: each for guid, each in old_elements.items() if guid not in new_elements}
    right = {guid: each for guid, each in new_elements.items() if guid not in old_elements}
    share_class_names(sides, (_classes(left), _classes(right)))
    kept_ones = {class_of(sides[0], each) for guid, each in old_elements.items() if guid in new_elements}
    reissued = {class_of(sides[0], each) for each in old_elements.values()} - kept_ones - kept
    if sides[0].schema == sides[1].schema and not any(each.repeats_ids for each in files):
        share_keys(sides, (files[0].said, files[1].said))
    found: list[Match] = []
    for rule in RULES:
        if not left or not right:
            break
        keys = [
            _by_key(side, _alone(side, unpaired, rule, file, reissued), rule, reissued)
            for side, unpaired, file in zip(sides, (left, right), files, strict=True)
        ]
        pairs = list(_pairs(keys[0], keys[1], is_everything=rule.is_everything))
        for before, after in pairs:
            if _tags_speak_against(left[before], right[after], files):
                continue
            found.append(Match(before, after, rule.by))
            del left[before], right[after]
    partners = {guid: guid for guid in old_elements.keys() & new_elements.keys()}
    partners |= {each.old: each.new for each in found}

    def take(more: list[Match]) -> None:
        for each in more:
            del left[each.old], right[each.new]
            partners[each.old] = each.new
        found.extend(more)

    for rule in (ALIKE_IN_WHOLE, ALIKE):
        take(_holders(sides, (left, right), partners))
        take(_nearest(sides, (left, right), rule, reissued, partners))
    take(_holders(sides, (left, right), partners))
    return sorted(found, key=lambda each: each.old)


def _alone(side: Side, elements: ElementsByGuid, rule: Rule, file: WholeFile, reissued: set[str]) -> ElementsByGuid:
    """Return those elements of which what a rule rests on is unique in the whole file."""
    is_alone = rule.is_alone
    if is_alone is None:
        return elements
    excused = set() if rule.is_strict else reissued
    return {guid: each for guid, each in elements.items() if class_of(side, each) in excused or is_alone(file, each)}


def _tags_speak_against(
    old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance, files: tuple[WholeFile, WholeFile]
) -> bool:
    """Tell whether two elements have Tags that are theirs alone and differ, in models that keep the Tags of a class.

    An exporter that derives Tags from GlobalIds issues both anew: where models have none in common they say nothing.
    """
    if tag_of(old) == tag_of(new) or not (files[0].is_tagged_alone(old) and files[1].is_tagged_alone(new)):
        return False
    common = files[0].tags(old.is_a()).keys() & files[1].tags(new.is_a()).keys()
    return any(map(is_tag, common))


def _holders(
    sides: tuple[Side, Side], unpaired: tuple[ElementsByGuid, ElementsByGuid], partners: Mapping[str, str]
) -> list[Match]:
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


def _by_what_they_hold(side: Side, elements: ElementsByGuid, known_as: Mapping[str, str]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for guid, element in elements.items():
        held = members_of(side, element, known_as)
        if held:
            found[(named(side, element), held)].append(guid)
    return found


def _nearest(
    sides: tuple[Side, Side],
    unpaired: tuple[ElementsByGuid, ElementsByGuid],
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
        found += [Match(renamed[key][i], after[key][j], rule.by) for i, j in mutual_nearest(old, new)]
    return found


def _with_partner(key: Hashable, partners: Mapping[str, str]) -> Hashable:
    """Return evidence of the old model with the GlobalId of its whole in the new one."""
    if not isinstance(key, InWhole):
        return key
    return InWhole(partners.get(key.whole, key.whole), key.rest)


def _classes(elements: ElementsByGuid) -> set[str]:
    return {each.is_a() for each in elements.values()}


def _by_key(side: Side, elements: ElementsByGuid, rule: Rule, reissued: set[str]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for guid, element in elements.items():
        if rule.of_reissued and class_of(side, element) not in reissued:
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
