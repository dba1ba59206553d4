"""`python -m ifcdelta`: the summary, the file, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.house import write_pair
from ifcdelta.__main__ import main
from tests.engine.models import Model, global_id, write
from tests.support.data import ROOT


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
    assert "1 element changed in data only; 1 slab is new; 4 unchanged; everything was compared." in told
    assert 'wall "[red]renamed[/red]" on BuildingStorey: Name wall → [red]renamed[/red]' in told
    assert 'slab "slab" on BuildingStorey is new' in told


def test_rows_where_somebody_asks_for_them(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair, "--rows"]) == 0
    told = capsys.readouterr().out
    assert "1 element changed in data only; 1 slab is new; 4 unchanged; everything was compared." in told
    assert "Name: wall → [red]renamed[/red]" in told
    assert f"{global_id('wall')} on BuildingStorey" in told
    assert "IfcSlab" in told
    assert _exit_status([*pair, "--rows", "--json"]) == 2


def test_the_readme_shows_what_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*map(str, write_pair(tmp_path))])
    told = capsys.readouterr().out.splitlines()
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = text.partition("$ .venv/bin/ifcdelta output/demo")[2].partition("\n```")[0].splitlines()[1:]
    assert len(shown) > 5
    assert {line for line in shown if line != "…"} <= set(told)


def test_every_aspect_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = Model(), Model()
    for model, height in ((old, 3.0), (new, 4.0)):
        model.box(model.element("IfcWall", "wall"), (1.0, 1.0, height))
    wall = new.file.by_type("IfcWall")[0]
    wall.ObjectPlacement = new.place((2.5, 0.0, 0.0))
    new.group("IfcZone", "zone", wall)
    old.group("IfcZone", "zone", old.element("IfcSlab", "slab"))
    paths = [write(model.file.to_string(), name, tmp_path) for model, name in ((old, "old.ifc"), (new, "new.ifc"))]
    main([*map(str, paths), "--rows"])
    printed = capsys.readouterr().out
    assert "X +2500" in printed
    assert "group: — → IfcZone zone" in printed
    assert "volume: 3 m³ → 4 m³" in printed


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


@pytest.mark.parametrize(
    "wrong",
    [
        ["--tolerance", "nan"],
        ["--tolerance", "inf"],
        ["--tolerance", "-5"],
        ["--tolerance", "wide"],
        ["--threads", "0"],
        ["--format", "pdf"],
        ["-r", "colour"],
        ["-f", ""],
        ["-f", "((("],
        ["-f", "IfcNothing"],
        ["-o", "old.ifc"],
    ],
    ids=" ".join,
)
def test_an_argument_that_is_wrong_is_told_in_one_line(
    wrong: list[str], pair: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(pair[0]).parent)
    before = Path(pair[0]).read_bytes()
    assert _exit_status([*pair, *wrong]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert Path(pair[0]).read_bytes() == before


@pytest.mark.parametrize("name", ["no.ifc", ".", "a\nb.ifc"])
def test_a_name_of_no_file_is_told_in_one_line_and_asks_for_no_other_export(
    name: str, pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_status([pair[0], name]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "export" not in told


def test_a_name_that_looks_like_a_smiley_stays_and_a_storey_stands_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = Model(), Model()
    old.element("IfcWall", "wall")
    new.element("IfcWall", "wall").Name = "Door :door: 5"
    paths = [write(model.file.to_string(), name, tmp_path) for model, name in ((old, "old.ifc"), (new, "new.ifc"))]
    main([*map(str, paths), "--rows"])
    told = capsys.readouterr().out
    assert ":door:" in told
    assert f"{global_id('wall')} on BuildingStorey" in told


def _exit_status(arguments: list[str]) -> int:
    """Return the exit status of a run, which argparse ends by itself."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


@pytest.mark.parametrize("where", ["no_folder/told.json", "old.ifc/told.json", "."])
def test_a_place_that_takes_no_file_is_told_before_the_diff(
    where: str, pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    assert main(["no.ifc", pair[1], "-o", str(tmp_path / where)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert str(tmp_path / where) in told.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_run_that_fails_leaves_the_file_as_it_was(pair: tuple[str, str], tmp_path: Path) -> None:
    output = tmp_path / "told.json"
    output.write_text("the last result", "utf-8")
    before = sorted(tmp_path.iterdir())
    assert main([pair[0], str(tmp_path / "no.ifc"), "-o", str(output)]) == 2
    assert output.read_text("utf-8") == "the last result"
    assert sorted(tmp_path.iterdir()) == before
    assert main([*pair, "-o", str(output)]) == 0
    assert json.loads(output.read_text("utf-8"))["added"] == [global_id("slab")]
    assert sorted(tmp_path.iterdir()) == before


def test_a_link_is_followed_and_a_device_is_written(pair: tuple[str, str], tmp_path: Path) -> None:
    output, link = tmp_path / "told.json", tmp_path / "link.json"
    link.symlink_to(output)
    assert main([*pair, "-o", str(link)]) == 0
    assert link.is_symlink()
    assert json.loads(output.read_text("utf-8"))["format"]
    assert main([*pair, "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("form", [[], ["--json"], ["--format", "csv"], ["--format", "xlsx"]])
def test_a_reader_that_has_had_enough_is_no_error(form: list[str], pair: tuple[str, str]) -> None:
    read, write_end = os.pipe()
    os.close(read)
    try:
        command = [sys.executable, "-m", "ifcdelta", *pair, *form, "--exit-code"]
        ended = subprocess.run(
            command, cwd=ROOT / "ifcdiff", stdout=write_end, stderr=subprocess.PIPE, timeout=300, check=False
        )
    finally:
        os.close(write_end)
    assert (ended.returncode, ended.stderr) == (1, b"")
