"""The units that a result names: those of numbers that have one and the same wherever they are told."""

from typing import Any

import pytest

from tests.engine.models import Entity, Model, global_id, told, told_both_ways


def si(model: Model, kind: str, name: str, prefix: str | None = None) -> Entity:
    return model.file.create_entity("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)


def model(*values: tuple[Any, ...], unit: str = "METRE", assigned: tuple[tuple[str, str], ...] = ()) -> Model:
    """Return a model with a wall for each of `values`: measure, value and, if it has one, its own SI unit."""
    made = Model(unit=unit)
    for kind, name in assigned:
        assignment = made.project.UnitsInContext
        assignment.Units = [*assignment.Units, si(made, kind, name)]
    for number, (measure, value, *own) in enumerate(values):
        wall = made.element("IfcWall", f"wall {number}")
        single = made.single("P", measure, value, si(made, *own[0]) if own else None)
        made.define(made.pset("Set", single), wall)
    return made


def units(old: Model, new: Model) -> Any:
    return told_both_ways(old, new)["units"]["property"]


POWER = (("POWERUNIT", "WATT"),)


@pytest.mark.parametrize(
    ("value", "other", "assigned", "symbol"),
    [
        (("IfcLengthMeasure", 1.0), ("IfcLengthMeasure", 2.0), (), "m"),
        (("IfcPlaneAngleMeasure", 0.1), ("IfcPlaneAngleMeasure", 0.2), (), "°"),
        (("IfcPowerMeasure", 1.0), ("IfcPowerMeasure", 2.0), POWER, "W"),
        (("IfcReal", 1.0, ("POWERUNIT", "WATT", "KILO")), ("IfcReal", 2.0, ("POWERUNIT", "WATT")), (), "W"),
        (("IfcReal", 1.0, ("PLANEANGLEUNIT", "RADIAN")), ("IfcReal", 2.0, ("PLANEANGLEUNIT", "RADIAN")), (), "°"),
    ],
)
def test_the_unit_of_a_measure_or_of_the_value_itself(
    value: tuple[Any, ...], other: tuple[Any, ...], assigned: tuple[tuple[str, str], ...], symbol: str
) -> None:
    assert units(model(value, assigned=assigned), model(other, assigned=assigned)) == {"Set": {"P": symbol}}


@pytest.mark.parametrize(
    ("value", "other", "assigned"),
    [
        (("IfcPowerMeasure", 1.0), ("IfcPowerMeasure", 2.0), ()),
        (("IfcReal", 1.0), ("IfcReal", 2.0), POWER),
        (("IfcPowerMeasure", 1.0), ("IfcReal", 2.0), POWER),
        (("IfcPowerMeasure", 1.0), ("IfcLabel", "much"), POWER),
        (("IfcInteger", 1), ("IfcInteger", 2), POWER),
        (("IfcLabel", "a"), ("IfcLabel", "b"), ()),
    ],
)
def test_no_unit_where_one_is_not_known_of_every_value(
    value: tuple[Any, ...], other: tuple[Any, ...], assigned: tuple[tuple[str, str], ...]
) -> None:
    assert units(model(value, assigned=assigned), model(other, assigned=assigned)) == {}


def test_a_property_that_is_no_length_on_another_wall_has_no_unit() -> None:
    length, number = ("IfcLengthMeasure", 1.0), ("IfcReal", 1.0)
    longer, larger = ("IfcLengthMeasure", 2.0), ("IfcReal", 2.0)
    assert units(model(length, number), model(longer, larger)) == {}
    assert units(model(length, number), model(longer, number)) == {"Set": {"P": "m"}}


def test_numbers_of_two_unit_systems_have_the_unit_of_both() -> None:
    feet, metres = model(("IfcLengthMeasure", 10.0), unit="FOOT"), model(("IfcLengthMeasure", 3.5))
    result = told(feet, metres)
    assert result["units"]["property"] == {"Set": {"P": "m"}}
    sides = result["changed"][global_id("wall 0")]["properties_changed"]["Set"]["P"]
    assert sides == {"old": pytest.approx(3.048), "new": 3.5}


def test_lists_and_bounds_have_the_unit_of_their_numbers() -> None:
    def listed(*lengths: float) -> Model:
        made = Model()
        values = [made.value("IfcLengthMeasure", each) for each in lengths]
        of_many = made.file.create_entity("IfcPropertyListValue", Name="L", ListValues=values)
        bounds = made.file.create_entity("IfcPropertyBoundedValue", Name="B", UpperBoundValue=values[0])
        made.define(made.pset("Set", of_many, bounds), made.element("IfcWall", "wall"))
        return made

    assert units(listed(1.0, 2.0), listed(1.5, 2.0)) == {"Set": {"B": "m", "L": "m"}}


def test_a_unit_without_an_si_equivalent_is_told_with_the_value_alone() -> None:
    def priced(amount: float) -> Model:
        made = Model()
        money = made.file.create_entity("IfcMonetaryUnit", "EUR")
        prices = made.pset("Set", made.single("P", "IfcMonetaryMeasure", amount, money))
        made.define(prices, made.element("IfcWall", "wall"))
        return made

    assert units(priced(1.0), priced(2.0)) == {}


def test_attributes_have_units() -> None:
    def door(height: float) -> Model:
        made = Model(unit="MILLIMETRE")
        made.element("IfcDoor", "door", OverallHeight=height)
        return made

    assert told_both_ways(door(2100.0), door(2300.0))["units"] == {"attributes": {"OverallHeight": "m"}, "property": {}}
