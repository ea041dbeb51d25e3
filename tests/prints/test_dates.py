"""Printed dates: each form names its day, and what could mean two days or none is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.prints.dates import parse_date, parse_day_of_year


@pytest.mark.parametrize(
    "text",
    [
        "2003-09-30",
        "2003/9/30",
        "September 30, 2003",
        "Sept 30, 2003",
        "Sept. 30,2003",
        " sep  30, 2003 ",
        "30 September 2003",
        "2003年9月30日",
        "２００３年９月３０日",
        "平成15年9月30日",
        "30.9.2003",
        "30.09.2003",
        "30/09/2003",
        "9/30/2003",
        "30-Sep-2003",
        "30. September 2003",
        "Sep-30-2003",
    ],
)
def test_a_printed_date_is_a_day(text: str) -> None:
    """However it is written."""
    assert parse_date(text) == datetime.date(2003, 9, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("平成31年4月30日", datetime.date(2019, 4, 30)),
        ("昭和64年1月7日", datetime.date(1989, 1, 7)),
        ("平成元年1月8日", datetime.date(1989, 1, 8)),
        ("大正15年12月25日", datetime.date(1926, 12, 25)),
        ("昭和元年12月25日", datetime.date(1926, 12, 25)),
    ],
)
def test_an_era_ends_with_its_last_day(text: str, day: datetime.date) -> None:
    """The next one begins on the day after, or on the same day up to 1926."""
    assert parse_date(text) == day


def test_an_era_begins_with_its_first_year() -> None:
    """Which is written as a word."""
    assert parse_date("令和元年5月1日") == datetime.date(2019, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "平成40年1月1日",
        "令和元年1月1日",
        "令和元年4月30日",
        "昭和64年1月8日",
        "明治3年1月1日",
        "1.12.2024",
        "31.13.2024",
        "",
        "soon",
        "9/8/2003",
        "2003-9-30",
        "2003-02-30",
        "Sept 31, 2003",
        "September 2003",
        "Foo 3, 2003",
        "Aug 20",
        "M 1, 2003",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """So is a date of which day and month could be exchanged."""
    with pytest.raises(ValueError, match=r"no date|no month|day is out of range|must be in"):
        parse_date(text)


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_form_of_a_day_is_that_day(day: datetime.date) -> None:
    """For any day since years have four digits."""
    forms = ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%d %b %Y", "%Y年%m月%d日")
    assert {parse_date(day.strftime(form)) for form in forms} == {day}


@pytest.mark.parametrize(
    "text", ["--03-31", "March 31", "Mar. 31", " march  31 ", "31 March", "31. Mar.", "3月31日", "３月３１日"]
)
def test_a_day_without_its_year_is_written_as_xml_schema_does(text: str) -> None:
    """However it is printed."""
    assert parse_day_of_year(text) == "--03-31"


def test_the_leap_day_is_a_day_of_the_year() -> None:
    """Some years have it."""
    assert parse_day_of_year("February 29") == "--02-29"


@pytest.mark.parametrize(
    "text", ["March 32", "April 31", "--3-31", "13月1日", "3/31", "Marz 31", "March", "March 31, 2004", ""]
)
def test_what_is_no_day_of_the_year_is_refused(text: str) -> None:
    """Days that no year has, other forms, and dates with a year."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_day_of_year(text)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("30. März 2003", "de", "2003-03-30"),
        ("30. Mär. 2003", "de-AT", "2003-03-30"),
        ("1er octobre 2003", "fr", "2003-10-01"),
        ("30 sept. 2003", "fr", "2003-09-30"),
        ("30 de septiembre de 2003", "es", "2003-09-30"),
        ("30 September 2003", "es", "2003-09-30"),
        ("9.8.2003", "de", "2003-08-09"),
        ("09/08/2003", "fr", "2003-08-09"),
        ("9/8/2003", "en-GB", "2003-08-09"),
        ("9/8/2003", "en-US", "2003-09-08"),
        ("2003年9月30日", "zh", "2003-09-30"),
    ],
)
def test_dates_are_read_in_their_language(text: str, language: str, day: str) -> None:
    """By its names of months and its order of day and month; English names count everywhere."""
    assert str(parse_date(text, language)) == day


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("9/8/2003", "en", "day and month are certain"),
        ("9.8.2003", "ja", "day and month are certain"),
        ("9/8/2003", "", "day and month are certain"),
        ("30.9.03", "de", "has a year of two digits"),
        ("9/30/03", "en", "has a year of two digits"),
        ("30 jui 2003", "fr", "'jui' is no month"),
        ("30 mars 2003", "de", "'mars' is no month"),
        ("31.6.2003", "de", "day is out of range"),
    ],
)
def test_a_date_that_is_not_certain_is_refused(text: str, language: str, words: str) -> None:
    """With why: two orders, two digits, or the beginning of two months."""
    with pytest.raises(ValueError, match=words):
        parse_date(text, language)


def test_a_day_of_the_year_is_read_in_its_language() -> None:
    """As a date is."""
    days = [
        parse_day_of_year("31. März", "de"),
        parse_day_of_year("31 de marzo", "es"),
        parse_day_of_year("31 mars", "fr"),
    ]
    assert days == ["--03-31"] * 3
