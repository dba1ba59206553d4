"""Which instances of a model are compared, by GlobalId, and which cannot be told apart by it. Compares nothing.

In scope is every IfcProduct but openings and other features (told on their host), types, groups, systems and zones,
and the project.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell
import ifcopenshell.util.selector
import lark
from ifcopenshell import ifcopenshell_wrapper

from ifcdelta.compare.base import Side
from ifcdelta.errors import BadFilterError
from ifcdelta.reading import guid_of

CLASSES: Final = ("IfcProduct", "IfcTypeObject", "IfcGroup", "IfcProject")
FEATURE: Final = "IfcFeatureElement"
GLOBAL_ID_LENGTH: Final = 22
"""Characters of an IfcGloballyUniqueId."""

_QUOTED: Final = re.compile(r'"[^"]*"|/[^/]*/')
_CLASS_FACET: Final = re.compile(r"(?:^|[,+])\s*!?\s*(Ifc\w+)\s*(?=$|[,+])", re.IGNORECASE)

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


def scope_of(side: Side, ids: frozenset[int] | None = None, total: int = -1) -> Scope:
    """Return what is in scope of a model; with `ids`, of these STEP ids alone, out of `total` elements."""
    found: dict[str, ifcopenshell.entity_instance] = {}
    repeated: set[str] = set()
    nameless: Counter[str] = Counter()
    count = 0
    for name in CLASSES:
        for entity in side.by_type(name):
            if entity.is_a(FEATURE) or (ids is not None and entity.id() not in ids):
                continue
            count += 1
            guid = guid_of(entity)
            if not guid:
                nameless[entity.is_a()] += 1
            elif guid in found:
                repeated.add(guid)
            else:
                found[guid] = entity
    alone = {guid: entity for guid, entity in found.items() if guid not in repeated}
    return Scope(alone, frozenset(repeated), dict(nameless), count if total < 0 else total)


def check_classes(files: Iterable[ifcopenshell.file], query: str) -> None:
    """Refuse a selector of a class that no model's schema has: it would find nothing and say nothing.

    Raises:
        BadFilterError: it names such a class.
    """
    schemas = [ifcopenshell_wrapper.schema_by_name(file.schema_identifier) for file in files]
    for name in _CLASS_FACET.findall(_QUOTED.sub('""', query)):
        if not any(_has(schema, name) for schema in schemas):
            raise BadFilterError("filter_elements names a class that the models' schemas do not have.", name)


def _has(schema: ifcopenshell_wrapper.schema_definition, name: str) -> bool:
    try:
        schema.declaration_by_name(name)
    except RuntimeError:
        return False
    return True


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
