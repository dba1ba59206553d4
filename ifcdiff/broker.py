"""The worker's connection to Redis. Light, because the health check imports it; knows no queue and no job."""

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import BusyLoadingError, ConnectionError, TimeoutError  # noqa: A004 - Redis's own
from redis.retry import Retry

from worker_settings import WorkerSettings


def connect(settings: WorkerSettings) -> Redis:
    """Return a connection that sits out a restart of Redis instead of losing a job for it."""
    return Redis(
        host=settings.redis_host,
        port=settings.redis_port,
        password=settings.redis_password.get_secret_value() or None,
        socket_connect_timeout=5,
        health_check_interval=30,
        retry=Retry(ExponentialBackoff(cap=2, base=0.1), 20),
        retry_on_error=[ConnectionError, TimeoutError, BusyLoadingError],
    )
