"""The demo house and its revision: sound models, the same every time."""

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.validate
import numpy as np

from demo.house import write_pair


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


def test_the_revision_is_issued_as_another_export(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    """Elements keep their GlobalIds; STEP ids, relationships and property sets are new."""
    old, new = ({root.GlobalId: root for root in model.by_type("IfcRoot")} for model in models)
    kept = old.keys() & new.keys()
    assert not [each for each in kept if old[each].is_a("IfcRelationship") or old[each].is_a("IfcPropertyDefinition")]
    products = [each for each in kept if old[each].is_a("IfcProduct")]
    assert len(products) > 50
    assert not [each for each in products if old[each].id() == new[each].id()]


def test_doors_and_windows_stand_in_their_openings(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    for model in models:
        for relation in model.by_type("IfcRelFillsElement"):
            filling, opening = (
                np.array(_shape(settings, each).verts).reshape(-1, 3)
                for each in (relation.RelatedBuildingElement, relation.RelatingOpeningElement)
            )
            name = relation.RelatedBuildingElement.Name
            assert (filling.min(axis=0) >= opening.min(axis=0) - 1e-6).all(), name
            assert (filling.max(axis=0) <= opening.max(axis=0) + 1e-6).all(), name


def test_openings_are_cut_into_their_walls(models: tuple[ifcopenshell.file, ifcopenshell.file]) -> None:
    cut, whole = ifcopenshell.geom.settings(), ifcopenshell.geom.settings()
    whole.set("disable-opening-subtractions", True)
    for model in models:
        for relation in model.by_type("IfcRelVoidsElement"):
            wall = relation.RelatingBuildingElement
            assert len(_shape(cut, wall).faces) > len(_shape(whole, wall).faces), wall.Name


def _shape(settings: ifcopenshell.geom.settings, element: ifcopenshell.entity_instance) -> Any:
    """Return the triangles of an element, in metres."""
    made: Any = ifcopenshell.geom.create_shape(settings, element)
    return made.geometry
