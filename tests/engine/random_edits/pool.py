"""An open model as what edits draw from: its instances by class, and what values mean. Knows no edit."""

from collections import defaultdict
from functools import cached_property
from random import Random
from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.probe import content
from tests.engine.exam.spf import Ref, Typed, Value
from tests.engine.random_edits.declared import Aggregate, Declared

Entity = ifcopenshell.entity_instance


class Pool:
    """The instances of one model."""

    def __init__(self, model: ifcopenshell.file) -> None:
        """Take an open model; nothing of it is changed."""
        self.model = model
        self.schema: str = model.schema_identifier
        self._ids: dict[tuple[str, ...], list[int]] = {}

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """The ids of the instances of each class that the model has, both sorted."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for entity in self.model:
            found[entity.is_a()].append(entity.id())
        return {name: sorted(found[name]) for name in sorted(found)}

    def other(self, entities: tuple[str, ...], than: set[int], like: int | None, random: Random) -> int | None:
        """Return an instance of some entities, none of `than`; mostly of the class of `like`, if it can be had."""
        if entities not in self._ids:
            self._ids[entities] = sorted(each.id() for each in find.of_class(self.model, *entities))
        several = [each for each in self._ids[entities] if each not in than]
        if like is not None and random.random() < _OF_ONE_CLASS:
            same = set(self.by_class[self.model.by_id(like).is_a()])
            several = [each for each in several if each in same] or several
        return random.choice(several) if several else None

    def reaches(self, start: int, end: int) -> bool:
        """Tell whether an instance refers to another, or through others."""
        return any(each.id() == end for each in self.model.traverse(self.model.by_id(start)))

    def meaning(self, value: Value, declared: Declared) -> Any:
        """Return what a value says, by the contents of what it refers to; of a SET, each once, in no order."""
        if isinstance(value, Ref):
            entity = self.model.by_id(value.id)
            return entity.GlobalId if entity.is_a("IfcObjectDefinition") else content(entity, of_rooted=True)
        if isinstance(value, Typed):
            return value.name, repr(value.arguments)
        if isinstance(value, list) and isinstance(declared, Aggregate):
            told = [self.meaning(each, declared.of) for each in value]
            return sorted({repr(each) for each in told}) if declared.is_set else told
        return value


_OF_ONE_CLASS = 0.75
