"""Debian's own browser, opened once for every test that looks at a page."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

SHELL, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
"""Chromium without the window that nobody looks at takes half the processor time for a page."""

PATIENCE_MS = 30_000
"""How long a page may take to show what is expected: other tests run beside it."""

QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch() -> Iterator[Browser]:
    """Give the browser, and close it afterwards; each test opens a context of its own.

    One for the whole session: a process can drive Playwright from one place only.
    """
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        path = SHELL if SHELL.exists() else WHOLE
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIETLY))
        yield browser
        browser.close()
