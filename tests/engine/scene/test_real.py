"""Scenes of real pairs: valid, and every node where IfcOpenShell itself puts the element."""

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest

from ifcdelta.shape.kernel import EXACT, FAST, Library
from tests.engine.exam.corpus import diffed, together
from tests.engine.scene.glb import Box, scene
from tests.engine.scene.validator import issues_of
from tests.support.data import real_model

MILLIMETRE = 1e-3
PAIRS = [
    pytest.param(name, marks=together(name))
    for name in (
        "revit_duplex_georeferenced",
        "revit_lantern_july",
        "webifc_example_add_space",
        "sketchup_pcert_arch_43_4",
        "bonsai_raise_walls",
    )
]


def boxes_of(path: Path) -> dict[str, Box]:
    """Return the extent of every product in world axes, as IfcOpenShell makes it."""
    file = ifcopenshell.open(path)
    assert isinstance(file, ifcopenshell.file)
    found, left_over = _boxes(file, FAST, None)
    return found | _boxes(file, EXACT, left_over)[0] if left_over else found


def _boxes(file: ifcopenshell.file, library: Library, guids: list[str] | None) -> tuple[dict[str, Box], list[str]]:
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    products = None if guids is None else [file.by_guid(guid) for guid in guids]
    found, left_over = {}, []
    shapes: Any = ifcopenshell.geom.iterate(settings, file, 2, include=products, geometry_library=library)
    for shape in shapes:
        points = np.frombuffer(shape.geometry.verts_buffer, float).reshape(-1, 3)
        if len(points):
            found[shape.guid] = np.array([points.min(axis=0), points.max(axis=0)])
        else:
            left_over.append(shape.guid)
    return found, left_over


@pytest.mark.parametrize("name", PAIRS)
def test_nodes_are_where_ifcopenshell_puts_the_elements(name: str) -> None:
    old, new = (real_model(f"pairs/{name}/{side}.ifc") for side in ("old", "new"))
    result = diffed(old, new)
    made = scene(old, new, result)
    expected = {"old": boxes_of(old), "new": boxes_of(new)}
    for node in made.nodes:
        side = "old" if node.extras["side"] == "old" else "new"
        box = expected[side][node.extras.get("guid", node.name)]
        assert np.abs(node.box - box).max() < MILLIMETRE, (node.name, side)
    shown = {(node.name, node.extras["side"]) for node in made.nodes}
    for kind, side in (("added", "new"), ("deleted", "old"), ("changed", "new")):
        assert {guid for guid in result[kind] if guid in expected[side]} == {
            guid for guid in result[kind] if (guid, side) in shown
        }


@pytest.mark.parametrize("name", PAIRS)
def test_the_parts_are_valid_and_make_the_whole(name: str) -> None:
    old, new = (real_model(f"pairs/{name}/{side}.ifc") for side in ("old", "new"))
    result = diffed(old, new)
    whole, changed, rest = (scene(old, new, result, part) for part in ("all", "changed", "unchanged"))
    assert changed.told() | rest.told() == whole.told()
    assert not changed.told() & rest.told()
    assert changed.missing | rest.missing == whole.missing
    assert [each for each in issues_of(whole.data) if each["severity"] < 2] == []
