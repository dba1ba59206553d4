"""The demo house and its revision, written once for all tests of them."""

from pathlib import Path

import ifcopenshell
import pytest

from demo.house import write_pair


@pytest.fixture(scope="session")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_pair(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def models(paths: tuple[Path, Path]) -> tuple[ifcopenshell.file, ifcopenshell.file]:
    old, new = (ifcopenshell.open(path) for path in paths)
    assert isinstance(old, ifcopenshell.file)
    assert isinstance(new, ifcopenshell.file)
    return old, new
