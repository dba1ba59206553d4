"""What every aspect's comparison is given and may answer: a pair, the two opened models, a value or `Unknown`.

Knows no aspect and no result file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import ifcopenshell

from ifcdelta.reading import Reader, guid_of

MALFORMED: Final = (RuntimeError, TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError)
"""What reading an instance raises that does not follow its schema."""

NO_SCHEMA: Final = "the model's instances do not follow its schema"

Value = dict[str, Any]
"""An aspect's value in the result file, as plain data."""


class Unknown(Exception):  # noqa: N818 - an answer, not an error: it ends in coverage.unknown
    """An aspect that cannot be compared for an element; `reason` is a sentence for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Pair:
    """One element in its old and its new state."""

    old: ifcopenshell.entity_instance
    new: ifcopenshell.entity_instance

    @cached_property
    def guid(self) -> str:
        """The GlobalId that the result file knows the pair by: the new one, where it was re-issued."""
        return guid_of(self.new)


@dataclass(frozen=True)
class Side:
    """One of the two models, opened in whole or cut to the elements that may differ."""

    file: ifcopenshell.file
    cache: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    """Lookups that an aspect makes once a model: its own key, its own value."""

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

    def related(
        self, relation: str, related: str, relating: str
    ) -> Mapping[int, tuple[ifcopenshell.entity_instance, ...]]:
        """Return, by the STEP id of each related instance, what the relationships relate it to, in the file's order.

        `relation` is the relationship's class, `related` its attribute with the many (or the one), `relating`
        that with the one. A class that the schema lacks relates nothing.
        """
        key = (relation, related, relating)
        if key not in self.cache:
            self.cache[key] = self._index(relation, related, relating)
        found: Mapping[int, tuple[ifcopenshell.entity_instance, ...]] = self.cache[key]
        return found

    def by_type(self, name: str) -> Iterable[ifcopenshell.entity_instance]:
        """Return the instances of a class and its subclasses; none where the schema lacks the class."""
        try:
            return self.file.by_type(name)
        except RuntimeError:
            return ()

    def _index(self, relation: str, related: str, relating: str) -> dict[int, tuple[ifcopenshell.entity_instance, ...]]:
        found: dict[int, list[ifcopenshell.entity_instance]] = defaultdict(list)
        for each in self.by_type(relation):
            one = getattr(each, relating, None)
            many = getattr(each, related, None)
            if one is None or many is None:
                continue
            for member in many if isinstance(many, tuple) else (many,):
                if member is not None:
                    found[member.id()].append(one)
        return {member: tuple(ones) for member, ones in found.items()}


@dataclass(frozen=True)
class Context:
    """The two models and how to compare them."""

    old: Side
    new: Side
    tolerance: float
    """Metres; lengths that differ by less are equal."""
    partners: Mapping[str, str] = field(default_factory=dict)
    """New GlobalId by old one, of the elements matched by content; all others keep theirs."""

    repeated: frozenset[str] = frozenset()
    """GlobalIds that several elements of a model have, so that none is known by it."""

    def renamed(self, global_id: str) -> str:
        """Return the GlobalId that an old element has in the new model."""
        return self.partners.get(global_id, global_id)
