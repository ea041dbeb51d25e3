"""The columns of source cells, stage by stage: one schema, from what is printed to what came back of it.

A cell is one row in each of four tables:

LINE_ITEM_COLUMNS   a line item: where the cell stands, what is printed in it, and what its heading means
EVALUATED_COLUMNS   what it says, given its row of the mapping: a fact, a derived figure, or neither
CELL_COLUMNS        a mapped cell: what became of it, and what checks gave
ledger_columns()    the ledger: the same for people, with what readers found in the filing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import CODED, IN_PARTS
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CELL_COLUMNS",
    "CHECKED_COLUMNS",
    "EVALUATED_COLUMNS",
    "LINE_ITEM_COLUMNS",
    "PLACE_COLUMNS",
    "RARE_COLUMNS",
    "ledger_columns",
]

#: One row per cell under a declared heading, in the order of the files.
#: `row` is the spreadsheet's row, `column` its letter; `section` is the last row above that has a label and no figures;
#: `heading` is the column's. From `period` to `exclude` stands what report.toml says of the heading, or a list's row
#: of itself: names of period and unit, scale and decimals as text, dimensions as `dimensions_text` writes them, rules
#: as text, footnotes separated by semicolons. `printed` is the text of the cell; `stored` what a workbook stores for
#: it, null where that is the same; `row_key` what stands in the columns that report.toml says name a row, null where it
#: names none.
LINE_ITEM_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("table", "file", "language"), CODED),
        "row": pl.Int64(),
        **dict.fromkeys(("column", "heading", "section", "label"), CODED),
        **dict.fromkeys(("period", "unit", "scale", "decimals", "dimensions"), CODED),
        **dict.fromkeys(("derived", "check", "footnotes", "exclude"), CODED),
        "printed": pl.String(),
        "stored": pl.String(),
        "row_key": CODED,
    }
)

#: What line items may lack, and a ledger has where some cell has it.
RARE_COLUMNS = ("stored", "row_key")

#: Where a cell stands, and what is printed and stored in it.
PLACE_COLUMNS = ("table", "file", "row", "column", "heading", "section", "label", "printed", *RARE_COLUMNS)

#: `cell` is the number of the line item, `mapping_index` that of its row among the rows of the mapping. `disposition`
#: is fact, derived or excluded, for a `reason`. `value` and `decimals` are what the cell says as a fact, after scale
#: and sign, nil and exact being null; `printed_value` and `printed_decimals` what it says as it is printed, after scale
#: and before sign, null for text and nil. `percent` is whether it is printed as a percentage, `scale` the power of ten
#: in which it is printed, which is not -2 for a percentage, and `places` its decimal places in that scale; `marks` are
#: the footnotes' at the figure; `rule` is the rule of figures that it keeps, `column_rule` a second one, its column's.
EVALUATED_COLUMNS = pl.Schema(
    {
        "cell": pl.Int64(),
        "mapping_index": pl.Int64(),
        **dict.fromkeys(("disposition", "reason", *ASPECTS), CODED),
        "value": pl.String(),
        "decimals": pl.Int32(),
        "printed_value": pl.String(),
        "printed_decimals": pl.Int32(),
        "percent": pl.Boolean(),
        "scale": pl.Int32(),
        "places": pl.Int32(),
        **dict.fromkeys(("marks", "rule", "column_rule"), CODED),
    }
)

#: What checks of figures find out of a cell: what its rule gives, the range that rounding allows, and whether it holds.
CHECKED_COLUMNS = ("computed", "possible", "holds")

#: `mapping_row` is the row of mapping.csv; `fact` is the fact's id. `agreement` says how the print stands to what is
#: filed: `as filed`, `rounded` or `differs`; or it is `added`, so that its value is a share of the fact's.
CELL_COLUMNS = pl.Schema(
    {  # type: ignore[arg-type]  # the types of two Schemas are legal in a third
        **{name: LINE_ITEM_COLUMNS[name] for name in PLACE_COLUMNS},
        **{name: EVALUATED_COLUMNS[name] for name in ("disposition", "reason")},
        "mapping_row": pl.Int64,
        "fact": IN_PARTS,
        **{name: EVALUATED_COLUMNS[name] for name in (*ASPECTS, "value", "decimals")},
        "agreement": CODED,
        "rule": EVALUATED_COLUMNS["rule"],
        **dict.fromkeys(CHECKED_COLUMNS, pl.String),
    }
)


def ledger_columns(readers: Iterable[str]) -> tuple[str, ...]:
    """Name the ledger's columns.

    `stored` is there where a workbook stores something else than it shows, and `row_key` where columns name the rows of
    a file. `value` is what the cell says, after sign
    and scale, and for each reader there is what it found, such as `own_value`; `equal` is yes where every aspect, the
    value and the decimals of the fact came back as filed from each reader that ran, and `difference` says where they
    did not.

    Args:
        readers: the names of the judges that read facts.
    """
    return (
        *(name for name in PLACE_COLUMNS if name != "table"),
        *("disposition", "reason", "concept", "period", "unit", "dimensions", "language", "value", "decimals"),
        *("agreement", "rule", *CHECKED_COLUMNS, "footnotes", "fact"),
        *(f"{reader}_value" for reader in readers),
        *("equal", "difference"),
    )
