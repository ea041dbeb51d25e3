"""footnotes.csv: the footnotes' texts, and the marks that the print bears for them.

It has the columns `footnote` (an id), `text` and, if the print marks it, `mark`; and for each further language xx,
`text.xx` and `mark.xx`. A mark is written as it is printed at the end of a label or heading: `(1)`, `²`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.files.records import read_records
from exporter.project import rules
from exporter.report.names import illegal_character, is_ncname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.findings.findings import Finding, Source
    from exporter.project.project import Project

__all__ = ["FOOTNOTES_CSV", "Footnote", "read_footnotes"]

FOOTNOTES_CSV = "footnotes.csv"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its text and, where it is printed with one, its mark by language."""

    name: str
    texts: dict[str, str]
    marks: dict[str, str]
    source: Source


def read_footnotes(project: Project) -> tuple[dict[str, Footnote], list[Finding]]:
    """Read the footnotes; a project without the table has none.

    Returns: the footnotes by their ids; and what is wrong with the table.

    Raises:
        UnreadableInputError: the table cannot be read.
    """
    if not os.path.lexists(project.footnotes_file):  # a link that leads nowhere is a fault, and not no file
        return {}, []
    suffixes = {language: "" if language == project.language else f".{language}" for language in project.languages}
    texts, marks = ([f"{name}{suffix}" for suffix in suffixes.values()] for name in ("text", "mark"))
    records, findings = read_records(
        project.footnotes_file,
        FOOTNOTES_CSV,
        ["footnote", *texts],
        marks,
        rules=rules.FOOTNOTES_RECORDS,
        inside=project.folder,
    )
    footnotes: dict[str, Footnote] = {}
    for record in records:
        name = record["footnote"]
        footnote = Footnote(
            name,
            {language: record[f"text{suffix}"] for language, suffix in suffixes.items()},
            {language: record[f"mark{suffix}"] for language, suffix in suffixes.items()},
            record.source,
        )
        findings += _footnote_findings(footnote, footnotes)
        footnotes.setdefault(name, footnote)
    return footnotes, findings


def _footnote_findings(footnote: Footnote, earlier_footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    if not is_ncname(footnote.name):
        message = f"{footnote.name!r} cannot be an id"
        hint = "start with a letter; use letters, digits, '.', '-' and '_' only"
        yield rules.FOOTNOTES_BAD_VALUE.finding(message, footnote.source, hint=hint)
    if footnote.name in earlier_footnotes:
        related = (earlier_footnotes[footnote.name].source,)
        message = f"there already is a footnote {footnote.name!r}"
        yield rules.FOOTNOTES_BAD_VALUE.finding(message, footnote.source, related=related)
    for language, text in footnote.texts.items():
        if not text:
            message = f"the footnote {footnote.name!r} has no text in {language}"
            yield rules.FOOTNOTES_BAD_VALUE.finding(message, footnote.source)
        if character := illegal_character(text):
            message = f"the footnote {footnote.name!r} has the character {character}, which XML cannot carry"
            yield rules.FOOTNOTES_BAD_VALUE.finding(message, footnote.source)
