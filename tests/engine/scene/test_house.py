"""The demo house and its revision as a scene: states, sides, parts, and which row of the result a node belongs to."""

from pathlib import Path
from typing import Any

import pytest

from demo.house import write_pair
from ifcdelta import Options, diff
from ifcdelta.errors import OtherFileError
from tests.engine.scene.glb import Glb, scene
from tests.engine.scene.validator import issues_of

Pair = tuple[Path, Path, dict[str, Any]]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    old, new = write_pair(tmp_path_factory.mktemp("house"))
    return old, new, diff(old, new, Options())


@pytest.fixture(scope="module")
def whole(pair: Pair) -> Glb:
    return scene(*pair)


def test_the_scene_is_valid(whole: Glb) -> None:
    assert issues_of(whole.data) == []


def test_each_state_has_its_sides_and_its_material(pair: Pair, whole: Glb) -> None:
    result = pair[2]
    added, deleted, changed = (set(result[kind]) for kind in ("added", "deleted", "changed"))
    for node in whole.nodes:
        state, side = node.extras["state"], node.extras["side"]
        expected = {"added": (added, {"new"}), "deleted": (deleted, {"old"}), "changed": (changed, {"old", "new"})}
        guids, sides = expected.get(state, ({node.name} - added - deleted - changed, {"both"}))
        assert node.name in guids
        assert side in sides
    keys = whole.told()
    assert len(keys) == len(whole.nodes)
    sides_of_changed = [{side for guid, _, side in keys if guid == each} for each in changed]
    assert all(sides in ({"old", "new"}, set()) for sides in sides_of_changed)
    assert {state for _, state, _ in keys} == {"added", "deleted", "changed", "unchanged"}


def test_what_was_built_otherwise_is_strong_what_is_described_otherwise_pale_and_rooms_are_seen_through(
    pair: Pair, whole: Glb
) -> None:
    effects = {guid: group["effect"] for group in pair[2]["groups"] for guid in group["members"]}
    found = set()
    for node in whole.nodes:
        state, effect = node.extras["state"], node.extras.get("effect")
        assert effect == (effects[node.name] if state == "changed" else None)
        name = "changed in data" if effect in {"data", "presentation"} else state
        assert node.material == (f"{name}, a room" if node.extras["class"] == "IfcSpace" else name)
        found.add(node.material)
    assert found == {"added", "deleted", "changed", "unchanged", "changed in data", "changed in data, a room"}


def test_a_scene_of_each_time_shows_what_was_there(whole: Glb) -> None:
    nodes = {(each.name, each.extras["side"]) for each in whole.nodes}
    assert whole.scene("new") == {each for each in nodes if each[1] != "old"}
    assert whole.scene("old") == {each for each in nodes if each[1] != "new"}
    assert whole.json["scenes"][whole.json["scene"]]["name"] == "new"


def test_the_two_parts_are_the_whole(pair: Pair, whole: Glb) -> None:
    changed, rest = scene(*pair, "changed"), scene(*pair, "unchanged")
    assert changed.told() | rest.told() == whole.told()
    assert not changed.told() & rest.told()
    assert {state for _, state, _ in rest.told()} == {"unchanged"}


def test_the_same_input_gives_the_same_bytes(pair: Pair, whole: Glb) -> None:
    assert scene(*pair, threads=1).data == whole.data


def test_equal_shapes_are_one(whole: Glb) -> None:
    assert len({node.mesh for node in whole.nodes}) < len(whole.nodes)
    assert len(whole.json["accessors"]) < 2 * len(whole.json["meshes"])


def test_a_reissued_element_is_found_by_the_row_that_tells_of_it(pair: Pair, whole: Glb) -> None:
    matched = {each["new"]: each["old"] for each in pair[2]["matched"]}
    told = {each.name: each.extras.get("guid") for each in whole.nodes if each.extras["side"] == "old"}
    assert matched
    assert all(told[new] == old for new, old in matched.items() if new in told)
    assert not any(old in told for old in matched.values())


def test_openings_are_cut_out_and_no_opening_is_shown(whole: Glb) -> None:
    classes = {node.extras["class"] for node in whole.nodes}
    assert {"IfcWall", "IfcWindow"} <= classes
    assert "IfcOpeningElement" not in classes
    assert max(node.triangles for node in whole.nodes if node.extras["class"] == "IfcWall") > 12


def test_spaces_are_shown_only_where_they_are_news(whole: Glb) -> None:
    states = {node.extras["state"] for node in whole.nodes if node.extras["class"] == "IfcSpace"}
    assert states
    assert "unchanged" not in states


def test_a_result_that_tells_no_more_than_that_something_changed_will_do(pair: Pair, whole: Glb) -> None:
    old, new, result = pair
    bare = {guid: dict.fromkeys(change, True) for guid, change in result["changed"].items()}
    options = {**result["options"], "engine": "ifcopenshell"}
    assert scene(old, new, {**result, "changed": bare, "options": options}).told() == whole.told()


def test_another_file_than_the_one_compared_is_refused(pair: Pair) -> None:
    old, new, result = pair
    with pytest.raises(OtherFileError, match="The old model is not the file that was compared") as caught:
        scene(new, new, result)
    assert caught.value.code == "other_file"
    with pytest.raises(OtherFileError, match="The new model"):
        scene(old, old, result, "unchanged")


def test_a_part_of_the_new_file_alone_needs_no_old_one(pair: Pair, tmp_path: Path) -> None:
    _, new, result = pair
    assert scene(tmp_path / "gone.ifc", new, result, "unchanged").nodes
