"""The container's health check: exit status 0 while a worker of this host sends heartbeats."""

import socket
import sys
from datetime import UTC, datetime, timedelta
from typing import Final

from rq import Worker

from contract.names import SERIALIZER
from jobs.broker import connect
from jobs.settings import read_settings

_FRESH: Final = timedelta(seconds=60)


def main() -> None:
    """Look for a fresh heartbeat of this host's worker in Redis."""
    workers = Worker.all(connection=connect(read_settings()), serializer=SERIALIZER)
    oldest = datetime.now(UTC) - _FRESH
    beats = [worker.last_heartbeat for worker in workers if worker.hostname == socket.gethostname()]
    if not any(beat and beat > oldest for beat in beats):
        sys.exit("no heartbeat of a worker of this host within a minute")


if __name__ == "__main__":
    main()
