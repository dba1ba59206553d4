"""Where the real models are: beside the project, or where IFC_TEST_DATA says. They are no part of it."""

import os
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = Path(os.environ.get("IFC_TEST_DATA", ROOT.parent / "shared" / "data"))


def absent(what: str) -> str:
    """Return why a test skips that needs a part of the folder which is not there."""
    return f"not here: {what} (set IFC_TEST_DATA to the folder that has it)"


def real_model(name: str) -> Path:
    """Return a real model by its path below the data folder; skip the test, saying so, where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(absent(name))
    return path


def bad_files() -> list[Path]:
    """Return the broken and odd files, none where the folder is absent."""
    return sorted((DATA / "bad").glob("*.*"))
