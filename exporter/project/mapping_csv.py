"""The mapping: which concept each line item reports, and how its printed figure becomes the value of a fact.

mapping.csv has one row per line item, with the columns

table        the table in report.toml
section      the heading above the row, needed where the label alone does not tell rows apart
label        the row's label as printed in the project's main language; empty where that does not print the row
account      in place of the label: codes of accounts, ranges and wildcards: `4000-4099, 4150, 5*`
concept      the concept to report; empty for a row that is derived by a rule, or excluded, and then `note` says why
sign         `as printed` or `reversed`; empty for text
label_role   under which label role the printed label is filed; empty is the standard one, `none` is not at all
period       empty for the column's period; `start` or `end` for the instants at which it opens and closes
unit         empty for the column's unit; else a unit's name, or `per` and a name: the column's unit per that one
scale        power of ten of the printed figure; empty for the table's
decimals     accuracy of the fact; empty for the table's
dimensions   axis=member; axis=member
rule         how the figure follows from others; with a concept, a check on the fact. For a `total` the network whose
             calculation adds it up, if there are several; for `carry` the concept whose figure is carried
use          empty to file the figure; `check` for a print that is compared with the fact that another row files; `add`
             for figures of which the fact is the sum; `total` for a concept that adds up others by the taxonomy's
             calculation; `carry` for a figure that is added to the concept at the end of its period
footnotes    ids in footnotes.csv, separated by semicolons
note         why, for the reviewer

and, for each further language xx, section.xx and label.xx.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.files.records import Record, read_records
from exporter.findings.findings import Finding, Source, has_errors
from exporter.findings.nearest import nearest
from exporter.project import rules
from exporter.project.accounts import Accounts, parse_accounts
from exporter.project.figure_rules import FigureRule, figure_rule_faults, parse_figure_rule
from exporter.report.dispositions import NOT_REPORTED
from exporter.report.names import illegal_character
from exporter.report.report import dimensions_text
from exporter.taxonomy.advice import advice_for_unknown, is_deprecated, replacements
from exporter.taxonomy.concepts import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.project.project import Project, Table
    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy

__all__ = ["ADD", "AS_PRINTED", "CARRY", "NO_LABEL", "REVERSED", "TOTAL", "MappingRow", "read_mapping"]

_MAPPING = "mapping.csv"
AS_PRINTED, REVERSED = "as printed", "reversed"
#: The label role of a row whose printed label is not filed.
NO_LABEL = "none"
#: What becomes of a row's figures.
FILE, CHECK, ADD, TOTAL, CARRY = "", "check", "add", "total", "carry"
USES = (FILE, CHECK, ADD, TOTAL, CARRY)
#: Uses of rows that no line item has.
COMPUTED = (TOTAL, CARRY)
_REQUIRED = ["table", "concept", "sign"]
_OPTIONAL = [
    "section",
    "label",
    "account",
    "label_role",
    "period",
    "unit",
    "scale",
    "decimals",
    "dimensions",
    "rule",
    "use",
    "footnotes",
    "note",
]


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A checked row of mapping.csv; labels and sections are by language.

    Without a concept it has a rule by which its figures are derived, or a note that says why they are excluded.

    Attributes:
        use: what becomes of its figures, one of `USES`.
        accounts: those that it is for, in place of a label.
        network: whose calculation adds up a total; empty for the only one that does.
        carried: the concept whose figure is carried.
    """

    table: Table
    labels: dict[str, str]
    sections: dict[str, str]
    note: str
    source: Source
    concept: Concept | None = None
    sign: str = ""
    label_role: str = STANDARD
    period: str = ""
    unit: str = ""
    scale: int | None = None
    decimals: int | str | None = None
    dimensions: str | None = None
    rule: FigureRule | None = None
    use: str = FILE
    accounts: Accounts | None = None
    network: str = ""
    carried: Concept | None = None
    footnotes: tuple[str, ...] = ()
    #: What the printed label names: the row's explicit member, the last one if it has several, or else the concept.
    #: None where it names neither.
    labelled: str | None = None

    @property
    def check_only(self) -> bool:
        """Whether its figures are compared, and not filed."""
        return self.use == CHECK

    @property
    def is_printed(self) -> bool:
        """Whether its figures are facts as they are printed, and not shares of facts or computed."""
        return self.use in (FILE, CHECK)

    @property
    def is_total(self) -> bool:
        """Whether its figures are totals along a calculation."""
        return self.use == TOTAL

    @property
    def is_computed(self) -> bool:
        """Whether its figures are computed from facts, so that no line item is meant."""
        return self.use in COMPUTED


def read_mapping(project: Project, taxonomy: Taxonomy) -> tuple[list[MappingRow], list[Finding]]:
    """Read the mapping.

    Returns: the rows, where one that cannot be used is replaced by one that excludes its line item; and what is wrong.

    Raises:
        UnreadableInputError: the file is missing or cannot be read.
    """
    other_languages = [language for language in project.languages if language != project.language]
    optional = [
        *_OPTIONAL,
        *(f"{column}.{language}" for language in other_languages for column in ("section", "label")),
    ]
    records, findings = read_records(
        project.mapping_file, _MAPPING, _REQUIRED, optional, rules=rules.MAPPING_RECORDS, inside=project.folder
    )
    rows = []
    for record in records:
        row_findings = list(_record_findings(record, project, taxonomy))
        findings += row_findings
        if not has_errors(row_findings):
            rows.append(_parse_row(record, project, taxonomy))
        elif record["table"] in project.tables:
            rows.append(_excluding_row(record, project))
    return rows, findings


def _excluding_row(record: Record, project: Project) -> MappingRow:
    """Make a row that excludes its line item, in place of one that cannot be used.

    So the line item is not reported as unmapped too.
    """
    return MappingRow(
        table=project.tables[record["table"]],
        labels=_by_language(record, "label", project),
        sections=_by_language(record, "section", project),
        note=NOT_REPORTED,
        source=record.source,
        accounts=_accounts(record),
    )


def _accounts(record: Record) -> Accounts | None:
    """Read the accounts of a row; None where it has none, or they cannot be read."""
    try:
        return parse_accounts(record["account"]) if record["account"] else None
    except ValueError:
        return None


def _by_language(record: Record, column: str, project: Project) -> dict[str, str]:
    return {
        language: record[column if language == project.language else f"{column}.{language}"]
        for language in project.languages
    }


def _parse_row(record: Record, project: Project, taxonomy: Taxonomy) -> MappingRow:
    table = project.tables[record["table"]]
    dimensions = _dimension_pairs(record["dimensions"])
    members = [member for axis, member in dimensions if axis not in taxonomy.typed_domains]
    use, rule = record["use"], record["rule"]
    # A label that stands at one of several accounts is not that of the concept.
    is_labelled = not table.is_list and use not in (ADD, *COMPUTED) and not record["account"]
    return MappingRow(
        table=table,
        labels=_by_language(record, "label", project),
        sections=_by_language(record, "section", project),
        concept=taxonomy.all_concepts.get(record["concept"]),
        sign=record["sign"],
        label_role=record["label_role"] or (STANDARD if is_labelled else NO_LABEL),
        period=record["period"],
        unit=record["unit"],
        scale=int(record["scale"]) if record["scale"] else None,
        decimals=_parse_decimals(record["decimals"]),
        dimensions=dimensions_text(dict(dimensions)),
        rule=parse_figure_rule(rule) if rule and use not in COMPUTED else None,
        use=use,
        accounts=_accounts(record),
        network=rule if use == TOTAL else "",
        carried=taxonomy.all_concepts.get(rule) if use == CARRY else None,
        footnotes=tuple(filter(None, (part.strip() for part in record["footnotes"].split(";")))),
        note=record["note"],
        source=record.source,
        labelled=members[-1] if members else None if dimensions else record["concept"] or None,
    )


def _record_findings(record: Record, project: Project, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find what is wrong with a row by itself."""
    source = record.source
    if record["table"] not in project.tables:
        hint = nearest(record["table"], project.tables) or f"known are {', '.join(project.tables)}"
        yield rules.MAPPING_UNKNOWN_TABLE.finding(f"there is no table {record['table']!r}", source, hint=hint)
        return
    yield from _match_findings(record)
    yield from _use_findings(record, taxonomy)
    yield from _concept_findings(record, project, taxonomy)
    yield from _dimension_findings(record, taxonomy)
    yield from _value_findings(record, taxonomy)
    has_rule = record["rule"] and record["use"] not in COMPUTED
    for rule, message, advice in figure_rule_faults(record["rule"], project) if has_rule else ():
        yield rule.finding(message, source, hint=advice)
    unit = record["unit"].removeprefix("per ")
    if unit and unit not in project.units:
        hint = nearest(unit, project.units) or f"known are {', '.join(project.units)}"
        yield rules.PROJECT_UNKNOWN_UNIT.finding(f"there is no unit {unit!r}", source, hint=hint)


def _match_findings(record: Record) -> Iterator[Finding]:
    """Find what keeps a row from matching line items."""
    labels = [text for column, text in record.cells.items() if column.partition(".")[0] == "label" and text]
    account, is_computed = record["account"], record["use"] in COMPUTED
    if is_computed and (labels or account):
        message = (
            f"the row is a {record['use']}, which is computed, and has a {'label' if labels else 'account'} besides"
        )
        yield rules.MAPPING_BAD_VALUE.finding(message, record.source, hint="remove it, or the use")
    elif labels and account:
        message = "the row has a label and accounts; a line item is found by one of them"
        yield rules.MAPPING_BAD_VALUE.finding(message, record.source)
    elif not labels and not account and not is_computed:
        yield rules.MAPPING_MISSING_LABEL.finding("the row has no label, so it matches no line item", record.source)
    try:
        if account:
            parse_accounts(account)
    except ValueError as error:
        hint = "write codes, ranges and wildcards: 4000-4099, 4150, 5*"
        yield rules.MAPPING_BAD_VALUE.finding(f"the column account {error}", record.source, hint=hint)


def _use_findings(record: Record, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find what does not go with the use of a row's figures."""
    use, concept = record["use"], taxonomy.all_concepts.get(record["concept"])
    if use in (ADD, *COMPUTED) and not record["concept"]:
        message = f"the row has the use {use}, and no concept"
        yield rules.MAPPING_BAD_VALUE.finding(message, record.source)
    elif use in (ADD, *COMPUTED) and concept is not None and not concept.is_numeric:
        message = f"{concept.name} is no number, so that nothing can be added to it"
        yield rules.MAPPING_BAD_VALUE.finding(message, record.source)
    elif use == TOTAL and concept is not None:
        arcs = taxonomy.calculation
        fractional = {arc.network for arc in arcs if not isinstance(arc.weight, int)}
        networks = dict.fromkeys(
            arc.network for arc in arcs if arc.total == concept.name and arc.network not in fractional
        )
        if not networks:
            message = f"no calculation of the taxonomy, with weights that are whole numbers, adds up to {concept.name}"
            yield rules.MAPPING_BAD_VALUE.finding(message, record.source)
        elif record["rule"] not in ("", *networks):
            hint = nearest(record["rule"], networks) or f"write one of {', '.join(networks)} as rule, or nothing"
            message = f"the network {record['rule']!r} does not add up to {concept.name}"
            yield rules.MAPPING_BAD_VALUE.finding(message, record.source, hint=hint)
    elif use == CARRY and record["rule"] not in taxonomy.all_concepts:
        hint = nearest(record["rule"], taxonomy.all_concepts) or "write as rule the concept whose figure is carried"
        message = f"there is no concept {record['rule']!r} to carry"
        yield rules.MAPPING_UNKNOWN_CONCEPT.finding(message, record.source, hint=hint)


def _value_findings(record: Record, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find cells that hold what their column does not allow."""
    source = record.source
    for column, text in record.cells.items():
        if character := illegal_character(text):
            message = f"the column {column} has the character {character}, which XML cannot carry"
            yield rules.MAPPING_BAD_VALUE.finding(message, source)
    choices = {
        "sign": (AS_PRINTED, REVERSED, ""),
        "label_role": ("", NO_LABEL, *taxonomy.all_label_roles),
        "period": ("", "start", "end"),
        "use": USES,
    }
    for column, values in choices.items():
        if record[column] not in values:
            hint = (
                nearest(record[column], values) or f"allowed are {', '.join(repr(v) for v in values if v)} or nothing"
            )
            message = f"{record[column]!r} is not allowed in the column {column}"
            yield rules.MAPPING_BAD_VALUE.finding(message, source, hint=hint)
    for column in ("scale", "decimals"):
        if record[column] and not re.fullmatch(r"-?\d{1,3}" + ("|INF" if column == "decimals" else ""), record[column]):
            message = f"{record[column]!r} is not a whole number"
            yield rules.MAPPING_BAD_VALUE.finding(message, source, hint=f"{column} is a power of ten, such as 3 or -3")


def _concept_findings(record: Record, project: Project, taxonomy: Taxonomy) -> Iterator[Finding]:
    source, name = record.source, record["concept"]
    concept = taxonomy.all_concepts.get(name)
    if not name:
        if not record["note"] and not record["rule"]:
            message = "the row has no concept, no rule, and no note that says why its figures are excluded"
            yield rules.MAPPING_MISSING_REASON.finding(message, source)
    elif concept is None:
        hint = advice_for_unknown(taxonomy, name)
        yield rules.MAPPING_UNKNOWN_CONCEPT.finding(f"the taxonomy has no concept {name!r}", source, hint=hint)
    elif concept.is_numeric and not concept.abstract and not record["sign"] and record["use"] not in COMPUTED:
        hint = f"write {AS_PRINTED!r} or {REVERSED!r}"
        yield rules.MAPPING_MISSING_SIGN.finding(f"{name} is numeric, but the row has no sign", source, hint=hint)
    if concept is not None and is_deprecated(taxonomy, name):
        newer = replacements(taxonomy, name)
        hint = f"the taxonomy names {', '.join(newer)} in its place" if newer else "look for a newer one"
        message = f"the taxonomy says that {name} is deprecated"
        yield rules.MAPPING_DEPRECATED_CONCEPT.finding(message, source, hint=hint)
    is_added = record["use"] in (ADD, *COMPUTED) or record["account"]
    is_list = project.tables[record["table"]].is_list
    is_labelled = record["label_role"] != NO_LABEL and not is_list and (not is_added or record["label_role"])
    files_label = is_labelled and taxonomy.base is not None
    has_negated_label = record["label_role"].startswith("negated")
    if concept and record["sign"] and files_label and (record["sign"] == REVERSED) != has_negated_label:
        message = f"the sign is {record['sign']} but the label is filed as {record['label_role'] or STANDARD}"
        hint = "a label in a negated role makes a reader see the printed sign again"
        yield rules.MAPPING_LABEL_ROLE.finding(message, source, hint=hint)


def _dimension_findings(record: Record, taxonomy: Taxonomy) -> Iterator[Finding]:
    source = record.source
    axes = [axis for axis, _ in _dimension_pairs(record["dimensions"])]
    for axis in dict.fromkeys(axis for axis in axes if axis and axes.count(axis) > 1):
        message = f"{record['dimensions']!r} gives {axis} twice"
        yield rules.MAPPING_BAD_DIMENSIONS.finding(message, source, hint="a fact has one member of an axis")
    for axis, member in _dimension_pairs(record["dimensions"]):
        if not axis or not member:
            message = f"{record['dimensions']!r} is not written as axis=member; axis=member"
            yield rules.MAPPING_BAD_DIMENSIONS.finding(message, source)
        is_typed = axis in taxonomy.typed_domains
        for part in filter(None, (axis, member if not is_typed else "")):
            if part not in taxonomy.all_concepts:
                hint = advice_for_unknown(taxonomy, part)
                message = f"the taxonomy has no dimension or member {part!r}"
                yield rules.MAPPING_UNKNOWN_DIMENSION.finding(message, source, hint=hint)


def _dimension_pairs(text: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return [(axis.strip(), member.strip()) for axis, _, member in pairs]


def _parse_decimals(text: str) -> int | str | None:
    return text if text == "INF" else int(text) if text else None
