"""The values of facts: scaled and signed exactly, and escaped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.formats.inline_xbrl.document_set import WrongElementError
from exporter.formats.inline_xbrl.fact_values import content, number_value


@given(st.from_regex(r"([0-9]{1,40}(\.[0-9]{0,9})?|\.[0-9]{1,9})", fullmatch=True), st.integers(-40, 40), st.booleans())
def test_a_number_is_scaled_exactly(number: str, power: int, negative: bool) -> None:
    """Written without an exponent; zero has no sign."""
    value = number_value(number, str(power), "-" if negative else None)
    digits = Decimal(number).as_tuple()
    expected = Decimal((0, digits.digits, int(digits.exponent) + power))
    assert "E" not in value
    assert Decimal(value) == (-expected if negative else expected)
    assert value.startswith("-") == (negative and bool(expected))


@pytest.mark.parametrize(
    ("number", "scale", "sign", "value"),
    [
        ("12", None, None, "12"),
        ("12", "0", "-", "-12"),
        ("1.50", " +3 ", None, "1500"),
        ("1.50", "1", None, "15.0"),
        ("1.50", "-1", None, "0.150"),
        ("007", None, None, "7"),
        ("5.", None, None, "5"),
    ],
)
def test_decimals_stay_as_they_are_printed(number: str, scale: str | None, sign: str | None, value: str) -> None:
    """And zeros before a number do not."""
    assert number_value(number, scale, sign) == value


@pytest.mark.parametrize(
    ("number", "scale", "sign", "words"),
    [
        ("-5", None, None, "no number"),
        ("5", "", None, "scale"),
        ("5", "1000", None, "scale"),
        ("5", None, "+", "sign"),
    ],
)
def test_what_is_wrong_is_told(number: str, scale: str | None, sign: str | None, words: str) -> None:
    """In the words of the finding."""
    with pytest.raises(WrongElementError, match=words):
        number_value(number, scale, sign)


def test_a_text_is_escaped() -> None:
    """So that a parser gives back every character."""
    assert (content("a & b < c\r"), content("plain")) == ("a &amp; b &lt; c&#13;", "plain")
