"""Edits of what an element belongs to: its type, classification, container, whole."""

from typing import Any

import ifcopenshell
import ifcopenshell.util.element

from tests.engine.exam import find
from tests.engine.exam.key import Check, Key, change
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


def _guids(old: Any, new: Any) -> Check:
    """Accept two sides that name these two instances; None is a side that is null."""

    def names(side: Any, right: Any) -> bool:
        return side is None if right is None else isinstance(side, dict) and side.get("guid") == right

    right = [None if each is None else each.GlobalId for each in (old, new)]
    return lambda value: names(value.get("old"), right[0]) and names(value.get("new"), right[1])


def leave(model: ifcopenshell.file, relation: Any, attribute: str, element: Any) -> None:
    """Take an element out of a relationship, and the relationship out of the model where nothing is left."""
    rest = [each for each in getattr(relation, attribute) if each != element]
    if rest:
        setattr(relation, attribute, rest)
    else:
        model.remove(relation)


def _moved(model: ifcopenshell.file, picker: Picker, kind: str, many: str, one: str, aspect: str) -> Key | None:
    """Let a member of one relationship become a member of another of its kind."""
    relations = find.of_class(model, kind)
    candidates = [
        (element, source, target)
        for source in relations
        for element in getattr(source, many)
        for target in relations
        if _may_swap(getattr(source, one), getattr(target, one)) and not element.is_a("IfcSpatialStructureElement")
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, source, target = found
    check = _guids(getattr(source, one), getattr(target, one))
    setattr(target, many, [*getattr(target, many), element])
    leave(model, source, many, element)
    return change(element.GlobalId, aspect, check)


def _may_swap(old: Any, new: Any) -> bool:
    return bool(old != new and old.is_a() == new.is_a())


@REGISTER.edit("type: another one")
def other_type(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """What it inherits may differ with it."""
    candidates = [
        (element, relation, other)
        for relation in model.by_type("IfcRelDefinesByType")
        for other in model.by_type("IfcRelDefinesByType")
        if _may_swap(relation.RelatingType, other.RelatingType)
        for element in relation.RelatedObjects
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, relation, other = found
    key = change(element.GlobalId, "type", _guids(relation.RelatingType, other.RelatingType))
    other.RelatedObjects = [*other.RelatedObjects, element]
    leave(model, relation, "RelatedObjects", element)
    key.allowed |= {(element.GlobalId, "property"), (element.GlobalId, "material")}
    return key


@REGISTER.edit("type: taken away")
def untyped(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """An occurrence has no type any more."""
    candidates = [
        (element, relation)
        for relation in model.by_type("IfcRelDefinesByType")
        if len(relation.RelatedObjects) > 1
        for element in relation.RelatedObjects
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    element, relation = found
    key = change(element.GlobalId, "type", _guids(relation.RelatingType, None))
    leave(model, relation, "RelatedObjects", element)
    key.allowed |= {(element.GlobalId, "property"), (element.GlobalId, "material")}
    return key


@REGISTER.edit("classification: another code")
def other_code(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One code removed, one added."""
    name = "ItemReference" if model.schema == "IFC2X3" else "Identification"
    references = model.by_type("IfcClassificationReference")
    reference = picker.one(references, lambda each: _classified(model, each))
    if reference is None:
        return None
    classified = _classified(model, reference)
    key = change(classified, "classification", _one_each)
    types = [each for each in map(model.by_guid, classified) if each.is_a("IfcTypeObject")]
    key.allowed |= {(each.GlobalId, "classification") for type_ in types for each in find.occurrences(type_)}
    setattr(reference, name, f"{getattr(reference, name)}_9")
    return key


def _one_each(value: Any) -> bool:
    return len(value["added"]) == 1 and len(value["removed"]) == 1


def _classified(model: ifcopenshell.file, reference: Any) -> set[str]:
    relations = [each for each in model.get_inverse(reference) if each.is_a("IfcRelAssociatesClassification")]
    return {each.GlobalId for relation in relations for each in relation.RelatedObjects}


@REGISTER.edit("classification: code added")
def code_added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """To an element, from the model's own system where there is one."""
    element = picker.one(find.products(model))
    if element is None:
        return None
    code = "ItemReference" if model.schema == "IFC2X3" else "Identification"
    system = next(iter(model.by_type("IfcClassification")), None)
    reference = model.create_entity(
        "IfcClassificationReference", Name="Added", ReferencedSource=system, **{code: "EXAM-1"}
    )
    model.create_entity(
        "IfcRelAssociatesClassification",
        picker.guid("relation"),
        element.OwnerHistory,
        None,
        None,
        [element],
        reference,
    )
    right = {"system": system and system.Name, "code": "EXAM-1", "name": "Added"}

    def check(value: Any) -> bool:
        # A code of its own hides those of the system that it had from its type.
        return value["added"] == [right] and all(each.get("from") == "type" for each in value["removed"])

    return change(element.GlobalId, "classification", check)


@REGISTER.edit("classification: code removed")
def code_removed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """From one of those who had it."""
    candidates = [
        (element, relation)
        for relation in model.by_type("IfcRelAssociatesClassification")
        for element in relation.RelatedObjects
        if element.is_a("IfcProduct")
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    leave(model, found[1], "RelatedObjects", found[0])
    check = _removed_one
    return change(found[0].GlobalId, "classification", check)


def _removed_one(value: Any) -> bool:
    return value["added"] == [] and len(value["removed"]) == 1


@REGISTER.edit("container: another storey")
def container(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """It stays where it is in space."""
    return _moved(
        model, picker, "IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure", "container"
    )


@REGISTER.edit("container: none any more")
def uncontained(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """It is in no storey."""
    candidates = [
        (element, relation)
        for relation in model.by_type("IfcRelContainedInSpatialStructure")
        for element in relation.RelatedElements
        if len(find.of_inverse(element, "ContainedInStructure")) == 1
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    check = _guids(found[1].RelatingStructure, None)
    leave(model, found[1], "RelatedElements", found[0])
    return change(found[0].GlobalId, "container", check)


@REGISTER.edit("aggregate: part of another whole")
def aggregate(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Its placement stays as it is."""
    return _moved(model, picker, "IfcRelAggregates", "RelatedObjects", "RelatingObject", "aggregate")


@REGISTER.edit("aggregate: room of another storey")
def room(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Spaces are parts of their storey."""
    relations = [each for each in model.by_type("IfcRelAggregates") if each.RelatingObject.is_a("IfcBuildingStorey")]
    candidates = [
        (space, source, target)
        for source in relations
        for space in source.RelatedObjects
        for target in relations
        if source.RelatingObject != target.RelatingObject
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    space, source, target = found
    check = _guids(source.RelatingObject, target.RelatingObject)
    target.RelatedObjects = [*target.RelatedObjects, space]
    leave(model, source, "RelatedObjects", space)
    return change(space.GlobalId, "aggregate", check)


@REGISTER.edit("aggregate: part made free")
def freed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A part of nothing any more."""
    candidates = [
        (element, relation)
        for relation in model.by_type("IfcRelAggregates")
        for element in relation.RelatedObjects
        if element.is_a("IfcElement")
    ]
    found = picker.one(candidates, lambda each: {each[0].GlobalId})
    if found is None:
        return None
    check = _guids(found[1].RelatingObject, None)
    leave(model, found[1], "RelatedObjects", found[0])
    return change(found[0].GlobalId, "aggregate", check)


@REGISTER.edit("nesting: port of another element")
def port(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """IfcRelNests, told as an aggregate."""
    return _moved(model, picker, "IfcRelNests", "RelatedObjects", "RelatingObject", "aggregate")
