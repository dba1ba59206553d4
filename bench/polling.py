"""How fast `/tasks/{id}/status` answers 20 clients that ask 200 times a second: idle, and while a diff runs.

The load comes from this process, the stack has its own; both share the machine's cores.
"""

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table

from tests.support.models import write_large_model, write_model
from tests.support.stack import Stack

_CLIENTS: Final = 20
_PER_CLIENT: Final = 10.0
_SECONDS: Final = 15.0
_ELEMENTS: Final = 40_000


@dataclass
class Load:
    """What came of a load: milliseconds of each answer, and the number of answers that were no 200."""

    milliseconds: list[float]
    errors: int
    seconds: float


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        small = write_model(Path(folder) / "small.ifc", {"a": "A"})
        idle_job = stack.start(small, small)
        stack.wait(idle_job)
        idle = asyncio.run(_load(str(stack.http.base_url), idle_job))
        large = write_large_model(Path(folder) / "large.ifc", _ELEMENTS)
        busy_job = stack.start(large, large, engine="ifcopenshell")
        stack.started(busy_job)
        busy = asyncio.run(_load(str(stack.http.base_url), busy_job))
        still = stack.status(busy_job)["status"]
        stack.http.delete(f"/tasks/{busy_job}")
    _print(idle, busy, still)


async def _load(url: str, job_id: str) -> Load:
    load = Load([], 0, 0.0)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(_CLIENTS):
            group.create_task(_client(url, job_id, number / _CLIENTS / _PER_CLIENT, load))
    load.seconds = time.perf_counter() - began
    return load


async def _client(url: str, job_id: str, offset: float, load: Load) -> None:
    """Ask at a steady pace, each client a little after the one before."""
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        next_at = time.perf_counter() + offset
        end = next_at + _SECONDS
        while next_at < end:
            await asyncio.sleep(max(0.0, next_at - time.perf_counter()))
            began = time.perf_counter()
            answer = await http.get(f"/tasks/{job_id}/status")
            load.milliseconds.append((time.perf_counter() - began) * 1000)
            load.errors += answer.status_code != httpx.codes.OK
            next_at += 1 / _PER_CLIENT


def _print(idle: Load, busy: Load, still: str) -> None:
    table = Table(title=f"status polls, {_CLIENTS} clients x {_PER_CLIENT:.0f} a second", title_justify="left")
    for heading in ("", "answers", "a second", "errors", "median ms", "95 % ms", "max ms"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, load in (("no diff runs", idle), (f"a diff runs (then: {still})", busy)):
        times = load.milliseconds
        table.add_row(
            name,
            str(len(times)),
            f"{len(times) / load.seconds:.0f}",
            str(load.errors),
            f"{statistics.median(times):.1f}",
            f"{statistics.quantiles(times, n=20)[-1]:.1f}",
            f"{max(times):.1f}",
        )
    Console(width=110).print(table)
