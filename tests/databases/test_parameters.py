"""The parameters of queries: which colons are parameters, and what stands in their place."""

from __future__ import annotations

import pytest

from exporter.databases.parameters import with_parameters
from exporter.errors import UnreadableInputError

_VALUES = {"start": "2020-01-01", "end": "2020-12-31"}


@pytest.mark.parametrize(
    ("sql", "text", "values"),
    [
        ("select 1", "select 1", []),
        ("where d >= :start and d <= :end", "where d >= $1 and d <= $2", ["2020-01-01", "2020-12-31"]),
        ("where d = :end or e = :end", "where d = $1 or e = $1", ["2020-12-31"]),
        ("select amount::text, :end::date", "select amount::text, $1::date", ["2020-12-31"]),
        ("select ':start', \":end\" -- :start\n, :end", "select ':start', \":end\" -- :start\n, $1", ["2020-12-31"]),
        ("select 'it''s :start' /* :foo */", "select 'it''s :start' /* :foo */", []),
        ("select $$ :start $$, $a$ :end $a$", "select $$ :start $$, $a$ :end $a$", []),
        ("select a[1:2]", "select a[1:2]", []),
    ],
)
def test_parameters_are_found(sql: str, text: str, values: list[str]) -> None:
    """And not in texts, names, comments and casts."""
    assert with_parameters("q.sql", sql, _VALUES, lambda number, _: f"${number}") == (text, values)


@pytest.mark.parametrize(
    ("values", "advice"), [({"start": None, "end": "x"}, "it may have :end"), ({}, "beside query: period =")]
)
def test_a_parameter_without_a_value_is_refused(values: dict[str, str | None], advice: str) -> None:
    """With those that there are."""
    with pytest.raises(UnreadableInputError, match=advice):
        with_parameters("q.sql", "select :start", values, lambda number, _: f"${number}")
