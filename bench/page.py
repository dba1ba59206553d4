"""How soon a person sees a result: the table of 50,000 changes, and the building of a large model, in a real browser.

The browser draws without a graphics card and shares the machine's cores with the service.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect
from rich.console import Console
from rich.table import Table

from bench.large_pair import make_pair
from bench.models import MODEL, is_here
from tests.support.browser import chromium
from tests.support.models import write_large_model
from tests.support.stack import Stack

_CHANGES: Final = 50_000
_MEGABYTES: Final = 26
_PATIENCE: Final = 300_000
_SCROLL: Final = """
async (steps) => {
    const table = document.querySelector('.table');
    const frames = [];
    let last = performance.now();
    for (let step = 1; step <= steps; step++) {
        table.scrollTop = (table.scrollHeight - table.clientHeight) * step / steps;
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
    }
    return frames;
}
"""
"""Scrolls through the whole table, a step a frame; returns the milliseconds of each frame."""


def main() -> None:
    """Measure and print the table."""
    console = Console(width=110)
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        console.print("page: not measured: there is no Chromium on this machine")
        return
    table = Table("", "s", title="what a person waits for in the page", title_justify="left")
    table.columns[1].justify = "right"
    with tempfile.TemporaryDirectory() as name, Stack(Path(name) / "stack") as stack, chromium() as browser:
        _measure_table(stack, browser, Path(name), table)
        if is_here(MODEL, console, "page: the building"):
            _measure_building(stack, browser, Path(name), table)
    console.print(table)


def _measure_table(stack: Stack, browser: Browser, folder: Path, table: Table) -> None:
    old, new = write_large_model(folder / "many.ifc", _CHANGES), folder / "many changed.ifc"
    new.write_text(old.read_text(encoding="ascii").replace("IFCINTEGER(", "IFCINTEGER(1"), encoding="ascii")
    job_id = _finished(stack, old, new)
    for opening in ("first opening", "opened again"):
        with _page(browser, stack) as page:
            begun = time.perf_counter()
            page.goto(f"/view/{job_id}")
            expect(page.locator(".row[data-index='0'][data-kind]")).to_be_visible(timeout=_PATIENCE)
            table.add_row(f"{_CHANGES:,} changes: rows can be read, {opening}", f"{time.perf_counter() - begun:.2f}")
            frames = sorted(page.evaluate(_SCROLL, 200))
    table.add_row("scrolled through in 200 steps: median frame", f"{frames[100] / 1000:.3f}")
    table.add_row("scrolled through in 200 steps: longest frame", f"{frames[-1] / 1000:.3f}")


def _measure_building(stack: Stack, browser: Browser, folder: Path, table: Table) -> None:
    pair = make_pair(MODEL, folder, _MEGABYTES)
    job_id = _finished(stack, pair.old, pair.new)
    for opening in ("first opening", "opened again"):
        with _page(browser, stack) as page:
            begun = time.perf_counter()
            page.goto(f"/view/{job_id}")
            expect(page.locator(".stage[data-elements]")).to_be_visible(timeout=_PATIENCE)
            table.add_row(f"27 MB model: what changed is on screen, {opening}", f"{time.perf_counter() - begun:.1f}")
            said = page.locator(".stage-status", has_text="The unchanged elements follow")
            expect(said).to_have_count(0, timeout=_PATIENCE)
            table.add_row(f"27 MB model: all of it is on screen, {opening}", f"{time.perf_counter() - begun:.1f}")


def _finished(stack: Stack, old: Path, new: Path) -> str:
    job_id = stack.start(old, new)
    status = stack.wait(job_id, 600)
    assert status["status"] == "finished", status  # noqa: S101 - nothing to measure otherwise
    return job_id


@contextmanager
def _page(browser: Browser, stack: Stack) -> Iterator[Page]:
    context = browser.new_context(base_url=str(stack.http.base_url), viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
