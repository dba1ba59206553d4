"""`ifcdelta` for who installs it: a wheel alone in an empty environment, its command, its extras, its public names."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import ifcdelta
from tests.engine.models import Model
from tests.support.data import ROOT

UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(UV, "build", "--quiet", "--package", "ifcdelta", "--out-dir", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the programs of an environment that has the wheel and what it needs, no more."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    _run(UV, "venv", "--quiet", "--python", sys.executable, environment)
    _run(UV, "pip", "install", "--quiet", "--python", environment / "bin" / "python", wheel)
    return environment / "bin"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, paths = tmp_path_factory.mktemp("models"), []
    for name, tag in (("old", "A"), ("new", "B")):
        model = Model()
        model.box(model.element("IfcWall", "wall", Tag=tag), (1.0, 0.2, 3.0))
        paths.append(folder / f"{name}.ifc")
        model.file.write(str(paths[-1]))
    return paths


def test_the_wheel_has_what_it_needs_to_run_and_to_be_typed(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"ifcdelta/py.typed", "ifcdelta/engine.py", "ifcdelta/writers/page/report.html"} <= names


def test_the_command_tells_its_version(installed: Path) -> None:
    assert _run(installed / "ifcdelta", "--version") == f"ifcdelta {ifcdelta.__version__}\n"


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "html", "markdown"])
def test_the_command_writes_a_form_that_needs_nothing_more(
    installed: Path, pair: list[Path], form: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _run(installed / "ifcdelta", *pair, "--format", form, "-o", out)
    assert "Tag" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "extra"), [("xlsx", "xlsx"), ("bcf", "bcf"), ("bcf-2.1", "bcf")])
def test_a_form_that_needs_more_says_what_to_install(
    installed: Path, pair: list[Path], form: str, extra: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command: list[str | Path] = [installed / "ifcdelta", *pair, "--format", form, "-o", out]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert f"pip install 'ifcdelta[{extra}]'" in ran.stderr
    assert not out.exists()


def test_with_its_extras_it_writes_every_form(installed: Path, wheel: Path, pair: list[Path], tmp_path: Path) -> None:
    _run(UV, "pip", "install", "--quiet", "--python", installed / "python", f"ifcdelta[xlsx,bcf] @ {wheel.as_uri()}")
    for form in ("xlsx", "bcf", "bcf-2.1"):
        _run(installed / "ifcdelta", *pair, "--format", form, "-o", tmp_path / form)
        assert zipfile.is_zipfile(tmp_path / form)


def test_the_example_of_the_docs_runs(installed: Path, pair: list[Path], tmp_path: Path) -> None:
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    example = text.partition("```python\n")[2].partition("```")[0]
    for name, path in zip(("old.ifc", "new.ifc"), pair, strict=True):
        (tmp_path / name).write_bytes(path.read_bytes())
    assert "1 changed" in _run(installed / "python", "-c", example, cwd=tmp_path)
    assert json.loads((tmp_path / "changes.json").read_text())["summary"]["changed"] == 1


def test_importing_it_changes_nothing_global(installed: Path) -> None:
    check = (
        "import logging, os, signal, numba\n"
        "def state(): return dict(os.environ), logging.root.level, logging.root.handlers[:], "
        "[signal.getsignal(each) for each in signal.valid_signals()], "
        "{name: value for name, value in vars(numba.config).items() if name.isupper()}\n"
        "before = state()\n"
        "import ifcdelta\n"
        "assert state() == before"
    )
    _run(installed / "python", "-c", check)


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    ran = subprocess.run(command, env=environment, cwd=cwd or Path("/"), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
