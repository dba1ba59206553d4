"""What an element belongs to and what belongs to it, by the model's relationships. Compares nothing."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.read.attributes import guid_of, name_of
from ifcdelta.read.side import Side, ends_of
from ifcdelta.relations import FEATURES, FORMERLY, Held, relations_of, relations_that_hold

Entities = tuple[ifcopenshell.entity_instance, ...]

_HOLDING: Final = relations_that_hold(Held.PART, Held.CONTENT, Held.OCCURRENCE, Held.MEMBER)
_LONGEST_CHAIN: Final = 64


def related_by(side: Side, element: ifcopenshell.entity_instance, aspect: str) -> Entities:
    """Return what an element is related to by the relationships of an aspect."""
    step_id = element.id()
    return tuple(each for relation in relations_of(aspect) for each in side.related(relation).get(step_id, ()))


class Tie(NamedTuple):
    """One thing that a relationship relates an element to."""

    relationship: ifcopenshell.entity_instance
    end: ifcopenshell.entity_instance | None
    """None: it relates the element to nothing, as the boundary of a space may."""
    ends: frozenset[str]
    """The attributes of the relationship that hold the elements, and what they are related to."""


def ties_of(side: Side, element: ifcopenshell.entity_instance, aspect: str) -> Iterator[Tie]:
    """Yield what the relationships of an aspect relate an element to."""
    for relation in relations_of(aspect):
        ends = {relation.element, relation.related}
        ends |= {FORMERLY.get(each, each) for each in ends}
        for relationship in side.relationships(relation).get(element.id(), ()):
            for end in ends_of(relationship, relation.related) or (None,):
                yield Tie(relationship, end, frozenset(ends))


def inherited_by(side: Side, element: ifcopenshell.entity_instance, aspect: str) -> Entities:
    """Return what the type of an occurrence is related to by the relationships of an aspect."""
    return tuple(each for type_ in types_of(side, element) for each in related_by(side, type_, aspect))


def wholes_of(side: Side, element: ifcopenshell.entity_instance) -> Entities:
    """Return what an object is a part of, by aggregation or nesting."""
    return related_by(side, element, "aggregate")


def containers_of(side: Side, element: ifcopenshell.entity_instance) -> Entities:
    """Return the spatial structure element that contains an element; more than one against the schema."""
    return related_by(side, element, "container")


def types_of(side: Side, element: ifcopenshell.entity_instance) -> Entities:
    """Return the type of an occurrence; more than one against the schema."""
    return related_by(side, element, "type")


def features_of(side: Side, host: ifcopenshell.entity_instance) -> Entities:
    """Return the openings and other features of an element (IfcFeatureElement), each once."""
    found = (each for relation in FEATURES for each in side.related(relation).get(host.id(), ()))
    return tuple({each.id(): each for each in found}.values())


def members_of(side: Side, element: ifcopenshell.entity_instance, known_as: Mapping[str, str]) -> frozenset[str]:
    """Return the parts, contents, occurrences or members of an element that are `known_as` something, as that."""
    held = (guid_of(each) for relation in _HOLDING for each in side.held(relation).get(element.id(), ()))
    return frozenset(known_as[guid] for guid in held if guid in known_as)


def storey_of(side: Side, element: ifcopenshell.entity_instance) -> str | None:
    """Return the name of the storey that holds the element, whatever is between them."""
    above: ifcopenshell.entity_instance | None = element
    for _ in range(_LONGEST_CHAIN):
        if above is None:
            return None
        if above.is_a("IfcBuildingStorey"):
            return name_of(above)
        above = _parent(side, above)
    return None


def _parent(side: Side, element: ifcopenshell.entity_instance) -> ifcopenshell.entity_instance | None:
    parents = containers_of(side, element) or wholes_of(side, element)
    return min(parents, key=guid_of) if parents else None
