"""Judgements: the verdict in words, and messages that become Findings at the cells they are about."""

from __future__ import annotations

import pytest

from exporter.findings.findings import Severity, Source
from exporter.findings.judge_messages import JudgeMessage
from exporter.validation.judgement import Judgement

CELL = Source("statement.csv", 3, "B", "FY2020")
TOTAL = Source("statement.csv", 5, "B", "FY2020")
SOURCES = {"revenues": (CELL,), "profit": (TOTAL, CELL)}


def _message(
    severity: Severity = Severity.ERROR,
    fact_ids: tuple[str, ...] = (),
    file: str | None = None,
    line: int | None = None,
) -> JudgeMessage:
    return JudgeMessage("xbrl.1", severity, "Something is wrong", fact_ids, file, line)


ERROR, WARNING, INFO = (_message(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))


@pytest.mark.parametrize(
    ("messages", "verdict"),
    [
        ((), "clean"),
        ((ERROR,), "1 error"),
        ((ERROR, ERROR), "2 errors"),
        ((WARNING,), "1 warning"),
        ((WARNING, ERROR, WARNING), "1 error, 2 warnings"),
        ((INFO,), "clean"),
    ],
)
def test_the_verdict_counts_errors_and_warnings(messages: tuple[JudgeMessage, ...], verdict: str) -> None:
    """The verdict is `clean` only without both."""
    assert Judgement("arelle", messages).verdict == verdict


def test_a_judge_that_did_not_run_is_never_clean() -> None:
    """The verdict says that it did not run, and why, whatever it said before."""
    assert Judgement("arelle", (ERROR,), not_run="out of time").verdict == "not run: out of time"
    assert Judgement("arelle", not_run="").verdict.startswith("not run")


def test_a_message_about_a_fact_points_at_its_cell() -> None:
    """The cell is the finding's source, and the document's line is related."""
    (finding,) = Judgement("arelle", (_message(fact_ids=("revenues",), file="a.xml", line=7),)).findings(SOURCES)
    assert finding.source == CELL
    assert finding.related == (Source("a.xml", 7),)


def test_code_severity_and_message_are_the_judges_own() -> None:
    """The judge's name is put before the code, and nothing else is changed."""
    (finding,) = Judgement("libxml2", (WARNING,)).findings(SOURCES)
    assert (finding.code, finding.severity) == ("libxml2:xbrl.1", Severity.WARNING)
    assert finding.message == "Something is wrong"


def test_a_message_about_several_facts_names_each_cell_once() -> None:
    """The first fact's cell comes first, and a cell that two facts share is not repeated."""
    (finding,) = Judgement("arelle", (_message(fact_ids=("profit", "revenues")),)).findings(SOURCES)
    assert finding.source == TOTAL
    assert finding.related == (CELL,)


def test_a_message_about_no_known_fact_points_at_the_document() -> None:
    """A fact that no cell gave cannot hide where the judge saw it."""
    (finding,) = Judgement("arelle", (_message(fact_ids=("stranger",), file="a.xml", line=7),)).findings(SOURCES)
    assert finding.source == Source("a.xml", 7)
    assert finding.related == ()


def test_a_message_about_nothing_has_no_place() -> None:
    """Without fact and document there is a finding all the same."""
    (finding,) = Judgement("arelle", (ERROR,)).findings(SOURCES)
    assert finding.source is None
    assert finding.related == ()


def test_every_message_becomes_a_finding_in_order() -> None:
    """Nothing that a judge said is lost, repeated or not."""
    findings = Judgement("arelle", (WARNING, ERROR, ERROR, INFO)).findings({})
    assert [finding.severity for finding in findings] == [
        Severity.WARNING,
        Severity.ERROR,
        Severity.ERROR,
        Severity.INFO,
    ]
