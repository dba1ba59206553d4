"""The engines that sit the exam: two paths in, the parts of the contract's result that the score reads out."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final


class UnfinishedError(Exception):
    """An engine gave no result."""


@dataclass(frozen=True)
class Engine:
    """One engine, and by what it is fair to judge it."""

    diff: Callable[[Path, Path], dict[str, Any]]
    tells_values: bool
    """Whether what it tells of a change is looked at too."""
    knows_placement: bool
    """Whether it has an aspect for placement; else a move told as geometry is a hit."""


_SECONDS: Final = 20
"""For `ifcdiff` and a pair of 300 kB that ours needs less than one for; it has told nothing where it needs more."""


def _delta(old: Path, new: Path) -> dict[str, Any]:
    from ifcdelta import Options, diff  # noqa: PLC0415 - the exam of one engine needs no other

    return diff(old, new, Options(threads=2))


def _ifcopenshell(old: Path, new: Path) -> dict[str, Any]:
    """Run `ifcdiff` in a process of its own.

    Raises:
        UnfinishedError: it crashed, or did not end.
    """
    command = [sys.executable, "-m", "tests.engine.exam.upstream", str(old), str(new)]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS, text=True)
    except subprocess.TimeoutExpired as error:
        raise UnfinishedError(f"not done after {_SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        raise UnfinishedError(error.stderr[-300:]) from error
    told: dict[str, Any] = json.loads(done.stdout)
    return told


ENGINES: Final = {
    "delta": Engine(_delta, tells_values=True, knows_placement=True),
    "ifcopenshell": Engine(_ifcopenshell, tells_values=False, knows_placement=False),
}
