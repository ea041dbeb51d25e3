"""Writes a Report as xBRL-CSV 1.0: a table of facts, one of footnotes, and the metadata that says what they mean.

A fact is a row, and each aspect in which facts differ is a column; one in which all agree stands in the metadata. Rows
are rendered as a column of text and stream to the file, so that memory does not grow with the report. What many facts
share is rendered once for each combination that there is. The same Report gives the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.formats.oim_facts import (
    OIM,
    OimNames,
    check_report,
    distinct_texts,
    period_moments,
    shared_aspects,
    with_shared,
)
from exporter.formats.xbrl_csv.cells import NIL, cell, cell_column, row
from exporter.formats.xbrl_json.notes import NoteTables, note_tables
from exporter.formats.xbrl_json.text import quoted
from exporter.frames.columns import each_distinct
from exporter.report.ids import distinct
from exporter.report.names import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["write_csv"]

_DOCUMENT_TYPE = f"{OIM}/xbrl-csv"
#: Our own property of a table template, which the specification leaves room for: it names the column with the ids of
#: facts, a comment to others. By the specification an id consists of table, row and column, and can be no other.
_OWN_NAMESPACE, _FACT_IDS = "urn:exporter:xbrl-csv", "factIds"
_FACTS, _FOOTNOTES, _OWN_PREFIX = "facts", "footnotes", "exporter"
_ID, _VALUE, _NOTE = "id", "value", "note"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: What would be written otherwise in a URL.
_NOT_PLAIN = re.compile(r"[^\w.-]")
#: Aspects that the metadata may say once for all facts, unless they differ.
_ONCE = ("period", "unit", "language", "entity")


class _Aspects(NamedTuple):
    """What facts share, as texts of cells.

    Attributes:
        shared: as `shared_aspects` gives it, and the cells of each as `rendered`, each with a comma before it.
        columns: the names of the columns that the cells are in.
        references: for each dimension that differs the name of its column.
        constants: for each dimension that all facts have alike the text that they have.
    """

    shared: pl.DataFrame
    columns: list[str]
    references: dict[str, str]
    constants: dict[str, str]


def write_csv(report: Report, destination: Path) -> None:
    """Write the report to files.

    Relative references of a report that was read from elsewhere lead to the same place as there.

    Args:
        report: the facts.
        destination: the file of metadata. Beside it are written `STEM-facts.csv` and, if there are any footnotes,
            `STEM-footnotes.csv`.

    Raises:
        MisuseError: the Report has what xBRL-CSV cannot hold; the fact is named by its row, counted from 1.
        OSError: a file cannot be written.
    """
    report = report.moved(destination.parent)
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    shared = shared_aspects(facts)
    check_report(report, shared)
    names = OimNames(report)
    concepts = {name: names.renamed(name) for name in distinct_texts(report, "concept")}
    aspects = _aspects(shared, names)
    notes = note_tables(report)
    metadata = _metadata(report, destination.stem, names, aspects, notes)
    destination.write_text(quoted(metadata, indent=1) + "\n", encoding="utf-8", newline="\n")
    _write_facts(facts, destination.with_name(_file_name(destination.stem, _FACTS)), aspects, concepts)
    if notes.notes.height:
        _write_notes(notes, destination.with_name(_file_name(destination.stem, _FOOTNOTES)))


def _file_name(stem: str, table: str) -> str:
    """Name the file of a table, as a URL that is written like the name itself."""
    return f"{_NOT_PLAIN.sub('_', stem)}-{table}.csv"


# ------------------------------------------------------------------------------------------------------------- aspects


def _aspects(shared: pl.DataFrame, names: OimNames) -> _Aspects:
    """Write what facts share."""
    rows = [_aspect_texts(names, aspects) for aspects in shared.drop("hash").iter_rows(named=True)]
    dimensions = sorted({name for _, members in rows for name in members})
    constants = _constants([core for core, _ in rows])
    members = {name: {part.get(name) for _, part in rows} for name in dimensions}
    columns = ["decimals", *(name for name in _ONCE if name not in constants), *dimensions]
    columns = [name for name in columns if name in members or any(core[name] is not None for core, _ in rows)]
    headings = _headings(columns)
    rendered = ["".join(f",{_cell(name, core, part)}" for name in columns) for core, part in rows]
    return _Aspects(
        shared.with_columns(rendered=pl.Series(rendered, dtype=pl.String)),
        headings,
        dict(zip(columns, headings, strict=True)),
        constants,
    )


def _cell(name: str, core: Mapping[str, str | None], members: Mapping[str, str | None]) -> str:
    """Write an aspect of a fact; a member may be nil."""
    if name in members:
        return NIL if members[name] is None else cell(members[name])
    return cell(core.get(name))


def _aspect_texts(names: OimNames, aspects: Mapping[str, Any]) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Write the aspects of a fact but its concept; None is said by an empty cell.

    Returns:
        Core aspects, and members by dimension; a nil one is still None.
    """
    is_number = aspects["unit"] is not None and not aspects["nil"]
    decimals = str(aspects["decimals"]) if is_number and aspects["decimals"] is not None else None
    core = {
        "decimals": decimals,
        "period": _period(aspects["period_start"], aspects["period_end"]),
        "unit": names.unit(aspects["unit"]),
        "language": (aspects["language"] or "").lower() or None,
        "entity": names.entity(aspects["entity"]),
    }
    return core, names.members(aspects["dimensions"])


def _constants(rows: list[dict[str, str | None]]) -> dict[str, str]:
    """Find the aspects that all facts have alike."""
    texts = {name: {aspects[name] for aspects in rows} for name in _ONCE}
    return {name: text for name, (text, *others) in texts.items() if not others and text} if rows else {}


def _headings(columns: list[str]) -> list[str]:
    """Name columns: aspects as they are, and dimensions by their local names, without points."""
    plain = [local_name(name).replace(".", "_") for name in columns]
    return distinct(plain, taken=(_ID, "concept", _VALUE))


def _period(period_start: str | None, period_end: str | None) -> str | None:
    """Write a period: days where it has some, as `2003-07-01..2003-09-30` and `2003-09-30@end`, and else moments.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    if period_end is None:
        return None
    start, end = period_moments(period_start, period_end)
    if _DAY.fullmatch(period_end) and (period_start is None or _DAY.fullmatch(period_start)):
        return f"{period_start}..{period_end}" if period_start else f"{period_end}@end"
    return f"{start}/{end}" if start else end


# ------------------------------------------------------------------------------------------------------------ metadata


def _metadata(report: Report, stem: str, names: OimNames, aspects: _Aspects, notes: NoteTables) -> dict[str, Any]:
    """Say what the tables mean."""
    own_prefix = names.declare(_OWN_PREFIX, _OWN_NAMESPACE)
    has_notes = notes.notes.height > 0
    info = {
        "documentType": _DOCUMENT_TYPE,
        "namespaces": dict(sorted((names.namespaces | ({"xbrl": OIM} if has_notes else {})).items())),
        **({"linkTypes": notes.types, "linkGroups": notes.groups} if has_notes else {}),
        "taxonomy": list(report.entry_points),
    }
    templates = {_FACTS: {f"{own_prefix}:{_FACT_IDS}": _ID, **_fact_template(aspects)}}
    tables = {_FACTS: {"url": _file_name(stem, _FACTS)}}
    links = {}
    if has_notes:
        templates[_FOOTNOTES] = _note_template()
        tables[_FOOTNOTES] = {"url": _file_name(stem, _FOOTNOTES)}
        links = {"links": _links(report, notes)}
    return {"documentInfo": info, "tableTemplates": templates, "tables": tables, **links}


def _fact_template(aspects: _Aspects) -> dict[str, Any]:
    decimals = aspects.references.get("decimals")
    references = {name: f"${column}" for name, column in aspects.references.items() if name != "decimals"}
    value = {
        "dimensions": {"concept": "$concept", **references},
        **({"decimals": f"${decimals}"} if decimals else {}),
    }
    columns = {_ID: {"comment": True}, "concept": {}, _VALUE: value, **{name: {} for name in aspects.columns}}
    return {"columns": columns, **({"dimensions": aspects.constants} if aspects.constants else {})}


def _note_template() -> dict[str, Any]:
    note = {"dimensions": {"concept": "xbrl:note", "language": "$language"}}
    return {"columns": {"language": {}, _NOTE: note}}


def _links(report: Report, notes: NoteTables) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Link facts to footnotes, which are called by table, row and column (xBRL-CSV 1.0, links)."""
    facts = report.lazy.select(fact="id").with_row_index("row", 1)
    rows = facts.join(notes.links.lazy().select("fact"), on="fact", how="semi").collect(engine="streaming")
    fact_names = {fact: f"{_FACTS}.r_{row}.{_VALUE}" for row, fact in rows.select("row", "fact").iter_rows()}
    note_names = {note: f"{_FOOTNOTES}.r_{row}.{_NOTE}" for row, note in enumerate(notes.notes["note"], 1)}
    links: dict[str, dict[str, dict[str, list[str]]]] = {}
    for fact, note, alias, group in notes.links.iter_rows():
        groups = links.setdefault(alias, {}).setdefault(group, {})
        groups.setdefault(fact_names[fact], []).append(note_names[note])
    return links


# -------------------------------------------------------------------------------------------------------------- tables


def _write_facts(facts: pl.LazyFrame, destination: Path, aspects: _Aspects, concepts: Mapping[str, str]) -> None:
    """Write the table of facts, in the Report's order."""
    is_renamed = any(name != written for name, written in concepts.items())
    rows = with_shared(facts, aspects.shared).select(
        pl.concat_str(
            cell_column(pl.col("id")),
            pl.lit(","),
            each_distinct("concept", concepts.__getitem__) if is_renamed else pl.col("concept"),
            pl.lit(","),
            cell_column(pl.col("value")).fill_null(NIL),
            "rendered",
        )
    )
    with destination.open("wb") as stream:
        stream.write(f"{row(_ID, 'concept', _VALUE, *aspects.columns)}\n".encode())
        stream.flush()
        rows.sink_csv(stream, include_header=False, quote_style="never", engine="streaming")


def _write_notes(notes: NoteTables, destination: Path) -> None:
    lines = [row("language", _NOTE), *(row(*texts) for texts in notes.notes.select("language", "value").iter_rows())]
    destination.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
