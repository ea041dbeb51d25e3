"""The browser: Chromium as the system has it, without a window and without a network."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["HOW_TO_GET_IT", "WIDTHS", "chromium", "open_browser"]

#: Of a desktop's window, and of a telephone's, in pixels.
WIDTHS = (1280, 390)
HOW_TO_GET_IT = "apt-get install chromium fonts-noto-cjk"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: A sandbox of its own cannot be had by root, nor shared memory of any size in a container; nothing is to be fetched.
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run")


def chromium() -> str | None:
    """Find the program; None if there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser, and end it.

    Raises:
        FileNotFoundError: there is none.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a quarter of a second, and not needed to look for it

    program = chromium()
    if program is None:
        raise FileNotFoundError(f"there is no Chromium; get it with: {HOW_TO_GET_IT}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
