"""The page in each state, in each light and width: nothing hangs out, and axe-core has nothing against it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visit, visit
from tests.support.stack import Stack


def start(visited: Visit, _job: str, house: tuple[Path, Path]) -> None:
    visited.page.goto("/")
    visited.drop(*house)
    visited.page.get_by_text("Options").click()
    expect(visited.page.locator(".facts")).to_have_count(2)


def result(visited: Visit, job: str, _house: tuple[Path, Path]) -> None:
    visited.page.goto(f"/view/{job}")
    visited.building_is_there()


def opened(visited: Visit, job: str, _house: tuple[Path, Path]) -> None:
    visited.page.goto(f"/view/{job}")
    visited.page.locator(".fact summary").first.click()
    visited.page.locator(".fact li button").first.click()
    expect(visited.page.locator(".detail")).to_be_visible()
    visited.building_is_there()


def element(visited: Visit, job: str, _house: tuple[Path, Path]) -> None:
    visited.page.goto(f"/view/{job}?q=Outer+wall+300&class=IfcWallType")
    visited.page.locator(".row[data-index='0']").click()
    expect(visited.page.locator(".detail")).to_contain_text("Insulation 120 mm")
    visited.building_is_there()


def nothing_found(visited: Visit, job: str, _house: tuple[Path, Path]) -> None:
    visited.page.goto(f"/view/{job}?q=nosuchthing")
    expect(visited.page.locator(".empty")).to_be_visible()
    visited.building_is_there()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("state", [start, result, opened, element, nothing_found])
def test_every_state_is_in_order(
    browser: Browser,
    stack: Stack,
    compared: str,
    house: tuple[Path, Path],
    state: Callable[[Visit, str, tuple[Path, Path]], None],
    width: int,
    scheme: str,
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with visit(browser, str(stack.http.base_url), **options) as visited:
        state(visited, compared, house)
        assert not visited.overflows()
        assert visited.violations() == []
