"""The own judge: checks over the facts of a Report, each an expression over its columns, so that millions take seconds.

What it knows is XBRL 2.1 (values, periods, units, decimals), Dimensions 1.0, Extensible Enumerations 1.0 and 2.0,
Calculations 1.1 and those of XBRL 2.1, the duplicates of the Open Information Model, and the unit registry, for
concepts of any type, as far as a report shows them. Without a taxonomy it checks what facts say by themselves.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.files.recent import Recent
from exporter.files.resources import is_specification
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST, JudgeMessage, and_more
from exporter.formats.xbrl_xml.reader import is_instance, read_instance
from exporter.frames.columns import each_distinct
from exporter.report.report import dimensions_of, dimensions_text, is_explicit
from exporter.taxonomy.concepts import NUMERIC_KINDS, kind_of
from exporter.taxonomy.value_types import value_type_of
from exporter.validation.judge import CALCULATIONS
from exporter.validation.judgement import Judgement
from exporter.validation.rules import calculations as total_rules
from exporter.validation.rules import (
    concepts,
    decimals,
    dimensions,
    duplicates,
    enumerations,
    ids,
    languages,
    older_calculations,
    periods,
    units,
    values,
)
from exporter.validation.rules.calculation_arcs import Sums
from exporter.validation.rules.judged_facts import JudgedFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from exporter.dts.discovery import Documents
    from exporter.files.process_limits import Limits
    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.report.report import Report
    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy
    from exporter.taxonomy.value_types import ValueType
    from exporter.validation.judge import Subject

__all__ = ["FACT_RULES", "OWN_JUDGE", "REPORT_RULES", "OwnJudge", "judge_report"]

OWN_JUDGE = "own"

#: The rules for a report as a whole: their functions are given a Report, and give `Violations`.
REPORT_RULES: tuple[Rule, ...] = ids.RULES
#: The rules for facts: their functions are given `JudgedFacts`, and give `Violations`.
FACT_RULES: tuple[Rule, ...] = (
    *concepts.RULES,
    *periods.RULES,
    *values.RULES,
    *enumerations.RULES,
    *units.RULES,
    *decimals.RULES,
    *languages.RULES,
    *duplicates.RULES,
    *dimensions.RULES,
    *total_rules.RULES,
    *older_calculations.RULES,
)
#: About so many facts are judged at a time.
_PART = 1_000_000


#: Of a taxonomy that stays in memory, so that its identity is its own.
_recent_sums: Recent[tuple[Taxonomy | None, Sums]] = Recent(2)
#: What no judge says of facts without a taxonomy.
NEEDS_TAXONOMY = ("concepts", "period types", "dimensions", "totals")
#: What is legal and the reader does not keep, by its code.
_UNKNOWN = {"reader.fraction": "fractions", "reader.notFinite": "floats that are infinite or no numbers"}
#: What is no fault where the taxonomy's schema supplies the value, or its accuracy.
_WITHOUT_SCHEMA = {"reader.badDecimals", "reader.unknownAccuracy", "reader.badValue"}


class OwnJudge:
    """The own judge, which works in this process: reads the facts, and checks them. See `Judge` for the methods."""

    name = OWN_JUDGE
    limits: Limits | None = None

    def start(self) -> None:
        """Do nothing: it is there."""

    def prepare(self, package: Path) -> None:
        """Do nothing: it needs the taxonomy alone."""

    def submit(self, subject: Subject) -> None:
        """Read an instance and judge it.

        What could not be read comes first.
        """
        self._judgement: Judgement | None = None
        if not is_instance(subject.entry_point):
            return
        reading = read_instance(subject.entry_point)
        judgement = judge_report(reading.report, subject.taxonomy, subject.calculations, is_ours=subject.is_ours)
        unread_messages, not_read = _unread_messages(reading.findings, subject)
        self._judgement = replace(
            judgement,
            messages=(*unread_messages, *judgement.messages),
            not_judged=(*judgement.not_judged, *not_read),
            report=reading.report,
            document=reading.document,
        )

    def result(self) -> Judgement | None:
        """Give the verdict; None for what is no instance."""
        return self._judgement

    def stop(self, *, failed: bool) -> None:
        """Do nothing: nothing was started."""


def _unread_messages(findings: list[Finding], subject: Subject) -> tuple[list[JudgeMessage], tuple[str, ...]]:
    """Say what could not be read.

    That is an error, unless it is legal and merely nothing that this judge knows: then there is information, and the
    verdict says that it was not judged.

    Returns: the messages, and what was not judged.
    """
    codes = {finding.code for finding in findings}
    not_judged = [what for code, what in _UNKNOWN.items() if code in codes]
    legal = set(_UNKNOWN)
    if codes & _WITHOUT_SCHEMA and _schema_supplies(subject.documents):
        legal |= _WITHOUT_SCHEMA
        not_judged.append("what the schema supplies")
    messages = []
    for finding in findings:
        severity = Severity.INFO if finding.code in legal else finding.severity
        line = finding.source.row if finding.source else None
        messages.append(JudgeMessage(finding.code, severity, finding.message, (), subject.entry_point.name, line))
    return messages, tuple(not_judged)


def _schema_supplies(documents: Documents) -> bool:
    """Tell whether a taxonomy gives values, or the accuracy of values, that an instance need not state."""
    return any(schema.supplies_values for path, schema in documents.schemas.items() if not is_specification(path))


def judge_report(
    report: Report,
    taxonomy: Taxonomy | None = None,
    calculations: str = CALCULATIONS[0],
    *,
    is_ours: bool = True,
) -> Judgement:
    """Check the facts of a report by themselves and, if it is given, against a taxonomy.

    Args:
        report: what is judged.
        taxonomy: what it is judged against, None where that is not known.
        calculations: by which totals are judged, one of `CALCULATIONS`; of which taxonomies which, says `Sums.of`.
        is_ours: whether we wrote the report, and its taxonomy or an extension of it.
    """
    messages = [message for rule in REPORT_RULES for message in _rule_messages(rule, report)]
    new_prefixes = _new_prefixes(taxonomy, report) if taxonomy else {}
    typed_domains = {
        _renamed(name, new_prefixes): _renamed(e, new_prefixes) for name, e in report.typed_domains.items()
    }
    key = id(taxonomy), calculations, is_ours
    _, sums = _recent_sums.get(key, lambda: (taxonomy, Sums.of(taxonomy, calculations, is_ours=is_ours)))
    unjudged = set[str]()
    for table in _parts(report):
        renamed_table = _in_terms_of(new_prefixes, table, report) if new_prefixes else table
        judged_table = _with_concepts(renamed_table, taxonomy)
        facts = JudgedFacts(judged_table, taxonomy, typed_domains, report.namespaces, sums)
        unjudged.update(
            values.unjudged_values(facts), concepts.unjudged_concepts(facts), older_calculations.unjudged_totals(facts)
        )
        messages += [message for rule in FACT_RULES for message in _rule_messages(rule, facts)]
    if calculations != CALCULATIONS[0]:
        messages = [_by_xbrl_2_1(message) for message in messages]
    not_judged = (*taxonomy.not_judged, *sums.not_judged) if taxonomy else NEEDS_TAXONOMY
    return Judgement(OWN_JUDGE, tuple(messages), not_judged=(*not_judged, *sorted(unjudged)))


def _by_xbrl_2_1(message: JudgeMessage) -> JudgeMessage:
    """Weigh a message by the rules of XBRL 2.1, where these are chosen.

    Wrong totals are errors then. Facts may contradict each other: that specification does not calculate with such
    (5.2.5.2), and does not forbid them.
    """
    if message.code in {rule.code for rule in older_calculations.RULES}:
        return replace(message, severity=Severity.ERROR)
    is_contradiction = message.code in {rule.code for rule in duplicates.RULES} and message.severity is Severity.ERROR
    return replace(message, severity=Severity.WARNING) if is_contradiction else message


def _rule_messages(rule: Rule, subject: Any) -> Iterator[JudgeMessage]:  # noqa: ANN401 - what the rule's function is given
    """Say where a rule is broken, one by one.

    Where that is more than `MOST` times, the first ones are told, and how many more there are.
    """
    assert rule.function  # noqa: S101 - each rule of this judge has one
    for violations in rule.function(subject):
        for text, fact_ids in islice(violations.first, MOST):
            yield JudgeMessage(rule.code, rule.severity, text, fact_ids)
        yield from and_more(rule.code, rule.severity, violations.count)


def _parts(report: Report) -> Iterator[pl.DataFrame]:
    """Cut the facts into parts that fit a processor's caches.

    What may be duplicates, or add up, is in one part.
    """
    parts = -(-len(report) // _PART)
    if parts <= 1:
        yield report.facts
        return
    part = (pl.struct("entity", "dimensions").hash() % parts).cast(pl.UInt32)
    with scratch_folder() as folder:
        # One reading that puts each part into a file of its own, since one reading for each part would be quadratic.
        files = pl.PartitionBy(folder, key="part", include_key=False)
        report.lazy.with_columns(part=part).sink_ipc(files, compression="lz4", mkdir=True, engine="streaming")
        for path in sorted(folder.iterdir()):
            yield pl.scan_ipc(path / "*.ipc").collect()


def _new_prefixes(taxonomy: Taxonomy, report: Report) -> dict[str, str]:
    """Find the prefixes of a report for which the taxonomy has others."""
    prefixes = {uri: prefix for prefix, uri in taxonomy.namespaces.items()}
    new_prefixes = {old: prefixes[uri] for old, uri in report.namespaces.items() if prefixes.get(uri, old) != old}
    for old, uri in report.namespaces.items():
        if uri not in prefixes and old in taxonomy.namespaces:  # which would make names of something else of its names
            new_prefixes[old] = f"{old}_"
            while new_prefixes[old] in taxonomy.namespaces:
                new_prefixes[old] += "_"
    return new_prefixes


def _renamed(name: str, new_prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return f"{new_prefixes.get(prefix, prefix)}{colon}{local}"


def _in_terms_of(new_prefixes: Mapping[str, str], facts: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Put the taxonomy's prefixes into the names of concepts, dimensions and members."""

    def name(text: str) -> str:
        return _renamed(text, new_prefixes)

    def members(text: str) -> str | None:
        typed = report.typed_domains
        pairs = dimensions_of(text).items()
        return dimensions_text(
            {name(axis): name(member) if is_explicit(axis, typed) else member for axis, member in pairs}
        )

    def names(text: str) -> str:
        return " ".join(sorted(map(name, text.split(" "))))

    functions = {"concept": name, "dimensions": members, "scenario": names}
    return facts.with_columns(each_distinct(key, value) for key, value in functions.items() if key in facts.columns)


#: What a table of judged facts has beside the facts, and of which concept that is. Names of types become `pl.Enum`.
_CONCEPT_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("concept", "kind", "type", "item_type", "xsd_type", "period_type"), pl.String),
        **dict.fromkeys(("numeric", "reportable", "nillable", "restricted"), pl.Boolean),
    }
)


def _judged_concepts(names: Iterable[str], taxonomy: Taxonomy | None) -> pl.DataFrame:
    """Say what the rules look at of each known concept: the columns of `_CONCEPT_COLUMNS`."""
    types = taxonomy.value_types if taxonomy else {}
    concepts = [taxonomy.all_concepts.get(name) for name in names] if taxonomy else []
    rows = [_judged_concept(concept, types) for concept in concepts if concept]
    frame = pl.DataFrame(rows, schema=_CONCEPT_COLUMNS)
    return frame.with_columns(
        frame[name].cast(pl.Enum(frame[name].unique().drop_nulls().sort()))
        for name in ("type", "item_type", "xsd_type")
    )


def _judged_concept(concept: Concept, types: Mapping[str, ValueType]) -> dict[str, str | bool | None]:
    """Say what the rules look at of a concept."""
    value_type = value_type_of(concept, types)
    reportable = not concept.abstract and concept.kind not in {"member", "hypercube", "dimension", "tuple"}
    return {
        "concept": concept.name,
        "kind": concept.kind,
        "type": concept.type,
        "item_type": value_type.item_type if value_type else None,
        "xsd_type": value_type.xsd_type if value_type else None,
        "period_type": concept.period,
        "numeric": kind_of(value_type.item_type) in NUMERIC_KINDS if value_type else None,
        "reportable": reportable,
        "nillable": concept.nillable,
        "restricted": reportable and value_type is not None and any(value_type.steps),
    }


def _with_concepts(facts: pl.DataFrame, taxonomy: Taxonomy | None) -> pl.DataFrame:
    """Add what the taxonomy says of the facts' concepts, as `JudgedFacts` has it."""
    concepts_frame = _judged_concepts(facts["concept"].cast(pl.String).unique(), taxonomy)
    kinds = facts.select("concept").join(concepts_frame, on="concept", how="left", maintain_order="left")
    return facts.with_columns(kinds.drop("concept"))
