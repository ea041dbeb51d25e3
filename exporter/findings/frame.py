"""The findings as a table, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.findings.findings import Finding

__all__ = ["FINDING_COLUMNS", "findings_frame"]

#: `file`, `row`, `column`, `heading` and `row_key` are of the source; `related` has the other places that take
#: part, one a line.
FINDING_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("severity", "code", "message", "file"), pl.String()),
        "row": pl.Int64(),
        **dict.fromkeys(("column", "heading", "row_key", "hint", "related"), pl.String()),
    }
)


def findings_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Put findings in a table with the columns of `FINDING_COLUMNS`; what one lacks is null."""
    rows = []
    for finding in findings:
        source = finding.source
        place = (source.file, source.row, source.column, source.heading, source.row_key) if source else (None,) * 5
        related = "\n".join(map(str, finding.related)) or None
        rows.append((finding.severity.value, finding.code, finding.message, *place, finding.hint, related))
    return pl.DataFrame(rows, schema=FINDING_COLUMNS, orient="row")
