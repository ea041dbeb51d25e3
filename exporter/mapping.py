"""The mapping: which concept each line item reports, and how its printed figure becomes the value of a fact.

mapping.csv has one row per line item, with the columns

table        the table in report.toml
section      the heading above the row, needed where the label alone does not tell rows apart
label        the row's label as printed in the project's main language; empty where that does not print the row
concept      the concept to report; empty to exclude the row, and then `note` says why
sign         `as printed` or `reversed`; empty for text
label_role   under which label role the printed label is filed; empty is the standard one
period       empty for the column's period; `start` or `end` for the instants at which it opens and closes
unit         empty for the column's unit; else a unit's name, or `per` and a name: the column's unit per that one
scale        power of ten of the printed figure; empty for the table's
decimals     accuracy of the fact; empty for the table's
dimensions   axis=member; axis=member
note         why, for the reviewer

and, for each further language xx, section.xx and label.xx.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.amounts import (
    Amount,
    NotANumberError,
    Printed,
    decimal_text,
    has_digits_beyond,
    parse_amount,
    scaled,
)
from exporter.findings import Finding, Source, has_errors, nearest, new_finding
from exporter.identifiers import context_name, distinct, fact_name
from exporter.line_items import LINE_ITEM_COLUMNS
from exporter.namespaces import SPECIFICATION_PREFIXES, illegal_character
from exporter.report import ASPECTS, Report, dimensions_text, facts_frame
from exporter.tables import Record, read_records
from exporter.taxonomy.model import LABEL_ROLES, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.project import Period, Project, Table
    from exporter.taxonomy import Concept, Taxonomy

__all__ = ["CELL_COLUMNS", "Mapped", "MappingRow", "map_line_items", "read_mapping"]

_MAPPING = "mapping.csv"
AS_PRINTED, REVERSED = "as printed", "reversed"
_NOT_REPORTED = "not reported: see findings.json"
_REQUIRED = ["table", "label", "concept", "sign"]
_OPTIONAL = ["section", "label_role", "period", "unit", "scale", "decimals", "dimensions", "note"]

_PLACE = ("table", "file", "row", "column", "heading", "section", "label", "printed")

#: The columns of a mapped cell: where it stands, what became of it, and the aspects and value of its fact.
#: `disposition` is `fact` or `excluded`; `reason` says why a cell is excluded; `mapping_row` is the row of mapping.csv;
#: `fact` is the fact's id.
CELL_COLUMNS = pl.Schema(
    {  # type: ignore[arg-type]  # the types of two Schemas are legal in a third
        **{name: LINE_ITEM_COLUMNS[name] for name in _PLACE},
        "disposition": pl.String,
        "reason": pl.String,
        "mapping_row": pl.Int64,
        "fact": pl.String,
        **dict.fromkeys((*ASPECTS, "value"), pl.String),
        "decimals": pl.Int32,
    }
)

_LEXICAL_FORMS = {
    "date": (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII), "a date such as 2003-09-30"),
    "year": (re.compile(r"\d{4}", re.ASCII), "a year such as 2003"),
    "boolean": (re.compile(r"true|false", re.ASCII), "true or false"),
}


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A checked row of mapping.csv; labels and sections are by language. Without a concept, `note` says why."""

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


@dataclass(frozen=True)
class Mapped:
    """What became of the line items.

    Attributes:
        report: the facts, in the order in which the taxonomy presents their concepts.
        cells: one row per source cell, with the columns of `CELL_COLUMNS`.
        labels: the printed labels by concept, label role and language.
    """

    report: Report
    cells: pl.DataFrame
    labels: dict[tuple[str, str, str], str]

    def sources(self) -> dict[str, tuple[Source, ...]]:
        """For each fact id the cells that gave it."""
        found: dict[str, list[Source]] = defaultdict(list)
        cells = self.cells.filter(pl.col("fact").is_not_null()).select("fact", "file", "row", "column", "heading")
        for fact, *place in cells.iter_rows():
            found[fact].append(Source(*place))
        return {fact: tuple(places) for fact, places in found.items()}


# ---------------------------------------------------------------------------------------------- reading mapping.csv


def read_mapping(project: Project, taxonomy: Taxonomy) -> tuple[list[MappingRow], list[Finding]]:
    """The rows of mapping.csv that can be used, and a Finding for everything else.

    Raises:
        UnreadableInputError: the file is missing or cannot be read.
    """
    others = [language for language in project.languages if language != project.language]
    optional = [*_OPTIONAL, *(f"{column}.{language}" for language in others for column in ("section", "label"))]
    records, findings = read_records(project.mapping, _MAPPING, _REQUIRED, optional, area="mapping")
    rows = []
    for record in records:
        row_findings = list(_record_findings(record, project, taxonomy))
        findings += row_findings
        if not has_errors(row_findings):
            rows.append(_mapping_row(record, project, taxonomy))
        elif record["table"] in project.tables:
            rows.append(_faulty_row(record, project))
    return rows, findings


def _faulty_row(record: Record, project: Project) -> MappingRow:
    """A row that cannot be used, as one that excludes its line item, so that this is not reported as unmapped too."""
    return MappingRow(
        table=project.tables[record["table"]],
        labels=_by_language(record, "label", project),
        sections=_by_language(record, "section", project),
        note=_NOT_REPORTED,
        source=record.source,
    )


def _by_language(record: Record, column: str, project: Project) -> dict[str, str]:
    return {
        language: record[column if language == project.language else f"{column}.{language}"]
        for language in project.languages
    }


def _mapping_row(record: Record, project: Project, taxonomy: Taxonomy) -> MappingRow:
    return MappingRow(
        table=project.tables[record["table"]],
        labels=_by_language(record, "label", project),
        sections=_by_language(record, "section", project),
        concept=taxonomy.all_concepts.get(record["concept"]),
        sign=record["sign"],
        label_role=record["label_role"] or STANDARD,
        period=record["period"],
        unit=record["unit"],
        scale=int(record["scale"]) if record["scale"] else None,
        decimals=_decimals(record["decimals"]),
        dimensions=dimensions_text(dict(_dimension_pairs(record["dimensions"]))),
        note=record["note"],
        source=record.source,
    )


def _record_findings(record: Record, project: Project, taxonomy: Taxonomy) -> Iterator[Finding]:
    """What is wrong with a row by itself."""
    source = record.source
    if record["table"] not in project.tables:
        hint = nearest(record["table"], project.tables) or f"known are {', '.join(project.tables)}"
        yield new_finding("mapping.unknownTable", f"there is no table {record['table']!r}", source, hint=hint)
        return
    if not any(text for column, text in record.cells.items() if column.partition(".")[0] == "label"):
        yield new_finding("mapping.missingLabel", "the row has no label, so it matches no line item", source)
    yield from _concept_findings(record, taxonomy)
    allowed = {
        "sign": (AS_PRINTED, REVERSED, ""),
        "label_role": ("", *LABEL_ROLES),
        "period": ("", "start", "end"),
    }
    for column, values in allowed.items():
        if record[column] not in values:
            hint = (
                nearest(record[column], values) or f"allowed are {', '.join(repr(v) for v in values if v)} or nothing"
            )
            message = f"{record[column]!r} is not allowed in the column {column}"
            yield new_finding("mapping.badValue", message, source, hint=hint)
    for column in ("scale", "decimals"):
        if record[column] and not re.fullmatch(r"-?\d{1,3}" + ("|INF" if column == "decimals" else ""), record[column]):
            message = f"{record[column]!r} is not a whole number"
            yield new_finding("mapping.badValue", message, source, hint=f"{column} is a power of ten, such as 3 or -3")
    unit = record["unit"].removeprefix("per ")
    if unit and unit not in project.units:
        hint = nearest(unit, project.units) or f"known are {', '.join(project.units)}"
        yield new_finding("project.unknownUnit", f"there is no unit {unit!r}", source, hint=hint)


def _concept_findings(record: Record, taxonomy: Taxonomy) -> Iterator[Finding]:
    source, name = record.source, record["concept"]
    concept = taxonomy.all_concepts.get(name)
    if not name:
        if not record["note"]:
            message = "the row has no concept, and no note that says why its figures are excluded"
            yield new_finding("mapping.missingReason", message, source)
    elif concept is None:
        hint = nearest(name, taxonomy.all_concepts)
        yield new_finding("mapping.unknownConcept", f"the taxonomy has no concept {name!r}", source, hint=hint)
    elif concept.is_numeric and not concept.abstract and not record["sign"]:
        hint = f"write {AS_PRINTED!r} or {REVERSED!r}"
        yield new_finding("mapping.missingSign", f"{name} is numeric, but the row has no sign", source, hint=hint)
    if concept and record["sign"] and (record["sign"] == REVERSED) != record["label_role"].startswith("negated"):
        message = f"the sign is {record['sign']} but the label is filed as {record['label_role'] or STANDARD}"
        hint = "a label in a negated role makes a reader see the printed sign again"
        yield new_finding("mapping.labelRole", message, source, hint=hint)
    for axis, member in _dimension_pairs(record["dimensions"]):
        if not axis or not member:
            message = f"{record['dimensions']!r} is not written as axis=member; axis=member"
            yield new_finding("mapping.badDimensions", message, source)
        for part in filter(None, (axis, member)):
            if part not in taxonomy.all_concepts:
                hint = nearest(part, taxonomy.all_concepts)
                message = f"the taxonomy has no dimension or member {part!r}"
                yield new_finding("mapping.unknownDimension", message, source, hint=hint)


def _dimension_pairs(text: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return [(axis.strip(), member.strip()) for axis, _, member in pairs]


def _decimals(text: str) -> int | str | None:
    return text if text == "INF" else int(text) if text else None


# ------------------------------------------------------------------------------------------ mapping line items to facts


def map_line_items(
    items: pl.DataFrame, rows: list[MappingRow], project: Project, taxonomy: Taxonomy
) -> tuple[Mapped, list[Finding]]:
    """The facts that the line items report, what became of each cell, and a Finding for whatever has no home.

    Args:
        items: cells with the columns of `LINE_ITEM_COLUMNS`.
        rows: the mapping.
        project: what periods, units and tables mean.
        taxonomy: the concepts, and the order in which they are presented.
    """
    findings: list[Finding] = []
    homes = _find_homes(items, rows, findings)
    cells = _Cells(project, taxonomy, findings)
    for item in items.iter_rows(named=True):
        cells.add(item, homes.get((item["file"], item["row"])))
    labels = _printed_labels(rows, findings)
    findings += _unpresented(rows, taxonomy)
    return cells.mapped(labels), findings


def _find_homes(
    items: pl.DataFrame, rows: list[MappingRow], findings: list[Finding]
) -> dict[tuple[str, int], MappingRow]:
    """For each row of each file its mapping row. Rows without figures need none."""
    lines = items.group_by("table", "file", "language", "row", maintain_order=True).agg(
        pl.col("section", "label").first(), (pl.col("printed").str.strip_chars() != "").any().alias("has_figures")
    )
    homes: dict[tuple[str, int], MappingRow] = {}
    for file in lines.partition_by("file", maintain_order=True):
        candidates = file.to_dicts()
        by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in candidates:
            by_label[line["label"]].append(line)
        for row in rows:
            if row.table.name == candidates[0]["table"]:
                _match(row, candidates[0]["file"], candidates[0]["language"], by_label, homes, findings)
        findings += _unmapped(candidates, rows, homes)
    return homes


def _match(
    row: MappingRow,
    file: str,
    language: str,
    by_label: dict[str, list[dict[str, Any]]],
    homes: dict[tuple[str, int], MappingRow],
    findings: list[Finding],
) -> None:
    label, section = row.labels[language], row.sections[language]
    if not label:
        return  # not printed in this language
    found = [line for line in by_label.get(label, []) if not section or line["section"] == section]
    figures = [line for line in found if line["has_figures"]] or found
    if not figures:
        sections = [line["section"] for line in by_label.get(label, [])]
        where = f" under {section!r}" if section else ""
        hint = nearest(section, sections) if sections else nearest(label, by_label)
        message = f"{file} has no line item {label!r}{where}"
        findings.append(new_finding("mapping.unmatchedRow", message, row.source, hint=hint))
    elif len(figures) > 1:
        places = tuple(Source(file, line["row"]) for line in figures)
        message = f"{file} has {label!r} in {len(figures)} rows"
        hint = "name the section that it stands under"
        findings.append(new_finding("mapping.ambiguousLabel", message, row.source, hint=hint, related=places))
    else:
        twin = homes.setdefault((file, figures[0]["row"]), row)
        if twin is not row:
            message = f"{label!r} is already mapped"
            findings.append(new_finding("mapping.duplicateRow", message, row.source, related=(twin.source,)))


def _unmapped(
    lines: list[dict[str, Any]], rows: list[MappingRow], homes: dict[tuple[str, int], MappingRow]
) -> Iterator[Finding]:
    for line in lines:
        if line["has_figures"] and line["label"] and (line["file"], line["row"]) not in homes:
            known = [row.labels[line["language"]] for row in rows if row.table.name == line["table"]]
            hint = nearest(line["label"], known)
            hint = f"mapping.csv has a similar row; {hint}" if hint else "add a row for it to mapping.csv"
            source = Source(line["file"], line["row"], "A")
            message = f"the line item {line['label']!r} has no mapping row"
            yield new_finding("mapping.unmappedLineItem", message, source, hint=hint)


def _printed_labels(rows: list[MappingRow], findings: list[Finding]) -> dict[tuple[str, str, str], str]:
    labels: dict[tuple[str, str, str], tuple[str, Source]] = {}
    for row in rows:
        for language, text in row.labels.items() if row.concept else ():
            if not text:
                continue
            assert row.concept  # noqa: S101 - the loop runs only for rows with a concept
            key = (row.concept.name, row.label_role, language)
            other, place = labels.setdefault(key, (text, row.source))
            if other != text:
                message = f"{key[0]} is labelled both {other!r} and {text!r} as {key[1]} in {language}"
                hint = "file one of them under another label role, such as terseLabel or verboseLabel"
                finding = new_finding("mapping.conflictingLabels", message, row.source, hint=hint, related=(place,))
                findings.append(finding)
    return {key: text for key, (text, _) in labels.items()}


def _unpresented(rows: list[MappingRow], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Whatever is reported is presented, in the role of its label (EFM 6.12.03)."""
    presented = {(row.concept, row.label_role) for row in taxonomy.presentation}
    for row in rows:
        if row.concept and (row.concept.name, row.label_role) not in presented:
            roles = [role for concept, role in presented if concept == row.concept.name]
            hint = f"it is presented as {', '.join(sorted(roles))}" if roles else "add a row to presentation.csv"
            message = f"{row.concept.name} is not presented with its {row.label_role}"
            yield new_finding("mapping.notPresented", message, row.source, hint=hint)


class _Cells:
    """Gathers the fate of each cell, and the facts; cells that say the same share one fact."""

    def __init__(self, project: Project, taxonomy: Taxonomy, findings: list[Finding]) -> None:
        self.project, self.taxonomy, self.findings = project, taxonomy, findings
        self.entity = _entity_name(project)
        self.cells: list[dict[str, Any]] = []
        self.facts: dict[tuple[Any, ...], dict[str, Any]] = {}

    def add(self, item: dict[str, Any], row: MappingRow | None) -> None:
        """Decide what becomes of a cell."""
        cell = {**{name: item[name] for name in _PLACE}, "disposition": "excluded"}
        cell["mapping_row"] = row.source.row if row else None
        self.cells.append(cell)
        if reason := _exclusion(item, row):
            cell["reason"] = reason
            return
        source = Source(item["file"], item["row"], item["column"], item["heading"])
        fact = self.fact(item, row, source) if row and row.concept else None
        if fact is None:
            cell["reason"] = _NOT_REPORTED
        elif "value" not in fact:
            cell["reason"] = "a dash, which report.toml takes for nothing"
        else:
            cell.update(fact, disposition="fact")
            self.share(cell, source)

    def fact(self, item: dict[str, Any], row: MappingRow, source: Source) -> dict[str, Any] | None:
        """The cell's fact; without a value if its dash means nothing; None if something is wrong with it."""
        concept = row.concept
        assert concept  # noqa: S101 - the caller has looked
        count = len(self.findings)
        if concept.abstract:
            message = f"{concept.name} is abstract and cannot take the figure {item['printed']!r}"
            self.fault("mapping.abstractConcept", message, source)
            return None
        period = self.project.periods[item["period"]]
        start, end = self.period(concept, period, row, source)
        fact = {
            "concept": concept.name,
            "entity": self.entity,
            "period_start": start,
            "period_end": end,
            "dimensions": row.dimensions,
        }
        if concept.is_numeric:
            fact["unit"] = self.unit(concept, item, row, source)
            fact.update(self.numeric_value(item, row, source))
        else:
            fact["language"] = item["language"] if concept.kind == "text" else None
            fact["value"] = self.text_value(concept, item["printed"], source)
        return fact if len(self.findings) == count else None

    def period(self, concept: Concept, period: Period, row: MappingRow, source: Source) -> tuple[str | None, str]:
        """Start and end of the fact's period; the start of an instant is None."""
        if period.start and row.period:
            start, end = None, _day_before(period.start) if row.period == "start" else period.end
        else:
            start, end = period.start, period.end
        if (concept.period == "instant") != (start is None):
            kind = "a duration" if start else "an instant"
            hint = (
                "in mapping.csv, period 'start' or 'end' takes the instant at which the column's period opens or closes"
                if start
                else "give the column a period with a start and an end"
            )
            message = f"{concept.name} is {concept.period}, but the column's period {period.name!r} is {kind}"
            self.fault("mapping.wrongPeriodType", message, source, hint, (row.source,))
        return start, end

    def unit(self, concept: Concept, item: dict[str, Any], row: MappingRow, source: Source) -> str | None:
        """The measure of the fact's unit."""
        own = self.project.units.get(item["unit"], "")
        if row.unit.startswith("per "):
            unit = f"{own}/{self.project.units[row.unit.removeprefix('per ')]}"
        else:
            unit = self.project.units[row.unit] if row.unit else own
        fits = {
            "monetary": re.fullmatch(r"iso4217:[A-Z]{3}", unit),
            "per share": re.fullmatch(r"iso4217:[A-Z]{3}/xbrli:shares", unit),
            "shares": unit == "xbrli:shares",
            "pure": unit == "xbrli:pure",
        }
        if not fits.get(concept.kind, unit and not unit.startswith("/")):
            message = f"{concept.name} is a {concept.type}, which {unit or 'no unit'!r} does not fit"
            hint = "name a unit of report.toml for the column, or in the mapping row, such as 'per shares'"
            self.fault("mapping.wrongUnit", message, source, hint, (row.source,))
        return unit

    def numeric_value(self, item: dict[str, Any], row: MappingRow, source: Source) -> dict[str, Any]:
        """Value and decimals of a figure; nothing for a dash that means nothing."""
        try:
            amount = parse_amount(item["printed"])
        except NotANumberError as error:
            self.fault("lineItems.notANumber", str(error), source)
            return {}
        if amount.printed is Printed.DASH and row.table.dash in {None, "nil", "nothing"}:
            return self.dash(row, source)
        scale = row.scale if row.scale is not None else row.table.scale
        decimals = row.decimals if row.decimals is not None else row.table.decimals
        for key, found in (("scale", scale), ("decimals", decimals)):
            if found is None:
                message = f"neither the table {row.table.name!r} in report.toml nor the mapping row has {key}"
                self.fault("project.missingKey", message, source, f"add {key} to the table", (row.source,))
        if scale is None or decimals is None:
            return {}
        return self.scaled_value(amount, 0 if amount.percent else scale, decimals, row, source)

    def dash(self, row: MappingRow, source: Source) -> dict[str, Any]:
        if row.table.dash is None:
            message = "a dash is printed, and report.toml does not say what it means"
            hint = f"add dash = 'zero', 'nil' or 'nothing' to the table {row.table.name!r}"
            self.fault("project.missingKey", message, source, hint)
        return {"value": None} if row.table.dash == "nil" else {}

    def scaled_value(
        self, amount: Amount, scale: int, decimals: int | str, row: MappingRow, source: Source
    ) -> dict[str, Any]:
        value = scaled(amount.value, scale)
        if row.sign == REVERSED:
            value = value.copy_negate()
        if isinstance(decimals, int) and has_digits_beyond(value, decimals):
            message = f"{decimal_text(value)} has digits that decimals={decimals} does not cover"
            self.fault("mapping.lostDigits", message, source, "correct decimals, or the scale", (row.source,))
        return {"value": decimal_text(value), "decimals": decimals if isinstance(decimals, int) else None}

    def text_value(self, concept: Concept, printed: str, source: Source) -> str:
        if bad := illegal_character(printed):
            message = f"the text has the character {bad}, which XML cannot carry"
            self.fault("lineItems.illegalCharacter", message, source)
        form, what = _LEXICAL_FORMS.get(concept.kind, (None, ""))
        if form and not form.fullmatch(printed.strip()):
            self.fault("lineItems.wrongValue", f"{printed!r} is not {what}, as {concept.name} needs", source)
        return printed.strip() if form else printed

    def share(self, cell: dict[str, Any], source: Source) -> None:
        """Give the cell the fact of its aspects, which must not say something else already."""
        key = tuple(cell.get(aspect) for aspect in ASPECTS)
        fact = self.facts.setdefault(key, cell)
        cell["same_as"] = fact
        if fact is cell:
            return
        place = Source(fact["file"], fact["row"], fact["column"], fact["heading"])
        if (fact["value"], fact.get("decimals")) != (cell["value"], cell.get("decimals")):
            message = (
                f"{cell['concept']} is {cell['value']} here (decimals {cell.get('decimals')}) "
                f"but {fact['value']} there (decimals {fact.get('decimals')})"
            )
            self.fault("mapping.conflictingCells", message, source, None, (place,))

    def mapped(self, labels: dict[tuple[str, str, str], str]) -> Mapped:
        """The report, its facts in the order of presentation, and the cells with the ids of their facts."""
        order: dict[str, int] = {}
        for place, row in enumerate(self.taxonomy.presentation):
            order.setdefault(row.concept, place)
        facts = sorted(self.facts.values(), key=lambda fact: order.get(fact["concept"], len(order)))
        names = (
            fact_name(
                fact["concept"],
                context_name(fact["period_start"], fact["period_end"], fact["dimensions"]),
                fact.get("unit"),
                fact.get("language"),
            )
            for fact in facts
        )
        for fact, name in zip(facts, distinct(names), strict=True):
            fact["id"] = name
        for cell in self.cells:
            cell["fact"] = cell["same_as"]["id"] if "same_as" in cell else None
        report = Report(facts_frame(facts), _namespaces(self.project, self.taxonomy), _entry_points(self.taxonomy))
        cells = [{name: cell.get(name) for name in CELL_COLUMNS} for cell in self.cells]
        return Mapped(report, pl.DataFrame(cells, schema=CELL_COLUMNS), labels)

    def fault(
        self, code: str, message: str, source: Source, hint: str | None = None, related: tuple[Source, ...] = ()
    ) -> None:
        self.findings.append(new_finding(code, message, source, hint=hint, related=related))


def _exclusion(item: dict[str, Any], row: MappingRow | None) -> str | None:
    """Why the cell is no fact, if that is decided without looking at its figure."""
    blank = not item["printed"].strip()
    if item["exclude"]:
        return str(item["exclude"])
    if row is None:
        return "heading: the row has no figures" if blank else _NOT_REPORTED
    if row.concept is None:
        return row.note
    return "blank: nothing is printed" if blank else None


def _entity_name(project: Project) -> str:
    return f"entity:{project.entity[1]}"


def _namespaces(project: Project, taxonomy: Taxonomy) -> dict[str, str]:
    return {**SPECIFICATION_PREFIXES, **project.prefixes, **taxonomy.namespaces, "entity": project.entity[0]}


def _entry_points(taxonomy: Taxonomy) -> tuple[str, ...]:
    """An extension's schema lies beside the report; a base is where it is published."""
    return (taxonomy.entry_point if taxonomy.base else f"{taxonomy.namespace}/{taxonomy.entry_point}",)


def _day_before(day: str) -> str:
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))
