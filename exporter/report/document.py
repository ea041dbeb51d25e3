"""The Document: what a file has beside its Report, and a Report has no place for.

Rules of filing and the round trip look at both: a context that no fact uses says nothing, and yet it is filed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from exporter.findings.findings import Finding
    from exporter.report.references import Reference
    from exporter.report.report import Report

__all__ = ["CONTEXT_COLUMNS", "UNIT_COLUMNS", "Document", "Reading"]

#: The contexts of a file: each one's id, the aspects that it gives, and whether some fact is `used` with it.
CONTEXT_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("context", "entity", "period_start", "period_end", "dimensions", "scenario"), pl.String),
        "used": pl.Boolean,
    }
)
#: The units of a file: each one's id, its measures as a Report writes them, and whether some fact has it.
UNIT_COLUMNS = pl.Schema({"unit": pl.String, "measures": pl.String, "used": pl.Boolean})


@dataclass(frozen=True)
class Document:
    """What a file has beside its Report.

    Attributes:
        files: the names of the files that it consists of.
        references: to schemas, linkbases, roles and arcroles, in order.
        contexts: a table with the columns of `CONTEXT_COLUMNS`, empty for syntaxes that have none.
        units: a table with the columns of `UNIT_COLUMNS`, likewise.
        hidden: the ids of facts that no reader of the file is shown.
    """

    files: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    contexts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTEXT_COLUMNS))
    units: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNIT_COLUMNS))
    hidden: tuple[str, ...] = ()

    @property
    def unused_contexts(self) -> pl.DataFrame:
        """The contexts that no fact is used with."""
        return self.contexts.filter(~pl.col("used"))

    @property
    def unused_units(self) -> pl.DataFrame:
        """The units that no fact has."""
        return self.units.filter(~pl.col("used"))


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a file: its facts, what of it could not be read, and what else there is."""

    report: Report
    findings: list[Finding]
    document: Document
