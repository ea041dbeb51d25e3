"""What an export came to: the filing's facts, what was found, what the judges said, and the proof; as tables, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from exporter.errors import MisuseError
from exporter.findings.findings import Finding, has_errors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd
    import polars as pl

    from exporter.documents.wide_statement import Statement
    from exporter.proof.round_trip import RoundTrip
    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.judgement import Judgement

__all__ = ["Export"]

#: The tables that an export gives as data frames.
Table: TypeAlias = Literal["facts", "ledger", "findings", "sums"]


@dataclass(frozen=True)
class Export:
    """What an export did.

    Attributes:
        name: the report's, or the project folder's where report.toml has errors.
        out: the output folder; it has `filing/`, `ledger.csv`, `findings.json` and `findings.md`, and `sums.csv` if
            something was added up; or, where errors in the source kept the filing from being written, the findings
            alone.
        findings: everything that is wrong.
        report: the facts, or None where the source has errors.
        judgements: what each judge said.
        round_trip: the ledger, and its counts: a cell is equal if it is so in each syntax.
        round_trips: the same for each syntax that was written, by its name; for Inline XBRL of the cells' elements.
        sums: a query for the columns of `SUM_COLUMNS`: the cells of each fact that was added up or computed; None where
            there is no such fact.
        is_written: whether there are files of this run; a round trip whose source has errors writes none.
        taxonomy: the project's, with labels as printed, or None where there is no report.
    """

    name: str
    out: Path
    findings: list[Finding]
    report: Report | None = None
    judgements: tuple[Judgement, ...] = ()
    round_trip: RoundTrip | None = None
    round_trips: Mapping[str, RoundTrip] = field(default_factory=dict)
    sums: pl.LazyFrame | None = None
    is_written: bool = True
    taxonomy: Taxonomy | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not has_errors(self.findings)

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger as a pandas DataFrame, all text; empty if the filing was not written."""
        return self.to_pandas("ledger")

    def to_pandas(self, table: Table) -> pd.DataFrame:
        """Give a table of the export as a pandas DataFrame.

        Args:
            table: `facts`, as `Report.to_pandas` has them; `ledger`, with a row for each source cell; `findings`, with
                the columns of `FINDING_COLUMNS`; or `sums`, with those of `SUM_COLUMNS`. Without a filing all but the
                findings are empty.

        Returns: columns of Python's values; None where there is none.

        Raises:
            MisuseError: there is no such table.
        """
        if table == "facts" and self.report is not None:
            return self.report.to_pandas()
        from exporter.frames.data_frames import as_pandas

        return as_pandas(self.to_polars(table))

    def to_polars(self, table: Table) -> pl.DataFrame:
        """Give a table of the export as a polars DataFrame, which hands itself over as Arrow to whatever asks for it.

        Args:
            table: as for `to_pandas`; values are exact text in all of them.

        Raises:
            MisuseError: there is no such table.
        """
        import polars as pl

        from exporter.findings.frame import findings_frame
        from exporter.line_items.cell_columns import ledger_columns
        from exporter.proof.sums import SUM_COLUMNS
        from exporter.report.report import FACT_COLUMNS
        from exporter.validation.judges import readers

        if table == "findings":
            return findings_frame(self.findings)
        if table == "facts":
            return pl.DataFrame(schema=FACT_COLUMNS) if self.report is None else self.report.facts
        if table == "ledger":
            empty = pl.DataFrame(schema=dict.fromkeys(ledger_columns(readers()), pl.String))
            return empty if self.round_trip is None else self.round_trip.ledger
        if table == "sums":
            empty = pl.DataFrame(schema=dict.fromkeys(SUM_COLUMNS, pl.String))
            return empty if self.sums is None else self.sums.collect()
        raise MisuseError(f"an export has no table {table!r}; it has {', '.join(get_args(Table))}")

    def statement(self, name: str, language: str | None = None) -> Statement:
        """Lay out a statement of the report, with labels as they were printed.

        Args:
            name: as for `documents.wide_statement.statement`, likewise the language.
            language: in which labels are.

        Raises:
            MisuseError: there is no such statement or language; or errors kept the report from being made.
        """
        from exporter.documents.wide_statement import statement

        if self.report is None or self.taxonomy is None:
            raise MisuseError("there is no report, since the source has errors; the findings name them")
        return statement(self.report, self.taxonomy, name, language)
