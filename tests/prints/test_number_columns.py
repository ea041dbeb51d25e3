"""Printed numbers by the column: whatever the scalar parser says of a cell, the column says too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.prints.conventions import PLAIN_PRINT, Convention
from exporter.prints.number_columns import digits_beyond, negated, parse_numbers, places_of, scaled_column
from exporter.prints.numbers import NotANumberError, PrintKind, decimal_text, has_digits_beyond, parse_number, scaled

if TYPE_CHECKING:
    from decimal import Decimal

PRINTED = st.one_of(
    st.text("0123456789０９,，.．()（）%％+-▲△− \u3000\t—", max_size=9),
    st.from_regex(r"[(▲△-]?[ ]?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,4})?[ ]?%?[)]?", fullmatch=True),
    st.text(max_size=4),
)


EUROPEAN = Convention(decimal_mark=",", group_marks=(".",))
SWISS = Convention(group_marks=("'",), nothing=("n.a.", "-"), footnote_marks=("(1)", "*", "**"))
MONEY = Convention(currency_marks=("€", "EUR"), footnote_marks=("(1)", "¹"))
YEN = Convention(currency_marks=("¥", "円", "JPY"), suffixes=(("%", -2), ("千円", 3), ("千", 3)))
INDIAN = Convention(other_groups=2, parentheses=False, minus_marks_behind=())
BLANKS = Convention(decimal_mark=",", group_marks=(" ", "'"), suffixes=())
SUFFIXES = Convention(suffixes=(("%", -2), ("bp", -4), ("千円", 3), ("百万円", 6)), minus_marks_behind=("-", "^", "]"))
SIDES = Convention(plus_marks_behind=("DR", "Dr."), minus_marks_behind=("C", "CR", "Cr."), minus_marks=())
RUPEES = Convention(other_groups=2, plus_marks=("Rs.", "+"), minus_marks=("-", "(-)Rs."), parentheses=False)
BARE = Convention(
    plus_marks=(), minus_marks=(), minus_marks_behind=(), parentheses=False, dashes=(), suffixes=(), group_marks=()
)
CONVENTIONS = (PLAIN_PRINT, EUROPEAN, SWISS, MONEY, YEN, INDIAN, BLANKS, SUFFIXES, SIDES, RUPEES, BARE)


def _column(texts: list[str], convention: Convention = PLAIN_PRINT) -> list[tuple[str | None, ...]]:
    table = pl.LazyFrame({"printed": texts}, schema={"printed": pl.String})
    return parse_numbers(table, convention).select("kind", "value", "suffix", "marks").collect().rows()


def _scalar(text: str, convention: Convention = PLAIN_PRINT) -> tuple[str | None, ...]:
    try:
        amount = parse_number(text, convention)
    except NotANumberError:
        return None, None, None, None
    value = decimal_text(amount.value) if amount.kind is PrintKind.NUMBER else None
    return amount.kind.value, value, amount.suffix or None, amount.marks or None


@given(st.lists(PRINTED, min_size=1, max_size=20))
def test_a_column_is_read_as_each_cell_is(texts: list[str]) -> None:
    """Numbers, dashes, blanks, percentages, and what is none of them."""
    assert _column(texts) == [_scalar(text) for text in texts]


DECLARED = st.one_of(
    st.from_regex(r"(Rs\.|-|\(-\)Rs\.)?[ ]?[0-9]{1,2}(,[0-9]{2,3}){0,2}(\.[0-9])?%?", fullmatch=True),
    st.text("0123456789,.'’ \u00a0\u202f()%-+▲bp千円百万^]CDRr€¥*¹=\"", max_size=10),
    st.from_regex(
        r"[(▲-]?[0-9]{1,3}([.,' ’][0-9]{2,3}){0,3}([.,][0-9]{1,3})?[ ]?[%-]?(bp|千円|CR|DR|Cr.)?[)]?", fullmatch=True
    ),
    st.from_regex(r"[€¥]?[ ]?[(-]?[€¥]?[0-9]{1,4}[ ]?(千?円|€|EUR)?[)]?[ ]?(€|\(1\)|\*|\*\*|¹){0,2}", fullmatch=True),
)


@pytest.mark.slow
@pytest.mark.parametrize("convention", CONVENTIONS)
@given(texts=st.lists(DECLARED, min_size=1, max_size=20))
def test_both_readers_keep_to_any_convention(convention: Convention, texts: list[str]) -> None:
    """A convention is one description, and neither reader knows more than it says."""
    assert _column(texts, convention) == [_scalar(text, convention) for text in texts]


@pytest.mark.parametrize(
    ("convention", "text", "value"),
    [
        (EUROPEAN, "1.234,56", "1234.56"),
        (EUROPEAN, "(1.234)", "-1234"),
        (EUROPEAN, "0,125 %", "0.00125"),
        (EUROPEAN, "1,234.5", None),
        (SWISS, "1'234.50-", "-1234.50"),
        (SWISS, "1’234", "1234"),
        (SWISS, "-5-", None),
        (INDIAN, "12,34,567.8", "1234567.8"),
        (INDIAN, "1,234,567", None),
        (INDIAN, "(5)", None),
        (BLANKS, "1\u202f234,5", "1234.5"),
        (BLANKS, "5%", None),
        (SUFFIXES, "25bp", "0.0025"),
        (SUFFIXES, "(3千円)", "-3000"),
        (SUFFIXES, "3百万円", "3000000"),
        (SUFFIXES, "5]", "-5"),
        (SIDES, "1,234 CR", "-1234"),
        (SIDES, "1,234 Dr.", "1234"),
        (SIDES, "12.5Cr. %", "-0.125"),
        (SIDES, "-5", None),
        (RUPEES, "Rs. 5,000.50", "5000.50"),
        (RUPEES, "(-)Rs.5,000.50", "-5000.50"),
        (MONEY, "€1,234", "1234"),
        (MONEY, "€ (30)", "-30"),
        (MONEY, "(€30)", "-30"),
        (MONEY, "-€ 30", "-30"),
        (MONEY, "30 EUR", "30"),
        (MONEY, "30 € (1)", "30"),
        (MONEY, "€30€", None),
        (MONEY, "$30", None),
        (YEN, "3千円", "3000"),
        (YEN, "300円", "300"),
        (YEN, "¥3千", "3000"),
        (BARE, "1234.5", "1234.5"),
        (BARE, "-5", None),
        (BARE, "1,234", None),
    ],
)
def test_a_convention_says_what_is_a_number(convention: Convention, text: str, value: str | None) -> None:
    """And nothing else is one."""
    assert _column([text], convention)[0][1] == value
    assert _scalar(text, convention)[1] == value


@pytest.mark.parametrize(
    "marks",
    [
        {"group_marks": (".",)},
        {"group_marks": ("''",)},
        {"decimal_mark": "5"},
        {"minus_marks": ("-", "+-")},
        {"plus_marks": ("-+",)},
        {"minus_marks": ("(",)},
        {"minus_marks_behind": ("CR",), "suffixes": (("R", 3),)},
        {"minus_marks_behind": ("-",), "plus_marks_behind": ("+-",)},
    ],
)
def test_a_convention_by_which_a_print_reads_in_two_ways_is_refused(marks: dict[str, Any]) -> None:
    """Whoever declares it is told at once."""
    with pytest.raises(ValueError, match=r"no marks that can stand between digits|cannot be told apart"):
        Convention(**marks)


@pytest.mark.parametrize(
    ("text", "convention", "why"),
    [
        ("1.23", EUROPEAN, "its points do not group digits by three"),
        ("1,2,3", EUROPEAN, "it has two decimal commas"),
        ("5,", EUROPEAN, "nothing follows its decimal comma"),
        ("1,234,567", INDIAN, "its commas do not group digits by two, and the last three"),
        ("1,23", Convention(last_group=4, other_groups=4), "its commas do not group digits by four"),
    ],
)
def test_the_reason_speaks_of_the_convention(text: str, convention: Convention, why: str) -> None:
    """A message names the marks that the table declares."""
    with pytest.raises(NotANumberError, match=why):
        parse_number(text, convention)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(1,234.50)", ("number", "-1234.50", None, None)),
        ("▲ 5", ("number", "-5", None, None)),
        ("1,234.50-", ("number", "-1234.50", None, None)),
        ("(5.5%)", ("number", "-0.055", "%", None)),
        ("１２，３４５", ("number", "12345", None, None)),
        ("1'234’567", ("number", "1234567", None, None)),
        ('="1200"', ("number", "1200", None, None)),
        ("'1200", ("number", "1200", None, None)),
        ("-0.00", ("number", "0.00", None, None)),
        ("9" * 60, ("number", "9" * 60, None, None)),
        ("9" * 1000, ("number", "9" * 1000, None, None)),
        ("9" * 1001, (None, None, None, None)),
        ("1" + ",234" * 10_000, (None, None, None, None)),
        ("—", ("dash", None, None, None)),
        (" ", ("blank", None, None, None)),
        ("1,23", (None, None, None, None)),
        ("0,125", (None, None, None, None)),
        ("10-15", (None, None, None, None)),
        ("--5", (None, None, None, None)),
    ],
)
def test_what_is_printed_is_read(text: str, said: tuple[str | None, ...]) -> None:
    """To the last digit."""
    assert _column([text]) == [said]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-12, 12))
def test_numbers_are_scaled_exactly(value: Decimal, power: int) -> None:
    """As the scalar function scales them."""
    table = pl.DataFrame({"value": [decimal_text(value)]})
    assert table.select(scaled_column(pl.col("value"), power)).item() == decimal_text(scaled(value, power))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-12, 12))
def test_digits_and_signs_are_those_of_the_number(value: Decimal, decimals: int) -> None:
    """Its decimal places, what lies beyond some of them, and its opposite."""
    table = pl.DataFrame({"value": [decimal_text(value)]})
    number = pl.col("value")
    places, beyond, opposite = table.select(
        places_of(number), digits_beyond(number, decimals).alias("beyond"), negated(number).alias("opposite")
    ).row(0)
    assert places == 3
    assert beyond == has_digits_beyond(value, decimals)
    assert opposite == decimal_text(value.copy_negate())


@pytest.mark.parametrize(
    ("text", "kind", "marks"),
    [
        ("1'200(1)", "number", "(1)"),
        ("30 **", "number", "**"),
        ("(30)(1)*", "number", "(1)*"),
        ("--(1)", "dash", "(1)"),
        ("N.A.*", "nothing", "*"),
        ("(1)", "number", None),
        ("*", None, None),
    ],
)
def test_marks_of_footnotes_are_taken_off_a_figure(text: str, kind: str | None, marks: str | None) -> None:
    """And are kept, so that the figure gets its footnotes."""
    cell = _column([text], SWISS)[0]
    assert (cell[0], cell[3]) == (kind, marks)
    assert _scalar(text, SWISS) == cell
