"""The engines that sit the exam: two paths in, the parts of the contract's result that the score reads out."""

import contextlib
import importlib
import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class Engine:
    """One engine, and by what it is fair to judge it."""

    diff: Callable[[Path, Path], dict[str, Any]]
    tells_values: bool
    """Whether what it tells of a change is looked at too."""
    knows_placement: bool
    """Whether it has an aspect for placement; else a move told as geometry is a hit."""


def _delta(old: Path, new: Path) -> dict[str, Any]:
    from ifcdelta.engine import Options, diff  # noqa: PLC0415 - the exam of one engine needs no other

    return diff(old, new, Options(threads=2))


def _ifcopenshell(old: Path, new: Path) -> dict[str, Any]:
    """Run `ifcdiff` with all its relationships, as its command line does; where it crashes it has told nothing."""
    import ifcopenshell  # noqa: PLC0415 - the exam of one engine needs no other

    empty: dict[str, Any] = {"added": [], "deleted": [], "changed": {}, "matched": [], "model": {}}
    relations: Any = ["attributes", "property", "type", "classification", "container", "aggregate", "geometry"]
    # By name: a folder of the project has the same one, which is no module.
    library: Any = importlib.import_module("ifcdiff")
    with _quiet():
        engine = library.IfcDiff(ifcopenshell.open(str(old)), ifcopenshell.open(str(new)), relations, is_shallow=False)
        try:
            engine.diff()
        except Exception:
            return empty
    changed = {guid: dict.fromkeys(kinds, True) for guid, kinds in engine.change_register.items()}
    told = {"added": sorted(engine.added_elements), "deleted": sorted(engine.deleted_elements)}
    return empty | told | {"changed": changed}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep its prints to itself, and undo its switching off of the process's logging."""
    before = logging.root.manager.disable
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(before)


ENGINES: Final = {
    "delta": Engine(_delta, tells_values=True, knows_placement=True),
    "ifcopenshell": Engine(_ifcopenshell, tells_values=False, knows_placement=False),
}
