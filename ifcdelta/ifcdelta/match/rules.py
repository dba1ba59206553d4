"""What says that two elements are one: evidence, the strongest first. Pairs nothing.

A rule's evidence identifies an element where exactly one element of each model has it: of a Tag, a name or a position
that is asked of the whole file, of the rest among those that are to be paired.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.match.class_names import class_of
from ifcdelta.match.representation_key import shape_of
from ifcdelta.match.whole_file import WholeFile, tag_of
from ifcdelta.read.attributes import guid_of
from ifcdelta.read.optional import optional
from ifcdelta.read.placement import position_of
from ifcdelta.read.relationships import types_of, wholes_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import text

_NAMED: Final = (
    "IfcTypeObject",
    "IfcGroup",
    "IfcProcess",
    "IfcResource",
    "IfcControl",
    "IfcActor",
    "IfcProject",
    "IfcSpatialStructureElement",
    "IfcSpatialElement",
)
"""What people tell apart by its name."""
_SINGLE: Final = ("IfcProject", "IfcSite", "IfcBuilding")
"""What a model usually has one of."""


class Rule(NamedTuple):
    """What says that two elements are one."""

    by: str
    """The evidence, as the result tells it."""
    evidence: Callable[[Side, ifcopenshell.entity_instance], Hashable | None]
    is_everything: bool = False
    """What has the same evidence cannot be told apart at all."""
    of_reissued: bool = False
    """It counts only where the models have no GlobalId of the class in common."""
    is_alone: Callable[[WholeFile, ifcopenshell.entity_instance], bool] | None = None
    """Whether what the evidence rests on is the element's alone in its whole file; None: it rests on nothing such."""
    is_strict: bool = False
    """Whether it must be alone even where the models have no GlobalId of the class in common: there, all are to be
    paired, and what stronger evidence leaves over is told apart among itself."""


class InWhole(NamedTuple):
    """Evidence within an aggregate."""

    whole: str
    rest: Hashable


def _all_but_shape(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position = position_of(side, element)
    return None if position is None else (named(side, element), tag_of(element), _type(side, element), position)


def _everything(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    rest, shape = _all_but_shape(side, element), shape_of(side, element)
    return None if rest is None or shape is None else (rest, shape)


def _shape_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position, shape = position_of(side, element), shape_of(side, element)
    return None if position is None or shape is None else (class_of(side, element), shape, position)


def _all_but_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    shape = shape_of(side, element)
    is_placed = shape is not None and position_of(side, element) is not None
    return (named(side, element), tag_of(element), _type(side, element), shape) if is_placed else None


def _all_but_position_in_whole(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    rest = _all_but_position(side, element)
    wholes = wholes_of(side, element) if rest is not None else ()
    whole = guid_of(wholes[0]) if len(wholes) == 1 else ""
    return InWhole(whole, rest) if whole else None


def _name_and_tag(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    tag = tag_of(element)
    return None if tag is None else (named(side, element), tag)


def _name_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position = position_of(side, element)
    return None if position is None or not element.Name else (named(side, element), position)


def _type_and_position(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    position, type_ = position_of(side, element), _type(side, element)
    return None if position is None or type_ is None else (class_of(side, element), type_, position)


def _tag_alone(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    tag = tag_of(element)
    return None if tag is None else (class_of(side, element), tag)


def _name_alone(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return named(side, element) if element.Name else None


def _name_of_named(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return _name_alone(side, element) if _is_any(element, _NAMED) else None


def _class_alone(side: Side, element: ifcopenshell.entity_instance) -> Hashable | None:
    return class_of(side, element) if _is_any(element, _SINGLE) else None


RULES: Final = (
    Rule("class, name, tag, type and position", _all_but_shape, is_alone=WholeFile.stands_alone_by_name),
    Rule("class, name, tag, type, position and shape", _everything, is_everything=True),
    Rule("class, name and tag", _name_and_tag, is_alone=WholeFile.is_tagged_alone, is_strict=True),
    Rule("class, name and position", _name_and_position, is_alone=WholeFile.stands_alone_by_name),
    Rule("class, shape and position", _shape_and_position, is_alone=WholeFile.stands_alone),
    Rule("class, type and position", _type_and_position, is_alone=WholeFile.stands_alone),
    Rule("class and name", _name_of_named, is_alone=WholeFile.is_named_alone),
    Rule("class and tag", _tag_alone, is_alone=WholeFile.is_tagged_alone, is_strict=True),
    # A name alone says little of a wall, unless no wall at all kept its GlobalId.
    Rule("class and name, no GlobalId of the class being kept", _name_alone, of_reissued=True),
    Rule("the only one of its class", _class_alone, of_reissued=True),
)


ALIKE_IN_WHOLE: Final = Rule(
    "class, name, tag, type, shape and whole, and the nearest", _all_but_position_in_whole, of_reissued=True
)
ALIKE: Final = Rule("class, name, tag, type and shape, and the nearest", _all_but_position, of_reissued=True)


def _is_any(element: ifcopenshell.entity_instance, classes: Iterable[str]) -> bool:
    return any(element.is_a(name) for name in classes)


def named(side: Side, element: ifcopenshell.entity_instance) -> tuple[str, str]:
    """Return the class and the name of an element."""
    return class_of(side, element), text(element.Name or "")


def _type(side: Side, element: ifcopenshell.entity_instance) -> str | None:
    names = sorted(text(each.Name) for each in types_of(side, element) if each.Name)
    named = names[0] if names else optional(element, "ObjectType")
    return text(named) if named else None
