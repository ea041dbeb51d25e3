"""Rules: their syntax, their arithmetic, and the range that rounding allows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporter.project.figure_rules import FIGURE_RULES, FigureRule, FigureRuleError, Operand, parse_figure_rule
from exporter.report.intervals import Interval

NUMBERS = st.decimals(-(10**9), 10**9, places=3)
DECIMALS = st.none() | st.integers(-6, 6)


def _apply(text: str, *values: str) -> Interval:
    rule = parse_figure_rule(text)
    return rule.apply([Interval.exact(Decimal(value)) for value in values])


@pytest.mark.parametrize(
    ("text", "operand"),
    [
        ("2000", Operand("2000", number=Decimal(2000))),
        ("111.43", Operand("111.43", number=Decimal("111.43"))),
        ("row", Operand("row")),
        ("-row", Operand("-row", negative=True)),
        ("row @ 2Q02", Operand("row @ 2Q02", period="2Q02")),
        ("row@30 Sep 2003 in JPY", Operand("row@30 Sep 2003 in JPY", period="30 Sep 2003", unit="JPY")),
        ("row in JPY per USD", Operand("row in JPY per USD", unit="JPY per USD")),
        ('"Total; all (net)"', Operand('"Total; all (net)"', label="Total; all (net)")),
        ("'Total; \"net\"'", Operand("'Total; \"net\"'", label='Total; "net"')),
        ("gaap:Revenues", Operand("gaap:Revenues", concept="gaap:Revenues")),
        (
            "a:B[x:Y=x:Z, x:W=1 - 2] @ FY",
            Operand("a:B[x:Y=x:Z, x:W=1 - 2] @ FY", None, None, "a:B", (("x:Y", "x:Z"), ("x:W", "1 - 2")), "FY"),
        ),
    ],
)
def test_an_operand_is_taken_apart(text: str, operand: Operand) -> None:
    """Whatever stands before and behind it."""
    assert parse_figure_rule(f"sum: {text}; 1").operands[0] == operand


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begin with a rule"),
        ("row", "begin with a rule"),
        ("ratio: row; row", "begin with a rule"),
        ("quotient: row", "at least 2"),
        ("change: row", "takes 2 operands"),
        ("change: row; row; row", "takes 2 operands"),
        ("product: row", "at least 2"),
        ("sum:", "an empty operand"),
        ("sum: Revenues; row", "'Revenues' is no operand"),
        ("sum: row @; 1", "'row @' is no operand"),
        ("sum: 1e5; row", "'1e5' is no operand"),
        ('sum: "open; row', "a quote that is not closed"),
        ("sum: \"a'; row", "a quote that is not closed"),
        ("sum: row;; row", "an empty operand"),
        ("sum: row; row;", "an empty operand"),
        ("sum: row; row'", "a quote that is not closed"),
        ("sum: m:Shares[m:A=m:B, m:A=m:C]; row", "each axis one member"),
        ("sum: m:Shares[m:A=]; row", "each axis one member"),
        ("sum: __import__('os'); row", "is no operand"),
    ],
)
def test_what_is_no_rule_says_why(text: str, why: str) -> None:
    """The message names the part that is wrong."""
    with pytest.raises(FigureRuleError, match=why):
        parse_figure_rule(text)


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("sum: row; row; -row", ("1", "2", "4"), "-1"),
        ("product: row; 2000", ("5.041", "2000"), "10082"),
        ("quotient: row; row", ("1", "-4"), "-0.25"),
        ("quotient: row; row; 0.0005", ("-278426", "55233", "0.0005"), Fraction(-278426 * 2000, 55233)),
        ("change: row; row", ("800", "1000"), "0.25"),
        ("change: row; row", ("-193782", "-829760"), Fraction(635978, 193782)),
        ("margin: row; row", ("1000", "900"), "0.1"),
    ],
)
def test_each_rule_computes_exactly(text: str, values: tuple[str, ...], result: str | Fraction) -> None:
    """With exact operands the result is one number."""
    computed = _apply(text, *values)
    assert computed == Interval.between(Fraction(result), Fraction(result))


@pytest.mark.parametrize("text", ["quotient: row; row", "change: row; row", "margin: row; row"])
def test_a_divisor_that_may_be_zero_is_refused(text: str) -> None:
    """Zero itself, and what rounds to it."""
    rule = parse_figure_rule(text)
    zero = Interval.rounded(Decimal(0), -3)
    for divisor in (zero, Interval.exact(0), Interval.rounded(Decimal("0.4"), 0)):
        with pytest.raises(ZeroDivisionError):
            rule.apply([divisor, divisor])


def test_rounding_allows_half_a_unit_on_either_side() -> None:
    """Both ends included, and none if the value is exact."""
    assert Interval.rounded(Decimal(340_000_000), -6) == Interval.between(Fraction(339_500_000), Fraction(340_500_000))
    assert Interval.rounded(Decimal("5.04"), 2) == Interval.between(Fraction("5.035"), Fraction("5.045"))
    assert Interval.rounded(Decimal(5), None) == Interval.between(Fraction(5), Fraction(5))
    assert not Interval.rounded(Decimal(340_000_000), -6).overlaps(Interval.rounded(Decimal(340_569_000), -3))
    assert Interval.rounded(Decimal(341_000_000), -6).overlaps(Interval.rounded(Decimal(340_569_000), -3))
    assert Interval.rounded(Decimal(1), 0).overlaps(Interval.rounded(Decimal(2), 0))


@given(st.sampled_from(sorted(FIGURE_RULES)), st.data())
def test_the_true_result_lies_in_the_range(name: str, data: st.DataObject) -> None:
    """Whatever the operands were before they were rounded."""
    true = data.draw(st.lists(NUMBERS, min_size=2, max_size=2))
    decimals = data.draw(st.lists(DECIMALS, min_size=2, max_size=2))
    rounded = [
        value if places is None else Decimal(round(Fraction(value) * Fraction(10) ** places)).scaleb(-places)
        for value, places in zip(true, decimals, strict=True)
    ]
    rule = FigureRule("", name, (Operand("a"), Operand("b", negative=data.draw(st.booleans()))))
    try:
        possible = rule.apply([Interval.rounded(*pair) for pair in zip(rounded, decimals, strict=True)])
    except ZeroDivisionError:
        assume(False)
    exact = rule.apply([Interval.exact(value) for value in true])
    assert possible.low <= exact.low == exact.high <= possible.high
