"""Pictures of a document: whole in each width, and page by page on each paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.files.resources import bundled_folder
from screenshots.__main__ import pictures

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

DOCUMENT = bundled_folder("samples") / "ntt-2003-subscription" / "expected" / "ntt-20030916.xhtml"
_WIDTH_OF_A_PNG = slice(16, 20)


def test_each_width_and_each_paper_is_pictured(browser: Browser, tmp_path: Path) -> None:
    """And a short document is one page."""
    made = list(pictures(browser, DOCUMENT, tmp_path))
    assert [path.name.removeprefix("ntt-20030916-") for path in made] == [
        *("1280.png", "390.png"),
        *("A4.pdf", "A4-01.png", "Letter.pdf", "Letter-01.png"),
    ]
    assert [int.from_bytes(path.read_bytes()[_WIDTH_OF_A_PNG]) for path in made[:2]] == [1280, 390]
