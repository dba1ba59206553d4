"""Settings of the test run itself."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The same examples every time: a test that fails for one developer fails for all.
settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file that share a stack, or what is made once for the file, in one process."""
    for item in items:
        if isinstance(item, pytest.Function) and ("stack" in item.fixturenames or _shares_a_fixture(item)):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _shares_a_fixture(item: pytest.Function) -> bool:
    found = (item.session._fixturemanager.getfixturedefs(name, item) for name in item.fixturenames)
    return any(each[-1].scope == "module" for each in found if each)


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
