"""The sections of grids: which heading each row stands under, and which heading that one stands under."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SECTION_SEPARATOR", "with_sections"]

#: Between the name of a heading and that of the heading around it.
SECTION_SEPARATOR = " > "
#: What ends a heading and is no part of its words.
_ENDING = " :："
#: What says in a label that it is a total.
_TOTAL = r"(?i)\b(?:sub)?total|\b(?:gesamt|summe|insgesamt|somme|suma|totaal)|[合小総]計|計$|合计|总计|합계"


@dataclass(eq=False, frozen=True, slots=True)
class _Section:
    heading: str
    around: _Section | None

    def name(self, recurring: set[str]) -> str:
        """Name the section: by its heading, and the one around it where the heading recurs."""
        if self.around is None or self.heading not in recurring:
            return self.heading
        return f"{self.around.heading}{SECTION_SEPARATOR}{self.heading}"


def with_sections(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `section` to the rows of grids.

    A row with a label and no figures is a heading, and opens a section. A heading right below another one stands in its
    section; one that follows figures takes the place of the last heading. A total that has a heading's words, such as
    `Total current assets`, is the last row of its section. A section's name is its heading; of headings that recur in a
    sheet, it is the heading with the one around it, `Assets > Current`.

    Args:
        rows: in the order of the sheets, with `sheet`, `label` and `has_figures`.
    """
    rows = rows.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    is_heading = ~pl.col("has_figures")
    rows = rows.with_columns(below_heading=is_heading.shift(1, fill_value=False).over("sheet"))
    events = rows.filter(is_heading | pl.col("label").str.contains(_TOTAL))
    changes = pl.DataFrame(
        [
            change
            for sheet in events.partition_by("sheet", maintain_order=True)
            for change in _sections(sheet.select("number", "label", "has_figures", "below_heading").iter_rows())
        ],
        schema={"number": pl.Int64, "section": pl.String},
        orient="row",
    ).unique("number", keep="last")
    rows = rows.join(changes, on="number", how="left", maintain_order="left")
    section = pl.col("section").forward_fill().over("sheet").fill_null("")
    return rows.with_columns(section=section).drop("number", "below_heading")


def _sections(events: Iterable[tuple[int, str, bool, bool]]) -> list[tuple[int, str]]:
    """Follow the headings and totals of a sheet: number, label, whether it has figures and stands below a heading.

    Returns: the number of each row from which on another section holds, and its name.
    """
    changes: list[tuple[int, _Section | None]] = []
    section: _Section | None = None
    is_ended = True
    for number, label, has_figures, below_heading in events:
        if has_figures:
            ended = _ended_section(section, label)
            if ended is not None:
                section, is_ended = ended.around, True
                changes.append((number + 1, section))
        else:
            around = section if below_heading or is_ended or section is None else section.around
            section, is_ended = _Section(label, around), False
            changes.append((number, section))
    counts = Counter(section.heading for section in dict.fromkeys(section for _, section in changes if section))
    recurring = {heading for heading, count in counts.items() if count > 1}
    return [(number, section.name(recurring) if section else "") for number, section in changes]


def _ended_section(section: _Section | None, label: str) -> _Section | None:
    """Find the innermost section of which a total is the last row."""
    while section is not None:
        words = section.heading.strip(_ENDING).lower()
        if words and words in label.lower():
            return section
        section = section.around
    return None
