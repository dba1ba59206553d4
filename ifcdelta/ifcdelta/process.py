"""Processes for what may crash, hang or print: forked, so that an opened model is not read again. Knows no model."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, ClassVar, Final, Self

_PR_SET_PDEATHSIG: Final = 1
_STDOUT: Final = 1


class ForkedProcess:
    """A process that runs `target(*args, connection)`, and `connection`, the other end of what it speaks through.

    What waits for it polls the connection; EOFError or ConnectionError tells there that the process has ended, and
    `wait` how. It lives at the longest as long as its block, and as its parent.
    """

    _forking: ClassVar = threading.Lock()
    """A process that another thread forks meanwhile would hold the connection open when the one that it is for has
    died."""

    def __init__(self, target: Callable[..., None], *args: Any) -> None:
        context = multiprocessing.get_context("fork")
        with ForkedProcess._forking:
            self.connection, its = context.Pipe()
            self._process = context.Process(target=_begin, args=(target, args, its))
            self._process.start()
            its.close()

    def __enter__(self) -> Self:
        """Return the process, which runs."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End it."""
        self.stop()

    @property
    def pid(self) -> int | None:
        """Its number in the system."""
        return self._process.pid

    def wait(self) -> int:
        """Wait for a process that has ended its connection; return its exit status, or the signal it died of, negative.

        A process that `stop` ended died of SIGKILL, unless it was done before.
        """
        self._process.join()
        return self._process.exitcode or 0

    def stop(self) -> None:
        """End it, however far it is, and its connection."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, so that nothing runs on for nobody (Linux alone)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _begin(target: Callable[..., None], args: tuple[Any, ...], connection: Connection) -> None:
    """Be the process. It ends when its parent ends, and IfcOpenShell's own messages stay out of the parent's output."""
    # It is a copy that was made while the lock was held, and nobody here would ever let go of it.
    ForkedProcess._forking = threading.Lock()  # noqa: SLF001 - a part of the class
    die_with_parent()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
    target(*args, connection)
