"""`python -m ifcdelta old.ifc new.ifc`: parse, diff, print or write. Compares nothing."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from ifcdelta.compare import ASPECTS
from ifcdelta.engine import Options, diff
from ifcdelta.errors import DeltaError
from ifcdelta.report import print_report
from ifcdelta.writers import WRITERS, is_text

_DIFFERS = 1
_FAILED = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 with --exit-code where models differ, 2 on bad input."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    prints = asked.json or (asked.format and not asked.output)
    form = asked.format or "json"
    if prints and not is_text(form) and sys.stdout.isatty():
        parser.error(f"{form} is not for a terminal: name a file with -o, or send it on")
    errors = Console(stderr=True)
    options = Options(
        relationships=tuple(asked.relationships or ASPECTS),
        is_shallow=asked.shallow,
        filter_elements=asked.filter,
        tolerance=asked.tolerance,
        threads=asked.threads,
    )
    try:
        with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
            task = bar.add_task("", total=100)
            result = diff(
                asked.old,
                asked.new,
                options,
                lambda phase, percent: bar.update(task, description=phase.replace("_", " "), completed=percent),
            )
    except DeltaError as error:
        errors.print(f"[red]{error.code}[/]: {error.sentence}")
        return _FAILED
    if asked.output:
        with asked.output.open("wb") as stream:
            WRITERS[form](result, stream)
    if prints:
        WRITERS[form](result, sys.stdout.buffer)
    else:
        print_report(result, Console())
    return _DIFFERS if asked.exit_code and _differs(result) else 0


def _differs(result: Mapping[str, Any]) -> bool:
    return bool(result["model"]) or any(result["summary"][kind] for kind in ("added", "deleted", "changed", "matched"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ifcdelta", description="Tells what changed between two IFC models.")
    parser.add_argument("old", type=Path, help="the old model")
    parser.add_argument("new", type=Path, help="the new model")
    parser.add_argument(
        "-o", "--output", type=Path, help="write the result to a file, as JSON where no --format is given"
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--format", choices=list(WRITERS), metavar="FORM", help=f"of {', '.join(WRITERS)}; printed without -o"
    )
    forms.add_argument("--json", action="store_true", help="print the result file instead of a summary")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 where the models differ")
    parser.add_argument(
        "-r", "--relationships", nargs="+", choices=ASPECTS, metavar="ASPECT", help=f"of {', '.join(ASPECTS)}"
    )
    parser.add_argument("--shallow", action="store_true", help="only the first kind of change of each element")
    parser.add_argument("-f", "--filter", metavar="SELECTOR", help="only elements that an IfcOpenShell selector finds")
    parser.add_argument("--tolerance", type=float, default=1e-4, metavar="METRES", help="default 0.0001")
    parser.add_argument("--threads", type=int, default=_cores(), help="for shapes; default: the cores given to us")
    return parser


def _cores() -> int:
    """Return the cores this process may run on: in a container those of the container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
