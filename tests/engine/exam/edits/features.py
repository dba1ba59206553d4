"""Edits of openings, each told on the element that it is cut from."""

from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.edits import placement
from tests.engine.exam.edits.elements import attribute_with_many
from tests.engine.exam.edits.relations import leave
from tests.engine.exam.key import Check, Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _openings(model: ifcopenshell.file) -> list[Any]:
    """Return openings with a shape of their own, on which no filling is placed."""
    found = []
    for each in model.by_type("IfcOpeningElement"):
        is_sound = each.Representation and list(find.hosts(each)) and each.ObjectPlacement
        if is_sound and not find.of_inverse(each.ObjectPlacement, "ReferencedByPlacements") and _solid(each):
            found.append(each)
    return found


def _solid(opening: Any) -> Any:
    for shape in opening.Representation.Representations:
        for item in shape.Items:
            if item.is_a("IfcExtrudedAreaSolid"):
                return item
    return None


def _is_rectangular(solid: Any) -> bool:
    return bool(solid.SweptArea.is_a() == "IfcRectangleProfileDef")


def _host(opening: Any) -> set[str]:
    return {each.GlobalId for each in find.hosts(opening)}


def _with_fillings(opening: Any) -> set[str]:
    return _host(opening) | {each.RelatedBuildingElement.GlobalId for each in opening.HasFillings}


def _told(guid: str, what: str) -> Check:
    return lambda value: value.get("openings") == [{"guid": guid, "change": what}]


def _lost(guid: str) -> Check:
    return lambda value: [each["guid"] for each in value["removed"]] == [guid] and not value["added"]


@REGISTER.edit("opening: filled no more")
def empty(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """What filled it stays where it is."""
    relation = picker.one(model.by_type("IfcRelFillsElement"), lambda each: _with_fillings(each.RelatingOpeningElement))
    if relation is None:
        return None
    filling, opening = relation.RelatedBuildingElement.GlobalId, relation.RelatingOpeningElement.GlobalId
    model.remove(relation)
    return change(filling, "connection", _lost(opening))


@REGISTER.edit("opening: moved")
def moved(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Its GlobalId and the element's placement stay."""
    opening = picker.one(_openings(model), _host)
    if opening is None:
        return None
    placement.move(model, opening, 0.2, 0.0, 0.0)
    return change(_host(opening), "geometry", _told(opening.GlobalId, "moved"))


@REGISTER.edit("opening: resized")
def resized(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A fifth wider and higher: one that was only deeper might be the same hole."""
    opening = picker.one([each for each in _openings(model) if _is_rectangular(_solid(each))], _host)
    if opening is None:
        return None
    old = _solid(opening)
    attributes = {key: value for key, value in old.get_info().items() if key not in {"id", "type"}}
    new = model.create_entity(old.is_a(), **attributes)
    profile = old.SweptArea
    new.SweptArea = model.create_entity(
        profile.is_a(), "AREA", None, profile.Position, profile.XDim * 1.2, profile.YDim * 1.2
    )
    for shape in opening.Representation.Representations:
        shape.Items = [new if each == old else each for each in shape.Items]
    return change(_host(opening), "geometry", _told(opening.GlobalId, "resized"))


@REGISTER.edit("opening: added")
def added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Beside another of the same element."""
    other = picker.one(_openings(model), _host)
    if other is None:
        return None
    old = other.ObjectPlacement.RelativePlacement
    x, *rest = old.Location.Coordinates
    point = model.create_entity("IfcCartesianPoint", [x + 1.5 / find.metres(model), *rest])
    axes = model.create_entity("IfcAxis2Placement3D", point, old.Axis, old.RefDirection)
    guid = picker.guid("opening")
    opening = model.create_entity(
        "IfcOpeningElement",
        GlobalId=guid,
        OwnerHistory=other.OwnerHistory,
        Name="added by exam",
        ObjectPlacement=model.create_entity("IfcLocalPlacement", other.ObjectPlacement.PlacementRelTo, axes),
        Representation=_copy(model, other.Representation),
    )
    host = next(iter(find.hosts(other)))
    model.create_entity("IfcRelVoidsElement", picker.guid("relation"), other.OwnerHistory, None, None, host, opening)
    return change(host.GlobalId, "geometry", _told(guid, "added"))


def _copy(model: ifcopenshell.file, definition: Any) -> Any:
    shapes = [
        model.create_entity(
            "IfcShapeRepresentation",
            each.ContextOfItems,
            each.RepresentationIdentifier,
            each.RepresentationType,
            each.Items,
        )
        for each in definition.Representations
    ]
    return model.create_entity("IfcProductDefinitionShape", None, None, shapes)


@REGISTER.edit("opening: deleted")
def deleted(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """With the relation to what filled it, which itself stays."""
    opening = picker.one(_openings(model), _with_fillings)
    if opening is None:
        return None
    key = change(_host(opening), "geometry", _told(opening.GlobalId, "deleted"))
    for relation in opening.HasFillings:
        key.join(change(relation.RelatedBuildingElement.GlobalId, "connection", _lost(opening.GlobalId)))
    for relation in (*opening.VoidsElements, *opening.HasFillings):
        model.remove(relation)
    for relation in list(model.get_inverse(opening)):
        attribute = attribute_with_many(relation)
        if attribute:
            leave(model, relation, attribute, opening)
        else:
            model.remove(relation)
    model.remove(opening)
    return key
