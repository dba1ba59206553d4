"""Property sets and quantities of one model as plain data in SI: every kind of set, property and quantity.

Knows which sets an object has itself and which it inherits from its type; compares nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import ifcopenshell

from ifcdelta.read.attributes import name_of
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import related_by, types_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import Plain, Several, order_key, text

Properties = Mapping[str, Plain]
_DEEPEST: Final = 16
_MOST_KEPT: Final = 50_000
"""Sets that are kept for the next element that has them; most have one, and a million are too many to keep."""
_NAME: Final = 0
_NOMINAL_VALUE: Final = 2
_UNIT: Final = 3
"""Arguments of IfcProperty and IfcPhysicalQuantity, and of IfcPropertySingleValue, in every schema: read by number in a
quarter of the time."""
_OF_A_SET: Final = frozenset({"GlobalId", "OwnerHistory", "Name", "Description", "ShapeAspectStyle", "Material"})


@dataclass(frozen=True, slots=True)
class Inherited:
    """The value of a property, and whether it is the type's."""

    value: Plain
    from_type: bool


def sets_of(side: Side, entity: ifcopenshell.entity_instance) -> dict[str, dict[str, Inherited]]:
    """Return an object's properties by set and name; its own value hides its type's (IFC 4.3, 4.1.5.2)."""
    found: dict[str, dict[str, Inherited]] = {}
    for type_ in types_of(side, entity):
        _add(found, _by_name(side, type_.HasPropertySets or ()), from_type=True)
    held = entity.HasPropertySets or () if entity.is_a("IfcTypeObject") else ()
    _add(found, _by_name(side, [*held, *_related(side, entity)]), from_type=False)
    return found


def _add(found: dict[str, dict[str, Inherited]], sets: Mapping[str, Properties], *, from_type: bool) -> None:
    for name, properties in sets.items():
        known = found.setdefault(name, {})
        known.update({key: Inherited(value, from_type) for key, value in properties.items()})


def _related(side: Side, entity: ifcopenshell.entity_instance) -> Iterable[ifcopenshell.entity_instance]:
    for definition in related_by(side, entity, "property"):
        # IFC4 may relate several at once.
        yield from definition.wrappedValue if definition.is_a("IfcPropertySetDefinitionSet") else (definition,)


def _by_name(side: Side, definitions: Iterable[ifcopenshell.entity_instance]) -> dict[str, Properties]:
    known: dict[int, tuple[str, Properties]] = side.cache.setdefault(("property sets",), {})
    if len(known) > _MOST_KEPT:
        known.clear()
    found: dict[str, list[Properties]] = {}
    for definition in definitions:
        if definition is None:
            continue
        if definition.id() not in known:
            known[definition.id()] = (name_of(definition) or definition.is_a(), properties_of(side, definition))
        name, properties = known[definition.id()]
        found.setdefault(name, []).append(properties)
    return {name: _merged(several) for name, several in found.items()}


def _merged(several: list[Properties]) -> Properties:
    """Return the properties of sets of one name: where they disagree, every value."""
    if len(several) == 1:
        return several[0]
    values: dict[str, list[Plain]] = {}
    for properties in sorted(several, key=order_key):
        for name, value in properties.items():
            values.setdefault(name, []).append(value)
    return {name: _together(of_name) for name, of_name in values.items()}


def _together(values: list[Plain]) -> Plain:
    """Return the one value that there is, or each of several once."""
    apart = {order_key(value): value for value in values}
    return values[0] if len(apart) == 1 else Several([apart[key] for key in sorted(apart)], values)


def properties_of(side: Side, definition: ifcopenshell.entity_instance) -> Properties:
    """Return what a set holds, of an object or of a material."""
    if definition.is_a("IfcPropertySet"):
        return _named(side, definition.HasProperties, 0)
    if definition.is_a("IfcElementQuantity"):
        return _named(side, definition.Quantities, 0)
    if definition.is_a("IfcExtendedProperties"):
        return _named(side, definition.Properties, 0)
    if definition.is_a("IfcExtendedMaterialProperties"):  # IFC2X3
        return _named(side, definition.ExtendedProperties, 0)
    # A predefined set, e.g. IfcDoorLiningProperties: its attributes are its properties.
    attributes = side.reader.attributes(definition, but=_OF_A_SET)
    return {name: value for name, value in attributes.items() if value is not None}


def _named(side: Side, properties: Iterable[ifcopenshell.entity_instance] | None, depth: int) -> Properties:
    found: dict[str, Plain] = {}
    again: dict[str, list[Plain]] = {}
    for each in properties or ():
        if each is None:
            continue
        name, value = text(each[_NAME] or ""), _value(side, each, depth)
        if name in found:
            again.setdefault(name, [found[name]]).append(value)
        else:
            found[name] = value
    # Properties are a set: which of two that share a name comes first says nothing.
    return found | {name: _together(sorted(values, key=order_key)) for name, values in again.items()}


def _value(side: Side, entity: ifcopenshell.entity_instance, depth: int) -> Plain:
    read = _KINDS.get(entity.is_a())
    if read is not None:
        return read(side, entity)
    members = optional(entity, "HasProperties") or optional(entity, "HasQuantities")
    if entity.is_a("IfcComplexProperty") or entity.is_a("IfcPhysicalComplexQuantity"):
        about = {key: optional(entity, name) for key, name in _OF_A_COMPLEX.items()}
        described = {key: text(value) for key, value in about.items() if value}
        return {**described, "properties": _named(side, members, depth + 1) if depth < _DEEPEST else {}}
    return _quantity(side, entity)


_OF_A_COMPLEX: Final = {"usage": "UsageName", "discrimination": "Discrimination"}


def _quantity(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    """Return the number of a simple quantity: the one attribute whose name ends in Value."""
    for attribute in side.reader.declared(entity):
        if attribute.name.endswith("Value"):
            return _with_unit(side, entity[attribute.index], entity.Unit, attribute.measure)
    return side.reader.value(entity)


def _single(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    return _with_unit(side, entity[_NOMINAL_VALUE], entity[_UNIT])


def _enumerated(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    unit = optional(entity.EnumerationReference, "Unit")
    return _with_unit(side, entity.EnumerationValues, unit)


def _list(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    return _with_unit(side, entity.ListValues, entity.Unit)


def _bounded(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    names = {"lower": "LowerBoundValue", "upper": "UpperBoundValue", "setpoint": "SetPointValue"}
    bounds = {key: optional(entity, name) for key, name in names.items()}
    return {key: _with_unit(side, value, entity.Unit) for key, value in bounds.items() if value is not None}


def _table(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    about = {"expression": entity.Expression, "interpolation": optional(entity, "CurveInterpolation")}
    return {
        "defining": _with_unit(side, entity.DefiningValues, entity.DefiningUnit),
        "defined": _with_unit(side, entity.DefinedValues, entity.DefinedUnit),
        **{key: text(value) for key, value in about.items() if value},
    }


def _reference(side: Side, entity: ifcopenshell.entity_instance) -> Plain:
    reference = side.reader.value(entity.PropertyReference)
    return {"usage": text(entity.UsageName), "reference": reference} if entity.UsageName else reference


def _with_unit(side: Side, value: object, unit: ifcopenshell.entity_instance | None, measure: str = "") -> Plain:
    """Return values in SI; a unit that has no SI equivalent (a currency, say) is told beside them."""
    plain = side.reader.value(value, measure, unit)
    if unit is None or plain is None:
        return plain
    if unit.is_a("IfcMonetaryUnit"):
        return {"value": plain, "unit": text(unit.Currency)}
    if unit.is_a("IfcContextDependentUnit"):
        return {"value": plain, "unit": text(unit.Name)}
    return plain


_KINDS: Final[dict[str, Callable[[Side, ifcopenshell.entity_instance], Plain]]] = {
    "IfcPropertySingleValue": _single,
    "IfcPropertyEnumeratedValue": _enumerated,
    "IfcPropertyListValue": _list,
    "IfcPropertyBoundedValue": _bounded,
    "IfcPropertyTableValue": _table,
    "IfcPropertyReferenceValue": _reference,
}
