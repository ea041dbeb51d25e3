"""Documents can be used by everybody: axe-core finds nothing serious in those of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from exporter.files.resources import bundled_folder
from screenshots.browser import WIDTHS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

DOCUMENTS = sorted(bundled_folder("samples").glob("*/expected/*.xhtml"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("width", [WIDTHS[0], *(pytest.param(width, marks=pytest.mark.slow) for width in WIDTHS[1:])])
def test_nothing_serious_is_found(browser: Browser, document: Path, width: int) -> None:
    """On a desktop and on a telephone; landmarks, which Inline XBRL does not allow, are no serious matter."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(document.as_uri())
    # Contrast takes longest, and does not depend on the width; the first document has every style.
    rules = {"color-contrast": {"enabled": document == DOCUMENTS[0] and width == max(WIDTHS)}}
    violations = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    page.close()
    assert [each["id"] for each in violations if each["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_labels_stay_in_view_on_a_telephone(browser: Browser, document: Path) -> None:
    """A table that is too wide scrolls by itself, and not the page, and its labels do not."""
    page = browser.new_page(viewport={"width": min(WIDTHS), "height": 900})
    page.goto(document.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == min(WIDTHS)
    page.evaluate("document.querySelectorAll('.scroll').forEach(each => { each.scrollLeft = 10000; })")
    labels = "tr:not(.section) > th[scope=row], .section span, .title, .corner"
    lefts = page.evaluate(f"[...document.querySelectorAll('{labels}')].map(each => each.getBoundingClientRect().left)")
    page.close()
    assert lefts
    assert min(lefts) >= 0


def test_the_samples_have_documents() -> None:
    """In each of their languages."""
    assert [path.name for path in DOCUMENTS] == [
        "iij-20030930.en.xhtml",
        "iij-20030930.ja.xhtml",
        "ntt-20030916.xhtml",
        "example-instruments-20251231.xhtml",
    ]
