"""What is in scope, filters, GlobalIds that identify nothing, GlobalIds re-issued."""

import re

import pytest

from ifcdelta.errors import BadFilterError
from tests.engine.models import Model, changed, global_id, told, told_both_ways


def test_features_are_told_on_their_host_and_never_as_elements() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        model.element("IfcWall", "wall")
    wall = new.file.by_type("IfcWall")[0]
    opening = new.root("IfcOpeningElement", "opening")
    new.relate("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    result = told(old, new)
    assert result["added"] == []
    assert result["new"]["elements"] == result["old"]["elements"] == 5


def test_everything_else_is_in_scope() -> None:
    names = (
        "IfcSpace",
        "IfcGrid",
        "IfcAnnotation",
        "IfcDistributionPort",
        "IfcVirtualElement",
        "IfcStructuralCurveMember",
        "IfcTask",
        "IfcCostItem",
        "IfcLaborResource",
        "IfcOccupant",
    )
    old, new = Model(), Model()
    for name in names:
        new.root(name, name)
    new.type("IfcDoorType", "type")
    new.group("IfcZone", "zone", new.storey)
    result = told(old, new, relationships=("attributes",))
    assert result["added"] == sorted(global_id(name) for name in (*names, "type", "zone"))
    assert told(new, old, relationships=("attributes",))["deleted"] == result["added"]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_a_task_is_told_as_an_element_and_the_project_once(schema: str) -> None:
    old, new = Model(schema), Model(schema)
    for model in (old, new):
        model.root("IfcTask", "task").Description = "old" if model is old else "new"
        for number in range(12):
            model.element("IfcWall", f"wall {number}")
    result = told_both_ways(old, new)
    assert result["changed"] == {
        global_id("task"): {"attributes_changed": {"Description": {"old": "old", "new": "new"}}}
    }
    assert result["old"]["elements"] == 17


def rated(rating: str) -> Model:
    model = Model()
    for name in ("wall", "other"):
        wall = model.element("IfcWall", name)
        value = rating if name == "wall" else "R30"
        model.define(model.pset("Pset_WallCommon", model.single("FireRating", "IfcLabel", value)), wall)
    return model


def test_an_element_edited_out_of_the_filter_is_changed_not_deleted() -> None:
    query = "IfcWall, Pset_WallCommon.FireRating=R60"
    result = told(rated("R60"), rated("R90"), filter_elements=query)
    assert (result["added"], result["deleted"], list(result["changed"])) == ([], [], [global_id("wall")])
    assert (result["old"]["elements"], result["new"]["elements"]) == (1, 1)
    assert result["options"]["filter_elements"] == query


@pytest.mark.parametrize("query", ["IfcWall, ((", "IfcNoSuchThing", "="])
def test_a_filter_that_cannot_be_applied_is_told(query: str) -> None:
    with pytest.raises(BadFilterError) as raised:
        told(Model(), Model(), filter_elements=query)
    assert raised.value.code == "bad_filter"


def test_a_filter_that_finds_no_element_finds_no_change() -> None:
    result = told(rated("R60"), rated("R90"), filter_elements="IfcMaterial")
    assert (result["changed"], result["old"]["elements"]) == ({}, 0)


def test_a_global_id_that_occurs_twice_is_told_in_coverage() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        model.element("IfcWall", "wall")
    new.element("IfcSlab", "wall")
    result = told(old, new)
    assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})
    reasons = result["coverage"]["unknown"][global_id("wall")]
    assert set(reasons) == set(result["coverage"]["compared"])
    assert set(reasons.values()) == {"the GlobalId occurs more than once in the new model"}


def test_invalid_and_missing_global_ids_are_told_in_coverage() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        model.element("IfcWall", "wall").GlobalId = "short"
        model.element("IfcSlab", "slab").GlobalId = "x" * 30
    text = old.file.to_string(), new.file.to_string().replace("'x" + "x" * 29 + "'", "$").replace("'wall'", "'other'")
    result = told(*text)
    assert result["changed"] == {"short": {"attributes_changed": {"Name": {"old": "wall", "new": "other"}}}}
    unknown = result["coverage"]["unknown"]
    assert unknown["short"] == {"attributes": "compared, but its GlobalId is not 22 characters long"}
    assert set(unknown["$"].values()) == {"no GlobalId: 1 IfcSlab of the new model"}
    assert result["deleted"] == ["x" * 30]


def test_references_to_nothing_are_told_in_coverage() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        model.define(model.pset("Pset", model.single("A", "IfcLabel", "x")), model.element("IfcWall", "wall"))
    text = new.file.to_string()
    wall = next(line for line in text.splitlines() if "IFCWALL(" in line)
    property_ = next(line for line in text.splitlines() if "IFCRELDEFINESBYPROPERTIES(" in line)
    placement, pset = re.findall(r"#(\d+)", wall)[-1], re.findall(r"#(\d+)", property_)[-1]
    text = text.replace(wall, wall.replace(f"#{placement}", "#999999"))
    text = text.replace(property_, property_.replace(f"#{pset}", "#999998"))
    unknown = told(old.file.to_string(), text)["coverage"]["unknown"]
    assert unknown[global_id("wall")]["placement"] == "it refers to an instance that is not in the new model"
    assert unknown["#"] == {
        "property": "references to instances that are not in the new model: 1 of IfcRelDefinesByProperties"
    }


def reissued(issue: str) -> Model:
    """Return a model whose every GlobalId depends on `issue`."""
    model = Model(issue=issue)
    walls = [model.element("IfcWall", f"wall {each}", Tag=str(each)) for each in range(5)]
    for number, wall in enumerate(walls):
        wall.ObjectPlacement = model.place((float(number), 0.0, 0.0), model.storey.ObjectPlacement)
    model.type("IfcWallType", "type", *walls)
    model.group("IfcZone", "zone", *walls)
    for entity in model.file.by_type("IfcObjectDefinition"):
        entity.GlobalId = global_id(f"{issue} {entity.Name}")
    return model


def test_global_ids_re_issued_are_matched_by_content() -> None:
    result = told(reissued("a"), reissued("b"))
    assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})
    assert result["summary"]["matched"] == len(result["matched"]) == 11
    names = ("project", "Site", "Building", "BuildingStorey", "type", "zone", *(f"wall {each}" for each in range(5)))
    pairs = {(each["old"], each["new"]) for each in result["matched"]}
    assert pairs == {(global_id(f"a {name}"), global_id(f"b {name}")) for name in names}
    assert all(each["by"] for each in result["matched"])


def test_what_changed_of_a_matched_element_is_told_under_its_new_global_id() -> None:
    old, new = reissued("a"), reissued("b")
    new.file.by_type("IfcWall")[0].Description = "new"
    assert changed(old, new) == {
        global_id("b wall 0"): {"attributes_changed": {"Description": {"old": None, "new": "new"}}}
    }


def test_elements_that_nothing_tells_apart_are_not_matched() -> None:
    old, new = Model(), Model()
    for model, each in ((old, "a"), (new, "b")):
        for number in range(2):
            wall = model.element("IfcWall", f"{each} {number}")
            wall.Name = "wall"
    result = told(old, new)
    assert (result["summary"]["added"], result["summary"]["deleted"], result["matched"]) == (2, 2, [])


def shaped(issue: str, ats: tuple[float, ...]) -> Model:
    """Return a model of walls that only their places tell apart, GlobalIds by `issue`."""
    model = Model(issue=issue)
    for number, at in enumerate(ats):
        wall = model.element("IfcWall", f"{issue} {number}")
        wall.Name = "wall"
        wall.ObjectPlacement = model.place((at, 0.0, 0.0))
        model.box(wall, (1.0, 0.2, 3.0))
    return model


def test_twins_are_matched_and_what_moved_is_the_nearest() -> None:
    result = told(shaped("a", (0.0, 0.0, 5.0, 10.0)), shaped("b", (5.02, 0.0, 0.0, 10.02)))
    assert (result["added"], result["deleted"], result["summary"]["matched"]) == ([], [], 4)
    pairs = {each["old"]: each["new"] for each in result["matched"]}
    assert pairs[global_id("a 2")] == global_id("b 0")
    assert pairs[global_id("a 3")] == global_id("b 3")


@pytest.mark.parametrize("again", [("c", "d"), ("d", "c")])
def test_twins_whose_coordinates_are_minus_one_and_minus_two_do_not_cross_over(again: tuple[str, str]) -> None:
    """Python's `hash` of the two numbers is one."""
    models = []
    for order in (("a", "b"), again):
        model = Model()
        for name, x in zip(order, (-1.0, -2.0), strict=True):
            wall = model.box(model.element("IfcWall", name), (0.5, 0.2, 3.0))
            wall.Name = "wall"
            (solid,) = wall.Representation.Representations[0].Items
            solid.Position.Location.Coordinates = (x, 0.0, 0.0)
        models.append(model)
    result = told_both_ways(*models)
    pairs = {each["old"]: each["new"] for each in result["matched"]}
    assert pairs == {global_id("a"): global_id(again[0]), global_id("b"): global_id(again[1])}
    assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})


def test_a_tag_that_says_nothing_is_no_evidence() -> None:
    old, new = Model(), Model()
    for model, name, at in ((old, "a", 0.0), (new, "b", 50.0)):
        model.element("IfcWall", "kept")
        wall = model.element("IfcWall", name, Tag="0")
        wall.Name, wall.ObjectPlacement = "wall", model.place((at, 0.0, 0.0))
    assert told(old, new)["matched"] == []


def test_what_is_far_away_is_another_element() -> None:
    result = told(shaped("a", (0.0, 3.0)), shaped("b", (20.0, 30.0)))
    assert (len(result["added"]), len(result["deleted"]), result["matched"]) == (2, 2, [])


def test_a_wall_of_the_same_name_elsewhere_is_another_wall() -> None:
    old, new = Model(), Model()
    for model in (old, new):
        model.element("IfcWall", "kept")
    old.element("IfcWall", "a").Name = "wall"
    wall = new.element("IfcWall", "b")
    wall.Name, wall.ObjectPlacement = "wall", new.place((7.0, 0.0, 0.0))
    result = told(old, new)
    assert (result["added"], result["deleted"]) == ([global_id("b")], [global_id("a")])


def test_summary_and_elements() -> None:
    old, new = Model(), Model()
    new.element("IfcWall", "wall", Tag="7")
    result = told(old, new)
    assert result["summary"] == {
        "added": 1,
        "deleted": 0,
        "changed": 0,
        "unchanged": 4,
        "matched": 0,
        "by_effect": {"existence": 1, "shape": 0, "place": 0, "data": 0, "presentation": 0},
        "by_kind": {"product": {"added": 1, "deleted": 0, "changed": 0}},
        "by_class": {"IfcWall": {"added": 1, "deleted": 0, "changed": 0}},
        "by_storey": {"BuildingStorey": {"added": 1, "deleted": 0, "changed": 0}},
        "by_aspect": {},
    }
    assert result["elements"] == {
        global_id("wall"): {"class": "IfcWall", "name": "wall", "tag": "7", "type": None, "storey": "BuildingStorey"}
    }


def test_what_is_built_is_counted_apart_from_what_only_says_something_of_it() -> None:
    old, new = Model(), Model()
    new.type("IfcWallType", "type", new.element("IfcWall", "wall"), PredefinedType="STANDARD")
    new.group("IfcZone", "zone", new.storey)
    new.building.Description = "another"
    result = told(old, new)
    one = {"added": 1, "deleted": 0, "changed": 0}
    of_spatial = {"added": 0, "deleted": 0, "changed": 2}  # The storey is in a zone now.
    kinds = {"product": one, "type": one, "group": one, "spatial": of_spatial}
    assert result["summary"]["by_kind"] == kinds


def test_what_has_nothing_of_its_own_is_matched_by_what_it_holds() -> None:
    def assemblies(issue: str) -> Model:
        model = Model(issue=issue)
        for number in range(3):
            name = f"{issue} assembly {number}"
            assembly = model.element("IfcElementAssembly", name)
            assembly.Name, assembly.ObjectPlacement = "Stair", None
            parts = [model.element("IfcBeam", f"{part} {number}") for part in ("tread", "post")]
            model.aggregate(assembly, *parts)
            type_ = model.type("IfcBeamType", f"{issue} type {number}", *parts, PredefinedType="BEAM")
            type_.Name = None
            model.group("IfcGroup", f"{issue} group {number}", assembly).Name = "Group"
        return model

    result = told_both_ways(assemblies("old"), assemblies("new"))
    assert {(each["old"], each["new"], each["by"]) for each in result["matched"]} == {
        (global_id(f"old {kind} {number}"), global_id(f"new {kind} {number}"), "class, name and what it holds")
        for kind in ("assembly", "type", "group")
        for number in range(3)
    }
    assert (result["added"], result["deleted"], result["changed"]) == ([], [], {})


def test_a_type_that_took_the_place_of_another_is_another() -> None:
    def typed(name: str) -> Model:
        model = Model()
        model.type("IfcWallType", name, model.element("IfcWall", "wall"), PredefinedType="STANDARD")
        return model

    result = told_both_ways(typed("A"), typed("B"))
    assert (result["added"], result["deleted"]) == ([global_id("B")], [global_id("A")])
    assert result["changed"][global_id("wall")].keys() == {"type_changed"}
