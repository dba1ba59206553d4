"""Attributes of instances as plain values in SI, by the schema's own names and types. Compares nothing.

A referenced instance becomes its content, a rooted one what identifies it; STEP ids never appear.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import ifcopenshell
from ifcopenshell import ifcopenshell_wrapper

from ifcdelta.read.units import Coordinate, ModelUnits
from ifcdelta.read.values import Plain, Reference, order_key, text

_DEEPEST: Final = 24
_GEOGRAPHIC: Final = "IfcCompoundPlaneAngleMeasure"
_SET: Final = (ifcopenshell_wrapper.aggregation_type.set_type, ifcopenshell_wrapper.aggregation_type.bag_type)
_GLOBAL_ID: Final = 0
_NAME: Final = 2
"""Arguments of every IfcRoot; by number they are read four times as fast as by name."""
_NO_CONTENT: Final = frozenset({"OwnerHistory", "GlobalId"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """A direct attribute of a class, as the schema declares it."""

    index: int
    name: str
    measure: str
    """The defined type that carries a unit, e.g. `IfcPositiveLengthMeasure`; empty where there is none."""
    has_order: bool


@lru_cache(maxsize=4096)
def attributes_of(schema: str, class_name: str) -> tuple[Attribute, ...]:
    """Return the attributes of a class in the order of its arguments."""
    declaration = ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(class_name).as_entity()
    if declaration is None:
        return ()
    return tuple(
        Attribute(index, each.name(), *_type_of(each.type_of_attribute()))
        for index, each in enumerate(declaration.all_attributes())
    )


def declaration_of(schema: str, class_name: str) -> Any:
    """Return what a schema declares an entity to be; None where it has no entity of the name."""
    try:
        return ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(class_name).as_entity()
    except RuntimeError:
        return None


def _type_of(declared: Any) -> tuple[str, bool]:
    has_order = True
    while (aggregation := declared.as_aggregation_type()) is not None:
        has_order = has_order and aggregation.type_of_aggregation() not in _SET
        declared = aggregation.type_of_element()
    named = declared.as_named_type()
    name = str(named.declared_type().name()) if named is not None else ""
    return (name if name.endswith("Measure") else ""), has_order


class Reader:
    """Reads the instances of one file."""

    def __init__(self, file: ifcopenshell.file) -> None:
        self.units = ModelUnits(file)
        self._schema = str(file.schema_identifier)

    def attributes(self, entity: ifcopenshell.entity_instance, but: Iterable[str] = _NO_CONTENT) -> dict[str, Plain]:
        """Return the direct attributes of an instance by name, in the schema's order."""
        return {
            each.name: self._attribute(entity, each, 0)
            for each in attributes_of(self._schema, entity.is_a())
            if each.name not in but
        }

    def declared(self, entity: ifcopenshell.entity_instance) -> tuple[Attribute, ...]:
        """Return the attributes that the schema gives the instance's class."""
        return attributes_of(self._schema, entity.is_a())

    def value(self, value: Any, measure: str = "", unit: ifcopenshell.entity_instance | None = None) -> Plain:
        """Return one value, e.g. an IfcLengthMeasure, in SI; `unit` overrides the project's."""
        return self._plain(value, measure, unit, 0)

    def _attribute(self, entity: ifcopenshell.entity_instance, attribute: Attribute, depth: int) -> Plain:
        value = self._plain(entity[attribute.index], attribute.measure, None, depth)
        return sorted(value, key=order_key) if isinstance(value, list) and not attribute.has_order else value

    def _plain(self, value: Any, measure: str, unit: ifcopenshell.entity_instance | None, depth: int) -> Plain:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return text(value)
        if isinstance(value, int | float):
            return self._number(value, measure, unit)
        if isinstance(value, tuple):
            if measure == _GEOGRAPHIC:
                return _degrees(value)
            return [self._plain(each, measure, unit, depth) for each in value]
        return self._content(value, unit, depth)

    def _number(self, value: float, measure: str, unit: ifcopenshell.entity_instance | None) -> Plain:
        if isinstance(value, float):
            value += 0.0  # -0.0 is 0.0
        number = self.units.to_si(value, measure, unit) if measure or unit is not None else value
        # JSON has no infinite numbers; some exporters write the largest ones for "no limit".
        return number if math.isfinite(number) else str(value)

    def _content(self, entity: ifcopenshell.entity_instance, unit: Any, depth: int) -> Plain:
        if entity.id() == 0:
            plain = self._plain(entity.wrappedValue, entity.is_a(), unit, depth + 1)
            # What a list of numbers means is in its name alone: IfcArcIndex, IfcLineIndex.
            return {"class": entity.is_a(), "values": plain} if isinstance(plain, list) else plain
        if entity.is_a("IfcRoot"):
            return reference(entity)
        if depth > _DEEPEST:
            return entity.is_a()
        named = {
            each.name: self._attribute(entity, each, depth + 1)
            for each in attributes_of(self._schema, entity.is_a())
            if each.name not in _NO_CONTENT
        }
        return {"class": entity.is_a(), **{name: value for name, value in named.items() if value is not None}}


def reference(entity: ifcopenshell.entity_instance) -> Reference:
    """Return what identifies a rooted instance to a person."""
    return Reference({"guid": guid_of(entity), "class": entity.is_a(), "name": name_of(entity)})


def guid_of(entity: ifcopenshell.entity_instance) -> str:
    """Return the GlobalId of a rooted instance; empty where it has none."""
    value = entity[_GLOBAL_ID]
    return text(value) if isinstance(value, str) else ""


def name_of(entity: ifcopenshell.entity_instance) -> str | None:
    """Return the Name of a rooted instance."""
    value = entity[_NAME]
    return text(value) if isinstance(value, str) else None


def _degrees(parts: tuple[int, ...]) -> Coordinate:
    """IfcCompoundPlaneAngleMeasure: degrees, minutes, seconds and millionths of seconds."""
    scales = (1.0, 1 / 60, 1 / 3600, 1 / 3600e6)
    return Coordinate(round(sum(part * scale for part, scale in zip(parts, scales, strict=False)), 10))
