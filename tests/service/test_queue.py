"""Jobs that another program puts into the queue, by the names that the contract gives."""

from pathlib import Path
from typing import Any

import pytest
from rq import Queue

from contract.names import QUEUE_NAME, SERIALIZER, TASK
from tests.service.test_requests import assert_problem
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def queue(stack: Stack) -> Queue:
    return Queue(QUEUE_NAME, connection=stack.redis, serializer=SERIALIZER)


def test_a_job_with_the_names_alone_is_done(stack: Stack, queue: Queue, pair: tuple[Path, Path]) -> None:
    names = {"old_file": stack.put(pair[0]), "new_file": stack.put(pair[1])}
    job_id = queue.enqueue(TASK, kwargs=names).id
    assert stack.wait(job_id)["result"] == f"diff/{job_id}.json"
    assert stack.result(job_id)["added"]


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ({"new_file": "../secret.ifc"}, 422, "invalid_request"),
        ({"new_file": "new.ifc", "output_file": "../../evil.json"}, 422, "invalid_request"),
        ({"new_file": "new.ifc", "unheard_of": 1}, 500, "internal"),
        ({}, 500, "internal"),
    ],
)
def test_a_job_with_wrong_arguments_fails(
    stack: Stack, queue: Queue, arguments: dict[str, Any], status: int, code: str
) -> None:
    job_id = queue.enqueue(TASK, kwargs={"old_file": "old.ifc", **arguments}).id
    assert stack.wait(job_id)["error_code"] == code
    assert_problem(stack.http.get(f"/tasks/{job_id}/result"), status, code)


def test_a_job_that_is_cancelled_while_it_waits_is_not_kept_for_ever(
    stack: Stack, queue: Queue, pair: tuple[Path, Path], large: Path
) -> None:
    blocking = stack.start(large, large, engine="ifcopenshell")
    stack.started(blocking)
    waiting = stack.start(*pair)
    for job_id in (waiting, blocking):
        assert stack.http.delete(f"/tasks/{job_id}").json()["status"] == "canceled"
    seconds = queue.connection.ttl(f"rq:job:{waiting}")
    assert 0 < seconds <= 30 * 86_400
    for job_id in (waiting, blocking):
        status = stack.status(job_id)
        assert status["created_at"] < status["ended_at"]
