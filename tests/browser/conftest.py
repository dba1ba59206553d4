"""The service, a browser, and the demo house with a result that the tests look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from demo.house import write_pair
from tests.support.browser import Visit, chromium, visit
from tests.support.stack import Stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:  # noqa: ARG001 - skips first
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_pair(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def compared(stack: Stack, house: tuple[Path, Path]) -> str:
    """The id of a finished diff of the house and its revision."""
    job_id = stack.start(*house)
    assert stack.wait(job_id)["status"] == "finished"
    return job_id


@pytest.fixture
def visited(browser: Browser, stack: Stack) -> Iterator[Visit]:
    with visit(browser, str(stack.http.base_url), viewport={"width": 1280, "height": 800}) as visiting:
        yield visiting
