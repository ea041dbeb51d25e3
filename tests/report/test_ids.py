"""Identifiers: readable, stable, distinct, and legal XML names."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.frames.columns import as_text
from exporter.report.ids import context_names, distinct, distinct_names, fact_names, unit_name
from exporter.report.names import is_ncname
from tests.counted import CountedText


def _facts(**aspects: str | None) -> pl.DataFrame:
    names = ("concept", "period_start", "period_end", "unit", "dimensions", "language")
    return pl.DataFrame([{name: aspects.get(name) for name in names}], schema=dict.fromkeys(names, pl.String))


def _fact_names(*facts: pl.DataFrame) -> list[str]:
    return as_text(fact_names(pl.concat(facts)).to_frame())["id"].to_list()


def _context(start: str | None, end: str | None, dimensions: str | None) -> str:
    return str(context_names(_facts(period_start=start, period_end=end, dimensions=dimensions)).item())


@pytest.mark.parametrize(
    ("start", "end", "dimensions", "name"),
    [
        ("2020-01-01", "2020-12-31", None, "D20200101-20201231"),
        (None, "2020-12-31", None, "I20201231"),
        (None, None, None, "Forever"),
        (None, "2020-12-31", '{"a:X":"a:Asia","a:Y":"one two"}', "I20201231_Asia_onetwo"),
        ("2020-01-01T09:30:00", "2020-12-31Z", None, "D20200101T093000-20201231Z"),
    ],
)
def test_a_context_is_named_by_period_and_members(
    start: str | None, end: str | None, dimensions: str | None, name: str
) -> None:
    """A reader of the instance can tell what it is."""
    assert _context(start, end, dimensions) == name


def test_a_unit_is_named_by_its_measures() -> None:
    """Division reads as per."""
    assert unit_name("iso4217:JPY") == "JPY"
    assert unit_name("iso4217:JPY/xbrli:shares") == "JPYPershares"
    assert unit_name("a:x*a:y") == "x-y"
    for measure in ("x:個", "x:é*x:個/x:ü", "x:1"):
        assert is_ncname(unit_name(measure))


def test_a_fact_is_named_by_concept_context_and_unit_or_language() -> None:
    """And never by `f` and a number, which other tools give to facts without an id."""
    day = {"period_end": "2020-12-31"}
    names = {
        "gaap_Revenues.I20201231.JPY": _facts(concept="gaap:Revenues", unit="iso4217:JPY", **day),
        "gaap_Name.I20201231.ja": _facts(concept="gaap:Name", language="ja", **day),
        "gaap_Date.I20201231": _facts(concept="gaap:Date", **day),
    }
    assert _fact_names(*names.values()) == list(names)
    assert _fact_names(*[names["gaap_Date.I20201231"]] * 2) == ["gaap_Date.I20201231", "gaap_Date.I20201231-2"]


def test_names_that_differ_only_in_their_parts_are_told_apart() -> None:
    """A point may stand in the name of a concept, and of a member."""
    one = _facts(concept="gaap:A", period_end="2020-12-31", dimensions='{"a:X":"a:M.ja"}')
    other = _facts(concept="gaap:A", period_end="2020-12-31", dimensions='{"a:X":"a:M"}', language="ja")
    assert _fact_names(one, other) == ["gaap_A.I20201231_M.ja", "gaap_A.I20201231_M.ja-2"]
    shorter = _facts(concept="gaap:A.I20201231", period_end="2020-12-31")
    longer = _facts(concept="gaap:A.I20201231.I20201231")
    assert len(set(_fact_names(shorter, longer, one))) == 3


@given(st.lists(st.sampled_from(["a", "b", "a-2", "a-3", "c"])))
def test_names_are_made_distinct(names: list[str]) -> None:
    """No two are the same, and each first one is kept unless an earlier one took its name."""
    result = distinct(names)
    assert len(set(result)) == len(names)
    assert all(made.startswith(name) for made, name in zip(result, names, strict=True))
    assert distinct_names(pl.Series(names, dtype=pl.String)).to_list() == result


def test_very_many_equal_names_are_numbered_on_from_the_last() -> None:
    """And not each from the beginning, which for a few ten thousand would take minutes."""
    name = CountedText("n")
    names = distinct([name] * 1_000, taken=["n-7"])
    assert [names[place] for place in (0, 1, 5, 6, 999)] == ["n", "n-2", "n-6", "n-8", "n-1001"]
    assert name.tries == 1_000


@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_members_say_a_context_has_a_legal_id(member: str, language: str) -> None:
    """Hostile text does not get into an id."""
    dimensions = '{"a:X":' + json.dumps(member) + "}"
    assert is_ncname(_context(None, "2020-12-31", dimensions))
    fact = _facts(concept="a:X", period_end="2020-12-31", dimensions=dimensions, language=language)
    assert is_ncname(*_fact_names(fact))
