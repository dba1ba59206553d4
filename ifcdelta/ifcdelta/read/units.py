"""Numbers in SI, whatever units a model is written in (IFC 4.3, 8.11 IfcMeasureResource). Knows no element.

Degrees, not radians, are what a plane angle becomes: the result file says so.
"""

import math
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final

import ifcopenshell
import ifcopenshell.util.unit

from ifcdelta.read.optional import optional


class Measured(float):
    """A number in SI that knows its unit."""

    unit: str = ""
    """Its symbol, e.g. `W/(m²·K)`; empty where the model does not say it, or there is none for it."""


class Length(Measured):
    """Metres."""

    unit = "m"


class Angle(Measured):
    """Degrees."""

    unit = "°"


class Coordinate(Measured):
    """Degrees of latitude or longitude."""

    unit = "°"


Scale = tuple[float, float]
"""Factor and offset: SI = value * factor + offset."""

_SAME: Final[Scale] = (1.0, 0.0)
_ZERO_CELSIUS: Final = 273.15
_LONGEST_CONVERSION: Final = 8
_OF_QUALIFIED: Final = re.compile(r"^Ifc(?:Positive|NonNegative)?(\w+)Measure$")
_SPELT_OTHERWISE: Final = {"SECTIONALAREAINTEGRALUNIT": "SECTIONAREAINTEGRALUNIT"}
_SYMBOLS: Final = {
    "LENGTHUNIT": "m",
    "AREAUNIT": "m²",
    "VOLUMEUNIT": "m³",
    "PLANEANGLEUNIT": "°",
    "MASSUNIT": "kg",
    "TIMEUNIT": "s",
    "THERMODYNAMICTEMPERATUREUNIT": "K",
    "ELECTRICCURRENTUNIT": "A",
    "ELECTRICVOLTAGEUNIT": "V",
    "ELECTRICRESISTANCEUNIT": "Ω",
    "POWERUNIT": "W",
    "ENERGYUNIT": "J",
    "FORCEUNIT": "N",
    "PRESSUREUNIT": "Pa",
    "FREQUENCYUNIT": "Hz",
    "ILLUMINANCEUNIT": "lx",
    "LUMINOUSFLUXUNIT": "lm",
    "LUMINOUSINTENSITYUNIT": "cd",
    "THERMALTRANSMITTANCEUNIT": "W/(m²·K)",
    "THERMALRESISTANCEUNIT": "m²·K/W",
    "THERMALCONDUCTANCEUNIT": "W/(m·K)",
    "HEATFLUXDENSITYUNIT": "W/m²",
    "SPECIFICHEATCAPACITYUNIT": "J/(kg·K)",
    "MASSDENSITYUNIT": "kg/m³",
    "AREADENSITYUNIT": "kg/m²",
    "MASSPERLENGTHUNIT": "kg/m",
    "MASSFLOWRATEUNIT": "kg/s",
    "VOLUMETRICFLOWRATEUNIT": "m³/s",
    "LINEARVELOCITYUNIT": "m/s",
    "ACCELERATIONUNIT": "m/s²",
    "MODULUSOFELASTICITYUNIT": "Pa",
    "LINEARFORCEUNIT": "N/m",
    "PLANARFORCEUNIT": "N/m²",
    "TORQUEUNIT": "N·m",
    "MOMENTOFINERTIAUNIT": "m⁴",
}
"""SI symbols of items of IfcUnitEnum and IfcDerivedUnitEnum; a number of another unit type is told without one."""
_PURE: Final = frozenset({"", "RATIOUNIT", "NORMALISEDRATIOUNIT", "NUMERICUNIT", "COUNTUNIT", "PHUNIT"})
"""The unit types that measures without one would have."""


@lru_cache(maxsize=256)
def unit_type(measure: str) -> str:
    """Return a measure's item of IfcUnitEnum or IfcDerivedUnitEnum: `LENGTHUNIT` of `IfcPositiveLengthMeasure`."""
    found = _OF_QUALIFIED.match(measure)
    name = f"{found[1].upper()}UNIT" if found else ""
    return _SPELT_OTHERWISE.get(name, name)


class ModelUnits:
    """The units that a model assigns to its project."""

    def __init__(self, file: ifcopenshell.file) -> None:
        self._file = file
        self._explicit: dict[int, Scale] = {}

    @cached_property
    def assigned(self) -> Mapping[str, list[ifcopenshell.entity_instance]]:
        """The project's units by unit type; more than one of a type only where that is USERDEFINED, or by mistake."""
        found: dict[str, list[ifcopenshell.entity_instance]] = {}
        for project in self._file.by_type("IfcProject"):
            assignment = project.UnitsInContext
            for unit in (assignment.Units or ()) if assignment is not None else ():
                name = "CURRENCY" if unit.is_a("IfcMonetaryUnit") else optional(unit, "UnitType")
                if name:
                    found.setdefault(name, []).append(unit)
        return found

    @cached_property
    def _scales(self) -> dict[str, Scale]:
        # Units are a set: which is the first of two says nothing.
        return {name: min(map(scale, units)) for name, units in self.assigned.items()}

    @property
    def length_scale(self) -> float:
        """Metres in the project's length unit."""
        return self._scales.get("LENGTHUNIT", _SAME)[0]

    @property
    def angle_scale(self) -> float:
        """Radians in the project's plane angle unit."""
        return self._scales.get("PLANEANGLEUNIT", _SAME)[0]

    def to_si(self, value: float, measure: str, unit: ifcopenshell.entity_instance | None = None) -> float:
        """Return a number of a measure, e.g. `IfcAreaMeasure`, in SI; `unit` overrides the project's.

        A measure that has no unit, such as a ratio, stays as it is, an integer an integer; so does an amount of what
        has no SI equivalent, a currency or pieces, whatever measure it is said to be.
        """
        if unit is not None and (unit.is_a("IfcContextDependentUnit") or unit.is_a("IfcMonetaryUnit")):
            return value
        kind = _kind_of(unit, measure)
        factor, offset = self._scale_of(unit) if unit is not None else self._scales.get(kind, _SAME)
        if kind == "LENGTHUNIT":
            return Length(_rounded(value * factor))
        if kind == "PLANEANGLEUNIT":
            return Angle(_rounded(math.degrees(value * factor)))
        converted = value if (factor, offset) == _SAME else _rounded(value * factor + offset)
        if isinstance(converted, int) or (unit is None and kind in _PURE):
            return converted
        measured = Measured(converted)
        if unit is not None or kind in self._scales:
            measured.unit = _SYMBOLS.get(kind, "")
        return measured

    def _scale_of(self, unit: ifcopenshell.entity_instance) -> Scale:
        if unit.id() not in self._explicit:
            self._explicit[unit.id()] = scale(unit)
        return self._explicit[unit.id()]


def _kind_of(unit: ifcopenshell.entity_instance | None, measure: str) -> str:
    """Return the unit type of a value: that of its own unit, where it has one, says more than its measure."""
    own = optional(unit, "UnitType")
    return own if own in _SYMBOLS else unit_type(measure)


def scale(unit: ifcopenshell.entity_instance, depth: int = 0) -> Scale:
    """Return what turns a value in the unit into SI; (1, 0) for a unit that has no SI equivalent."""
    if depth > _LONGEST_CONVERSION:
        return _SAME
    if unit.is_a("IfcSIUnit"):
        return _si_scale(unit)
    if unit.is_a("IfcConversionBasedUnit"):
        return _conversion(unit, depth)
    if unit.is_a("IfcDerivedUnit"):
        elements = [each for each in unit.Elements or () if each is not None and each.Unit is not None]
        return math.prod((scale(each.Unit, depth + 1)[0] or 1.0) ** (each.Exponent or 0) for each in elements), 0.0
    return _SAME


def _conversion(unit: ifcopenshell.entity_instance, depth: int) -> Scale:
    """Return the scale of a unit that is defined by another; a definition that is not there, or 0, says nothing."""
    factor = unit.ConversionFactor
    if factor is None or factor.UnitComponent is None or factor.ValueComponent is None:
        return _SAME
    value = float(factor.ValueComponent.wrappedValue) * scale(factor.UnitComponent, depth + 1)[0]
    return value or 1.0, float(optional(unit, "ConversionOffset") or 0.0)


def _si_scale(unit: ifcopenshell.entity_instance) -> Scale:
    """A prefix is raised with its unit: dm³ is (dm)³; the SI unit of mass is the kilogram."""
    power = {"SQUARE_METRE": 2, "CUBIC_METRE": 3}.get(unit.Name, 1)
    factor = float(ifcopenshell.util.unit.get_prefix_multiplier(unit.Prefix)) ** power
    if unit.Name == "GRAM":
        factor /= 1000.0
    return factor, _ZERO_CELSIUS if unit.Name == "DEGREE_CELSIUS" else 0.0


def _rounded(value: float) -> float:
    """Drop what a conversion adds in the last binary digits."""
    return float(f"{value:.12g}")
