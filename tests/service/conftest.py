"""The stack that the service tests share, and one that they may harm; who changes settings starts one of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.models import write_large_model, write_model
from tests.support.stack import Stack, running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running stack at default settings."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose parts may be killed and its records damaged; each test leaves it working."""
    with running(tmp_path_factory.mktemp("own")) as harmed:
        yield harmed


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two small models: one element stays, one is renamed, one goes, one comes."""
    folder = tmp_path_factory.mktemp("pair")
    return (
        write_model(folder / "old.ifc", {"stays": "Stays", "renamed": "Before", "goes": "Goes"}),
        write_model(folder / "new.ifc", {"stays": "Stays", "renamed": "After", "comes": "Comes"}),
    )


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose diff takes some seconds."""
    return write_large_model(tmp_path_factory.mktemp("large") / "large.ifc", 12_000)
