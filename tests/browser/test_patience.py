"""The page when the connection drops, when the person goes back, and when nothing is there to show."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visit


@pytest.fixture
def cut_off(visited: Visit) -> Iterator[Visit]:
    """A visit whose dropped connections Chromium may note."""
    yield visited
    visited.errors[:] = [each for each in visited.errors if "ERR_CONNECTION_RESET" not in each]


def test_a_dropped_connection_is_told_and_outlasted(cut_off: Visit, compared: str) -> None:
    page = cut_off.page
    page.route("**/tasks/*/status", lambda route: route.abort("connectionreset"), times=1)
    page.goto(f"/view/{compared}")
    expect(page.get_by_text("Connection lost, trying again")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("15 in data only")
    page.route("**/tasks?limit=*", lambda route: route.abort("connectionreset"), times=1)
    page.goto("/")
    expect(page.get_by_text("Connection lost, trying again")).to_be_visible()
    expect(page.locator(".jobs")).to_be_visible()
    expect(page.get_by_text("Connection lost, trying again")).to_be_hidden()


def test_back_brings_everything_back(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto(f"/view/{compared}?q=wall")
    visited.building_is_there()
    row = page.locator(".row[data-index='0']")
    row.click()
    name = page.locator(".detail h2").inner_text()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("GlobalId").check()
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_role("button", name="Close").click()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("GlobalId").uncheck()
    expect(page.locator(".detail")).to_be_hidden()
    page.go_back()
    expect(page.locator(".detail h2")).to_have_text(name)
    expect(page.get_by_role("row", selected=True)).to_contain_text(name)
    expect(page.get_by_label("GlobalId")).to_be_checked()
    expect(page.get_by_role("searchbox")).to_have_value("wall")
    expect(page.get_by_role("button", name="Isolate")).to_be_enabled()
    page.go_forward()
    expect(page.locator(".detail")).to_be_hidden()
    expect(page.get_by_role("button", name="Isolate")).to_be_disabled()
    expect(page.get_by_label("GlobalId")).not_to_be_checked()


def test_typing_leaves_no_steps_behind(visited: Visit, compared: str) -> None:
    page = visited.page
    page.goto("/")
    page.goto(f"/view/{compared}")
    for text in ("wall", "door"):
        page.get_by_role("searchbox").fill(text)
        page.wait_for_url(f"**q={text}&view=facts")
    page.go_back()
    expect(page.get_by_role("button", name="Compare")).to_be_visible()


def test_an_address_that_names_no_job_is_told(visited: Visit) -> None:
    visited.page.goto("/view/%25")
    visited.page.evaluate("history.replaceState(null, '', '/view/%')")
    visited.page.reload()
    expect(visited.page.get_by_role("heading", level=1)).to_have_text("There is nothing to show")
    visited.errors[:] = [each for each in visited.errors if "status of 4" not in each]
