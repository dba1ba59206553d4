"""Property sets and quantities of one model as plain data in SI: every kind of set, property and quantity.

Knows which sets an object has itself and which it inherits from its type; compares nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import ifcopenshell

from ifcdelta.read.attributes import attributes_of, name_of
from ifcdelta.read.optional import optional
from ifcdelta.read.relationships import related_by, types_of
from ifcdelta.read.side import Side
from ifcdelta.read.values import ABSENT, Absent, Plain, Several, equal, order_key, text

Properties = Mapping[str, Plain]
Definitions = tuple[ifcopenshell.entity_instance, ...]
About = Mapping[str, Mapping[str, str]]
"""What is said of properties by name, by attribute: descriptions, formulas."""
OF_THE_SET: Final = ""
"""The name under which a set says something of itself; a property has another one."""
_DEEPEST: Final = 16
_MOST_KEPT: Final = 50_000
"""Sets that are kept for the next element that has them; most have one, and a million are too many to keep."""
_NAME: Final = 0
_NOMINAL_VALUE: Final = 2
_UNIT: Final = 3
"""Arguments of IfcProperty and IfcPhysicalQuantity, and of IfcPropertySingleValue, in every schema: read by number in a
quarter of the time."""
_OF_A_SET: Final = frozenset({"GlobalId", "OwnerHistory", "Name", "Description", "ShapeAspectStyle", "Material"})


_SAID_OF: Final = {
    "Description": "Description",
    "Specification": "Description",
    "Formula": "Formula",
    "MethodOfMeasurement": "MethodOfMeasurement",
}
"""What a property, a quantity or a set of them says of itself beside its value, by the name that it is told by: IFC4X3
renamed the description of properties."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """The value of a property, what is said of it, and whether it is the type's."""

    value: Plain | Absent
    """Absent: something is said of what has no value of its own, a set or a part of a complex property."""
    from_type: bool
    about: Mapping[str, str]
    measure: str = ""
    """Of a single value or a simple quantity what it is a measure of, e.g. `IfcAreaMeasure`."""


class _Set(NamedTuple):
    """The properties of one set, or of all of one name."""

    values: Properties
    about: About
    measures: Mapping[str, str]


def sets_in(side: Side, own: Definitions, of_types: Iterable[Definitions]) -> dict[str, dict[str, Inherited]]:
    """Return an object's properties by set and name; its own value hides its type's (IFC 4.3, 4.1.5.2).

    `own` and `of_types` are its `definitions_of`; what a set says of itself is under the name `OF_THE_SET`.
    """
    found: dict[str, dict[str, Inherited]] = {}
    for definitions in of_types:
        _add(found, _by_name(side, definitions), from_type=True)
    _add(found, _by_name(side, own), from_type=False)
    return found


def definitions_of(side: Side, entity: ifcopenshell.entity_instance) -> tuple[Definitions, list[Definitions]]:
    """Return the sets that an object has itself, and those of each of its types."""
    held = entity.HasPropertySets or () if entity.is_a("IfcTypeObject") else ()
    own = tuple(each for each in (*held, *_related(side, entity)) if each is not None)
    of_types = [type_.HasPropertySets or () for type_ in types_of(side, entity)]
    return own, [tuple(each for each in sets if each is not None) for sets in of_types]


def _add(found: dict[str, dict[str, Inherited]], sets: Mapping[str, _Set], *, from_type: bool) -> None:
    for name, (values, about, measures) in sets.items():
        known = found.setdefault(name, {})
        for key, value in values.items():
            known[key] = Inherited(value, from_type, about.get(key, _NOTHING), measures.get(key, ""))
        for name_ in about.keys() - values.keys():
            known[name_] = Inherited(ABSENT, from_type, about[name_])


_NOTHING: Final[Mapping[str, str]] = {}


def _related(side: Side, entity: ifcopenshell.entity_instance) -> Iterable[ifcopenshell.entity_instance]:
    for definition in related_by(side, entity, "property"):
        # IFC4 may relate several at once.
        yield from definition.wrappedValue if definition.is_a("IfcPropertySetDefinitionSet") else (definition,)


def _by_name(side: Side, definitions: Iterable[ifcopenshell.entity_instance]) -> dict[str, _Set]:
    known: dict[int, tuple[str, _Set]] = side.cache.setdefault(("property sets",), {})
    if len(known) > _MOST_KEPT:
        known.clear()
    found: dict[str, list[_Set]] = {}
    for definition in definitions:
        if definition.id() not in known:
            in_set = _Set(properties_of(side, definition), about_of(side, definition), _measures_of(side, definition))
            known[definition.id()] = name_of(definition) or definition.is_a(), in_set
        name, in_set = known[definition.id()]
        found.setdefault(name, []).append(in_set)
    return {name: several[0] if len(several) == 1 else _merged_sets(several) for name, several in found.items()}


def _merged_sets(several: list[_Set]) -> _Set:
    about: dict[str, dict[str, str]] = {}
    for each in sorted(several, key=lambda each: order_key(each.about)):
        for name, said in each.about.items():
            about.setdefault(name, {}).update(said)
    measures = [(name, measure) for each in several for name, measure in each.measures.items()]
    return _Set(_merged([each.values for each in several]), about, dict(sorted(measures)))


def _measures_of(side: Side, definition: ifcopenshell.entity_instance) -> Mapping[str, str]:
    _, members = _arguments_of(side.schema, definition.is_a())
    held = (part for at in members for part in definition[at] or () if part is not None)
    return {text(each[_NAME] or ""): measure for each in held if (measure := _measure_of(side, each))}


def _measure_of(side: Side, entity: ifcopenshell.entity_instance) -> str:
    if entity.is_a("IfcPropertySingleValue"):
        value = entity[_NOMINAL_VALUE]
        return "" if value is None else str(value.is_a())
    return next((each.measure for each in side.reader.declared(entity) if each.name.endswith("Value")), "")


def about_of(side: Side, definition: ifcopenshell.entity_instance) -> About:
    """Return what a set says of itself, and of its properties, of those in complex ones by `complex.property`."""
    found = dict(_about_members(side, definition, "", 0))
    found[OF_THE_SET] = _said_of(side, definition)
    return {name: said for name, said in found.items() if said}


def _about_members(
    side: Side, holder: ifcopenshell.entity_instance, path: str, depth: int
) -> Iterator[tuple[str, dict[str, str]]]:
    _, members = _arguments_of(side.schema, holder.is_a())
    for each in (part for at in members for part in holder[at] or ()) if depth < _DEEPEST else ():
        if each is not None:
            name = path + text(each[_NAME] or "")
            yield name, _said_of(side, each)
            yield from _about_members(side, each, f"{name}.", depth + 1)


_MEMBERS: Final = ("HasProperties", "Quantities", "HasQuantities", "Properties", "ExtendedProperties")


def _said_of(side: Side, entity: ifcopenshell.entity_instance) -> dict[str, str]:
    said, _ = _arguments_of(side.schema, entity.is_a())
    return {name: text(entity[at]) for at, name in said if entity[at]}


@lru_cache(maxsize=256)
def _arguments_of(schema: str, class_: str) -> tuple[tuple[tuple[int, str], ...], tuple[int, ...]]:
    """Return which arguments of a class say something, each with its name, and which hold properties."""
    attributes = attributes_of(schema, class_)
    said = tuple((each.index, _SAID_OF[each.name]) for each in attributes if each.name in _SAID_OF)
    return said, tuple(each.index for each in attributes if each.name in _MEMBERS)


def _merged(several: list[Properties]) -> Properties:
    """Return the properties of sets of one name: where they disagree, every value."""
    values: dict[str, list[Plain]] = {}
    for properties in sorted(several, key=order_key):
        for name, value in properties.items():
            values.setdefault(name, []).append(value)
    return {name: _together(of_name) for name, of_name in values.items()}


def _together(values: list[Plain]) -> Plain:
    """Return the one value that there is, in whatever last digits, or each of several once."""
    if all(equal(value, values[0], 0.0) for value in values):
        return values[0]
    apart = {order_key(value): value for value in values}
    return Several([apart[key] for key in sorted(apart)], values)


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
