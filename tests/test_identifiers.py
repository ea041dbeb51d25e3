"""Identifiers: readable, stable, distinct, and legal XML names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.identifiers import context_name, distinct, fact_name, unit_name
from exporter.namespaces import is_ncname


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
    assert context_name(start, end, dimensions) == name


def test_a_unit_is_named_by_its_measures() -> None:
    """Division reads as per."""
    assert unit_name("iso4217:JPY") == "JPY"
    assert unit_name("iso4217:JPY/xbrli:shares") == "JPYPershares"
    assert unit_name("a:x*a:y") == "x-y"


def test_a_fact_is_named_by_concept_context_and_unit_or_language() -> None:
    """And never by `f` and a number, which other tools give to facts without an id."""
    assert fact_name("gaap:Revenues", "D1-2", "iso4217:JPY", None) == "gaap_Revenues.D1-2.JPY"
    assert fact_name("gaap:Name", "D1-2", None, "ja") == "gaap_Name.D1-2.ja"
    assert fact_name("gaap:Date", "D1-2", None, None) == "gaap_Date.D1-2"


@given(st.lists(st.sampled_from(["a", "b", "a-2", "a-3", "c"])))
def test_names_are_made_distinct(names: list[str]) -> None:
    """No two are the same, and each first one is kept unless an earlier one took its name."""
    result = distinct(names)
    assert len(set(result)) == len(names)
    assert all(made.startswith(name) for made, name in zip(result, names, strict=True))


@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_members_say_a_context_has_a_legal_id(member: str, language: str) -> None:
    """Hostile text does not get into an id."""
    context = context_name(None, "2020-12-31", '{"a:X":' + json.dumps(member) + "}")
    assert is_ncname(context)
    assert is_ncname(fact_name("a:X", context, None, language))
