"""The Report: a table of facts, compared by what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import MisuseError
from exporter.report.periods import first_day, last_day
from exporter.report.report import FOOTNOTE_COLUMNS, Report, dimensions_of, dimensions_text, facts_frame

NAMESPACES = {"a": "http://example.org/a", "iso4217": "http://www.xbrl.org/2003/iso4217", "e": "http://example.org/e"}
ROW = {
    "id": "x",
    "concept": "a:X",
    "entity": "e:1",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "value": "1.50",
    "decimals": 2,
}


def _report(**changes: object) -> Report:
    return Report(facts_frame([{**ROW, **changes}]), NAMESPACES)


def test_prefixes_do_not_matter_for_equality() -> None:
    """Two reports are equal if they say the same under the same ids."""
    other = {"b": NAMESPACES["a"], "iso4217": NAMESPACES["iso4217"], "f": NAMESPACES["e"]}
    assert _report() == Report(facts_frame([{**ROW, "concept": "b:X", "entity": "f:1"}]), other)
    assert _report() != Report(facts_frame([ROW]), {**NAMESPACES, "a": "http://example.org/b"})
    assert _report() != "a report"


def test_the_case_of_languages_does_not_matter_for_equality() -> None:
    """It says nothing (RFC 5646, 2.1.1): neither of facts nor of footnotes."""
    notes = [
        pl.DataFrame([("x", "n", language, "a")], schema=FOOTNOTE_COLUMNS, orient="row")
        for language in ("zh-Hant", "zh-hant", "zh")
    ]
    one, same, other = (
        Report(facts_frame([{**ROW, "unit": None, "language": note["language"][0]}]), NAMESPACES, footnotes=note)
        for note in notes
    )
    assert one == same != other
    assert replace(one, footnotes=notes[1]) == one != replace(one, footnotes=notes[2])


@pytest.mark.parametrize(
    "change",
    [
        {"id": "y"},
        {"concept": "a:Y"},
        {"entity": "e:2"},
        {"period_start": "2020-01-01"},
        {"period_end": "2020-12-30"},
        {"unit": "iso4217:USD"},
        {"dimensions": '{"a:D":"a:M"}'},
        {"value": "1.5"},
        {"value": None},
        {"decimals": None},
    ],
)
def test_every_column_matters_for_equality(change: dict[str, object]) -> None:
    """One difference makes two reports different."""
    assert _report() != _report(**change)


def test_the_order_of_facts_does_not_matter_for_equality() -> None:
    """A report is a set of facts."""
    rows = [ROW, {**ROW, "id": "y", "concept": "a:Y"}]
    assert Report(facts_frame(rows), NAMESPACES) == Report(facts_frame(reversed(rows)), NAMESPACES)


def test_facts_are_rows_with_amounts() -> None:
    """Numeric facts have an exact amount; text and nil have none."""
    assert [fact.amount for fact in _report()] == [Decimal("1.50")]
    assert [fact.amount for fact in _report(unit=None)] == [None]
    assert [fact.amount for fact in _report(value=None)] == [None]


def test_a_table_with_other_columns_is_no_report() -> None:
    """The message shows the columns that it must have."""
    with pytest.raises(MisuseError, match="period_start"):
        Report(pl.DataFrame({"id": ["x"]}), NAMESPACES)


@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_dimensions_are_one_canonical_text(dimensions: dict[str, str]) -> None:
    """The text does not depend on the order, and gives the dimensions back."""
    text = dimensions_text(dimensions)
    assert text == dimensions_text(dict(reversed(dimensions.items())))
    assert dimensions_of(text) == dimensions


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-01-01", "2020-01-01", "2020-01-01"),
        ("2020-01-01T00:00:00", "2020-01-01", "2019-12-31"),
        ("2019-12-31T24:00:00", "2020-01-01", "2019-12-31"),
        ("2020-01-01T00:00:00.000", "2020-01-01", "2019-12-31"),
        ("2019-12-31T24:00:00.0Z", "2020-01-01Z", "2019-12-31Z"),
        ("2020-01-01T00:00:00+00:00", "2020-01-01Z", "2019-12-31Z"),
        ("2020-01-01T09:30:00.50", "2020-01-01T09:30:00.5", "2020-01-01T09:30:00.5"),
        ("2020-01-01-05:00", "2020-01-01-05:00", "2020-01-01-05:00"),
    ],
)
def test_each_moment_has_one_text(text: str, first: str, last: str) -> None:
    """Whatever way a document writes it; and that text stands for itself."""
    assert (first_day(text), last_day(text)) == (first, last)
    assert (first_day(first), last_day(last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2020-13-01",
        "2020-1-1",
        "2020-01-01T25:00:00",
        "2020-01-01 00:00",
        "2020-01-01T24:00:00.5",
        "0001-01-01T00:00:00",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    """Neither a date nor a date with time."""
    with pytest.raises(ValueError, match=r".+"):
        last_day(text)


def test_the_calendar_has_ends() -> None:
    """The last day has one, too; behind it and before the first there is nothing."""
    assert last_day("9999-12-31T24:00:00") == "9999-12-31"
    assert first_day("0001-01-01T00:00:00") == "0001-01-01"
    with pytest.raises(ValueError, match="at the end of the calendar"):
        first_day("9999-12-31T24:00:00")


@pytest.mark.parametrize("text", ["{", "[1]", "7", '{"a:D":1}', "[" * 100_000])
def test_dimensions_that_were_written_otherwise_are_refused(text: str) -> None:
    """A table made by hand may say anything."""
    with pytest.raises(MisuseError, match="the dimensions "):
        dimensions_of(text)
