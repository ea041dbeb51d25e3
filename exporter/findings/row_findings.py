"""Findings at the rows of a table, however many rows have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule

__all__ = ["Describe", "RowFindings"]

#: What gives the finding for a row with a fault.
Describe: TypeAlias = "Callable[[dict[str, Any]], Finding]"
#: So many rows with the same fault are findings one by one.
_MOST = 1_000


class RowFindings:
    """Collects findings; rows are known by a column of whole numbers that grow."""

    def __init__(self, key: str, more: Rule) -> None:
        """Begin without findings.

        Args:
            key: the name of the column that rows are known by.
            more: the rule for rows that are not listed.
        """
        self._key, self._more = key, more
        self._numbered_findings: list[tuple[int, Finding]] = []
        self._rows: list[pl.Series] = [pl.Series(key, [], pl.Int64)]

    def add(self, faulty_rows: pl.DataFrame, describe: Describe) -> None:
        """Add a finding for each row.

        Where rows are many, the first ones have a finding each, and the rest one together.
        """
        if faulty_rows.is_empty():
            return
        self.mark(faulty_rows)
        for row in faulty_rows.head(_MOST).iter_rows(named=True):
            self._numbered_findings.append((row[self._key], describe(row)))
        if faulty_rows.height > _MOST:
            row = faulty_rows.row(_MOST, named=True)
            first = describe(row)
            message = (
                f"here and in {faulty_rows.height - _MOST - 1:,} further rows the same ({first.code}): {first.message}"
            )
            self._numbered_findings.append((row[self._key], self._more.finding(message, first.source, hint=first.hint)))

    def mark(self, faulty_rows: pl.DataFrame) -> None:
        """Count rows as faulty without a finding for each."""
        self._rows.append(faulty_rows[self._key].cast(pl.Int64))

    @property
    def findings(self) -> list[Finding]:
        """The findings in the order of the rows, and for each row in the order in which they were added."""
        return [finding for _, finding in sorted(self._numbered_findings, key=lambda pair: pair[0])]

    @property
    def is_faulty(self) -> pl.Expr:
        """Whether a row has a fault."""
        return pl.col(self._key).cast(pl.Int64).is_in(pl.concat(self._rows).unique().implode())
