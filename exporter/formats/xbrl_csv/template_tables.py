"""Writes a Report as xBRL-CSV in tables that somebody else has laid out, as a regulator's taxonomy package does.

Each fact goes into the cell that the templates have for facts of its aspects. A table without facts has no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.errors import MisuseError, UnreadableInputError
from exporter.formats import rules
from exporter.formats.oim_facts import OIM, OimNames, check_report, period_moments, shared_aspects
from exporter.formats.xbrl_csv.cells import NIL, cell, cell_column, row
from exporter.formats.xbrl_csv.metadata_reader import read_metadata
from exporter.formats.xbrl_csv.table_cells import file_beside
from exporter.formats.xbrl_csv.table_places import Places
from exporter.formats.xbrl_json.faults import Faults
from exporter.formats.xbrl_json.text import quoted
from exporter.frames.columns import each_combination

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.formats.xbrl_csv.metadata import Metadata, Table
    from exporter.report.report import Report

__all__ = ["PARAMETERS", "Filled", "fill_templates"]

#: The file of parameters, where the templates ask for one.
PARAMETERS = "parameters.csv"
_ASPECTS = ["concept", "entity", "period_start", "period_end", "unit", "language", "dimensions", "decimals", "nil"]


class Filled(NamedTuple):
    """What was written.

    Attributes:
        findings: facts that have no place.
        names: for each `fact` that was written the `name` that it has in xBRL-CSV.
    """

    findings: list[Finding]
    names: pl.DataFrame


def fill_templates(
    report: Report,
    destination: Path,
    base: str,
    locate: Callable[[str], Path | None],
    parameters: Mapping[str, str],
    unfiled: Collection[str] = (),
) -> Filled:
    """Write the report to files: metadata that extend others, parameters, and the tables that have facts.

    Where the templates have several cells for a fact, as where tables overlap, it goes into the first. Footnotes have
    no place in such tables, nor has a number that is nil where decimals are said of all numbers.

    Args:
        report: the facts. Indicators that say which tables are filed are facts like others.
        destination: the file of metadata; the tables are written beside it, where their URLs lead.
        base: the URL of the metadata with the templates.
        locate: says where the file of a URL lies, or None where that is not known.
        parameters: of the report, by name, as the text of a cell.
        unfiled: the tables that are not filed, as their indicators say; they get no file.

    Raises:
        MisuseError: the metadata cannot be read, ask for other parameters, or the Report has what xBRL-CSV cannot hold.
        OSError: a file cannot be written.
    """
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    check_report(report, shared_aspects(facts))
    metadata, names = _write_metadata(report, destination, base, locate, parameters)
    table = _placed(facts.collect(), names, Places(metadata))
    findings = list(_unplaced(table, base, unfiled))
    written = [pl.DataFrame(schema={"fact": pl.String, "name": pl.String})]
    for each in metadata.tables:
        rows = table.filter(pl.col("table") == each.name)
        if each.name not in unfiled and (rows.height or not each.is_optional):
            written.append(_write_table(each, rows, _path(destination, each)))
    if report.footnotes.height:
        findings.append(rules.WRITER_NOT_KEPT.finding(f"{report.footnotes.height:,} links to footnotes"))
    return Filled(findings, pl.concat(written))


def _unplaced(facts: pl.DataFrame, base: str, unfiled: Collection[str]) -> Iterator[Finding]:
    """Find facts without a place, or with one in a table that is not filed."""
    homeless = facts.filter(pl.col("table").is_null())
    if homeless.height:
        message = f"{homeless.height:,} facts, first {homeless['id'][0]!r}, have no cell in the tables of {base}"
        yield rules.WRITER_NO_PLACE.finding(message)
    for name in sorted(unfiled):
        rows = facts.filter(pl.col("table") == name)
        if rows.height:
            message = f"{rows.height:,} facts, first {rows['id'][0]!r}, have one in {name}, which is not filed"
            yield rules.WRITER_NO_PLACE.finding(message)


def _path(destination: Path, table: Table) -> Path:
    """Find where a table is written.

    Raises:
        MisuseError: its URL leads out of the folder.
    """
    try:
        path = file_beside(destination, table.url)
    except UnreadableInputError as error:
        raise MisuseError(f"the table {table.name} cannot be written: {error}") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _write_metadata(
    report: Report, destination: Path, base: str, locate: Callable[[str], Path | None], parameters: Mapping[str, str]
) -> tuple[Metadata, OimNames]:
    """Write metadata that extend others, and give what all together say."""
    info: dict[str, Any] = {"documentType": f"{OIM}/xbrl-csv", "extends": [base]}
    content: dict[str, Any] = {"documentInfo": info}
    has_file = _read(destination, content, locate, check=False).parameter_url == PARAMETERS
    if has_file:
        lines = [row("name", "value"), *(row(*item) for item in sorted(parameters.items()))]
        destination.with_name(PARAMETERS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        content["parameters"] = dict(sorted(parameters.items()))
    declared = _read(destination, content, locate, check=False).info.namespaces
    names = OimNames(report, declared)
    further = {prefix: uri for prefix, uri in sorted(names.namespaces.items()) if declared.get(prefix) != uri}
    info |= {"namespaces": further} if further else {}
    return _read(destination, content, locate, check=True), names


def _read(destination: Path, content: dict[str, Any], locate: Callable[[str], Path | None], *, check: bool) -> Metadata:
    destination.write_text(quoted(content, indent=1) + "\n", encoding="utf-8", newline="\n")
    faults = Faults(destination.name)
    metadata = read_metadata(destination, locate, faults)
    if check and len(faults):
        raise MisuseError(f"the report cannot be written by its templates: {faults.findings[0].message}")
    return metadata


def _placed(facts: pl.DataFrame, names: OimNames, places: Places) -> pl.DataFrame:
    """Find the place of each fact.

    Returns:
        The facts, with the names of `table` and `column`, what the `row` says as cells, and the fact's own `cell`.
    """

    def place(
        concept: str,
        entity: str,
        start: str | None,
        end: str | None,
        unit: str | None,
        language: str | None,
        members: str | None,
        decimals: int | None,
        is_nil: bool,
    ) -> tuple[str | None, ...]:
        moments = period_moments(start, end) if end is not None else None
        aspects = {
            "concept": names.renamed(concept),
            "entity": names.entity(entity),
            "period": "/".join(filter(None, moments)) if moments else None,
            "unit": names.unit(unit),
            "language": (language or "").lower() or None,
        }
        known = {name: text for name, text in aspects.items() if text is not None} | names.members(members)
        found = places.find(known, is_number=unit is not None)
        has_misplaced_decimals = found is not None and found.decimals is not None and is_nil and unit is not None
        if found is None or has_misplaced_decimals:
            return None, None, None, None
        said = {**found.groups, **{heading: known.get(name) for name, heading in found.open.items()}}
        nil = {heading for name, heading in found.open.items() if name in known and known[name] is None}
        cells = [NIL if name in nil else cell(said.get(name)) for name in _key_columns(found.table)]
        digits = "INF" if decimals is None else str(decimals)
        is_said = unit is None or is_nil or found.decimals == (None if decimals is None else digits)
        return found.table.name, found.column, ",".join(cells), "" if is_said else f"d{digits}"

    results = dict.fromkeys(("table", "column", "row", "suffix"), pl.String)
    facts = each_combination(facts, _ASPECTS, place, results)
    text = cell_column(pl.col("value")).fill_null(NIL)
    return facts.with_columns(cell=pl.concat_str(text, pl.col("suffix").fill_null("")))


def _key_columns(table: Table) -> list[str]:
    """List the columns of a table that say what the facts in a row have."""
    columns = table.template.columns
    return [
        name
        for name, column in columns.items()
        if not column.is_comment and not column.is_fact and name != table.template.row_id_column
    ]


def _write_table(table: Table, facts: pl.DataFrame, destination: Path) -> pl.DataFrame:
    """Write a table: a row for all facts that say the same of it; of duplicates each has its own.

    Returns:
        For each `fact` its `name`.
    """
    keys = ["row", "occurrence"]
    columns = [name for name, column in table.template.columns.items() if column.is_fact]
    facts = facts.with_columns(occurrence=pl.int_range(pl.len()).over("row", "column"))
    rows = (
        facts.pivot(on="column", index=keys, values="cell", maintain_order=True) if facts.height else facts.select(keys)
    )
    rows = rows.with_columns(pl.lit("").alias(name) for name in columns if name not in rows.columns)
    rows = rows.with_row_index("number", 1).with_columns(pl.col("number").cast(pl.String))
    id_column = table.template.row_id_column
    key_columns = _key_columns(table)
    texts = [pl.col("number")] * bool(id_column) + [pl.col("row")] * bool(key_columns)
    lines = rows.select(pl.concat_str(*texts, *(pl.col(name).fill_null("") for name in columns), separator=","))
    with destination.open("wb") as stream:
        stream.write(f"{row(*([id_column] if id_column else []), *key_columns, *columns)}\n".encode())
        stream.flush()
        lines.write_csv(stream, include_header=False, quote_style="never")
    numbered = facts.join(rows.select(*keys, "number"), on=keys, how="left", maintain_order="left")
    name = pl.concat_str(pl.lit(f"{table.name}.r_"), "number", pl.lit("."), "column")
    return numbered.select(fact="id", name=name)
