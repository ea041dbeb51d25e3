"""The syntaxes of a filing: named by the user, and found in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.errors import MisuseError
from exporter.filing.syntaxes import MOST_CELLS, SYNTAXES, found_syntaxes, syntaxes_by_default, syntaxes_named

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("xml", "r.xml"),
        ("inline", "."),
        ("json", "r.json"),
        ("xbri", "r.xbri"),
        ("xbr+xml", "r-xml.xbr"),
        ("zip+inline", "r-inline.zip"),
    ],
)
def test_each_syntax_has_a_place_of_its_own(tmp_path: Path, name: str, file: str) -> None:
    """A file, a package, or the folder of a set of documents; so that all of them lie side by side."""
    assert SYNTAXES[name].path(tmp_path, "r") == tmp_path / file


def test_syntaxes_are_named_once() -> None:
    """In the order in which they were named first."""
    assert [syntax.name for syntax in syntaxes_named(["json", "xml", "json"])] == ["json", "xml"]
    with pytest.raises(MisuseError, match=r"no format 'pdf' of a filing; known are xml, inline, json,"):
        syntaxes_named(["xml", "pdf"])


def test_a_document_that_nobody_could_open_is_written_on_request_alone() -> None:
    """And it is told that it is left out."""
    syntaxes, findings = syntaxes_by_default(MOST_CELLS)
    assert ([syntax.name for syntax in syntaxes], findings) == (["xml", "inline"], [])
    syntaxes, findings = syntaxes_by_default(MOST_CELLS + 1)
    assert [syntax.name for syntax in syntaxes] == ["xml"]
    assert [(finding.code, finding.severity) for finding in findings] == [("documents.leftOut", "info")]


def test_what_was_written_is_found(tmp_path: Path) -> None:
    """By the files; those of another report do not count."""
    for name in ("r.xml", "r-json.zip", "s.json"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [syntax.name for syntax in found_syntaxes(tmp_path, "r")] == ["xml", "zip+json"]
