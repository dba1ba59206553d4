"""Runs an engine in a process of its own, within limits of time and memory, and reports what becomes of it.

The engine is native code: it can crash, and it cannot be interrupted. So it gets a forked process
that is watched and, past a limit, killed. Knows no queue, no request and no engine.
"""

import json
import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import psutil

from contract.errors import ErrorCode, ServiceError
from ifcdelta.process import ForkedProcess
from ifcdelta.progress import Progress

log = logging.getLogger("worker")

Work = Callable[[Progress], dict[str, Any]]
"""What runs in the process: reports its progress and returns what can be JSON."""

_TRIES: Final = 2
_WATCH_SECONDS: Final = 0.1
_MEMORY_SECONDS: Final = 0.3
_NICENESS: Final = 5
_KERNEL_COUNTS: Final = Path("/proc/vmstat")


@dataclass(frozen=True)
class Limits:
    """What the work may take: seconds over all tries, bytes of memory of its own. `what` is what errors call it."""

    what: str
    seconds: float
    memory: int


class _Crash(Exception):  # noqa: N818 - caught here, never an error of the service
    """The process died of a signal; `killed`: of one that no fault of its own raises."""

    def __init__(self, how: str, *, killed: bool = False) -> None:
        super().__init__(how)
        self.killed = killed


def run(work: Work, limits: Limits, report: Progress) -> dict[str, Any]:
    """Run `work` in a process of its own and return what it returns; `report` is called here, as it reports there.

    A crash is tried once more, on a fresh process: the same input may pass. So is a process that somebody killed.

    Raises:
        ServiceError: what the work raised; or timeout, out_of_memory, engine_crashed, engine_failed.
    """
    deadline = time.monotonic() + limits.seconds
    killed = False
    for attempt in range(1, _TRIES + 1):
        try:
            return _run_once(work, deadline, limits, report)
        except _Crash as crash:
            killed = crash.killed
            log.warning("engine process crashed: %s, try %d of %d", crash, attempt, _TRIES)
    if killed:
        raise ServiceError(
            ErrorCode.ENGINE_CRASHED, f"The {limits.what} was killed twice, by somebody or by another program."
        )
    raise ServiceError(
        ErrorCode.ENGINE_CRASHED,
        f"The {limits.what} crashed on these models, twice; it cannot be made of them as they are.",
    )


def _run_once(work: Work, deadline: float, limits: Limits, report: Progress) -> dict[str, Any]:
    killed_before = _killed_for_memory()
    with ForkedProcess(_serve, work) as process:
        try:
            return _watch(process, deadline, limits, report)
        except EOFError:
            raise _end_of(process.wait(), limits, _killed_for_memory() > killed_before) from None


def _watch(process: ForkedProcess, deadline: float, limits: Limits, report: Progress) -> dict[str, Any]:
    """Pass on the process's messages until it is done, and see that it keeps its limits; EOFError where it ends."""
    next_look = time.monotonic()
    while True:
        if process.connection.poll(_WATCH_SECONDS):
            message = json.loads(process.connection.recv_bytes())
            if message["kind"] == "progress":
                report(message["phase"], message["percent"])
            elif message["kind"] == "done":
                return dict(message["value"])
            else:
                raise ServiceError(ErrorCode(message["code"]), message["sentence"], message["detail"])
        if time.monotonic() > deadline:
            raise ServiceError(
                ErrorCode.TIMEOUT,
                f"The {limits.what} took longer than the {limits.seconds:.0f} seconds that it may take.",
            )
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + _MEMORY_SECONDS
            if _memory_of(process) > limits.memory:
                raise _out_of_memory(limits)


def _end_of(code: int, limits: Limits, for_memory: bool) -> Exception:
    """Tell why a process ended that did not say so; `for_memory`: the kernel killed a process for memory meanwhile."""
    if code == -signal.SIGKILL:
        if for_memory:
            return ServiceError(ErrorCode.OUT_OF_MEMORY, f"The system ended the {limits.what} for want of memory.")
        return _Crash("somebody killed it", killed=True)
    if code < 0:
        return _Crash(signal.Signals(-code).name)
    return _Crash(f"exit status {code}")


def _killed_for_memory() -> int:
    """Return how many processes of this machine the kernel has killed for memory; it counts before it kills."""
    counts = dict(line.split() for line in _KERNEL_COUNTS.read_text(encoding="ascii").splitlines())
    return int(counts.get("oom_kill", 0))


def _memory_of(process: ForkedProcess) -> int:
    """Return the bytes that the process, with those it started, holds for itself; mapped files are the system's."""
    try:
        main = psutil.Process(process.pid)
        memory = main.memory_info()
        # A forked process shares what it has not written yet: only the rest is its own.
        below = sum(child.memory_full_info().uss for child in main.children(recursive=True))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(memory.rss - memory.shared + below)


def _out_of_memory(limits: Limits) -> ServiceError:
    return ServiceError(
        ErrorCode.OUT_OF_MEMORY,
        f"The {limits.what} needed more than the {limits.memory // 1024**2} MiB that it may take.",
    )


def _serve(work: Work, connection: Connection) -> None:
    """Be the process: do the work, tell how it went."""
    os.nice(_NICENESS)

    def send(**message: Any) -> None:
        connection.send_bytes(json.dumps(message).encode())

    try:
        value = work(lambda phase, percent: send(kind="progress", phase=phase, percent=percent))
    except ServiceError as error:
        send(kind="failed", code=error.code, sentence=error.sentence, detail=error.detail)
    except MemoryError:
        send(
            kind="failed",
            code=ErrorCode.OUT_OF_MEMORY,
            sentence="This needed more memory than there is.",
            detail="",
        )
    except Exception as error:
        log.exception("engine failed")
        sentence = "The engine failed in a way that it did not expect; the worker's log has the reason."
        send(kind="failed", code=ErrorCode.ENGINE_FAILED, sentence=sentence, detail=repr(error))
    else:
        send(kind="done", value=value)
