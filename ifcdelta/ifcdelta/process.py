"""Processes for what may crash, hang or print: forked, so that an opened model is not read again. Knows no model."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

_PR_SET_PDEATHSIG: Final = 1
_STDOUT: Final = 1
_FORKING: Final = threading.Lock()
"""A process that another thread forks meanwhile would hold the connection open when the one that it is for has died."""


def fork(target: Callable[..., None], *args: Any) -> tuple[BaseProcess, Connection]:
    """Start `target(*args, connection)` in a process of its own; return that and the other end of its connection."""
    context = multiprocessing.get_context("fork")
    with _FORKING:
        ours, its = context.Pipe()
        process = context.Process(target=_begin, args=(target, args, its))
        process.start()
        its.close()
    return process, ours


def _begin(target: Callable[..., None], args: tuple[Any, ...], connection: Connection) -> None:
    """Be the process. It ends when its parent ends, and IfcOpenShell's own messages stay out of the parent's output."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
    target(*args, connection)
