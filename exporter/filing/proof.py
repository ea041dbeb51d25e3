"""Proves a filing: in each syntax what the own reader and Arelle find in it is compared with the source cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.dts.catalog import holds_package
from exporter.filing.syntaxes import CSV, INLINE
from exporter.formats.inline_xbrl.reader import inline_documents
from exporter.formats.xbrl_csv.writer import fact_names
from exporter.packages.opening import read_anywhere
from exporter.proof.elements import mapped_elements
from exporter.proof.round_trip import compare
from exporter.validation import judge_rules
from exporter.validation.arelle_judge import ArelleJudge, judge_report
from exporter.validation.judgement import WRONG_TOTALS
from exporter.validation.own_judge import OWN_JUDGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from exporter.filing.syntaxes import Syntax
    from exporter.filing.writing import Filing
    from exporter.findings.findings import Finding, Source
    from exporter.mapping.facts import Mapped
    from exporter.proof.round_trip import RoundTrip
    from exporter.report.report import Report

__all__ = ["FilingProof", "prove_syntax"]


#: The syntaxes that have dimensions, and neither segments nor scenarios.
_WITHOUT_CONTEXTS = {"json", CSV}


@dataclass(frozen=True)
class FilingProof:
    """What there is to prove a filing by.

    Attributes:
        filing: what was filed.
        folder: where.
        mapped: the cells, and the facts that they should have become.
        packages: taxonomy packages that it needs besides its own.
        archives: the same, zipped for Arelle.
        arelle: whether Arelle reads it, too.
    """

    filing: Filing
    folder: Path
    mapped: Mapped
    packages: Collection[Path]
    archives: Collection[Path]
    arelle: bool


def prove_syntax(proof: FilingProof, syntax: Syntax, told: Iterable[Finding]) -> tuple[RoundTrip, list[Finding]]:
    """Read a filing in one syntax back, and compare what is found with the cells; of Inline XBRL each element.

    Args:
        proof: what there is to prove it by.
        syntax: one in which it is written.
        told: what is known already; what Arelle says of the same cells by the same rule is not told again.

    Returns: the ledger of the syntax; and what the readers say, and what is not the same.

    Raises:
        UnreadableInputError: it cannot be read at all.
    """
    expected = proof.mapped
    if syntax.format == INLINE:
        assert proof.filing.documents is not None  # noqa: S101 - whoever writes documents has them laid out
        expected = mapped_elements(proof.mapped, proof.filing.documents.elements, proof.filing.documents.repeats)
    if syntax.format in _WITHOUT_CONTEXTS and "scenario" in expected.report.traits:
        report = replace(expected.report, table=expected.report.facts.drop("scenario"))
        expected = replace(expected, report=report)
    path = syntax.path(proof.folder, proof.filing.name)
    reading = read_anywhere(path, packages=proof.packages)
    readings, findings = {OWN_JUDGE: reading.report}, list(reading.findings)
    if proof.arelle:
        judgement = judge_report(inline_documents(path) if path.is_dir() else [path], _archives(proof, syntax))
        known = _cells_by_rule(told)
        said = judgement.findings(expected.sources())
        findings += [finding for finding in said if not _cells(finding) & known.get(_rule(finding), set())]
        if judgement.not_run is not None:
            message = f"Arelle did not judge the filing as {syntax.name}: {judgement.not_run}"
            findings.append(judge_rules.JUDGE_FAILED.finding(message))
        if judgement.report is not None:
            readings[ArelleJudge.name] = judgement.report
    if syntax.format == CSV:
        readings = _with_ids(readings, proof.filing)
    round_trip = compare(expected, readings)
    return round_trip, [*findings, *round_trip.findings]


def _with_ids(readings: dict[str, Report], filing: Filing) -> dict[str, Report]:
    """Give facts the ids that they were written with; in xBRL-CSV their names are made of table, row and column.

    The table of facts has their ids in a column besides, which the own reader knows.
    """
    if not filing.statements and set(readings) == {OWN_JUDGE}:
        return readings
    names = fact_names(filing.report, filing.statements)

    def renamed(column: str) -> pl.Expr:
        return pl.col(column).replace(names["name"], names["fact"])

    return {
        reader: replace(
            report,
            table=report.facts.with_columns(renamed("id")),
            footnotes=report.footnotes.with_columns(renamed("fact")),
        )
        for reader, report in readings.items()
    }


def _cells_by_rule(findings: Iterable[Finding]) -> dict[str, set[Source]]:
    """Give for each rule the cells of which it is known that they break it."""
    cells: dict[str, set[Source]] = {}
    for finding in findings:
        cells.setdefault(_rule(finding), set()).update(_cells(finding))
    return cells


def _cells(finding: Finding) -> set[Source]:
    return {place for place in (finding.source, *finding.related) if place is not None and place.column is not None}


def _rule(finding: Finding) -> str:
    """Name the rule, whichever judge says so: that a total is wrong, one may have said for two."""
    return min(WRONG_TOTALS) if finding.code in WRONG_TOTALS else finding.code


def _archives(proof: FilingProof, syntax: Syntax) -> list[Path]:
    """List the taxonomy packages, zipped, that a filing refers to; a package holds its own."""
    beside = [] if syntax.kind else filter(holds_package, sorted(proof.folder.glob("*.zip")))
    return [*beside, *proof.archives]
