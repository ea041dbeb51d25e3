"""Findings: what is wrong with the data, each with the place that the user wrote.

Every finding of our own has a code in `CODES`, which fixes its severity and says what it means. What an outside judge
reports keeps the judge's own code behind a prefix (`arelle:`, `xmlschema:`, `libxml2:`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CODES",
    "Finding",
    "Severity",
    "Source",
    "has_errors",
    "new_finding",
]


class Severity(StrEnum):
    """How bad a finding is: an error stops a filing, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

#: Every code of our own: its severity, and what it means in one sentence.
CODES: dict[str, tuple[Severity, str]] = {
    "project.unknownKey": (_E, "report.toml has a key that means nothing here."),
    "project.missingKey": (_E, "report.toml lacks a key that is needed."),
    "project.wrongType": (_E, "A value in report.toml has the wrong type or is not one of those allowed."),
    "project.badPeriod": (_E, "A period has neither an instant nor a start and an end, or ends before it starts."),
    "project.badUnit": (_E, "A unit is not written as prefix:measure or prefix:measure/prefix:measure."),
    "project.unknownPeriod": (_E, "A column names a period that report.toml does not define."),
    "project.unknownUnit": (_E, "A column or a mapping row names a unit that report.toml does not define."),
    "project.missingFile": (_E, "report.toml names a file that is not there."),
    "project.duplicateFile": (_E, "report.toml names a file twice."),
    "project.outsidePath": (_E, "A path leads out of the project folder."),
    "lineItems.ragged": (_E, "A row has more or fewer cells than the column headings."),
    "lineItems.unknownHeading": (_E, "A column of the file has a heading that report.toml does not declare."),
    "lineItems.missingHeading": (_E, "report.toml declares a heading that the file does not have."),
    "lineItems.duplicateHeading": (_E, "Two columns of a file have the same heading."),
    "lineItems.duplicateRow": (_E, "Two rows with figures have the same label under the same section."),
    "lineItems.noLabel": (_E, "A row has figures but no label."),
    "lineItems.notANumber": (_E, "A cell that should hold a number does not."),
    "lineItems.illegalCharacter": (_E, "A text holds a character that XML cannot carry."),
    "lineItems.badList": (_E, "A row of a list names an unknown period or unit, or has no whole number as scale."),
    "lineItems.wrongValue": (_E, "A text is not a legal value of the concept's type."),
    "lineItems.more": (_E, "Further cells with the same fault, which are not listed one by one."),
    "lineItems.empty": (_E, "A table has no line items, or no table has anything to report."),
    "mapping.unknownColumn": (_E, "mapping.csv has a column that means nothing here."),
    "mapping.missingColumn": (_E, "mapping.csv lacks a column that is needed."),
    "mapping.ragged": (_E, "A row of mapping.csv has more or fewer cells than its heading."),
    "mapping.unknownTable": (_E, "A mapping row names a table that report.toml does not define."),
    "mapping.unknownConcept": (_E, "A mapping row names a concept that the taxonomy does not have."),
    "mapping.abstractConcept": (_E, "A mapping row gives a figure to an abstract concept, which cannot be reported."),
    "mapping.unknownDimension": (_E, "A mapping row names a dimension or member that the taxonomy does not have."),
    "mapping.badDimensions": (_E, "The dimensions of a mapping row are not written as axis=member; axis=member."),
    "mapping.duplicateRow": (_E, "Two mapping rows are for the same line item."),
    "mapping.ambiguousLabel": (_E, "A mapping row's label stands under several sections; the row must name one."),
    "mapping.unmatchedRow": (_E, "A mapping row matches no line item."),
    "mapping.unmappedLineItem": (_E, "A line item with figures has no mapping row."),
    "mapping.missingLabel": (_E, "A mapping row has no label in any language."),
    "mapping.missingSign": (_E, "A numeric mapping row does not say how the printed sign becomes the XBRL sign."),
    "mapping.wrongMember": (_E, "A fact's dimensions are not those of any table in which its concept stands."),
    "mapping.nothingToCheck": (_E, "A row is only to be checked, but no other row files its fact."),
    "footnotes.unknownColumn": (_E, "footnotes.csv has a column that means nothing here."),
    "footnotes.missingColumn": (_E, "footnotes.csv lacks a column that is needed."),
    "footnotes.ragged": (_E, "A row of footnotes.csv has more or fewer cells than its heading."),
    "footnotes.badValue": (_E, "A footnote has no legal id, an id that is taken, or no text in a language."),
    "footnotes.unknown": (_E, "A table, column or mapping row names a footnote that footnotes.csv does not have."),
    "footnotes.unlinkedMark": (_W, "A label or heading bears the mark of a footnote, but none with it is linked."),
    "footnotes.missingMark": (_W, "A footnote has a mark that no label or heading bears."),
    "footnotes.unused": (_W, "No fact has the footnote."),
    "release.printDiffers": (
        _W,
        "A figure is printed in a way that the figure filed does not round to, or differently.",
    ),
    "release.derivedDiffers": (
        _W,
        "A printed figure does not follow from the others by its rule, whatever the rounding.",
    ),
    "release.totalDiffers": (_W, "A printed total is not the sum of its parts in the same column."),
    "release.languagesDiffer": (_W, "A derived figure is printed differently in two languages."),
    "mapping.missingReason": (_E, "A mapping row has neither a concept nor a note that says why it is excluded."),
    "mapping.badValue": (_E, "A cell of mapping.csv holds something that its column does not allow."),
    "mapping.wrongPeriodType": (_E, "An instant concept stands in a duration column, or the other way round."),
    "mapping.wrongUnit": (_E, "The unit does not fit the concept's item type."),
    "mapping.lostDigits": (_E, "A printed figure has digits beyond the declared decimals."),
    "mapping.conflictingCells": (_E, "Two cells give the same fact different values."),
    "mapping.labelRole": (_W, "A reversed sign is filed under a label role that is not negated, or the reverse."),
    "mapping.conflictingLabels": (_E, "Two line items give a concept different labels in one role and language."),
    "mapping.notPresented": (_E, "A reported concept, in its label role, is missing from the presentation networks."),
    "rule.malformed": (_E, "A rule is not written as one, or stands where it cannot."),
    "rule.unknownOperand": (_E, "A rule names a row, concept or dimension that does not exist."),
    "rule.missingOperand": (_E, "A rule needs a figure that is not reported, or that is reported in several units."),
    "rule.divisionByZero": (_E, "A rule divides by a figure that is zero, or may be within its rounding."),
    "rule.oppositeSigns": (
        _I,
        "A change is printed between figures of opposite signs; it says little, though it holds.",
    ),
    "taxonomy.unknownColumn": (_E, "A taxonomy table has a column that means nothing here."),
    "taxonomy.missingColumn": (_E, "A taxonomy table lacks a column that is needed."),
    "taxonomy.ragged": (_E, "A row of a taxonomy table has more or fewer cells than its heading."),
    "taxonomy.illegalName": (_E, "A concept's name is not a legal XML name."),
    "taxonomy.duplicateName": (_E, "Two concepts have the same name (case aside)."),
    "taxonomy.badValue": (_E, "A cell of a taxonomy table holds something that its column does not allow."),
    "taxonomy.badAbstract": (_E, "An abstract concept has a type, balance or period that abstract headings lack."),
    "taxonomy.badBalance": (_E, "A concept that is not monetary has a balance."),
    "taxonomy.badDomain": (_E, "A domain type or pattern is given to what is no typed dimension, or is illegal."),
    "taxonomy.badHypercube": (_E, "A hypercube, dimension or member stands where it cannot, or lacks what it needs."),
    "taxonomy.unknownConcept": (_E, "A taxonomy table names a concept that does not exist."),
    "taxonomy.missingLabel": (_E, "A concept lacks a label in a role and language that it needs."),
    "taxonomy.duplicateLabel": (_E, "A label is given twice, or two concepts share one standard label."),
    "taxonomy.unknownNetwork": (_E, "A taxonomy table names a network that networks.csv does not define."),
    "taxonomy.badOutline": (_E, "The depths of a presentation network do not form an outline under one root."),
    "taxonomy.duplicateArc": (_E, "A network relates the same two concepts twice in the same way."),
    "taxonomy.orphan": (_E, "A concept stands in no presentation network."),
    "taxonomy.calculationBalance": (_E, "A calculation weight contradicts the balances of its two concepts."),
    "taxonomy.calculationPeriod": (_E, "A calculation joins concepts of different period types."),
    "taxonomy.calculationType": (_E, "A calculation joins concepts that cannot be added."),
    "taxonomy.calculationPresentation": (_E, "A calculation names a concept that its network does not present."),
    "taxonomy.calculationCycle": (_E, "A calculation adds a concept into itself."),
    "reader.tuple": (_E, "A tuple was met; tuples are not supported and were not read."),
    "reader.badValue": (_E, "A fact has a unit, but its value is no number; it was not read."),
    "reader.duplicateId": (_E, "Two contexts or two units have the same id."),
    "reader.footnotes": (_W, "The document has footnotes; they were not read."),
    "reader.unresolvedReference": (_E, "A fact refers to a context or unit that the document does not define."),
    "reader.unsupportedContext": (_E, "A context has segment or scenario content other than dimensions."),
    "reader.badDecimals": (_E, "A fact's decimals or precision is not a number that can be kept."),
    "roundTrip.difference": (_E, "What was read back differs from the source cell."),
    "roundTrip.missingFact": (_E, "A fact of the source is missing from the file."),
    "roundTrip.extraFact": (_E, "The file has a fact that no source cell gave."),
    "roundTrip.more": (_E, "Further differences, which are not listed one by one."),
    "roundTrip.changedFile": (_E, "A file beside the instance is not what the project's taxonomy compiles to."),
    "roundTrip.exportedFirst": (_I, "There was no filing to prove, so the project was exported first."),
    "judge.notRun": (_I, "A judge was left out, so the verdict is without it."),
    "judge.failed": (_E, "A judge broke down, so the verdict is without it."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A place in what the user wrote: a file, and in it a row (from 1), a column letter and its heading."""

    file: str
    row: int | None = None
    column: str | None = None
    heading: str | None = None

    def __str__(self) -> str:
        """The place as a person would say it: `operations.csv:14 C "Sept 30, 2003 JPY"`."""
        text = self.file if self.row is None else f"{self.file}:{self.row}"
        if self.column:
            text += f" {self.column}"
        return f'{text} "{self.heading}"' if self.heading else text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: code, severity, message, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    source: Source | None = None
    hint: str | None = None
    #: Other places that take part, such as the items of a total.
    related: tuple[Source, ...] = ()

    def __str__(self) -> str:
        """The finding on one line, with its hint and related places on lines of their own."""
        place = f"{self.source}: " if self.source else ""
        lines = [f"{self.severity.value}: {place}{self.message} [{self.code}]"]
        if self.hint:
            lines.append(f"    {self.hint}")
        lines.extend(f"    see {place}" for place in self.related)
        return "\n".join(lines)


def new_finding(
    code: str,
    message: str,
    source: Source | None = None,
    *,
    hint: str | None = None,
    related: tuple[Source, ...] = (),
) -> Finding:
    """A finding of our own, with the severity that `CODES` gives its code."""
    return Finding(code, CODES[code][0], message, source, hint, related)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings has severity error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
