"""Reads the values of facts: numbers, perhaps with decimals behind them, texts and nil, and what is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from exporter.formats import rules
from exporter.formats.xbrl_csv.special_values import is_unknown_special, without_escape
from exporter.formats.xbrl_json.dimension_reader import PURE
from exporter.report.names import ILLEGAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.findings.registry import Rule

__all__ = ["IS_UNCLEAR", "MISPLACED_DECIMALS", "VALUE_FAULTS", "ValueFault", "as_in_reports", "read_values"]

_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
_SUFFIX = r"^(?P<number>[^d]*[0-9.])[ \t\r\n]*d[ \t\r\n]*(?P<places>0|-?[1-9][0-9]{0,8}|INF)[ \t\r\n]*$"
_XML_SPACE = " \t\r\n"
_IS_NUMERIC, _IS_NUMBER, _HAS_SUFFIX = (pl.col(name) for name in ("is_numeric", "looks_numeric", "has_suffix"))
_HAS_UNIT, _HAS_LANGUAGE, _HAS_DECIMALS, _HAS_VALUE = (
    pl.col(name).is_not_null() for name in ("unit", "language", "decimals", "value")
)
#: Facts that may be numbers, or texts that look like some; what no taxonomy says is left open.
IS_UNCLEAR = pl.col("kind").is_null() & ~_IS_NUMERIC & ~_HAS_LANGUAGE & (~_HAS_VALUE | _IS_NUMBER)
#: Facts that may not have decimals, and do.
MISPLACED_DECIMALS = _IS_NUMERIC & ~_HAS_VALUE & _HAS_DECIMALS


class ValueFault(NamedTuple):
    """What may be wrong with a value, so that its fact is not read."""

    rule: Rule
    message: str
    is_there: pl.Expr


VALUE_FAULTS = (
    ValueFault(rules.READER_BAD_CELL, "is no fact (xbrlce:illegalUseOfNone)", pl.col("cell") == "#none"),
    ValueFault(
        rules.READER_BAD_CELL,
        "is no special value (xbrlce:unknownSpecialValue)",
        is_unknown_special(pl.col("cell")) & (pl.col("cell") != "#none"),
    ),
    ValueFault(
        rules.READER_BAD_VALUE, "has a character that no report can carry", pl.col("value").str.contains(ILLEGAL)
    ),
    ValueFault(
        rules.READER_BAD_VALUE,
        "has no such decimals (xbrlce:invalidDecimalsSuffix)",
        _HAS_SUFFIX & ~_IS_NUMBER,
    ),
    ValueFault(
        rules.READER_BAD_VALUE,
        "is no number (xbrlce:invalidFactValue)",
        _IS_NUMERIC & _HAS_VALUE & ~_HAS_SUFFIX & ~_IS_NUMBER,
    ),
)


def read_values(facts: pl.DataFrame, column: str, kinds: Mapping[str, bool | None]) -> pl.DataFrame:
    """Read values, and tell numbers from texts.

    A fact whose concept is of no known kind is a number if it has a unit, or no language, looks like a number, and has
    decimals of its own, rather than such as are said of all facts.

    Args:
        facts: their aspects, and their cells in a column.
        column: its name.
        kinds: of each concept whether it has numbers; None where that is not known.

    Returns:
        They, with `cell` and `value`, the `kind` of their concept, and whether each `is_numeric`, `looks_numeric` and
        `has_suffix`; decimals are those of the suffix where there is one.
    """
    facts = facts.with_columns(
        cell=pl.col(column),
        value=without_escape(pl.col(column)),
        kind=pl.col("concept").replace_strict(kinds, default=None, return_dtype=pl.Boolean),
    )
    number = pl.col("value").str.strip_chars(_XML_SPACE)
    says_decimals = ~_HAS_LANGUAGE & _HAS_DECIMALS & pl.col("has_own_decimals")
    facts = facts.with_columns(looks_numeric=number.str.contains(_NUMBER))
    is_number = _HAS_UNIT | (says_decimals & _IS_NUMBER.fill_null(value=True))
    facts = facts.with_columns(is_numeric=pl.coalesce("kind", is_number))
    has_suffix = (_IS_NUMERIC & number.str.contains("d", literal=True)).fill_null(value=False)
    facts = facts.with_columns(has_suffix=has_suffix, value=pl.when(_IS_NUMERIC).then(number).otherwise("value"))
    return _without_suffix(facts) if facts["has_suffix"].any() else facts


def _without_suffix(facts: pl.DataFrame) -> pl.DataFrame:
    """Take the decimals that stand behind numbers (xBRL-CSV 1.0, decimals suffix)."""
    facts = facts.with_columns(pl.col("value").str.extract_groups(_SUFFIX).alias("suffix")).unnest("suffix")
    is_read = _HAS_SUFFIX & pl.col("places").is_not_null()
    facts = facts.with_columns(
        value=pl.when(is_read).then("number").otherwise("value"),
        decimals=pl.when(is_read).then(pl.col("places").cast(pl.Int32, strict=False)).otherwise("decimals"),
        unknown_accuracy=pl.when(~is_read).then("unknown_accuracy"),
    )
    return facts.with_columns(looks_numeric=pl.col("value").str.contains(_NUMBER)).drop("number", "places")


def as_in_reports(facts: pl.DataFrame) -> pl.DataFrame:
    """Leave out what numbers, texts and nil facts have not, whatever is said of all facts of a table."""
    return facts.with_columns(
        unit=pl.when(_IS_NUMERIC).then(pl.col("unit").fill_null(PURE)),
        language=pl.when(~_IS_NUMERIC).then("language"),
        decimals=pl.when(_IS_NUMERIC & _HAS_VALUE).then("decimals"),
        unknown_accuracy=pl.when(_IS_NUMERIC & _HAS_VALUE & ~_HAS_DECIMALS).then("unknown_accuracy"),
    )
