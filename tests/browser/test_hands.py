"""The page without a mouse, and with a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visit, visit
from tests.support.stack import Stack


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_the_table_works_by_keys(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}?view=elements")
    expect(page.locator(".row[data-index='0']")).to_be_visible()
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    assert "Carport post 1" in focused(page)
    page.keyboard.press("End")
    last = page.get_by_role("grid").get_attribute("aria-rowcount")
    assert page.evaluate("document.activeElement.getAttribute('aria-rowindex')") == last
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_contain_text("Only the new model has this element.")


def test_the_building_works_by_keys(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}")
    visited.building_is_there()
    stage = page.locator(".stage")
    before = stage.screenshot()
    stage.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    assert stage.screenshot() != before


def test_a_click_in_the_building_selects_the_row(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}?view=elements")
    visited.building_is_there()
    page.locator(".stage canvas").click()
    expect(page.locator(".detail")).to_be_visible()
    expect(page.locator(".detail .kind")).to_have_text("Changed")
    expect(page.get_by_role("row", selected=True)).to_be_visible()


@pytest.fixture(scope="module")
def guarded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:  # noqa: ARG001 - skips first
    with Stack(tmp_path_factory.mktemp("guarded"), API_KEYS="right") as running:
        yield running


def test_a_key_is_asked_for_once(browser: Browser, guarded: Stack, house: tuple[Path, Path]) -> None:
    with visit(browser, str(guarded.http.base_url)) as visited:
        page = visited.page
        page.goto("/")
        page.get_by_role("textbox", name="Key").fill("wrong")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("dialog")).to_contain_text("does not accept this key")
        assert visited.violations() == []
        page.get_by_role("textbox", name="Key").fill("ключ")
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_role("textbox", name="Key").evaluate("input => input.validationMessage").startswith("No key")
        page.get_by_role("textbox", name="Key").fill("right")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("None yet.")).to_be_visible()
        visited.drop(*house)
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("15 in data only")
        # Each refusal is an answer of 401, which Chromium notes.
        visited.errors[:] = [each for each in visited.errors if "status of 401" not in each]
