"""The one list of judges: verdicts, the ledger's columns and the options of the command line follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.validation.judge import Judge

__all__ = ["JUDGES", "JudgeEntry", "optional_judges", "readers"]


def _xmlschema() -> Judge:
    from exporter.validation.xmlschema_judge import XmlschemaJudge

    return XmlschemaJudge()


def _libxml2() -> Judge:
    from exporter.validation.libxml2_judge import Libxml2Judge

    return Libxml2Judge()


def _arelle() -> Judge:
    from exporter.validation.arelle_judge import ArelleJudge

    return ArelleJudge()


def _own() -> Judge:
    from exporter.validation.own_judge import OwnJudge

    return OwnJudge()


@dataclass(frozen=True, slots=True)
class JudgeEntry:
    """A judge in the list.

    Attributes:
        name: the judge's.
        make: gives the judge; imports what it needs then, so that the list itself costs nothing.
        reads: whether it also reads the facts of an instance, so that the round trip can compare them.
        optional: why somebody would leave it out, as the command line's help says; empty if it always judges.
        alone: what no other judge judges, so that it is not judged where this one is left out.
    """

    name: str
    make: Callable[[], Judge]
    reads: bool = False
    optional: str = ""
    alone: str = ""


#: In the order in which their verdicts are given.
JUDGES: tuple[JudgeEntry, ...] = (
    JudgeEntry("xmlschema", _xmlschema),
    JudgeEntry("libxml2", _libxml2),
    JudgeEntry(
        "arelle",
        _arelle,
        reads=True,
        optional="quick: leave Arelle out; the verdict says so",
        alone="what XBRL asks of taxonomies and linkbases beyond XML Schema, formulas, and Inline XBRL",
    ),
    JudgeEntry("own", _own, reads=True),
)


def readers() -> list[str]:
    """List the judges that read facts, the own one first."""
    return sorted((entry.name for entry in JUDGES if entry.reads), key=lambda name: name != "own")


def optional_judges() -> dict[str, str]:
    """Give the judges that may be left out, and why somebody would."""
    return {entry.name: entry.optional for entry in JUDGES if entry.optional}
