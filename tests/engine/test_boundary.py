"""The boundaries of spaces, told on the space: the element, what kind, level, area."""

from typing import Any

from tests.engine.models import Model, global_id, told_both_ways

SPACE = global_id("space")
RELATION = "IfcRelSpaceBoundary2ndLevel"


def model(width: float | None = 2.0, *, side: str = "INTERNAL", unit: str = "METRE", issue: str = "") -> Model:
    """Return a model of a space whose boundary with a wall is so wide; None: it has none."""
    built = Model(unit=unit, issue=issue)
    space, wall = built.root("IfcSpace", "space", ObjectPlacement=built.place()), built.element("IfcWall", "wall")
    for number in range(12):
        built.element("IfcSlab", f"slab {number}")
    if width is None:
        return built
    corners = [(0.0, 0.0), (width, 0.0), (width, 3.0), (0.0, 3.0), (0.0, 0.0)]
    points = [
        built.file.create_entity("IfcCartesianPoint", [each * built.metre for each in corner]) for corner in corners
    ]
    line = built.file.create_entity("IfcPolyline", points)
    plane = built.file.create_entity("IfcPlane", built.axes((0.0, 0.0, 0.0)))
    surface = built.file.create_entity("IfcCurveBoundedPlane", plane, line, [])
    built.relate(
        RELATION,
        RelatingSpace=space,
        RelatedBuildingElement=wall,
        ConnectionGeometry=built.file.create_entity("IfcConnectionSurfaceGeometry", surface),
        PhysicalOrVirtualBoundary="PHYSICAL",
        InternalOrExternalBoundary=side,
    )
    return built


def of_space(old: Model, new: Model) -> Any:
    result = told_both_ways(old, new)
    found = result["changed"]
    assert list(found) == [SPACE]
    assert result["coverage"]["unseen"] == {}
    assert list(found[SPACE]) == ["boundaries_changed"]
    return found[SPACE]["boundaries_changed"]


END = {"relation": RELATION, "guid": global_id("wall"), "class": "IfcWall", "name": "wall"}


def test_the_same_boundaries_are_no_change() -> None:
    assert told_both_ways(model(), model(issue="again"))["changed"] == {}
    assert told_both_ways(model(), model(unit="MILLIMETRE"))["changed"] == {}


def test_a_boundary_that_is_new_says_what_it_is() -> None:
    values = {
        "PhysicalOrVirtualBoundary": "PHYSICAL",
        "InternalOrExternalBoundary": "INTERNAL",
        "level": 2,
        "area": 6.0,
    }
    end = {**END, "values": values}
    assert of_space(model(None), model()) == {"added": [end], "removed": [], "changed": []}
    assert of_space(model(), model(None)) == {"added": [], "removed": [end], "changed": []}


def test_a_boundary_that_is_wider() -> None:
    changed = [{**END, "shape": "changed", "values": {"area": {"old": 6.0, "new": 7.5}}}]
    assert of_space(model(), model(2.5)) == {"added": [], "removed": [], "changed": changed}


def test_a_boundary_that_is_to_the_outside() -> None:
    changed = [{**END, "values": {"InternalOrExternalBoundary": {"old": "INTERNAL", "new": "EXTERNAL"}}}]
    assert of_space(model(), model(side="EXTERNAL")) == {"added": [], "removed": [], "changed": changed}


def test_a_direction_of_another_length_is_the_same_surface() -> None:
    old, new = model(), model()
    for built, length in ((old, 1.0), (new, 2.0)):
        axes = built.file.by_type("IfcPlane")[0].Position
        axes.Axis = built.file.create_entity("IfcDirection", (0.0, 0.0, length))
        axes.RefDirection = built.file.create_entity("IfcDirection", (length, 0.0, 0.0))
    assert told_both_ways(old, new)["changed"] == {}


def test_axes_that_are_left_out_are_those_of_the_surface() -> None:
    old, new = model(), model()
    axes = new.file.by_type("IfcPlane")[0].Position
    axes.Axis = new.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    axes.RefDirection = new.file.create_entity("IfcDirection", (1.0, 0.0, 0.0))
    assert told_both_ways(old, new)["changed"] == {}


def test_a_virtual_boundary_that_is_new_is_told_and_not_unseen() -> None:
    old, new = model(), model()
    new.relate(
        RELATION,
        RelatingSpace=new.file.by_type("IfcSpace")[0],
        PhysicalOrVirtualBoundary="VIRTUAL",
        InternalOrExternalBoundary="INTERNAL",
    )
    result = told_both_ways(old, new)
    (added,) = result["changed"][SPACE]["boundaries_changed"]["added"]
    assert (added["guid"], added["values"]["PhysicalOrVirtualBoundary"]) == (None, "VIRTUAL")
    assert result["coverage"]["unseen"] == {}
