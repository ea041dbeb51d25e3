"""The moments of periods: days as a Report has them, and moments as the Open Information Model has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.report.periods import end_moment, first_day, last_day, start_moment


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2003-06-30", "2003-06-30T00:00:00", "2003-07-01T00:00:00"),
        ("2003-06-30Z", "2003-06-30T00:00:00Z", "2003-07-01T00:00:00Z"),
        ("2003-06-30+09:00", "2003-06-29T15:00:00Z", "2003-06-30T15:00:00Z"),
        ("2003-06-30-03:30", "2003-06-30T03:30:00Z", "2003-07-01T03:30:00Z"),
        ("2003-06-30T09:30:00.50", "2003-06-30T09:30:00.5", "2003-06-30T09:30:00.5"),
        ("2003-06-30T09:30:00+09:30", "2003-06-30T00:00:00Z", "2003-06-30T00:00:00Z"),
        ("2003-06-30T00:00:00", "2003-06-30T00:00:00", "2003-06-30T00:00:00"),
        ("2003-06-30T24:00:00", "2003-07-01T00:00:00", "2003-07-01T00:00:00"),
    ],
)
def test_moments_are_in_canonical_form(text: str, start: str, end: str) -> None:
    """A day begins with its midnight and ends with the next; zones other than UTC become UTC."""
    assert (start_moment(text), end_moment(text)) == (start, end)


@given(st.dates().map(str).filter(lambda day: day < "9999-12-31"), st.sampled_from(["", "Z"]))
def test_days_come_back(day: str, zone: str) -> None:
    """From both moments."""
    assert first_day(start_moment(day + zone)) == day + zone
    assert last_day(end_moment(day + zone)) == day + zone


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:00:00-09:00", "0001-01-01T00:00:00+09:00"])
def test_the_calendar_has_an_end(text: str) -> None:
    """Beyond it there is no moment."""
    with pytest.raises(ValueError, match="at the end of the calendar"):
        end_moment(text)
