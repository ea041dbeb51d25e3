"""Values in the canonical form of their type (XML Schema Part 2, 3.2 and 3.3; xBRL-JSON 1.0, 6.1.1)."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.report.periods import start_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter.report.report import Report

__all__ = ["canonical_text", "in_canonical_form"]

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(Z|[+-]00:00)?", re.ASCII)


def in_canonical_form(report: Report, types: Mapping[str, str]) -> Report:
    """Give a report with its values in canonical form.

    Args:
        report: the facts, which are looked at in memory.
        types: for each concept the built-in type of XML Schema that its values have.

    Raises:
        MisuseError: the type of a concept is missing or has no canonical form here, or a value is not of its type.
    """
    values = []
    for fact, concept, value in report.facts.select("id", "concept", "value").iter_rows():
        if concept not in types:
            raise MisuseError(
                f"the type of {concept} is needed for the canonical form of its values; give its taxonomy, as a package"
            )
        try:
            values.append(None if value is None else canonical_text(value, types[concept]))
        except ValueError as error:
            raise MisuseError(f"fact {fact!r}: {error}") from error
    return replace(report, table=report.facts.with_columns(value=pl.Series(values, dtype=pl.String)))


def canonical_text(text: str, type_: str) -> str:
    """Write a value in its canonical form.

    Args:
        text: the value; blanks around it belong to texts alone.
        type_: the name of a built-in type of XML Schema, without a prefix.

    Raises:
        ValueError: the value is not of the type, or the type has no canonical form here.
    """
    for names, function in _FORMS:
        if type_ in names:
            return function(text.strip(" \t\r\n"))
    if type_ in _AS_THEY_ARE:
        return text
    raise ValueError(f"there is no canonical form of the type {type_!r}")


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no decimal")
    sign = "-" if text.startswith("-") and Decimal(text) else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}.{fraction.rstrip('0') or '0'}"


def _integer(text: str) -> str:
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no integer")
    return _decimal(text).removesuffix(".0")


def _float(text: str) -> str:
    """Write a mantissa with one digit before its point, and an exponent; no digit is lost."""
    if text in {"INF", "-INF", "NaN"}:
        return text
    if not _FLOAT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no number")
    sign, digits, _ = Decimal(text).as_tuple()
    significant = "".join(map(str, digits)).lstrip("0")
    exponent = Decimal(text).adjusted() if significant else 0
    mantissa = significant or "0"
    return f"{'-' * sign}{mantissa[0]}.{mantissa[1:].rstrip('0') or '0'}E{exponent}"


def _boolean(text: str) -> str:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(f"{text[:40]!r} is neither true nor false")
    return {"1": "true", "0": "false"}.get(text, text)


def _moment(text: str) -> str:
    if "T" not in text:
        raise ValueError(f"{text[:40]!r} has no time")
    return start_moment(text)


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no day, or one in a time zone other than UTC")
    datetime.date.fromisoformat(text[:10])
    return text[:10] + ("Z" if text[10:] else "")


def _union(text: str) -> str:
    """Write a day, or a date with time, as xbrli:dateUnion has them."""
    return _moment(text) if "T" in text else _day(text)


_UNSIGNED = {f"unsigned{name}" for name in ("Long", "Int", "Short", "Byte")}
_SIGNED = {f"{name}Integer" for name in ("nonPositive", "negative", "nonNegative", "positive")}
_FORMS: tuple[tuple[frozenset[str], Callable[[str], str]], ...] = (
    (frozenset({"decimal"}), _decimal),
    (frozenset({"integer", "long", "int", "short", "byte", *_SIGNED, *_UNSIGNED}), _integer),
    (frozenset({"float", "double"}), _float),
    (frozenset({"boolean"}), _boolean),
    (frozenset({"dateTime"}), _moment),
    (frozenset({"date"}), _day),
    (frozenset({"dateUnion"}), _union),
    (frozenset({"hexBinary"}), str.upper),
    (frozenset({"language"}), str.lower),
)
#: Types whose values have one form each.
_TEXTS = {"string", "normalizedString", "token", "anyURI", "QName", "NCName", "Name"}
_AS_THEY_ARE = frozenset(_TEXTS | {"gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay"})
