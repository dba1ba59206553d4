"""Jobs whose worker is killed or told to stop while it is at them."""

from pathlib import Path

from tests.support.stack import SLOW, Stack, until


def _kill_worker(stack: Stack) -> None:
    """Kill the worker and all below it, as a lost machine would."""
    worker = stack.part("worker")
    below = worker.children(recursive=True)
    worker.kill()
    for process in below:
        if process.is_running():
            process.kill()


def test_a_job_of_a_killed_worker_is_run_again_once(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    own.started(job_id)
    _kill_worker(own)
    assert own.wait(job_id, 120)["status"] == "finished"
    assert own.result(job_id)["summary"]["unchanged"] == 12_000


def test_a_job_that_loses_two_workers_fails(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    own.engine_process()
    _kill_worker(own)
    own.engine_process(120)
    _kill_worker(own)
    status = own.wait(job_id, 120)
    assert (status["status"], status["error_code"]) == ("failed", "worker_lost")
    assert status["ended_at"] > status["started_at"]


def test_a_worker_told_to_stop_finishes_its_job(own: Stack, large: Path) -> None:
    job_id = own.start(large, large, **SLOW)
    own.started(job_id)
    worker = own.part("worker")
    worker.terminate()
    assert own.wait(job_id)["status"] == "finished"
    until(lambda: not worker.is_running(), 20, "the worker ends after its job")
    assert own.part("worker").pid != worker.pid
