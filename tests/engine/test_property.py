"""Properties and quantities: every kind of set, property and quantity, inherited ones, values by meaning."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.models import Entity, Model, changed, global_id, told

WALL = global_id("wall")


def with_wall(make: Callable[[Model], Entity], **model: Any) -> Model:
    """Return a model of a wall with one property set."""
    built = Model(**model)
    wall = built.element("IfcWall", "wall")
    built.define(make(built), wall)
    return built


def properties(old: Callable[[Model], Entity], new: Callable[[Model], Entity]) -> Any:
    """Return what changed of the wall's properties, and make sure that nothing else did."""
    found = changed(with_wall(old), with_wall(new, issue="again"))
    if not found:
        return {}
    assert list(found) == [WALL]
    assert list(found[WALL]) == ["properties_changed"]
    return found[WALL]["properties_changed"]


def pset(*property_: Any) -> Callable[[Model], Entity]:
    return lambda model: model.pset("Pset", model.single(*property_))


def of_kind(class_: str, **attributes: Callable[[Model], Any]) -> Callable[[Model], Entity]:
    def make(model: Model) -> Entity:
        made = {name: value(model) for name, value in attributes.items()}
        return model.pset("Pset", model.file.create_entity(class_, Name="P", **made))

    return make


def values(class_: str, *each: Any) -> Callable[[Model], list[Entity]]:
    return lambda model: [model.value(class_, value) for value in each]


def value(class_: str, one: Any) -> Callable[[Model], Entity]:
    return lambda model: model.value(class_, one)


def test_same_properties_under_other_ids_are_no_change() -> None:
    assert properties(pset("A", "IfcLabel", "x"), pset("A", "IfcLabel", "x")) == {}


def test_single_value() -> None:
    assert properties(pset("A", "IfcLabel", "x"), pset("A", "IfcLabel", "y")) == {
        "Pset": {"A": {"old": "x", "new": "y"}}
    }


def test_a_side_that_lacks_the_property_has_no_key() -> None:
    assert properties(pset("A", "IfcLabel", "x"), pset("B", "IfcBoolean", True)) == {
        "Pset": {"A": {"old": "x"}, "B": {"new": True}}
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            of_kind("IfcPropertyEnumeratedValue", EnumerationValues=values("IfcLabel", "NEW")),
            of_kind("IfcPropertyEnumeratedValue", EnumerationValues=values("IfcLabel", "EXISTING")),
            {"old": ["NEW"], "new": ["EXISTING"]},
        ),
        (
            of_kind("IfcPropertyListValue", ListValues=values("IfcReal", 1.0, 2.0)),
            of_kind("IfcPropertyListValue", ListValues=values("IfcReal", 1.0, 3.0)),
            {"old": [1.0, 2.0], "new": [1.0, 3.0]},
        ),
        (
            of_kind("IfcPropertyBoundedValue", UpperBoundValue=value("IfcReal", 5.0)),
            of_kind(
                "IfcPropertyBoundedValue", UpperBoundValue=value("IfcReal", 6.0), LowerBoundValue=value("IfcReal", 1.0)
            ),
            {"old": {"upper": 5.0}, "new": {"lower": 1.0, "upper": 6.0}},
        ),
        (
            of_kind(
                "IfcPropertyTableValue", DefiningValues=values("IfcReal", 1.0), DefinedValues=values("IfcLabel", "a")
            ),
            of_kind(
                "IfcPropertyTableValue", DefiningValues=values("IfcReal", 1.0), DefinedValues=values("IfcLabel", "b")
            ),
            {"old": {"defining": [1.0], "defined": ["a"]}, "new": {"defining": [1.0], "defined": ["b"]}},
        ),
        (
            of_kind(
                "IfcPropertyReferenceValue",
                PropertyReference=lambda model: model.file.create_entity("IfcMaterial", Name="Oak"),
            ),
            of_kind(
                "IfcPropertyReferenceValue",
                PropertyReference=lambda model: model.file.create_entity("IfcMaterial", Name="Ash"),
            ),
            {"old": {"class": "IfcMaterial", "Name": "Oak"}, "new": {"class": "IfcMaterial", "Name": "Ash"}},
        ),
        (
            of_kind(
                "IfcComplexProperty",
                UsageName=lambda _: "u",
                HasProperties=lambda model: [model.single("A", "IfcInteger", 1), model.single("B", "IfcInteger", 2)],
            ),
            of_kind(
                "IfcComplexProperty",
                UsageName=lambda _: "u",
                HasProperties=lambda model: [model.single("B", "IfcInteger", 3), model.single("A", "IfcInteger", 1)],
            ),
            {
                "old": {"usage": "u", "properties": {"A": 1, "B": 2}},
                "new": {"usage": "u", "properties": {"A": 1, "B": 3}},
            },
        ),
    ],
    ids=["enumerated", "list", "bounded", "table", "reference", "complex"],
)
def test_every_kind_of_property(
    old: Callable[[Model], Entity], new: Callable[[Model], Entity], expected: dict[str, Any]
) -> None:
    assert properties(old, new) == {"Pset": {"P": expected}}
    assert properties(old, old) == {}


def quantity(class_: str, attribute: str, number: float) -> Callable[[Model], Entity]:
    return lambda model: model.quantities("Qto", model.file.create_entity(class_, Name="Q", **{attribute: number}))


@pytest.mark.parametrize("kind", ["Length", "Area", "Volume", "Count", "Weight", "Time"])
def test_every_kind_of_quantity(kind: str) -> None:
    def make(number: float) -> Callable[[Model], Entity]:
        return quantity(f"IfcQuantity{kind}", f"{kind}Value", number)

    assert properties(make(2.0), make(3.0)) == {"Qto": {"Q": {"old": 2.0, "new": 3.0}}}
    assert properties(make(2.0), make(2.0)) == {}


def test_complex_quantity() -> None:
    def make(number: float) -> Callable[[Model], Entity]:
        def build(model: Model) -> Entity:
            layer = model.file.create_entity("IfcQuantityLength", Name="Width", LengthValue=number)
            whole = model.file.create_entity(
                "IfcPhysicalComplexQuantity", Name="Layer", HasQuantities=[layer], Discrimination="layer"
            )
            return model.quantities("Qto", whole)

        return build

    side = {"discrimination": "layer", "properties": {"Width": 0.1}}
    assert properties(make(0.1), make(0.2)) == {
        "Qto": {"Layer": {"old": side, "new": {**side, "properties": {"Width": 0.2}}}}
    }


def test_predefined_property_set() -> None:
    def make(depth: float) -> Callable[[Model], Entity]:
        return lambda model: model.root("IfcDoorLiningProperties", "lining", LiningDepth=depth)

    assert properties(make(0.1), make(0.15)) == {"lining": {"LiningDepth": {"old": 0.1, "new": 0.15}}}


def typed(value_: str, own: str | None = None) -> Model:
    model = Model()
    walls = [model.element("IfcWall", name) for name in ("wall", "other")]
    model.type(
        "IfcWallType", "type", *walls, HasPropertySets=[model.pset("Pset", model.single("A", "IfcLabel", value_))]
    )
    if own:
        model.define(model.pset("Pset", model.single("A", "IfcLabel", own)), walls[1])
    return model


def test_a_set_edited_on_the_type_is_told_on_it_and_on_what_inherits_it() -> None:
    found = changed(typed("x"), typed("y"))
    sides = {"old": "x", "new": "y"}
    inherited = {"properties_changed": {"Pset": {"A": {**sides, "from": "type"}}}}
    assert found == {
        global_id("type"): {"properties_changed": {"Pset": {"A": sides}}},
        WALL: inherited,
        global_id("other"): inherited,
    }


def test_an_own_value_hides_the_types() -> None:
    found = changed(typed("x", own="mine"), typed("y", own="mine"))
    assert set(found) == {global_id("type"), WALL}


def test_values_in_units_are_compared_in_si() -> None:
    metres = with_wall(pset("A", "IfcPositiveLengthMeasure", 2.5))
    millimetres = with_wall(pset("A", "IfcPositiveLengthMeasure", 2500.0), unit="MILLIMETRE")
    feet = with_wall(pset("A", "IfcPositiveLengthMeasure", 2.5 / 0.3048), unit="FOOT")
    for other in (millimetres, feet):
        result = told(metres, other)
        assert result["changed"] == {}
        assert list(result["model"]) == ["units"]


def test_a_property_in_a_unit_of_its_own() -> None:
    def make(model: Model) -> Entity:
        unit = model.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Prefix="MILLI", Name="METRE")
        return model.pset("Pset", model.single("A", "IfcLengthMeasure", 2500.0, unit))

    assert properties(pset("A", "IfcLengthMeasure", 2.5), make) == {}


@pytest.mark.parametrize(
    ("class_", "old", "new", "differs"),
    [
        ("IfcReal", 0.1 + 0.2, 0.3, False),
        ("IfcReal", 1.0, 1.001, True),
        ("IfcReal", 0.1, 0.10000000149, False),
        ("IfcMonetaryMeasure", 12345.67, 12345.68, True),
        ("IfcCountMeasure", 10000000.0, 10000001.0, True),
        ("IfcLengthMeasure", 1.0, 1.00005, False),
        ("IfcLengthMeasure", 1.0, 1.0002, True),
        ("IfcInteger", 1000000, 1000001, True),
        ("IfcLabel", "a", "a ", True),
        ("IfcLabel", "5", "5.0", True),
        ("IfcBoolean", True, False, True),
        ("IfcLogical", "UNKNOWN", True, True),
    ],
)
def test_a_value_has_the_tolerance_of_its_type(class_: str, old: Any, new: Any, differs: bool) -> None:
    assert bool(properties(pset("A", class_, old), pset("A", class_, new))) == differs


def test_tolerance_is_of_lengths() -> None:
    old, new = (with_wall(pset("A", "IfcLengthMeasure", each)) for each in (1.0, 1.005))
    assert changed(old, new, tolerance=0.01) == {}
    assert changed(old, new)


def test_strings_are_compared_decoded() -> None:
    old = with_wall(pset("A", "IfcLabel", "Grün")).file.to_string()
    assert "\\X\\FC" in old or "\\X2\\00FC\\X0\\" in old
    spelt = old.replace("\\X2\\00FC\\X0\\", "\\X\\FC").replace("Grün", "x")
    assert told(old, spelt)["changed"] == {}


def test_several_sets_that_one_relation_gives() -> None:
    def given(number: int) -> str:
        model = Model()
        sets = [model.pset(name, model.single("A", "IfcInteger", number)) for name in ("X", "Y")]
        model.define(sets[0], model.element("IfcWall", "wall"))
        # IfcOpenShell cannot write what it can read.
        one, both = f"),#{sets[0].id()});", f"),IFCPROPERTYSETDEFINITIONSET((#{sets[0].id()},#{sets[1].id()})));"
        return str(model.file.to_string()).replace(one, both)

    assert told(given(1), given(2))["changed"][WALL]["properties_changed"] == {
        name: {"A": {"old": 1, "new": 2}} for name in ("X", "Y")
    }
    assert told(given(1), given(1) + "\n")["changed"] == {}


def test_values_that_sets_of_one_name_swap() -> None:
    def panels(left: str, right: str) -> Callable[[Model, Entity], Any]:
        return lambda model, door: [
            model.define(
                model.file.create_entity(
                    "IfcDoorPanelProperties", global_id(f"panel {side}"), PanelOperation=each, PanelPosition=side
                ),
                door,
            )
            for side, each in (("LEFT", left), ("RIGHT", right))
        ]

    def doors(change: Callable[[Model, Entity], Any]) -> Model:
        model = Model()
        change(model, model.element("IfcDoor", "wall"))
        return model

    found = changed(doors(panels("SWINGING", "SLIDING")), doors(panels("SLIDING", "SWINGING")))
    assert found.keys() == {WALL}
    assert found[WALL]["properties_changed"]["IfcDoorPanelProperties"].keys() == {"PanelPosition"}
    assert changed(doors(panels("SWINGING", "SLIDING")), doors(panels("SWINGING", "SLIDING"))) == {}


def test_the_order_of_properties_that_share_a_name_says_nothing() -> None:
    def twice(*values: str) -> Callable[[Model], Entity]:
        return lambda model: model.pset(
            "Pset", model.single("A", "IfcLabel", values[0]), model.single("A", "IfcLabel", values[1])
        )

    assert properties(twice("x", "y"), twice("y", "x")) == {}
    assert properties(twice("x", "y"), twice("x", "z")) == {"Pset": {"A": {"old": ["x", "y"], "new": ["x", "z"]}}}


def test_sets_of_one_name_may_round_otherwise() -> None:
    def twice(*areas: float) -> Model:
        model = Model()
        wall = model.element("IfcWall", "wall")
        for area in areas:
            model.define(model.pset("Pset", model.single("A", "IfcAreaMeasure", area)), wall)
        return model

    assert changed(twice(0.255315039458767), twice(0.255315039458767, 0.25531503945877)) == {}


def test_an_amount_of_what_has_no_unit_of_measurement_stays_as_it_is() -> None:
    def in_turns(amount: float) -> Callable[[Model], Entity]:
        def make(model: Model) -> Entity:
            no_dimensions = model.file.create_entity("IfcDimensionalExponents", 0, 0, 0, 0, 0, 0, 0)
            unit = model.file.create_entity("IfcContextDependentUnit", no_dimensions, "USERDEFINED", "turns")
            return model.pset("Pset", model.single("A", "IfcPlaneAngleMeasure", amount, unit))

        return make

    assert properties(in_turns(0.5), in_turns(1.5)) == {
        "Pset": {"A": {"old": {"value": 0.5, "unit": "turns"}, "new": {"value": 1.5, "unit": "turns"}}}
    }


def test_a_unit_of_another_kind() -> None:
    def in_unit(kind: str, name: str) -> Callable[[Model], Entity]:
        def make(model: Model) -> Entity:
            unit = model.file.create_entity("IfcSIUnit", UnitType=kind, Name=name)
            return model.pset("Pset", model.single("A", "IfcReal", 3.0, unit))

        return make

    length, area = in_unit("LENGTHUNIT", "METRE"), in_unit("AREAUNIT", "SQUARE_METRE")
    assert properties(length, length) == {}
    assert properties(length, area) == {"Pset": {"A": {"old": 3.0, "new": 3.0}}}
