"""A person who changes their mind while models are sent or compared; and one whose browser shows no 3D."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visit
from tests.support.models import write_large_model
from tests.support.stack import Stack

SLOW_UPLOAD = 400_000
"""Bytes a second."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose diff by IfcOpenShell's engine takes some seconds."""
    return write_large_model(tmp_path_factory.mktemp("large") / "large.ifc", 12_000)


def test_an_upload_shows_how_far_it_is_and_is_given_up(visited: Visit, stack: Stack, large: Path) -> None:
    before = stack.http.get("/tasks").json()["tasks"]
    page = visited.page
    page.goto("/")
    visited.drop(large, large)
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_UPLOAD}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name="Compare").click()
    bar = page.get_by_role("progressbar", name="Upload")
    page.wait_for_function("bar => bar.value > 0 && bar.value < 1", arg=bar.element_handle())
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Canceled; nothing was compared.")).to_be_visible()
    expect(bar).to_have_count(0)
    expect(page.get_by_role("button", name="Compare")).to_be_enabled()
    assert stack.http.get("/tasks").json()["tasks"] == before


def test_a_comparison_shows_its_phases_and_is_cancelled(visited: Visit, stack: Stack, large: Path) -> None:
    job_id = stack.start(large, large, engine="ifcopenshell")
    page = visited.page
    page.goto(f"/view/{job_id}")
    expect(page.locator(".phases [aria-current=step]")).to_have_count(1)
    expect(page.locator(".percent")).to_contain_text("%")
    assert visited.violations() == []
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("This comparison was canceled; it has no result.")).to_be_visible()
    assert stack.status(job_id)["status"] == "canceled"
    page.get_by_role("link", name="Compare two models").click()
    expect(page.locator(".jobs")).to_contain_text("anceled")


def test_without_webgl_the_table_has_everything(visited: Visit, compared: str) -> None:
    page = visited.page
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"/view/{compared}")
    expect(page.get_by_text("This browser shows no 3D")).to_be_visible()
    page.get_by_role("button", name="Elements", exact=True).click()
    page.get_by_role("button", name="Changed 20").click()
    expect(page.locator(".total")).to_have_text("20 elements")
    page.get_by_role("row", name="NetFloorArea: 34.225 m² → 33.1 m²").click()
    expect(page.locator(".detail")).to_contain_text("33.1 m²")
    assert visited.violations() == []
    # three.js notes it in the console.
    visited.errors[:] = [each for each in visited.errors if "WebGL" not in each]
