"""One of the two models as it is read: the opened file, its reader, its relationships looked up. Compares nothing."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import ifcopenshell

from ifcdelta.read.attributes import Reader, guid_of
from ifcdelta.read.conformance import fault_of
from ifcdelta.read.optional import has, optional
from ifcdelta.relations import FORMERLY, Relation

log = logging.getLogger(__name__)

ENGINE_FAILED: Final = "engine_failed: the engine made a mistake, which its log tells"
"""Why something is not known that no model is to blame for."""
_NO_SCHEMA: Final = "the model's instances do not follow its schema"

Related = Mapping[int, tuple[ifcopenshell.entity_instance, ...]]
"""By STEP id what an instance is related to, in the file's order."""


class Unknown(Exception):  # noqa: N818 - an answer, not an error: it ends in coverage.unknown
    """What cannot be known of an element; `reason` is a sentence for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@contextmanager
def telling(
    cannot_compare: Callable[[str], object], *elements: "tuple[Side, ifcopenshell.entity_instance]"
) -> Iterator[None]:
    """Tell why the block that reads `elements` had no answer, to go on with the rest.

    `Unknown` tells its reason. Any other error is the model's where an instance is found that does not follow its
    schema; where there is none the mistake is ours, and a warning in the log has its traceback.
    """
    try:
        yield
    except Unknown as answer:
        cannot_compare(answer.reason)
    except MemoryError:  # Of the whole work, not of this element.
        raise
    except Exception:
        faults = (fault_of(each, side.cache.setdefault(("conformance",), {})) for side, each in elements)
        fault = next(filter(None, faults), None)
        if fault is None:
            log.warning("the engine failed on %r", [guid_of(each) for _, each in elements], exc_info=True)
        cannot_compare(ENGINE_FAILED if fault is None else f"{_NO_SCHEMA}: {fault}")


@dataclass(frozen=True)
class Side:
    """One of the two models, opened in whole or cut to the elements that may differ."""

    file: ifcopenshell.file
    cache: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    """Lookups that are made once a model: who makes one has a key of its own."""

    @property
    def schema(self) -> str:
        """The schema's identifier, e.g. `IFC4X3_ADD2`."""
        return str(self.file.schema_identifier)

    @cached_property
    def reader(self) -> Reader:
        """Reads the model's instances as plain values in SI."""
        return Reader(self.file)

    @property
    def length_scale(self) -> float:
        """Metres in the model's length unit."""
        return self.reader.units.length_scale

    @property
    def angle_scale(self) -> float:
        """Radians in the model's plane angle unit."""
        return self.reader.units.angle_scale

    def related(self, relation: Relation) -> Related:
        """Return what each element is related to; nothing where the schema lacks the relationship."""
        return self._looked_up(relation.name, relation.element, relation.related)

    def held(self, relation: Relation) -> Related:
        """Return, of what elements are related to, these elements."""
        return self._looked_up(relation.name, relation.related, relation.element)

    def relationships(self, relation: Relation) -> Related:
        """Return the relationships that each element is in."""
        key = (relation.name, relation.element)
        if key not in self.cache:
            found: dict[int, list[ifcopenshell.entity_instance]] = defaultdict(list)
            for each in self.by_type(relation.name):
                for member in ends_of(each, relation.element):
                    found[member.id()].append(each)
            self.cache[key] = {member: tuple(each) for member, each in found.items()}
        told: Related = self.cache[key]
        return told

    def by_type(self, name: str) -> Iterable[ifcopenshell.entity_instance]:
        """Return the instances of a class and its subclasses; none where the schema lacks the class."""
        try:
            return self.file.by_type(name)
        except RuntimeError:
            return ()

    def _looked_up(self, *key: str) -> Related:
        if key not in self.cache:
            self.cache[key] = self._index(*key)
        found: Related = self.cache[key]
        return found

    def _index(self, relation: str, of: str, to: str) -> Related:
        found: dict[int, list[ifcopenshell.entity_instance]] = defaultdict(list)
        for each in self.by_type(relation):
            ends = ends_of(each, to)
            for member in ends_of(each, of):
                found[member.id()] += ends
        return {member: tuple(ends) for member, ends in found.items()}


def ends_of(relationship: ifcopenshell.entity_instance, attribute: str) -> list[ifcopenshell.entity_instance]:
    """Return the instances that an attribute of a relationship holds, one or many, by its name in the table."""
    name = attribute if has(relationship, attribute) else FORMERLY.get(attribute, attribute)
    value = optional(relationship, name)
    return [each for each in (value if isinstance(value, tuple) else (value,)) if each is not None]
