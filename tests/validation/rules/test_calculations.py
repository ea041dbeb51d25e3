"""Totals are judged by the rules of Calculations 1.1 as exact arithmetic judges them, and as Arelle does."""

from __future__ import annotations

import tempfile
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.arelle.judge import judge_with_arelle
from exporter.findings.findings import Severity
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.validation.own_judge import judge_report
from tests.validation.summations import (
    ITEMS,
    Number,
    Part,
    report_of,
    summation_taxonomy,
    write_instance,
    write_summations,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter.findings.judge_messages import JudgeMessage

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

HALF, THIRDS = Decimal("0.5"), Decimal("0.33333333333333")
A_OF_B_AND_C = (Part("A", "B"), Part("A", "C"))


def _judged(
    parts: Sequence[Part], *numbers: Number, calculations: str = "1.1", is_ours: bool = True
) -> list[JudgeMessage]:
    judgement = judge_report(report_of(numbers), summation_taxonomy(parts), calculations, is_ours=is_ours)
    return [message for message in judgement.messages if message.code.startswith("calculation")]


@pytest.mark.parametrize(
    ("parts", "numbers", "words"),
    [
        (A_OF_B_AND_C, (Number("A", "3"), Number("B", "1"), Number("C", "2")), None),
        (A_OF_B_AND_C, (Number("A", "5"), Number("B", "1"), Number("C", "2")), "t:A is 5, but its parts in the net"),
        ((Part("A", "B", HALF),), (Number("A", "5"), Number("B", "10", None)), None),
        ((Part("A", "B", HALF),), (Number("A", "5", None), Number("B", "11", None)), "add to 5.5"),
        ((Part("A", "B", -HALF),), (Number("A", "-5"), Number("B", "10")), None),
        ((Part("A", "B", Decimal("1E+3")),), (Number("A", "5000", None), Number("B", "5", None)), None),
        ((Part("A", "B", THIRDS),), (Number("A", "1", None), Number("B", "3", None)), "add to 0.99999999999999"),
        (
            (Part("A", "B", THIRDS),),
            (Number("A", "1" * 40, None), Number("B", "3", None), Number("C", "1")),
            "add to 0.99999999999999",
        ),
        ((Part("A", "B"), Part("A", "B")), (Number("A", "2"), Number("B", "1")), None),
        ((Part("A", "B"), Part("A", "B")), (Number("A", "2" + "0" * 35), Number("B", "1" + "0" * 35)), None),
        (A_OF_B_AND_C, (Number("A", "1"), Number("B", "1"), Number("C", None)), None),
        (A_OF_B_AND_C, (Number("A", "9"), Number("B", "1"), Number("C", None)), "not reported are t:C"),
        (A_OF_B_AND_C, (Number("A", "9"), Number("B", "1"), Number("B", None)), None),  # contradicting duplicates
        (A_OF_B_AND_C, (Number("A", "9"), Number("A", None), Number("B", "1")), None),
        (A_OF_B_AND_C, (Number("A", "9"), Number("B", "1"), Number("B", "1.0", 1)), "add to something from 0.95 to 1"),
        (A_OF_B_AND_C, (Number("A", "9"), Number("B", None), Number("C", None)), None),
        (A_OF_B_AND_C, (Number("A", "0"), Number("B", "-0"), Number("C", "-0.00", 2)), None),
        (A_OF_B_AND_C, (Number("A", "9"), Number("B", "1", tuple="t:T[1]")), None),  # the model has no tuples
    ],
)
def test_totals_are_what_their_parts_add_to(
    parts: tuple[Part, ...], numbers: tuple[Number, ...], words: str | None
) -> None:
    """With whatever weights, in columns and with fractions."""
    messages = _judged(parts, *numbers)
    assert [(message.code, message.severity) for message in messages] == (
        [("calculation", Severity.ERROR)] if words else []
    )
    assert words is None or words in messages[0].message


def test_a_total_is_judged_in_each_network() -> None:
    """And once where arcs of both arcroles say the same."""
    parts = (Part("A", "B"), Part("A", "B", role="b"), Part("A", "B", is_older=True), Part("A", "B", -1, role="c"))
    messages = _judged(parts, Number("A", "5"), Number("B", "1"))
    assert [message.fact_ids for message in messages] == [("x0", "x1")] * 3
    assert [message.message.split(" network ")[1][0] for message in messages] == ["a", "b", "c"]


@pytest.mark.parametrize("value", ["123", "1" * 40])
def test_nothing_is_calculated_with_digits_that_are_not_accurate(value: str) -> None:
    """Which is an error of its own, where a total is reported with some part of it."""
    odd = Number("B", value, -1)
    (message,) = _judged(A_OF_B_AND_C, Number("A", "9"), odd)
    assert (message.code, message.severity, message.fact_ids) == ("calculation.digits", Severity.ERROR, ("x1",))
    assert message.message.startswith(f"t:B is {value}, which has digits behind its decimals, -1")
    assert _judged(A_OF_B_AND_C, odd, Number("C", "9")) == []


# --------------------------------------------------------------------------------------------------- exact arithmetic

WEIGHTS = st.sampled_from([1, -1, HALF, -HALF, Decimal("1.01"), Decimal("12.5"), THIRDS, Decimal(100)])
VALUES = st.one_of(
    st.integers(-30, 30).map(str),
    st.decimals(-5, 5, places=1).map(str),
    st.sampled_from(["-0", "0.00", "+7", "9" * 40, "-" + "9" * 40, "0.00000000000000000001", "1" + "0" * 31]),
)
DECIMALS = st.one_of(st.none(), st.integers(-2, 3))
NUMBERS = st.tuples(st.sampled_from(ITEMS), st.one_of(VALUES, VALUES, st.none()), DECIMALS).map(
    lambda fields: Number(*fields)
)
PARTS = st.lists(
    st.builds(Part, st.sampled_from("AB"), st.sampled_from("BCD"), WEIGHTS, st.booleans(), st.sampled_from("ab")),
    min_size=1,
    max_size=6,
    unique_by=lambda part: (part.total, part.item, part.is_older, part.role),
).map(lambda parts: [part for part in parts if part.total != part.item])


def _sums(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """The totals with their parts, each once where arcs of both arcroles say the same."""
    sums: dict[tuple[bool, str, str], list[Part]] = {}
    for part in parts:
        sums.setdefault((part.is_older, part.role, part.total), []).append(part)
    distinct = {tuple(part._replace(is_older=False) for part in some): some for some in sums.values()}
    return [(some[0].total, some) for some in distinct.values()]


def _interval(facts: Sequence[Number]) -> tuple[Fraction, Fraction] | None:
    """What the duplicates of a number have in common; None if they cannot be calculated with."""
    ends = []
    for fact in facts:
        if fact.value is None:
            return None
        value = Fraction(Decimal(fact.value))
        half = Fraction(0) if fact.decimals is None else Fraction(1, 2) / Fraction(10) ** fact.decimals
        if half and (value / (2 * half)).denominator != 1:
            return None
        ends.append((value - half, value + half))
    low, high = max(end for end, _ in ends), min(end for _, end in ends)
    return (low, high) if low <= high else None


@given(PARTS, st.lists(NUMBERS, max_size=7))
def test_totals_are_judged_as_exact_arithmetic_does(parts: list[Part], numbers: list[Number]) -> None:
    """However many digits numbers and weights have."""
    facts = {name: [number for number in numbers if number.item == name] for name in ITEMS}
    said = {name: some for name, some in facts.items() if any(each.value is not None for each in some)}
    expected: Counter[str] = Counter()
    for total, members in _sums(parts):
        reported = [part for part in members if part.item in said]
        intervals = [_interval(said[part.item]) for part in reported]
        whole = _interval(said[total]) if total in said else None
        if not reported or whole is None or None in intervals:
            continue
        ends = [
            sorted(Fraction(part.weight) * end for end in interval)
            for part, interval in zip(reported, filter(None, intervals), strict=True)
        ]
        low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
        expected[total] += not (low <= whole[1] and whole[0] <= high)
    found = [message for message in _judged(parts, *numbers) if message.code == "calculation"]
    assert Counter(numbers[int(message.fact_ids[0][1:])].item for message in found) == +expected


# ----------------------------------------------------------------------------------------------------- as Arelle does

#: What Arelle calculates with, which has no more than 28 digits.
SHORT_VALUES = st.one_of(st.integers(-30, 30).map(str), st.decimals(-5, 5, places=1).map(str), st.just("-0"))
SHORT_NUMBERS = st.tuples(
    st.sampled_from(ITEMS), st.one_of(SHORT_VALUES, SHORT_VALUES, st.none()), DECIMALS, st.integers(0, 4)
).map(lambda fields: Number(*fields))
CODES = {
    "calculation": "calc11e:inconsistentCalculationUsingRounding",
    "calculation.digits": "calc11e:excessDigits",
    "calculation.older": "xbrl.5.2.5.2:calcInconsistency",
}


def _differences(
    parts: list[Part], numbers: list[Number], calculations: str, *, is_ours: bool
) -> dict[str, tuple[object, object]]:
    """What the own judge and Arelle say of totals, by the code of the own judge."""
    with tempfile.TemporaryDirectory() as folder:
        write_summations(Path(folder), parts)
        path = write_instance(Path(folder) / "report.xml", numbers)
        report = read_instance(path).report
        theirs = judge_with_arelle(path, (), calculations, ours=is_ours).messages
    ours = judge_report(report, summation_taxonomy(parts), calculations, is_ours=is_ours).messages
    differences: dict[str, tuple[object, object]] = {}
    for code, other in CODES.items():
        found = {(message.fact_ids[0], message.severity) for message in ours if message.code == code}
        expected = {(message.fact_ids[0], message.severity) for message in theirs if message.code == other}
        if found != expected:
            differences[code] = (found, expected)
    return differences


@pytest.mark.slow
@pytest.mark.parametrize(("calculations", "is_ours"), [("1.1", True), ("1.1", False), ("2.1", True)])
@given(
    parts=PARTS,
    numbers=st.lists(SHORT_NUMBERS, min_size=4, max_size=20, unique_by=lambda number: (number.item, number.context)),
    twice=st.lists(st.integers(0, 3), max_size=2),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_totals_are_judged_as_arelle_judges_them(
    parts: list[Part], numbers: list[Number], twice: list[int], calculations: str, is_ours: bool
) -> None:
    """By the rules of either version, with arcs of both arcroles; duplicates say the same with other decimals.

    Of such that contradict each other Arelle calculates with the first.
    """
    more = [numbers[place] for place in twice if numbers[place].value is not None]
    numbers = [*numbers, *(number._replace(decimals=None) for number in more)]
    assert _differences(parts, numbers, calculations, is_ours=is_ours) == {}
