"""A person in front of the page: Chromium of the machine, what it complained about, and what axe-core finds."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.support.data import ROOT

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_WITHOUT_A_GPU: Final = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_SANDBOX_NEEDS_A_USER: Final = ["--no-sandbox"]
_PAGE: Final = ROOT / "api-gateway" / "gateway" / "page"
_AXE: Final = _PAGE / "node_modules" / "axe-core" / "axe.min.js"
_STILL_MADE: Final = "status of 409"
"""What Chromium notes when the service says that something is still being made; the page asks again."""

expect.set_options(timeout=20_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the machine's Chromium, headless; skip where there is none, or no page to look at."""
    executable = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if executable is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    if not (_PAGE / "dist" / "index.html").exists():
        pytest.skip("the page is not built (make page)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*_WITHOUT_A_GPU, *_SANDBOX_NEEDS_A_USER])
        yield browser
        browser.close()


class Visit:
    """One person's visit: a page, and the errors that it has noted."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and _STILL_MADE not in message.text:
            self.errors.append(message.text)

    def violations(self) -> list[str]:
        """Return what axe-core has against the page as it stands."""
        self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate("axe.run().then(found => found.violations)")
        return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]

    def overflows(self) -> bool:
        """Tell whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def drop(self, old: Path, new: Path) -> None:
        """Give the start page its two models."""
        self.page.set_input_files("#file-old", old)
        self.page.set_input_files("#file-new", new)

    def building_is_there(self, said: str = "") -> None:
        """Wait until all of the building is shown, and `said` is what is left to say about it."""
        expect(self.page.locator(".stage")).to_have_attribute("data-elements", re.compile(r"[1-9]\d*"), timeout=60_000)
        expect(self.page.locator(".stage-status")).to_have_text(said, timeout=60_000)
        expect(self.page.locator(".notice.error")).to_have_count(0)


@contextmanager
def visit(browser: Browser, base_url: str, **options: Any) -> Iterator[Visit]:
    """Yield a visit of the service at `base_url`; the page must note no error in it."""
    context = browser.new_context(base_url=base_url, reduced_motion="reduce", accept_downloads=True, **options)
    visiting = Visit(context)
    yield visiting
    context.close()
    assert visiting.errors == []
