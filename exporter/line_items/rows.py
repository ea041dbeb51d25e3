"""The rows of tables' files, one file below the other, and what can be wrong with them in any layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.row_findings import RowFindings
from exporter.frames.columns import CODED, is_blank, recurring, row_keys
from exporter.line_items import rules
from exporter.line_items.sheet import source_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter.line_items.sheet import Sheet
    from exporter.project.project import TableFile

__all__ = ["check_rows", "stacked"]


def stacked(sheets: Mapping[int, pl.DataFrame]) -> pl.DataFrame:
    """Stack the rows of several sheets, one sheet below the other, and leave out blank ones.

    Returns: the columns of all sheets; `sheet`, the number of the row's sheet, as a text; and `place`, a number that
        grows from row to row and from sheet to sheet.
    """
    parts = [
        cells.with_columns(place=_row_place(number, pl.col("row")), sheet=pl.lit(str(number), CODED))
        for number, cells in sheets.items()
    ]
    rows = pl.concat(parts, how="diagonal")
    return rows.filter(_has_text(rows))


def _has_text(rows: pl.DataFrame) -> pl.Series:
    """Tell of each row whether something stands in it; where codes tell, texts need not be looked at."""
    names = [name for name in rows.columns if name not in {"file", "column", "sheet"}]
    schema = rows.schema  # a new one each time that it is asked for, of perhaps a hundred thousand columns
    texts = [name for kind in (CODED, pl.String) for name in names if schema[name] == kind]
    has_text = pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
    for name in texts:
        if has_text.all():
            break
        has_text |= rows.select(~is_blank(name).fill_null(value=True)).to_series()
    return has_text


def _row_place(number: int, row: Any) -> Any:  # noqa: ANN401 - a number, or an expression for numbers
    # No sheet has as many as 2**32 rows.
    return row + (number << 32)


def check_rows(rows: pl.DataFrame, sheets: Mapping[int, tuple[TableFile, Sheet]], *, key: Sequence[str]) -> RowFindings:
    """Find rows that are wider or narrower than the headings, have no label, or agree with one above in a key.

    Args:
        rows: stacked rows with `file`, `label` and the columns of the key.
        sheets: each with its file, by its number.
        key: the columns that tell the rows of a sheet apart.
    """
    row_findings = RowFindings("place", rules.LINE_ITEMS_MORE)
    _check_widths(row_findings, sheets)
    columns = ["sheet", *key]
    suspects = rows.filter((pl.col("label") == "") | recurring(row_keys(rows, columns)))
    suspects = suspects.with_columns(first=pl.col("row").first().over(columns))
    duplicates = suspects.filter((pl.col("label") != "") & (pl.col("row") != pl.col("first")))

    def no_label(row: dict[str, Any]) -> Finding:
        return rules.LINE_ITEMS_NO_LABEL.finding(
            "the row has figures but no label", Source(row["file"], row["row"], "A")
        )

    def recurs(row: dict[str, Any]) -> Finding:
        key_text = ", ".join(f"{row[name]!r}" for name in key if name != "label" and row[name])
        where = f" {'under' if 'section' in key else 'for'} {key_text}" if key_text else ""
        message = f"{row['label']!r} already stands in row {row['first']}{where}"
        hint = "label one of the two rows differently"
        return rules.LINE_ITEMS_DUPLICATE_ROW.finding(message, Source(row["file"], row["row"], "A"), hint=hint)

    row_findings.add(suspects.filter(pl.col("label") == ""), no_label)
    row_findings.add(duplicates, recurs)
    return row_findings


def _check_widths(row_findings: RowFindings, sheets: Mapping[int, tuple[TableFile, Sheet]]) -> None:
    hint = "quote a figure that holds a comma; end short rows with empty cells"
    for number, (file, sheet) in sheets.items():
        rows = pl.DataFrame(sheet.ragged, schema={"row": pl.Int64, "width": pl.Int64}, orient="row")

        def ragged(row: dict[str, Any], file: TableFile = file, sheet: Sheet = sheet) -> Finding:
            message = f"the row has {row['width']} cells, the headings have {len(sheet.headings)}"
            return rules.LINE_ITEMS_RAGGED.finding(message, Source(source_name(file, sheet), row["row"]), hint=hint)

        if sheet.ragged:
            row_findings.add(rows.with_columns(place=_row_place(number, pl.col("row"))), ragged)
