"""/docs in a browser: it shows the API, asks for a key where there are keys, and sends it with the calls."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visit, visit
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def guarded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:  # noqa: ARG001 - skips first
    with Stack(tmp_path_factory.mktemp("guarded"), API_KEYS="right") as running:
        yield running


def _try_the_list_of_models(visited: Visit) -> None:
    """Send the call by the page's own buttons and see its answer."""
    call = visited.page.locator(".opblock", has_text="/list_directories")
    call.locator(".opblock-summary").click()
    call.get_by_role("button", name="Try it out").click()
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(call.locator(".live-responses-table")).to_contain_text("example-old.ifc")


def test_the_api_is_shown_and_tried(visited: Visit) -> None:
    visited.page.goto("/docs")
    _try_the_list_of_models(visited)
    expect(visited.page.get_by_label("API key")).to_be_hidden()
    expect(visited.page.get_by_role("button", name="Authorize")).to_have_count(0)


def test_a_key_is_asked_for_and_sent(browser: Browser, guarded: Stack) -> None:
    with visit(browser, str(guarded.http.base_url)) as visited:
        page = visited.page
        page.goto("/docs")
        page.get_by_label("API key").fill("wrong")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("status")).to_contain_text("does not accept this key")
        assert visited.violations() == []
        page.get_by_label("API key").fill("right")
        page.get_by_role("button", name="Continue").click()
        _try_the_list_of_models(visited)
        page.reload()
        expect(page.locator(".opblock", has_text="/list_directories")).to_be_visible()
        expect(page.get_by_label("API key")).to_be_hidden()
        # Each refusal is an answer of 401, which Chromium notes.
        visited.errors[:] = [each for each in visited.errors if "status of 401" not in each]
