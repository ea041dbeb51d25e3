"""The program that tries random inputs: its properties hold for some of them, and it tells where one does not."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from fuzz.__main__ import PROPERTIES
from fuzz.properties import Property, TooSlowError, holds


@pytest.mark.parametrize("prop", PROPERTIES, ids=lambda prop: prop.name)
def test_a_property_holds_for_random_inputs(prop: Property) -> None:
    """For a few of them; `make fuzz` tries thousands."""
    holds(prop, 100, 1)


def test_the_smallest_example_that_fails_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the same seed; and what is slow does not hold."""

    def check(number: int) -> None:
        assert number < 100

    with pytest.raises(AssertionError, match="100"):
        holds(Property("small", st.integers(), check), 1_000, 1)
    monkeypatch.setattr("fuzz.properties.SECONDS", -1)
    with pytest.raises(TooSlowError):
        holds(Property("quick", st.just(1), check), 1, 1)
