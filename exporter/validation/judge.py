"""The contract of a judge: what it is given, and what it is asked to do. Which judges there are stands in judges.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exporter.files.resources import is_specification

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.dts.discovery import Documents
    from exporter.files.process_limits import Limits
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.judgement import Judgement

__all__ = ["CALCULATIONS", "NEWER_TOTALS", "Judge", "Subject"]

#: The rules by which totals can be judged: Calculations 1.1, or those of XBRL 2.1 (5.2.5.2).
CALCULATIONS = ("1.1", "2.1")
#: What the rules of XBRL 2.1 leave out.
NEWER_TOTALS = "totals of Calculations 1.1"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged.

    Attributes:
        entry_point: an instance, a schema or a zipped taxonomy package.
        paths: the documents to begin with: itself, or, of a package, all documents where they are unpacked.
        documents: these and all that they lead to, parsed: well-formed, and without a document type declaration.
        packages: the taxonomy packages that say where URLs lie, zipped.
        standing: the folders of packages that other subjects share; what they hold is no part of this one.
        taxonomy: what the facts are judged against, where it is known.
        base_is_given: whether all packages that it needs were given by name, as regulators' taxonomies are; what comes
            with a document, or lies beside it, is judged with it.
        is_ours: whether we wrote the document, and its taxonomy or an extension of it.
        calculations: by which rules totals are judged, one of `CALCULATIONS`.
        reports: what a package holds in other syntaxes than XML Schema knows, by the names in it.
        original: the files of a report in such a syntax, of which the entry point is a copy as xBRL-XML; Arelle judges
            these in its place.
        inline: Inline XBRL documents that say the same as the entry point; libxml2 judges them, too.
    """

    entry_point: Path
    paths: tuple[Path, ...]
    documents: Documents
    packages: tuple[Path, ...]
    standing: tuple[Path, ...] = ()
    taxonomy: Taxonomy | None = None
    base_is_given: bool = False
    is_ours: bool = False
    calculations: str = CALCULATIONS[0]
    reports: tuple[str, ...] = ()
    original: tuple[Path, ...] = ()
    inline: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes there are to judge: those of the documents, and of a package's reports."""
        schemas = (path for path in self.documents.schemas if not is_specification(path))
        files = {*schemas, *self.documents.trees, *self.documents.large, self.entry_point, *self.original, *self.inline}
        return sum(path.stat().st_size for path in files if path.is_file())


class Judge(Protocol):
    """One that judges one subject after another.

    The calls come in this order: start, prepare perhaps, submit and result for each subject, stop.

    Attributes:
        name: under which its verdict is given, and which stands before its codes.
        limits: of the process that it works in, or None if that is this one, where it works when it is submitted to.
    """

    name: str
    limits: Limits | None

    def start(self) -> None:
        """Get ready, and do not wait for that."""

    def prepare(self, package: Path) -> None:
        """Get ready for a taxonomy package that subjects will need, in its folder, and do not wait."""

    def submit(self, subject: Subject) -> None:
        """Judge the subject.

        A judge that has a process of its own does not wait.

        Raises:
            UnreadableInputError: the subject cannot be read.
        """

    def result(self) -> Judgement | None:
        """Wait for the verdict, or for why there is none; None where the subject is nothing that it judges."""

    def stop(self, *, failed: bool) -> None:
        """Let go of what was started; called once, whatever came before.

        Args:
            failed: whether an exception came before.
        """
