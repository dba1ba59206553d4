"""In which order jobs are listed: ids by time of creation, of all jobs and of each state. Knows RQ; knows no HTTP.

RQ tells nobody of a job's end: it moves the id to a registry, in the order of ends. So the ids of jobs that had not
ended when they were last looked at are kept apart, and those of them that RQ's registries have by now are sorted in
before a list is read; each job once. What is deleted or queued again outside of this service is found by who reads its
page. A page thus costs some ten commands and two for each of its jobs, whatever its offset and however many there are.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis.client import Pipeline
from redis.exceptions import ResponseError
from rq import Queue
from rq.job import Job

from contract.job import JobState, state_of
from gateway.jobs.rq_jobs import StoredJob, fetch_many, state_of_job

log = logging.getLogger("gateway")

_LISTED: Final = "ifcdiff:jobs"
"""All jobs that may be there. The keys are sorted sets of ids by creation."""
_KNOWN: Final = "ifcdiff:jobs:known"
"""All jobs that once were: what tells expired from unknown."""
_OPEN: Final = "ifcdiff:jobs:open"
"""The jobs that were not seen to have ended."""
_ENDED: Final = {state: f"ifcdiff:jobs:{state}" for state in JobState if state.ended}
_REMEMBERED: Final = 365 * 86_400
_BATCH: Final = 100


@dataclass(frozen=True)
class Page:
    """A part of a list."""

    jobs: list[StoredJob]
    more: bool
    """Whether the list goes on."""


class JobIndex:
    """The lists of one queue's jobs. Every method can raise redis.exceptions.RedisError."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._redis = queue.connection
        self._registries = [
            registry.key
            for registry in (queue.finished_job_registry, queue.failed_job_registry, queue.canceled_job_registry)
        ]

    def add(self, job_id: str, pipeline: Pipeline) -> None:
        """Put a new job first, with the commands of `pipeline`."""
        now = time.time()
        for key in (_LISTED, _KNOWN, _OPEN):
            pipeline.zadd(key, {job_id: now})
        pipeline.zremrangebyscore(_KNOWN, 0, now - _REMEMBERED)

    def knows(self, job_id: str) -> bool:
        """Tell whether a job of this id once was."""
        return self._redis.zscore(_KNOWN, job_id) is not None

    def page(self, state: JobState | None, offset: int, limit: int) -> Page:
        """Return the jobs at the places from `offset` on, newest first; of those in `state` (None: of all).

        A place whose job cannot be read, or has just changed its state, stays empty: there may be fewer than `limit`.
        """
        if state is None:
            return self._window(_LISTED, set(JobState), offset, limit)
        self._settle()
        if state is JobState.STARTED:
            return self._started(offset, limit)
        return self._window(_ENDED.get(state, _OPEN), {state}, offset, limit)

    def tidy(self) -> None:
        """Sort in what has ended, and take the oldest jobs off the list that are gone."""
        self._settle()
        oldest = _texts(self._redis.zrange(_LISTED, 0, _BATCH - 1))
        with self._redis.pipeline(transaction=False) as pipeline:
            for job_id in oldest:
                pipeline.exists(Job.key_for(job_id))
            there = pipeline.execute()
        self._forget([job_id for job_id, is_there in zip(oldest, there, strict=True) if not is_there])

    def _window(self, key: str, states: set[JobState], offset: int, limit: int) -> Page:
        while True:
            # One more than asked for tells whether there are more.
            listed = self._redis.zrevrange(key, offset, offset + limit, withscores=True)
            created = _scored(listed)
            jobs, gone = fetch_many(list(created), self._redis)
            moved = {job.id: state_of_job(job) for job in jobs if key not in {_LISTED, _list_of(state_of_job(job))}}
            shown = _scored(listed[:limit])
            page = Page([job for job in jobs if job.id in shown and state_of_job(job) in states], len(listed) > limit)
            if not (gone or moved):
                return page
            try:
                self._forget(gone)
                self._move(moved, created)
            except ResponseError as error:
                # Redis takes no writes at the moment: the list shows what there is, with gaps.
                log.info("lists are not put in order: %s", error)
                return page

    def _started(self, offset: int, limit: int) -> Page:
        """Return a page of the jobs that run: as many as there are workers, so that all are read."""
        created = self._created(_OPEN, self._queue.started_job_registry.get_job_ids(cleanup=False))
        newest_first = sorted(created, key=lambda job_id: created[job_id], reverse=True)
        jobs, _ = fetch_many(newest_first[offset : offset + limit], self._redis)
        started = [job for job in jobs if state_of_job(job) is JobState.STARTED]
        return Page(started, len(newest_first) > offset + limit)

    def _settle(self) -> None:
        """Sort those of the open jobs that have ended into the list of their state."""
        try:
            self._reopen()
            created: dict[str, float] = {}
            for key in self._registries:
                # Redis walks the smaller of the two sets, and that is the one of the open jobs.
                created.update(_scored(self._redis.zinter({_OPEN: 1, key: 0}, withscores=True)))
            self._move(self._states(list(created)), created)
        except ResponseError as error:
            log.info("lists are not put in order: %s", error)

    def _reopen(self) -> None:
        """Open again what rq-dashboard put back into the queue: its last ids, and those that workers are at."""
        waiting = self._redis.lrange(self._queue.key, -_BATCH, -1)
        ids = [*_texts(waiting), *self._queue.started_job_registry.get_job_ids(cleanup=False)]
        created = self._created(_LISTED, ids)
        is_open = self._created(_OPEN, list(created))
        self._move({job_id: JobState.QUEUED for job_id in created if job_id not in is_open}, created)

    def _states(self, job_ids: Sequence[str]) -> dict[str, JobState]:
        """Return the states of jobs that are there and whose state is known."""
        with self._redis.pipeline(transaction=False) as pipeline:
            for job_id in job_ids:
                pipeline.hget(Job.key_for(job_id), "status")
            answers = pipeline.execute(raise_on_error=False)
        states = {}
        for job_id, answer in zip(job_ids, answers, strict=True):
            if isinstance(answer, bytes):
                try:
                    states[job_id] = state_of(answer.decode(errors="replace"))
                except KeyError:
                    log.info("job %s is in a state that this version does not know", job_id)
        return states

    def _created(self, key: str, job_ids: Sequence[str]) -> dict[str, float]:
        """Return those of the ids that the list `key` has, and when they were created."""
        if not job_ids:
            return {}
        scores = self._redis.zmscore(key, list(job_ids))
        return {job_id: score for job_id, score in zip(job_ids, scores, strict=True) if score is not None}

    def _move(self, states: Mapping[str, JobState], created: Mapping[str, float]) -> None:
        """Have each job in the list of its state, and in no other state's."""
        if not states:
            return
        with self._redis.pipeline() as pipeline:
            for key in (_OPEN, *_ENDED.values()):
                pipeline.zrem(key, *states)
            for job_id, state in states.items():
                pipeline.zadd(_list_of(state), {job_id: created[job_id]})
            pipeline.execute()

    def _forget(self, job_ids: Sequence[str]) -> None:
        """Take jobs that are gone off every list."""
        if not job_ids:
            return
        with self._redis.pipeline() as pipeline:
            for key in (_LISTED, _OPEN, *_ENDED.values()):
                pipeline.zrem(key, *job_ids)
            pipeline.execute()


def _list_of(state: JobState) -> str:
    """Return the key of a state's list."""
    return _ENDED.get(state, _OPEN)


def _scored(answer: Any) -> dict[str, float]:
    """Return the ids of an answer of Redis in its order, with their scores; those that are no text are no job's."""
    return {text: score for job_id, score in answer if (text := job_id.decode(errors="ignore")).encode() == job_id}


def _texts(answer: Any) -> list[str]:
    return [each.decode(errors="replace") for each in answer]
