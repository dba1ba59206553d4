"""Edits of which elements there are: added, deleted, and the same under another GlobalId."""

from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.edits.placement import move
from tests.engine.exam.edits.relations import leave
from tests.engine.exam.key import Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER

_MANY = {
    "IfcRelDefines": "RelatedObjects",
    "IfcRelAssociates": "RelatedObjects",
    "IfcRelAssigns": "RelatedObjects",
    "IfcRelContainedInSpatialStructure": "RelatedElements",
}
"""Relationships that an element may leave or join alone, and their attribute with the many."""


def attribute_with_many(relation: Any) -> str | None:
    """Return which attribute of a relationship lists its members; None where leaving it is more than that."""
    return next((many for kind, many in _MANY.items() if relation.is_a(kind)), None)


def _memberships(model: ifcopenshell.file, element: Any) -> list[tuple[Any, str]] | None:
    """Return the relationships of an element, None where one of them is more than a membership."""
    found = []
    for user in model.get_inverse(element):
        name = attribute_with_many(user)
        if name is None or element not in getattr(user, name):
            return None
        found.append((user, name))
    return found


def _loose(model: ifcopenshell.file) -> list[Any]:
    """Return elements that nothing hangs on."""
    return [
        each
        for each in find.products(model)
        if _memberships(model, each) is not None
        and each.ObjectPlacement
        and each.ObjectPlacement.is_a("IfcLocalPlacement")
        and len(each.ObjectPlacement.PlacesObject) == 1
        and not find.of_inverse(each.ObjectPlacement, "ReferencedByPlacements")
    ]


@REGISTER.edit("element: deleted")
def deleted(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """With its memberships; what it was a member of has not changed."""
    element = picker.one(_loose(model))
    if element is None:
        return None
    guid = element.GlobalId
    for relation, name in _memberships(model, element) or ():
        leave(model, relation, name, element)
    model.remove(element)
    return Key(deleted={guid})


@REGISTER.edit("element: added")
def added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A copy of another, elsewhere, under a name of its own, in the same storey."""
    other = picker.one(_loose(model))
    if other is None:
        return None
    attributes = {key: value for key, value in other.get_info().items() if key not in {"id", "type"}}
    guid = picker.guid("element")
    attributes |= {"GlobalId": guid, "Name": "added by exam"}
    element = model.create_entity(other.is_a(), **attributes)
    old = other.ObjectPlacement
    element.ObjectPlacement = model.create_entity("IfcLocalPlacement", old.PlacementRelTo, old.RelativePlacement)
    move(model, element, 3.0, 1.0, 0.0)
    for relation in find.of_inverse(other, "ContainedInStructure"):
        relation.RelatedElements = [*relation.RelatedElements, element]
    return Key(added={guid})


@REGISTER.edit("element: GlobalId re-issued")
def reissued(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The same element under another GlobalId is matched, neither added nor deleted."""
    element = picker.one(each for each in _loose(model) if each.Name)
    if element is None:
        return None
    old, new = element.GlobalId, picker.guid("element")
    element.GlobalId = new
    return Key(matched={old: new})


@REGISTER.edit("element: type added")
def type_added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A type that nothing uses yet."""
    guid, history = picker.guid("type"), model.by_type("IfcProject")[0].OwnerHistory
    model.create_entity(
        "IfcBuildingElementProxyType",
        GlobalId=guid,
        OwnerHistory=history,
        Name="added type",
        PredefinedType="NOTDEFINED",
    )
    return Key(added={guid})


@REGISTER.edit("element: group deleted")
def group_deleted(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Its members have left it."""
    groups = [each for each in model.by_type("IfcGroup") if len(model.get_inverse(each)) == 1 and each.IsGroupedBy]
    group = picker.one(groups, lambda each: {each.GlobalId} | _members(each))
    if group is None:
        return None
    key = change(_members(group), "group", lambda value: len(value["removed"]) == 1 and not value["added"])
    key.deleted.add(group.GlobalId)
    for relation in list(model.get_inverse(group)):
        model.remove(relation)
    model.remove(group)
    return key


def _members(group: Any) -> set[str]:
    relations = group.IsGroupedBy if isinstance(group.IsGroupedBy, tuple) else (group.IsGroupedBy,)
    return {each.GlobalId for relation in relations for each in relation.RelatedObjects}
