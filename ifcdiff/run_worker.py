"""Starts an RQ worker: `python run_worker.py [QUEUE]` in this folder with PYTHONPATH=. until it is told to stop.

Without a name it works off the diffs. On SIGTERM or SIGINT it finishes its job first. Knows RQ and the settings; the
tasks are in worker.py and view_worker.py.
"""

import importlib
import logging
import secrets
import socket
import sys
from functools import partial
from typing import Final

from contract.names import ARTIFACT_TASK, ARTIFACTS_QUEUE_NAME, QUEUE_NAME, SERIALIZER, TASK
from ifcdelta.native import machine_code
from jobs.artifacts_version import announce
from jobs.broker import connect
from jobs.diff_worker import DiffWorker
from jobs.publish import tidy_up
from jobs.settings import check_volumes, read_settings

_TASKS: Final = {QUEUE_NAME: TASK, ARTIFACTS_QUEUE_NAME: ARTIFACT_TASK}
_HEARTBEAT_SECONDS: Final = 5
_MAINTENANCE_SECONDS: Final = 20
_WORKER_TTL: Final = 30
_LOG_FORMAT: Final = "%(asctime)s worker %(levelname)s %(message)s"


def main() -> None:
    """Import the queue's task, then work until told to stop; exit status 1 with one line for an unknown queue."""
    queue = sys.argv[1] if len(sys.argv) > 1 else QUEUE_NAME
    if queue not in _TASKS:
        sys.exit(f"there is no queue {queue}; there are {' and '.join(_TASKS)}")
    settings = read_settings()
    check_volumes(settings)
    logging.basicConfig(level=settings.log_level, format=_LOG_FORMAT)
    # RQ forks per job: what is imported here is paid for once, and an import that fails stops the start.
    importlib.import_module(_TASKS[queue].rpartition(".")[0])
    machine_code.load()
    if queue == ARTIFACTS_QUEUE_NAME:
        announce(settings.results_dir)
    worker = DiffWorker(
        [queue],
        tidy_up=partial(tidy_up, settings.results_dir),
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
