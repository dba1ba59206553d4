"""How long the command line takes for a small pair, from the start of its process to its end.

Beside it is what no reading of IFC by IfcOpenShell can do without: its import.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.process import ROOT
from demo.house import write_pair

_TIMES: Final = 15
_IMPORT: Final = ("-c", "import ifcopenshell")
_OURS: Final = ("-m", "ifcdelta")


def main() -> None:
    """Write the demo's house and its revision, start both commands in turn, print the table."""
    with tempfile.TemporaryDirectory(prefix="ifcdelta-bench-") as folder:
        pair = [str(path) for path in write_pair(Path(folder))]
        commands = {"import ifcopenshell": _IMPORT, "ifcdelta, the demo's house": (*_OURS, *pair)}
        for command in commands.values():
            _seconds(command)  # compiled and byte-compiled code may be missing; nobody pays for that twice
        cold = {}
        for name, command in commands.items():
            _forget_files()
            cold[name] = _seconds(command)
        warm: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(_TIMES):
            for name, command in commands.items():
                warm[name].append(_seconds(command))
    table = Table("process", "cold, seconds", f"median of {_TIMES}", "best")
    for name, seconds in warm.items():
        table.add_row(name, f"{cold[name]:.2f}", f"{statistics.median(seconds):.2f}", f"{min(seconds):.2f}")
    console = Console(width=120)
    console.print(table)
    console.print("targets of ours: cold < 1.0, median < 0.7")


def _seconds(command: Sequence[str]) -> float:
    # As on a user's machine, Python keeps the bytecode of what it imports.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return time.perf_counter() - begun


def _forget_files() -> None:
    """Ask the system to drop what it keeps in memory of Python, its packages and ours, where no process uses it."""
    for folder in {Path(sys.prefix, "lib"), Path(sys.base_prefix, "lib"), ROOT / "ifcdelta"}:
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
