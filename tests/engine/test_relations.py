"""Class, attributes, type, material, classification, container, aggregate, group: each told where it happened."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.models import Entity, Model, changed, global_id, told

WALL, STOREY, PROJECT = (global_id(name) for name in ("wall", "BuildingStorey", "project"))


def nothing(_: Model, __: Entity) -> None:
    """Leave the wall as it is."""


def walls(change: Callable[[Model, Entity], Any] = nothing, **model: Any) -> Model:
    """Return a model of two walls, the first of them changed."""
    built = Model(**model)
    wall = built.element("IfcWall", "wall", Tag="1")
    built.element("IfcWall", "other", Tag="2")
    change(built, wall)
    return built


def of_wall(old: Callable[[Model, Entity], Any], new: Callable[[Model, Entity], Any]) -> Any:
    """Return what changed of the wall, and make sure that nothing else did and that the mirrored diff says so too."""
    found, back = changed(walls(old), walls(new, issue="again")), changed(walls(new), walls(old, issue="again"))
    assert list(found) == list(back) == [WALL]
    return found[WALL]


def test_class() -> None:
    old, new = Model(), Model()
    for model, class_ in ((old, "IfcWall"), (new, "IfcSlab")):
        model.element(class_, "wall")
    assert changed(old, new)[WALL]["class_changed"] == {"old": "IfcWall", "new": "IfcSlab"}


def test_attributes() -> None:
    def rename(_: Model, wall: Entity) -> None:
        wall.Name, wall.Tag, wall.Description = "renamed", None, "new"

    assert of_wall(nothing, rename) == {
        "attributes_changed": {
            "Description": {"old": None, "new": "new"},
            "Name": {"old": "wall", "new": "renamed"},
            "Tag": {"old": "1", "new": None},
        }
    }


def test_attributes_of_what_is_no_element() -> None:
    old, new = (Model(issue=each) for each in ("", "again"))
    for model in (old, new):
        model.type("IfcWallType", "type", model.element("IfcWall", "wall"))
        model.group("IfcSystem", "system", model.element("IfcPipeSegment", "pipe"))
    for class_ in ("IfcProject", "IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcWallType", "IfcSystem"):
        new.file.by_type(class_)[0].Description = "other"
    found = changed(old, new)
    names = ("project", "Site", "Building", "BuildingStorey", "type", "system")
    sides = {"attributes_changed": {"Description": {"old": None, "new": "other"}}}
    assert found == {global_id(name): sides for name in names}


def test_owner_history_is_no_change() -> None:
    def stamp(time: int) -> Callable[[Model, Entity], None]:
        def change(model: Model, wall: Entity) -> None:
            who = model.file.create_entity("IfcPerson", FamilyName=str(time))
            what = model.file.create_entity("IfcOrganization", Name="o")
            both = model.file.create_entity("IfcPersonAndOrganization", who, what)
            made = model.file.create_entity("IfcApplication", what, str(time), "a", "a")
            wall.OwnerHistory = model.file.create_entity(
                "IfcOwnerHistory", OwningUser=both, OwningApplication=made, ChangeAction="ADDED", CreationDate=time
            )

        return change

    assert changed(walls(stamp(1)), walls(stamp(2))) == {}


def test_type() -> None:
    def typed(name: str) -> Callable[[Model, Entity], None]:
        def change(model: Model, wall: Entity) -> None:
            for each in ("A", "B"):
                model.type("IfcWallType", each, *([wall] if each == name else []))

        return change

    side = {name: {"guid": global_id(name), "class": "IfcWallType", "name": name} for name in ("A", "B")}
    assert of_wall(typed("A"), typed("B")) == {"type_changed": {"old": side["A"], "new": side["B"]}}
    assert of_wall(typed(""), typed("B")) == {"type_changed": {"old": None, "new": side["B"]}}


def test_type_renamed_is_told_on_the_type() -> None:
    def named(name: str) -> Callable[[Model, Entity], None]:
        return lambda model, wall: setattr(model.type("IfcWallType", "type", wall), "Name", name)

    found = changed(walls(named("A")), walls(named("B")))
    assert found == {global_id("type"): {"attributes_changed": {"Name": {"old": "A", "new": "B"}}}}


def single_material(name: str) -> Callable[[Model, Entity], Any]:
    return lambda model, wall: model.material(model.file.create_entity("IfcMaterial", Name=name), wall)


def layers(*thicknesses: float, name: str = "Brick") -> Callable[[Model, Entity], None]:
    def change(model: Model, wall: Entity) -> None:
        material = model.file.create_entity("IfcMaterial", Name=name)
        made = [
            model.file.create_entity("IfcMaterialLayer", Material=material, LayerThickness=each) for each in thicknesses
        ]
        layer_set = model.file.create_entity("IfcMaterialLayerSet", MaterialLayers=made, LayerSetName="S")
        usage = model.file.create_entity("IfcMaterialLayerSetUsage", layer_set, "AXIS2", "POSITIVE", 0.0)
        model.material(usage, wall)

    return change


def constituents(*names: str) -> Callable[[Model, Entity], None]:
    def change(model: Model, wall: Entity) -> None:
        made = [
            model.file.create_entity("IfcMaterialConstituent", Name=name, Material=material)
            for name in names
            for material in [model.file.create_entity("IfcMaterial", Name=f"of {name}")]
        ]
        model.material(model.file.create_entity("IfcMaterialConstituentSet", MaterialConstituents=made), wall)

    return change


def profiles(name: str) -> Callable[[Model, Entity], None]:
    def change(model: Model, wall: Entity) -> None:
        shape = model.file.create_entity("IfcRectangleProfileDef", ProfileType="AREA", ProfileName=name, XDim=1, YDim=1)
        steel = model.file.create_entity("IfcMaterial", Name="Steel")
        made = model.file.create_entity("IfcMaterialProfile", Material=steel, Profile=shape)
        profile_set = model.file.create_entity("IfcMaterialProfileSet", MaterialProfiles=[made])
        model.material(model.file.create_entity("IfcMaterialProfileSetUsage", ForProfileSet=profile_set), wall)

    return change


def material_list(*names: str) -> Callable[[Model, Entity], None]:
    def change(model: Model, wall: Entity) -> None:
        made = [model.file.create_entity("IfcMaterial", Name=name) for name in names]
        model.material(model.file.create_entity("IfcMaterialList", Materials=made), wall)

    return change


def test_material() -> None:
    assert of_wall(single_material("Oak"), single_material("Ash")) == {"material_changed": {"old": "Oak", "new": "Ash"}}
    assert of_wall(nothing, single_material("Ash")) == {"material_changed": {"old": None, "new": "Ash"}}


def test_layers_are_told_with_their_thickness() -> None:
    found = of_wall(layers(0.1, 0.2), layers(0.1, 0.25))["material_changed"]
    assert [each["thickness"] for each in found["old"]["set"]["layers"]] == [0.1, 0.2]
    assert [each["thickness"] for each in found["new"]["set"]["layers"]] == [0.1, 0.25]
    assert found["new"]["set"]["layers"][0]["material"] == "Brick"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (layers(0.1, 0.2), layers(0.2, 0.1)),
        (layers(0.1), layers(0.1, name="Stone")),
        (constituents("a", "b"), constituents("a", "c")),
        (profiles("HEA"), profiles("HEB")),
        (material_list("a", "b"), material_list("a", "c")),
        (single_material("a"), layers(0.1)),
    ],
    ids=["order of layers", "material of a layer", "constituents", "profiles", "list", "kind"],
)
def test_every_kind_of_material(old: Callable[[Model, Entity], Any], new: Callable[[Model, Entity], Any]) -> None:
    assert list(of_wall(old, new)) == ["material_changed"]
    assert changed(walls(old), walls(old, issue="again")) == {}


def test_constituents_are_a_set() -> None:
    assert changed(walls(constituents("a", "b")), walls(constituents("b", "a"))) == {}


def codes(*each: str) -> Callable[[Model, Entity], None]:
    def change(model: Model, wall: Entity) -> None:
        system = model.file.create_entity("IfcClassification", Name="Uniclass")
        for code in each:
            reference = model.file.create_entity(
                "IfcClassificationReference", Identification=code, Name=f"name of {code}", ReferencedSource=system
            )
            model.relate("IfcRelAssociatesClassification", RelatedObjects=[wall], RelatingClassification=reference)

    return change


def test_classification() -> None:
    side = {code: {"system": "Uniclass", "code": code, "name": f"name of {code}"} for code in ("A", "B", "C")}
    assert of_wall(codes("A", "B"), codes("B", "C")) == {
        "classification_changed": {"added": [side["C"]], "removed": [side["A"]]}
    }


def test_the_order_of_classifications_is_no_change() -> None:
    assert changed(walls(codes("A", "B")), walls(codes("B", "A"))) == {}


def test_container() -> None:
    def on(place: str) -> Model:
        model = Model()
        wall = model.element("IfcWall", "wall")
        upper = model.root("IfcBuildingStorey", "upper", ObjectPlacement=model.place())
        model.aggregate(model.building, upper)
        if place == "upper":
            model.file.by_type("IfcRelContainedInSpatialStructure")[0].RelatingStructure = upper
        if place == "nowhere":
            model.file.remove(model.file.by_type("IfcRelContainedInSpatialStructure")[0])
        assert wall is not None
        return model

    side = {
        name: {"guid": global_id(name), "class": "IfcBuildingStorey", "name": name}
        for name in ("BuildingStorey", "upper")
    }
    assert changed(on("lower"), on("upper")) == {
        WALL: {"container_changed": {"old": side["BuildingStorey"], "new": side["upper"]}}
    }
    assert changed(on("upper"), on("nowhere")) == {WALL: {"container_changed": {"old": side["upper"], "new": None}}}


def test_what_is_in_two_storeys_is_still_in_one() -> None:
    def on(*names: str) -> Model:
        model = Model()
        upper = model.root("IfcBuildingStorey", "upper", ObjectPlacement=model.place())
        model.aggregate(model.building, upper)
        wall = model.root("IfcWall", "wall", ObjectPlacement=model.place())
        for name in names:
            storey = upper if name == "upper" else model.storey
            model.relate("IfcRelContainedInSpatialStructure", RelatedElements=[wall], RelatingStructure=storey)
        return model

    lower, upper = (
        {"guid": global_id(name), "class": "IfcBuildingStorey", "name": name} for name in ("BuildingStorey", "upper")
    )
    both = on("BuildingStorey", "upper")
    assert changed(both, on("upper")) == {WALL: {"container_changed": {"old": lower, "new": upper}}}
    assert changed(on("upper"), both) == {WALL: {"container_changed": {"old": upper, "new": lower}}}
    first = min(lower, upper, key=lambda each: each["guid"])
    assert changed(both, on()) == {WALL: {"container_changed": {"old": first, "new": None}}}


def test_storey_renamed_is_told_on_the_storey_alone() -> None:
    renamed = walls(lambda model, _: setattr(model.storey, "Name", "other"))
    assert changed(walls(), renamed) == {
        STOREY: {"attributes_changed": {"Name": {"old": "BuildingStorey", "new": "other"}}}
    }


@pytest.mark.parametrize("relation", ["IfcRelAggregates", "IfcRelNests"])
def test_aggregate(relation: str) -> None:
    def within(name: str) -> Callable[[Model, Entity], None]:
        def change(model: Model, wall: Entity) -> None:
            for each in ("A", "B"):
                whole = model.element("IfcElementAssembly", each)
                if each == name:
                    model.relate(relation, RelatingObject=whole, RelatedObjects=[wall])

        return change

    side = {name: {"guid": global_id(name), "class": "IfcElementAssembly", "name": name} for name in ("A", "B")}
    assert of_wall(within("A"), within("B")) == {"aggregate_changed": {"old": side["A"], "new": side["B"]}}
    assert of_wall(within("A"), within("")) == {"aggregate_changed": {"old": side["A"], "new": None}}


def test_a_port_is_nested_alike_in_ifc2x3_and_ifc4() -> None:
    old, new = Model("IFC2X3"), Model("IFC4")
    for model in (old, new):
        pipe = model.element("IfcFlowSegment", "pipe")
        port = model.root("IfcDistributionPort", "port", ObjectPlacement=model.place())
        if model is old:
            model.relate("IfcRelConnectsPortToElement", RelatingPort=port, RelatedElement=pipe)
        else:
            model.relate("IfcRelNests", RelatingObject=pipe, RelatedObjects=[port])
    result = told(old, new)
    assert (result["changed"], list(result["model"])) == ({}, ["schema"])


@pytest.mark.parametrize("class_", ["IfcGroup", "IfcSystem", "IfcZone"])
def test_group(class_: str) -> None:
    def of(*names: str) -> Callable[[Model, Entity], None]:
        def change(model: Model, wall: Entity) -> None:
            other = model.file.by_type("IfcWall")[1]
            for each in ("A", "B"):
                model.group(class_, each, other, *([wall] if each in names else []))

        return change

    side = {name: {"guid": global_id(name), "class": class_, "name": name} for name in ("A", "B")}
    assert of_wall(of("A"), of("B")) == {"group_changed": {"added": [side["B"]], "removed": [side["A"]]}}


def test_all_kinds_of_change_are_told_and_a_shallow_diff_tells_the_first() -> None:
    def edit(model: Model, wall: Entity) -> None:
        wall.Name = "renamed"
        model.define(model.pset("Pset", model.single("A", "IfcLabel", "x")), wall)
        single_material("Oak")(model, wall)

    old, new = walls(), walls(edit)
    assert list(changed(old, new)[WALL]) == ["attributes_changed", "properties_changed", "material_changed"]
    assert list(changed(old, new, is_shallow=True)[WALL]) == ["attributes_changed"]
    assert list(changed(old, new, relationships=("material",))[WALL]) == ["material_changed"]
