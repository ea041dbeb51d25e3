"""The kinds of report packages, each with its ending and the syntaxes of the reports that it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import PurePath

__all__ = [
    "FILE_SYNTAXES",
    "KINDS",
    "REPORT_ENDINGS",
    "PackageKind",
    "filed_syntaxes",
    "kind_of",
    "package_syntax",
]

_INLINE_ENDINGS = (".xhtml", ".html", ".htm")
#: The endings of reports in packages, by the name of their format (Report Packages 1.0, 3.4).
REPORT_ENDINGS = {"inline": _INLINE_ENDINGS, "xml": (".xbrl",), "json": (".json",), "csv": (".json",)}


#: The names of the syntaxes in which reports are filed.
FILE_SYNTAXES = ("xml", "inline", "json", "csv")


@dataclass(frozen=True, slots=True)
class PackageKind:
    """A kind of report package (Report Packages 1.0, 3.2 and 3.3).

    Attributes:
        name: for the command line, which is its ending without the dot.
        title: for people.
        document_type: what META-INF/reportPackage.json must say.
        formats: the names of the formats that reports in it may have.
    """

    name: str
    title: str
    document_type: str
    formats: tuple[str, ...]

    @property
    def ending(self) -> str:
        """The ending of its files, with the dot."""
        return f".{self.name}"

    @property
    def syntaxes(self) -> dict[str, str]:
        """The names of packages of this kind by their reports' format, such as `xbr+json`, with that format's name."""
        return {self.name if len(self.formats) == 1 else f"{self.name}+{name}": name for name in self.formats}

    @property
    def report_endings(self) -> frozenset[str]:
        """The endings of the reports that it may hold."""
        return frozenset(ending for name in self.formats for ending in REPORT_ENDINGS[name])


_TYPE = "https://xbrl.org/report-package/2023"
KINDS = (
    PackageKind("xbri", "Inline XBRL report package", f"{_TYPE}/xbri", ("inline",)),
    PackageKind("xbr", "non-Inline XBRL report package", f"{_TYPE}/xbr", ("xml", "json", "csv")),
    PackageKind("zip", "unconstrained report package", _TYPE, ("xml", "inline", "json", "csv")),
)


def kind_of(path: PurePath) -> PackageKind | None:
    """Find the kind of a package by its ending, in any case; None if no package ends so."""
    return next((kind for kind in KINDS if path.suffix.lower() == kind.ending), None)


def filed_syntaxes() -> list[str]:
    """List the names of the syntaxes of filings: those of files, and those of packages."""
    packages = [syntax for kind in KINDS for syntax, name in kind.syntaxes.items() if name in FILE_SYNTAXES]
    return [*FILE_SYNTAXES, *packages]


def package_syntax(name: str) -> tuple[PackageKind, str] | None:
    """Split the name of a package with its reports' format, such as `xbr+json`; None if it is no such name.

    Raises:
        MisuseError: a package of the kind holds no such reports, or may hold several and the name does not say which.
    """
    kind = next((kind for kind in KINDS if kind.name == name.partition("+")[0]), None)
    if kind is None:
        return None
    if name not in kind.syntaxes:
        raise MisuseError(f"there is no package {name!r}; name one of {', '.join(kind.syntaxes)}")
    return kind, kind.syntaxes[name]
