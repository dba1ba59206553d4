"""What has no body is compared by its content, in whichever class of curve that is written."""

from typing import Any

import pytest

from tests.engine.models import Model, told_both_ways

L_SHAPE = ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0))


def annotated(curve: Any, unit: str = "METRE") -> Model:
    """Return a model of an annotation that is one curve."""
    model = Model(unit=unit)
    note = model.element("IfcAnnotation", "note")
    lines = model.file.create_entity(
        "IfcShapeRepresentation", model.context, "Annotation", "GeometricCurveSet", [curve(model)]
    )
    note.Representation = model.file.create_entity("IfcProductDefinitionShape", Representations=[lines])
    return model


def polyline(*points: tuple[float, ...]) -> Any:
    def make(model: Model) -> Any:
        scaled = [[each * model.metre for each in point] for point in points]
        made = [model.file.create_entity("IfcCartesianPoint", point) for point in scaled]
        return model.file.create_entity("IfcPolyline", made)

    return make


def indexed(*segments: tuple[str, tuple[int, ...]]) -> Any:
    def make(model: Model) -> Any:
        points = [[each * model.metre for each in point] for point in L_SHAPE]
        listed = model.file.create_entity("IfcCartesianPointList3D", points)
        made = [model.file.create_entity(name, each) for name, each in segments]
        return model.file.create_entity("IfcIndexedPolyCurve", listed, made or None)

    return make


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        (polyline(*L_SHAPE), indexed(), False),
        (polyline(*L_SHAPE), indexed(("IfcLineIndex", (1, 2)), ("IfcLineIndex", (2, 3))), False),
        (polyline(*L_SHAPE), indexed(("IfcLineIndex", (1, 2))), True),
        (polyline(*L_SHAPE), polyline(*L_SHAPE[:2], (1.0, 1.1, 0.0)), True),
        (indexed(("IfcLineIndex", (1, 2, 3))), indexed(("IfcArcIndex", (1, 2, 3))), True),
    ],
)
@pytest.mark.parametrize("unit", ["METRE", "MILLIMETRE"])
def test_curves(old: Any, new: Any, differs: bool, unit: str) -> None:
    for one, other in ((old, new), (new, old)):
        changed = told_both_ways(annotated(one), annotated(other, unit))["changed"]
        assert [list(each) for each in changed.values()] == ([["geometry_changed"]] if differs else [])
