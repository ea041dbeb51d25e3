"""Printed numbers: every printed style of a decimal is read back exactly, and nothing else is a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.prints.numbers import (
    NotANumberError,
    PrintedNumber,
    PrintKind,
    decimal_text,
    has_digits_beyond,
    parse_number,
    scaled,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**40), max_value=10**40)
FULL_WIDTH = str.maketrans("0123456789,.()%-", "０１２３４５６７８９，．（）％−")


def _printed(value: Decimal, negative: str, *, grouped: bool) -> str:
    digits = format(value.copy_abs(), ",f" if grouped else "f")
    if not value.is_signed():
        return digits
    return f"({digits})" if negative == "(" else f"{negative}{digits}"


@given(
    DECIMALS,
    st.sampled_from(["(", "-", "−", "▲", "△", "－"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", " ", "\u3000"]),
)
def test_every_printed_style_is_read_back(value: Decimal, negative: str, grouped: bool, wide: bool, pad: str) -> None:
    """Parentheses, triangles, minus signs, grouping, full-width digits and blanks around do not change the value."""
    text = _printed(value, negative, grouped=grouped)
    text = f"{pad}{text.translate(FULL_WIDTH) if wide else text}{pad}"
    assert parse_number(text) == PrintedNumber(PrintKind.NUMBER, value)


@given(DECIMALS, st.booleans())
def test_a_percentage_is_divided_by_a_hundred_exactly(value: Decimal, inside: bool) -> None:
    """The percent sign may stand inside or outside of parentheses."""
    digits = format(value.copy_abs(), "f")
    text = f"{digits}%" if not value.is_signed() else f"({digits}%)" if inside else f"({digits})%"
    amount = parse_number(text)
    assert amount.suffix == "%"
    assert scaled(amount.value, 2) == value


@given(DECIMALS, st.integers(-50, 50))
def test_scaling_is_exact_and_can_be_undone(value: Decimal, power: int) -> None:
    """No digit is lost, whatever precision the context has."""
    assert scaled(scaled(value, power), -power) == value
    assert scaled(value, power).as_tuple().digits == value.as_tuple().digits


@given(DECIMALS)
def test_the_text_of_a_decimal_has_no_exponent_and_no_negative_zero(value: Decimal) -> None:
    """It reads as the same value."""
    text = decimal_text(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not (text.startswith("-") and not Decimal(text))


@given(st.integers(-(10**30), 10**30), st.integers(0, 10), st.integers(-5, 12))
def test_digits_beyond_the_decimals_are_seen(number: int, places: int, decimals: int) -> None:
    """A value has such digits just if cutting it at that place would change it."""
    value = scaled(Decimal(number), -places)
    assert has_digits_beyond(value, decimals) == (number % 10 ** max(0, places - decimals) != 0)


@pytest.mark.parametrize("text", ["-", "－", "—", "–", "―", "ー", " - ", "---"])
def test_a_lone_dash_is_a_dash(text: str) -> None:
    """In every width and length that typesetters use."""
    assert parse_number(text) == PrintedNumber(PrintKind.DASH)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\t"])
def test_nothing_is_blank(text: str) -> None:
    """Blanks of every width print nothing."""
    assert parse_number(text) == PrintedNumber(PrintKind.BLANK)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,23,4", "its commas do not group digits by three"),
        ("1234,567", "its commas do not group digits by three"),
        ("12..5", "it has two decimal points"),
        ("1e5", "'e' does not belong in one"),
        ("NaN", "'N' does not belong in one"),
        ("Infinity", "'I' does not belong in one"),
        ("--5", "more than one sign"),
        ("(-5)", "more than one sign: parentheses and -"),
        ("▲(5)", "more than one sign|does not belong"),
        ("(5", "its parenthesis is not closed"),
        ("5)", "its parenthesis is not closed"),
        ("1,200.", "nothing follows its decimal point"),
        ("$5", "'\\$' does not belong in one"),
        ("1 000", "it has a space inside"),
        ("٣", "does not belong"),
        ("²", "does not belong"),
        ("5.", "is not a number"),
        ("%", "is not a number"),
        ("9" * 1001, "has 1,001 characters, and is no number"),
        ("1" + ",234" * 300_000, "is no number"),
        ("()", "is not a number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(text: str, why: str) -> None:
    """The message says what is wrong with it."""
    with pytest.raises(NotANumberError, match=why):
        parse_number(text)


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_dash_blank_or_refused(text: str) -> None:
    """No other exception escapes, and what is accepted is finite."""
    try:
        amount = parse_number(text)
    except NotANumberError:
        return
    assert amount.value.is_finite()
