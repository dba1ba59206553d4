"""Presentation layers and colours, which hang on the items of a representation from outside."""

from typing import Any

import pytest

from ifcdelta.result.style_words import looks_text
from tests.engine.models import Entity, Model, global_id, told_both_ways

WALL = global_id("wall")
GREY, RED = (0.5, 0.5, 0.5), (1.0, 0.0, 0.0)


def model(layer: str | None = "A-WALL", colour: tuple[float, float, float] = GREY, *, mapped: bool = False) -> Model:
    """Return a model of walls; the layer and the colour are the first one's, the others stay as they are."""
    built = Model()
    walls = [built.box(built.element("IfcWall", "wall"), (5.0, 0.3, 2.8))]
    walls += [built.box(built.element("IfcWall", f"wall {number}"), (5.0, 0.3, 2.8)) for number in range(12)]
    if mapped:
        _map(built, walls[0])
    items = [_item(wall) for wall in walls]
    _layer(built, "A-WALL", *items[1:], *([items[0]] if layer == "A-WALL" else []))
    if layer not in {None, "A-WALL"}:
        _layer(built, str(layer), items[0])
    for number, item in enumerate(items):
        _style(built, item, colour if number == 0 else GREY)
    return built


def _item(wall: Entity) -> Entity:
    item: Entity = wall.Representation.Representations[0].Items[0]
    if not item.is_a("IfcMappedItem"):
        return item
    mapped: Entity = item.MappingSource.MappedRepresentation.Items[0]
    return mapped


def _map(built: Model, wall: Entity) -> None:
    body = wall.Representation.Representations[0]
    source = built.file.create_entity("IfcRepresentationMap", built.axes((0.0, 0.0, 0.0)), body)
    origin = built.file.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0))
    target = built.file.create_entity("IfcCartesianTransformationOperator3D", LocalOrigin=origin)
    item = built.file.create_entity("IfcMappedItem", source, target)
    shown = built.file.create_entity("IfcShapeRepresentation", built.context, "Body", "MappedRepresentation", [item])
    wall.Representation = built.file.create_entity("IfcProductDefinitionShape", Representations=[shown])


def _layer(built: Model, name: str, *items: Entity) -> None:
    built.file.create_entity("IfcPresentationLayerAssignment", Name=name, AssignedItems=items)


def _style(built: Model, item: Entity, colour: tuple[float, float, float]) -> None:
    shading = built.file.create_entity(
        "IfcSurfaceStyleShading", built.file.create_entity("IfcColourRgb", None, *colour), 0.0
    )
    style = built.file.create_entity("IfcSurfaceStyle", "paint", "BOTH", [shading])
    built.file.create_entity("IfcStyledItem", item, [style])


def of_wall(old: Model, new: Model) -> Any:
    result = told_both_ways(old, new)
    found = result["changed"]
    assert list(found) == [WALL]
    assert list(found[WALL]) == ["appearance_changed"]
    assert result["coverage"]["unseen"] == {}
    return found[WALL]["appearance_changed"]


@pytest.mark.parametrize("mapped", [False, True])
def test_a_layer_that_is_another(mapped: bool) -> None:
    assert told_both_ways(model(mapped=mapped), model(mapped=mapped))["changed"] == {}
    found = of_wall(model(mapped=mapped), model("A-DEMO", mapped=mapped))
    assert found == {"layers": {"old": ["A-WALL"], "new": ["A-DEMO"]}}


def test_a_layer_that_is_gone() -> None:
    assert of_wall(model("A-DEMO"), model(None)) == {"layers": {"old": ["A-DEMO"], "new": []}}
    assert of_wall(model(None), model("A-DEMO")) == {"layers": {"old": [], "new": ["A-DEMO"]}}


@pytest.mark.parametrize("mapped", [False, True])
def test_a_colour_that_is_another(mapped: bool) -> None:
    found = of_wall(model(mapped=mapped), model(colour=RED, mapped=mapped))
    assert list(found) == ["styles"]
    colours = [found["styles"][side][0]["Styles"][0]["SurfaceColour"] for side in ("old", "new")]
    assert [(each["Red"], each["Green"], each["Blue"]) for each in colours] == [GREY, RED]


def test_a_shallow_diff_tells_the_place_before_the_layer() -> None:
    old, new = model(), model("A-DEMO")
    new.file.by_guid(WALL).ObjectPlacement = new.place((1.0, 0.0, 0.0))
    assert list(told_both_ways(old, new)["changed"][WALL]) == ["placement_changed", "appearance_changed"]
    assert list(told_both_ways(old, new, is_shallow=True)["changed"][WALL]) == ["placement_changed"]


def test_what_nothing_reads_of_a_styled_item_is_unseen() -> None:
    old, new = model(), model()
    new.file.by_type("IfcStyledItem")[0].Name = "by hand"
    result = told_both_ways(old, new)
    assert result["changed"] == {}
    assert list(result["coverage"]["unseen"]) == ["IfcStyledItem"]


def _coloured(opacity: float | None, *, faces: tuple[int, ...] = (1, 1, 1, 1)) -> Model:
    """Return a wall of four faces with a map of two colours."""
    model = Model()
    create = model.file.create_entity
    points = create("IfcCartesianPointList3D", [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)])
    item = create("IfcTriangulatedFaceSet", points, None, True, [(1, 3, 2), (1, 2, 4), (2, 3, 4), (1, 4, 3)])
    body = create("IfcShapeRepresentation", model.context, "Body", "Tessellation", [item])
    model.element("IfcWall", "wall").Representation = create("IfcProductDefinitionShape", Representations=[body])
    create("IfcIndexedColourMap", item, opacity, create("IfcColourRgbList", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]), faces)
    return model


def test_how_transparent_a_map_of_colours_is_is_told() -> None:
    result = told_both_ways(_coloured(0.25), _coloured(0.5))
    styles = result["changed"][WALL]["appearance_changed"]["styles"]
    for side, opacity in (("old", 0.25), ("new", 0.5)):
        assert {"class": "IfcIndexedColourMap", "Opacity": opacity} in styles[side]
    assert "75 % transparent" in looks_text(styles["old"])
    assert result["coverage"]["unseen"] == {}


def test_which_face_has_which_colour_is_unseen() -> None:
    result = told_both_ways(_coloured(None), _coloured(None, faces=(2, 1, 1, 1)))
    assert (result["changed"], result["coverage"]["unseen"]) == ({}, {"IfcIndexedColourMap": {"old": 1, "new": 1}})
