"""Lists of many jobs: a page costs a page, and it is right whoever changed the jobs' states."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.stack import Stack, running, until

MANY = 2_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, pair: tuple[Path, Path]) -> Iterator[tuple[Stack, list[str]]]:
    """A stack whose worker has done one job, and now stands still before `MANY` others; their ids, oldest first."""
    with running(tmp_path_factory.mktemp("many"), MAX_QUEUED=str(2 * MANY)) as stack:
        ids = [stack.start(*pair), stack.start(*pair, filter_elements="(")]
        for job_id in ids:
            stack.wait(job_id)
        worker = stack.part("worker")
        worker.suspend()
        names = [stack.put(path) for path in pair]
        ids += [stack.ask(*names).json()["job_id"] for _ in range(MANY)]
        yield stack, ids
        worker.resume()


def _page(stack: Stack, **query: Any) -> tuple[dict[str, Any], int]:
    """Return a page and how many keys and entries Valkey was asked for it; the gateway's housekeeping asks little."""
    before = _asked(stack)
    answer = stack.http.get("/tasks", params=query)
    assert answer.status_code == 200
    return answer.json(), _asked(stack) - before


def _asked(stack: Stack) -> int:
    counted = stack.redis.info("commandstats")
    return sum(command["calls"] for command in counted.values())


def _all(stack: Stack, **query: Any) -> list[str]:
    """Return the ids of all pages."""
    ids = []
    path = f"/tasks?{httpx.QueryParams(limit=500, **query)}"
    while path:
        page = stack.http.get(path).json()
        ids += [task["job_id"] for task in page["tasks"]]
        path = page["next"]
    return ids


def test_a_page_costs_a_page(many: tuple[Stack, list[str]]) -> None:
    stack, ids = many
    stack.http.get("/tasks", params={"status": "finished"})
    for query in (
        {},
        {"offset": MANY - 10},
        {"status": "finished"},
        {"status": "failed"},
        {"status": "canceled"},
        {"status": "started"},
        {"status": "queued"},
        {"status": "queued", "offset": MANY - 20},
    ):
        page, asked = _page(stack, limit=10, **query)
        # What a page is made of, and what workers and housekeeping ask meanwhile.
        assert asked < 150, query
        wanted = {"finished": ids[:1], "failed": ids[1:2]}.get(str(query.get("status")))
        if wanted:
            assert [task["job_id"] for task in page["tasks"]] == wanted
    page, _ = _page(stack, offset=MANY - 10, limit=10)
    assert [task["job_id"] for task in page["tasks"]] == ids[::-1][MANY - 10 : MANY]


def test_the_list_of_a_state_is_the_list_of_all_without_the_others(many: tuple[Stack, list[str]]) -> None:
    stack, ids = many
    with ThreadPoolExecutor(4) as callers:
        list(callers.map(lambda job_id: stack.http.delete(f"/tasks/{job_id}"), ids[10:400:7]))
    canceled = ids[10:400:7]
    deleted = ids[403:420:3]
    for job_id in deleted:
        httpx.post(f"http://127.0.0.1:{stack.dashboard}/job/{job_id}/delete").raise_for_status()
    there = [job_id for job_id in reversed(ids) if job_id not in deleted]
    assert _all(stack) == there
    assert _all(stack, status="canceled") == canceled[::-1]
    assert _all(stack, status="queued") == [job_id for job_id in there if job_id not in {*canceled, *ids[:2]}]
    assert _all(stack, status="started") == []
    assert [_all(stack, status=state) for state in ("finished", "failed")] == [ids[:1], ids[1:2]]


def test_a_job_that_the_dashboard_puts_back_is_listed_as_what_it_is(stack: Stack, pair: tuple[Path, Path]) -> None:
    failed = stack.start(*pair, filter_elements="(")
    stack.wait(failed)
    assert failed in _all(stack, status="failed")
    first = stack.status(failed)["started_at"]
    httpx.post(f"http://127.0.0.1:{stack.dashboard}/job/{failed}/requeue").raise_for_status()
    until(lambda: stack.status(failed)["started_at"] not in {first, None}, 30, "it runs again")
    stack.wait(failed)
    assert _all(stack, status="failed").count(failed) == 1
    assert failed not in _all(stack, status="queued")
    assert failed not in _all(stack, status="finished")


def test_jobs_that_expire_leave_the_lists(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair)
    stack.wait(job_id)
    assert job_id in _all(stack, status="finished")
    stack.redis.expire(f"rq:job:{job_id}", 1)
    time.sleep(1.5)
    assert job_id not in _all(stack, status="finished")
    assert job_id not in _all(stack)
    assert stack.http.get(f"/tasks/{job_id}/result").json()["code"] == "result_expired"
