"""What is said of an opening, which is no element by itself: told on its host."""

from collections.abc import Callable
from typing import Any

from ifcdelta.result.words import line_of, text_rows
from tests.engine.models import Entity, Model, global_id, told_both_ways

WALL, OPENING = global_id("wall"), global_id("opening")


def model(change: Callable[[Model, Entity], Any] = lambda *_: None) -> Model:
    """Return a model of walls, the first with an opening, which is changed."""
    built = Model()
    wall = built.box(built.element("IfcWall", "wall"), (5.0, 0.3, 2.8))
    for number in range(12):
        built.box(built.element("IfcWall", f"wall {number}"), (5.0, 0.3, 2.8))
    opening = built.box(built.root("IfcOpeningElement", "opening", ObjectPlacement=built.place()), (1.0, 0.5, 1.0))
    built.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    change(built, opening)
    return built


def stopped(value: str) -> Callable[[Model, Entity], Any]:
    return lambda built, opening: built.define(built.pset("Fire", built.single("Stop", "IfcLabel", value)), opening)


def test_a_property_of_an_opening_is_told_on_its_host() -> None:
    assert told_both_ways(model(stopped("A")), model(stopped("A")))["changed"] == {}
    result = told_both_ways(model(stopped("A")), model(stopped("B")))
    assert result["coverage"]["unseen"] == {}
    found = result["changed"]
    assert list(found) == [WALL]
    assert list(found[WALL]) == ["geometry_changed"]
    change = found[WALL]["geometry_changed"]
    values = {"properties": {"Fire": {"Stop": {"old": "A", "new": "B"}}}}
    assert change["cause"] == ["openings"]
    assert change["openings"] == [{"guid": OPENING, "change": "data", "values": values}]
    lines = [line_of(row) for row in text_rows("geometry_changed", change)]
    assert f"1 opening described otherwise ({OPENING})" in lines
    assert f"opening {OPENING}.Fire.Stop: A → B" in lines


def test_the_name_of_an_opening_under_another_global_id() -> None:
    def renamed(_: Model, opening: Entity) -> None:
        opening.GlobalId, opening.Name = global_id("another"), "hatch"

    change = told_both_ways(model(), model(renamed))["changed"][WALL]["geometry_changed"]
    values = {"attributes": {"Name": {"old": "opening", "new": "hatch"}}}
    assert change["openings"] == [
        {"guid": global_id("another"), "old_guid": OPENING, "change": "data", "values": values}
    ]


def test_an_opening_that_got_another_global_id_is_accounted_for() -> None:
    def reissued(built: Model, opening: Entity) -> None:
        stopped("A")(built, opening)
        opening.GlobalId = global_id("another")

    result = told_both_ways(model(stopped("A")), model(reissued))
    assert (result["changed"], result["coverage"]["unseen"]) == ({}, {})
    assert result["coverage"]["equivalent"]["hole cut otherwise"] >= 2
    assert result["old"]["content"] != result["new"]["content"]
