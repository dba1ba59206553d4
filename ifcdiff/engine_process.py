"""Runs an engine in a process of its own, within limits of time and memory, and reports what becomes of it.

The engine is native code: it can crash, and it cannot be interrupted. So it gets a forked process
that is watched and, past a limit, killed. Knows no queue, no request and no engine.
"""

import ctypes
import json
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

import psutil

from contract.errors import ErrorCode, ServiceError

log = logging.getLogger("worker")

Report = Callable[[str, int], None]
"""Tells a phase and the percent of the whole job."""

Work = Callable[[Report], dict[str, Any]]
"""What runs in the process: reports its progress and returns what can be JSON."""

_TRIES: Final = 2
_WATCH_SECONDS: Final = 0.1
_MEMORY_SECONDS: Final = 0.3
_NICENESS: Final = 5
_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True)
class Limits:
    """What the work may take: seconds over all tries, bytes of memory of its own. `what` is what errors call it."""

    what: str
    seconds: float
    memory: int


class _Crash(Exception):  # noqa: N818 - caught here, never an error of the service
    """The process died of a signal."""


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, so that no diff runs on for a lost job (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def run(work: Work, limits: Limits, report: Report) -> dict[str, Any]:
    """Run `work` in a process of its own and return what it returns; `report` is called here, as it reports there.

    A crash is tried once more, on a fresh process: the same input may pass.

    Raises:
        ServiceError: what the work raised; or timeout, out_of_memory, engine_crashed, engine_failed.
    """
    deadline = time.monotonic() + limits.seconds
    for attempt in range(1, _TRIES + 1):
        try:
            return _run_once(work, deadline, limits, report)
        except _Crash as crash:
            log.warning("engine process crashed: %s, try %d of %d", crash, attempt, _TRIES)
    raise ServiceError(
        ErrorCode.ENGINE_CRASHED,
        f"The {limits.what} crashed on these models, twice; it cannot be made of them as they are.",
    )


def _run_once(work: Work, deadline: float, limits: Limits, report: Report) -> dict[str, Any]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, sender))
    process.start()
    sender.close()
    try:
        return _watch(process, receiver, deadline, limits, report)
    finally:
        process.kill()
        process.join()
        receiver.close()


def _watch(
    process: BaseProcess, receiver: Connection, deadline: float, limits: Limits, report: Report
) -> dict[str, Any]:
    """Pass on the process's messages until it is done, and see that it keeps its limits."""
    next_look = time.monotonic()
    while True:
        if receiver.poll(_WATCH_SECONDS):
            try:
                message = json.loads(receiver.recv_bytes())
            except EOFError:
                raise _end_of(process, limits) from None
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


def _end_of(process: BaseProcess, limits: Limits) -> Exception:
    """Tell why a process ended that did not say so."""
    process.join()
    code = process.exitcode or 0
    if code == -signal.SIGKILL:
        # Nobody here sent it: that is the kernel, and it kills for memory.
        return ServiceError(ErrorCode.OUT_OF_MEMORY, f"The system ended the {limits.what} for want of memory.")
    if code < 0:
        return _Crash(signal.Signals(-code).name)
    return _Crash(f"exit status {code}")


def _memory_of(process: BaseProcess) -> int:
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


def _serve(work: Work, sender: Connection) -> None:
    """Be the process: do the work, tell how it went."""
    die_with_parent()
    os.nice(_NICENESS)

    def send(**message: Any) -> None:
        sender.send_bytes(json.dumps(message).encode())

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
