"""What the fast pass leaves over: nothing for another export of a model, what changed for a revision; and the cut."""

import random
import re
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.element as element_util
import ifcopenshell.util.placement as placement_util
import numpy as np
import pytest

from ifcdelta import Options, diff
from ifcdelta.index.element_hashes import element_hashes
from ifcdelta.index.fingerprint import fingerprints
from ifcdelta.index.table import read_index
from ifcdelta.narrow.candidates import Candidates, narrow
from ifcdelta.narrow.cut import cut
from ifcdelta.narrow.source import read
from tests.engine.exam.corpus import diffed, real_pairs
from tests.engine.exam.spf import STRING
from tests.engine.models import Model
from tests.support.data import DATA

MODELS = sorted((DATA / "models").glob("*.ifc"))
_TOKEN = re.compile(STRING.encode() + rb"|/\*.*?\*/|#(\d+)", re.DOTALL)


def written_again(path: Path, target: Path, seed: int) -> Path:
    """Write a model with other STEP ids and its instances in another order."""
    index, draw = read_index(path), random.Random(seed)  # noqa: S311 - no secret
    ids = index.scan.ids.tolist()
    others = dict(zip(ids, draw.sample(range(1, 3 * len(ids) + 1), len(ids)), strict=True))
    lines = [
        _TOKEN.sub(lambda m: b"#%d" % others.get(int(m[1]), 0) if m[1] else m[0], index.text(row))
        for row in range(len(ids))
    ]
    draw.shuffle(lines)
    head = bytes(index.data[: index.header.data])
    target.write_bytes(head + b"\n" + b"\n".join(lines) + b"\nENDSEC;\nEND-ISO-10303-21;\n")
    return target


def candidates(old: Path, new: Path) -> Candidates:
    return narrow(*read(old, new))


@pytest.mark.skipif(not MODELS, reason="the real models are not here")
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_another_export_of_a_model_leaves_nothing_over(path: Path, tmp_path: Path) -> None:
    found = candidates(path, written_again(path, tmp_path / "again.ifc", seed=7))
    assert found.old.ids == found.new.ids == frozenset()
    assert found.equal == found.old.total == found.new.total > 0


@pytest.mark.parametrize("changed", ["first", "second", "third"])
def test_a_change_within_a_cycle_of_references_is_found(changed: str, tmp_path: Path) -> None:
    """No schema allows the cycle, but a file may have it; the element refers to the first of three."""
    model = Model()
    wall = model.element("IfcWall", "wall")
    cycle = [
        model.file.create_entity("IfcComplexProperty", Name=name, UsageName="link")
        for name in ("first", "second", "third")
    ]
    for each, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        each.HasProperties = [following]
    model.define(model.pset("set", cycle[0]), wall)
    paths = [tmp_path / "old.ifc", tmp_path / "new.ifc"]
    model.file.write(str(paths[0]))
    next(each for each in cycle if each.Name == changed).UsageName = "another"
    model.file.write(str(paths[1]))
    assert list(diff(paths[0], paths[1], Options())["changed"]) == [wall.GlobalId]
    assert diff(paths[0], written_again(paths[0], tmp_path / "again.ifc", seed=7), Options())["changed"] == {}


def test_what_moves_with_its_storey_is_not_left_over(tmp_path: Path) -> None:
    paths = []
    for name, height in (("old", 0.0), ("new", 3.0)):
        model = Model()
        wall = model.element("IfcWall", "wall")
        wall.ObjectPlacement.PlacementRelTo = model.storey.ObjectPlacement
        model.storey.ObjectPlacement.RelativePlacement.Location.Coordinates = (0.0, 0.0, height)
        paths.append(tmp_path / f"{name}.ifc")
        model.file.write(str(paths[-1]))
    found = candidates(*paths)
    assert found.new.ids is not None
    assert [found.new.file.by_id(each).is_a() for each in found.new.ids] == ["IfcBuildingStorey"]


def _told(entity: Any) -> list[object]:
    """Return what a diff reads of an element; what it refers to by STEP ids, which the cut keeps."""
    told: list[object] = [str(entity), element_util.get_psets(entity)]
    if entity.is_a("IfcObject"):
        found = [element_util.get_type(entity), element_util.get_aggregate(entity), element_util.get_material(entity)]
        told += [each and each.id() for each in found]
        told += [sorted(group.id() for group in element_util.get_groups(entity))]
    if entity.is_a("IfcElement"):
        container = element_util.get_container(entity)
        told += [container and container.id()]
        told += [sorted(relation.RelatedOpeningElement.id() for relation in entity.HasOpenings)]
    if getattr(entity, "ObjectPlacement", None):
        told += [placement_util.get_local_placement(entity.ObjectPlacement).tolist()]
    return told


@pytest.mark.skipif(not MODELS, reason="the real models are not here")
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_cut_tells_of_its_elements_what_the_whole_tells(path: Path) -> None:
    index = read_index(path)
    if index.header.schema != index.header.schema_identifier:
        pytest.skip("IfcOpenShell does not open the whole by itself")
    whole = ifcopenshell.open(path)
    assert isinstance(whole, ifcopenshell.file)
    rows = element_hashes(index, fingerprints(index)).rows.tolist()
    chosen = random.Random(3).sample(rows, min(25, len(rows)))  # noqa: S311 - no secret
    part = cut(index, np.array(chosen))
    assert len(list(part)) < len(list(whole)) or len(chosen) == len(rows)
    for row in chosen:
        step_id = int(index.scan.ids[row])
        assert _told(part.by_id(step_id)) == _told(whole.by_id(step_id))


@pytest.mark.parametrize("pair", real_pairs())
def test_the_fast_pass_leaves_the_result_as_it_is(pair: tuple[Path, Path]) -> None:
    assert diffed(*pair) == diff(*pair, Options(threads=2), whole=True)
