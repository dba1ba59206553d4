"""`python -m tests.engine.random_edits --edits 50 --seed 1`: sit the random exam in processes side by side.

Prints the table by model and every fault; `--report` writes all that there is to know. The exit code is 1 where there
is a fault.
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.engine.random_edits.judge import Verdict
from tests.engine.random_edits.models import buildings, real_models
from tests.engine.random_edits.sitting import verdicts
from tests.engine.random_edits.table import by_model, faults, report

_AT_ONCE = 25
"""Edits that a process makes of a model before it takes another."""


def main() -> int:
    """Sit the exam and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.engine.random_edits", description=__doc__)
    parser.add_argument("--edits", type=int, default=50, help="how many edits of each model")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--largest", type=float, default=4.0, help="megabytes of a real model")
    parser.add_argument("--only", default="", help="only models whose name contains this")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--report", type=Path, help="the file that takes the whole report")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        models = buildings(Path(folder)) | real_models(int(chosen.largest * 1e6))
        asked = [(path, name) for name, path in models.items() if chosen.only in name]
        found = _sit(asked, chosen.edits, chosen.seed, chosen.processes)
    if chosen.report:
        chosen.report.write_text(report(found), "utf-8")
    lines = list(faults(found))
    sys.stdout.write("\n".join([by_model(found), *lines, ""]))
    return int(bool(lines))


def _sit(models: list[tuple[Path, str]], edits: int, seed: int, processes: int) -> list[Verdict]:
    """Return the verdicts in the order of the models, the largest asked first."""
    parts = [range(first, min(first + _AT_ONCE, edits)) for first in range(0, edits, _AT_ONCE)]
    tasks = [(path, name, part, seed) for path, name in sorted(models, key=_size, reverse=True) for part in parts]
    with ProcessPoolExecutor(processes) as executor:
        found = [each for part in executor.map(_verdicts, *zip(*tasks, strict=True)) for each in part]
    return sorted(found, key=lambda each: each.model)


def _size(model: tuple[Path, str]) -> int:
    return model[0].stat().st_size


def _verdicts(path: Path, name: str, seeds: range, root: int) -> list[Verdict]:
    return list(verdicts(path, name, seeds, root))


if __name__ == "__main__":
    sys.exit(main())
