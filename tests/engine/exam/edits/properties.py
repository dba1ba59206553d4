"""Edits of the values of properties, of every kind of property."""

from collections.abc import Callable
from typing import Any

import ifcopenshell

from tests.engine.exam import find
from tests.engine.exam.key import Check, Key, at, change, differing, sides
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER

Found = tuple[Any, Any]
"""A property set and a property of it."""


def _of_kind(model: ifcopenshell.file, kind: str, suits: Callable[[Any], bool] = bool) -> list[Found]:
    """Return properties of a kind that one set alone holds, a set that one element alone has."""
    found = []
    for definition in model.by_type("IfcPropertySet"):
        if len(find.defined_by(definition)) != 1 or not _is_the_only_one_of_its_name(definition):
            continue
        names = [each.Name for each in definition.HasProperties]
        for each in definition.HasProperties:
            if each.is_a(kind) and names.count(each.Name) == 1 and len(model.get_inverse(each)) == 1 and suits(each):
                found.append((definition, each))
    return found


def _is_the_only_one_of_its_name(definition: Any) -> bool:
    related = [
        each
        for relation in find.of_inverse(definition, "DefinesOccurrence", "PropertyDefinitionOf")
        for each in relation.RelatedObjects
    ]
    for element in related:
        others = [
            each.RelatingPropertyDefinition
            for each in getattr(element, "IsDefinedBy", ())
            if each.is_a("IfcRelDefinesByProperties")
        ]
        if sum(each.Name == definition.Name for each in others) > 1:
            return False
    return bool(definition.Name)


def _touches(found: Found) -> set[str]:
    return find.defined_by(found[0])


def _told(found: Found, check: Check) -> Key:
    definition, edited = found
    path = at(definition.Name, edited.Name, check=check)
    return change(find.defined_by(definition), "property", path)


def _holds(*measures: str) -> Callable[[Any], bool]:
    return lambda each: each.NominalValue is not None and each.NominalValue.is_a() in measures and each.Unit is None


def _single(
    model: ifcopenshell.file, picker: Picker, measures: tuple[str, ...], edit: Callable[[Any], Any]
) -> Key | None:
    found = picker.one(_of_kind(model, "IfcPropertySingleValue", _holds(*measures)), _touches)
    if found is None:
        return None
    value = found[1].NominalValue
    old, new = value.wrappedValue, edit(value.wrappedValue)
    found[1].NominalValue = model.create_entity(value.is_a(), new)
    return _told(found, sides(old, new))


@REGISTER.edit("property: single, text")
def label(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """With letters outside ASCII."""
    return _single(model, picker, ("IfcLabel", "IfcText", "IfcIdentifier"), lambda old: f"{old} \u00e9\u65b0'")


@REGISTER.edit("property: single, boolean")
def boolean(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """True becomes false, false true."""
    return _single(model, picker, ("IfcBoolean",), lambda old: not old)


@REGISTER.edit("property: single, integer")
def integer(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One more."""
    return _single(model, picker, ("IfcInteger",), lambda old: old + 1)


@REGISTER.edit("property: single, real, by a thousandth")
def real(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A number without a unit has no tolerance of a tenth of a millimetre."""
    return _single(model, picker, ("IfcReal",), lambda old: old * 1.001 + 1e-4)


@REGISTER.edit("property: single, length")
def length(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Told in metres."""
    wanted = _holds("IfcLengthMeasure", "IfcPositiveLengthMeasure")
    found = picker.one(_of_kind(model, "IfcPropertySingleValue", wanted), _touches)
    if found is None:
        return None
    value, metres = found[1].NominalValue, find.metres(model)
    old, new = value.wrappedValue, value.wrappedValue + 0.5 / metres
    found[1].NominalValue = model.create_entity(value.is_a(), new)
    return _told(found, sides(float(old * metres), float(new * metres)))


@REGISTER.edit("property: single, with a unit of its own")
def own_unit(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Millimetres in a model of metres: told in metres."""
    found = picker.one(_of_kind(model, "IfcPropertySingleValue", _is_in_millimetres), _touches)
    if found is None:
        return None
    old = found[1].NominalValue.wrappedValue
    found[1].NominalValue = model.create_entity(found[1].NominalValue.is_a(), old + 4.0)
    return _told(found, sides(old / 1000, old / 1000 + 0.004))


def _is_in_millimetres(each: Any) -> bool:
    return bool(each.Unit and each.Unit.is_a("IfcSIUnit") and (each.Unit.Name, each.Unit.Prefix) == ("METRE", "MILLI"))


@REGISTER.edit("property: single, value lost")
def lost(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The property stays, its value becomes `$`."""
    found = picker.one(_of_kind(model, "IfcPropertySingleValue", _holds("IfcLabel", "IfcIdentifier")), _touches)
    if found is None:
        return None
    old = found[1].NominalValue.wrappedValue
    found[1].NominalValue = None
    return _told(found, sides(old, None))


@REGISTER.edit("property: enumerated")
def enumerated(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Another value."""
    return _values(model, picker, "IfcPropertyEnumeratedValue", "EnumerationValues", "DEMOLISH")


@REGISTER.edit("property: list")
def list_value(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One value more at the end."""
    found = picker.one(_of_kind(model, "IfcPropertyListValue"), _touches)
    if found is None:
        return None
    values = found[1].ListValues
    found[1].ListValues = [*values, values[0]]
    return _told(found, differing)


@REGISTER.edit("property: list, order")
def list_order(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The order of a list means something."""
    found = picker.one(
        _of_kind(model, "IfcPropertyListValue", lambda each: each.ListValues[0] != each.ListValues[-1]), _touches
    )
    if found is None:
        return None
    found[1].ListValues = found[1].ListValues[::-1]
    return _told(found, differing)


def _values(model: ifcopenshell.file, picker: Picker, kind: str, attribute: str, new: str) -> Key | None:
    found = picker.one(_of_kind(model, kind), _touches)
    if found is None:
        return None
    value = getattr(found[1], attribute)[0]
    setattr(found[1], attribute, [model.create_entity(value.is_a(), new)])
    return _told(found, differing)


@REGISTER.edit("property: bounded")
def bounded(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """The lower bound."""
    found = picker.one(_of_kind(model, "IfcPropertyBoundedValue", lambda each: each.LowerBoundValue), _touches)
    if found is None:
        return None
    bound = found[1].LowerBoundValue
    found[1].LowerBoundValue = model.create_entity(bound.is_a(), bound.wrappedValue - 0.5)
    return _told(found, differing)


@REGISTER.edit("property: table")
def table(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """One defined value."""
    found = picker.one(_of_kind(model, "IfcPropertyTableValue", lambda each: each.DefinedValues), _touches)
    if found is None:
        return None
    values = list(found[1].DefinedValues)
    values[-1] = model.create_entity(values[-1].is_a(), values[-1].wrappedValue + 1.0)
    found[1].DefinedValues = values
    return _told(found, differing)


@REGISTER.edit("property: reference")
def reference(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """What it refers to is another person."""
    found = picker.one(_of_kind(model, "IfcPropertyReferenceValue"), _touches)
    if found is None:
        return None
    found[1].PropertyReference = model.create_entity("IfcPerson", FamilyName="Somebody Else")
    return _told(found, differing)


@REGISTER.edit("property: complex")
def complex_value(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A property within it."""
    found = picker.one(_of_kind(model, "IfcComplexProperty"), _touches)
    if found is None:
        return None
    inner = next(each for each in found[1].HasProperties if each.is_a("IfcPropertySingleValue"))
    old = inner.NominalValue
    new = old.wrappedValue + 1 if isinstance(old.wrappedValue, float) else f"{old.wrappedValue} edited"
    inner.NominalValue = model.create_entity(old.is_a(), new)
    check = at(found[0].Name, found[1].Name, check=lambda _value: True, alone=False)
    return change(find.defined_by(found[0]), "property", check)


@REGISTER.edit("property: added")
def added(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A property more in a set."""
    found = picker.one(_of_kind(model, "IfcPropertySingleValue"), _touches)
    if found is None:
        return None
    value = model.create_entity("IfcLabel", "new")
    one_more = model.create_entity("IfcPropertySingleValue", Name="Added by exam", NominalValue=value)
    found[0].HasProperties = [*found[0].HasProperties, one_more]
    return _told((found[0], one_more), lambda told: told.get("new") == "new" and "old" not in told)


@REGISTER.edit("property: removed")
def removed(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A property fewer in a set."""
    candidates = [each for each in _of_kind(model, "IfcPropertySingleValue") if len(each[0].HasProperties) > 1]
    found = picker.one((each for each in candidates if each[1].NominalValue), _touches)
    if found is None:
        return None
    key = _told(found, lambda told: "new" not in told and told.get("old") is not None)
    found[0].HasProperties = [each for each in found[0].HasProperties if each != found[1]]
    model.remove(found[1])
    return key


@REGISTER.edit("property: of one of several that shared it")
def unshared(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A set shared by many is replaced by another for one of them."""
    candidates = []
    for relation in model.by_type("IfcRelDefinesByProperties"):
        definition = relation.RelatingPropertyDefinition
        if definition.is_a("IfcPropertySet") and len(relation.RelatedObjects) > 1:
            candidates += [(relation, each) for each in relation.RelatedObjects]
    found = picker.one(candidates, lambda each: {each[1].GlobalId})
    if found is None:
        return None
    relation, element = found
    definition = relation.RelatingPropertyDefinition
    relation.RelatedObjects = [each for each in relation.RelatedObjects if each != element]
    value = model.create_entity("IfcLabel", "its own")
    extra = model.create_entity("IfcPropertySingleValue", Name="Own", NominalValue=value)
    own = model.create_entity(
        "IfcPropertySet",
        picker.guid("set"),
        definition.OwnerHistory,
        definition.Name,
        None,
        [*definition.HasProperties, extra],
    )
    model.create_entity(
        "IfcRelDefinesByProperties", picker.guid("relation"), definition.OwnerHistory, None, None, [element], own
    )
    return change(element.GlobalId, "property", at(definition.Name, "Own"))
