"""A browser for the tests that look at documents, started once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screenshots.browser import HOW_TO_GET_IT, chromium, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none, the test is not run, and the last lines of the run say so."""
    if chromium() is None:
        pytest.skip(f"there is no Chromium to look at documents with; get it with: {HOW_TO_GET_IT}")
    with open_browser() as opened:
        yield opened
