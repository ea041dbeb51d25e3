"""The stages of an export that work on facts: from the project's cells to a filing, and back to the cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter.facts import Mapped, check_figures, map_line_items
from exporter.findings import Finding, Source, has_errors, new_finding
from exporter.footnotes import read_footnotes
from exporter.line_items import read_line_items
from exporter.mapping import read_mapping
from exporter.project import Project, read_project
from exporter.readers import xbrl_xml as xbrl_xml_reader
from exporter.round_trip import RoundTrip, compare
from exporter.taxonomy import (
    Taxonomy,
    check_taxonomy,
    compile_taxonomy,
    load_taxonomy,
    package_files,
    taxonomy_folder,
    zip_files,
)
from exporter.validation.report_judge import judge_report
from exporter.writers import xbrl_xml as xbrl_xml_writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    import polars as pl

    from exporter.validation.judgement import Judgement
    from exporter.validation.judges import Judges

__all__ = ["base_package", "changed_files", "map_project", "open_project", "prove", "write_filing"]


def open_project(folder: Path) -> tuple[Project | None, Taxonomy | None, list[Finding]]:
    """The project and its taxonomy, or None from where errors stop it, and what is wrong with them."""
    project, findings = read_project(folder)
    if project is None:
        return None, None, findings
    taxonomy, more = load_taxonomy(taxonomy_folder(project.taxonomy, project.folder))
    return project, taxonomy, [*findings, *more]


def map_project(
    project: Project, taxonomy: Taxonomy, findings: list[Finding], line_items: pd.DataFrame | None = None
) -> tuple[Mapped, Taxonomy]:
    """The project's mapped line items, and its taxonomy relabelled as printed; adds to the findings what is wrong."""
    items, more = read_line_items(project) if line_items is None else (_frame(line_items, project), [])
    findings += more
    rows, more = read_mapping(project, taxonomy)
    findings += more
    footnotes, more = read_footnotes(project)
    findings += more
    mapped, more = map_line_items(items, rows, project, taxonomy, footnotes, complete=not has_errors(findings))
    findings += more
    if taxonomy.base and not has_errors(findings):
        taxonomy = replace(taxonomy, labels={**taxonomy.labels, **mapped.labels})
        findings += check_taxonomy(taxonomy)
    return mapped, taxonomy


def _frame(line_items: pd.DataFrame, project: Project) -> pl.DataFrame:
    from exporter.notebook import line_items_frame  # noqa: PLC0415 - imports pandas, which costs 0.3 s

    return line_items_frame(line_items, project)


def base_package(taxonomy: Taxonomy) -> bytes:
    """The taxonomy package of the base, or of a taxonomy without one."""
    return zip_files(package_files(taxonomy.base or taxonomy))


def write_filing(project: Project, mapped: Mapped, taxonomy: Taxonomy, package: bytes, filing: Path) -> Path:
    """Write the instance, the extension beside it, and the base's taxonomy package. Returns the instance."""
    filing.mkdir()
    for name, data in _taxonomy_files(taxonomy, package).items():
        (filing / name).write_bytes(data)
    instance = filing / f"{project.name}.xml"
    xbrl_xml_writer.write(mapped.report, instance)
    return instance


def changed_files(taxonomy: Taxonomy, filing: Path) -> list[Finding]:
    """A finding for each file beside the instance that is not what the project's taxonomy compiles to."""
    findings = []
    for name, data in _taxonomy_files(taxonomy, base_package(taxonomy)).items():
        path = filing / name
        if not path.is_file() or path.read_bytes() != data:
            what = "differs from what the project's taxonomy compiles to" if path.is_file() else "is not there"
            findings.append(new_finding("roundTrip.changedFile", f"filing/{name} {what}", Source(name)))
    return findings


def _taxonomy_files(taxonomy: Taxonomy, package: bytes) -> dict[str, bytes]:
    """What lies beside an instance: the base's package and, if there is one, the extension."""
    return {
        f"{(taxonomy.base or taxonomy).name}.zip": package,
        **(compile_taxonomy(taxonomy) if taxonomy.base else {}),
    }


def prove(
    project: Project,
    mapped: Mapped,
    taxonomy: Taxonomy,
    instance: Path,
    judges: Judges,
    progress: Callable[[str], None],
) -> tuple[tuple[Judgement, ...], RoundTrip, list[Finding]]:
    """Have the filing judged, check its figures, read it back and compare it with its source.

    Returns: the verdicts, the ledger and the findings.
    """
    progress("validating" + ("" if judges.arelle else " without Arelle"))
    judges.ask(instance)
    mapped, findings = check_figures(mapped, project, taxonomy)  # while the judges judge
    own, unread = xbrl_xml_reader.read(instance)
    checked = judge_report(own, taxonomy)
    sources = mapped.sources()
    validation = judges.answer(sources)
    progress("comparing")
    round_trip = compare(mapped, own, validation.arelle_report)
    judged = [*validation.findings, *checked.findings(sources)]
    return (*validation.judgements, checked), round_trip, [*findings, *judged, *unread, *round_trip.findings]
