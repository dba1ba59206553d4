"""Numbers in SI: prefixes, conversions, derived units, offsets, angles in degrees."""

import math
import sys
from typing import Any

import ifcopenshell
import pytest

from ifcdelta.read.units import ModelUnits, unit_type
from tests.engine.models import Entity, Model, changed, global_id, told, told_both_ways


def si(file: ifcopenshell.file, kind: str, name: str, prefix: str | None = None) -> Entity:
    return file.create_entity("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)


def converted(file: ifcopenshell.file, kind: str, name: str, factor: float, of: Entity) -> Entity:
    value = file.create_entity("IfcMeasureWithUnit", file.create_entity("IfcReal", factor), of)
    dimensions = file.create_entity("IfcDimensionalExponents", 0, 0, 0, 0, 0, 0, 0)
    return file.create_entity("IfcConversionBasedUnit", dimensions, kind, name, value)


def derived(file: ifcopenshell.file, kind: str, *elements: tuple[Entity, int]) -> Entity:
    parts = [file.create_entity("IfcDerivedUnitElement", unit, exponent) for unit, exponent in elements]
    return file.create_entity("IfcDerivedUnit", parts, kind)


def units(*assigned: Entity) -> ModelUnits:
    file = assigned[0].file
    assignment = file.create_entity("IfcUnitAssignment", assigned)
    file.create_entity("IfcProject", GlobalId="0" * 22, UnitsInContext=assignment)
    return ModelUnits(file)


@pytest.fixture
def file() -> ifcopenshell.file:
    return ifcopenshell.file(schema="IFC4")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("IfcPositiveLengthMeasure", "LENGTHUNIT"),
        ("IfcNonNegativeLengthMeasure", "LENGTHUNIT"),
        ("IfcPositivePlaneAngleMeasure", "PLANEANGLEUNIT"),
        ("IfcMassDensityMeasure", "MASSDENSITYUNIT"),
        ("IfcLabel", ""),
    ],
)
def test_unit_type_of_a_measure(measure: str, expected: str) -> None:
    assert unit_type(measure) == expected


def test_prefixes_are_raised_with_their_unit(file: ifcopenshell.file) -> None:
    found = units(
        si(file, "LENGTHUNIT", "METRE", "MILLI"),
        si(file, "AREAUNIT", "SQUARE_METRE", "CENTI"),
        si(file, "VOLUMEUNIT", "CUBIC_METRE", "DECI"),
        si(file, "FORCEUNIT", "NEWTON", "KILO"),
    )
    assert found.length_scale == 0.001
    assert found.to_si(2500.0, "IfcLengthMeasure") == 2.5
    assert found.to_si(10000.0, "IfcAreaMeasure") == 1.0
    assert found.to_si(1000.0, "IfcVolumeMeasure") == 1.0
    assert found.to_si(2.0, "IfcForceMeasure") == 2000.0


def test_the_unit_of_mass_is_the_kilogram(file: ifcopenshell.file) -> None:
    gram, kilogram = si(file, "MASSUNIT", "GRAM"), si(file, "MASSUNIT", "GRAM", "KILO")
    density = derived(file, "MASSDENSITYUNIT", (gram, 1), (si(file, "LENGTHUNIT", "METRE", "CENTI"), -3))
    found = units(kilogram, density)
    assert found.to_si(2.0, "IfcMassMeasure") == 2.0
    assert found.to_si(2.0, "IfcMassMeasure", gram) == 0.002
    assert found.to_si(1.0, "IfcMassDensityMeasure") == pytest.approx(1000.0)


def test_angles_are_degrees(file: ifcopenshell.file) -> None:
    radian = si(file, "PLANEANGLEUNIT", "RADIAN")
    degree = converted(file, "PLANEANGLEUNIT", "DEGREE", math.pi / 180, radian)
    found = units(degree)
    assert found.to_si(90.0, "IfcPlaneAngleMeasure") == 90.0
    assert found.to_si(math.pi / 2, "IfcPlaneAngleMeasure", radian) == 90.0
    assert found.angle_scale == pytest.approx(math.pi / 180)


def test_temperatures_have_an_offset(file: ifcopenshell.file) -> None:
    found = units(si(file, "THERMODYNAMICTEMPERATUREUNIT", "DEGREE_CELSIUS"))
    assert found.to_si(20.0, "IfcThermodynamicTemperatureMeasure") == 293.15


def test_a_unit_that_is_converted_from_itself_ends(file: ifcopenshell.file) -> None:
    foot = converted(file, "LENGTHUNIT", "FOOT", 0.3048, si(file, "LENGTHUNIT", "METRE"))
    foot.ConversionFactor.UnitComponent = foot
    assert math.isfinite(units(foot).length_scale)


@pytest.mark.parametrize("gone", ["ConversionFactor", "UnitComponent", "ValueComponent"])
def test_a_unit_whose_definition_is_not_there_says_nothing(file: ifcopenshell.file, gone: str) -> None:
    degree = converted(file, "PLANEANGLEUNIT", "DEGREE", 0.0174, si(file, "PLANEANGLEUNIT", "RADIAN"))
    setattr(degree if gone == "ConversionFactor" else degree.ConversionFactor, gone, None)
    assert units(degree).angle_scale == 1.0


def test_a_unit_of_nothing_says_nothing(file: ifcopenshell.file) -> None:
    nothing = converted(file, "TIMEUNIT", "NEVER", 0.0, si(file, "TIMEUNIT", "SECOND"))
    speed = derived(file, "LINEARVELOCITYUNIT", (si(file, "LENGTHUNIT", "METRE"), 1), (nothing, -1))
    found = units(nothing, speed)
    assert found.to_si(2.0, "IfcTimeMeasure") == 2.0
    assert found.to_si(2.0, "IfcLinearVelocityMeasure") == 2.0


def test_a_number_that_no_double_holds_in_si_is_told_as_it_is() -> None:
    def limited(limit: float) -> Model:
        model = Model()
        kilowatt = si(model.file, "POWERUNIT", "WATT", "KILO")
        most = model.single("Most", "IfcPowerMeasure", limit, kilowatt)
        model.define(model.pset("Limits", most), model.element("IfcFan", "fan"))
        return model

    (change,) = changed(limited(5.0), limited(sys.float_info.max)).values()
    assert change["properties_changed"]["Limits"]["Most"] == {"old": 5000.0, "new": str(sys.float_info.max)}


def test_without_units_numbers_stay_as_they_are() -> None:
    file = ifcopenshell.file(schema="IFC4")
    found = ModelUnits(file)
    assert found.to_si(5.0, "IfcAreaMeasure") == 5.0
    assert found.to_si(5, "IfcCountMeasure") == 5


def test_units_are_a_set() -> None:
    def with_units(*kinds: str) -> Model:
        model = Model()
        (assignment,) = model.file.by_type("IfcUnitAssignment")
        more = [
            derived(model.file, "USERDEFINED", (si(model.file, kind, name), 1)) for kind, name in map(str.split, kinds)
        ]
        assignment.Units = (*assignment.Units, *more)
        return model

    both = "FORCEUNIT NEWTON", "POWERUNIT WATT"
    assert told(with_units(*both), with_units(*reversed(both)))["model"] == {}
    assert told(with_units(*both), with_units(both[0]))["model"] == {
        "units": {"USERDEFINED": {"old": ["NEWTON^1", "WATT^1"], "new": "NEWTON^1"}}
    }


def test_a_currency_is_told_beside_its_value() -> None:
    def priced(currency: str) -> Model:
        model = Model()
        unit = model.file.create_entity("IfcMonetaryUnit", currency)
        price: Any = model.single("Price", "IfcMonetaryMeasure", 5.0, unit)
        model.define(model.pset("Cost", price), model.element("IfcWall", "wall"))
        return model

    (change,) = changed(priced("EUR"), priced("USD")).values()
    assert change["properties_changed"]["Cost"]["Price"] == {
        "old": {"value": 5.0, "unit": "EUR"},
        "new": {"value": 5.0, "unit": "USD"},
    }


@pytest.mark.parametrize("unit", ["MILLIMETRE", "FOOT"])
def test_a_library_beside_the_project_leaves_shapes_in_their_units(unit: str) -> None:
    def walls(unit: str, height: float) -> Model:
        model = Model(unit=unit)
        library = model.root("IfcProjectLibrary", "library")
        model.box(model.element("IfcWall", "wall"), (4.0, 0.2, height))
        model.relate("IfcRelDeclares", RelatingContext=model.project, RelatedDefinitions=[library])
        return model

    assert told_both_ways(walls("METRE", 3.0), walls(unit, 3.0))["changed"] == {}
    found = told_both_ways(walls("METRE", 3.0), walls(unit, 2.5))["changed"][global_id("wall")]["geometry_changed"]
    assert found["volume"] == {"old": pytest.approx(2.4), "new": pytest.approx(2.0)}


def test_a_number_without_unit_is_compared_by_what_it_stands_beside() -> None:
    def numbered(measure: str, *values: float) -> Model:
        model = Model()
        listed = [model.value(measure, each) for each in values]
        many = model.file.create_entity("IfcPropertyListValue", Name="many", ListValues=listed)
        model.define(model.pset("Set", many, model.single("one", measure, values[0])), model.element("IfcWall", "wall"))
        return model

    assert changed(numbered("IfcReal", 0.0, 1.0), numbered("IfcReal", 2.6e-12, 1.0)) == {}
    assert changed(numbered("IfcReal", -1e-12, 1.0), numbered("IfcReal", 1e-14, 1.0)) == {}
    for old, new in ((2e-10, 4e-10), (2e-12, 4e-12), (0.0, 2e-10)):
        (change,) = changed(numbered("IfcReal", old), numbered("IfcReal", new)).values()
        assert change["properties_changed"]["Set"].keys() == {"many", "one"}
    permeability = "IfcVaporPermeabilityMeasure"
    assert len(changed(numbered(permeability, 0.0, 1.0), numbered(permeability, 2.6e-12, 1.0))) == 1


def test_small_numbers_are_compared_by_their_size() -> None:
    def permeable(value: float) -> Model:
        model = Model()
        single = model.single("P", "IfcVaporPermeabilityMeasure", value)
        model.define(model.pset("Set", single), model.element("IfcWall", "wall"))
        return model

    (change,) = changed(permeable(2e-10), permeable(4e-12)).values()
    assert change["properties_changed"] == {"Set": {"P": {"old": 2e-10, "new": 4e-12}}}
    assert changed(permeable(0.0), permeable(1e-17)) == {}
