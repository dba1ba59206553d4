"""Every scenario through every writer."""

import io
import json
import re
import sys
from pathlib import Path

import orjson
import pytest

from ifcdelta.__main__ import main
from ifcdelta.result.words import UNSEEN_MEANING
from ifcdelta.writers import WRITERS
from ifcdelta.writers.topics import topics_of
from tests.engine.models import Model, write
from tests.engine.writers.results import SCENARIOS, hostile, house, reloaded, same, written
from tests.support.data import ROOT


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_result_gives_the_same_bytes(form: str, scenario: str) -> None:
    result = SCENARIOS[scenario]()
    told = written(form, result)
    assert told
    assert written(form, reloaded(result)) == told


@pytest.mark.parametrize("form", WRITERS)
def test_a_writer_leaves_the_stream_open_and_the_result_as_it_was(form: str) -> None:
    before = json.dumps(house())
    stream = io.BytesIO()
    WRITERS[form](house(), stream)
    assert not stream.closed
    assert json.dumps(house()) == before


def excerpt(form: str) -> list[str]:
    """Return the lines of the example that the document shows of a form."""
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    shown = re.search(rf"^## `{form}`$.*?^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert shown
    return shown[1].splitlines()


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_the_document_shows_lines_as_they_are_written(form: str) -> None:
    assert set(excerpt(form)) <= set(written(form, house()).decode("utf-8-sig").splitlines())


def test_the_document_shows_topics_as_they_are_written() -> None:
    told = {line for topic in topics_of(house()) for line in (topic.title, *topic.description.splitlines())}
    assert {line.strip() for line in excerpt("bcf")} <= told


def test_a_strict_reader_takes_the_result_of_a_hostile_model() -> None:
    told = orjson.loads(written("json", hostile()))
    assert told["new"]["application"] == "half \ufffd of a pair"
    assert all(map(orjson.loads, written("ndjson", hostile()).splitlines()))


def test_the_document_has_a_heading_for_each_form() -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `([^`]+)`$", text, re.MULTILINE) == list(WRITERS)


def test_lines_of_json_have_a_head_and_an_element_each() -> None:
    result = house()
    head, *lines = map(json.loads, written("ndjson", result).splitlines())
    assert head["kind"] == "result"
    assert head["summary"] == result["summary"]
    assert {line["guid"]: line["change"] for line in lines if line["kind"] == "changed"} == result["changed"]
    for kind in ("added", "deleted"):
        assert sorted(line["guid"] for line in lines if line["kind"] == kind) == result[kind]
    assert [line["matched"]["old"] for line in lines if line["matched"]] == [each["old"] for each in result["matched"]]


def test_what_was_not_compared_is_a_line() -> None:
    lines = [json.loads(line) for line in written("ndjson", SCENARIOS["bare"]()).splitlines()]
    kinds = {line["guid"]: line["kind"] for line in lines if line.get("unknown")}
    assert sorted(kinds.values()) == ["changed", "unknown", "unknown"]
    assert kinds["$"] == "unknown"


@pytest.mark.parametrize("form", WRITERS)
def test_the_command_line_writes_each_form(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(write(Model().file.to_string(), name, tmp_path)) for name in ("old.ifc", "new.ifc")]
    output = tmp_path / "told"
    assert main([*paths, "--format", form, "-o", str(output)]) == 0
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed))
    assert main([*paths, "--format", form]) == 0
    assert printed.getvalue() == output.read_bytes()


@pytest.mark.parametrize(("form", "refused"), [("xlsx", True), ("bcf", True), ("markdown", False)])
def test_a_terminal_is_not_shown_what_it_cannot(
    form: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(write(Model().file.to_string(), "model.ifc", tmp_path))
    terminal = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    if refused:
        with pytest.raises(SystemExit) as ended:
            main([path, path, "--format", form])
        assert ended.value.code == 2
    else:
        assert main([path, path, "--format", form]) == 0


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_all_is_said_to_be_compared_only_where_nothing_is_left(form: str) -> None:
    result = same()
    assert b"everything was compared" in written(form, result)
    seen = {**result, "coverage": {**result["coverage"], "equivalent": {"within tolerance": 12}}}
    told = written(form, seen)
    assert b"everything was compared" in told
    assert b"12 instances of both files are written otherwise and found to mean the same: within tolerance 12" in told
    for left in ({"unseen": {"IfcColourRgb": {"old": 1, "new": 1}}}, {"unknown": {"#": {"geometry": "broken"}}}):
        told = written(form, {**seen, "coverage": {**seen["coverage"], **left}})
        assert b"verything was compared" not in told
        assert b"All of that was compared" not in told
    unseen = written(form, {**seen, "coverage": {**seen["coverage"], "unseen": {"IfcColourRgb": {"old": 1, "new": 1}}}})
    assert UNSEEN_MEANING.encode() in unseen
