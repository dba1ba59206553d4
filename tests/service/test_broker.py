"""A Redis that lost its data, or takes no writes: what works goes on, what does not is told, and both heal alone."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contract.names import QUEUE_NAME
from tests.service.test_requests import assert_problem
from tests.support.data import ROOT
from tests.support.stack import SLOW, Stack, until

REFUSALS = {"no replica": ("min-replicas-to-write", "1", "0"), "no memory": ("maxmemory", "1", "0")}


@contextmanager
def _refusing(stack: Stack, how: str) -> Iterator[None]:
    """Have Valkey answer each write as it does when its disk is full: with an error."""
    name, refuse, accept = REFUSALS[how]
    stack.redis.config_set(name, refuse)
    try:
        yield
    finally:
        stack.redis.config_set(name, accept)


def _counted(stack: Stack) -> bool:
    health = stack.http.get("/health").json()
    return (health["status"], health["workers"], health["view_workers"]) == ("ok", 1, 1)


def _container_check(stack: Stack) -> int:
    """Run the workers' health check as a container does, and return its exit status."""
    environment = {
        **stack.environment,
        "PYTHONPATH": ".",
        "REDIS_PORT": str(stack.valkey),
        "REDIS_PASSWORD": (stack.folder / "valkey" / "password").read_text(encoding="ascii"),
        "UPLOADS_DIR": str(stack.folder / "uploads"),
        "OUTPUT_DIR": str(stack.folder),
    }
    command = [sys.executable, "check_worker.py"]
    return subprocess.run(command, cwd=ROOT / "ifcdiff", env=environment, check=False).returncode


def test_workers_count_within_a_minute_after_redis_lost_its_data(own: Stack, pair: tuple[Path, Path]) -> None:
    workers = [own.part(name).pid for name in ("worker", "view worker")]
    own.redis.flushall()
    until(lambda: _counted(own), 60, "the workers count again")
    assert _container_check(own) == 0
    job_id = own.start(*pair)
    assert own.wait(job_id)["status"] == "finished"
    assert own.http.get(f"/tasks/{job_id}/result", params={"format": "xlsx"}).status_code == 200
    assert [own.part(name).pid for name in ("worker", "view worker")] == workers


def test_a_busy_worker_counts_again_and_ends_the_job_that_is_lost(
    own: Stack, large: Path, pair: tuple[Path, Path]
) -> None:
    own.start(large, large, **SLOW)
    process = own.engine_process()
    own.redis.flushall()
    until(lambda: not process.is_running(), 15, "the engine of a job that nobody can ask for ends")
    until(lambda: _counted(own), 60, "the workers count again")
    assert own.wait(own.start(*pair))["status"] == "finished"


@pytest.mark.parametrize("how", REFUSALS)
def test_a_redis_that_takes_no_writes_is_told_and_ends_no_worker(own: Stack, pair: tuple[Path, Path], how: str) -> None:
    done = own.start(*pair)
    own.wait(done)
    workers = [own.part(name).pid for name in ("worker", "view worker")]
    with _refusing(own, how):
        assert_problem(own.http.get("/health"), 503, "broker_read_only")
        assert_problem(own.ask(pair[0].name, pair[1].name), 503, "broker_read_only")
        # What only reads works on.
        assert own.status(done)["status"] == "finished"
        assert own.http.get("/tasks", params={"status": "finished"}).status_code == 200
        # Longer than a worker waits for a job before it sends a heartbeat.
        time.sleep(20)
    until(lambda: _counted(own), 30, "it heals")
    assert own.wait(own.start(*pair), 30)["status"] == "finished"
    assert [own.part(name).pid for name in ("worker", "view worker")] == workers


def test_a_job_that_is_caught_while_it_is_taken_is_done_at_once_when_redis_takes_writes_again(
    own: Stack, pair: tuple[Path, Path]
) -> None:
    worker = own.part("worker")
    names = [own.put(path) for path in pair]
    until(lambda: any(client["cmd"] == "blmove" for client in own.redis.client_list()), 30, "a worker waits for a job")
    worker.suspend()
    job_id = own.ask(*names).json()["job_id"]
    try:
        until(lambda: own.redis.lrange(f"rq:queue:{QUEUE_NAME}:intermediate", 0, -1), 5, "it is taken")
        with _refusing(own, "no replica"):
            worker.resume()
            time.sleep(5)
            assert own.status(job_id)["status"] == "queued"
    finally:
        worker.resume()
    assert own.wait(job_id, 20)["status"] == "finished"
    assert own.part("worker").pid == worker.pid


def test_a_job_that_runs_while_redis_takes_no_writes_is_done(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    process = own.engine_process()
    with _refusing(own, "no replica"):
        until(lambda: not process.is_running(), 120, "the engine is done")
        time.sleep(6)
    assert own.wait(job_id, 30)["status"] == "finished"
    assert own.result(job_id)["summary"]["unchanged"] == 12_000
