"""Edits of materials: single, layers, constituents, profiles, lists; renamed, given, taken away."""

from collections.abc import Callable
from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.key import Key, change, differing, sides
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER

_OF_A_MATERIAL = ("IfcMaterialProperties", "IfcMaterialDefinitionRepresentation")


def _touched(model: ifcopenshell.file) -> Callable[[Any], set[str]]:
    return lambda entity: users(model, entity)


def users(model: ifcopenshell.file, entity: Any) -> set[str]:
    """Return the GlobalIds of what a material, or a part of one, is associated with."""
    return {each.GlobalId for each in _users(model, entity)}


def _users(model: ifcopenshell.file, entity: Any) -> list[Any]:
    found: dict[int, Any] = {}
    waiting, seen = [entity], {entity.id()}
    while waiting:
        for user in model.get_inverse(waiting.pop()):
            if user.is_a("IfcRelAssociatesMaterial"):
                found |= {each.id(): each for each in user.RelatedObjects}
            elif user.id() not in seen and user.is_a().startswith("IfcMaterial"):
                seen.add(user.id())
                waiting.append(user)
    return list(found.values())


def _key(model: ifcopenshell.file, entity: Any) -> Key:
    """Return the key of all users; occurrences of a type among them may be told to inherit it."""
    key = change(users(model, entity), "material", differing)
    for user in _users(model, entity):
        if user.is_a("IfcTypeObject"):
            key.allowed |= {(each.GlobalId, "material") for each in find.occurrences(user)}
    return key


def _edit(model: ifcopenshell.file, picker: Picker, kind: str, suits: Callable[[Any], bool] = bool) -> Any:
    candidates = [each for each in find.of_class(model, kind) if suits(each)]
    return picker.one(candidates, _touched(model))


@REGISTER.edit("material: renamed")
def renamed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A change of all that is made of it."""
    material = _edit(model, picker, "IfcMaterial")
    if material is None:
        return None
    material.Name = f"{material.Name} revised"
    key = _key(model, material)
    if any(each.is_a(name) for each in model.get_inverse(material) for name in _OF_A_MATERIAL):
        key.model.add("materials")  # What a material says of itself is told by its name.
    return key


@REGISTER.edit("material: single, another one")
def single(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The association of one element turns to another material."""
    relations = [
        each
        for each in model.by_type("IfcRelAssociatesMaterial")
        if len(each.RelatedObjects) == 1 and each.RelatingMaterial.is_a("IfcMaterial")
    ]
    relation = picker.one(relations, lambda each: {each.RelatedObjects[0].GlobalId})
    if relation is None:
        return None
    old = relation.RelatingMaterial.Name
    relation.RelatingMaterial = model.create_entity("IfcMaterial", "another material")
    key = change(relation.RelatedObjects[0].GlobalId, "material", sides(old, "another material"))
    if relation.RelatedObjects[0].is_a("IfcTypeObject"):
        key.allowed |= {(each.GlobalId, "material") for each in find.occurrences(relation.RelatedObjects[0])}
    return key


@REGISTER.edit("material: layer thickness")
def thickness(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """By five millimetres."""
    layer = _edit(model, picker, "IfcMaterialLayer")
    if layer is None:
        return None
    layer.LayerThickness += 0.005 / find.metres(model)
    return _key(model, layer)


@REGISTER.edit("material: layer of another material")
def layer_material(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One layer."""
    layer = _edit(model, picker, "IfcMaterialLayer")
    if layer is None:
        return None
    layer.Material = model.create_entity("IfcMaterial", "another layer")
    return _key(model, layer)


@REGISTER.edit("material: order of layers")
def layer_order(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The order of layers means something."""
    layers = _edit(model, picker, "IfcMaterialLayerSet", _has_two_sides)
    if layers is None:
        return None
    layers.MaterialLayers = layers.MaterialLayers[::-1]
    return _key(model, layers)


def _has_two_sides(layers: Any) -> bool:
    first, last = layers.MaterialLayers[0], layers.MaterialLayers[-1]
    return bool(first.Material and last.Material and first.Material.Name != last.Material.Name)


@REGISTER.edit("material: layer set's offset")
def offset(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Of the usage."""
    usage = _edit(model, picker, "IfcMaterialLayerSetUsage")
    if usage is None:
        return None
    usage.OffsetFromReferenceLine += 0.05 / find.metres(model)
    return _key(model, usage)


@REGISTER.edit("material: constituent")
def constituent(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One constituent of another material."""
    part = _edit(model, picker, "IfcMaterialConstituent")
    if part is None:
        return None
    part.Material = model.create_entity("IfcMaterial", "another constituent")
    return _key(model, part)


@REGISTER.edit("material: profile")
def profile(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One profile of another material."""
    part = _edit(model, picker, "IfcMaterialProfile")
    if part is None:
        return None
    part.Material = model.create_entity("IfcMaterial", "another profile material")
    return _key(model, part)


@REGISTER.edit("material: list")
def list_of_materials(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One material more."""
    several = _edit(model, picker, "IfcMaterialList")
    if several is None:
        return None
    several.Materials = [*several.Materials, model.create_entity("IfcMaterial", "one more")]
    return _key(model, several)


@REGISTER.edit("material: taken away")
def taken_away(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The association of one element goes."""
    relations = [each for each in model.by_type("IfcRelAssociatesMaterial") if len(each.RelatedObjects) == 1]
    products = [each for each in relations if each.RelatedObjects[0].is_a("IfcProduct")]
    relation = picker.one(products, lambda each: {each.RelatedObjects[0].GlobalId})
    if relation is None:
        return None
    guid = relation.RelatedObjects[0].GlobalId
    model.remove(relation)
    return change(guid, "material", lambda told: told["old"] is not None)


@REGISTER.edit("material: given")
def given(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """To an element that had none of its own."""
    element = picker.one(each for each in find.products(model) if not _has_material(each))
    if element is None:
        return None
    material = model.create_entity("IfcMaterial", "given")
    model.create_entity(
        "IfcRelAssociatesMaterial", picker.guid("relation"), element.OwnerHistory, None, None, [element], material
    )
    return change(element.GlobalId, "material", lambda told: told["new"] == "given")


def _has_material(element: Any) -> bool:
    return any(each.is_a("IfcRelAssociatesMaterial") for each in element.HasAssociations)
