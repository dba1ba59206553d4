"""What is said of properties beside their values: descriptions, formulas, methods, and what they are a measure of."""

from collections.abc import Callable

import pytest

from tests.engine.models import Model, told


def _changes(make: Callable[[Model, str], None], old: str, new: str) -> dict[str, object]:
    models = []
    for said in (old, new):
        model = Model()
        make(model, said)
        models.append(model)
    result = told(*models)
    assert result["coverage"]["unseen"] == {}
    (change,) = result["changed"].values()
    return dict(change["properties_changed"])


def _property(model: Model, said: str) -> None:
    single = model.single("Rating", "IfcLabel", "A")
    single.Description = said
    model.define(model.pset("Pset_WallCommon", single), model.element("IfcWall", "wall"))


def _set(model: Model, said: str) -> None:
    pset = model.pset("Pset_WallCommon", model.single("Rating", "IfcLabel", "A"))
    pset.Description = said
    model.define(pset, model.element("IfcWall", "wall"))


def _part(model: Model, said: str) -> None:
    part = model.single("Rating", "IfcLabel", "A")
    part.Description = said
    whole = model.file.create_entity("IfcComplexProperty", "Fire", None, "use", [part])
    model.define(model.pset("Pset_WallCommon", whole), model.element("IfcWall", "wall"))


@pytest.mark.parametrize(
    ("make", "name", "sides"),
    [(_property, "Rating", {"old": "A", "new": "A"}), (_set, "", {}), (_part, "Fire.Rating", {})],
)
def test_a_description_is_told(make: Callable[[Model, str], None], name: str, sides: dict[str, str]) -> None:
    about = {"Description": {"old": "before", "new": "after"}}
    assert _changes(make, "before", "after") == {"Pset_WallCommon": {name: {**sides, "about": about}}}
    assert _changes(make, "", "after") == {
        "Pset_WallCommon": {name: {**sides, "about": {"Description": {"new": "after"}}}}
    }


def test_square_metres_are_no_cubic_metres() -> None:
    def make(model: Model, measure: str) -> None:
        single = model.single("Size", measure, 3.0)
        model.define(model.pset("Pset_WallCommon", single), model.element("IfcWall", "wall"))

    assert _changes(make, "IfcAreaMeasure", "IfcVolumeMeasure") == {
        "Pset_WallCommon": {
            "Size": {"old": 3.0, "new": 3.0, "measure": {"old": "IfcAreaMeasure", "new": "IfcVolumeMeasure"}}
        }
    }
