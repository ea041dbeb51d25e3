"""The filings: the reports in unpacked archives, told apart by the archive and a number, and what kind each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.reader import inline_documents
from exporter.formats.registry import format_of_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["KINDS", "Filing", "filings"]

#: What the archives hold, in words; one that is not named here is read all the same.
KINDS = {
    "eba-instances": "a supervisory report with filing indicators",
    "inline-samples": "a viewer's sample",
    "inline-with-taxonomy": "an annual report over its own taxonomy",
    "sec-instances": "a quarterly report",
    "small-filings": "a hand-made report of another project's tests",
    "tokyo-stock-exchange": "a summary of results",
    "vsme-instance": "a sustainability report",
}
_READ = {"xml", "inline"}


@dataclass(frozen=True)
class Filing:
    """A report that others made.

    Attributes:
        archive: the name of the archive that it came in, without its ending.
        number: which of the archive's reports it is, by path, counted from 1; its file's name is nobody's business.
        path: the file; or the folder of a set of Inline XBRL documents.
        syntax: the format's name.
    """

    archive: str
    number: int
    path: Path
    syntax: str

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return KINDS.get(self.archive, "a report") + (", as a set of documents" if self.path.is_dir() else "")


def filings(archive: str, folder: Path) -> Iterator[Filing]:
    """Yield the reports in an unpacked archive, by path; several Inline documents in a folder once more as a set."""
    number = 0
    for path in (folder, *sorted(folder.rglob("*"))):
        is_set = path.is_dir() and len(inline_documents(path)) > 1
        known = None if path.is_dir() else format_of_content(path)
        if is_set or (known is not None and known.name in _READ):
            number += 1
            yield Filing(archive, number, path, "inline" if known is None else known.name)
