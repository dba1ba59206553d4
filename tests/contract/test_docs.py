"""The documents keep up with the code: settings, codes, routes, the result's schema."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from contract.errors import ErrorCode
from contract.request import Aspect
from contract.result import ResultFile, json_schema
from gateway.app import create_app
from gateway.settings import GatewaySettings
from jobs.settings import WorkerSettings
from local.settings import LocalSettings
from stepfile.schemas import IDENTIFIERS
from tests.support.data import ROOT

COMPOSE_ONLY = {"WORKER_MEMORY", "WORKER_CPUS", "WORKER_STOP_GRACE"}
OWN_DEFAULT = {"WORKERS", "DATA_DIR", "REDIS_PASSWORD"}


def settings() -> dict[str, str]:
    """Return every setting of the code with its default."""
    classes: tuple[type[BaseSettings], ...] = (GatewaySettings, WorkerSettings, LocalSettings)
    found = {}
    for kind in classes:
        for name, field in kind.model_fields.items():
            default = field.default
            found[name.upper()] = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    return found


def example() -> dict[str, str]:
    """Return what .env.example names, with its values."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE))


def headings(page: str) -> set[str]:
    """Return the headings of a page of docs/, without their marks."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return {heading.replace("`", "") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_env_example_has_every_setting_at_its_default() -> None:
    assert example().keys() == settings().keys() | COMPOSE_ONLY
    for name, default in settings().items():
        if name not in OWN_DEFAULT:
            assert example()[name] == default, name


def test_compose_hands_on_every_setting_of_the_containers() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name, value in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", compose):
        assert name in example()
        assert example()[name] == value, name
    local_only = {"DATA_DIR", "VALKEY_PORT", "UPLOADS_DIR", "OUTPUT_DIR", "REDIS_HOST", "REDIS_PORT"}
    for name in example().keys() - local_only:
        assert f"${{{name}" in compose, name


def test_every_setting_has_a_heading() -> None:
    assert example().keys() <= headings("settings.md")


def test_every_error_code_has_a_heading() -> None:
    assert set(ErrorCode) <= headings("errors.md")


def test_every_aspect_has_a_heading() -> None:
    assert {aspect.key for aspect in Aspect} <= headings("result.md")
    assert ResultFile.model_json_schema(by_alias=True)["properties"].keys() <= headings("result.md")


def test_every_route_has_a_heading(tmp_path: Path) -> None:
    app = create_app(GatewaySettings(uploads_dir=tmp_path, output_dir=tmp_path))
    calls = {f"{verb.upper()} {path}" for path, verbs in app.openapi()["paths"].items() for verb in verbs}
    assert calls | {"GET /docs"} <= headings("api.md")


def test_the_checked_in_schema_is_that_of_the_code() -> None:
    checked_in = json.loads((ROOT / "docs" / "result.schema.json").read_text(encoding="utf-8"))
    assert checked_in == json_schema(), "run `make schema`"


@pytest.mark.parametrize("page", sorted(path.name for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = ROOT / "README.md" if page == "README.md" else ROOT / "docs" / page
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_the_schema_command_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "schema.json"
    subprocess.run([sys.executable, "-m", "contract.schema", target], check=True)
    assert json.loads(target.read_text(encoding="utf-8")) == json_schema()


def test_the_schemas_that_are_read_are_named() -> None:
    told = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").partition("### `unsupported_schema`")[2]
    assert re.findall(r"`(IFC\w+)`", told.partition("###")[0]) == list(IDENTIFIERS)
