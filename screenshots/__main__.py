"""`python -m screenshots`: export the samples, and take pictures of their documents on screens and on paper."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from exporter import export_report
from exporter.files.resources import bundled_folder
from screenshots.browser import WIDTHS, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["main"]

_PAPERS = ("A4", "Letter")
#: Points are 72 to an inch; pages are drawn with so many dots.
_DOTS_PER_INCH = 80
_HEIGHT = 900


def main() -> int:
    """Take all pictures, and print where they are."""
    parser = argparse.ArgumentParser(prog="python -m screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"), help="default: %(default)s")
    out = parser.parse_args().out
    with open_browser() as browser:
        for document in sample_documents(out):
            for picture in pictures(browser, document, out):
                sys.stdout.write(f"{picture}\n")
    return 0


def sample_documents(out: Path) -> Iterator[Path]:
    """Export each sample as Inline XBRL, and list the documents."""
    for project in sorted(bundled_folder("samples").glob("*/report.toml")):
        result = export_report(project.parent, out / project.parent.name, without=("arelle",), formats=["inline"])
        yield from sorted((result.out / "filing").glob("*.xhtml"))


def pictures(browser: Browser, document: Path, out: Path) -> Iterator[Path]:
    """Take pictures of a document, whole in each width and page by page on each paper."""
    out.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": _HEIGHT})
        page.goto(document.absolute().as_uri())
        path = out / f"{document.stem}-{width}.png"
        page.screenshot(path=path, full_page=True)
        yield path
        page.close()
    page = browser.new_page()
    page.goto(document.absolute().as_uri())
    for paper in _PAPERS:
        path = out / f"{document.stem}-{paper}.pdf"
        page.pdf(path=path, format=paper, prefer_css_page_size=True)
        yield path
        yield from _pages(path)
    page.close()


def _pages(document: Path) -> Iterator[Path]:
    """Draw the pages of a PDF document."""
    with pypdfium2.PdfDocument(document) as pages:
        for number, page in enumerate(pages, 1):
            path = document.with_name(f"{document.stem}-{number:02}.png")
            page.render(scale=_DOTS_PER_INCH / 72).to_pil().save(path)
            yield path


if __name__ == "__main__":
    sys.exit(main())
