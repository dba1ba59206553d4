"""BCF, opened again by bcf-client, and its folders as the standard lays them out."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import bcf.bcfxml
import pytest

from ifcdelta.result.groups.groups import with_groups
from ifcdelta.writers import topics
from tests.engine.writers.results import SCENARIOS, bare, hostile, house, units_changed, written

VERSIONS = {"bcf": "3.0", "bcf-2.1": "2.1"}
UUID = r"[a-f0-9]{8}-[a-f0-9]{4}-5[a-f0-9]{3}-[a-f0-9]{4}-[a-f0-9]{12}"


def opened(form: str, result: dict[str, Any], folder: Path) -> list[Any]:
    path = folder / "told.bcf"
    path.write_bytes(written(form, result))
    project = bcf.bcfxml.load(path)
    assert project is not None
    assert project.version.version_id == VERSIONS[form]
    topics_read: list[Any] = list(project.topics.values())
    for topic in topics_read:
        assert topic.topic.guid == topic.guid
        assert (
            len(topic.viewpoints) <= 1
        )  # Reads them: bcf-client does so when asked, and closes the file with the project.
    return topics_read


def selected(topic: Any) -> list[str]:
    return [guid for view in topic.viewpoints.values() for guid in view.get_selected_guids()]


@pytest.mark.parametrize("form", VERSIONS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_bcf_client_opens_it_and_finds_every_element(form: str, scenario: str, tmp_path: Path) -> None:
    result = SCENARIOS[scenario]()
    found: dict[str, set[str]] = {}
    for topic in opened(form, result, tmp_path):
        found.setdefault(topic.topic.topic_type, set()).update(selected(topic))
    for kind in ("added", "deleted", "changed"):
        assert found.get(kind, set()) == set(result[kind])


@pytest.mark.parametrize("form", VERSIONS)
def test_a_topic_is_a_fact(form: str, tmp_path: Path) -> None:
    opened_topics = opened(form, house(), tmp_path)
    facts = [each for each in opened_topics if each.topic.topic_type in {"added", "deleted", "changed"}]
    assert len(facts) == len(house()["groups"])
    by_title = {topic.topic.title: topic for topic in facts}
    topic = by_title["2 columns on Ground floor are new"]
    assert selected(topic) == house()["added"]
    assert "Carport post 1" in topic.topic.description
    changed = by_title['proxy "FF Stove" on Ground floor: container First floor → Ground floor']
    view = next(iter(changed.viewpoints.values())).visualization_info
    assert view.perspective_camera is not None
    assert view.components.coloring.color[0].color == "E8A317"


@pytest.mark.parametrize("form", VERSIONS)
def test_the_archive_is_laid_out_as_the_standard_says(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(form, house()))) as archive:
        names = archive.namelist()
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "bcf.version" in names
    assert ("extensions.xml" in names) == (form == "bcf")
    assert len(names) == len(set(names))
    folders = {name.partition("/")[0] for name in names if "/" in name}
    for folder in folders:
        assert re.fullmatch(UUID, folder)
        inside = [name.partition("/")[2] for name in names if name.startswith(f"{folder}/")]
        assert "" in inside
        assert "markup.bcf" in inside
        assert sum(name.endswith(".bcfv") for name in inside) == 1


def test_every_label_type_and_user_of_bcf_3_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "told.bcf"
    path.write_bytes(written("bcf", house()))
    project: Any = bcf.bcfxml.load(path)
    topic_labels = {label for each in project.topics.values() for label in each.topic.labels.label}
    assert topic_labels == set(project.extensions.topic_labels.topic_label)
    assert {each.topic.topic_type for each in project.topics.values()} == set(project.extensions.topic_types.topic_type)


@pytest.mark.parametrize("form", VERSIONS)
def test_what_was_not_compared_and_the_model_are_topics(form: str, tmp_path: Path) -> None:
    unknown = [each for each in opened(form, bare(), tmp_path) if each.topic.topic_type == "not compared"]
    assert sum("the kernel made no shape of it" in each.topic.description for each in unknown) == 2
    model = [each for each in opened(form, units_changed(), tmp_path) if each.topic.topic_type == "model"]
    assert len(model) == 1
    assert not model[0].viewpoints


@pytest.mark.parametrize("form", VERSIONS)
def test_no_globalid_that_bcf_forbids_is_selected(form: str, tmp_path: Path) -> None:
    guids = [guid for topic in opened(form, hostile(), tmp_path) for guid in selected(topic)]
    assert guids
    assert all(re.fullmatch(r"[0-9A-Za-z_$]{22}", guid) for guid in guids)


def test_a_long_group_is_told_in_part_and_selected_in_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(topics, "_MOST_LINES", 1)
    topic = next(each for each in opened("bcf", house(), tmp_path) if each.topic.topic_type == "added")
    assert "and 1 more" in topic.topic.description
    assert selected(topic) == house()["added"]
    assert topic.topic.description.endswith("and 1 more; the viewpoint selects them all")


def test_a_long_group_says_no_more_of_the_viewpoint_than_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_MOST_LINES", 1)
    added, elements = house()["added"], dict(house()["elements"])
    elements["no GlobalId"] = elements["nor this"] = elements[added[0]]
    side = {"old": 1, "new": 2}
    result = {**house(), "elements": elements, "model": {"units": {"LENGTHUNIT": side, "AREAUNIT": side}}}

    def told(kind: str, added: list[str]) -> str:
        grouped = with_groups({**result, "summary": dict(result["summary"]), "added": added})
        return next(each for each in topics.topics_of(grouped) if each.kind == kind).description

    assert told("model", added).endswith("… and 2 more")
    assert told("added", ["no GlobalId", *added[:1]]).endswith("… and 1 more; the viewpoint selects 1 of 2")
    assert told("added", ["no GlobalId", "nor this"]).endswith("… and 1 more")


def test_a_fact_of_much_text_is_a_topic_that_can_be_read() -> None:
    for topic in topics.topics_of(hostile()):
        assert len(topic.title) <= 250
        assert len(topic.labels) <= 11
