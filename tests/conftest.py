"""Settings of the test run itself."""

import logging
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import settings

# The same examples every time: a test that fails for one developer fails for all.
settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")


_WITH_PARTS_OF_ITS_OWN: Final = frozenset({"service", "browser", "compose", "demo", "test_package.py"})
"""Folders and files whose modules start something that their tests share: a stack, an environment."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of such a module in one process, where there are several."""
    for item in items:
        if not _WITH_PARTS_OF_ITS_OWN.isdisjoint(item.path.parts):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


class _Warnings(logging.Handler):
    """Keeps what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning with its traceback."""
        self.told.append(self.format(record))


@pytest.fixture(autouse=True)
def engine_warnings() -> Iterator[list[str]]:
    """Fail the test in which the engine made a mistake; one that wants to see the warning takes it out of the list."""
    handler = _Warnings()
    engine = logging.getLogger("ifcdelta")
    engine.addHandler(handler)
    yield handler.told
    engine.removeHandler(handler)
    assert handler.told == []
