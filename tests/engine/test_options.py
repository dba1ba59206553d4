"""What is asked for is told as it is when everything is: an option leaves out, it decides nothing."""

from typing import Any

import pytest

from ifcdelta import DeltaError, Options, diff
from ifcdelta.aspects import KEYS
from ifcdelta.aspects import NAMES as ASPECTS
from tests.engine.models import Model, global_id, told, told_both_ways, write

WALL = global_id("wall")


def on_other_axes(by: float, width: float = 1.0) -> Model:
    """Return a model of two walls of one shape; the first has its axes elsewhere and its points the other way."""
    model = Model()
    for name, offset in (("wall", by), ("other", 0.0)):
        wall = model.box(model.element("IfcWall", name), (1.0 if name == "wall" else width, 1.0, 1.0))
        wall.ObjectPlacement = model.place((offset, 0.0, 0.0))
        wall.Representation.Representations[0].Items[0].Position = model.axes((-offset, 0.0, 0.0))
    return model


@pytest.mark.parametrize("relationships", [ASPECTS, *((each,) for each in ASPECTS)])
@pytest.mark.parametrize("is_shallow", [False, True])
def test_other_axes_for_the_same_shape_are_no_change(relationships: tuple[str, ...], is_shallow: bool) -> None:
    result = told_both_ways(on_other_axes(0.0), on_other_axes(0.5), relationships=relationships, is_shallow=is_shallow)
    assert result["changed"] == {}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_one_aspect_is_told_as_it_is_among_all(aspect: str) -> None:
    old, new = on_other_axes(0.0), on_other_axes(0.5, width=2.0)
    new.file.by_guid(WALL).Tag = "new"
    new.define(new.pset("Pset", new.single("P", "IfcLabel", "v")), new.file.by_guid(WALL))
    new.file.by_guid(WALL).ObjectPlacement = new.place((0.5, 0.0, 1.0))
    every = told(old, new)["changed"]
    alone = told(old, new, relationships=(aspect,))["changed"]
    key = KEYS[aspect]
    assert alone == {guid: {key: value[key]} for guid, value in every.items() if key in value}


@pytest.mark.parametrize(
    "wrong",
    [
        {"tolerance": float("nan")},
        {"tolerance": float("inf")},
        {"tolerance": -5.0},
        {"tolerance": "1"},
        {"tolerance": None},
        {"threads": 0},
        {"threads": 1.5},
        {"relationships": ()},
        {"relationships": ("colour",)},
    ],
    ids=str,
)
def test_an_option_by_which_nothing_can_be_compared_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DeltaError):
        Options(**wrong)


@pytest.mark.parametrize("options", [Options(), Options(filter_elements="IfcWall")], ids=["cut", "whole"])
def test_both_readings_are_told(options: Options) -> None:
    model = Model()
    model.element("IfcWall", "wall")
    path = write(model.file.to_string(), "old.ifc")
    phases: list[str] = []
    diff(path, path, options, lambda phase, _: phases.append(phase))
    assert list(dict.fromkeys(phases))[:3] == ["reading_old", "reading_new", "comparing"]
