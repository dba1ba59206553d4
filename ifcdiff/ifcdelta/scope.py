"""Which instances of a model are compared, by GlobalId, and which cannot be told apart by it. Compares nothing.

In scope is every IfcProduct but openings and other features (told on their host), types, groups, systems and zones,
and the project.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell
import ifcopenshell.util.selector
import lark

from ifcdelta.compare.base import Side
from ifcdelta.errors import BadFilterError
from ifcdelta.reading import guid_of

CLASSES: Final = ("IfcProduct", "IfcTypeObject", "IfcGroup", "IfcProject")
FEATURE: Final = "IfcFeatureElement"
GLOBAL_ID_LENGTH: Final = 22
"""Characters of an IfcGloballyUniqueId."""

Elements = Mapping[str, ifcopenshell.entity_instance]


@dataclass(frozen=True)
class Scope:
    """The elements of one model."""

    elements: Elements
    """By GlobalId, where that is theirs alone."""
    repeated: frozenset[str]
    nameless: Mapping[str, int]
    """How many instances of each class have no GlobalId."""
    total: int


def scope_of(side: Side) -> Scope:
    """Return what is in scope of a model."""
    found: dict[str, ifcopenshell.entity_instance] = {}
    repeated: set[str] = set()
    nameless: Counter[str] = Counter()
    total = 0
    for name in CLASSES:
        for entity in side.by_type(name):
            if entity.is_a(FEATURE):
                continue
            total += 1
            guid = guid_of(entity)
            if not guid:
                nameless[entity.is_a()] += 1
            elif guid in found:
                repeated.add(guid)
            else:
                found[guid] = entity
    alone = {guid: entity for guid, entity in found.items() if guid not in repeated}
    return Scope(alone, frozenset(repeated), dict(nameless), total)


def matching(file: ifcopenshell.file, query: str) -> frozenset[str]:
    """Return the GlobalIds of what an IfcOpenShell selector finds in a model.

    Raises:
        BadFilterError: the selector is malformed or cannot be applied.
    """
    try:
        found = ifcopenshell.util.selector.filter_elements(file, query)
        return frozenset(guid_of(each) for each in found if each.is_a("IfcRoot"))
    except lark.exceptions.LarkError as error:
        raise BadFilterError("filter_elements is not an IfcOpenShell selector, such as IfcWall.", str(error)) from error
    except Exception as error:
        sentence = "IfcOpenShell cannot apply filter_elements to these models."
        raise BadFilterError(sentence, repr(error)) from error
