"""Finds in an open model what an edit could edit, and who would be changed by it. Knows no edit and no key."""

from collections.abc import Iterator
from typing import Any

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.util.unit

Entity = ifcopenshell.entity_instance

_BODIES = {"Body", "Facetation"}


def of_class(model: ifcopenshell.file, *names: str) -> list[Entity]:
    """Return the instances of classes; none of a class that the schema lacks."""
    found: dict[int, Entity] = {}
    for name in names:
        try:
            found |= {each.id(): each for each in model.by_type(name)}
        except RuntimeError:
            continue
    return list(found.values())


def products(model: ifcopenshell.file) -> list[Entity]:
    """Return the elements that are in scope by themselves: no feature, nothing spatial."""
    spatial = {each.id() for each in of_class(model, "IfcSpatialElement", "IfcSpatialStructureElement")}
    found = of_class(model, "IfcElement")
    return [each for each in found if not each.is_a("IfcFeatureElement") and each.id() not in spatial]


def occurrences(type_: Entity) -> list[Entity]:
    """Return the occurrences of a type."""
    return list(ifcopenshell.util.element.get_types(type_))


def with_occurrences(type_: Entity) -> set[str]:
    """Return the GlobalIds of a type and its occurrences."""
    return {type_.GlobalId, *(each.GlobalId for each in occurrences(type_))}


def members(relation: Entity, attribute: str) -> list[Entity]:
    """Return the many of a relationship."""
    return list(getattr(relation, attribute) or ())


def owners(model: ifcopenshell.file, item: Entity) -> set[str]:
    """Return the GlobalIds of the products and types whose shape an instance is part of; of a feature, its host's."""
    return {each.GlobalId for each in _owners(model, item)}


def _owners(model: ifcopenshell.file, item: Entity) -> list[Entity]:
    """Return the owners themselves; materials, styles and layers are not followed."""
    found: dict[int, Entity] = {}
    seen = {item.id()}
    waiting = [item]
    while waiting:
        for user in model.get_inverse(waiting.pop()):
            if user.id() in seen:
                continue
            seen.add(user.id())
            if user.is_a("IfcFeatureElement"):
                found |= {host.id(): host for host in hosts(user)}
            elif user.is_a("IfcProduct") or user.is_a("IfcTypeProduct"):
                found[user.id()] = user
            elif user.is_a("IfcRepresentationItem") or any(map(user.is_a, _SHAPES)):
                waiting.append(user)
    return list(found.values())


_SHAPES = ("IfcRepresentation", "IfcProductRepresentation", "IfcRepresentationMap", "IfcProfileDef")


def is_in_geometry_alone(model: ifcopenshell.file, item: Entity) -> bool:
    """Tell whether nothing but representations and their items uses an instance: no material, no placement."""
    users = model.get_inverse(item)
    return all(each.is_a("IfcRepresentationItem") or each.is_a("IfcRepresentation") for each in users)


def hosts(feature: Entity) -> Iterator[Entity]:
    """Yield the elements that a feature is cut from or added to."""
    for attribute, host in (("VoidsElements", "RelatingBuildingElement"), ("ProjectsElements", "RelatingElement")):
        for relation in getattr(feature, attribute, ()) or ():
            yield getattr(relation, host)


def solids(model: ifcopenshell.file, kind: str) -> list[Entity]:
    """Return the items of a kind that are in the body of one product alone, and of no feature."""
    found = []
    for each in of_class(model, kind):
        users = _owners(model, each)
        if len(users) != 1 or not is_in_geometry_alone(model, each):
            continue
        if users[0].is_a("IfcProduct") and _in_body(model, each) and not _through_feature(model, each):
            found.append(each)
    return found


def is_whole_body(model: ifcopenshell.file, item: Entity) -> bool:
    """Tell whether an item is all that a product's body is drawn of."""
    shapes = [each for each in model.get_inverse(item) if each.is_a("IfcShapeRepresentation")]
    beside = [each for owner in _owners(model, item) for each in owner.Representation.Representations]
    bodies = [each for each in beside if str(each.RepresentationIdentifier) in _BODIES]
    return bool(shapes) and bodies == shapes and len(shapes[0].Items) == 1


def is_operand(model: ifcopenshell.file, item: Entity) -> bool:
    """Tell whether something is cut off an item, or it is cut off something."""
    return any(each.is_a("IfcBooleanResult") for each in model.get_inverse(item))


def has_features(product: Entity) -> bool:
    """Tell whether anything is cut out of a product or added to it."""
    return bool(getattr(product, "HasOpenings", None) or getattr(product, "HasProjections", None))


def _in_body(model: ifcopenshell.file, item: Entity) -> bool:
    """Tell whether an item is drawn itself, or as the first operand of what is drawn."""
    for user in model.get_inverse(item):
        if user.is_a("IfcShapeRepresentation"):
            return str(user.RepresentationIdentifier) in _BODIES
        if user.is_a("IfcBooleanResult") and user.FirstOperand == item:
            return _in_body(model, user)
    return False


def _through_feature(model: ifcopenshell.file, item: Entity) -> bool:
    waiting, seen = [item], {item.id()}
    while waiting:
        for user in model.get_inverse(waiting.pop()):
            if user.is_a("IfcFeatureElement"):
                return True
            if user.id() not in seen and (user.is_a("IfcRepresentationItem") or any(map(user.is_a, _SHAPES))):
                seen.add(user.id())
                waiting.append(user)
    return False


def defined_by(definition: Entity) -> set[str]:
    """Return the GlobalIds of all that has a property set: itself, or from its type."""
    found: set[str] = set()
    for relation in of_inverse(definition, "DefinesOccurrence", "PropertyDefinitionOf"):
        found |= {each.GlobalId for each in relation.RelatedObjects}
    for type_ in getattr(definition, "DefinesType", ()) or ():
        found |= with_occurrences(type_)
    return found


def of_inverse(entity: Entity, *names: str) -> list[Entity]:
    """Return the first of these inverse attributes that the schema has."""
    for name in names:
        found: Any = getattr(entity, name, None)
        if found is not None:
            return list(found)
    return []


def metres(model: ifcopenshell.file) -> float:
    """Return how many metres the model's unit of length has."""
    return float(ifcopenshell.util.unit.calculate_unit_scale(model))
