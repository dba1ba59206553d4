"""`python -m bench.signals [RUNS]`: how many of so many first runs end by a signal, wherever the engine is entered.

Each run is in a process that has opened no model: of the command line, of a program that diffs in several threads, of a
job and of a view, which are forks of their worker. The pair is tiny: what is looked for is a race of the set-up.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from bench.process import ROOT
from tests.support.models import write_model
from tests.support.stack import Stack, until

_RUNS: Final = 500
_LIBRARY: Final = """
import sys, threading
from pathlib import Path
from ifcdelta import Options, diff
sys.setswitchinterval(1e-6)
old, new = map(Path, sys.argv[1:])
threads = [threading.Thread(target=diff, args=(old, new, Options())) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""
_CRASHED: Final = "engine process crashed"
"""What the worker logs of a try that ended by a signal."""


def main() -> None:
    """Run them and print the count of each."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else _RUNS
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = write_model(folder / "old.ifc", {"stays": "Stays", "renamed": "Before"})
        new = write_model(folder / "new.ifc", {"stays": "Stays", "renamed": "After"})
        for what, arguments in (("command line", ["-m", "ifcdelta"]), ("library", ["-c", _LIBRARY])):
            console.print(f"{what}: {_failed([*arguments, str(old), str(new)], runs)} of {runs} failed")
        failed, crashed = _failed_in_service(folder / "stack", old, new, runs)
        console.print(f"jobs and views: {failed} of {runs} failed, {crashed} tries crashed")


def _failed(arguments: Sequence[str], runs: int) -> int:
    """Return how many runs of Python did not end well."""
    ended = (
        subprocess.run([sys.executable, *arguments], cwd=ROOT / "ifcdiff", capture_output=True, check=False)  # noqa: S603
        for _ in range(runs)
    )
    return sum(each.returncode != 0 for each in ended)


def _failed_in_service(folder: Path, old: Path, new: Path, runs: int) -> tuple[int, int]:
    """Return how many jobs, or the scenes made of them, failed, and how often an engine's process crashed."""
    failed = 0
    with Stack(folder) as stack:
        names = stack.put(old), stack.put(new)
        for _ in range(runs):
            job = stack.ask(*names).json()["job_id"]
            failed += stack.wait(job)["status"] != "finished" or not _has_scene(stack, job)
    return failed, sum(path.read_text("utf-8", "replace").count(_CRASHED) for path in folder.rglob("*.log"))


def _has_scene(stack: Stack, job: str) -> bool:
    def answer() -> httpx.Response | None:
        got = stack.http.get(f"/tasks/{job}/geometry")
        return None if got.status_code == httpx.codes.SERVICE_UNAVAILABLE else got

    return until(answer, 60, "the view is made").status_code == httpx.codes.OK


if __name__ == "__main__":
    main()
