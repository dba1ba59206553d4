"""Direct attributes that hold more than a text or a number: other instances, and lists."""

from tests.engine.models import Model, changed, global_id, told_both_ways


def test_list_attribute_gained() -> None:
    def address(lines: tuple[str, ...] | None) -> Model:
        model = Model()
        model.building.BuildingAddress = model.file.create_entity("IfcPostalAddress", AddressLines=lines, Town="T")
        return model

    found = changed(address(None), address(("1 Street", "2nd floor")))
    assert found[global_id("Building")]["attributes_changed"]["BuildingAddress"] == {
        "old": {"class": "IfcPostalAddress", "Town": "T"},
        "new": {"class": "IfcPostalAddress", "AddressLines": ["1 Street", "2nd floor"], "Town": "T"},
    }


def test_what_an_attribute_refers_to_is_the_same_under_another_name() -> None:
    def loads(name: str) -> Model:
        model = Model()
        group = model.root(
            "IfcStructuralLoadGroup",
            "loads",
            PredefinedType="LOAD_CASE",
            ActionType="PERMANENT_G",
            ActionSource="DEAD_LOAD_G",
        )
        group.Name = name
        model.root("IfcStructuralAnalysisModel", "structure", PredefinedType="LOADING_3D", LoadedBy=[group])
        return model

    assert told_both_ways(loads("a"), loads("b"))["changed"].keys() == {global_id("loads")}
