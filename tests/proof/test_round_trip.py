"""The proof of round trip: whatever changes between a source cell and what a reader finds is a difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.findings.findings import Severity, Source
from exporter.frames.columns import as_text
from exporter.line_items.cell_columns import CELL_COLUMNS, RARE_COLUMNS, ledger_columns
from exporter.mapping.facts import Mapped
from exporter.proof import round_trip
from exporter.proof.round_trip import RoundTrip, compare
from exporter.report.report import FACT_COLUMNS, FOOTNOTE_COLUMNS, Report

if TYPE_CHECKING:
    from exporter.proof.round_trip import RoundTrip

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

NAMESPACES = {
    "m": "http://example.org/mini",
    "n": "http://example.org/other",
    "entity": "http://example.org/register",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xbrli": "http://www.xbrl.org/2003/instance",
}
REVENUES = {
    "id": "revenues",
    "concept": "m:Revenues",
    "entity": "entity:4711",
    "period_start": "2020-01-01",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "dimensions": '{"m:RegionAxis":"m:JapanMember"}',
    "value": "1200000",
    "decimals": -3,
}
NAME = {
    **REVENUES,
    "id": "name",
    "concept": "m:Name",
    "unit": None,
    "language": "en",
    "value": "Acme",
    "decimals": None,
}
NIL = {**REVENUES, "id": "nil", "concept": "m:Costs", "value": None, "decimals": None}
FACTS = (REVENUES, NAME, NIL)


def _compare(mapped: Mapped, own: Report, arelle: Report | None) -> RoundTrip:
    return compare(mapped, {"own": own, **({} if arelle is None else {"arelle": arelle})})


def _report(*facts: dict[str, Any], namespaces: dict[str, str] | None = None) -> Report:
    return Report(pl.DataFrame(list(facts), schema=FACT_COLUMNS), namespaces or NAMESPACES)


def _changed(id_: str, **changes: object) -> Report:
    """The facts, one of them changed."""
    return _report(*({**fact, **changes} if fact["id"] == id_ else fact for fact in FACTS))


def _mapped() -> Mapped:
    """Four cells: the first two give one fact, the last gives none."""
    cells = [
        _cell("a.csv", 3, "B", REVENUES),
        _cell("b.csv", 5, "C", REVENUES),
        _cell("a.csv", 4, "B", NAME),
        _cell("a.csv", 5, "B", NIL),
        {
            **dict.fromkeys(CELL_COLUMNS),
            "file": "a.csv",
            "row": 6,
            "column": "B",
            "printed": "",
            "disposition": "excluded",
        },
    ]
    return Mapped(_report(*FACTS), pl.DataFrame(cells, schema=CELL_COLUMNS), {})


def _cell(file: str, row: int, column: str, fact: dict[str, Any]) -> dict[str, Any]:
    aspects = {name: value for name, value in fact.items() if name in CELL_COLUMNS}
    place = {"file": file, "row": row, "column": column, "printed": "1", "disposition": "fact"}
    return {
        **dict.fromkeys(CELL_COLUMNS),
        **aspects,
        **place,
        "fact": {"stem": fact["id"], "context": "", "suffix": ""},
    }


def _equal(proof: RoundTrip) -> list[str | None]:
    return proof.ledger["equal"].to_list()


def test_what_came_back_the_same_is_equal() -> None:
    """Every cell of a fact says yes, an excluded one nothing, and there is no finding."""
    proof = _compare(_mapped(), _report(*FACTS), _report(*FACTS))
    assert proof.findings == []
    assert _equal(proof) == ["yes", "yes", "yes", "yes", None]
    assert proof.counts == {
        "cells": 5,
        "printed": 4,
        "facts": 4,
        "derived": 0,
        "excluded": 1,
        "equal": 4,
        "different": 0,
    }


def test_the_ledger_shows_the_values_of_every_reader() -> None:
    """It has the documented columns, and nil and INF are spelled out."""
    ledger = _compare(_mapped(), _report(*FACTS), _report(*FACTS)).ledger
    expected = [name for name in ledger_columns(["own", "arelle"]) if name not in RARE_COLUMNS]
    assert list(ledger.columns) == expected
    for column in ("value", "own_value", "arelle_value"):
        assert ledger[column].to_list() == ["1200000", "1200000", "Acme", "nil", None]
    assert ledger["decimals"].to_list() == ["-3", "-3", None, None, None]
    assert ledger["period"].to_list() == ["2020-01-01/2020-12-31"] * 4 + [None]
    exact = _mapped()
    exact = replace(exact, cells=exact.cells.with_columns(pl.lit(None, dtype=pl.Int32).alias("decimals")))
    assert _compare(exact, _report(*FACTS), None).ledger["decimals"].to_list() == ["INF", "INF", None, None, None]


def test_a_reader_that_did_not_run_leaves_its_column_empty() -> None:
    """Equality then rests on our own reader alone."""
    proof = _compare(_mapped(), _report(*FACTS), None)
    assert proof.ledger["arelle_value"].to_list() == [None] * 5
    assert _equal(proof)[:4] == ["yes"] * 4


CHANGES: list[tuple[str, dict[str, object], str]] = [
    ("revenues", {"value": "1200001"}, "value: '1200000' became '1200001'"),
    ("revenues", {"value": "-1200000"}, "value: '1200000' became '-1200000'"),
    ("revenues", {"value": "1200"}, "value: '1200000' became '1200'"),
    ("revenues", {"value": "1200000.0000000000000000000000000000000001"}, "value: '1200000' became"),
    ("revenues", {"value": None}, "value: '1200000' became nil"),
    ("revenues", {"value": ""}, "value: '1200000' became ''"),
    ("revenues", {"decimals": -6}, "decimals: -3 became -6"),
    ("revenues", {"decimals": None}, "decimals: -3 became INF"),
    ("revenues", {"unit": "iso4217:USD"}, "unit: "),
    ("revenues", {"unit": None}, "unit: "),
    ("revenues", {"period_end": "2020-12-30"}, "period_end: '2020-12-31' became '2020-12-30'"),
    ("revenues", {"period_start": "2019-01-01"}, "period_start: "),
    ("revenues", {"period_start": None}, "period_start: '2020-01-01' became none"),
    ("revenues", {"concept": "m:Costs"}, "concept: "),
    ("revenues", {"concept": "n:Revenues"}, "concept: "),
    ("revenues", {"entity": "entity:4712"}, "entity: "),
    ("revenues", {"dimensions": '{"m:RegionAxis":"m:ChinaMember"}'}, "dimensions: "),
    ("revenues", {"dimensions": None}, "dimensions: "),
    ("name", {"value": "ACME"}, "value: 'Acme' became 'ACME'"),
    ("name", {"value": "Acme "}, "value: 'Acme' became 'Acme '"),
    ("name", {"language": "ja"}, "language: 'en' became 'ja'"),
    ("name", {"language": None}, "language: 'en' became none"),
    ("nil", {"value": "0"}, "value: nil became '0'"),
]


@pytest.mark.parametrize("reader", ["own", "arelle"])
@pytest.mark.parametrize(("fact", "changes", "text"), CHANGES)
def test_any_change_is_a_difference(fact: str, changes: dict[str, object], text: str, reader: str) -> None:
    """Whichever reader saw it: the finding names reader, aspect and both values, at the fact's first cell."""
    changed, same = _changed(fact, **changes), _report(*FACTS)
    proof = _compare(_mapped(), changed if reader == "own" else same, changed if reader == "arelle" else same)
    (finding,) = proof.findings
    assert (finding.code, finding.severity) == ("roundTrip.difference", Severity.ERROR)
    assert f"{fact}: {reader}: {text}" in finding.message
    places = _mapped().sources()[fact]
    assert finding.source == places[0]
    assert finding.related == places[1:]
    ids = as_text(_mapped().cells)["fact"].to_list()
    assert _equal(proof) == [None if id_ is None else "no" if id_ == fact else "yes" for id_ in ids]
    shown = dict(zip(ids, proof.ledger["difference"].to_list(), strict=True))
    assert text in (shown.pop(fact) or "")
    assert set(shown.values()) == {None}


def test_both_readers_stand_in_one_finding() -> None:
    """A change in the file is seen twice and told once."""
    changed = _changed("revenues", value="7", decimals=0)
    (finding,) = _compare(_mapped(), changed, changed).findings
    assert finding.message.count("value: '1200000' became '7', decimals: -3 became 0") == 2


@pytest.mark.parametrize("reader", ["own", "arelle"])
def test_a_fact_that_is_not_there_is_missing(reader: str) -> None:
    """Its cells are not equal, and their value for that reader is empty."""
    rest, same = _report(NAME, NIL), _report(*FACTS)
    proof = _compare(_mapped(), rest if reader == "own" else same, rest if reader == "arelle" else same)
    (finding,) = proof.findings
    assert finding.code == "roundTrip.missingFact"
    assert finding.source == Source("a.csv", 3, "B")
    assert _equal(proof)[:2] == ["no", "no"]
    assert proof.ledger[f"{reader}_value"].to_list()[:2] == [None, None]


@pytest.mark.parametrize("reader", ["own", "arelle"])
def test_a_fact_that_no_cell_gave_is_extra(reader: str) -> None:
    """The cells are equal all the same, and the finding is an error."""
    more, same = _report(*FACTS, {**REVENUES, "id": "more", "value": "9"}), _report(*FACTS)
    proof = _compare(_mapped(), more if reader == "own" else same, more if reader == "arelle" else same)
    (finding,) = proof.findings
    assert (finding.code, finding.severity) == ("roundTrip.extraFact", Severity.ERROR)
    assert "m:Revenues = '9' (more)" in finding.message
    assert proof.counts["different"] == 0


NOTE = {"fact": "revenues", "footnote": "n.en", "language": "en", "text": "Unaudited."}


def _noted(*notes: dict[str, str]) -> Report:
    return replace(_report(*FACTS), footnotes=pl.DataFrame(list(notes), schema=FOOTNOTE_COLUMNS))


def test_footnotes_are_compared_by_language_and_text() -> None:
    """Their ids and order mean nothing; the ledger names them by their ids in the project."""
    japanese = {**NOTE, "footnote": "n.ja", "language": "ja", "text": "未監査"}
    mapped = replace(_mapped(), report=_noted(NOTE, japanese))
    proof = _compare(mapped, _noted({**japanese, "footnote": "x"}, {**NOTE, "footnote": "y"}), None)
    assert proof.findings == []
    assert proof.ledger["footnotes"].to_list() == ["n", "n", None, None, None]


@pytest.mark.parametrize(
    "notes",
    [
        (),
        ({**NOTE, "text": "Audited."},),
        ({**NOTE, "language": "ja"},),
        ({**NOTE, "fact": "name"},),
        (NOTE, {**NOTE, "text": "More."}),
    ],
)
def test_a_changed_footnote_is_a_difference(notes: tuple[dict[str, str], ...]) -> None:
    """So is one that is lost, and one that is for another fact."""
    mapped = replace(_mapped(), report=_noted(NOTE))
    findings = _compare(mapped, _noted(*notes), None).findings
    assert {finding.code for finding in findings} == {"roundTrip.difference"}
    assert all("footnotes: " in finding.message for finding in findings)


def test_prefixes_and_the_order_of_facts_do_not_matter() -> None:
    """What counts is the name that a prefix stands for."""
    namespaces = {("q" if prefix == "m" else prefix): uri for prefix, uri in NAMESPACES.items()}
    other = [
        {name: value.replace("m:", "q:") if isinstance(value, str) else value for name, value in fact.items()}
        for fact in reversed(FACTS)
    ]
    assert _compare(_mapped(), _report(*other, namespaces=namespaces), None).findings == []


@pytest.mark.parametrize("written", ["1200000.00", "+1200000", "01200000"])
def test_numbers_are_compared_as_decimals(written: str) -> None:
    """One number has several lexical forms."""
    assert _compare(_mapped(), _changed("revenues", value=written), None).findings == []


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_only_equal_numbers_are_equal(source: object, read: object) -> None:
    """For any two decimals, the proof says yes exactly if they are the same number."""
    mapped = replace(_mapped(), report=_changed("revenues", value=f"{source:f}"))
    proof = _compare(mapped, _changed("revenues", value=f"{read:f}"), None)
    assert (proof.findings == []) == (source == read)
    assert _equal(proof)[0] == ("yes" if source == read else "no")


# ---------------------------------------------------------------------------------------------------- by the million


def _many(count: int) -> Mapped:
    """So many facts, each of one cell."""
    facts = pl.select(id=pl.concat_str(pl.lit("f-"), pl.int_range(count).cast(pl.String))).with_columns(
        **{name: pl.lit(value) for name, value in REVENUES.items() if name != "id"}, language=pl.lit(None, pl.String)
    )
    facts = facts.cast({"decimals": pl.Int32}).select(FACT_COLUMNS.names())
    cells = facts.rename({"id": "fact"}).with_columns(
        file=pl.lit("a.parquet"), row=pl.int_range(2, count + 2), disposition=pl.lit("fact"), printed=pl.col("value")
    )
    absent = [pl.lit(None, kind).alias(name) for name, kind in CELL_COLUMNS.items() if name not in cells.columns]
    return Mapped(Report(facts, NAMESPACES), cells.with_columns(absent).select(CELL_COLUMNS.names()), {})


def test_one_wrong_digit_among_many_facts_is_found_with_its_row() -> None:
    """By its cell; all others are equal."""
    mapped = _many(100_000)
    wrong = pl.when(pl.col("id") == "f-77777").then(pl.lit("1200001")).otherwise("value")
    read = Report(mapped.report.facts.with_columns(wrong.alias("value")).reverse(), NAMESPACES)
    proof = _compare(mapped, read, None)
    assert [str(finding.source) for finding in proof.findings] == ["a.parquet:77779"]
    assert (proof.counts["equal"], proof.counts["different"]) == (99_999, 1)


def test_however_few_facts_are_compared_at_a_time_the_proof_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts in any order, one that differs, one that is missing, and one that recurs with another value."""
    mapped, first = _many(10), [f"f-{number}" for number in range(10)]
    read = mapped.report.facts.filter(pl.col("id") != "f-3")
    wrong = read.with_columns(value=pl.when(pl.col("id").is_in(["f-5", "f-9"])).then(pl.lit("7")).otherwise("value"))
    again = wrong.filter(pl.col("id") == "f-0").with_columns(decimals=pl.lit(0, pl.Int32))
    readings = [wrong, wrong.reverse(), pl.concat([again, wrong]), mapped.report.facts]
    whole = [_compare(mapped, Report(facts, NAMESPACES), None) for facts in readings]
    monkeypatch.setattr(round_trip, "_PART", 3)
    parts = [_compare(mapped, Report(facts, NAMESPACES), None) for facts in readings]
    for one, other in zip(whole, parts, strict=True):
        assert one.ledger.equals(other.ledger)
        assert one.findings == other.findings
    different = [proof.ledger.filter(pl.col("equal") == "no")["fact"].to_list() for proof in parts]
    assert different == [["f-3", "f-5", "f-9"], ["f-3", "f-5", "f-9"], ["f-0", "f-3", "f-5", "f-9"], []]
    assert parts[0].ledger["fact"].to_list() == first


def test_of_many_differences_the_first_are_findings_and_the_ledger_has_all() -> None:
    """So is it with facts that no cell gave."""
    mapped = _many(1_500)
    wrong = Report(mapped.report.facts.with_columns(value=pl.lit("1")), NAMESPACES)
    proof = _compare(mapped, wrong, None)
    assert [finding.code for finding in proof.findings][-2:] == ["roundTrip.difference", "roundTrip.more"]
    assert len(proof.findings) == 1_001
    assert proof.findings[-1].message.startswith("500 further facts differ")
    assert proof.ledger["difference"].null_count() == 0
    other = Report(mapped.report.facts.with_columns(pl.concat_str(pl.lit("x"), "id").alias("id")), NAMESPACES)
    codes = [finding.code for finding in _compare(mapped, other, None).findings]
    assert (codes.count("roundTrip.extraFact"), codes.count("roundTrip.missingFact")) == (1_000, 1_000)
    assert codes.count("roundTrip.more") == 2


def test_what_no_reader_could_read_is_not_equal() -> None:
    """Whatever broke the readers, nothing is proven."""
    proof = compare(_mapped(), {})
    assert _equal(proof) == ["no", "no", "no", "no", None]
    assert proof.counts["equal"] == 0
    assert {finding.code for finding in proof.findings} == {"roundTrip.missingFact"}
