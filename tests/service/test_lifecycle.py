"""What happens to jobs when parts die, when limits are passed, when a caller changes their mind."""

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.service.test_requests import assert_problem
from tests.support.models import write_large_model
from tests.support.stack import SLOW, Stack, running, until


def test_a_queued_job_is_cancelled(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    running_job = own.start(large, large, **SLOW)
    own.started(running_job)
    waiting = own.start(*pair)
    answer = own.http.delete(f"/tasks/{waiting}")
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    assert_problem(own.http.get(f"/tasks/{waiting}/result"), 409, "job_canceled")
    assert_problem(own.http.delete(f"/tasks/{waiting}"), 409, "job_ended")
    assert own.http.get(f"/jobs/{waiting}/status").json()["status"] == "failed"
    assert own.wait(running_job)["status"] == "finished"


def test_many_who_cancel_one_job_are_all_told(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    running_job = own.start(large, large, **SLOW)
    own.started(running_job)
    waiting = own.start(*pair)
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda job_id: own.http.delete(f"/tasks/{job_id}"), [waiting, running_job] * 4))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["status"] for answer in answers if answer.is_success} == {"canceled"}
    assert {own.status(job_id)["status"] for job_id in (waiting, running_job)} == {"canceled"}


def test_a_running_job_is_stopped_and_its_process_ends(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    job_id = own.start(large, large, **SLOW)
    own.started(job_id)
    assert_problem(own.http.get(f"/tasks/{job_id}/result"), 409, "job_not_finished")
    process = own.engine_process()
    answer = own.http.delete(f"/tasks/{job_id}")
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    until(lambda: not process.is_running(), 10, "the engine's process ends")
    assert own.wait(own.start(*pair))["status"] == "finished"
    assert not list((own.folder / "diff").glob("*.part"))


def test_commands_to_stop_that_come_late_end_no_worker(own: Stack, large: Path) -> None:
    worker = own.part("worker").pid
    job_id = own.start(large, large, **SLOW)
    own.engine_process()
    name = own.redis.hget(f"rq:job:{job_id}", "worker_name")
    assert isinstance(name, bytes)
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        own.redis.publish(b"rq:pubsub:" + name, json.dumps({"command": "stop-job", "job_id": job_id}))
        time.sleep(0.001)
    assert own.wait(job_id)["status"] == "canceled"
    assert own.part("worker").pid == worker


def test_a_crash_in_native_code_is_tried_again(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    own.engine_process().send_signal(signal.SIGSEGV)
    assert own.wait(job_id)["status"] == "finished"


def test_two_crashes_fail_the_job_and_not_the_worker(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    worker = own.part("worker").pid
    job_id = own.start(large, large, **SLOW)
    first = own.engine_process()
    first.send_signal(signal.SIGSEGV)
    until(lambda: own.engine_process().pid != first.pid, 10, "the second try")
    own.engine_process().send_signal(signal.SIGSEGV)
    status = own.wait(job_id)
    assert (status["status"], status["error_code"]) == ("failed", "engine_crashed")
    assert_problem(own.http.get(f"/tasks/{job_id}/result"), 500, "engine_crashed")
    assert own.wait(own.start(*pair))["status"] == "finished"
    assert own.part("worker").pid == worker


def test_an_engine_that_somebody_killed_is_tried_again_and_told_as_that(own: Stack, large: Path) -> None:
    once = own.start(large, large, **SLOW)
    own.engine_process().kill()
    assert own.wait(once)["status"] == "finished"
    twice = own.start(large, large, **SLOW)
    first = own.engine_process()
    first.kill()
    until(lambda: own.engine_process().pid != first.pid, 10, "the second try")
    own.engine_process().kill()
    status = own.wait(twice)
    assert (status["status"], status["error_code"]) == ("failed", "engine_crashed")
    assert "killed" in status["error"]


def test_memory_taken_away_by_the_system_is_told(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    with _little_memory(own.engine_process().pid):
        status = own.wait(job_id)
    assert (status["status"], status["error_code"]) == ("failed", "out_of_memory")


@contextmanager
def _little_memory(pid: int) -> Iterator[None]:
    """Have the kernel end a process for want of memory: a cgroup of its own, with a limit that it is over at once."""
    group = Path("/sys/fs/cgroup/memory") / f"ifcdiff-test-{pid}"
    limit = "memory.limit_in_bytes"
    if not group.parent.is_dir():
        group, limit = Path("/sys/fs/cgroup") / group.name, "memory.max"
    try:
        group.mkdir()
        (group / limit).write_text(str(1024**2), encoding="ascii")
        (group / "cgroup.procs").write_text(str(pid), encoding="ascii")
    except OSError as error:
        pytest.skip(f"this machine lets nobody make a memory cgroup: {error}")
    yield
    group.rmdir()


def test_a_restart_of_valkey_loses_no_job(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    finished = own.start(*pair)
    own.wait(finished)
    running_job = own.start(large, large, **SLOW)
    own.started(running_job)
    queued = own.start(*pair)
    valkey = own.part("valkey")
    valkey.kill()
    until(lambda: not valkey.is_running(), 10, "valkey is dead")
    until(lambda: own.http.get("/health").status_code == 200, 30, "the gateway finds the new one")
    assert own.status(finished)["status"] == "finished"
    assert own.result(finished)["added"]
    assert own.wait(queued)["status"] == "finished"
    assert own.wait(running_job)["status"] == "finished"


def test_without_redis_every_call_says_so_and_heals(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    valkey = own.part("valkey")
    valkey.suspend()
    try:
        for path in ("/health", f"/tasks/{job_id}/status", "/tasks"):
            answer = own.http.get(path, timeout=15)
            assert_problem(answer, 503, "broker_unavailable")
            assert int(answer.headers["Retry-After"]) > 0
    finally:
        valkey.resume()
    until(lambda: own.http.get("/health").status_code == 200, 30, "it heals")
    assert own.status(job_id)["status"] == "finished"


def test_a_redis_that_hangs_holds_none_of_many_callers(own: Stack) -> None:
    def ask(_: int) -> httpx.Response:
        return own.http.get("/health", timeout=20)

    with ThreadPoolExecutor(12) as callers:
        # The gateway makes a connection for each; all of them must have the short timeout.
        assert {answer.status_code for answer in callers.map(ask, range(60))} == {200}
        valkey = own.part("valkey")
        valkey.suspend()
        try:
            for answer in callers.map(ask, range(24)):
                assert_problem(answer, 503, "broker_unavailable")
        finally:
            valkey.resume()
    until(lambda: own.http.get("/health").status_code == 200, 30, "it heals")


def test_a_killed_gateway_is_back(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.part("gateway").kill()

    def back() -> bool:
        try:
            return own.http.get("/health").is_success
        except httpx.TransportError:
            return False

    until(back, 30, "the gateway is back")
    assert own.wait(job_id)["status"] == "finished"


def test_a_diff_past_its_time_fails_with_timeout(tmp_path: Path, large: Path, pair: tuple[Path, Path]) -> None:
    with running(tmp_path, JOB_TIMEOUT="1") as stack:
        worker = stack.part("worker").pid
        job_id = stack.start(large, large, **SLOW)
        status = stack.wait(job_id)
        assert (status["status"], status["error_code"]) == ("failed", "timeout")
        assert_problem(stack.http.get(f"/tasks/{job_id}/result"), 500, "timeout")
        assert stack.wait(stack.start(*pair))["status"] == "finished"
        assert stack.part("worker").pid == worker


def test_a_diff_past_its_memory_fails_with_out_of_memory(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    model = write_large_model(tmp_path / "too-large.ifc", 40_000)
    with running(tmp_path / "stack", JOB_MEMORY_MB="100") as stack:
        worker = stack.part("worker").pid
        status = stack.wait(stack.start(model, model, **SLOW))
        assert (status["status"], status["error_code"]) == ("failed", "out_of_memory")
        assert stack.wait(stack.start(*pair))["status"] == "finished"
        assert stack.part("worker").pid == worker


def test_a_full_queue_is_told(tmp_path: Path, large: Path) -> None:
    with running(tmp_path, MAX_QUEUED="2") as stack:
        name = stack.put(large)
        jobs = [stack.ask(name, name, **SLOW).json()["job_id"]]
        stack.started(jobs[0])
        jobs += [stack.ask(name, name, **SLOW).json()["job_id"] for _ in range(2)]
        answer = stack.ask(name, name)
        assert_problem(answer, 429, "queue_full")
        assert int(answer.headers["Retry-After"]) > 0
        assert stack.http.get("/health").json()["queued"] == 2
        models = stack.http.get("/list_directories").json()
        with large.open("rb") as old, large.open("rb") as new:
            form = {"old": ("not yet known.ifc", old), "new": ("nor this.ifc", new)}
            assert_problem(stack.http.post("/ifcdiff", files=form), 429, "queue_full")
        assert stack.http.get("/list_directories").json() == models
        for job_id in reversed(jobs):
            stack.http.delete(f"/tasks/{job_id}")
        until(lambda: stack.ask(name, name, **SLOW).status_code == 202, 10, "the queue takes jobs again")


def test_a_deleted_result_is_expired_and_a_deleted_model_told(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    (own.folder / "diff" / f"{job_id}.json").unlink()
    assert_problem(own.http.get(f"/tasks/{job_id}/result"), 410, "result_expired")


def test_a_model_that_goes_while_its_job_waits_is_told(own: Stack, large: Path, pair: tuple[Path, Path]) -> None:
    blocking = own.start(large, large, **SLOW)
    own.started(blocking)
    job_id = own.start(*pair)
    removed = own.folder / "uploads" / pair[0].name
    removed.unlink()
    status = own.wait(job_id)
    assert (status["status"], status["error_code"]) == ("failed", "file_not_found")
    assert_problem(own.http.get(f"/tasks/{job_id}/result"), 422, "file_not_found")


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        processes = [stack.manager, *stack.manager.children(recursive=True)]
        assert len(processes) == 6
        began = time.monotonic()
        stack.end()
        assert time.monotonic() - began < 20
        until(lambda: not any(process.is_running() for process in processes), 10, "all have ended")
        log = stack.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert f"http://127.0.0.1:{stack.api}" in log
    assert not (tmp_path / "supervisord.pid").exists()
    assert (tmp_path / "valkey" / "valkey.conf").stat().st_mode & 0o077 == 0
