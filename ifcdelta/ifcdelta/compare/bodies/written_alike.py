"""Whether two shapes are written alike: of the same instances, their numbers apart by what computing in doubles loses.

So an exporter writes again what it has read. Asked before the kernel is, which takes a thousand times as long. Two that
are not written alike may still be one shape: other instances, another order of a set. Makes no mesh.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Final

import ifcopenshell
import numpy as np

from ifcdelta.compare.bodies import features
from ifcdelta.compare.context import Context
from ifcdelta.match.pair import Pair
from ifcdelta.read.attributes import attributes_of, guid_of
from ifcdelta.read.relationships import features_of
from ifcdelta.read.representation import bodies_of, representations_of
from ifcdelta.read.units import unit_type

_LOST: Final = 1e-12
"""Share of a number that some operations on doubles lose; of numbers of about 1 it is what they leave of 0."""
_LEAST_LENGTH: Final = 1e-9
"""Metres that they leave of a coordinate, which other coordinates were added to and taken from."""
_DEEPEST: Final = 100
_NOT_SHAPE: Final = "ContextOfItems"


@dataclass
class Trees:
    """What of two models was found to be written alike."""

    context: Context
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)
    """By STEP ids; what many elements share is compared once."""
    _compared: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    """By class, as `_compared_of` makes it."""

    @property
    def _is_comparable(self) -> bool:
        old, new = self.context.old, self.context.new
        scales = (old.length_scale, new.length_scale), (old.angle_scale, new.angle_scale)
        return old.schema == new.schema and all(math.isclose(*each, rel_tol=_LOST) for each in scales)

    def are_alike(self, pair: Pair) -> bool:
        """Tell whether the shape of a pair is written alike in both models, with its features, which are in place.

        Raises:
            Unknown: a feature is not placed, or a placement cannot be resolved.
        """
        if not self._is_comparable or not self._shapes_are_alike(pair.old, pair.new):
            return False
        old = sorted(features_of(self.context.old, pair.old), key=guid_of)
        new = sorted(features_of(self.context.new, pair.new), key=guid_of)
        if len(old) != len(new) or not all(map(self._shapes_are_alike, old, new)):
            return False
        return not features.compare(pair, self.context, {}, {}, np.eye(4))

    def _shapes_are_alike(self, old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance) -> bool:
        before = bodies_of(old) or representations_of(old)
        after = bodies_of(new) or representations_of(new)
        return self.context.say_the_same(before, after) or self._values_are_alike(before, after, _LOST, 0)

    def _values_are_alike(self, old: Any, new: Any, lost: float, depth: int) -> bool:
        if isinstance(old, ifcopenshell.entity_instance):
            return isinstance(new, ifcopenshell.entity_instance) and self._entities_are_alike(old, new, depth)
        if isinstance(old, float):
            return isinstance(new, float) and abs(old - new) <= max(lost, _LOST * abs(old))
        if isinstance(old, tuple):
            if not isinstance(new, tuple) or len(old) != len(new):
                return False
            for one, other in zip(old, new, strict=True):  # noqa: SIM110 - `all` makes a generator for every point
                if not self._values_are_alike(one, other, lost, depth):
                    return False
            return True
        return bool(old == new)

    def _entities_are_alike(
        self, old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance, depth: int
    ) -> bool:
        key = old.id(), new.id()
        if key == (0, 0):
            return bool(old.is_a() == new.is_a()) and self._values_are_alike(old[0], new[0], _LOST, depth)
        known = self._known.get(key)
        if known is None:
            name = old.is_a()
            self._known[key] = False  # What refers to itself, or is too deep, is not looked into.
            known = depth < _DEEPEST and bool(name == new.is_a()) and self._attributes_are_alike(name, old, new, depth)
            self._known[key] = known
        return known

    def _attributes_are_alike(
        self, name: str, old: ifcopenshell.entity_instance, new: ifcopenshell.entity_instance, depth: int
    ) -> bool:
        if name not in self._compared:
            self._compared[name] = self._compared_of(name)
        for index, lost in self._compared[name]:
            if not self._values_are_alike(old[index], new[index], lost, depth + 1):
                return False
        return True

    def _compared_of(self, name: str) -> list[tuple[int, float]]:
        """Return which attributes of a class are compared, and what their numbers may lose."""
        length = _LEAST_LENGTH / self.context.old.length_scale
        return [
            (each.index, length if unit_type(each.measure) == "LENGTHUNIT" else _LOST)
            for each in attributes_of(self.context.old.schema, name)
            if each.name != _NOT_SHAPE
        ]
