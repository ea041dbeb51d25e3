"""Totals are judged by XBRL 2.1, 5.2.5.2, where their arcs are of that version, as exact arithmetic judges them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.findings.findings import Severity
from exporter.validation.judgement import Judgement, once_for_all
from exporter.validation.own_judge import judge_report
from tests.validation.rules.test_calculations import HALF, NUMBERS, PARTS
from tests.validation.summations import ITEMS, Number, Part, report_of, summation_taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

A_OF_B_AND_C = (Part("A", "B", is_older=True), Part("A", "C", is_older=True))
T1, T2 = "t:T[1]", "t:T[2]"


def _judged(parts: Sequence[Part], *numbers: Number, calculations: str = "1.1", is_ours: bool = False) -> Judgement:
    judgement = judge_report(report_of(numbers), summation_taxonomy(parts), calculations, is_ours=is_ours)
    messages = tuple(message for message in judgement.messages if message.code.startswith("calculation"))
    return Judgement("own", messages, not_judged=judgement.not_judged)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((Number("A", "3"), Number("B", "1"), Number("C", "2")), None),
        ((Number("A", "4"), Number("B", "1"), Number("C", "2")), "t:A is 4, but its parts in the network a add to 3"),
        ((Number("A", "4"), Number("B", "1")), "add to 1; not reported are t:C"),
        ((Number("A", "100", -2), Number("B", "130", -1), Number("C", "10")), None),
        ((Number("A", "3"), Number("B", "1.4"), Number("C", "2.4")), None),  # parts are rounded first
        ((Number("A", "4"), Number("B", "1.5"), Number("C", "2.5")), None),  # to even digits
        ((Number("A", "-26.5"), Number("B", "-26")), None),
        ((Number("A", "-27.5"), Number("B", "-27")), "add to -27"),
        ((Number("A", "3"), Number("B", "3.4", None)), None),
        ((Number("A", "3", None), Number("B", "3.4", None)), "add to 3.4"),
        ((Number("A", "3" + "0" * 40), Number("B", "3" + "0" * 40)), None),
        ((Number("A", "3" + "0" * 40), Number("B", "2" + "0" * 40)), "add to 2000"),
        ((Number("A", "3"), Number("B", "9"), Number("B", "9")), None),  # reported twice
        ((Number("A", "3"), Number("A", "3"), Number("B", "9")), None),
        ((Number("A", "3"), Number("A", None), Number("B", "9")), None),
        ((Number("A", "3"), Number("B", "9"), Number("B", "9", context=1)), "add to 9"),
        ((Number("A", "3"), Number("B", None)), None),
        ((Number("A", None), Number("B", "3")), None),
        ((Number("A", "3"), Number("B", "3"), Number("C", None)), None),
        ((Number("A", "3"), Number("B", "3", is_unknown=True)), "add to 3, and how accurate all these are is not"),
        ((Number("A", "3", is_unknown=True), Number("B", "3")), "how accurate all these are is not known"),
        ((Number("A", "3" + "0" * 40, is_unknown=True), Number("B", "3" + "0" * 40)), "is not known"),
        ((Number("A", "3"), Number("B", "9", tuple=T1)), "add to 9"),
        ((Number("A", "3"), Number("B", "1", tuple=T1), Number("B", "2", tuple=T2)), None),  # no duplicates
        ((Number("A", "3", tuple=T1), Number("B", "9")), None),
        ((Number("A", "3", tuple=T1), Number("B", "9", tuple=T2)), None),
        ((Number("A", "3", tuple=T1), Number("B", "9", tuple=f"{T1}/t:U[1]")), "add to 9"),
        ((Number("A", "3"), Number("B", "3" + "0" * 40, tuple=T1)), "add to 3000"),
    ],
)
def test_rounded_totals_are_what_their_rounded_parts_add_to(numbers: tuple[Number, ...], words: str | None) -> None:
    """A warning, as such a report is valid, and an error where these rules are chosen."""
    for calculations, severity in (("1.1", Severity.WARNING), ("2.1", Severity.ERROR)):
        messages = _judged(A_OF_B_AND_C, *numbers, calculations=calculations).messages
        assert [(message.code, message.severity) for message in messages] == (
            [("calculation.older", severity)] if words else []
        )
        assert words is None or words in messages[0].message


@pytest.mark.parametrize("value", ["40", "4" + "0" * 40])
def test_weights_are_any_decimals(value: str) -> None:
    """The sum is rounded after they are applied."""
    parts = (Part("A", "B", HALF, is_older=True), Part("A", "C", Decimal("0.1"), is_older=True))
    assert _judged(parts, Number("A", "3"), Number("B", "5"), Number("C", "9")).messages == ()  # 3.4
    assert len(_judged(parts, Number("A", value), Number("B", "5"), Number("C", "9")).messages) == 1


def test_what_we_write_is_judged_by_the_newer_rules() -> None:
    """Whatever arcs our styles for regulators write: a wrong total is an error there."""
    numbers = (Number("A", "9"), Number("B", "1"))
    (message,) = _judged(A_OF_B_AND_C, *numbers, is_ours=True).messages
    assert (message.code, message.severity) == ("calculation", Severity.ERROR)
    rounding = (Number("A", "9"), Number("B", "7"), Number("C", "1"))
    assert _judged(A_OF_B_AND_C, *rounding, is_ours=True).messages == ()
    assert len(_judged(A_OF_B_AND_C, *rounding).messages) == 1


def test_arcs_of_both_versions_are_judged_each_by_its_rules() -> None:
    """In a report from elsewhere; by the rules of XBRL 2.1 the newer ones are left out, which is said."""
    parts = (*A_OF_B_AND_C, Part("A", "D"))
    numbers = (Number("A", "9"), Number("B", "1"), Number("D", "1"))
    assert [message.code for message in _judged(parts, *numbers).messages] == ["calculation", "calculation.older"]
    judgement = _judged(parts, *numbers, calculations="2.1")
    assert [message.code for message in judgement.messages] == ["calculation.older"]
    assert judgement.not_judged == ("totals of Calculations 1.1",)
    assert _judged(A_OF_B_AND_C, *numbers, calculations="2.1").not_judged == ()


@pytest.mark.parametrize(("other", "is_judged"), [("<a>1</a>", True), ("<a>01</a>", False)])
def test_contexts_that_may_be_the_same_are_not_judged(other: str, *, is_judged: bool) -> None:
    """Where they hold more than dimensions, which is said."""
    report = report_of([Number("A", "9"), Number("B", "1"), Number("B", "8")])
    contents = [f'{{"segment":"{content}"}}' for content in ("<a>1</a>", "<a>1</a>", other)]
    places = ["2020-12-31", "2020-12-31", "2020-12-30" if is_judged else "2020-12-31"]
    table = report.facts.with_columns(dimensions=pl.Series(contents), period_end=pl.Series(places))
    judgement = judge_report(replace(report, table=table), summation_taxonomy(A_OF_B_AND_C), is_ours=False)
    assert any(message.code == "calculation.older" for message in judgement.messages) == is_judged
    assert ("totals where segments or scenarios hold more than dimensions" in judgement.not_judged) != is_judged


def test_a_wrong_total_is_told_once() -> None:
    """Where Arelle says so too, by whichever rules."""
    own = _judged(A_OF_B_AND_C, Number("A", "9"), Number("B", "1"))
    (message,) = own.messages
    arelle = Judgement("arelle", (message.__class__("xbrl.5.2.5.2:calcInconsistency", Severity.WARNING, "", ("x0",)),))
    kept, other = once_for_all([own, arelle])
    assert kept.messages[0].message.endswith("; Arelle says so too")
    assert other.messages == ()


def _rounded(number: Fraction, decimals: int | None) -> Fraction:
    return number if decimals is None else Fraction(round(number * Fraction(10) ** decimals)) / Fraction(10) ** decimals


@given(PARTS, st.lists(NUMBERS, max_size=7))
def test_older_totals_are_judged_as_exact_arithmetic_does(parts: list[Part], numbers: list[Number]) -> None:
    """However many digits numbers and weights have."""
    older = [part for part in parts if part.is_older]
    facts = {name: [number for number in numbers if number.item == name] for name in ITEMS}
    expected: Counter[str] = Counter()
    for role, total in {(part.role, part.total) for part in older}:
        members = [part for part in older if (part.role, part.total) == (role, total)]
        reported = [part for part in members if any(fact.value is not None for fact in facts[part.item])]
        is_once = all(len(facts[name]) == 1 for name in (total, *(part.item for part in reported)))
        if not reported or not is_once or facts[total][0].value is None:
            continue
        added = Fraction(0)
        for part in reported:
            (fact,) = facts[part.item]
            added += _rounded(Fraction(Decimal(fact.value or 0)), fact.decimals) * Fraction(part.weight)
        (whole,) = facts[total]
        number = Fraction(Decimal(whole.value or 0))
        expected[total] += _rounded(added, whole.decimals) != _rounded(number, whole.decimals)
    messages = [message for message in _judged(parts, *numbers).messages if message.code == "calculation.older"]
    assert Counter(numbers[int(message.fact_ids[0][1:])].item for message in messages) == +expected
