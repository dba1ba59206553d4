"""The random exam in the test run: few seeds on generated buildings; and the exam itself put to the test."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

from tests.engine.exam import spf
from tests.engine.exam.picker import chance
from tests.engine.models import Model, write
from tests.engine.random_edits.declared import declared
from tests.engine.random_edits.draw import Edit, draw
from tests.engine.random_edits.judge import Verdict, said
from tests.engine.random_edits.models import buildings
from tests.engine.random_edits.noise import Noise
from tests.engine.random_edits.pool import Pool
from tests.engine.random_edits.reach import Reach
from tests.engine.random_edits.sitting import verdicts
from tests.engine.random_edits.table import faults
from tests.engine.random_edits.written import Written, read, statement

EDITS = 12
"""Of each building."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return buildings(tmp_path_factory.mktemp("buildings"))


@pytest.fixture(scope="module")
def written(files: dict[str, Path]) -> Written:
    return read(next(iter(files.values())))


@pytest.fixture(scope="module")
def pool(files: dict[str, Path]) -> Pool:
    return Pool(ifcopenshell.open(next(iter(files.values()))))


@pytest.mark.parametrize("place", range(4))
def test_every_edit_is_accounted_for_and_nothing_else_is_told(place: int, files: dict[str, Path]) -> None:
    name, path = list(files.items())[place]
    assert "\n".join(faults(verdicts(path, name, range(EDITS)))) == ""


def _edits(written: Written, pool: Pool, seeds: range) -> Iterator[Edit]:
    return (draw(written, pool, chance(seed)) for seed in seeds)


def test_an_edit_alters_one_attribute_of_one_instance(written: Written, pool: Pool) -> None:
    lines, ways = written.text.splitlines(), set()
    for edit in _edits(written, pool, range(400)):
        pairs = zip(lines, edit.new.text.splitlines(), strict=True)
        assert [(one, other) for one, other in pairs if one != other] == [(edit.before, edit.after)]
        was, now = written.instance(edit.number), edit.new.instance(edit.number)
        assert was.type == now.type == edit.class_.upper()
        assert sum(one != other for one, other in zip(was.arguments, now.arguments, strict=True)) == 1, edit.what
        ways.add(edit.way)
    kinds = {"real", "integer", "string", "literal", "boolean", "measure", "re-pointed", "set", "unset", "order"}
    assert kinds | {"member removed", "member added", "member changed"} <= ways


def test_the_same_seed_draws_the_same_edit(written: Written, pool: Pool) -> None:
    assert [each.after for each in _edits(written, pool, range(9))] == [
        each.after for each in _edits(written, pool, range(9))
    ]


def test_a_file_is_written_as_it_was_read(tmp_path: Path) -> None:
    text = "ISO-10303-21;\r\nDATA;\n#1 = IFCLABEL( 'a;b''\xe9' ) ; /* #2=X(1); it's */\n#3=IFCREAL(1.);\nENDSEC;\n"
    path = tmp_path / "odd.ifc"
    path.write_bytes(text.encode("latin-1"))
    file = read(path)
    file.write(tmp_path / "again.ifc")
    assert (tmp_path / "again.ifc").read_bytes() == path.read_bytes()
    assert file.line(1).startswith("#1 = IFCLABEL( 'a;b''\xe9' )")
    assert file.replaced(3, spf.Instance("IFCREAL", [spf.Real("2.")])).text == text.replace("1.);\nE", "2.);\nE")


def test_a_set_says_nothing_more_for_having_the_same_twice() -> None:
    model = Model()
    refs = [spf.Ref(model.single("Rating", "IfcLabel", "A").id()) for _ in range(2)]
    kind = declared("IFC4", "IfcPropertySet")[-1]
    pool = Pool(model.file)
    assert pool.meaning([*refs], kind) == pool.meaning([refs[0]], kind)
    other = spf.Ref(model.single("Rating", "IfcLabel", "B").id())
    assert pool.meaning([*refs], kind) != pool.meaning([refs[0], other], kind)


def _edit(model: Model, entity: ifcopenshell.entity_instance, attribute: str) -> Edit:
    written = read(write(model.file.to_string(), "before.ifc"))
    line = statement(entity.id(), written.instance(entity.id()))
    return Edit(entity.id(), entity.is_a(), attribute, "", False, line, line, frozenset(), written)


def test_noise_is_what_the_contract_lists_and_nothing_else() -> None:
    model = Model()
    wall = model.element("IfcWall", "wall")
    single, orphan = (model.single(name, "IfcLabel", "A") for name in ("Rating", "orphan"))
    pset = model.pset("Pset_WallCommon", single)
    relation = model.define(pset, wall)
    style = model.file.create_entity("IfcPresentationLayerAssignment", "layer", AssignedItems=[])
    noise = Noise(model.file)
    asked = [(orphan, "Name"), (pset, "GlobalId"), (relation, "GlobalId"), (wall, "OwnerHistory")]
    assert all(noise.reason(_edit(model, *each)) for each in asked)
    said_of = [(single, "Name"), (pset, "Name"), (relation, "Name"), (wall, "GlobalId"), (style, "Name")]
    assert not any(noise.reason(_edit(model, *each)) for each in said_of)
    order = replace(_edit(model, relation, "RelatedObjects"), is_order_of_set=True)
    assert noise.reason(order) == "order of a SET"


def test_an_edit_reaches_who_hangs_on_it_and_nobody_else() -> None:
    model = Model()
    walls = [model.element("IfcWall", name) for name in ("one", "two", "three")]
    single = model.single("Rating", "IfcLabel", "A")
    type_ = model.type("IfcWallType", "type", walls[1])
    type_.HasPropertySets = [model.pset("Pset_WallCommon", single)]
    reach = Reach(model.file)
    assert reach.of(_edit(model, single, "Name")) == {type_.GlobalId, walls[1].GlobalId}
    beside = reach.of(_edit(model, walls[0], "Name"))
    assert beside is not None
    assert walls[0].GlobalId in beside
    assert not beside & {walls[1].GlobalId, walls[2].GlobalId}
    storey = reach.of(_edit(model, model.storey.ObjectPlacement, "RelativePlacement"))
    assert storey is not None
    assert {each.GlobalId for each in walls} <= storey
    assert reach.of(_edit(model, model.context, "Precision")) is None


@pytest.mark.parametrize(
    ("verdict", "fault"),
    [
        ({"said": "told"}, ""),
        ({"said": "unseen"}, ""),
        ({"said": "silent"}, "SILENT"),
        ({"said": "unseen", "same_content": True}, "SAME CONTENT"),
        ({"said": "told", "invented": ("x",)}, "INVENTED"),
        ({"said": "silent", "noise": "order", "same_content": True}, ""),
        ({"said": "unseen", "noise": "order", "same_content": True}, "NOISE TOLD"),
        ({"said": "failed"}, "FAILED"),
    ],
)
def test_a_verdict_knows_its_fault(verdict: dict[str, object], fault: str) -> None:
    right = Verdict("model", "IfcWall.Name", "string", "", "", "told", "", same_content=False, detail="")
    assert replace(right, **verdict).fault == fault  # type: ignore[arg-type]


def test_what_is_said_first_counts() -> None:
    nothing: dict[str, Any] = {name: {} for name in ("added", "deleted", "changed", "matched", "model")}
    assert said({**nothing, "coverage": {"unknown": {}, "unseen": {}, "equivalent": {}}}) == "silent"
    assert said({**nothing, "coverage": {"unknown": {}, "unseen": {"IfcX": {}}, "equivalent": {"x": 1}}}) == "unseen"
    assert said({**nothing, "changed": {"x": {}}, "coverage": {"unknown": {"x": {}}}}) == "told"
