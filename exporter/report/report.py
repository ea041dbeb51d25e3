"""The Report: what was reported, independent of any syntax. One row per fact, one column per aspect.

The semantics are those of the Open Information Model 1.0; the columns are those of `FACT_COLUMNS`:

id            the fact's id, unique in the report, an XML name
concept       prefixed name, `gaap:Revenues`
entity        prefixed identifier; the prefix stands for the identifier scheme, `cik:0001090633`
period_start  first day of a duration, null for an instant
period_end    last day of a duration, or the day at whose end an instant lies; both null means forever
unit          `iso4217:JPY`, `iso4217:JPY/xbrli:shares`; several measures are sorted and joined by `*`; null for text
dimensions    JSON object of dimension and member (explicit: a prefixed name; typed: the text), keys sorted, or null
language      xml:lang of a text fact, or null
value         the value's text, exactly as written; null for a nil fact
decimals      the number of decimal places the value is accurate to; null means exact (INF), and for text

A period is a day (`2003-09-30`), or a date with time where a day does not express it: midnight at the start of a
duration is written as that day, midnight at the end of one, and of an instant, as the day before (XBRL 2.1, 4.7.2).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import MisuseError
from exporter.frames.columns import each_distinct
from exporter.report.names import expanded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

__all__ = [
    "ASPECTS",
    "FACT_COLUMNS",
    "FOOTNOTE_COLUMNS",
    "Fact",
    "Report",
    "dimensions_of",
    "dimensions_text",
    "facts_frame",
]

FACT_COLUMNS = pl.Schema(
    {
        "id": pl.String,
        "concept": pl.String,
        "entity": pl.String,
        "period_start": pl.String,
        "period_end": pl.String,
        "unit": pl.String,
        "dimensions": pl.String,
        "language": pl.String,
        "value": pl.String,
        "decimals": pl.Int32,
    }
)

#: One row for each footnote of each fact: the fact's id, the footnote's, its language and text. A footnote in two
#: languages is two footnotes (Open Information Model, xbrl:note).
FOOTNOTE_COLUMNS = pl.Schema(dict.fromkeys(("fact", "footnote", "language", "text"), pl.String))

#: The columns that together say what a fact is about. Two facts that agree in all of them are duplicates.
ASPECTS = ("concept", "entity", "period_start", "period_end", "unit", "dimensions", "language")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a Report, for people and tests."""

    id: str
    concept: str
    entity: str
    period_start: str | None = None
    period_end: str | None = None
    unit: str | None = None
    dimensions: str | None = None
    language: str | None = None
    value: str | None = None
    decimals: int | None = None

    @property
    def amount(self) -> Decimal | None:
        """The exact value of a numeric fact; None for text and for nil."""
        return None if self.unit is None or self.value is None else Decimal(self.value)


@dataclass(frozen=True, eq=False)
class Report:
    """Facts and the header that gives their names a meaning.

    Attributes:
        table: a table with the columns of `FACT_COLUMNS`, in the order in which the facts are to be written. A report
            that is larger than memory is a LazyFrame, such as `polars.scan_parquet` gives; writers take it in batches.
        namespaces: prefix to namespace URI, for concepts, units and dimensions, and to scheme URI for entities.
        entry_points: the schemas that the report refers to, as URLs or as paths beside the report's file.
        typed_domains: for each typed dimension the element that holds its members; all others are explicit.
        footnotes: a table with the columns of `FOOTNOTE_COLUMNS`; the footnotes' ids mean nothing by themselves.
    """

    table: pl.DataFrame | pl.LazyFrame
    namespaces: Mapping[str, str]
    entry_points: tuple[str, ...] = ()
    typed_domains: Mapping[str, str] = field(default_factory=dict)
    footnotes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOOTNOTE_COLUMNS))

    def __post_init__(self) -> None:
        """Check the table's columns.

        Raises:
            MisuseError: the columns or their types are not those of `FACT_COLUMNS` and `FOOTNOTE_COLUMNS`.
        """
        if self.footnotes.schema != FOOTNOTE_COLUMNS:
            raise MisuseError(f"the footnotes must have the columns {FOOTNOTE_COLUMNS}, not {self.footnotes.schema}")
        schema = self.lazy.collect_schema()
        if schema != FACT_COLUMNS:
            raise MisuseError(f"the facts table must have the columns {FACT_COLUMNS}, not {schema}")

    @property
    def lazy(self) -> pl.LazyFrame:
        """The facts as a query, which reads from the file as it goes if they lie in one."""
        return self.table.lazy()

    @cached_property
    def facts(self) -> pl.DataFrame:
        """The facts in memory."""
        return self.table.collect() if isinstance(self.table, pl.LazyFrame) else self.table

    def __len__(self) -> int:
        """Count the facts."""
        return int(self.lazy.select(pl.len()).collect().item())

    def __iter__(self) -> Iterator[Fact]:
        """Yield the facts one by one, in order."""
        return (Fact(**row) for row in self.facts.iter_rows(named=True))

    def __eq__(self, other: object) -> bool:
        """Tell whether both report the same facts under the same ids, with the same footnotes.

        Prefixes and the order of the facts are free; entry points are not.
        """
        if not isinstance(other, Report):
            return NotImplemented
        return (
            self.entry_points == other.entry_points
            and _in_fixed_order(self.expanded).equals(_in_fixed_order(other.expanded))
            and self.footnote_texts.equals(other.footnote_texts)
        )

    __hash__ = None  # type: ignore[assignment]  # a Report is compared by content, which is large

    @cached_property
    def expanded(self) -> pl.DataFrame:
        """The facts with every prefix replaced by its namespace: comparable across reports."""
        return self.facts.with_columns(
            each_distinct("concept", self._expand),
            each_distinct("entity", self._expand),
            each_distinct("unit", self._expand_unit),
            each_distinct("dimensions", self._expand_dimensions),
        )

    @cached_property
    def footnote_texts(self) -> pl.DataFrame:
        """For each fact that has footnotes, a row with its id and all their languages and texts, in a fixed order."""
        text = pl.concat_str(pl.col("language").fill_null(""), pl.lit(": "), pl.col("text").fill_null(""))
        distinct = self.footnotes.select("fact", text.alias("footnotes")).unique().sort("fact", "footnotes")
        return distinct.group_by("fact", maintain_order=True).agg(pl.col("footnotes").str.join("\n"))

    def to_pandas(self) -> pd.DataFrame:
        """Convert the facts to a pandas DataFrame.

        Returns:
            The columns of `FACT_COLUMNS`. Numeric values are `Decimal`; what is null here is None there.
        """
        import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

        columns: dict[str, list[Any]] = self.facts.to_dict(as_series=False)
        columns["value"] = [
            Decimal(value) if unit is not None and value is not None else value
            for value, unit in zip(columns["value"], columns["unit"], strict=True)
        ]
        return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})

    @classmethod
    def from_pandas(
        cls,
        frame: pd.DataFrame,
        namespaces: Mapping[str, str],
        entry_points: tuple[str, ...] = (),
        typed_domains: Mapping[str, str] | None = None,
    ) -> Report:
        """Build a Report from a pandas DataFrame.

        Args:
            frame: some or all columns of `FACT_COLUMNS`; those that are absent are empty.
            namespaces: those of the Report.
            entry_points: likewise.
            typed_domains: likewise.

        Raises:
            MisuseError: a column is unknown, or a value is a binary float, which cannot be exact.
        """
        unknown_columns = [str(name) for name in frame.columns if name not in FACT_COLUMNS]
        if unknown_columns:
            raise MisuseError(f"unknown columns {unknown_columns}; a Report has {list(FACT_COLUMNS)}")
        records = [
            {str(name): _plain_value(str(name), value) for name, value in row.items()}
            for row in frame.to_dict("records")
        ]
        return cls(facts_frame(records), dict(namespaces), entry_points, dict(typed_domains or {}))

    def _expand(self, name: str) -> str:
        return expanded_name(name, self.namespaces)

    def _expand_unit(self, unit: str) -> str:
        return "/".join("*".join(sorted(map(self._expand, side.split("*")))) for side in unit.split("/"))

    def _expand_dimensions(self, text: str) -> str | None:
        return dimensions_text(
            {
                self._expand(dimension): member if dimension in self.typed_domains else self._expand(member)
                for dimension, member in dimensions_of(text).items()
            }
        )


def _in_fixed_order(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.sort("id", *ASPECTS, nulls_last=True)


def facts_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Build a table of facts from rows.

    Args:
        rows: each names at least the columns that are not null.

    Returns:
        A table with the columns of `FACT_COLUMNS`.
    """
    return pl.DataFrame([{name: row.get(name) for name in FACT_COLUMNS} for row in rows], schema=FACT_COLUMNS)


def dimensions_text(dimensions: Mapping[str, str]) -> str | None:
    """Write dimensions and members in their canonical form.

    Returns:
        A JSON object with sorted keys, or None if there are none.
    """
    if not dimensions:
        return None
    return json.dumps(dict(sorted(dimensions.items())), ensure_ascii=False, separators=(",", ":"))


def dimensions_of(text: str | None) -> dict[str, str]:
    """Read the dimensions and members that `dimensions_text` wrote."""
    return json.loads(text) if text else {}


def _plain_value(column: str, value: Any) -> Any:  # noqa: ANN401 - what a DataFrame holds
    """Convert the cell of a DataFrame to what a Report holds."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves; pandas writes null so
        return None
    if column == "decimals":
        return int(value)
    if isinstance(value, float):
        raise MisuseError(f"column {column!r} holds the binary float {value!r}; give text or Decimal")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
