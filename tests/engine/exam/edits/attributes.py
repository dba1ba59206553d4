"""Edits of direct attributes, and of the class itself."""

from typing import Any

import ifcopenshell
import ifcopenshell.util.element

from tests.engine.exam import find
from tests.engine.exam.key import Key, at, change, sides
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _set(entity: Any, name: str, value: Any) -> Key:
    old = getattr(entity, name)
    setattr(entity, name, value)
    return change(entity.GlobalId, "attributes", at(name, check=sides(old, value)))


@REGISTER.edit("attributes: name")
def name(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Another name, with letters outside ASCII."""
    element = picker.one(each for each in find.products(model) if each.Name)
    return element and _set(element, "Name", f"{element.Name} \u00fcber \u4e2d\u6587 'x'")


@REGISTER.edit("attributes: description, one letter's case")
def description(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Strings are compared exactly."""
    element = picker.one(each for each in find.products(model) if each.Description)
    return element and _set(element, "Description", element.Description.swapcase())


@REGISTER.edit("attributes: tag")
def tag(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The number that the authoring tool gave."""
    element = picker.one(each for each in find.products(model) if each.Tag)
    return element and _set(element, "Tag", f"{element.Tag}7")


@REGISTER.edit("attributes: value lost")
def lost(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A value becomes `$`."""
    element = picker.one(each for each in find.products(model) if each.ObjectType)
    return element and _set(element, "ObjectType", None)


@REGISTER.edit("attributes: value gained")
def gained(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """`$` becomes a value."""
    spaces = [*model.by_type("IfcSpace"), *find.products(model)]
    element = picker.one(each for each in spaces if each.Description is None)
    return element and _set(element, "Description", "now described")


@REGISTER.edit("attributes: predefined type")
def predefined_type(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An enumeration."""
    candidates = [
        each for each in find.products(model) if getattr(each, "PredefinedType", "NOTDEFINED") != "NOTDEFINED"
    ]
    element = picker.one(candidates)
    return element and _set(element, "PredefinedType", "NOTDEFINED")


@REGISTER.edit("attributes: length")
def overall_height(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A length, told in metres."""
    candidates = find.of_class(model, "IfcDoor", "IfcWindow")
    element = picker.one(each for each in candidates if each.OverallHeight)
    if element is None:
        return None
    old, metres = element.OverallHeight, find.metres(model)
    element.OverallHeight = old + 0.25 / metres
    check = sides(float(old * metres), float(old * metres + 0.25))
    return change(element.GlobalId, "attributes", at("OverallHeight", check=check))


@REGISTER.edit("attributes: of a type")
def type_name(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A type's own; its occurrences have not changed."""
    type_ = picker.one(model.by_type("IfcTypeObject"))
    return type_ and _set(type_, "Name", f"{type_.Name or ''} revised")


@REGISTER.edit("attributes: of a storey")
def storey_name(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A storey renamed; what it contains has not changed."""
    storey = picker.one(model.by_type("IfcBuildingStorey"))
    return storey and _set(storey, "Name", f"{storey.Name or ''} revised")


@REGISTER.edit("attributes: of a group")
def group_name(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A group, system or zone renamed; its members have not changed."""
    group = picker.one(model.by_type("IfcGroup"))
    return group and _set(group, "Name", f"{group.Name or ''} revised")


_BECOMES = {
    "IfcBuildingElementProxy": "IfcFurnishingElement",
    "IfcSlab": "IfcRoof",
    "IfcBeam": "IfcMember",
    "IfcMember": "IfcBeam",
    "IfcWallStandardCase": "IfcWall",
}


@REGISTER.edit("class: another one, the GlobalId kept")
def other_class(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The attributes that both have, and all relations, stay."""
    candidates = [each for each in find.products(model) if each.is_a() in _BECOMES]
    old = picker.one(each for each in candidates if not ifcopenshell.util.element.get_type(each))
    if old is None:
        return None
    kind, guid = old.is_a(), old.GlobalId
    new = model.create_entity(_BECOMES[kind])
    kept = old.get_info(recursive=False)
    for attribute in new.get_info():
        if attribute in kept and attribute not in {"id", "type", "PredefinedType"}:
            setattr(new, attribute, kept[attribute])
    if hasattr(new, "ShapeType"):
        new.ShapeType = "NOTDEFINED"
    for user in list(model.get_inverse(old)):
        ifcopenshell.util.element.replace_attribute(user, old, new)
    model.remove(old)
    key = change(guid, "class", sides(kind, _BECOMES[kind]))
    # What only one of the classes has may be told as gained or lost.
    key.allowed.add((guid, "attributes"))
    return key
