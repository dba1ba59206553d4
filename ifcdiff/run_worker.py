"""Starts an RQ worker: `python run_worker.py [QUEUE]` in this folder with PYTHONPATH=. until it is told to stop.

Without a name it works off the diffs. On SIGTERM or SIGINT it finishes its job first. Knows RQ and the settings; the
tasks are in worker.py and view_worker.py.
"""

import importlib
import logging
import secrets
import socket
import sys
from typing import Any, Final

from rq import Worker
from rq.job import Job

from broker import connect
from contract.names import QUEUE_NAME, SERIALIZER, TASK, VIEW_TASK, VIEWS_QUEUE_NAME
from ifcdelta.warm import warm
from views_version import announce
from worker_settings import read_settings

_TASKS: Final = {QUEUE_NAME: TASK, VIEWS_QUEUE_NAME: VIEW_TASK}
_HEARTBEAT_SECONDS: Final = 5
_LOST_AFTER_SECONDS: Final = 30
_MAINTENANCE_SECONDS: Final = 20
_WORKER_TTL: Final = 30
_TOLD_FAILURE: Final = "JobFailedError"
"""What the tasks raise. By name: its module is imported once the settings are known to be good."""
_LOG_FORMAT: Final = "%(asctime)s worker %(levelname)s %(message)s"


class DiffWorker(Worker):
    """An RQ worker whose jobs count as lost soon after its last heartbeat (RQ: a minute and more)."""

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002 - RQ's signature
        """Return the seconds after which a started job without a heartbeat is lost."""
        return _LOST_AFTER_SECONDS

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Leave a failure that the task has logged in one line at that; log the traceback of any other."""
        if type(exc_info[1]).__name__ != _TOLD_FAILURE:
            super().handle_exception(job, *exc_info)


def main() -> None:
    """Import the queue's task, then work until told to stop; exit status 1 with one line for an unknown queue."""
    queue = sys.argv[1] if len(sys.argv) > 1 else QUEUE_NAME
    if queue not in _TASKS:
        sys.exit(f"there is no queue {queue}; there are {' and '.join(_TASKS)}")
    settings = read_settings()
    logging.basicConfig(level=settings.log_level, format=_LOG_FORMAT)
    # RQ forks per job: what is imported here is paid for once, and an import that fails stops the start.
    importlib.import_module(_TASKS[queue].rpartition(".")[0])
    warm()
    if queue == VIEWS_QUEUE_NAME:
        announce(settings.results_dir)
    worker = DiffWorker(
        [queue],
        # A name of its own: a killed worker holds its name until its last heartbeat has run out.
        name=f"{socket.gethostname()}-{secrets.token_hex(4)}",
        connection=connect(settings),
        serializer=SERIALIZER,
        worker_ttl=_WORKER_TTL,
        job_monitoring_interval=_HEARTBEAT_SECONDS,
        maintenance_interval=_MAINTENANCE_SECONDS,
    )
    worker.work(logging_level=settings.log_level, log_format=_LOG_FORMAT)


if __name__ == "__main__":
    main()
