"""What a filing can be written in: files in a syntax, and packages of such files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.documents.rules import DOCUMENTS_LEFT_OUT
from exporter.errors import MisuseError
from exporter.formats.package_kinds import filed_syntaxes, package_syntax

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.formats.package_kinds import PackageKind

__all__ = ["SYNTAXES", "XML", "Syntax", "found_syntaxes", "syntaxes_by_default", "syntaxes_named"]

INLINE, XML, CSV = "inline", "xml", "csv"
#: Those of files, by the ends of their names.
_FILES = {XML: ".xml", INLINE: ".xhtml", "json": ".json", CSV: "-csv.json"}
#: Documents with more cells are written only where somebody asks for them.
MOST_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax of a filing.

    Attributes:
        name: for the command line, `json` or, for a package, `xbr+json`.
        format: the name of the report's format.
        kind: of the package; None for files.
    """

    name: str
    format: str
    kind: PackageKind | None = None

    def path(self, folder: Path, name: str) -> Path:
        """Give what a reader opens: a file, a package, or the folder that holds the documents of a set.

        Args:
            folder: the filing's.
            name: the report's.
        """
        if self.kind is not None:
            of_several = "" if len(self.kind.formats) == 1 else f"-{self.format}"
            return folder / f"{name}{of_several}{self.kind.ending}"
        return folder if self.format == INLINE else folder / f"{name}{_FILES[self.format]}"

    def is_in(self, folder: Path, name: str) -> bool:
        """Tell whether a filing is written in this syntax."""
        if self.kind is None and self.format == INLINE:
            from exporter.formats.inline_xbrl.reader import inline_documents  # noqa: PLC0415 - the names alone cost nothing

            return bool(inline_documents(folder))
        return self.path(folder, name).is_file()


def _named(name: str) -> Syntax:
    package = package_syntax(name)
    return Syntax(name, name) if package is None else Syntax(name, package[1], package[0])


#: All of them, by name.
SYNTAXES = {name: _named(name) for name in filed_syntaxes()}


def syntaxes_named(names: Iterable[str]) -> list[Syntax]:
    """Find syntaxes by their names, each once.

    Raises:
        MisuseError: there is no such syntax.
    """
    names = list(dict.fromkeys(names))
    for name in names:
        if name not in SYNTAXES:
            raise MisuseError(f"there is no format {name!r} of a filing; known are {', '.join(SYNTAXES)}")
    return [SYNTAXES[name] for name in names]


def syntaxes_by_default(cells: int) -> tuple[list[Syntax], list[Finding]]:
    """Choose the syntaxes of a filing where nobody does: xBRL-XML, and Inline XBRL if people can open it.

    Args:
        cells: how many cells a document would show.

    Returns: the syntaxes; and a Finding if there will be no document.
    """
    if cells <= MOST_CELLS:
        return [SYNTAXES[XML], SYNTAXES[INLINE]], []
    message = f"a document would show {cells:,} cells, so none is written"
    hint = "name inline in formats, or by --format, to have it all the same"
    return [SYNTAXES[XML]], [DOCUMENTS_LEFT_OUT.finding(message, hint=hint)]


def found_syntaxes(folder: Path, name: str) -> list[Syntax]:
    """List those in which a filing is written."""
    return [syntax for syntax in SYNTAXES.values() if syntax.is_in(folder, name)]
