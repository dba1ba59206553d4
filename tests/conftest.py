"""Settings of the test run itself."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The same examples every time: a test that fails for one developer fails for all.
settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")


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
