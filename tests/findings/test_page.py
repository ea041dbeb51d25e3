"""The page of findings: what stands in a text begins nothing there."""

from __future__ import annotations

from exporter.findings.findings import Finding, Severity, Source
from exporter.findings.page import findings_page


def test_a_text_begins_no_markup() -> None:
    """No link, image, code, cell or element, and nothing that steers a terminal."""
    text = "a | [x](http://evil.example) ![y](z) <b> `c` *d* \x1b[31m \u202e"
    page = findings_page([Finding("x.y", Severity.ERROR, text, Source("a|b.csv", 1))], {})
    assert page.splitlines()[-1] == (
        "| a\\|b.csv:1 | a \\| \\[x\\](http://evil.example) !\\[y\\](z) &lt;b> \\`c\\` \\*d\\* "
        "\\u001b\\[31m \\u202e |  |"
    )
