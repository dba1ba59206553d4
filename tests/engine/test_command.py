"""`python -m ifcdelta`: the summary, the file, exit codes."""

import json
from pathlib import Path

import pytest

from ifcdelta.__main__ import main
from tests.engine.models import Model, global_id, write


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    old, new = Model(), Model()
    for model in (old, new):
        model.element("IfcWall", "wall")
    new.file.by_type("IfcWall")[0].Name = "[red]renamed[/red]"
    new.element("IfcSlab", "slab")
    paths = [write(model.file.to_string(), name, tmp_path) for model, name in ((old, "old.ifc"), (new, "new.ifc"))]
    return str(paths[0]), str(paths[1])


def test_a_summary_that_a_person_can_read(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair]) == 0
    told = capsys.readouterr().out
    assert "1 added, 0 deleted, 1 changed" in told
    assert "Name: wall → [red]renamed[/red]" in told
    assert "IfcSlab" in told
    assert "BuildingStorey" in told


def test_every_aspect_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = Model(), Model()
    for model, height in ((old, 3.0), (new, 4.0)):
        model.box(model.element("IfcWall", "wall"), (1.0, 1.0, height))
    wall = new.file.by_type("IfcWall")[0]
    wall.ObjectPlacement = new.place((0.25, 0.0, 0.0))
    new.group("IfcZone", "zone", wall)
    old.group("IfcZone", "zone", old.element("IfcSlab", "slab"))
    paths = [write(model.file.to_string(), name, tmp_path) for model, name in ((old, "old.ifc"), (new, "new.ifc"))]
    main([str(path) for path in paths])
    printed = capsys.readouterr().out
    assert "moved 250 mm: X +250" in printed
    assert "group: + IfcZone zone" in printed
    assert "volume 3 → 4 m³" in printed


def test_json_and_file_are_the_same(pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "diff.json"
    assert main([*pair, "--json", "-o", str(output)]) == 0
    told = capsys.readouterr()
    assert told.out == output.read_text("utf-8")
    assert json.loads(told.out)["added"] == [global_id("slab")]


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, 1)])
def test_exit_code_tells_whether_they_differ(pair: tuple[str, str], number: int, expected: int) -> None:
    assert main([pair[0], pair[number], "--exit-code"]) == expected


def test_options(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    main([*pair, "--json", "-r", "class", "property", "--shallow", "-f", "IfcWall", "--tolerance", "0.5"])
    assert json.loads(capsys.readouterr().out)["options"] == {
        "engine": "delta",
        "filter_elements": "IfcWall",
        "is_shallow": True,
        "relationships": ["class", "property"],
        "tolerance": 0.5,
    }


def test_bad_input_is_told_in_a_sentence(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = write("no model", "bad.ifc", tmp_path)
    assert main([pair[0], str(bad)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "unreadable_file" in told.err
    assert "Traceback" not in told.err
