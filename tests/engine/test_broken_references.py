"""Elements that are parts of themselves, placements that refer to themselves: told even where both models have them."""

import pytest

from tests.engine.models import Model, global_id, told_both_ways

A, B, C = (global_id(name) for name in "ABC")


def model(*, whole: bool = False, placed: bool = False, name: str = "C") -> Model:
    """Return a model of two assemblies, each the other's part, or placed relative to the other, and what is on them."""
    built = Model()
    a, b = (built.element("IfcElementAssembly", each) for each in "AB")
    c = built.element("IfcWall", "C")
    c.Name = name
    if whole:
        built.aggregate(a, b)
        built.aggregate(b, a)
    if placed:
        b.ObjectPlacement = built.place((1.0, 0.0, 0.0), a.ObjectPlacement)
        a.ObjectPlacement.PlacementRelTo = b.ObjectPlacement
        c.ObjectPlacement = built.place((1.0, 0.0, 0.0), b.ObjectPlacement)
    return built


@pytest.mark.parametrize("name", ["C", "renamed"])
def test_parts_of_themselves(name: str) -> None:
    result = told_both_ways(model(whole=True), model(whole=True, name=name))
    reason = "it is a part of itself in the old model; it is a part of itself in the new model"
    assert result["coverage"]["unknown"] == {guid: {"aggregate": reason} for guid in (A, B)}
    assert result["changed"].keys() == (set() if name == "C" else {C})


def test_placements_that_refer_to_themselves_and_what_is_on_them() -> None:
    result = told_both_ways(model(), model(placed=True, name="renamed"))
    reason = "its placement refers to itself in the new model"
    assert result["coverage"]["unknown"] == {guid: {"placement": reason} for guid in (A, B, C)}
    assert result["changed"][C].keys() == {"attributes_changed"}


def test_chains_without_an_end_in_a_circle_are_known() -> None:
    built = Model()
    above = built.storey.ObjectPlacement
    for number in range(40):
        above = built.element("IfcWall", str(number)).ObjectPlacement = built.place((1.0, 0.0, 0.0), above)
    assert told_both_ways(built, built)["coverage"]["unknown"] == {}
