"""The stack as Docker Compose runs it, for real: build, up, a diff, a restart of each service, down."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.data import DATA, ROOT
from tests.support.models import write_large_model, write_model
from tests.support.stack import ENDS, free_ports, until

PASSWORD = "a b/c#$d:é@%"
SERVICES = ("redis", "api-gateway", "ifcdiff", "ifcdiff-views", "rq-dashboard")


def _engine_is_there() -> bool:
    if shutil.which("docker") is None:
        return False
    asked = [["docker", "info"], ["docker", "compose", "version"]]
    return all(subprocess.run(each, capture_output=True, check=False).returncode == 0 for each in asked)


pytestmark = [
    pytest.mark.skipif(not _engine_is_there(), reason="no Docker engine with Compose here"),
    pytest.mark.timeout(1800),
]


@dataclass(frozen=True)
class Compose:
    """A running project; `http` talks to its published gateway."""

    environment: dict[str, str]
    http: httpx.Client
    dashboard: str

    def run(self, *arguments: str) -> str:
        command = ["docker", "compose", "--env-file", os.devnull, *arguments]
        ended = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=1500, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def send(self, old: Path, new: Path, **fields: str) -> str:
        with old.open("rb") as old_file, new.open("rb") as new_file:
            answer = self.http.post("/ifcdiff", files={"old": old_file, "new": new_file}, data=fields)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    def status(self, job_id: str) -> str | None:
        """Return the job's state, None while the gateway is away."""
        try:
            answer = self.http.get(f"/tasks/{job_id}/status")
        except httpx.TransportError:
            return None
        return str(answer.json()["status"]) if answer.is_success else None

    def wait(self, job_id: str) -> str:
        return until(lambda: state if (state := self.status(job_id)) in ENDS else None, 180, "the job ends")


@pytest.fixture(scope="module")
def compose() -> Iterator[Compose]:
    api, dashboard = free_ports(2)
    environment = {
        **os.environ,
        "COMPOSE_PROJECT_NAME": f"ifcdiff-test-{os.getpid()}",
        "REDIS_PASSWORD": PASSWORD,
        "API_PORT": str(api),
        "DASHBOARD_PORT": str(dashboard),
    }
    with httpx.Client(base_url=f"http://127.0.0.1:{api}", timeout=30) as http:
        project = Compose(environment, http, f"http://127.0.0.1:{dashboard}")
        project.run("build")
        try:
            project.run("up", "--detach", "--wait", "--scale", "ifcdiff=2")
            yield project
        finally:
            project.run("down", "--volumes", "--timeout", "20")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A real pair where there is one, else two small models."""
    real = DATA / "pairs" / "revit_lantern_july"
    if real.exists():
        return real / "old.ifc", real / "new.ifc"
    folder = tmp_path_factory.mktemp("pair")
    return write_model(folder / "old.ifc", {"a": "A"}), write_model(folder / "new.ifc", {"a": "A", "b": "B"})


def test_a_diff_through_the_published_port(compose: Compose, pair: tuple[Path, Path]) -> None:
    job_id = compose.send(*pair, output_file="by compose.json")
    assert compose.wait(job_id) == "finished"
    result = compose.http.get(f"/tasks/{job_id}/result")
    assert result.json()["summary"]["added"] > 0
    assert result.headers["ETag"]
    assert compose.http.get("/health").json()["workers"] == 2
    for call in ("result?format=csv", "changes", "geometry?part=changed"):
        assert compose.http.get(f"/tasks/{job_id}/{call}").status_code == 200, call
    assert "<title>" in compose.http.get(f"/view/{job_id}").text
    listed = httpx.get(f"{compose.dashboard}/0/data/jobs/ifcdiff-tasks/finished/100/dsc/1.json")
    assert job_id in listed.text
    assert httpx.get(compose.dashboard, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("service", SERVICES)
def test_a_restart_of_a_service_loses_nothing(
    compose: Compose, pair: tuple[Path, Path], tmp_path: Path, service: str
) -> None:
    finished = compose.send(*pair)
    assert compose.wait(finished) == "finished"
    result = compose.http.get(f"/tasks/{finished}/result").content
    large = write_large_model(tmp_path / "large.ifc", 4_000)
    jobs = [
        compose.send(large, large, relationships="property,container,type", engine="ifcopenshell") for _ in range(4)
    ]
    until(lambda: compose.status(jobs[0]) != "queued", 60, "a worker is at it")
    compose.run("restart", service)
    assert [compose.wait(job_id) for job_id in jobs] == ["finished"] * 4
    assert compose.http.get(f"/tasks/{finished}/result").content == result
    until(lambda: len(_healthy(compose)) == 6, 90, "all are healthy again")


def test_nothing_runs_as_root_and_redis_is_not_published(compose: Compose) -> None:
    for service in SERVICES:
        assert compose.run("exec", "--no-TTY", service, "id", "-u").strip() != "0"
    ports = {row["Service"]: row["Publishers"] or [] for row in _rows(compose)}
    assert not [port for port in ports["redis"] if port["PublishedPort"]]
    assert all(port["URL"] == "127.0.0.1" for rows in ports.values() for port in rows if port["PublishedPort"])


def test_the_file_systems_are_read_only(compose: Compose) -> None:
    models = [(service, "/uploads") for service in ("ifcdiff", "ifcdiff-views")]
    for service, folder in [(service, "") for service in SERVICES] + models:
        probe = f"touch {folder}/probe 2>/dev/null && echo written || echo refused"
        assert compose.run("exec", "--no-TTY", service, "sh", "-c", probe).strip() == "refused", (service, folder)


def _rows(compose: Compose) -> list[dict[str, Any]]:
    return [json.loads(line) for line in compose.run("ps", "--format", "json").splitlines()]


def _healthy(compose: Compose) -> list[object]:
    return [row for row in _rows(compose) if row["Health"] == "healthy"]
