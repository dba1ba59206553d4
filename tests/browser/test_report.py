"""The HTML report as a mail attachment: one file, no network, for every eye and any text of the models."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, expect

from ifcdelta.writers import WRITERS
from tests.engine.writers.results import hostile
from tests.support.browser import Visit, visit
from tests.support.stack import Stack


@pytest.fixture(params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Someone without a network, who reads by day or by night."""
    scheme: Literal["light", "dark"] = request.param
    with visit(browser, tmp_path.as_uri(), color_scheme=scheme, offline=True) as reading:
        yield reading


def test_the_report_of_a_result_is_read_without_a_network(
    reader: Visit, stack: Stack, compared: str, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    report.write_bytes(stack.http.get(f"/tasks/{compared}/result?format=html").content)
    reader.page.goto(report.as_uri())
    assert reader.violations() == []
    reader.page.locator(".line", has_text="2 columns on Ground floor are new").click()
    reader.page.get_by_role("button", name="Show these 2 elements").click()
    expect(reader.page.locator("#table")).to_contain_text("Carport post 1")
    expect(reader.page.locator("#status")).to_contain_text("2 of")
    assert reader.violations() == []
    reader.page.get_by_role("button", name="Show all").click()
    reader.page.get_by_label("Search").fill("REI 90")
    expect(reader.page.locator("#table")).to_contain_text("GF West wall")
    expect(reader.page.locator("#table")).not_to_contain_text("Carport post 1")
    reader.page.set_viewport_size({"width": 390, "height": 800})
    assert not reader.overflows()


def test_a_report_of_harmful_texts_is_text(reader: Visit, tmp_path: Path) -> None:
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    reader.page.on("dialog", note)
    report = tmp_path / "report.html"
    with report.open("wb") as stream:
        WRITERS["html"](hostile(), stream)
    reader.page.goto(report.as_uri())
    expect(reader.page.locator("#table")).to_contain_text("<img")
    assert reader.page.locator("#table img").count() == 0
    assert reader.violations() == []
    assert dialogs == []
