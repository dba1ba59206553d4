"""Edits of whole property sets, of sets that a type gives to its occurrences, and of predefined sets."""

from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.key import Check, Key, at, both, change, differing, sides
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


@REGISTER.edit("property set: added")
def added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A set more for one element."""
    element = picker.one(find.products(model))
    if element is None:
        return None
    value = model.create_entity("IfcLabel", "value")
    inner = model.create_entity("IfcPropertySingleValue", Name="Property", NominalValue=value)
    history = element.OwnerHistory
    own = model.create_entity("IfcPropertySet", picker.guid("set"), history, "Exam_Added", None, [inner])
    model.create_entity("IfcRelDefinesByProperties", picker.guid("relation"), history, None, None, [element], own)
    check = at("Exam_Added", "Property", check=lambda told: told == {"new": "value"})
    return change(element.GlobalId, "property", check)


def _sets_of_one(model: ifcopenshell.file) -> list[Any]:
    sets = [each for each in model.by_type("IfcPropertySet") if len(find.defined_by(each)) == 1 and each.HasProperties]
    # Where a type has a set of that name too, removing the occurrence's uncovers it.
    return [each for each in sets if each.Name and not each.DefinesType]


@REGISTER.edit("property set: removed")
def removed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A set fewer."""
    definition = picker.one(_sets_of_one(model), find.defined_by)
    if definition is None:
        return None
    key = change(find.defined_by(definition), "property", at(definition.Name, alone=False))
    for relation in find.of_inverse(definition, "DefinesOccurrence", "PropertyDefinitionOf"):
        model.remove(relation)
    model.remove(definition)
    return key


@REGISTER.edit("property set: renamed")
def renamed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The one name goes, the other comes."""
    definition = picker.one(_sets_of_one(model), find.defined_by)
    if definition is None:
        return None
    old = definition.Name
    definition.Name = f"{old}_renamed"
    both_told = both(at(old, alone=False), at(definition.Name, alone=False))
    return change(find.defined_by(definition), "property", both_told)


def _inherited(name: str, key: str, check: Check) -> Check:
    return at(name, key, check=lambda told: told.get("from") == "type" and check(told))


@REGISTER.edit("property set: of a type")
def of_type(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A change of the type, and of each occurrence that inherits it."""
    candidates = [
        (type_, definition, each)
        for type_ in model.by_type("IfcTypeObject")
        for definition in type_.HasPropertySets or ()
        if definition.is_a("IfcPropertySet") and len(definition.DefinesType) == 1
        for each in definition.HasProperties
        if _is_text(each) and len(model.get_inverse(each)) == 1
    ]
    found = picker.one(candidates, lambda each: find.with_occurrences(each[0]))
    if found is None:
        return None
    type_, definition, edited = found
    value = edited.NominalValue
    new = f"{value.wrappedValue} edited"
    edited.NominalValue = model.create_entity(value.is_a(), new)
    told = sides(value.wrappedValue, new)
    key = change(type_.GlobalId, "property", at(definition.Name, edited.Name, check=told))
    for each in find.occurrences(type_):
        if not _has_its_own(each, definition.Name, edited.Name):
            key.join(change(each.GlobalId, "property", _inherited(definition.Name, edited.Name, told)))
    return key


def _is_text(each: Any) -> bool:
    return bool(each.is_a("IfcPropertySingleValue") and each.NominalValue and each.NominalValue.is_a() == "IfcLabel")


def _has_its_own(element: Any, set_name: str, name: str) -> bool:
    for relation in getattr(element, "IsDefinedBy", ()):
        if relation.is_a("IfcRelDefinesByProperties"):
            definition = relation.RelatingPropertyDefinition
            if definition.Name == set_name and definition.is_a("IfcPropertySet"):
                return any(each.Name == name for each in definition.HasProperties)
    return False


@REGISTER.edit("property set: of a type, overridden by an occurrence")
def overridden(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An occurrence gets its own value for what it inherited."""
    candidates = [
        (each, definition, edited)
        for type_ in model.by_type("IfcTypeObject")
        for definition in type_.HasPropertySets or ()
        if definition.is_a("IfcPropertySet")
        for edited in definition.HasProperties
        if _is_text(edited)
        for each in find.occurrences(type_)
        if not _has_its_own(each, definition.Name, edited.Name)
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, definition, edited = found
    value = model.create_entity("IfcLabel", "its own")
    inner = model.create_entity("IfcPropertySingleValue", Name=edited.Name, NominalValue=value)
    history = element.OwnerHistory
    own = model.create_entity("IfcPropertySet", picker.guid("set"), history, definition.Name, None, [inner])
    model.create_entity("IfcRelDefinesByProperties", picker.guid("relation"), history, None, None, [element], own)
    told = sides(edited.NominalValue.wrappedValue, "its own")
    return change(element.GlobalId, "property", at(definition.Name, edited.Name, check=told))


@REGISTER.edit("property set: predefined, door lining")
def lining(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An attribute of IfcDoorLiningProperties; the type's doors inherit it."""
    return _predefined(model, picker, "IfcDoorLiningProperties", "LiningDepth")


@REGISTER.edit("property set: predefined, door panel")
def panel(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An attribute of IfcDoorPanelProperties."""
    return _predefined(model, picker, "IfcDoorPanelProperties", "PanelDepth")


def _predefined(model: ifcopenshell.file, picker: Picker, kind: str, attribute: str) -> Key | None:
    candidates = [each for each in model.by_type(kind) if getattr(each, attribute) and find.defined_by(each)]
    definition = picker.one(candidates, find.defined_by)
    if definition is None:
        return None
    old, metres = getattr(definition, attribute), find.metres(model)
    setattr(definition, attribute, old + 0.03 / metres)
    name = definition.Name or kind
    numbers = both(sides(float(old * metres), float(old * metres + 0.03)), differing)
    return change(find.defined_by(definition), "property", at(name, attribute, check=numbers))
