"""The service as `make up` starts it, on ports and in a folder of its own, and a client that talks HTTP to it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import httpx
import jsonschema
import psutil
from pydantic_settings import BaseSettings
from redis import Redis

from contract.result import json_schema
from gateway.settings import GatewaySettings
from jobs.settings import WorkerSettings
from local.settings import LocalSettings
from tests.support.data import ROOT

SLOW: Final[dict[str, Any]] = {
    "engine": "ifcopenshell",
    "relationships": ["property", "container", "aggregate", "type"],
}
"""With these a diff of the fixture `large` takes some seconds."""
ENDS: Final = frozenset({"finished", "failed", "canceled"})
_VALIDATOR: Final = jsonschema.Draft202012Validator(json_schema())
_PARTS: Final = {
    "valkey": re.compile(r"valkey-server"),
    "gateway": re.compile(r"api-gateway\.py"),
    "worker": re.compile(r"run_worker\.py$"),
    "view worker": re.compile(r"run_worker\.py ifcdiff-views$"),
    "dashboard": re.compile(r"dashboard\.py"),
}
_MISTAKE: Final = "the engine failed on"
"""What the engine warns of where it made a mistake (ifcdelta.read.side)."""
_WORKER: Final = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_SLICE: Final = range(10_000 + 1_500 * (_WORKER % 12), 11_500 + 1_500 * (_WORKER % 12))
"""This process's ports: below those that systems give to connections by themselves."""
_PORTS: Final = cycle([*_SLICE[os.getpid() % 1_500 :], *_SLICE[: os.getpid() % 1_500]])
T = TypeVar("T")


def until(wanted: Callable[[], T | None], seconds: float, what: str) -> T:
    """Ask until the answer is neither None nor False, and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = wanted()
        if answer is not None and answer is not False:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:g} s: {what}")


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on, each time others, and others in each process of the test run."""
    found: list[int] = []
    while len(found) < count:
        port = next(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.append(port)
    return found


def default_environment() -> dict[str, str]:
    """Return every setting at its default, so that no .env of the machine reaches a test."""
    fields = [
        field
        for kind in (LocalSettings, GatewaySettings, WorkerSettings)
        for field in _defaults(kind)
        if field[0] != "log_level"
    ]
    return {name.upper(): value for name, value in fields}


def _defaults(kind: type[BaseSettings]) -> Iterator[tuple[str, str]]:
    for name, field in kind.model_fields.items():
        default = field.default
        yield name, default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)


class Stack:
    """A running stack; `http` talks to its gateway. End it by leaving its `with` block."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.api, self.dashboard, self.valkey = free_ports(3)
        self.environment = {
            **os.environ,
            **default_environment(),
            "WORKERS": "1",
            "API_PORT": str(self.api),
            "DASHBOARD_PORT": str(self.dashboard),
            "VALKEY_PORT": str(self.valkey),
            "DATA_DIR": str(folder),
            **settings,
        }
        key = settings.get("API_KEYS", "").split(",")[0]
        headers = {"X-API-Key": key} if key else {}
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.api}", headers=headers, timeout=30)
        self.log = folder / "stack.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local.up"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        workers = int(self.environment["WORKERS"])
        try:
            # A worker's first start on a machine compiles the engine.
            until(lambda: self._workers() == (workers, 1), 300, "the stack is up")
        except AssertionError:
            self.__exit__()
            raise AssertionError(self.log.read_text(encoding="utf-8")) from None
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self.end()
        assert _MISTAKE not in self.log.read_text(encoding="utf-8", errors="replace"), self.log

    def end(self) -> None:
        """Press Ctrl-C and wait for the end of everything."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)

    def _workers(self) -> tuple[int, int]:
        """Return how many workers of diffs and of views send heartbeats."""
        try:
            health = self.http.get("/health").json()
        except (httpx.TransportError, ValueError):
            return 0, 0
        return health.get("workers", 0), health.get("view_workers", 0)

    @property
    def redis(self) -> Redis:
        """A connection to the stack's Valkey, as another program would make it."""
        password = (self.folder / "valkey" / "password").read_text(encoding="ascii")
        return Redis(port=self.valkey, password=password)

    @property
    def manager(self) -> psutil.Process:
        """The process manager."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    def part(self, name: str) -> psutil.Process:
        """Return the process of a part, by its name in `_PARTS`."""

        def find() -> psutil.Process | None:
            for child in self.manager.children():
                try:
                    if _PARTS[name].search(" ".join(child.cmdline())):
                        return child
                except psutil.Error:
                    continue
            return None

        return until(find, 30, f"{name} runs")

    def gateway_seconds(self) -> float:
        """Return the CPU time that the gateway has used: how long it held others up, however busy the machine is."""
        times = self.part("gateway").cpu_times()
        return float(times.user + times.system)

    def engine_process(self, seconds: float = 30) -> psutil.Process:
        """Wait for the process that does the diff and return it: the child of the job's process, the worker's child."""

        def find() -> psutil.Process | None:
            below = self.part("worker").children(recursive=True)
            return below[-1] if len(below) == 2 else None

        return until(find, seconds, "an engine process runs")

    def put(self, path: Path, name: str | None = None) -> str:
        """Upload a model and return the name to use in a request."""
        with path.open("rb") as file:
            answer = self.http.post("/upload/ifc", files={"file": (name or path.name, file)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["filename"])

    def ask(self, old: str, new: str, **options: Any) -> httpx.Response:
        """Send a diff request of two stored models."""
        return self.http.post("/ifcdiff", json={"old_file": old, "new_file": new, **options})

    def start(self, old: Path, new: Path, **options: Any) -> str:
        """Upload two models, send a diff request of them and return the job's id."""
        answer = self.ask(self.put(old), self.put(new), **options)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    def status(self, job_id: str) -> dict[str, Any]:
        """Return the job's status."""
        answer = self.http.get(f"/tasks/{job_id}/status")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def started(self, job_id: str) -> dict[str, Any]:
        """Wait until a worker is at the job."""
        return until(
            lambda: status if (status := self.status(job_id))["status"] == "started" else None, 30, "the job is started"
        )

    def wait(self, job_id: str, seconds: float = 120) -> dict[str, Any]:
        """Wait for the job's end and return its status."""
        return until(
            lambda: status if (status := self.status(job_id))["status"] in ENDS else None,
            seconds,
            f"the job {job_id} ends",
        )

    def result(self, job_id: str) -> dict[str, Any]:
        """Return the job's result file, valid against the JSON Schema."""
        answer = self.http.get(f"/tasks/{job_id}/result")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        _VALIDATOR.validate(body)
        return body

    def diff(self, old: Path, new: Path, **options: Any) -> dict[str, Any]:
        """Do the whole way and return the result file."""
        job_id = self.start(old, new, **options)
        status = self.wait(job_id)
        assert status["status"] == "finished", status
        return self.result(job_id)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Stack]:
    """Yield a stack with `settings` of its own."""
    with Stack(folder, **settings) as stack:
        yield stack
