"""The own judge: every check has a fact that passes and one that fails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.dts.loading import load_taxonomy
from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.prints.numbers import has_digits_beyond
from exporter.report.intervals import Interval
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.model import Taxonomy
from exporter.validation import own_judge
from exporter.validation.own_judge import FACT_RULES, REPORT_RULES, judge_report
from exporter.validation.rules.concepts import unjudged_concepts
from exporter.validation.rules.judged_facts import JudgedFacts, Violations, violations
from tests.projects import DIMENSIONS, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.findings.judge_messages import JudgeMessage

NAMESPACES = {
    "m": "http://example.org/mini/2020",
    "e": "http://example.org/e",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
}
DURATION = {"entity": "e:1", "period_start": "2020-01-01", "period_end": "2020-12-31"}
INSTANT = {"entity": "e:1", "period_end": "2020-12-31"}
YEN = {"unit": "iso4217:JPY", "decimals": 0}
REVENUES = {"concept": "m:Revenues", **DURATION, **YEN, "value": "100"}
COSTS = {**REVENUES, "concept": "m:Costs", "value": "60"}
PROFIT = {**REVENUES, "concept": "m:Profit", "value": "40"}
CASH = {"concept": "m:Cash", **INSTANT, **YEN, "value": "-5"}
NAME = {"concept": "m:CompanyName", **DURATION, "language": "en", "value": "Acme"}
DATE = {"concept": "m:ReportDate", **DURATION, "value": "2020-02-29"}
PER_SHARE = {
    "concept": "m:ProfitPerShare",
    **DURATION,
    "unit": "iso4217:JPY/xbrli:shares",
    "value": "1.5",
    "decimals": 2,
}
MARGIN = {"concept": "m:Margin", **DURATION, "unit": "xbrli:pure", "value": ".4", "decimals": 1}
LOT = '"m:LotAxis":"1-10"'
SHARES = {"concept": "m:Shares", **DURATION, "unit": "xbrli:shares", "value": "7", "dimensions": f"{{{LOT}}}"}
STAFF = {**SHARES, "dimensions": f'{{"m:HolderAxis":"m:StaffMember",{LOT}}}'}
SOUND = (REVENUES, COSTS, PROFIT, CASH, NAME, DATE, PER_SHARE, MARGIN, SHARES, STAFF)


@pytest.fixture(scope="module")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The small taxonomy with a hypercube."""
    taxonomy, findings = load_taxonomy(write_taxonomy(tmp_path_factory.mktemp("mini"), DIMENSIONS))
    assert findings == []
    return taxonomy


def _judged(taxonomy: Taxonomy | None, *facts: dict[str, Any], prefix: str = "m") -> tuple[JudgeMessage, ...]:
    rows = [{"id": f"x{number}", **fact} for number, fact in enumerate(facts)]
    for row in rows:
        row["concept"] = row["concept"].replace("m:", f"{prefix}:")
        if row.get("dimensions"):
            row["dimensions"] = row["dimensions"].replace('"m:', f'"{prefix}:')
    names = {prefix if name == "m" else name: uri for name, uri in NAMESPACES.items()}
    domains = {f"{prefix}:LotAxis": f"{prefix}:LotAxis.domain"}
    return judge_report(Report(facts_frame(rows), names, ("a.xsd",), domains), taxonomy).messages


@pytest.mark.parametrize("prefix", ["m", "other"])
def test_sound_facts_are_clean(taxonomy: Taxonomy, prefix: str) -> None:
    """Whatever their prefix is; and nil is sound for every concept."""
    assert _judged(taxonomy, *SOUND, prefix=prefix) == ()
    assert _judged(taxonomy, *({**fact, "value": None, "decimals": None} for fact in SOUND), prefix=prefix) == ()
    assert _judged(None, *SOUND, prefix=prefix) == ()


@pytest.mark.parametrize(
    ("code", "fact", "changes", "words"),
    [
        ("concept", REVENUES, {"concept": "m:Revenue"}, "m:Revenue is no concept of the taxonomy"),
        ("concept", NAME, {"concept": "m:AllAbstract"}, "m:AllAbstract is a text or abstract"),
        ("concept", NAME, {"concept": "m:StaffMember"}, "m:StaffMember is a member or abstract"),
        ("period", REVENUES, {"period_start": None}, "m:Revenues is duration, but the fact is the instant 2020-12-31"),
        ("period", CASH, {"period_start": "2020-01-01"}, "m:Cash is instant, but the fact is 2020-01-01 to 2020-12-31"),
        ("period", CASH, {"period_end": None}, "m:Cash is instant, but the fact is forever"),
        ("period", REVENUES, {"period_start": "2021-01-01"}, "which ends before it starts"),
        ("value", REVENUES, {"value": "1,000"}, "m:Revenues should be a decimal number, but is '1,000'"),
        ("value", REVENUES, {"value": "1e3"}, "should be a decimal number"),
        ("value", REVENUES, {"value": ""}, "should be a decimal number, but is ''"),
        ("value", SHARES, {"value": "seven"}, "should be a decimal number"),
        ("value", DATE, {"value": "29.2.2020"}, "should be a date such as 2003-09-30"),
        ("value", DATE, {"value": "2021-02-29"}, "which is no day of the calendar"),
        ("unit", REVENUES, {"unit": None, "decimals": None}, "m:Revenues is numeric and needs a unit"),
        ("unit", NAME, {"unit": "xbrli:pure"}, "m:CompanyName is not numeric, but has the unit xbrli:pure"),
        ("unit", REVENUES, {"unit": "xbrli:pure"}, "m:Revenues is monetary, which the unit xbrli:pure does not fit"),
        ("unit", SHARES, {"unit": "xbrli:pure"}, "is shares, which the unit xbrli:pure does not fit"),
        ("unit", MARGIN, {"unit": "xbrli:percent"}, "and XBRL's own measures are xbrli:pure and xbrli:shares alone"),
        ("unit", PER_SHARE, {"unit": "m:a/m:a"}, "has the unit m:a/m:a, which has a measure on both sides"),
        ("decimals", REVENUES, {"value": None}, "m:Revenues has decimals 0, but no number that they are of"),
        ("decimals", NAME, {"decimals": 2}, "m:CompanyName has decimals 2, but no number that they are of"),
        ("decimals", REVENUES, {"decimals": 2_000_000_000}, "which no figure needs"),
        ("language", REVENUES, {"language": "en"}, "m:Revenues is a number, but has a language"),
        ("dimensions.content", SHARES, {"dimensions": '{"m:LotAxis":"ten"}'}, "'ten' is no member of m:LotAxis"),
        (
            "dimensions.default",
            STAFF,
            {"dimensions": f'{{"m:HolderAxis":"m:HoldersDomain",{LOT}}}'},
            "m:HoldersDomain is the default of m:HolderAxis, which is left out",
        ),
        (
            "dimensions.kind",
            STAFF,
            {"dimensions": f'{{"m:HoldersTable":"m:StaffMember",{LOT}}}'},
            "m:HoldersTable is no dimension of the taxonomy",
        ),
        (
            "dimensions.member",
            STAFF,
            {"dimensions": f'{{"m:HolderAxis":"m:StafMember",{LOT}}}'},
            "m:StafMember is no concept of the taxonomy; did you mean 'm:StaffMember'?",
        ),
        ("dimensions", SHARES, {"dimensions": None}, "m:HoldersTable needs a member of m:LotAxis"),
        (
            "dimensions",
            STAFF,
            {"dimensions": f'{{"m:HolderAxis":"m:Cash",{LOT}}}'},
            "m:Cash is no member of m:HolderAxis",
        ),
    ],
)
def test_a_wrong_fact_is_found(
    taxonomy: Taxonomy, code: str, fact: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    """With its id, and nothing is said of the others."""
    messages = [message for message in _judged(taxonomy, NAME, {**fact, **changes}) if message.code == code]
    assert [(message.fact_ids, message.severity) for message in messages] == [(("x1",), Severity.ERROR)]
    assert words in messages[0].message


@pytest.mark.parametrize(
    ("dimensions", "code"),
    [('"x:HolderAxis":"m:StaffMember"', "dimensions.kind"), ('"m:HolderAxis":"x:StaffMember"', "dimensions.member")],
)
def test_dimensions_of_a_schema_that_was_not_found_are_not_judged(
    taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch, dimensions: str, code: str
) -> None:
    """They are named in place of that; what the taxonomy would have is wrong all the same."""
    foreign = {**STAFF, "dimensions": f"{{{dimensions},{LOT}}}"}
    known = {**STAFF, "dimensions": f'{{"m:HolderAxis":"m:Cash",{LOT}}}'}
    assert code in {message.code for message in _judged(taxonomy, foreign)}
    monkeypatch.setattr(Taxonomy, "is_whole", False)
    assert _judged(taxonomy, STAFF, foreign) == ()
    assert [message.code for message in _judged(taxonomy, known)] == ["dimensions"]
    facts = JudgedFacts(facts_frame([{"id": "x", **foreign}]).with_columns(kind=pl.lit("number")), taxonomy)
    assert unjudged_concepts(facts) == ["dimensions of x, whose schema was not found"]


@pytest.mark.parametrize(
    ("fact", "unit", "words"),
    [
        (
            PER_SHARE,
            "iso4217:JPY",
            "m:ProfitPerShare is of the type perShareItemType, for which the unit registry does not",
        ),
        (
            MARGIN,
            "m:percent",
            "m:Margin is of the type pureItemType, for which the unit registry does not have m:percent",
        ),
        (REVENUES, "iso4217:ABC", "for which the unit registry does not have iso4217:ABC"),
    ],
)
def test_a_unit_that_the_registry_lacks_is_a_warning(
    taxonomy: Taxonomy, fact: dict[str, Any], unit: str, words: str
) -> None:
    """As XBRL 2.1 allows it."""
    (message,) = _judged(taxonomy, NAME, {**fact, "unit": unit})
    assert (message.code, message.severity, message.fact_ids) == ("unit.registry", Severity.WARNING, ("x1",))
    assert words in message.message


def test_a_fact_is_nil_only_if_its_concept_may_be(taxonomy: Taxonomy) -> None:
    """As a taxonomy's schema says, ours always that it may."""
    cash = replace(taxonomy.concepts["m:Cash"], nillable=False)
    strict = replace(taxonomy, concepts={**taxonomy.concepts, "m:Cash": cash})
    nil = {**CASH, "value": None, "decimals": None}
    assert _judged(taxonomy, nil) == ()
    (message,) = _judged(strict, CASH, {**nil, "period_end": "2021-12-31"})
    assert (message.code, message.severity, message.fact_ids) == ("nil", Severity.ERROR, ("x1",))
    assert message.message == "m:Cash is nil, which its concept does not allow"


@pytest.mark.parametrize(
    ("value", "is_legal"),
    [
        ("--03-31", True),
        ("--02-29", True),
        ("--12-31Z", True),
        ("--02-30", False),
        ("03-31", False),
        ("--13-01", False),
    ],
)
def test_a_day_of_the_year_is_one(taxonomy: Taxonomy, value: str, *, is_legal: bool) -> None:
    """As the end of a fiscal year is told (XML Schema 2, gMonthDay)."""
    concepts = {
        **taxonomy.concepts,
        "m:ReportDate": replace(taxonomy.concepts["m:ReportDate"], type="gMonthDayItemType"),
    }
    messages = _judged(replace(taxonomy, concepts=concepts), {**DATE, "value": value})
    assert [message.code for message in messages] == ([] if is_legal else ["value"])


@pytest.mark.parametrize(("ids", "words"), [(("x", "x"), "several facts have the id 'x'"), (("x", "1 2"), "is no XML")])
def test_ids_are_names_of_one_fact(ids: tuple[str, str], words: str) -> None:
    """As XML Schema has it, which not every judge of it checks."""
    facts = facts_frame([{**NAME, "id": ids[0]}, {**DATE, "id": ids[1]}])
    (message,) = judge_report(Report(facts, NAMESPACES)).messages
    assert (message.code, words in message.message) == ("id", True)


def test_without_a_taxonomy_facts_are_judged_by_themselves() -> None:
    """A unit makes a number."""
    messages = _judged(None, {**REVENUES, "value": "many"}, {**NAME, "decimals": 1}, {**CASH, "concept": "m:Unknown"})
    assert [(message.code, message.fact_ids) for message in messages] == [("value", ("x0",)), ("decimals", ("x1",))]


def test_of_many_wrong_facts_the_first_are_named(taxonomy: Taxonomy) -> None:
    """And the rest is counted."""
    wrong = [{**CASH, "period_end": f"{year}-12-31", "value": "x"} for year in range(1000, 2500)]
    messages = _judged(taxonomy, *wrong)
    assert len(messages) == 1_001
    assert messages[-1].message == "and 500 more of this kind"


# ------------------------------------------------------------------------------------------------------- calculations


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((REVENUES, COSTS, PROFIT), None),
        ((REVENUES, COSTS, {**PROFIT, "value": "41"}), None),  # with rounding, 39 to 41
        ((REVENUES, COSTS, {**PROFIT, "value": "42"}), "m:Profit is 42, but its parts in the network"),
        ((REVENUES, COSTS, {**PROFIT, "value": "-40"}), "add to something from 39 to 41"),
        ((REVENUES, COSTS, {**PROFIT, "value": "42", "decimals": -1}), None),
        (
            (REVENUES, PROFIT),
            "add to something from 99.5 to 100.5; not reported are m:Costs",
        ),  # what is not reported counts for nothing
        ((PROFIT,), None),
        ((REVENUES, COSTS, {**PROFIT, "value": "42", "entity": "e:2"}), None),
        ((REVENUES, COSTS, {**PROFIT, "value": "42", "unit": "iso4217:USD"}), None),
        ((REVENUES, COSTS, {**PROFIT, "value": None, "decimals": None}), None),
        ((REVENUES, {**REVENUES, "value": "90", "decimals": -1}, COSTS, PROFIT), None),  # contradicting duplicates
    ],
)
def test_totals_are_the_sums_of_their_parts(
    taxonomy: Taxonomy, parts: tuple[dict[str, Any], ...], words: str | None
) -> None:
    """As far as rounding allows, among facts with the same aspects."""
    found = [message for message in _judged(taxonomy, *parts) if message.code == "calculation"]
    assert len(found) == (words is not None)
    if words is not None:
        assert words in found[0].message
        assert found[0].fact_ids[0] == f"x{len(parts) - 1}"


AMOUNTS = st.one_of(
    st.integers(-200, 200).map(str),
    st.decimals(-50, 50, places=2).map(str),
    st.sampled_from(["9" * 40, "-" + "9" * 40, "0.0000000000000000001", "1" + "0" * 31]),
)


@given(st.lists(st.tuples(st.sampled_from(["Revenues", "Costs", "Profit"]), AMOUNTS, st.integers(-3, 3)), max_size=5))
def test_totals_and_duplicates_are_judged_as_exact_arithmetic_does(
    taxonomy: Taxonomy, reported: list[tuple[str, str, int]]
) -> None:
    """However many digits the numbers have."""
    facts = [{**REVENUES, "concept": f"m:{name}", "value": text, "decimals": places} for name, text, places in reported]
    messages = _judged(taxonomy, *facts)
    said: dict[str, Interval] = {}
    for name, text, places in reported:
        interval = Interval.rounded(Decimal(text), places)
        before = said.get(name, interval)
        said[name] = Interval.between(max(before.low, interval.low), min(before.high, interval.high))
    inconsistent = {name for name, interval in said.items() if interval.low > interval.high}
    assert {
        message.message.split(" with")[0].split(":")[-1]
        for message in messages
        if message.code == "duplicates.inconsistent"
    } == inconsistent
    wrong = False
    has_odd_digits = any(has_digits_beyond(Decimal(text), places) for _, text, places in reported)
    if "Profit" in said and {"Revenues", "Costs"} & set(said) and not inconsistent and not has_odd_digits:
        zero = Interval.exact(0)
        wrong = not (said.get("Revenues", zero) + -said.get("Costs", zero)).overlaps(said["Profit"])
    assert any(message.code == "calculation" for message in messages) == wrong


# --------------------------------------------------------------------------------------------------------- duplicates


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("complete", REVENUES, REVENUES),
        ("complete", NAME, NAME),
        ("consistent", REVENUES, {**REVENUES, "value": "98", "decimals": -1}),
        ("consistent", REVENUES, {**REVENUES, "value": "100.0", "decimals": 1}),
        ("complete", REVENUES, {**REVENUES, "value": "100.0"}),
        ("complete", REVENUES, {**REVENUES, "value": "+0100."}),
        ("consistent", {**REVENUES, "value": "9" * 40}, {**REVENUES, "value": "1" + "0" * 40, "decimals": -39}),
        ("inconsistent", REVENUES, {**REVENUES, "value": "102"}),
        ("inconsistent", REVENUES, {**REVENUES, "value": "-100"}),
        ("inconsistent", REVENUES, {**REVENUES, "value": None, "decimals": None}),
        ("inconsistent", {**REVENUES, "value": "9" * 40}, {**REVENUES, "value": "9" * 39}),
        ("inconsistent", NAME, {**NAME, "value": "ACME"}),
        (None, NAME, {**NAME, "value": "ACME", "language": "ja"}),
        (None, REVENUES, {**REVENUES, "unit": "iso4217:USD", "value": "1"}),
    ],
)
def test_duplicates_are_told_apart(kind: str | None, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Complete, consistent, inconsistent, or none at all."""
    found = [message for message in _judged(None, first, second) if message.code.startswith("duplicates.")]
    assert [message.code for message in found] == ([f"duplicates.{kind}"] if kind else [])
    if kind:
        assert found[0].fact_ids == ("x0", "x1")
        assert (found[0].severity is Severity.ERROR) == (kind == "inconsistent")


@pytest.mark.parametrize("aspect", ["entity", "dimensions"])
def test_a_report_is_judged_alike_in_parts(taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch, aspect: str) -> None:
    """What goes together is judged together, and memory does not grow with the report."""
    names = {"entity": "e:{}", "dimensions": '{{"m:LotAxis":"{}"}}'}
    facts = [
        {**fact, aspect: names[aspect].format(number)} for number in range(9) for fact in (REVENUES, COSTS, PROFIT)
    ]
    facts[4]["value"] = "7"
    facts[9] |= {"value": "x"}
    facts.append(facts[-1])
    whole = _judged(taxonomy, *facts)
    monkeypatch.setattr(own_judge, "_PART", 5)
    sizes: list[int] = []
    counting = Rule("counting", Severity.INFO, "Nothing.", "", partial(_counting, sizes))
    monkeypatch.setattr(own_judge, "FACT_RULES", (*FACT_RULES, counting))
    assert sorted(_judged(taxonomy, *facts), key=str) == sorted(whole, key=str)
    assert {message.code for message in whole} >= {"value", "calculation", "duplicates.complete"}
    assert sum(sizes) == len(facts)
    assert max(sizes) < len(facts)


def _counting(sizes: list[int], facts: JudgedFacts) -> Iterator[Violations]:
    sizes.append(facts.table.height)
    yield Violations(0, ())


def test_an_enumeration_names_members(taxonomy: Taxonomy) -> None:
    """By their URIs, of the domain that its concept names."""
    role = taxonomy.role_uri("Holders")
    name = replace(taxonomy.concepts["m:CompanyName"], type="enumerationItemType", enum_role=role)
    concepts = {**taxonomy.concepts, "m:CompanyName": replace(name, enum_domain="m:HoldersDomain")}
    facts = [{**NAME, "language": None, "value": f"{NAMESPACES['m']}#{each}"} for each in ("StaffMember", "Cash")]
    messages = _judged(replace(taxonomy, concepts=concepts), facts[0], {**facts[1], "entity": "e:2"})
    assert [(message.code, message.fact_ids) for message in messages] == [("enumeration", ("x1",))]


@pytest.mark.parametrize("prefix", ["m", "other"])
def test_a_dimension_in_the_scenario_is_none_of_the_segment(taxonomy: Taxonomy, prefix: str) -> None:
    """Whatever prefixes the report has."""
    (message,) = _judged(taxonomy, {**SHARES, "scenario": f"{prefix}:LotAxis"}, prefix=prefix)
    assert message.code == "dimensions"
    assert message.message.endswith(
        "m:HoldersTable needs a member of m:LotAxis, which is typed and has no default, in the segment"
    )


def test_every_rule_of_the_judge_is_broken_here() -> None:
    """Each by its code, in some test of this room."""
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py"))
    codes = [rule.code for rule in (*REPORT_RULES, *FACT_RULES)]
    assert [code for code in codes if f'"{code}"' not in text and f'"{code.rpartition(".")[2]}"' not in text] == []
    assert len(codes) == len(set(codes))


def test_a_rule_is_one_function_and_one_entry(taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the table is judged, and said under the rule's code."""

    def large(facts: JudgedFacts) -> Iterator[Violations]:
        yield violations(facts, pl.col("value").str.len_bytes() > 1, pl.format("{} is large", pl.col("concept")))

    toy = Rule("toy", Severity.WARNING, "A value has more than one digit.", "a practice", large)
    monkeypatch.setattr(own_judge, "FACT_RULES", (*FACT_RULES, toy))
    messages = _judged(taxonomy, {**REVENUES, "value": "12"}, {**COSTS, "value": "3"})
    assert ("toy", Severity.WARNING, "m:Revenues is large") in [(m.code, m.severity, m.message) for m in messages]


FLAG = {"concept": "m:IsAmended", **DURATION, "value": "true"}


@pytest.mark.parametrize(
    ("known", "second", "code"),
    [
        (True, "1", "duplicates.complete"),
        (True, " true ", "duplicates.complete"),
        (True, "0", "duplicates.inconsistent"),
        (False, "1", "duplicates.inconsistent"),
    ],
)
def test_booleans_are_compared_by_value(tmp_path: Path, known: bool, second: str, code: str) -> None:
    """As far as a taxonomy says that they are booleans (XML Schema Part 2, 3.2.2)."""
    flag = "CompanyName,stringItemType,,duration,false\n", "IsAmended,booleanItemType,,duration,false\n"
    changes = {"concepts.csv": ((flag[0], flag[0] + flag[1]),)}
    taxonomy, _ = load_taxonomy(write_taxonomy(tmp_path, changes))
    said = _judged(taxonomy if known else None, FLAG, {**FLAG, "value": second})
    assert [message.code for message in said if message.code.startswith("duplicates")] == [code]


def test_contradictions_are_a_warning_by_the_rules_of_xbrl_2_1() -> None:
    """That specification does not forbid them."""
    rows = [{**REVENUES, "id": "a"}, {**REVENUES, "id": "b", "value": "200"}]
    judgement = judge_report(Report(facts_frame(rows), NAMESPACES, ("a.xsd",)), calculations="2.1")
    assert [(message.code, message.severity) for message in judgement.messages] == [
        ("duplicates.inconsistent", Severity.WARNING)
    ]
    assert "totals" in judgement.not_judged  # for there is no taxonomy
