"""Which instances of a model are compared, by GlobalId, and which cannot be told apart by it. Compares nothing.

In scope is every IfcObject but openings and other features (told on their host): products, groups, processes,
resources, controls and actors; types, and the project.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell

from ifcdelta.index.schema import SCOPE
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.side import Side

FEATURE: Final = "IfcFeatureElement"
GLOBAL_ID_LENGTH: Final = 22
"""Characters of an IfcGloballyUniqueId."""

ElementsByGuid = Mapping[str, ifcopenshell.entity_instance]


@dataclass(frozen=True)
class Scope:
    """The elements of one model."""

    elements: ElementsByGuid
    """By GlobalId, where that is theirs alone."""
    repeated: frozenset[str]
    nameless: Mapping[str, int]
    """How many instances of each class have no GlobalId."""
    total: int


def scope_of(side: Side, ids: frozenset[int] | None = None, total: int = -1) -> Scope:
    """Return what is in scope of a model; with `ids`, of these STEP ids alone, out of `total` elements."""
    found: dict[str, ifcopenshell.entity_instance] = {}
    repeated: set[str] = set()
    nameless: Counter[str] = Counter()
    seen: set[int] = set()
    for name in SCOPE:
        for entity in side.by_type(name):
            if entity.is_a(FEATURE) or entity.id() in seen or (ids is not None and entity.id() not in ids):
                continue
            seen.add(entity.id())  # The project of IFC2X3 is an IfcObject.
            guid = guid_of(entity)
            if not guid:
                nameless[entity.is_a()] += 1
            elif guid in found:
                repeated.add(guid)
            else:
                found[guid] = entity
    alone = {guid: entity for guid, entity in found.items() if guid not in repeated}
    return Scope(alone, frozenset(repeated), dict(nameless), len(seen) if total < 0 else total)
