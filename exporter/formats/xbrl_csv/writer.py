"""Writes a Report as xBRL-CSV 1.0: a table of facts, one of footnotes, and the metadata that says what they mean.

A fact is a row, and each aspect in which facts differ is a column; one in which all agree stands in the metadata. Rows
are rendered as a column of text and stream to the file, so that memory does not grow with the report. What many facts
share is rendered once for each combination that there is. The same Report gives the same bytes.

Facts that statements print stand in tables of that shape, if such are given, and the others in the table of facts.
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
    shared_aspects,
    with_shared,
)
from exporter.formats.xbrl_csv.aspect_texts import ONCE, core_texts, in_cells, member_cells
from exporter.formats.xbrl_csv.cells import NIL, cell_column, row
from exporter.formats.xbrl_csv.statements import lay_out
from exporter.formats.xbrl_json.notes import NoteTables, note_tables
from exporter.formats.xbrl_json.text import quoted
from exporter.frames.columns import each_distinct
from exporter.frames.engine import write_lines
from exporter.report.ids import distinct
from exporter.report.names import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from exporter.formats.xbrl_csv.statements import PlacedFacts, Statement
    from exporter.report.report import Report

__all__ = ["fact_names", "write_csv"]

_DOCUMENT_TYPE = f"{OIM}/xbrl-csv"
#: Our own property of a table template, which the specification leaves room for: it names the column with the ids of
#: facts, a comment to others. By the specification an id consists of table, row and column, and can be no other.
_OWN_NAMESPACE, _FACT_IDS = "urn:exporter:xbrl-csv", "factIds"
_FACTS, _FOOTNOTES, _OWN_PREFIX = "facts", "footnotes", "exporter"
_ID, _VALUE, _NOTE = "id", "value", "note"
#: What would be written otherwise in a URL.
_NOT_PLAIN = re.compile(r"[^\w.-]")


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


def write_csv(report: Report, destination: Path, statements: Sequence[Statement] = ()) -> None:
    """Write the report to files.

    Relative references of a report that was read from elsewhere lead to the same place as there.

    Args:
        report: the facts.
        destination: the file of metadata. Beside it are written a file for each statement; `STEM-facts.csv`, unless all
            facts stand in statements; and, if there are any footnotes, `STEM-footnotes.csv`.
        statements: the tables that some facts are printed in.

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
    placed = _placed(report, names, statements)
    if placed.tables:
        facts = _rest(report, placed).with_columns(nil=pl.col("value").is_null())
        shared = shared_aspects(facts)
    aspects = _aspects(shared, names)
    notes = note_tables(report)
    metadata = _metadata(report, destination.stem, names, aspects, notes, placed)
    destination.write_text(quoted(metadata, indent=1) + "\n", encoding="utf-8", newline="\n")
    for table in placed.tables:
        _write_lines(table.lines, destination.with_name(_file_name(destination.stem, table.name)))
    if _FACTS in metadata["tables"]:
        facts_file = destination.with_name(_file_name(destination.stem, _FACTS))
        _write_facts(facts, facts_file, aspects, concepts, len(report))
    if notes.notes.height:
        _write_notes(notes, destination.with_name(_file_name(destination.stem, _FOOTNOTES)))


def fact_names(report: Report, statements: Sequence[Statement] = ()) -> pl.DataFrame:
    """Name facts as xBRL-CSV does: by table, row and column.

    Args:
        report: as it was written.
        statements: likewise.

    Returns:
        For each `fact`, by its id, its `name`.
    """
    return _names(report, _placed(report, OimNames(report), statements)).collect(engine="streaming")


def _placed(report: Report, names: OimNames, statements: Sequence[Statement]) -> PlacedFacts:
    """Lay out the facts that statements print, in tables whose names begin no name or id of another fact."""
    tables = report.lazy.select(pl.col("id").str.extract(r"^([^.]+)\.r_[^.]+\.[^.]+$")).unique()
    taken = tables.collect(engine="streaming")["id"].drop_nulls().to_list() if statements else []
    return lay_out(report, names, statements, [_FACTS, _FOOTNOTES, *taken])


def _rest(report: Report, placed: PlacedFacts) -> pl.LazyFrame:
    """Give the facts that stand in no statement."""
    if not placed.tables:
        return report.lazy
    names = placed.names.lazy().select(id="fact")
    return report.lazy.join(names, on="id", how="anti", maintain_order="left")


def _names(report: Report, placed: PlacedFacts) -> pl.LazyFrame:
    rows = _rest(report, placed).select(fact="id").with_row_index("row", 1)
    rest = rows.select("fact", name=pl.format(f"{_FACTS}.r_{{}}.{_VALUE}", "row"))
    return pl.concat([placed.names.lazy(), rest]) if placed.tables else rest


def _file_name(stem: str, table: str) -> str:
    """Name the file of a table, as a URL that is written like the name itself."""
    return f"{_NOT_PLAIN.sub('_', stem)}-{table}.csv"


# ------------------------------------------------------------------------------------------------------------- aspects


def _aspects(shared: pl.DataFrame, names: OimNames) -> _Aspects:
    """Write what facts share."""
    texts, members = core_texts(shared, names), member_cells(shared, names)
    constants = {name: texts[name][0] for name in ONCE if texts[name].n_unique() == 1 and texts[name][0]}
    said = [name for name in texts.columns if name not in constants and texts[name].count()]
    cells = pl.concat([in_cells(texts.select(said)), members], how="horizontal")
    headings = _headings(cells.columns)
    rendered = cells.select(pl.concat_str(pl.lit(""), *(pl.concat_str(pl.lit(","), name) for name in cells.columns)))
    return _Aspects(
        shared.with_columns(rendered=rendered.to_series() if cells.width else pl.lit("")),
        headings,
        dict(zip(cells.columns, headings, strict=True)),
        constants,
    )


def _headings(columns: list[str]) -> list[str]:
    """Name columns: aspects as they are, and dimensions by their local names, without points."""
    plain = [local_name(name).replace(".", "_") for name in columns]
    return distinct(plain, taken=(_ID, "concept", _VALUE))


# ------------------------------------------------------------------------------------------------------------ metadata


def _metadata(
    report: Report, stem: str, names: OimNames, aspects: _Aspects, notes: NoteTables, placed: PlacedFacts
) -> dict[str, Any]:
    """Say what the tables mean."""
    has_facts = aspects.shared.height > 0 or not placed.tables
    own_prefix = names.declare(_OWN_PREFIX, _OWN_NAMESPACE) if has_facts else ""
    has_notes = notes.notes.height > 0
    info = {
        "documentType": _DOCUMENT_TYPE,
        "namespaces": dict(sorted((names.namespaces | ({"xbrl": OIM} if has_notes else {})).items())),
        **({"linkTypes": notes.types, "linkGroups": notes.groups} if has_notes else {}),
        "taxonomy": list(report.entry_points),
    }
    templates = {table.name: table.template for table in placed.tables}
    if has_facts:
        templates[_FACTS] = {f"{own_prefix}:{_FACT_IDS}": _ID, **_fact_template(aspects)}
    links = {}
    if has_notes:
        templates[_FOOTNOTES] = _note_template()
        links = {"links": _links(report, notes, placed)}
    tables = {name: {"url": _file_name(stem, name)} for name in templates}
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


def _links(report: Report, notes: NoteTables, placed: PlacedFacts) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Link facts to footnotes, which are called by table, row and column (xBRL-CSV 1.0, links)."""
    linked = notes.links.lazy().select("fact")
    rows = _names(report, placed).join(linked, on="fact", how="semi").collect(engine="streaming")
    fact_names = dict(rows.iter_rows())
    note_names = {note: f"{_FOOTNOTES}.r_{row}.{_NOTE}" for row, note in enumerate(notes.notes["note"], 1)}
    links: dict[str, dict[str, dict[str, list[str]]]] = {}
    for fact, note, alias, group in notes.links.iter_rows():
        groups = links.setdefault(alias, {}).setdefault(group, {})
        groups.setdefault(fact_names[fact], []).append(note_names[note])
    return links


# -------------------------------------------------------------------------------------------------------------- tables


def _write_facts(
    facts: pl.LazyFrame, destination: Path, aspects: _Aspects, concepts: Mapping[str, str], count: int
) -> None:
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
        write_lines(rows, stream, count)


def _write_notes(notes: NoteTables, destination: Path) -> None:
    lines = [row("language", _NOTE), *(row(*texts) for texts in notes.notes.select("language", "value").iter_rows())]
    _write_lines(lines, destination)


def _write_lines(lines: Sequence[str], destination: Path) -> None:
    destination.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
