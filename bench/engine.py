"""Time and peak memory of the engine on a large pair, beside IfcOpenShell's `ifcdiff` and its bare `open`.

`python -m bench.engine [--megabytes 100] [--limit 25] [--model PATH]`; each is run in a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from rich.console import Console
from rich.table import Table

from bench.large_pair import Pair, make_pair

_ROOT: Final = Path(__file__).resolve().parents[1]
_DATA: Final = Path(os.environ.get("IFC_TEST_DATA", _ROOT.parent / "shared" / "data"))
MODEL: Final = _DATA / "models" / "revit2012_janesville_restaurant.ifc"
_OPEN: Final = "import sys, ifcopenshell; files = [ifcopenshell.open(path) for path in sys.argv[1:3]]"
_OURS: Final = "import sys; from ifcdelta.__main__ import main; sys.exit(main([*sys.argv[1:3], '-o', sys.argv[3]]))"
_UPSTREAM: Final = """
import sys, ifcopenshell, ifcdiff
found = ifcdiff.IfcDiff(ifcopenshell.open(sys.argv[1]), ifcopenshell.open(sys.argv[2]), relationships=list(
    ("geometry", "attributes", "type", "property", "container", "aggregate", "classification")))
found.diff()
found.export(sys.argv[3])
"""
_POLL: Final = 0.1


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    peak: int
    """Bytes of memory of all its processes, mapped files among them; what they share counts once (PSS)."""
    found: str


def run(code: str, pair: Pair, result: Path, limit: float) -> Run:
    """Run code on the pair in a process of its own; it is stopped after `limit` seconds."""
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT / 'ifcdiff'}{os.pathsep}{_ROOT / 'contract'}"}
    command = [sys.executable, "-c", code, str(pair.old), str(pair.new), str(result)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    peaks: list[int] = []
    watch = threading.Thread(target=_watch, args=(process.pid, peaks))
    watch.start()
    try:
        code_ = process.wait(limit)
        found = _told(result) if code_ in {0, 1} else f"failed: {code_}"
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        found = "stopped"
    seconds = time.perf_counter() - begun
    watch.join()
    return Run(seconds, max(peaks, default=0), found)


def _watch(pid: int, peaks: list[int]) -> None:
    try:
        watched = psutil.Process(pid)
        while watched.status() != psutil.STATUS_ZOMBIE:
            peaks.append(sum(each.memory_full_info().pss for each in (watched, *watched.children(recursive=True))))
            time.sleep(_POLL)
    except psutil.NoSuchProcess:
        return


def _told(result: Path) -> str:
    if not result.exists():
        return ""
    told = json.loads(result.read_text())
    return ", ".join(f"{len(told[each])} {each}" for each in ("added", "deleted", "changed"))


def main(model: Path = MODEL, megabytes: int = 100, limit: float = 25) -> None:
    """Build the pair of a real `model` multiplied, run all three, print the table.

    `limit`: minutes after which ifcdiff is stopped; 0 leaves it out.
    """
    console = Console(width=110)
    if not model.exists():
        console.print(
            f"engine: not measured, for {model.name} is not here (set IFC_TEST_DATA to the folder that has it)"
        )
        return
    with tempfile.TemporaryDirectory(prefix="ifcdelta-bench-") as folder:
        pair = make_pair(model, Path(folder), megabytes)
        size = pair.old.stat().st_size + pair.new.stat().st_size
        console.print(f"{pair.instances} instances, {size / 1e6:.0f} MB in two files; edits: {dict(pair.edits)}")
        result = Path(folder) / "result.json"
        runs = {"ifcopenshell.open": run(_OPEN, pair, Path(folder) / "none", 600)}
        run(_OURS, pair, result, 600)  # compiled code may be missing; no job pays for that
        runs["ifcdelta"] = run(_OURS, pair, result, 600)
        if limit:
            runs["ifcdiff"] = run(_UPSTREAM, pair, Path(folder) / "upstream.json", limit * 60)
        _print(console, runs, size)


def _print(console: Console, runs: dict[str, Run], size: int) -> None:
    ours = runs["ifcdelta"].seconds
    table = Table("what", "seconds", "times ours", "peak MB", "found")
    for name, each in runs.items():
        table.add_row(name, f"{each.seconds:.2f}", f"{each.seconds / ours:.2f}", f"{each.peak / 1e6:.0f}", each.found)
    console.print(table)
    console.print(f"targets: open / ours > 2, ifcdiff / ours > 300, peak of ours < {size / 1e6 + 500:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--limit", type=float, default=25, help="minutes for ifcdiff; 0 leaves it out")
    options = parser.parse_args()
    main(options.model, options.megabytes, options.limit)
