"""What the queues share: the connection to Redis, and how a job of RQ is read. Knows no queue and no HTTP."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from rq import Queue, Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job

from contract.errors import ErrorCode
from contract.job import JobMeta, JobState, state_of
from contract.names import SERIALIZER
from gateway.settings import GatewaySettings


def connect(settings: GatewaySettings) -> Redis:
    """Return the connection to Redis; it is made at the first call."""
    return Redis(
        host=settings.redis_host,
        port=settings.redis_port,
        password=settings.redis_password.get_secret_value() or None,
        socket_connect_timeout=2,
        socket_timeout=2,
        # A broken connection is tried again at once; a Redis that hangs would hang again.
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    )


def fetch(job_id: str, queue: str, connection: Redis) -> Job | None:
    """Return the job of `queue`, None where that queue has or had none of this id."""
    try:
        job = Job.fetch(job_id, connection=connection, serializer=SERIALIZER)
    except (NoSuchJobError, ValueError):
        return None
    return job if job.origin == queue else None


def worker_states(queue: Queue) -> list[str]:
    """Return the state of each worker of `queue` that sends heartbeats, in RQ's words (`idle`, `busy`, …).

    Read from the workers' hashes: an `rq.Worker` sets the socket timeout of the whole connection pool to minutes.
    """
    with queue.connection.pipeline(transaction=False) as pipeline:
        for key in Worker.all_keys(queue=queue):
            pipeline.hget(key, "state")
        return [state.decode() for state in pipeline.execute() if state is not None]


def state_of_job(job: Job) -> JobState:
    """Return a fetched job's state."""
    return state_of(job.get_status(refresh=False).value)


def meta_of(job: Job) -> JobMeta:
    """Return what the worker noted in a fetched job's meta; of one that failed without a word, why it did."""
    meta = JobMeta.model_validate(job.get_meta(refresh=False))
    if state_of_job(job) is not JobState.FAILED or meta.error_code is not None:
        return meta
    code, sentence = _unexplained(job)
    return meta.model_copy(update={"error_code": code, "error": sentence})


def _unexplained(job: Job) -> tuple[ErrorCode, str]:
    """Say why a job failed whose worker could not say so itself."""
    result = job.latest_result()
    raised = (result.exc_string if result else None) or ""
    if "JobTimeoutException" in raised:
        return ErrorCode.TIMEOUT, "The job took longer than the time limit allows."
    if "Traceback" in raised:
        return ErrorCode.INTERNAL, "The worker failed in a way that it did not expect; its log has the reason."
    return ErrorCode.WORKER_LOST, "The worker was lost while it ran this job; send the request again."
