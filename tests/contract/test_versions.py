"""One version: of every package, of the newest entry in the changelog, and of what the parts say of themselves."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway.app import create_app
from gateway.settings import GatewaySettings
from tests.support.data import ROOT


def project(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    return content


VERSION: str = project(ROOT)["project"]["version"]
MEMBERS: list[str] = project(ROOT)["tool"]["uv"]["workspace"]["members"]


@pytest.mark.parametrize("member", MEMBERS)
def test_every_package_has_the_version_of_the_whole(member: str) -> None:
    assert project(ROOT / member)["project"]["version"] == VERSION


def test_every_package_is_locked_at_it() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    ours = {each["name"]: each["version"] for each in locked if "registry" not in each["source"]}
    assert set(ours.values()) == {VERSION}
    assert len(ours) == len(MEMBERS) + 1


def test_the_changelog_begins_with_it() -> None:
    headings = re.findall(r"^## ([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == VERSION


def test_the_command_says_it() -> None:
    command = Path(sys.executable).with_name("ifcdelta")
    answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout == f"ifcdelta {VERSION}\n"


def test_the_api_says_it(tmp_path: Path) -> None:
    settings = GatewaySettings(uploads_dir=tmp_path / "uploads", output_dir=tmp_path / "output")
    settings.uploads_dir.mkdir()
    assert create_app(settings).openapi()["info"]["version"] == VERSION
