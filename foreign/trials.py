"""Tries a filing: reads it, writes it in every syntax, reads that back, and has Arelle look at it before and after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.arelle.judge import judge_with_arelle
from exporter.arelle.process import ArelleError
from exporter.errors import ExporterError
from exporter.findings.findings import Severity
from exporter.formats.inline_xbrl.reader import inline_documents
from exporter.formats.xbrl_csv.writer import fact_names
from exporter.packages.conversion import convert
from exporter.packages.opening import read_anywhere
from exporter.report.report import FACT_COLUMNS, TRAIT_COLUMNS
from foreign.comparison import differences
from foreign.stand_ins import write_stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.report import Report
    from foreign.filings import Filing

__all__ = ["ENDINGS", "Outcome", "tried"]

#: The syntaxes, with an ending of their files.
ENDINGS = {
    "xml": ".xbrl",
    "inline": ".xhtml",
    "json": ".json",
    "csv": ".json",
    "parquet": ".parquet",
    "facts-csv": ".csv",
}
_FOR_ARELLE = ("xml", "inline", "json", "csv")
#: What Arelle's view of a report does not have: what no fact says, and what stands beside dimensions.
_NOT_ARELLE = ("attributes", "unknown_accuracy", "content", "references", "markup")
#: What no table of facts has.
_NOT_IN_A_TABLE = ("references", "markup")
#: What Arelle says of taxonomies that stand in for others, and of those that are not all there.
_ABOUT_TAXONOMIES = ("xbrl.5", "xmlSchema", "IOerror", "FileNotLoadable")


@dataclass
class Outcome:
    """What became of a filing.

    Attributes:
        filing: the name of its archive, and its number there.
        kind: what it is, in words.
        syntax: in which it was read.
        facts: how many were read; None if it was refused.
        told: the codes of what was found on reading.
        differences: by syntax, or by `arelle` and a syntax for what Arelle found, what is not the same, and how often;
            `refused` where it was not written at all. `arelle` alone is the filing as Arelle and as the own reader
            found it.
        untold: the syntaxes in which something differs and no finding says so, be it on writing or on reading back.
        refusal: why it was not read.
    """

    filing: tuple[str, int]
    kind: str
    syntax: str
    facts: int | None = None
    told: list[str] = field(default_factory=list)
    differences: dict[str, dict[str, int]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    refusal: str | None = None


def tried(filing: Filing, scratch: Path, *, arelle: bool = True) -> Outcome:
    """Try a filing.

    Args:
        filing: what to read.
        scratch: a folder of its own, for what is written.
        arelle: whether Arelle looks at it, too.
    """
    outcome = Outcome((filing.archive, filing.number), filing.kind, filing.syntax)
    try:
        reading = read_anywhere(filing.path)
    except ExporterError as error:
        outcome.refusal = str(error).replace(str(filing.path), "it")
        return outcome
    report = reading.report
    outcome.facts, outcome.told = len(report), sorted({finding.code for finding in reading.findings})
    written = {}
    for syntax, ending in ENDINGS.items():
        place = scratch / syntax / f"report{ending}"
        place.parent.mkdir(parents=True)
        try:
            _, findings = convert(filing.path, place, to_format=syntax)
            back, new_findings = _read_back(place, syntax, report)
        except ExporterError:
            outcome.differences[syntax] = {"refused": 1}
            continue
        written[syntax] = place
        found = differences(report, back, _NOT_IN_A_TABLE if syntax == "facts-csv" else ())
        outcome.differences[syntax] = found
        if found and not [*findings[len(reading.findings) :], *new_findings]:
            outcome.untold.append(syntax)
    if arelle:
        outcome.differences |= dict(_seen_by_arelle(filing, report, written, scratch))
    return outcome


def _read_back(place: Path, syntax: str, report: Report) -> tuple[Report, list[Finding]]:
    """Read what was written; of a table of facts in CSV the columns, which are text."""
    if syntax != "facts-csv":
        reading = read_anywhere(place, syntax)
        return reading.report, reading.findings
    table = pl.read_csv(place, infer_schema=False)
    traits = {name: kind for name, kind in TRAIT_COLUMNS.items() if name in table.columns}
    schema = pl.Schema({**FACT_COLUMNS, **traits})
    truth = (pl.col("unknown_accuracy") == "true").alias("unknown_accuracy")
    table = table.with_columns(truth) if "unknown_accuracy" in table.columns else table
    facts = table.select(*schema).cast(schema)
    return replace(report, table=facts, footnotes=_footnotes(table, report)), []


def _footnotes(table: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Keep the footnotes of facts to which the table gives the texts that they have."""
    texts = report.footnote_texts.join(table.select("id", text="footnotes"), left_on="fact", right_on="id", how="left")
    same = texts.filter(pl.col("footnotes") == pl.col("text"))["fact"]
    return report.footnotes.filter(pl.col("fact").is_in(same.implode()))


def _seen_by_arelle(
    filing: Filing, report: Report, written: dict[str, Path], scratch: Path
) -> Iterator[tuple[str, dict[str, int]]]:
    """Compare what Arelle finds in the filing with what was read, and with what it finds in what was written."""
    archive = scratch / "stand-ins.zip"
    source = filing.path if filing.path.is_file() else inline_documents(filing.path)[0]
    packages = [archive] if write_stand_ins(report, source, archive) else []
    documents = [source] if filing.path.is_file() else inline_documents(filing.path)
    try:
        before, codes = _judged(documents, packages)
        yield "arelle", differences(report, before, _NOT_ARELLE)
    except (ArelleError, ExporterError):
        yield "arelle", {"refused": 1}
        return
    for syntax in _FOR_ARELLE:
        if syntax in written:
            try:
                after, new_codes = _judged([written[syntax]], packages)
            except (ArelleError, ExporterError):
                yield f"arelle {syntax}", {"refused": 1}
                continue
            found = differences(before, _with_ids(after, report) if syntax == "csv" else after, _NOT_ARELLE)
            yield f"arelle {syntax}", {**found, **dict.fromkeys(sorted(new_codes - codes), 1)}


def _judged(documents: list[Path], packages: list[Path]) -> tuple[Report, set[str]]:
    """Have Arelle read documents; and give the codes of its errors that are not about taxonomies."""
    result = judge_with_arelle(documents, packages, ours=False)
    codes = {message.code for message in result.messages if message.severity is Severity.ERROR}
    return result.report, {code for code in codes if not code.startswith(_ABOUT_TAXONOMIES)}


def _with_ids(after: Report, report: Report) -> Report:
    """Give facts of xBRL-CSV the ids that they were written with; their names there are of table, row and column."""
    names = fact_names(report)
    renamed = {name: pl.col(name).replace(names["name"], names["fact"]) for name in ("id", "fact")}
    return replace(
        after,
        table=after.facts.with_columns(id=renamed["id"]),
        footnotes=after.footnotes.with_columns(fact=renamed["fact"]),
    )
