"""People at their browsers: headless Chromium as somebody works with it, by the words on the screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, sync_playwright

PASSWORD = "Qiuzhi-2031-kan"  # noqa: S105 - of people who exist in tests only
_LEFT_OUT = (
    # Pages that belong to the browser's own window: two for each window that is opened, which take longer to load than
    # ours, and are seen by nobody.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess",
    # The list replaces the one that Playwright gives; this is what it leaves out.
    "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning", "AimEnabled",
)  # fmt: skip
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(_LEFT_OUT)}",
)  # fmt: skip

# Style sheets are not asked for once more (`preload`): what they are needed for is none of the rules.
_ON_DESK = """async () => {
  const faults = { preload: false, resultTypes: ["violations"] }, seen = new Set();
  // Colours take four fifths of the time, and rows with the same parts of the same classes have the same ones.
  for (const row of document.querySelectorAll("tbody tr, li, option, .card")) {
    const parts = [row.parentElement, row, ...row.querySelectorAll("*")];
    const kind = parts.map((each) => `${each.tagName}.${each.getAttribute("class")}`).join();
    row.toggleAttribute("data-seen", seen.has(kind));
    seen.add(kind);
  }
  const all = await axe.run(document, { ...faults, rules: { "color-contrast": { enabled: false } } });
  const coloured = { include: [["html"]], exclude: [["[data-seen]"]] };
  const colours = await axe.run(coloured, { ...faults, runOnly: ["color-contrast"] });
  return [...all.violations, ...colours.violations];
}"""
_ON_PHONE = """async () => {
  const found = await axe.run(document, { preload: false, runOnly: ["target-size", "scrollable-region-focusable"] });
  return found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
}"""


def chromium() -> str:
    """Give where the machine's browser lies; `make browser` brings one."""
    # The same engine without the windows of a desktop, which take most of the time of a browser that nobody looks at.
    found = os.environ.get("KAOJI_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None
    )
    if found is None:
        pytest.fail("There is no Chromium on this machine. Bring one with: make browser")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a headless browser."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield launched
        launched.close()


@contextmanager
def windows(at: Browser) -> Iterator[Browser]:
    """Give a browser that others use as well, and close every window that was opened in it."""
    try:
        yield at
    finally:
        for context in list(at.contexts):
            context.close()


def faults_of(page: Page) -> list[dict[str, Any]]:
    """Give what shuts people out of a page: each fault with its ``id`` and the ``nodes`` that have it."""
    found: list[dict[str, Any]] = _asked(page, _ON_DESK)
    return found


def faults_on_phone(page: Page) -> list[str]:
    """Give what is too small to be met by a finger or cannot be scrolled without one."""
    found: list[str] = _asked(page, _ON_PHONE)
    return found


def _asked(page: Page, question: str) -> Any:  # noqa: ANN401 - whatever the page answers
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(question)


class Person:
    """Somebody with a browser window of their own; what they see must never be broken."""

    def __init__(self, at: Browser, url: str, number: str, password: str = "") -> None:
        self.url, self.number = url, number
        self.context = at.new_context(locale="zh-CN", viewport={"width": 1360, "height": 850}, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: pytest.fail(f"{self.number}: {self.page.url}: {error}"))
        if password:
            self.log_in(password)

    def log_in(self, password: str) -> None:
        """Log in; a first password is changed as the page asks."""
        self.page.goto(f"{self.url}/log-in")
        self.page.fill("[name=number]", self.number)
        self.page.fill("[name=password]", password)
        self.press("登录")
        if self.page.url.endswith("/password"):
            self.page.fill("[name=old]", password)
            self.page.fill("[name=new]", PASSWORD)
            self.page.fill("[name=again]", PASSWORD)
            self.page.locator("main form button").click()
        assert "/log-in" not in self.page.url, self.says()

    def open(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.url + path if path.startswith("/") else path)
        assert answer is not None
        assert answer.status < 400, f"{self.number}: {path}: {answer.status}"

    def follow(self, words: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def press(self, words: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def send(self, action: str, **fields: str) -> None:
        """Fill in the form that is sent to an address with this ending, and send it."""
        form = self.page.locator(f"form[action$='{action}']").first
        for name, value in fields.items():
            field = form.locator(f"[name='{name}']").first
            kind = field.get_attribute("type")
            if kind == "radio":
                form.locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                field.check()
            else:
                field.fill(value)
        form.locator("button").last.click()
        self.page.wait_for_load_state()

    def sees(self, words: str) -> Locator:
        """Wait until words are to be seen."""
        found = self.page.get_by_text(words).first
        found.wait_for()
        return found

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; the pages' own protection forbids to ask inside the browser."""
        for _ in range(200):
            if holds():
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"{self.number}: {self.page.url}: {self.says()}")

    def says(self) -> str:
        """Give the text of the page."""
        return self.page.locator("main").inner_text()
