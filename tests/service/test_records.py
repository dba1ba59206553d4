"""Job records that somebody deleted or damaged, or that another version wrote: nobody else notices."""

import json
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from redis import Redis

from contract.names import QUEUE_NAME, TASK
from tests.service.test_requests import assert_problem
from tests.support.stack import SLOW, Stack, until


def _with_field(field: str, value: bytes) -> Callable[[Redis, str], object]:
    return lambda redis, job_id: redis.hset(f"rq:job:{job_id}", field, value)


def _as_text(key: str) -> Callable[[Redis, str], object]:
    return lambda redis, job_id: redis.set(key.format(job_id), "a text", ex=600)


UNREADABLE = {
    "an error code of a newer version": _with_field("meta", b'{"error_code": "not_yet_known"}'),
    "an unknown state": _with_field("status", b"paused"),
    "pickled arguments": _with_field("data", pickle.dumps((TASK, None, (), {}))),
    "pickled meta": _with_field("meta", pickle.dumps({"sha256": "x"})),
    "arguments of other types": _with_field("data", json.dumps([TASK, None, [], {"old_file": 7}]).encode()),
    "arguments of another form": _with_field("data", json.dumps([TASK, None, [], "x"]).encode()),
    "text that is not UTF-8": _with_field("description", b"\xff\xfe"),
    "a time that is none": _with_field("created_at", b"yesterday"),
    "a record of another type": _as_text("rq:job:{}"),
    "a result of another type": _as_text("rq:results:{}"),
}


@pytest.mark.parametrize("damage", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_record_that_cannot_be_read_is_left_out_of_lists_and_told_alone(
    own: Stack, pair: tuple[Path, Path], damage: Callable[[Redis, str], object]
) -> None:
    good, bad = own.start(*pair), own.start(*pair)
    for job_id in (good, bad):
        own.wait(job_id)
    if damage is UNREADABLE["a record of another type"]:
        own.redis.delete(f"rq:job:{bad}")
    if damage is UNREADABLE["a result of another type"]:
        own.redis.delete(f"rq:results:{bad}")
    damage(own.redis, bad)
    for query in ({}, {"status": "finished"}, {"status": "queued"}, {"limit": 1, "offset": 0}):
        answer = own.http.get("/tasks", params=query)
        assert answer.status_code == 200
        assert bad not in answer.text
    assert good in own.http.get("/tasks").text
    for path in (f"/tasks/{bad}/status", f"/jobs/{bad}/status", f"/tasks/{bad}/result", f"/tasks/{bad}/overview"):
        assert_problem(own.http.get(path), 500, "job_unreadable")
    assert own.http.delete(f"/tasks/{bad}").json()["code"] in {"job_unreadable", "job_ended"}
    assert own.status(good)["status"] == "finished"


def test_half_a_record_is_no_job(own: Stack, pair: tuple[Path, Path]) -> None:
    half = own.start(*pair)
    own.wait(half)
    own.redis.delete(f"rq:job:{half}")
    own.redis.hset(f"rq:job:{half}", "meta", "{}")
    answer = own.http.get("/tasks")
    assert answer.status_code == 200
    assert half not in answer.text
    assert_problem(own.http.get(f"/tasks/{half}/status"), 404, "job_not_found")


def test_a_running_job_that_is_deleted_in_the_dashboard_is_stopped_and_leaves_nothing(
    own: Stack, large: Path, pair: tuple[Path, Path]
) -> None:
    worker = own.part("worker").pid
    job_id = own.start(large, large, **SLOW)
    process = own.engine_process()
    assert httpx.post(f"http://127.0.0.1:{own.dashboard}/job/{job_id}/delete").json() == {"status": "OK"}
    until(lambda: not process.is_running(), 15, "the engine's process ends")
    after = own.wait(own.start(*pair))
    assert after["status"] == "finished"
    assert not own.redis.exists(f"rq:job:{job_id}")
    assert_problem(own.http.get(f"/tasks/{job_id}/status"), 404, "job_not_found")
    assert job_id not in own.http.get("/tasks").text
    assert not list((own.folder / "diff").glob(f"{job_id}*"))
    assert own.part("worker").pid == worker


def test_a_job_that_is_deleted_and_ends_before_its_worker_knows_leaves_nothing(
    own: Stack, large: Path, pair: tuple[Path, Path]
) -> None:
    job_id = own.start(large, large, **SLOW)
    process, worker = own.engine_process(), own.part("worker")
    worker.suspend()
    try:
        assert httpx.post(f"http://127.0.0.1:{own.dashboard}/job/{job_id}/delete").json() == {"status": "OK"}
        until((own.folder / "diff" / f"{job_id}.json").exists, 60, "the result is published")
        until(lambda: not process.is_running(), 15, "the engine's process ends")
    finally:
        worker.resume()
    assert own.wait(own.start(*pair))["status"] == "finished"
    assert not list((own.folder / "diff").glob(f"**/{job_id}*"))
    assert not own.redis.exists(f"rq:job:{job_id}")


def test_the_description_of_the_api_depends_on_no_job(own: Stack, pair: tuple[Path, Path]) -> None:
    before = own.http.get("/openapi.json").json()
    own.wait(own.start(*pair))
    assert own.http.get("/openapi.json").json() == before
    valkey = own.part("valkey")
    valkey.suspend()
    try:
        for path in ("/openapi.json", "/docs"):
            assert own.http.get(path, timeout=5).status_code == 200
    finally:
        valkey.resume()


def test_an_unreadable_record_in_the_queue_ends_no_worker_and_no_housekeeping(
    own: Stack, pair: tuple[Path, Path]
) -> None:
    worker = own.part("worker").pid
    waiting, lost, other = (str(uuid4()) for _ in range(3))
    for job_id in (waiting, lost):
        own.redis.hset(f"rq:job:{job_id}", mapping={"data": "x", "status": "paused", "origin": QUEUE_NAME})
    own.redis.set(f"rq:job:{other}", "a text")
    own.redis.zadd(f"rq:wip:{QUEUE_NAME}", {f"{lost}:1": 1})
    own.redis.rpush(f"rq:queue:{QUEUE_NAME}", waiting, other)
    assert own.wait(own.start(*pair))["status"] == "finished"
    until(lambda: not own.redis.zcard(f"rq:wip:{QUEUE_NAME}"), 30, "the lost job is off the list of those that run")
    until(lambda: not own.redis.llen(f"rq:queue:{QUEUE_NAME}:intermediate"), 60, "nothing is left of what was taken")
    assert own.part("worker").pid == worker


def test_an_unreadable_record_of_a_view_s_job_makes_room_for_a_new_one(own: Stack, pair: tuple[Path, Path]) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    own.redis.set(f"rq:job:{job_id}-csv", "a text")
    assert own.http.get(f"/tasks/{job_id}/result", params={"format": "csv"}).status_code == 200
    own.redis.hset(f"rq:job:{job_id}-xlsx", mapping={"meta": "{}"})
    assert own.http.get(f"/tasks/{job_id}/result", params={"format": "xlsx"}).status_code == 200


@pytest.mark.parametrize("key", ["ifcdiff:jobs", "ifcdiff:jobs:open"])
def test_an_id_that_is_no_text_leaves_a_gap_in_the_list(own: Stack, pair: tuple[Path, Path], key: str) -> None:
    job_id = own.start(*pair)
    own.wait(job_id)
    own.redis.zadd(key, {b"\xff": time.time() + 60})
    try:
        for state in ({}, {"status": "queued"}):
            assert own.http.get("/tasks", params=state).status_code == 200
        first = own.http.get("/tasks", params={"limit": 1}).json()
        assert job_id in {task["job_id"] for task in [*first["tasks"], *own.http.get(first["next"]).json()["tasks"]]}
    finally:
        own.redis.zrem(key, b"\xff")
