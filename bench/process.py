"""Runs code in a Python process of its own and measures its time and its peak memory. Knows no model."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
_POLL: Final = 0.1
_TIMED: Final = """
import contextlib, os, sys, time
@contextlib.contextmanager
def timed():
    begun = time.perf_counter()
    yield
    open(os.environ["BENCH_SECONDS"], "w").write(str(time.perf_counter() - begun))
"""


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    """Of what it did once it had imported what it needs, as a worker has."""
    with_start: float
    """Seconds from the start of the process to its end."""
    peak: int
    """Bytes of memory of all its processes, mapped files among them; what they share counts once (PSS)."""
    is_done: bool
    """Whether it came to its end in time."""


def run(code: str, arguments: Sequence[Path | str], limit: float) -> Run:
    """Run code that does its work within `with timed():`; it is stopped after `limit` seconds."""
    with tempfile.NamedTemporaryFile("r") as told:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'ifcdiff'}{os.pathsep}{ROOT / 'contract'}"}
        environment["BENCH_SECONDS"] = told.name
        command = [sys.executable, "-c", _TIMED + code, *map(str, arguments)]
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        peaks: list[int] = []
        watch = threading.Thread(target=_watch, args=(process.pid, peaks))
        watch.start()
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with_start = time.perf_counter() - begun
        watch.join()
        seconds = told.read()
    return Run(float(seconds or with_start), with_start, max(peaks, default=0), bool(seconds))


def _watch(pid: int, peaks: list[int]) -> None:
    try:
        watched = psutil.Process(pid)
        while watched.status() != psutil.STATUS_ZOMBIE:
            peaks.append(sum(each.memory_full_info().pss for each in (watched, *watched.children(recursive=True))))
            time.sleep(_POLL)
    except psutil.NoSuchProcess:
        return
