"""The known name that somebody may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.findings.nearest import nearest


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("Revenue", ["Costs", "Revenues"], "did you mean 'Revenues'?"),
        ("gaap:Revenue", ["gaap:Costs", "gaap:Revenues"], "did you mean 'gaap:Revenues'?"),
        ("売上", ["売上高", "費用"], "did you mean '売上高'?"),
        ("Zebra", ["Revenues", "Costs"], None),
        ("Revenues", [], None),
    ],
)
def test_a_name_is_proposed_only_if_it_is_like_the_one_given(name: str, known: list[str], hint: str | None) -> None:
    """A far-fetched proposal is worse than none."""
    assert nearest(name, known) == hint


@given(st.text(min_size=1), st.lists(st.text()))
def test_a_known_name_is_its_own_nearest(name: str, others: list[str]) -> None:
    """Wherever it stands."""
    assert nearest(name, [*others, name]) == f"did you mean {name!r}?"
