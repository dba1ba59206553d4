"""`ifcdelta old.ifc new.ifc`, `ifcdelta fingerprint model.ifc`: parse, diff, print or write. Compares nothing."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from ifcdelta.aspects import NAMES
from ifcdelta.atomic_file import atomic_file
from ifcdelta.engine import diff, fingerprint
from ifcdelta.errors import DeltaError
from ifcdelta.options import Options
from ifcdelta.result.words import unseen_of
from ifcdelta.writers import WRITERS, Writer, is_text
from ifcdelta.writers.terminal import print_facts, print_rows
from ifcdelta.writers.text import one_line

_DIFFERS = 1
_FAILED = 2
_FINGERPRINT = "fingerprint"
_ONE_MODEL = 2
"""Arguments of `ifcdelta fingerprint model.ifc`."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 with --exit-code where models differ, 2 where it failed."""
    given = sys.argv[1:] if arguments is None else arguments
    errors = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
    try:
        if len(given) == _ONE_MODEL and given[0] == _FINGERPRINT:
            sys.stdout.write(f"{fingerprint(Path(given[1]))}\n")
            return 0
        return _compare(given, errors)
    except DeltaError as error:
        errors.print(f"[red]{error.code}[/]: {escape(error.sentence)}")
        return _FAILED
    except OSError as error:
        errors.print(f"[red]{escape(one_line(str(error.filename or 'output')))}[/]: {error.strerror or error}")
        return _FAILED


def _compare(arguments: list[str], errors: Console) -> int:
    """Diff two models as asked for, print or write the result, and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    prints = asked.json or (asked.format and not asked.output)
    form = asked.format or "json"
    if prints and not is_text(form) and sys.stdout.isatty():
        parser.error(f"{form} is not for a terminal: name a file with -o, or send it on")
    _keep_the_models(asked, parser)
    writer = WRITERS[form]
    try:
        with atomic_file(asked.output) if asked.output else nullcontext() as stream:
            result = _diff(asked, errors)
            if stream:
                writer(result, stream)
    except OSError as error:
        error.filename = error.filename or asked.output
        raise
    _print(result, writer if prints else None, print_rows if asked.rows else print_facts)
    return _DIFFERS if asked.exit_code and _differs(result) else 0


def _keep_the_models(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Refuse to write the result in place of a model."""
    for path in (asked.old, asked.new):
        if asked.output and asked.output.exists() and path.exists() and path.samefile(asked.output):
            parser.error(f"the result would take the place of the model {path}")


def _diff(asked: argparse.Namespace, errors: Console) -> dict[str, Any]:
    """Diff what was asked for, with a bar where a person looks on."""
    options = Options(
        relationships=tuple(asked.relationships or NAMES),
        is_shallow=asked.shallow,
        filter_elements=asked.filter,
        tolerance=asked.tolerance,
        threads=asked.threads,
    )
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("", total=100)
        return diff(
            asked.old,
            asked.new,
            options,
            lambda phase, percent: bar.update(task, description=phase.replace("_", " "), completed=percent),
        )


def _print(
    result: Mapping[str, Any], writer: Writer | None, summary: Callable[[Mapping[str, Any], Console], None]
) -> None:
    """Print a result in a form, or else a summary of it."""
    try:
        if writer:
            with TemporaryFile() as made:  # Whole first: a ZIP file is not ended well on a pipe that nobody reads.
                writer(result, made)
                made.seek(0)
                shutil.copyfileobj(made, sys.stdout.buffer)
        else:
            console = Console(emoji=False)
            with console.capture() as printed:
                summary(result, console)
            sys.stdout.write(printed.get())
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads, such as `head`, has had enough: what is left must not fail again as Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _differs(result: Mapping[str, Any]) -> bool:
    return bool(result["model"] or unseen_of(result)) or any(
        result["summary"][kind] for kind in ("added", "deleted", "changed", "matched")
    )


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """End with exit status 2."""
        self.exit(_FAILED, f"{self.prog}: {one_line(message)}; --help tells what there is\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ifcdelta",
        description="Tells what changed between two IFC models.",
        epilog="ifcdelta fingerprint MODEL prints 128 bits of all that a model says, however it is written.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('ifcdelta')}")
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
    forms.add_argument("--rows", action="store_true", help="print element by element instead of fact by fact")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 where the models differ")
    parser.add_argument(
        "-r", "--relationships", nargs="+", choices=NAMES, metavar="ASPECT", help=f"of {', '.join(NAMES)}"
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
