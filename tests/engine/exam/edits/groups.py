"""Edits of membership in groups, zones and systems, told on the member."""

from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.edits.relations import leave
from tests.engine.exam.key import Check, Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _members(model: ifcopenshell.file, kind: str) -> list[tuple[Any, Any]]:
    return [
        (element, relation)
        for relation in model.by_type("IfcRelAssignsToGroup")
        if relation.RelatingGroup.is_a(kind)
        for element in relation.RelatedObjects
        if element.is_a("IfcProduct")
    ]


def _left(model: ifcopenshell.file, picker: Picker, kind: str) -> Key | None:
    found = picker.one(_members(model, kind), lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, relation = found
    guid = relation.RelatingGroup.GlobalId
    leave(model, relation, "RelatedObjects", element)
    return change(element.GlobalId, "group", _membership(removed=guid))


def _membership(*, added: str | None = None, removed: str | None = None) -> Check:
    def check(value: Any) -> bool:
        told = [[each["guid"] for each in value[name]] for name in ("added", "removed")]
        return told == [[added] if added else [], [removed] if removed else []]

    return check


@REGISTER.edit("group: left")
def left_group(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A group has a member less: told on the member."""
    return _left(model, picker, "IfcGroup")


@REGISTER.edit("group: left a zone")
def left_zone(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A space is in a zone no more."""
    return _left(model, picker, "IfcZone")


@REGISTER.edit("group: left a system")
def left_system(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An element is in a system no more."""
    return _left(model, picker, "IfcSystem")


@REGISTER.edit("group: joined")
def joined(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A group has a member more: told on the member."""
    relations = [each for each in model.by_type("IfcRelAssignsToGroup") if each.RelatingGroup.is_a() == "IfcGroup"]
    candidates = [
        (element, relation)
        for relation in relations
        for element in find.products(model)
        if not any(each.RelatingGroup == relation.RelatingGroup for each in _assignments(element))
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, relation = found
    relation.RelatedObjects = [*relation.RelatedObjects, element]
    return change(element.GlobalId, "group", _membership(added=relation.RelatingGroup.GlobalId))


def _assignments(element: Any) -> list[Any]:
    return [each for each in element.HasAssignments if each.is_a("IfcRelAssignsToGroup")]
