"""The models of the random exam: generated buildings and, where they are, real models and both sides of real pairs."""

import hashlib
from pathlib import Path

import ifcopenshell

from tests.engine.exam.questions import SCHEMAS_AND_UNITS, building
from tests.support.data import DATA


def buildings(folder: Path) -> dict[str, Path]:
    """Write a building of each schema and unit into a folder; return the files by name."""
    found = {}
    for seed in range(len(SCHEMAS_AND_UNITS)):
        model = building(seed, with_rare=True)
        path = folder / f"{model.name}.ifc"
        path.write_text(model.text, "utf-8", newline="")
        found[model.name] = path
    return found


def real_models(largest: int) -> dict[str, Path]:
    """Return by name the real models of at most so many bytes, none twice, that IfcOpenShell reads."""
    found: dict[bytes, tuple[str, Path]] = {}
    for path in sorted([*DATA.glob("models/*.ifc"), *DATA.glob("pairs/*/*.ifc")]):
        if path.stat().st_size <= largest and _is_read(path):
            name = path.stem if path.parent.name == "models" else f"{path.parent.name}-{path.stem}"
            found.setdefault(hashlib.sha256(path.read_bytes()).digest(), (name, path))
    return dict(found.values())


def _is_read(path: Path) -> bool:
    try:
        return len(ifcopenshell.open(path).by_type("IfcProject")) > 0
    except (ifcopenshell.Error, RuntimeError):
        return False
