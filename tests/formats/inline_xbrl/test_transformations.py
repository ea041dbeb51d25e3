"""Transformations: each rule gives the value of what it takes, refuses the rest, and agrees with Arelle."""

from __future__ import annotations

import builtins
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from random import Random
from typing import NamedTuple

import pytest
from arelle.formula.XPathContext import FunctionArgType
from arelle.FunctionIxt import ixtNamespaceFunctions

from exporter.formats.inline_xbrl.month_names import month_names
from exporter.formats.inline_xbrl.transformations import (
    REGISTRY_5,
    TRANSFORMATIONS,
    MisfitError,
    UnknownTransformationError,
    transform,
)
from tests.formats.inline_xbrl.printed_texts import printed_text, with_a_slip

REGISTRY_1, REGISTRY_2, REGISTRY_3, REGISTRY_4 = (
    f"http://www.xbrl.org/inlineXBRL/transformation/{date}"
    for date in ("2010-04-20", "2011-07-31", "2015-02-26", "2020-02-12")
)
CANDIDATE = "http://www.xbrl.org/2008/inlineXBRL/transformation"
INTERNATIONAL = [CANDIDATE, REGISTRY_1, REGISTRY_2, REGISTRY_3, REGISTRY_4, REGISTRY_5]
TEXTS_A_RULE = 120


@pytest.mark.parametrize(
    ("namespace", "name", "text", "value"),
    [
        (REGISTRY_1, "numcommadot", "1,234,567.50", "1234567.50"),
        (REGISTRY_1, "numdotcomma", "1.234,5", "1234.5"),
        (REGISTRY_1, "numspacecomma", "1 234,5", "1234.5"),
        (REGISTRY_1, "numspacedot", "1\u00a0234.5", "1234.5"),
        (REGISTRY_1, "numcomma", "1234,5", "1234.5"),
        (REGISTRY_1, "numdash", "-", "0"),
        (REGISTRY_1, "dateslashus", "9/30/03", "2003-09-30"),
        (CANDIDATE, "dateslasheu", "30/9/2003", "2003-09-30"),
        (REGISTRY_1, "datedoteu", "30.09.2003", "2003-09-30"),
        (REGISTRY_1, "datelongus", "September 30, 2003", "2003-09-30"),
        (REGISTRY_1, "dateshortuk", "30 Sep 03", "2003-09-30"),
        (REGISTRY_1, "dateshortmonthdayus", "Sep 30th", "--09-30"),
        (REGISTRY_1, "datelongyearmonth", "2003 May", "2003-05"),
        (REGISTRY_1, "dateslashdaymontheu", "30/9", "--09-30"),
        (REGISTRY_2, "numdotdecimal", "0,012,345.60", "12345.60"),
        (REGISTRY_2, "numcommadecimal", "1 234 567,8", "1234567.8"),
        (REGISTRY_2, "numunitdecimal", "１，０００円５銭", "1000.05"),
        (REGISTRY_2, "zerodash", "—", "0"),
        (REGISTRY_2, "booleantrue", "yes", "true"),
        (REGISTRY_2, "booleanfalse", "no", "false"),
        (REGISTRY_2, "nocontent", "none", ""),
        (REGISTRY_2, "datedaymonthyear", "30.9.2003", "2003-09-30"),
        (REGISTRY_2, "datemonthdayyearen", "SEPTEMBER 30, 2003", "2003-09-30"),
        (REGISTRY_2, "dateyearmonthdaycjk", "２００３年９月３０日", "2003-09-30"),
        (REGISTRY_2, "dateerayearmonthdayjp", "平成15年9月30日", "2003-09-30"),
        (REGISTRY_2, "dateerayearmonthdayjp", "令和元年5月1日", "2019-05-01"),
        (REGISTRY_2, "dateerayearmonthjp", "昭和 63 年 12 月", "1988-12"),
        (REGISTRY_3, "numdotdecimalin", "1,23,45,678.90", "12345678.90"),
        (REGISTRY_3, "numunitdecimalin", "1,23,456 rupees 5 paise", "123456.05"),
        (REGISTRY_3, "datedaymonthyeardk", "30. SEPTEMBER 2003", "2003-09-30"),
        (REGISTRY_3, "datedaymonthyearin", "३० सितंबर २००३", "2003-09-30"),
        (REGISTRY_3, "datedaymonthyearin", "30 ९ 2003", "2003-09-30"),
        (REGISTRY_3, "calindaymonthyear", "11 Pausha 1921", "2000-01-01"),
        (REGISTRY_4, "num-dot-decimal", ".5", "0.5"),
        (REGISTRY_4, "num-comma-decimal", "12.34.567,00", "1234567.00"),
        (REGISTRY_4, "num-unit-decimal", "1,000円50銭", "1000.50"),
        (REGISTRY_4, "fixed-zero", "nil", "0"),
        (REGISTRY_4, "date-year-month", "2003年9月", "2003-09"),
        (REGISTRY_4, "date-day-monthroman-year", "30 IX 2003", "2003-09-30"),
        (REGISTRY_4, "date-month-day", "9/30", "--09-30"),
        (REGISTRY_4, "date-day-month-year", "३०.९.२००३", "2003-09-30"),
        (REGISTRY_5, "num-dot-decimal-apos", "1’234’567.5", "1234567.5"),
        (REGISTRY_5, "num-comma-decimal-apos", "1'234,5", "1234.5"),
        (REGISTRY_5, "num-unit-decimal-apos", "1'234 Fr. 5", "1234.05"),
        (REGISTRY_5, "date-day-monthname-year-cy", "30 Medi 2003", "2003-09-30"),
        (REGISTRY_5, "date-monthname-year-cy", "Fedi 2003", "2003-09"),
        (REGISTRY_5, "date-day-monthname-de", "30. September", "--09-30"),
        (REGISTRY_5, "date-day-monthname-year-cs", "30. září 2003", "2003-09-30"),
        (REGISTRY_5, "date-monthname-year-cs", "červenec 2003", "2003-07"),
        (REGISTRY_5, "date-day-monthname-year-el", "30 Σεπτεμβρίου 2003", "2003-09-30"),
        (REGISTRY_5, "date-year-monthname-day-hu", "2003. szeptember 30", "2003-09-30"),
        (REGISTRY_5, "date-year-monthname-day-lt", "2003 m. rugsėjo 30 d.", "2003-09-30"),
        (REGISTRY_5, "date-year-day-monthname-lv", "2003. gada 30. septembris", "2003-09-30"),
        (REGISTRY_5, "date-day-monthname-year-pt", "30 de setembro de 2003", "2003-09-30"),
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "१ चैत्र १९२६", "2004-03-21"),
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "30 Phalguna 1926", "2005-03-21"),
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "11 Pausha 21", "2000-01-01"),
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "10 Pausha 21", "2099-12-31"),
    ],
)
def test_a_rule_gives_the_value_of_a_text(namespace: str, name: str, text: str, value: str) -> None:
    """In all families of rules, digits as they stand."""
    assert transform(namespace, name, text) == value


@pytest.mark.parametrize(
    ("namespace", "name", "text"),
    [
        (REGISTRY_1, "numcommadot", "1234,567"),
        (REGISTRY_1, "numdotcomma", "1,234.5"),
        (REGISTRY_1, "numspacedot", "1 23"),
        (REGISTRY_1, "numcomma", "1.5"),
        (REGISTRY_1, "numdash", "–"),
        (REGISTRY_1, "dateslashus", "30/9/2003"),
        (REGISTRY_1, "datelongus", "september 30, 2003"),
        (REGISTRY_1, "dateshortuk", "30 September 2003"),
        (REGISTRY_1, "datelonguk", "31 September 2003"),
        (REGISTRY_2, "numdotdecimal", "-5"),
        (REGISTRY_2, "numcommadecimal", "1 23,4"),
        (REGISTRY_2, "numunitdecimal", "10円500銭"),
        (REGISTRY_2, "zerodash", "--"),
        (REGISTRY_2, "datedaymonthyearen", "29 February 2003"),
        (REGISTRY_2, "datedaymonth", "30.2"),
        (REGISTRY_2, "dateerayearmonthdayjp", "平成15年13月1日"),
        (REGISTRY_2, "dateyearmonthdaycjk", "2003/9/30"),
        (REGISTRY_3, "numdotdecimalin", "123,45,678"),
        (REGISTRY_3, "numunitdecimalin", "5"),
        (REGISTRY_3, "datedaymonthdk", "30. sept.ember"),
        (REGISTRY_3, "datedaymonthyearin", "30 September 2003"),
        (REGISTRY_3, "calindaymonthyear", "31 Chaitra 1925"),
        (REGISTRY_4, "num-dot-decimal", ""),
        (REGISTRY_4, "num-dot-decimal", ", ,"),
        (REGISTRY_4, "num-dot-decimal", "1.2,3"),
        (REGISTRY_4, "num-comma-decimal", "1,2,3"),
        (REGISTRY_4, "num-dot-decimal", "1'234"),
        (REGISTRY_4, "num-unit-decimal", ", yen 5"),
        (REGISTRY_4, "date-day-monthroman-year", "30 IIX 2003"),
        (REGISTRY_4, "date-year-month", "0000-09"),
        (REGISTRY_5, "date-day-monthname-year-de", "30. juillet 2003x"),
        (REGISTRY_5, "date-day-monthname-fi", "3. xtammikuuta"),
        (REGISTRY_5, "date-year-monthname-day-hu", f"2003. szeptember {'.' * 600}- 30"),
    ],
)
def test_a_rule_refuses_a_text_that_it_does_not_take(namespace: str, name: str, text: str) -> None:
    """And so a slip is never a value."""
    with pytest.raises(MisfitError):
        transform(namespace, name, text)


def test_a_refusal_quotes_the_text_and_the_rule() -> None:
    """In plain English, for a finding."""
    with pytest.raises(MisfitError) as error:
        transform(REGISTRY_5, "date-day-monthname-year-en", "31 Setember 2003")
    assert str(error.value) == (
        "'31 Setember 2003' is no day, month and year in English, as ixt:date-day-monthname-year-en takes"
    )


def test_a_refusal_says_that_the_calendar_is_the_fault() -> None:
    """A date may be well written and yet be none."""
    with pytest.raises(MisfitError, match=r"'31 June 2003' is no day, month and year in English that the calendar has"):
        transform(REGISTRY_5, "date-day-monthname-year-en", "31 June 2003")


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    """A finding stays readable."""
    with pytest.raises(MisfitError, match=r"^'x{80}…' is no number with a decimal point"):
        transform(REGISTRY_5, "num-dot-decimal", "x" * 100_000)


@pytest.mark.parametrize(("namespace", "name"), [("urn:none", "num-dot-decimal"), (REGISTRY_5, "numdotdecimal")])
def test_a_rule_that_no_registry_has_is_unknown(namespace: str, name: str) -> None:
    """A name belongs to its registry."""
    with pytest.raises(UnknownTransformationError, match=name):
        transform(namespace, name, "1")


def test_white_space_is_collapsed() -> None:
    """As the types of the registries say; a no-break space is none."""
    assert transform(REGISTRY_5, "date-monthname-day-year-en", "\n September\n\t 30,\r\n2003 ") == "2003-09-30"
    assert transform(REGISTRY_5, "num-dot-decimal", "\n1\n234 ") == "1234"
    with pytest.raises(MisfitError):
        transform(REGISTRY_5, "num-dot-decimal", "\u20035")


@pytest.mark.parametrize("namespace", INTERNATIONAL)
def test_the_rules_are_those_of_arelle(namespace: str) -> None:
    """Each of the registry, and no other."""
    assert set(TRANSFORMATIONS[namespace]) == set(ixtNamespaceFunctions[namespace])


class _Difference(NamedTuple):
    """What Arelle does otherwise: in which rules, with which texts, an example, and why Arelle errs."""

    rules: str
    texts: str
    example: tuple[str, str, str]
    reason: str


_DIFFERENCES = [
    _Difference(
        "date(dot|slash).*",
        ".*",
        (REGISTRY_1, "datedoteu", "31.2.203"),
        "any numbers are taken for day, month and year, and no calendar is asked",
    ),
    _Difference(
        "date(long|short).*",
        r".*[^\W0-9a-zA-Z].*",
        (REGISTRY_1, "datelonguk", "1 May 20०3"),
        "digits of other scripts are copied into the value",
    ),
    _Difference(
        "date.*month.*",
        "(.*[^0-9])?0000([^0-9].*)?",
        (REGISTRY_5, "date-year-monthname-lv", "0000 jul"),
        "there is no year 0 (XML Schema 1.0)",
    ),
    _Difference(
        "date-day-monthname-el",
        ".*IΟΎΝ.*",
        (REGISTRY_5, "date-day-monthname-el", "9 IΟΎΝ"),
        "one spelling is there twice",
    ),
    _Difference(
        "date.*(hi|in)",
        ".*(अक्टूबर|नवंबर|दिसंबर).*",
        (REGISTRY_5, "date-monthname-year-hi", "दिसंबर 2003"),
        "its table of numbers spells some months otherwise than its patterns",
    ),
    _Difference(
        "datedaymonthyearin",
        ".*[^०-९][०-९][^०-९].*",
        (REGISTRY_3, "datedaymonthyearin", "30 ९ 2003"),
        "a month of one digit stays one digit",
    ),
    _Difference(
        "date-.*roman.*",
        ".*([0-9][XVIxvi]|[XVIxvi][0-9]).*",
        (REGISTRY_5, "date-day-monthroman", "303I"),
        "a digit is taken for a separator",
    ),
    _Difference(
        "date-?month(name-)?day-?year-?en",
        ".*[0-9]{3}[^0-9].*",
        (REGISTRY_5, "date-monthname-day-year-en", "May 009, 2003"),
        "a day has as many digits as stand there",
    ),
    _Difference(
        "date-day-monthname-pl",
        ".*s",
        (REGISTRY_5, "date-day-monthname-pl", "1 majaaaaaaaaass"),
        "its pattern ends with letters s where white space is meant",
    ),
    _Difference(
        "calindaymonthyear|date-ind-day-monthname-year-hi",
        r".*([^०-९][०-९]{2}|\D21)",
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "1 Magha 21"),
        "a short year is compared as text, and the day whatever the month",
    ),
    _Difference(
        "calindaymonthyear|date-ind-day-monthname-year-hi",
        r".*[0०]\d{3}",
        (REGISTRY_5, "date-ind-day-monthname-year-hi", "1 Magha 0397"),
        "a year before 1000 has three digits",
    ),
]


@pytest.mark.parametrize("difference", _DIFFERENCES)
@pytest.mark.usefixtures("arelle_messages")
def test_a_difference_is_one(difference: _Difference) -> None:
    """An error that Arelle has mended leaves the list."""
    namespace, name, text = difference.example
    assert re.fullmatch(difference.rules, name)
    assert re.fullmatch(difference.texts, text)
    assert _value(namespace, name, text) != _arelle_value(namespace, name, text)


@pytest.fixture
def arelle_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the function by which Arelle translates messages, which it installs when it starts."""
    monkeypatch.setattr(builtins, "_", str, raising=False)


def _arelle_value(namespace: str, name: str, text: str) -> str | None:
    """Give Arelle's value, None where it refuses the text."""
    try:
        return str(ixtNamespaceFunctions[namespace][name](text))
    except FunctionArgType:
        return None


def _value(namespace: str, name: str, text: str) -> str | None:
    try:
        return TRANSFORMATIONS[namespace][name](text)
    except MisfitError:
        return None


def _comparable(value: str | None) -> Decimal | str | None:
    """Numbers are compared by value: Arelle leaves zeros out at the end in some registries."""
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:
        return value


@pytest.mark.parametrize("namespace", INTERNATIONAL[1:])
@pytest.mark.usefixtures("arelle_messages")
def test_each_rule_agrees_with_arelle(namespace: str) -> None:
    """The same value, or both refuse the text; whatever is listed is an error of Arelle's."""
    unexplained = []
    for name in TRANSFORMATIONS[namespace]:
        random = Random(name)  # noqa: S311 - the same texts each time
        outcomes: Counter[bool] = Counter()
        for number in range(TEXTS_A_RULE):
            text = printed_text(name, random)
            for _ in range(number % 3):
                text = with_a_slip(text, random)
            # Both take a text after its white space is collapsed.
            text = re.sub("[ \t\r\n]+", " ", text).strip(" ")
            ours, theirs = _value(namespace, name, text), _arelle_value(namespace, name, text)
            outcomes[ours is not None] += 1
            if _comparable(ours) != _comparable(theirs) and not any(
                re.fullmatch(difference.rules, name) and re.fullmatch(difference.texts, text, re.DOTALL)
                for difference in _DIFFERENCES
            ):
                unexplained.append((name, text, ours, theirs))
        assert outcomes[True] > 1, f"{name}: no text fits"
    assert unexplained == []


def test_each_spelling_of_a_month_is_that_month() -> None:
    """In each language and each order."""
    for name, rule in TRANSFORMATIONS[REGISTRY_5].items():
        order = re.findall("day|monthname|year", name)
        if "monthname" not in order or "-ind-" in name:
            continue
        for spelling, number in month_names(name[-2:], with_day="day" in order).items():
            text = " ".join({"day": "28", "monthname": spelling, "year": "2003"}[part] for part in order)
            year, day = "2003" if "year" in order else "-", "-28" if "day" in order else ""
            assert rule(text) == f"{year}-{number:02}{day}", (name, text)
