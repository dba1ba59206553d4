"""How an element is shaped, as evidence that two GlobalIds are one element. Compares nothing, meshes nothing.

Two representations of one key are written alike but for STEP ids; two of different keys may still be one shape.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import ifcopenshell

from ifcdelta.read.attributes import Attribute, attributes_of
from ifcdelta.read.optional import optional
from ifcdelta.read.side import Side

_DIGITS: Final = 9
_DEEPEST: Final = 200
_KEY_SIZE: Final = 16
_NOT_SHAPE: Final = frozenset({"ContextOfItems", "Name", "Description"})

_KEYS: Final = ("representation keys",)
"""Where a side keeps them."""

Instances = Iterable[ifcopenshell.entity_instance]
Key = bytes | float | str
"""A number or a word as it is, a digest of what has several parts. Python's `hash` has one value for -1 and -2."""


class _Class(NamedTuple):
    """What decides how instances of a class count; asked once, as most of a shape is points and loops."""

    is_rooted: bool
    attributes: tuple[Attribute, ...]
    """Those that say something of the shape."""


@dataclass
class _Known:
    """What was found out about a model's shapes."""

    keys: dict[int, bytes] = field(default_factory=dict)
    """By STEP id."""
    classes: dict[str, _Class] = field(default_factory=dict)
    said: Callable[[Instances], Hashable] | None = None
    """What instances say, in both models by the same; None: nothing is known of that."""
    by_said: dict[Hashable, Key] = field(default_factory=dict)
    """By what they say, of both models."""


def share_keys(sides: tuple[Side, Side], said: tuple[Callable[[Instances], Hashable], ...]) -> None:
    """Let models of one schema share the keys of what says the same: `said` returns what instances of each say."""
    by_said: dict[Hashable, Key] = {}
    for side, of_side in zip(sides, said, strict=True):
        side.cache[_KEYS] = _Known(said=of_side, by_said=by_said)


def shape_of(side: Side, element: ifcopenshell.entity_instance) -> Key | None:
    """Return a key of an element's representations, in the model's units; None where it has none."""
    shape = optional(element, "Representation") or optional(element, "RepresentationMaps")
    known: _Known = side.cache.setdefault(_KEYS, _Known())
    if shape is None:
        return None
    instances = shape if isinstance(shape, tuple) else (shape,)
    if known.said is None or any(each is None for each in instances):
        return _key(side, shape, known, 0)
    said = known.said(instances)
    if said not in known.by_said:
        known.by_said[said] = _key(side, shape, known, 0)
    return known.by_said[said]


def _key(side: Side, value: Any, known: _Known, depth: int) -> Key:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") + 0.0
    if isinstance(value, tuple):
        return _digest([_key(side, each, known, depth) for each in value])
    if not isinstance(value, ifcopenshell.entity_instance):
        return str(value)
    step_id = value.id()
    if step_id == 0:
        return _key(side, value.wrappedValue, known, depth)
    if step_id not in known.keys:
        name: str = value.is_a()
        class_ = known.classes.get(name) or known.classes.setdefault(name, _class(side, value))
        if depth > _DEEPEST or class_.is_rooted:
            return name
        known.keys[step_id] = _hash(side, value, class_, known, depth)
    return known.keys[step_id]


def _class(side: Side, entity: ifcopenshell.entity_instance) -> _Class:
    is_shape = entity.is_a("IfcRepresentation") or entity.is_a("IfcProductRepresentation")
    attributes = attributes_of(side.schema, entity.is_a())
    of_shape = tuple(each for each in attributes if not (is_shape and each.name in _NOT_SHAPE))
    return _Class(entity.is_a("IfcRoot"), of_shape)


def _hash(side: Side, entity: ifcopenshell.entity_instance, class_: _Class, known: _Known, depth: int) -> bytes:
    parts: list[Key] = [entity.is_a()]
    for each in class_.attributes:
        value = entity[each.index]
        if isinstance(value, tuple) and not each.has_order:
            parts.append(_digest(sorted((_key(side, member, known, depth + 1) for member in value), key=repr)))
        else:
            parts.append(_key(side, value, known, depth + 1))
    return _digest(parts)


def _digest(parts: list[Key]) -> bytes:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=_KEY_SIZE).digest()
