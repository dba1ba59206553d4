"""Edits of the model itself: project, units, georeference, true north."""

import math
from functools import cache
from typing import Any

import ifcopenshell
import ifcopenshell.util.unit

from tests.engine.exam import find
from tests.engine.exam.key import Key, at, change, sides
from tests.engine.exam.picker import Picker
from tests.engine.exam.registry import REGISTER


@REGISTER.edit("model: project renamed")
def project(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """Told of the model, and of the project as an element."""
    found = picker.one(model.by_type("IfcProject"))
    if found is None:
        return None
    old, found.Name = found.Name, f"{found.Name or ''} revised"
    key = change(found.GlobalId, "attributes", at("Name", check=sides(old, found.Name)))
    key.model.add("project")
    return key


@REGISTER.edit("model: map conversion")
def map_conversion(model: ifcopenshell.file, _picker: Picker) -> Key | None:
    """A metre to the east: no element has moved in the model's own axes."""
    conversions = find.of_class(model, "IfcMapConversion")
    if not conversions:
        return None
    conversions[0].Eastings += 1.0 / find.metres(model)
    return Key(model={"georeference"})


@REGISTER.edit("model: latitude of the site")
def latitude(model: ifcopenshell.file, picker: Picker) -> Key | None:
    """A direct attribute of the site as well."""
    site = picker.one(each for each in model.by_type("IfcSite") if each.RefLatitude)
    if site is None:
        return None
    degrees, minutes, *rest = site.RefLatitude
    site.RefLatitude = (degrees, (minutes + 7) % 60, *rest)
    key = change(site.GlobalId, "attributes", at("RefLatitude"))
    key.model.add("georeference")
    return key


@REGISTER.edit("model: true north")
def true_north(model: ifcopenshell.file, _picker: Picker) -> Key | None:
    """Turned by ten degrees."""
    contexts = [each for each in model.by_type("IfcGeometricRepresentationContext") if _is_model(each)]
    if not contexts:
        return None
    x, y = contexts[0].TrueNorth.DirectionRatios[:2] if contexts[0].TrueNorth else (0.0, 1.0)
    angle = math.atan2(y, x) + math.radians(10)
    contexts[0].TrueNorth = model.create_entity("IfcDirection", (math.cos(angle), math.sin(angle)))
    return Key(model={"true_north"})


def _is_model(context: Any) -> bool:
    return not context.is_a("IfcGeometricRepresentationSubContext") and context.ContextType == "Model"


_LENGTHS = ("IfcLengthMeasure", "IfcPositiveLengthMeasure", "IfcNonNegativeLengthMeasure")


@REGISTER.edit("model: unit of length")
def unit_of_length(model: ifcopenshell.file, _picker: Picker) -> Key | None:
    """Metres become millimetres, millimetres metres: the same building."""
    unit = _length_unit(model)
    if unit is None or (unit.Name, unit.Prefix) not in {("METRE", None), ("METRE", "MILLI")}:
        return None
    factor = 1000.0 if unit.Prefix is None else 0.001
    if _has_unit_of_its_own(model):
        return None
    for entity in list(model):
        _scale(entity, factor)
    unit.Prefix = "MILLI" if unit.Prefix is None else None
    return Key(model={"units"})


def _length_unit(model: ifcopenshell.file) -> Any:
    for unit in model.by_type("IfcUnitAssignment")[0].Units:
        if unit.is_a("IfcSIUnit") and unit.UnitType == "LENGTHUNIT" and len(model.get_inverse(unit)) == 1:
            return unit
    return None


def _has_unit_of_its_own(model: ifcopenshell.file) -> bool:
    """Tell whether a map's coordinates are in another unit than the project's."""
    return any(getattr(each, "MapUnit", None) for each in find.of_class(model, "IfcProjectedCRS"))


def _scale(entity: Any, factor: float) -> None:
    """Multiply the lengths of an instance, but for those that have a unit of their own."""
    if getattr(entity, "Unit", None) is not None or entity.is_a("IfcMeasureWithUnit"):
        return
    for place, measured in enumerate(_measured(entity.file.schema_identifier, entity.is_a())):
        value = entity[place]
        if value is not None and (measured or _is_select(value)):
            scaled = _scaled(entity.file, value, factor, measured=measured)
            if scaled != value:
                entity[place] = scaled


@cache
def _measured(schema: str, kind: str) -> tuple[bool, ...]:
    """Return for each attribute of a class whether it is declared as a length."""
    declared: Any = ifcopenshell.schema_by_name(schema).declaration_by_name(kind).as_entity()
    return tuple(
        any(each in str(attribute.type_of_attribute()) for each in _LENGTHS) for attribute in declared.all_attributes()
    )


def _is_select(value: Any) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, ifcopenshell.entity_instance) and first.id() == 0


def _scaled(model: ifcopenshell.file, value: Any, factor: float, *, measured: bool) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(model, each, factor, measured=measured) for each in value)
    if isinstance(value, ifcopenshell.entity_instance):
        return model.create_entity(value.is_a(), value.wrappedValue * factor) if value.is_a() in _LENGTHS else value
    return value * factor if measured and isinstance(value, float) else value
