"""rq-dashboard shows the jobs, and what callers name is text in it."""

from pathlib import Path

import httpx

from tests.support.stack import Stack

HOSTILE = 'IfcWall, Name="<img src=x onerror=alert(1)>"'


def test_a_finished_and_a_failed_job_are_shown_as_text(stack: Stack, pair: tuple[Path, Path]) -> None:
    finished = stack.start(*pair, filter_elements=HOSTILE)
    failed = stack.start(*pair, filter_elements="(<img src=x>")
    assert stack.wait(finished)["status"] == "finished"
    assert stack.wait(failed)["status"] == "failed"
    url = f"http://127.0.0.1:{stack.dashboard}"
    for state, job_id in (("finished", finished), ("failed", failed)):
        listed = httpx.get(f"{url}/0/data/jobs/ifcdiff-tasks/{state}/100/dsc/1.json")
        assert job_id in listed.text
        assert "<" not in listed.text
        job = httpx.get(f"{url}/0/data/job/{job_id}.json")
        assert job.json()["description"] == "IFC diff"
        assert "<" not in job.text
    for path in ("/0/data/queues.json", "/0/data/workers.json"):
        answer = httpx.get(url + path)
        assert answer.status_code == 200
        assert "<" not in answer.text


def test_a_failed_job_shows_no_value_of_a_caller(stack: Stack, pair: tuple[Path, Path]) -> None:
    job_id = stack.start(*pair, filter_elements="(secret")
    stack.wait(job_id)
    job = httpx.get(f"http://127.0.0.1:{stack.dashboard}/0/data/job/{job_id}.json").json()
    assert "secret" not in (job["exc_info"] or "")
    assert "JobFailedError: bad_filter" in job["exc_info"]
