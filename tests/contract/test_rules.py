"""The rules between rooms, and how a process refuses to start."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.data import ROOT

WORKER_ROOM = sorted((ROOT / "ifcdiff").rglob("*.py"))
KNOW_RQ = {
    "worker.py",
    "view_worker.py",
    "meta.py",
    "diff_worker.py",
    "stored_job.py",
    "check_worker.py",
    "broker.py",
}


def imports(path: Path) -> set[str]:
    """Return the first part of every name that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_the_import_rules_are_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("api-gateway", "ifcdiff"))}
    ended = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("path", WORKER_ROOM, ids=lambda path: path.name)
def test_the_worker_knows_no_gateway_and_rq_in_its_doors_alone(path: Path) -> None:
    assert not imports(path) & {"gateway", "fastapi", "starlette"}
    if path.name not in KNOW_RQ:
        assert not imports(path) & {"rq", "redis"}


def test_the_folder_of_the_worker_hides_no_module() -> None:
    assert not (ROOT / "ifcdiff" / "__init__.py").exists()
    assert not (ROOT / "ifcdiff" / "ifcdiff").exists()
    assert not (ROOT / "ifcdiff" / "ifcdiff.py").exists()


def test_the_gateway_s_own_environment_has_no_ifc_library(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv")}
    sync = [
        "sync",
        "--frozen",
        "--quiet",
        "--no-default-groups",
        "--package",
        "ifcdiff-gateway",
        "--python",
        sys.executable,
    ]
    subprocess.run([uv, *sync], cwd=ROOT, env=environment, check=True)
    python = tmp_path / "venv" / "bin" / "python"
    for module in ("ifcopenshell", "ifcdiff", "worker"):
        missing = subprocess.run([python, "-c", f"import {module}"], cwd="/", capture_output=True, check=False)
        assert missing.returncode == 1, module
    settings = {"UPLOADS_DIR": str(tmp_path), "OUTPUT_DIR": str(tmp_path)}
    start = "import importlib; importlib.import_module('api-gateway')"
    subprocess.run([python, "-c", start], cwd=ROOT / "api-gateway", env={**os.environ, **settings}, check=True)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"REDIS_PASSWORD": "change-me"}, "REDIS_PASSWORD"),
        ({"REDIS_PORT": "x"}, "REDIS_PORT"),
        ({"UPLOADS_DIR": "/proc/nowhere"}, "UPLOADS_DIR"),
        ({"OUTPUT_DIR": "/dev/null"}, "OUTPUT_DIR"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
@pytest.mark.parametrize("part", ["api-gateway", "ifcdiff"])
def test_a_part_with_a_bad_setting_stops_with_one_line(
    tmp_path: Path, part: str, settings: dict[str, str], word: str
) -> None:
    start = {"api-gateway": "api-gateway.py", "ifcdiff": "run_worker.py"}[part]
    _stops_with_one_line(tmp_path, part, start, settings, word)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"API_KEYS": "good,clé"}, "API_KEYS"),
        ({"API_KEYS": "two\nlines"}, "API_KEYS"),
        ({"ALLOWED_HOSTS": "http://diff.example.com"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "diff.example.com:8000"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_the_gateway_with_a_bad_setting_of_its_own_stops_with_one_line(
    tmp_path: Path, settings: dict[str, str], word: str
) -> None:
    _stops_with_one_line(tmp_path, "api-gateway", "api-gateway.py", settings, word)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"RQ_DASHBOARD_PASSWORD": "secret"}, "DASHBOARD_USERNAME and DASHBOARD_PASSWORD"),
        ({"RQ_DASHBOARD_USERNAME": "me"}, "DASHBOARD_USERNAME and DASHBOARD_PASSWORD"),
    ],
)
def test_the_dashboard_with_a_bad_setting_stops_with_one_line(
    tmp_path: Path, settings: dict[str, str], word: str
) -> None:
    _stops_with_one_line(tmp_path, "dashboard", "dashboard.py", settings, word)


def _stops_with_one_line(tmp_path: Path, part: str, start: str, settings: dict[str, str], word: str) -> None:
    folders = {"UPLOADS_DIR": str(tmp_path), "OUTPUT_DIR": str(tmp_path), "REDIS_PORT": "1"}
    ended = subprocess.run(
        [sys.executable, start],
        cwd=ROOT / part,
        env={**os.environ, "PYTHONPATH": ".", **folders, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{word}: ")
    assert ended.stderr.count("\n") == 1
