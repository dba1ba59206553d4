"""The demo house and its revision: sound models, the same every time, with every revision really made."""

from pathlib import Path

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.element
import ifcopenshell.validate
import pytest

from demo.house import write_pair
from demo.revision import REVISIONS, Revision


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_pair(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def models(paths: tuple[Path, Path]) -> tuple[ifcopenshell.file, ifcopenshell.file]:
    old, new = (ifcopenshell.open(path) for path in paths)
    assert isinstance(old, ifcopenshell.file)
    assert isinstance(new, ifcopenshell.file)
    return old, new


def test_both_are_valid(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    for model in models:
        logger = ifcopenshell.validate.json_logger()
        ifcopenshell.validate.validate(model, logger, express_rules=True)
        assert logger.statements == []


def test_every_body_has_a_shape(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    for model in models:
        iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), model, 1)
        made = {getattr(shape, "guid", None) for shape in iterator}
        wanted = {product.GlobalId for product in model.by_type("IfcProduct") if product.Representation}
        assert wanted - made == set()


def test_they_are_the_same_every_time(paths: tuple[Path, Path], tmp_path: Path) -> None:
    again = write_pair(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in paths]


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda revision: revision.sentence)
def test_a_revision_is_told_of_an_element_that_is_there(
    models: tuple[ifcopenshell.file, ifcopenshell.file], revision: Revision
) -> None:
    named = [root for root in models[0].by_type("IfcRoot") if root.Name == revision.element]
    assert len(named) == 1


def test_the_revision_is_issued_as_another_export(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    """Elements keep their GlobalIds; STEP ids, relationships and property sets are new."""
    old, new = ({root.GlobalId: root for root in model.by_type("IfcRoot")} for model in models)
    kept = old.keys() & new.keys()
    assert not [each for each in kept if old[each].is_a("IfcRelationship") or old[each].is_a("IfcPropertyDefinition")]
    products = [each for each in kept if old[each].is_a("IfcProduct")]
    assert len(products) > 50
    assert not [each for each in products if old[each].id() == new[each].id()]


def test_some_revisions_as_an_architect_would_check_them(
    models: tuple[ifcopenshell.file, ifcopenshell.file],
) -> None:
    old, new = ({product.Name: product for product in model.by_type("IfcProduct")} for model in models)
    assert new["GF Stove"].is_a("IfcFurniture")
    assert new["GF Stove"].GlobalId == old["GF Stove"].GlobalId
    assert new["GF South wall, entrance"].GlobalId == old["GF South wall"].GlobalId
    assert new["GF East wall window 2"].GlobalId != old["GF East wall window 2"].GlobalId
    assert {"Carport post 1", "Carport post 2"} == new.keys() - old.keys() - {"GF South wall, entrance"}
    assert {"GF North wall window 2"} == old.keys() - new.keys() - {"GF South wall"}
    sets = ifcopenshell.util.element.get_psets(new["FF Partition"])
    assert sets["Pset_WallCommon"]["AcousticRating"] == "Rw 53 dB"
    assert ifcopenshell.util.element.get_aggregate(new["Roof north"]) is None
    container = ifcopenshell.util.element.get_container(new["FF Stove"])
    assert container is not None
    assert container.Name == "Ground floor"
