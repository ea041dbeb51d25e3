"""Formats for prints: the chosen rule gives the value back, by our own function and by Arelle's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from arelle.FunctionIxt import ixtNamespaceFunctions
from babel.dates import get_month_names

from exporter.formats.inline_xbrl.print_formats import date_format, number_format
from exporter.formats.inline_xbrl.transformations import REGISTRY_5, TRANSFORMATIONS, transform

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("digits", "mark", "name", "value"),
    [
        ("1,234.5", ".", "num-dot-decimal", "1234.5"),
        ("1,23,456.70", ".", "num-dot-decimal", "123456.70"),
        ("1 234", ".", "num-dot-decimal", "1234"),
        ("1\u00a0234.5", ".", "num-dot-decimal", "1234.5"),
        ("1.234,5", ",", "num-comma-decimal", "1234.5"),
        ("0,5", ",", "num-comma-decimal", "0.5"),
        (",5", ",", "num-comma-decimal", "0.5"),
        ("1.234", ",", "num-comma-decimal", "1234"),
        ("1’234.50", ".", "num-dot-decimal-apos", "1234.50"),
        ("1'234,5", ",", "num-comma-decimal-apos", "1234.5"),
        ("9" * 40 + ",000.5", ".", "num-dot-decimal", "9" * 40 + "000.5"),
    ],
)
def test_a_number_gets_the_rule_that_gives_its_value(digits: str, mark: str, name: str, value: str) -> None:
    """By its decimal mark, and by apostrophes between groups."""
    assert number_format(digits, mark) == name
    assert transform(REGISTRY_5, name, digits) == value
    assert Decimal(ixtNamespaceFunctions[REGISTRY_5][name](digits)) == Decimal(value)


@pytest.mark.parametrize(("digits", "mark"), [("1234", "."), ("1234", ","), ("0.50", "."), (".5", ".")])
def test_a_decimal_needs_no_format(digits: str, mark: str) -> None:
    """It is an xs:decimal already."""
    assert number_format(digits, mark) == ""


@pytest.mark.parametrize(
    ("digits", "mark"),
    [
        ("１２３", "."),
        ("1\u2009234", "."),
        ("(5)", "."),
        ("", "."),
        (", ", "."),
        ("1.2", "·"),
        ("-5", "."),
        ("1.2.3", "."),
    ],
)
def test_a_number_that_no_rule_takes_has_none(digits: str, mark: str) -> None:
    """Full-width digits, thin spaces, signs: the writer cannot tag the text as it stands."""
    assert number_format(digits, mark) is None


@pytest.mark.parametrize(
    ("text", "kind", "value", "name"),
    [
        ("September 30, 2003", "date", "2003-09-30", "date-monthname-day-year-en"),
        ("Sept. 30, 2003", "date", "2003-09-30", "date-monthname-day-year-en"),
        ("September\n30th, 2003", "date", "2003-09-30", "date-monthname-day-year-en"),
        ("30 September 2003", "date", "2003-09-30", "date-day-monthname-year-en"),
        ("30-Sep-03", "date", "2003-09-30", "date-day-monthname-year-en"),
        ("9/8/2003", "date", "2003-08-09", "date-day-month-year"),
        ("9/8/2003", "date", "2003-09-08", "date-month-day-year"),
        ("30.09.2003", "date", "2003-09-30", "date-day-month-year"),
        ("2003/9/30", "date", "2003-09-30", "date-year-month-day"),
        ("2003年9月30日", "date", "2003-09-30", "date-year-month-day"),
        ("２００３年９月３０日", "date", "2003-09-30", "date-year-month-day"),
        ("平成15年9月30日", "date", "2003-09-30", "date-jpn-era-year-month-day"),
        ("令和元年５月１日", "date", "2019-05-01", "date-jpn-era-year-month-day"),
        ("昭和63年12月", "gYearMonth", "1988-12", "date-jpn-era-year-month"),
        ("2003年9月", "gYearMonth", "2003-09", "date-year-month"),
        ("9/2003", "gYearMonth", "2003-09", "date-month-year"),
        ("September 2003", "gYearMonth", "2003-09", "date-monthname-year-en"),
        ("March 31", "gMonthDay", "--03-31", "date-monthname-day-en"),
        ("31 March", "gMonthDay", "--03-31", "date-day-monthname-en"),
        ("31.3", "gMonthDay", "--03-31", "date-day-month"),
        ("3/31", "gMonthDay", "--03-31", "date-month-day"),
        ("30 IX 2003", "date", "2003-09-30", "date-day-monthroman-year"),
        ("30. září 2003", "date", "2003-09-30", "date-day-monthname-year-cs"),
        ("30 de setembro de 2003", "date", "2003-09-30", "date-day-monthname-year-pt"),
        ("2003 m. rugsėjo 30 d.", "date", "2003-09-30", "date-year-monthname-day-lt"),
        ("2003. gada 30. septembris", "date", "2003-09-30", "date-year-day-monthname-lv"),
        ("30 сентября 2003", "date", "2003-09-30", None),
        ("30 септември 2003 г.", "date", "2003-09-30", "date-day-monthname-year-bg"),
        ("30 सितंबर 2003", "date", "2003-09-30", "date-day-monthname-year-hi"),
        ("2003-09-30", "date", "2003-09-30", ""),
        ("2003", "gYear", "2003", ""),
        ("FY 2003", "gYear", "2003", None),
        ("9月30日", "gMonthDay", "--09-30", None),
        ("September 30, 2003", "date", "2003-09-29", None),
        ("30. september. 2003", "date", "2003-09-30", "date-day-monthname-year-et"),
        ("30. januar. 2003", "date", "2003-01-30", "date-day-monthname-year-no"),
        ("30. okt. 2003", "date", "2003-10-30", "date-day-monthname-year-da"),
    ],
)
def test_a_date_gets_the_rule_that_gives_its_value(text: str, kind: str, value: str, name: str | None) -> None:
    """In the usual orders; what no rule gives has none."""
    assert date_format(text, kind, value) == name
    if name:
        assert transform(REGISTRY_5, name, text) == value


_MONTHS_OF_OTHERS = {"no": "nb"}


def _dates_by_name() -> Iterator[tuple[str, str, str, str]]:
    """Print a day of each month in each language and order of the registry."""
    for rule in TRANSFORMATIONS[REGISTRY_5]:
        parts = re.findall("day|month|year", rule)
        if "monthname" not in rule or "-ind-" in rule:
            continue
        kind = "date" if len(parts) > 2 else "gMonthDay" if "day" in parts else "gYearMonth"
        language = rule[-2:]
        for month, name in get_month_names("wide", locale=_MONTHS_OF_OTHERS.get(language, language)).items():
            year, day = "2003" if "year" in parts else "-", "-28" if "day" in parts else ""
            text = " ".join({"day": "28", "month": name, "year": "2003"}[part] for part in parts)
            yield text, kind, f"{year}-{month:02}{day}", rule


def test_each_language_of_the_registry_is_written() -> None:
    """The names of the CLDR get a rule that gives their month, also by Arelle's function but for Hindi."""
    dates = list(_dates_by_name())
    assert len(dates) > 60 * 12
    for text, kind, value, rule in dates:
        name = date_format(text, kind, value)
        if name is None:
            # The registry spells February without the sign that the CLDR has.
            assert (rule[-2:], "-02" in value) == ("hi", True), (text, rule)
            continue
        assert transform(REGISTRY_5, name, text) == value, (text, name)
        if not name.endswith("-hi"):
            assert ixtNamespaceFunctions[REGISTRY_5][name](text) == value, (text, name)


@pytest.mark.parametrize("gap", [". ", "-", " de ", "\u00a0", " gada "])
@pytest.mark.parametrize("capitals", [False, True])
def test_whatever_rule_is_chosen_gives_the_value(gap: str, capitals: bool) -> None:
    """With other marks and words between the parts, and in capitals, there is a rule that gives the value, or none."""
    chosen = 0
    for text, kind, value, rule in _dates_by_name():
        changed = text.replace(" ", gap)
        changed = changed.upper() if capitals else changed
        if name := date_format(changed, kind, value):
            chosen += 1
            assert transform(REGISTRY_5, name, changed) == value, (changed, name, rule)
    assert chosen > 100
