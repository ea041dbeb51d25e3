"""The main job, stage by stage: a project folder becomes a filing, judged and proven cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.findings import Finding, findings_json, findings_page, has_errors, new_finding
from exporter.publish import check_replaceable, published_file, published_folder
from exporter.validation.judges import Judges

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from exporter.report import Report
    from exporter.round_trip import RoundTrip
    from exporter.taxonomy import Taxonomy
    from exporter.validation.judgement import Judgement

__all__ = ["Export", "build_taxonomy", "check_round_trip", "export_report"]

FILING, LEDGER, FINDINGS, PAGE = "filing", "ledger.csv", "findings.json", "findings.md"


@dataclass(frozen=True)
class Export:
    """What an export did.

    Attributes:
        out: the output folder; it has `filing/`, `ledger.csv`, `findings.json` and `findings.md`, or, where errors in
            the source kept the filing from being written, the findings alone.
        findings: everything that is wrong.
        report: the facts, or None where the source has errors.
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

        from exporter.round_trip import LEDGER_COLUMNS  # noqa: PLC0415 - imports polars, which costs 0.2 s

        nothing: dict[str, list[str]] = {name: [] for name in LEDGER_COLUMNS}
        columns = self.round_trip.ledger.to_dict(as_series=False) if self.round_trip else nothing
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
    with published_folder(target) as staging, Judges(arelle=arelle) as judges:
        result = _export(folder, target, line_items, staging, judges, progress)
        _write_proof(result, staging)
    return result


def _export(
    folder: Path,
    target: Path,
    line_items: pd.DataFrame | None,
    staging: Path,
    judges: Judges,
    progress: Callable[[str], None],
) -> Export:
    progress("reading the project")
    # In the 0.2 s that this takes the judges get ready.
    from exporter.filing import base_package, map_project, open_project, prove, write_filing  # noqa: PLC0415 - see above

    project, taxonomy, findings = open_project(folder)
    if project is None or taxonomy is None:
        return Export(target, findings)
    package = b""
    if not has_errors(findings):
        package = base_package(taxonomy)
        judges.prepare(package)
    mapped, taxonomy = map_project(project, taxonomy, findings, line_items)
    if has_errors(findings):
        return Export(target, findings)
    progress(f"writing {len(mapped.report):,} facts")
    instance = write_filing(project, mapped, taxonomy, package, staging / FILING)
    judgements, round_trip, more = prove(project, mapped, taxonomy, instance, judges, progress)
    return Export(target, [*findings, *more], mapped.report, judgements, round_trip)


def check_round_trip(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    arelle: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Prove a filing that is already there against the project's source cells; export first if there is none.

    The filing is left as it is, so that whatever was done to it since the export shows: to the facts, by the comparison
    with the cells, and to the other files, by comparison with what the project's taxonomy compiles to. Where the source
    has errors there is nothing to compare with, and nothing is written.

    Args: as `export_report`.

    Raises: as `export_report`.
    """
    folder = Path(folder)
    target = Path(out) if out is not None else folder / "out"
    from exporter.filing import changed_files, map_project, open_project, prove  # noqa: PLC0415 - imports polars

    if not (target / FILING).is_dir():
        result = export_report(folder, out, arelle=arelle, progress=progress)
        message = f"{target} held no filing, so that the project was exported first"
        return replace(result, findings=[*result.findings, new_finding("roundTrip.exportedFirst", message)])
    progress("reading the project")
    project, taxonomy, findings = open_project(folder)
    if project is None or taxonomy is None:
        return Export(target, findings)
    mapped, taxonomy = map_project(project, taxonomy, findings)
    if has_errors(findings):
        return Export(target, findings)
    check_replaceable(target)
    findings += changed_files(taxonomy, target / FILING)
    instance = target / FILING / f"{project.name}.xml"
    with Judges(arelle=arelle) as judges:
        judgements, round_trip, more = prove(project, mapped, taxonomy, instance, judges, progress)
    result = Export(target, [*findings, *more], mapped.report, judgements, round_trip)
    _write_proof(result, target)
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
    from exporter.taxonomy import load_taxonomy, package_files, zip_files  # noqa: PLC0415 - an export has its own

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


def _write_proof(result: Export, folder: Path) -> None:
    if result.round_trip:
        with published_file(folder / LEDGER) as ledger:
            result.round_trip.lazy.sink_csv(ledger, engine="streaming")
    with published_file(folder / FINDINGS) as findings:
        findings.write_text(findings_json(result.findings), encoding="utf-8")
    with published_file(folder / PAGE) as page:
        page.write_text(findings_page(result.findings), encoding="utf-8")
