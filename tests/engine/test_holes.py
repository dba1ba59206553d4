"""A hole is what is missing of the wall, not the body that cuts it."""

from typing import Any

from tests.engine.models import Model, global_id, told_both_ways

WALL = global_id("wall")


def with_hole(name: str, deep: float, wide: float = 1.0, at: tuple[float, float, float] = (0.0, 0.0, 0.5)) -> Model:
    """Return a model of a wall, 0.3 m thick, with an opening of this GlobalId."""
    model = Model()
    wall = model.box(model.element("IfcWall", "wall"), (4.0, 0.3, 2.5))
    opening = model.root("IfcOpeningElement", name, ObjectPlacement=model.place(at, wall.ObjectPlacement))
    opening.Name = "O"
    model.box(opening, (wide, deep, 1.0))
    model.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    return model


def told_of(old: Model, new: Model) -> dict[str, Any]:
    found: dict[str, Any] = told_both_ways(old, new)["changed"]
    return found


def test_an_opening_that_sticks_out_further_is_the_same_hole() -> None:
    assert told_of(with_hole("a", 0.4), with_hole("a", 0.9)) == {}
    assert told_of(with_hole("a", 0.4), with_hole("b", 0.9)) == {}
    assert told_of(with_hole("a", 0.9), with_hole("b", 0.9, at=(0.0, 0.1, 0.5))) == {}


def test_a_wider_or_deeper_hole_is_told() -> None:
    for new in (with_hole("a", 0.4, 1.2), with_hole("a", 0.2), with_hole("a", 0.4, at=(0.5, 0.0, 0.5))):
        assert told_of(with_hole("a", 0.4), new)[WALL]["geometry_changed"]["cause"] == ["openings"]


def test_an_opening_that_cuts_nothing_off_is_told_all_the_same() -> None:
    outside = (0.0, 9.0, 0.5)
    assert WALL in told_of(with_hole("a", 0.4, at=outside), with_hole("a", 0.9, at=outside))


def test_a_hole_that_two_openings_cut_now_is_the_same_hole() -> None:
    one, two = with_hole("a", 0.4, 2.0), with_hole("a", 0.4, 1.0, at=(-0.5, 0.0, 0.5))
    wall = two.file.by_guid(WALL)
    beside = two.root("IfcOpeningElement", "b", ObjectPlacement=two.place((0.5, 0.0, 0.5), wall.ObjectPlacement))
    two.box(beside, (1.0, 0.4, 1.0))
    two.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=beside)
    beside.Name = "O"
    assert told_of(one, two) == {}
    assert told_of(two, one) == {}
