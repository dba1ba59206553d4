"""What IfcOpenShell reads of each aspect of each element: to check that an edit does what its key says.

Content without STEP ids and without order where the schema has none. Slow, simple, and no part of any engine.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.util.placement

from tests.engine.exam import find
from tests.engine.exam.schema import attributes

Probe = dict[tuple[str, str], Any]
"""Content by GlobalId and aspect."""
_IN_SCOPE: Final = ("IfcProduct", "IfcTypeObject", "IfcGroup", "IfcProject")
_NOT_CONTENT: Final = {"GlobalId", "OwnerHistory"}
_NOT_ATTRIBUTES: Final = {*_NOT_CONTENT, "ObjectPlacement", "Representation", "RepresentationMaps", "HasPropertySets"}


def probe(model: ifcopenshell.file) -> Probe:
    """Return the content of every aspect of every element in scope."""
    found: Probe = {}
    for element in find.of_class(model, *_IN_SCOPE):
        if not element.is_a("IfcFeatureElement"):
            found |= {(element.GlobalId, aspect): read(element) for aspect, read in _ASPECTS.items()}
    return found


def content(value: Any, *, of_rooted: bool = False) -> Any:
    """Return a value as nested tuples; a rooted instance is its GlobalId, unless its content is asked for."""
    if isinstance(value, ifcopenshell.entity_instance):
        if value.id() == 0:
            return value.is_a(), content(value.wrappedValue)
        if value.is_a("IfcRoot") and not of_rooted:
            return value.GlobalId
        if value.is_a("IfcRepresentationContext"):
            return "context"
        return value.is_a(), *_members(value)
    if isinstance(value, tuple | list):
        return tuple(content(each, of_rooted=of_rooted) for each in value)
    return float(f"{value:.9g}") if isinstance(value, float) else value


def _members(entity: Any) -> Iterator[Any]:
    for place, attribute in enumerate(attributes(entity.file.schema_identifier, entity.is_a())):
        if attribute.name not in _NOT_CONTENT:
            told = content(entity[place])
            yield _unordered(told) if attribute.is_set and told is not None else told


def _unordered(several: Any) -> tuple[Any, ...]:
    return tuple(sorted(several, key=repr))


def _attributes(element: Any) -> Any:
    declared = [each.name for each in attributes(element.file.schema_identifier, element.is_a())]
    return {name: content(getattr(element, name)) for name in declared if name not in _NOT_ATTRIBUTES}


def _property(element: Any) -> Any:
    """Return the contents of the sets of an element; where its type has a set of that name, both."""
    sets = list(getattr(element, "HasPropertySets", None) or ())
    defining = [each for each in getattr(element, "IsDefinedBy", None) or () if each.is_a("IfcRelDefinesByProperties")]
    sets += [each.RelatingPropertyDefinition for each in defining]
    type_ = ifcopenshell.util.element.get_type(element)
    if type_ is not None and type_ != element:
        sets += type_.HasPropertySets or ()
    return _unordered(content(each, of_rooted=True) for each in sets)


def _related(element: Any, inverse: str, relation: str, relating: str) -> Any:
    relations = [each for each in getattr(element, inverse, None) or () if each.is_a(relation)]
    return _unordered(content(getattr(each, relating)) for each in relations)


def _type(element: Any) -> Any:
    type_ = ifcopenshell.util.element.get_type(element)
    return None if type_ in (None, element) else type_.GlobalId


def _placement(element: Any) -> Any:
    placement = getattr(element, "ObjectPlacement", None)
    if placement is None:
        return None
    matrix = ifcopenshell.util.placement.get_local_placement(placement)
    return tuple(round(float(each), 8) + 0.0 for each in matrix.flat)


def _geometry(element: Any) -> Any:
    shapes = content(getattr(element, "Representation", None)), content(getattr(element, "RepresentationMaps", None))
    openings = [each.RelatedOpeningElement for each in getattr(element, "HasOpenings", None) or ()]
    features = [(each.GlobalId, content(each.Representation), content(each.ObjectPlacement)) for each in openings]
    return shapes, _unordered(features)


_ASPECTS: Final[dict[str, Callable[[Any], Any]]] = {
    "class": lambda element: element.is_a(),
    "attributes": _attributes,
    "property": _property,
    "type": _type,
    "material": lambda each: _related(each, "HasAssociations", "IfcRelAssociatesMaterial", "RelatingMaterial"),
    "classification": lambda each: _related(
        each, "HasAssociations", "IfcRelAssociatesClassification", "RelatingClassification"
    ),
    "container": lambda each: _related(
        each, "ContainedInStructure", "IfcRelContainedInSpatialStructure", "RelatingStructure"
    ),
    "aggregate": lambda each: (
        _related(each, "Decomposes", "IfcRelAggregates", "RelatingObject"),
        _related(each, "Nests", "IfcRelNests", "RelatingObject"),
    ),
    "group": lambda each: _related(each, "HasAssignments", "IfcRelAssignsToGroup", "RelatingGroup"),
    "placement": _placement,
    "geometry": _geometry,
    "connection": lambda each: _related(each, "FillsVoids", "IfcRelFillsElement", "RelatingOpeningElement"),
}


def differences(old: Probe, new: Probe) -> set[tuple[str, str]]:
    """Return the GlobalIds and aspects whose content differs, of elements that are in both."""
    return {key for key in old.keys() & new.keys() if old[key] != new[key]}


def elements(found: Probe) -> set[str]:
    """Return the GlobalIds of the elements in scope."""
    return {guid for guid, _ in found}
