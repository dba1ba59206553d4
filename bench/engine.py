"""Time and peak memory of the engine on a large pair, beside IfcOpenShell's `ifcdiff` and its bare `open`.

`python -m bench.engine [--megabytes 100] [--limit 25] [--model PATH]`; each is run in a process of its own.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.large_pair import Pair, make_pair
from bench.models import MODEL, is_here
from bench.process import Run, run

_OPEN: Final = """
import ifcopenshell
with timed():
    files = [ifcopenshell.open(path) for path in sys.argv[1:3]]
"""
_OURS: Final = """
from ifcdelta.__main__ import main
with timed():
    main([*sys.argv[1:3], "-o", sys.argv[3]])
"""
_UPSTREAM: Final = """
import ifcopenshell, ifcdiff
with timed():
    found = ifcdiff.IfcDiff(ifcopenshell.open(sys.argv[1]), ifcopenshell.open(sys.argv[2]), relationships=list(
        ("geometry", "attributes", "type", "property", "container", "aggregate", "classification")))
    found.diff()
    found.export(sys.argv[3])
"""
_KEY_OF: Final = {"name": "attributes_changed", "description": "attributes_changed", "placement": "placement_changed"}
"""What of a changed element's object tells an edit."""


def main(model: Path = MODEL, megabytes: int = 100, limit: float = 25) -> None:
    """Build the pair of a real `model` multiplied, run all three, print the table.

    `limit`: minutes after which ifcdiff is stopped; 0 leaves it out.
    """
    console = Console(width=120)
    if not is_here(model, console, "engine"):
        return
    with tempfile.TemporaryDirectory(prefix="ifcdelta-bench-") as folder:
        pair = make_pair(model, Path(folder), megabytes)
        size = pair.old.stat().st_size + pair.new.stat().st_size
        console.print(f"{pair.instances} instances, {size / 1e6:.0f} MB in two files; edits: {dict(pair.edits)}")
        result = Path(folder) / "result.json"
        ours = (pair.old, pair.new, result)
        run(_OURS, ours, 600)  # compiled code may be missing; no job pays for that
        runs = {"ifcopenshell.open": run(_OPEN, (pair.old, pair.new), 600), "ifcdelta": run(_OURS, ours, 600)}
        told = {"ifcdelta": _told(result, pair)}
        if limit:
            upstream = Path(folder) / "upstream.json"
            runs["ifcdiff"] = run(_UPSTREAM, (pair.old, pair.new, upstream), limit * 60)
            told["ifcdiff"] = _told(upstream, pair)
        _print(console, runs, told, size)
        _print_easy_pairs(console, Path(folder), model, megabytes, pair)


def _told(result: Path, pair: Pair) -> str:
    """Return what a result tells, and how many of the edits made to single elements are among it."""
    if not result.exists():
        return ""
    told = json.loads(result.read_text("utf-8"))
    counts = ", ".join(f"{len(told[each])} {each}" for each in ("added", "deleted", "changed"))
    matched = {each["old"] for each in told.get("matched", ())}
    found = sum(
        guid in matched or _KEY_OF.get(kind, "") in told["changed"].get(guid, ())
        for kind, guids in pair.edited.items()
        for guid in guids
    )
    of = sum(map(len, pair.edited.values()))
    return f"{counts}; {found} of {of} edited elements" if "matched" in told else counts


def _print(console: Console, runs: dict[str, Run], told: dict[str, str], size: int) -> None:
    ours = runs["ifcdelta"]
    table = Table("what", "seconds", "times ours", "with start", "times ours", "peak MB", "found")
    for name, each in runs.items():
        table.add_row(
            name,
            f"{each.seconds:.2f}" + ("" if each.is_done else " (stopped)"),
            f"{each.seconds / ours.seconds:.2f}",
            f"{each.with_start:.2f}",
            f"{each.with_start / ours.with_start:.2f}",
            f"{each.peak / 1e6:.0f}",
            told.get(name, ""),
        )
    console.print(table)
    console.print(f"targets: open / ours > 2, ifcdiff / ours > 300, peak of ours < {size / 1e6 + 500:.0f} MB")


def _print_easy_pairs(console: Console, folder: Path, model: Path, megabytes: int, pair: Pair) -> None:
    """Measure a file beside itself, and beside the same instances under other STEP ids, in another order."""
    again = folder / "again"
    again.mkdir()
    same = make_pair(model, again, megabytes, is_edited=False)
    table = Table("pair", "seconds", "peak MB")
    for name, new in (("same bytes", pair.old), ("other STEP ids, order and spelling", same.new)):
        each = run(_OURS, (pair.old, new, folder / "easy.json"), 600)
        table.add_row(name, f"{each.seconds:.2f}", f"{each.peak / 1e6:.0f}")
    console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--limit", type=float, default=25, help="minutes for ifcdiff; 0 leaves it out")
    options = parser.parse_args()
    main(options.model, options.megabytes, options.limit)
