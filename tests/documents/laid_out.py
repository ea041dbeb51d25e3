"""Documents of a small project, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.documents.pages import build_documents
from exporter.project.footnotes_csv import read_footnotes
from tests.projects import map_folder

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.documents.pages import Documents
    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped

__all__ = ["lay_out"]


def lay_out(folder: Path) -> tuple[Documents, Mapped, list[Finding]]:
    """Map the project in a folder, which has no errors, and lay out its documents."""
    project, mapped, taxonomy, findings = map_folder(folder)
    assert project
    assert mapped
    assert taxonomy
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
    documents, found = build_documents(project, mapped, taxonomy, read_footnotes(project)[0])
    return documents, mapped, found
