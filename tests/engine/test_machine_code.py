"""The compiled functions' machine code: made once, kept, found again or made anew; and how the functions are called."""

import ast
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np
import pytest

import ifcdelta
from ifcdelta.native.compiled import FUNCTIONS, HELPERS, INT32, INT64, Compiled
from ifcdelta.native.machine_code import MODULES, machine_code
from tests.engine.models import Model, write
from tests.support.data import ROOT

_NOT_NEEDED = {"numba", "ifcopenshell.express.rules", "ifcopenshell.util.selector", "jinja2", "xlsxwriter", "bcf"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """A wall that got another shape, another quantity and another name."""
    old, new = Model(), Model()
    for model, height in ((old, 3.0), (new, 4.0)):
        wall = model.element("IfcWall", "wall")
        model.box(wall, (1.0, 1.0, height))
        told = model.file.create_entity("IfcQuantityLength", Name="Height", LengthValue=height)
        model.define(model.quantities("Qto_WallBaseQuantities", told), wall)
    new.file.by_type("IfcWall")[0].Name = "renamed"
    paths = [write(model.file.to_string(), name, tmp_path) for model, name in ((old, "old.ifc"), (new, "new.ifc"))]
    return str(paths[0]), str(paths[1])


def _started(package: Path, *arguments: str, python: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[str]:
    """Start the command line of the engine in the folder `package`."""
    command = [sys.executable, *python, "-m", "ifcdelta", *arguments]
    told = {**os.environ, "PYTHONPATH": str(package), **environment}
    return subprocess.Popen(command, env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_the_command_line_imports_neither_the_compiler_nor_what_it_is_not_asked_for(pair: tuple[str, str]) -> None:
    machine_code()
    process = _started(ROOT / "ifcdelta", *pair, python=("-X", "importtime"))
    told, imports = process.communicate(timeout=300)
    assert "1 element changed" in told
    names = {line.rpartition("|")[2].strip() for line in imports.splitlines() if line.startswith("import time:")}
    assert "llvmlite.binding" in names
    assert not names & _NOT_NEEDED


def test_damaged_machine_code_is_made_anew_by_two_at_once_where_the_package_cannot_be_written(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    package, caches = tmp_path / "installed", tmp_path / "caches"
    shutil.copytree(ROOT / "ifcdelta" / "ifcdelta", package / "ifcdelta", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "ifcdelta" / "__pycache__").write_text("no folder: nothing can be kept in it")
    code = machine_code()
    kept = next((ROOT / "ifcdelta" / "ifcdelta" / "__pycache__").glob("*.o"))
    damaged = caches / "ifcdelta" / kept.name
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(kept.read_bytes()[:-1] + bytes([kept.read_bytes()[-1] ^ 1]))

    first, second = (_started(package, *pair, XDG_CACHE_HOME=str(caches)) for _ in range(2))
    for process in (first, second):
        told, errors = process.communicate(timeout=500)
        assert (process.returncode, errors) == (0, "")
        assert "1 element changed" in told
    assert [each.name for each in damaged.parent.iterdir()] == [kept.name]
    assert damaged.read_bytes().endswith(code)


def test_what_an_argument_must_be() -> None:
    calls = Compiled(_nothing, (INT32, (INT64, int)), 0)
    numbers = np.zeros(4, np.int64)
    for wrong in (numbers, np.zeros((2, 2), np.int32), np.zeros(4, np.int32)[::2]):
        with pytest.raises(TypeError, match="not Array"):
            calls(wrong, (numbers, 1))
    with pytest.raises(ValueError, match="zip"):
        calls(np.zeros(4, np.int32), (numbers,))
    with pytest.raises(ImportError, match="not compiled"):
        calls(np.zeros(4, np.int32), (numbers, 1))


def _nothing(rows: Any, more: Any) -> None:
    """Do nothing: it is never compiled."""


def test_all_that_machine_code_is_made_of_is_looked_at_to_tell_whether_it_is_of_today() -> None:
    for found in pkgutil.walk_packages(ifcdelta.__path__, "ifcdelta."):
        if found.name != "ifcdelta.__main__":
            importlib.import_module(found.name)
    functions = [*(each.function for each in FUNCTIONS), *HELPERS]
    assert {each.__module__ for each in functions} <= set(MODULES)
    for function in functions:
        module = sys.modules[function.__module__]
        used = set(_names(function.__code__))
        assert {source for name, source in _imported(module) if name in used} <= set(MODULES), function


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _names(each)


def _imported(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield each name that a module has from another of the engine, and that one."""
    assert module.__file__
    for node in ast.parse(Path(module.__file__).read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ifcdelta."):
            yield from ((each.asname or each.name, node.module) for each in node.names)
