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

What the Open Information Model has no word for is optional: a Report has the columns of `TRAIT_COLUMNS` only where some
fact has such a trait, and a syntax that cannot carry it says so.

scenario          which of the dimensions stand in the scenario of xBRL-XML, sorted, joined by a blank; null means none,
                  so that all stand in the segment
attributes        attributes of the fact in xBRL-XML that XBRL does not define, JSON as the dimensions are: a filing
                  indicator may say `{"find:filed":"false"}`; null means none
tuple             the tuples around the fact from the outermost to its own, each with its number among those of its name
                  there, `a:Address[2]/a:Street[1]`; null means none
unknown_accuracy  true where a number does not say how accurate it is; `decimals` is null then, and does not mean exact

A typed member is null where it is nil. What a segment or scenario holds beside dimensions stands among the dimensions
under the name `segment` or `scenario`, which no dimension has, as canonical XML: it tells facts apart as members do.

A period is a day (`2003-09-30`), or a date with time where a day does not express it: midnight at the start of a
duration is written as that day, midnight at the end of one, and of an instant, as the day before (XBRL 2.1, 4.7.2).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import MisuseError
from exporter.frames.columns import as_text, each_distinct
from exporter.frames.engine import engine_for
from exporter.report.dataframe import facts_as_dataframe, rows_of_dataframe
from exporter.report.names import expanded_name
from exporter.report.references import Reference, located, relocated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

__all__ = [
    "ASPECTS",
    "CONTENT",
    "FACT_COLUMNS",
    "FOOTNOTE_COLUMNS",
    "FOOTNOTE_TRAITS",
    "TRAIT_COLUMNS",
    "Fact",
    "Report",
    "dimensions_of",
    "dimensions_text",
    "facts_frame",
    "is_explicit",
    "with_traits",
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

#: The optional columns, which follow the others in this order.
TRAIT_COLUMNS = pl.Schema(
    {"scenario": pl.String, "tuple": pl.String, "attributes": pl.String, "unknown_accuracy": pl.Boolean}
)

#: What among the dimensions is no dimension, but other content of that element.
CONTENT = ("segment", "scenario")

#: One row for each footnote of each fact: the fact's id, the footnote's, its language and text. A footnote in two
#: languages is two footnotes (Open Information Model, xbrl:note).
FOOTNOTE_COLUMNS = pl.Schema(dict.fromkeys(("fact", "footnote", "language", "text"), pl.String))

#: The optional columns of footnotes, in this order: the roles of the footnote and of its link and the arcrole, null
#: where it is the standard one; and the content as canonical XML, null where it is the text alone.
FOOTNOTE_TRAITS = pl.Schema(dict.fromkeys(("role", "link_role", "arcrole", "markup"), pl.String))

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
    scenario: str | None = None
    tuple: str | None = None
    attributes: str | None = None
    unknown_accuracy: bool | None = None

    @property
    def amount(self) -> Decimal | None:
        """The exact value of a numeric fact; None for text and for nil."""
        return None if self.unit is None or self.value is None else Decimal(self.value)


@dataclass(frozen=True, eq=False)
class Report:
    """Facts and the header that gives their names a meaning.

    Attributes:
        table: a table with the columns of `FACT_COLUMNS` and, where they are needed, of `TRAIT_COLUMNS`, in the order
            in which the facts are to be written. A report that is larger than memory is a LazyFrame, such as
            `polars.scan_parquet` gives; writers take it in batches. Columns of text may be categorical, as mapping
            leaves them: 4 bytes a row, and whoever groups by them compares numbers. `lazy` and `facts` are text.
        namespaces: prefix to namespace URI, for concepts, units and dimensions, and to scheme URI for entities.
        entry_points: the schemas that the report refers to, as URLs or as paths beside the report's file.
        typed_domains: for each typed dimension the element that holds its members; all others are explicit.
        footnotes: a table with the columns of `FOOTNOTE_COLUMNS` and, where they are needed, of `FOOTNOTE_TRAITS`; the
            footnotes' ids mean nothing by themselves.
        references: what else the report's file refers to: linkbases, roles and arcroles.
        source: the file that the report was read from, from whose folder relative references start; a writer makes them
            lead to the same place from another folder. None where they are meant for the file that is written.
    """

    table: pl.DataFrame | pl.LazyFrame
    namespaces: Mapping[str, str]
    entry_points: tuple[str, ...] = ()
    typed_domains: Mapping[str, str] = field(default_factory=dict)
    footnotes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOOTNOTE_COLUMNS))
    references: tuple[Reference, ...] = ()
    source: Path | None = None

    def __post_init__(self) -> None:
        """Check the table's columns.

        Raises:
            MisuseError: the columns or their types are not those of `FACT_COLUMNS` and `FOOTNOTE_COLUMNS`, with some or
                none of the optional ones behind them.
        """
        if self.footnotes.schema != _with_optional(FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS, self.footnotes.schema):
            raise MisuseError(f"the footnotes must have the columns {FOOTNOTE_COLUMNS}, not {self.footnotes.schema}")
        schema = self.lazy.collect_schema()
        if schema != _with_optional(FACT_COLUMNS, TRAIT_COLUMNS, schema):
            raise MisuseError(f"the facts table must have the columns {FACT_COLUMNS}, not {schema}")

    @cached_property
    def traits(self) -> frozenset[str]:
        """The optional columns that the facts have."""
        return frozenset(TRAIT_COLUMNS) & set(self.lazy.collect_schema())

    def moved(self, folder: Path) -> Report:
        """Give the report with references that lead to the same place from a folder."""
        if self.source is None:
            return self
        source = self.source
        return replace(
            self,
            entry_points=tuple(relocated(href, source, folder) for href in self.entry_points),
            references=tuple(each._replace(href=relocated(each.href, source, folder)) for each in self.references),
            source=None,
        )

    @property
    def lazy(self) -> pl.LazyFrame:
        """The facts as a query of text, which reads from the file as it goes if they lie in one."""
        return as_text(self.table.lazy())

    @cached_property
    def facts(self) -> pl.DataFrame:
        """The facts in memory, as text."""
        has_codes = self.table.lazy().collect_schema() != self.lazy.collect_schema()
        if has_codes or isinstance(self.table, pl.LazyFrame):
            return self.lazy.collect(engine=engine_for(self.table))
        return self.table

    def __len__(self) -> int:
        """Count the facts."""
        if isinstance(self.table, pl.DataFrame):
            return self.table.height
        return int(self.lazy.select(pl.len()).collect().item())

    def __iter__(self) -> Iterator[Fact]:
        """Yield the facts one by one, in order."""
        return (Fact(**row) for row in self.facts.iter_rows(named=True))

    def __eq__(self, other: object) -> bool:
        """Tell whether both report the same facts under the same ids, with the same footnotes.

        Prefixes, the case of languages (RFC 5646, 2.1.1) and the order of the facts are free; entry points and other
        references are not: they must lead to the same place, where both reports were read from files, and else be
        written alike.
        """
        if not isinstance(other, Report):
            return NotImplemented
        return (
            _all_references(self, other) == _all_references(other, self)
            and _in_fixed_order(self.expanded).equals(_in_fixed_order(other.expanded))
            and self.footnote_texts.equals(other.footnote_texts)
            and _footnote_traits(self.footnotes).equals(_footnote_traits(other.footnotes))
        )

    __hash__ = None  # type: ignore[assignment]  # a Report is compared by content, which is large

    @cached_property
    def expanded(self) -> pl.DataFrame:
        """The facts with namespaces in place of prefixes, and languages in lower case: comparable across reports."""
        return self.facts.with_columns(each_distinct(name, expand) for name, expand in self._expanding().items())

    def _expanding(self) -> dict[str, Callable[[str], str | None]]:
        """Say how the columns that hold names, and languages, are expanded."""
        functions: dict[str, Callable[[str], str | None]] = {
            "concept": self._expand,
            "entity": self._expand,
            "unit": self._expand_unit,
            "dimensions": self._expand_dimensions,
            "language": str.lower,
            "scenario": self._expand_scenario,
            "tuple": self._expand_tuple,
            "attributes": self._expand_attributes,
        }
        return {name: expand for name, expand in functions.items() if name in FACT_COLUMNS or name in self.traits}

    @cached_property
    def footnote_texts(self) -> pl.DataFrame:
        """For each fact that has footnotes, a row with its id and all their languages and texts, in a fixed order.

        Languages are in lower case, since their case says nothing (RFC 5646, 2.1.1).
        """
        if self.footnotes.is_empty():
            return pl.DataFrame(schema={"fact": pl.String, "footnotes": pl.String})
        language = pl.col("language").fill_null("").str.to_lowercase()
        text = pl.concat_str(language, pl.lit(": "), pl.col("text").fill_null(""))
        distinct = self.footnotes.select("fact", text.alias("footnotes")).unique().sort("fact", "footnotes")
        return distinct.group_by("fact", maintain_order=True).agg(pl.col("footnotes").str.join("\n"))

    def to_pandas(self) -> pd.DataFrame:
        """Convert the facts to a pandas DataFrame.

        Returns:
            The columns of the Report: text as pandas' `string`, decimals as `Int64`. Numeric values are `Decimal`, and
            None where the fact is nil.
        """
        return facts_as_dataframe(self.facts)

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
            frame: some or all columns of `FACT_COLUMNS` and `TRAIT_COLUMNS`; those that are absent are empty. A value
                is text, a whole number, a finite Decimal, a boolean or a date; None is nil. A day may be a moment at
                midnight, as pandas keeps it.
            namespaces: those of the Report.
            entry_points: likewise.
            typed_domains: likewise.

        Raises:
            MisuseError: a column is unknown, an id is there twice, a cell holds what its column cannot (a binary float,
                which cannot be exact; a number that is none; a date that is not written as XBRL does), or a name has
                no prefix that the namespaces know.
        """
        rows = rows_of_dataframe(frame, [*FACT_COLUMNS, *TRAIT_COLUMNS])
        report = cls(facts_frame(rows), dict(namespaces), entry_points, dict(typed_domains or {}))
        report._check_names()
        return report

    def _check_names(self) -> None:
        """See that each name has a prefix that the namespaces know.

        Raises:
            MisuseError: one has not.
        """
        for column, expand in self._expanding().items():
            for text in self.facts[column].unique().drop_nulls():
                if column in {"concept", "entity"} and ":" not in text:
                    raise MisuseError(f"the {column} {text!r} has no prefix")
                try:
                    expand(text)
                except KeyError as error:
                    raise MisuseError(f"the namespaces do not say what the prefix {error} stands for") from error
                except (ValueError, AttributeError) as error:
                    raise MisuseError(f"{column} {text!r} are no JSON object of names and members") from error

    def _expand(self, name: str) -> str:
        return expanded_name(name, self.namespaces)

    def _expand_unit(self, unit: str) -> str:
        return "/".join("*".join(sorted(map(self._expand, side.split("*")))) for side in unit.split("/"))

    def _expand_dimensions(self, text: str) -> str | None:
        return dimensions_text(
            {
                self._expand(dimension): self._expand(member) if is_explicit(dimension, self.typed_domains) else member
                for dimension, member in dimensions_of(text).items()
            }
        )

    def _expand_scenario(self, text: str) -> str:
        return " ".join(sorted(map(self._expand, text.split(" "))))

    def _expand_attributes(self, text: str) -> str | None:
        return dimensions_text({self._expand(name): value for name, value in dimensions_of(text).items()})

    def _expand_tuple(self, path: str) -> str:
        return "/".join(map(self._expand, path.split("/")))


def _with_optional(columns: pl.Schema, optional: pl.Schema, present: Iterable[str]) -> pl.Schema:
    """Add to columns the optional ones that are present."""
    names = set(present)
    return pl.Schema({**columns, **{name: kind for name, kind in optional.items() if name in names}})


def _all_references(report: Report, other: Report) -> list[Reference]:
    """Give the references of a report; as URLs if the other one was read from a file, too."""
    references = [*(Reference("schemaRef", href) for href in report.entry_points), *report.references]
    if report.source is None or other.source is None:
        return references
    return [reference._replace(href=located(reference.href, report.source)) for reference in references]


def _footnote_traits(footnotes: pl.DataFrame) -> pl.DataFrame:
    """Give the roles and markup of the footnotes that have any, in a fixed order."""
    traits = footnotes.select("fact", "text", *(name for name in FOOTNOTE_TRAITS if name in footnotes.columns))
    absent = [pl.lit(None, pl.String).alias(name) for name in FOOTNOTE_TRAITS if name not in footnotes.columns]
    traits = traits.with_columns(absent).select("fact", "text", *FOOTNOTE_TRAITS)
    return traits.filter(pl.any_horizontal(pl.col(FOOTNOTE_TRAITS.names()).is_not_null())).unique().sort(pl.all())


def with_traits(facts: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of `TRAIT_COLUMNS` that facts lack, as what they mean by lacking them."""
    absent = [pl.lit(None, kind).alias(name) for name, kind in TRAIT_COLUMNS.items() if name not in facts.columns]
    return facts.with_columns(absent).with_columns(pl.col("unknown_accuracy").fill_null(value=False))


def _in_fixed_order(facts: pl.DataFrame) -> pl.DataFrame:
    facts = with_traits(facts)
    return facts.select(*FACT_COLUMNS, *TRAIT_COLUMNS).sort("id", *ASPECTS, nulls_last=True)


def facts_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Build a table of facts from rows.

    Args:
        rows: each names at least the columns that are not null.

    Returns:
        A table with the columns of `FACT_COLUMNS`, and those of `TRAIT_COLUMNS` that some row names.
    """
    rows = list(rows)
    schema = _with_optional(FACT_COLUMNS, TRAIT_COLUMNS, {name for row in rows for name in row})
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def is_explicit(dimension: str, typed_domains: Mapping[str, str]) -> bool:
    """Tell whether a dimension has members that are names: not if it is typed, or no dimension but `CONTENT`."""
    return dimension not in typed_domains and dimension not in CONTENT


def dimensions_text(dimensions: Mapping[str, str | None]) -> str | None:
    """Write dimensions and members in their canonical form.

    Returns:
        A JSON object with sorted keys, where a nil typed member is null; or None if there are none.
    """
    if not dimensions:
        return None
    return json.dumps(dict(sorted(dimensions.items())), ensure_ascii=False, separators=(",", ":"))


def dimensions_of(text: str | None) -> dict[str, str]:
    """Read the dimensions and members that `dimensions_text` wrote.

    A nil typed member is None, which only instances from elsewhere have.

    Raises:
        MisuseError: it did not write them, as a table made by hand may say anything.
    """
    try:
        dimensions = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise MisuseError(f"the dimensions {text!r} are not written as JSON: {error}") from error
    is_object = isinstance(dimensions, dict)
    if not is_object or not all(member is None or isinstance(member, str) for member in dimensions.values()):
        raise MisuseError(f"the dimensions {text!r} are no JSON object of texts")
    return dict(dimensions)
