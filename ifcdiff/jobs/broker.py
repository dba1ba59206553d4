"""The worker's connection to Redis. Light, because the health check imports it; knows no queue and no job."""

import time
from typing import Any, Final

from redis import ConnectionPool, Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.connection import Connection
from redis.exceptions import (
    BusyLoadingError,
    ConnectionError,  # noqa: A004 - Redis's own
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TimeoutError,  # noqa: A004 - Redis's own
)
from redis.retry import Retry

from jobs.settings import WorkerSettings

_PACE_SECONDS: Final = 0.1


class WritesRefusedError(ConnectionError):
    """Redis answers and takes no writes: its disk or memory is full, say."""


class _PatientConnection(Connection):
    """A connection to which a Redis that takes no writes is as good as none: what is tried again heals with it."""

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        """Return the next answer.

        Raises:
            WritesRefusedError: a write was refused.
        """
        try:
            return super().read_response(*args, **kwargs)
        except ResponseError as error:
            refused = isinstance(error, OutOfMemoryError | ReadOnlyError)
            if not refused and not str(error).startswith(("MISCONF", "NOREPLICAS")):
                raise
            # RQ tries some of its transactions again without a pause.
            time.sleep(_PACE_SECONDS)
            raise WritesRefusedError(str(error)) from error


def connect(settings: WorkerSettings) -> Redis:
    """Return a connection that sits out a restart or a full disk of Redis instead of losing a job for it."""
    pool = ConnectionPool(
        connection_class=_PatientConnection,
        **settings.redis_arguments,
        socket_connect_timeout=5,
        health_check_interval=30,
        retry=Retry(ExponentialBackoff(cap=2, base=0.1), 20),
        retry_on_error=[ConnectionError, TimeoutError, BusyLoadingError],
    )
    return Redis.from_pool(pool)


def impatient(connection: Redis) -> Redis:
    """Return a connection to the same Redis for what may be left out: it tries nothing again and waits for little."""
    settings = {
        **connection.connection_pool.connection_kwargs,
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "retry": Retry(NoBackoff(), 0),
    }
    return Redis.from_pool(ConnectionPool(connection_class=connection.connection_pool.connection_class, **settings))
