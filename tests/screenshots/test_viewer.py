"""Viewers work when they are opened as files: a click on a fact shows its value and its concept's label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import export_report
from exporter.cli import main
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, exported, with a viewer of its document."""
    folder = write_project(tmp_path_factory.mktemp("viewed"))
    export_report(folder, without=("arelle",), formats=["inline"])
    assert main(["view", str(folder), "--quiet"]) == 0
    return folder


def test_a_click_on_a_fact_shows_what_it_is(browser: Browser, project: Path) -> None:
    """Offline: nothing is asked for but the page and its script."""
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    (viewer,) = (project / "out" / "viewer").glob("*.html")
    page.goto(viewer.as_uri())
    page.wait_for_selector("iframe[title='iXBRL document view'], #iframe-container iframe")
    document = page.frame_locator("#iframe-container iframe").first
    document.get_by_text("1,200").first.click()
    page.wait_for_function("document.querySelector('#inspector').innerText.includes('1,200,000')")
    inspector = page.locator("#inspector").inner_text()
    page.close()
    assert "Revenues" in inspector
    assert requests == [viewer.as_uri(), (viewer.parent / "ixbrlviewer.js").as_uri()]


def test_the_next_export_replaces_the_viewer(project: Path) -> None:
    """It is an output, made of what is gone then."""
    export_report(project, without=("arelle",), formats=["inline"])
    assert not (project / "out" / "viewer").exists()
