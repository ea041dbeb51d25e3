"""The main job, stage by stage: a project folder becomes a filing, judged and proven cell by cell."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.findings import Finding, findings_json, has_errors
from exporter.line_items import read_line_items
from exporter.mapping import Mapped, map_line_items, read_mapping
from exporter.project import Project, read_project
from exporter.publish import published_file, published_folder
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
from exporter.validation import Judgement, validate
from exporter.writers import xbrl_xml as xbrl_xml_writer

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import polars as pl

    from exporter.report import Report

__all__ = ["Export", "build_taxonomy", "check_round_trip", "export_report"]

FILING, LEDGER, FINDINGS = "filing", "ledger.csv", "findings.json"


@dataclass(frozen=True)
class Export:
    """What an export did.

    Attributes:
        out: the output folder; it has `filing/`, `ledger.csv` and `findings.json`, or, where errors in the input kept
            the filing from being written, `findings.json` alone.
        findings: everything that is wrong.
        report: the facts, or None if the filing was not written.
        judgements: what each judge said.
        round_trip: the ledger, and its counts.
    """

    out: Path
    findings: list[Finding]
    report: Report | None = None
    judgements: tuple[Judgement, ...] = ()
    round_trip: RoundTrip | None = None

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not has_errors(self.findings)

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger as a pandas DataFrame, all text; empty if the filing was not written."""
        import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

        columns = self.round_trip.ledger.to_dict(as_series=False) if self.round_trip else {}
        return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def export_report(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    line_items: pd.DataFrame | None = None,
    arelle: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Export a project: read, map, write, validate, read back and compare.

    Args:
        folder: the project folder, with report.toml and mapping.csv.
        out: the output folder, by default `out` in the project folder. An earlier output there is replaced.
        line_items: what `read_line_items` gives, perhaps changed, to use in place of the project's tables.
        arelle: whether Arelle, which takes seconds, judges and reads the filing too.
        progress: called with a line of text at the beginning of each stage.

    Raises:
        UnreadableInputError: something cannot be read at all.
        OutputError: the output folder cannot be written or holds foreign files. Nothing was written.
    """
    folder = Path(folder)
    target = Path(out) if out is not None else folder / "out"
    with published_folder(target) as staging:
        progress("reading the project")
        project, mapped, taxonomy, findings = _map_project(folder, line_items)
        if project is None or mapped is None or taxonomy is None or has_errors(findings):
            (staging / FINDINGS).write_text(findings_json(findings), encoding="utf-8")
            return Export(target, findings)
        progress(f"writing {len(mapped.report):,} facts")
        instance = _write_filing(project, mapped, taxonomy, staging / FILING)
        result = _prove(mapped, instance, target, findings, arelle=arelle, progress=progress)
        _write_proof(result, staging)
    return result


def check_round_trip(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    arelle: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Prove a filing that is already there against the project's source cells; export first if there is none.

    The filing is left as it is, so that whatever was done to it since the export shows.

    Args: as `export_report`.

    Raises: as `export_report`.
    """
    folder = Path(folder)
    target = Path(out) if out is not None else folder / "out"
    progress("reading the project")
    project, mapped, _, findings = _map_project(folder)
    instance = target / FILING / f"{project.name}.xml" if project else None
    if instance is None or mapped is None or has_errors(findings) or not instance.is_file():
        return export_report(folder, out, arelle=arelle, progress=progress)
    result = _prove(mapped, instance, target, findings, arelle=arelle, progress=progress)
    with published_folder(target) as staging:
        shutil.copytree(target / FILING, staging / FILING)
        _write_proof(result, staging)
    return result


def build_taxonomy(source: Path, out: Path) -> tuple[Taxonomy, list[Path], list[Finding]]:
    """Compile a taxonomy's tables to a package, as a folder and zipped; nothing is written where there are errors.

    An extension's base is put beside it, so that the folder is all that a reader needs.

    Returns:
        The taxonomy, what was written, and the findings.

    Raises:
        UnreadableInputError: a table is missing or cannot be read.
        OutputError: the output cannot be written.
    """
    taxonomy, findings = load_taxonomy(source)
    if has_errors(findings):
        return taxonomy, [], findings
    written = []
    chain = [taxonomy] if taxonomy.base is None else [taxonomy, taxonomy.base]
    for part in chain:
        files = package_files(part)
        archive = out / f"{part.name}.zip"
        with published_file(archive) as staging:
            staging.write_bytes(zip_files(files))
        written.append(archive)
        if part is taxonomy:
            with published_folder(out / part.name) as folder:
                for path, data in files.items():
                    target = folder / Path(path).relative_to(part.name)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
            written.append(out / part.name)
    return taxonomy, written, findings


def _map_project(
    folder: Path, line_items: pd.DataFrame | None = None
) -> tuple[Project | None, Mapped | None, Taxonomy | None, list[Finding]]:
    """The project, its mapped line items and its taxonomy relabelled as printed; None from where errors stop it."""
    project, findings = read_project(folder)
    if project is None:
        return None, None, None, findings
    taxonomy, more = load_taxonomy(taxonomy_folder(project.taxonomy, project.folder))
    findings += more
    items, more = read_line_items(project) if line_items is None else (_frame(line_items), [])
    findings += more
    rows, more = read_mapping(project, taxonomy)
    findings += more
    mapped, more = map_line_items(items, rows, project, taxonomy)
    findings += more
    if taxonomy.base and not has_errors(findings):
        taxonomy = replace(taxonomy, labels={**taxonomy.labels, **mapped.labels})
        findings += check_taxonomy(taxonomy)
    return project, mapped, taxonomy, findings


def _frame(line_items: pd.DataFrame) -> pl.DataFrame:
    from exporter.notebook import line_items_frame  # noqa: PLC0415 - imports pandas, which costs 0.3 s

    return line_items_frame(line_items)


def _write_filing(project: Project, mapped: Mapped, taxonomy: Taxonomy, filing: Path) -> Path:
    """Write the instance, the extension beside it, and the base's taxonomy package. Returns the instance."""
    filing.mkdir()
    base = taxonomy.base or taxonomy
    files = {f"{base.name}.zip": zip_files(package_files(base))}
    if taxonomy.base:
        files |= compile_taxonomy(taxonomy)
    for name, data in files.items():
        (filing / name).write_bytes(data)
    instance = filing / f"{project.name}.xml"
    xbrl_xml_writer.write(mapped.report, instance)
    return instance


def _prove(
    mapped: Mapped,
    instance: Path,
    out: Path,
    findings: list[Finding],
    *,
    arelle: bool,
    progress: Callable[[str], None],
) -> Export:
    """Have the filing judged, read it back and compare it with its source."""
    progress("validating" + ("" if arelle else " without Arelle"))
    validation = validate(instance, arelle=arelle, sources=mapped.sources())
    progress("reading back and comparing")
    own, reader_findings = xbrl_xml_reader.read(instance)
    round_trip = compare(mapped, own, validation.arelle_report)
    findings = [*findings, *validation.findings, *reader_findings, *round_trip.findings]
    return Export(out, findings, mapped.report, validation.judgements, round_trip)


def _write_proof(result: Export, folder: Path) -> None:
    if result.round_trip:
        result.round_trip.ledger.write_csv(folder / LEDGER)
    (folder / FINDINGS).write_text(findings_json(result.findings), encoding="utf-8")
