"""Where the real models are: beside the project, or where IFC_TEST_DATA says. They are no part of it."""

import os
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = Path(os.environ.get("IFC_TEST_DATA", ROOT.parent / "shared" / "data"))


def real_model(name: str) -> Path:
    """Return a real model by its path below the data folder; skip the test, saying so, where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"real model not here: {name} (set IFC_TEST_DATA to the folder that has it)")
    return path


def bad_files() -> list[Path]:
    """Return the broken and odd files, none where the folder is absent."""
    return sorted((DATA / "bad").glob("*.*"))
