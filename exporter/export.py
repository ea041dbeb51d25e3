"""The table of contents: the stages of an export in order, from a project folder to a filing, judged and proven.

What a stage needs is imported when it begins, so that the judges' processes get ready in the meantime.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.checks.rules import RELEASE_TOTAL_DIFFERS
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.publish import check_replaceable, published_file, published_folder
from exporter.findings.findings import Finding, Source, has_errors
from exporter.findings.page import findings_json, findings_page
from exporter.proof import rules as proof_rules
from exporter.validation.panel import Panel, judges_to_leave_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import pandas as pd

    from exporter.documents.pages import Documents
    from exporter.mapping.facts import Mapped
    from exporter.project.project import Project
    from exporter.proof.round_trip import RoundTrip
    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.judgement import Judgement
    from exporter.validation.panel import Validation

__all__ = ["FORMATS", "Export", "check_round_trip", "export_report", "map_project", "open_project"]

FILING, LEDGER, FINDINGS, PAGE = "filing", "ledger.csv", "findings.json", "findings.md"
INLINE_LEDGER = "ledger-inline.csv"
#: What a filing may be written in beside xBRL-XML.
FORMATS = ("inline",)


@dataclass(frozen=True)
class Export:
    """What an export did.

    Attributes:
        name: the report's, or the project folder's where report.toml has errors.
        out: the output folder; it has `filing/`, `ledger.csv`, `findings.json` and `findings.md`, or, where errors in
            the source kept the filing from being written, the findings alone.
        findings: everything that is wrong.
        report: the facts, or None where the source has errors.
        judgements: what each judge said.
        round_trip: the ledger, and its counts.
        inline_round_trip: the same for the elements of Inline XBRL documents, or None where none were written.
        is_written: whether there are files of this run; a round trip whose source has errors writes none.
    """

    name: str
    out: Path
    findings: list[Finding]
    report: Report | None = None
    judgements: tuple[Judgement, ...] = ()
    round_trip: RoundTrip | None = None
    inline_round_trip: RoundTrip | None = None
    is_written: bool = True

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not has_errors(self.findings)

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger as a pandas DataFrame, all text; empty if the filing was not written."""
        import pandas as pd

        from exporter.line_items.cell_columns import ledger_columns
        from exporter.validation.judges import readers

        empty_columns: dict[str, list[str]] = {name: [] for name in ledger_columns(readers())}
        columns = self.round_trip.ledger.to_dict(as_series=False) if self.round_trip else empty_columns
        return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def export_report(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    line_items: pd.DataFrame | None = None,
    arelle: bool = True,
    without: Collection[str] = (),
    packages: Collection[Path] = (),
    formats: Collection[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Export a project: read, map, write, validate, read back and compare.

    Args:
        folder: the project folder, with report.toml and mapping.csv.
        out: the output folder, by default `out` in the project folder. An earlier output there is replaced.
        line_items: what `read_line_items` gives, perhaps changed, to use in place of the project's tables.
        arelle: whether Arelle, which takes seconds, judges and reads the filing too.
        without: the names of judges to leave out; the verdict says so.
        packages: taxonomy packages that the judges may need besides those of the filing.
        formats: those of `FORMATS` in which the filing is written beside xBRL-XML.
        progress: called with a line of text at the beginning of each stage.

    Raises:
        UnreadableInputError: something cannot be read at all.
        OutputError: the output folder cannot be written or holds foreign files. Nothing was written.
        MisuseError: a judge cannot be left out, or there is no such format.
    """
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise MisuseError(f"there is no format {unknown[0]!r} of a filing; known are {', '.join(FORMATS)}")
    folder = Path(folder)
    if folder.is_file():
        raise UnreadableInputError(f"{folder} is a file; name the folder that holds it, which is the project")
    target = Path(out) if out is not None else folder / "out"
    with (
        published_folder(target) as staging,
        Panel(judges_to_leave_out(without, arelle=arelle), packages=packages) as panel,
    ):
        result = _export_project(folder, target, line_items, formats, staging, panel, progress)
        _write_proof(result, staging)
    return result


def _export_project(
    folder: Path,
    target: Path,
    line_items: pd.DataFrame | None,
    formats: Collection[str],
    staging: Path,
    panel: Panel,
    progress: Callable[[str], None],
) -> Export:
    progress("reading the project")
    project, taxonomy, findings = open_project(folder)
    if project is None or taxonomy is None:
        return Export(folder.resolve().name, target, findings)
    package = b""
    if not has_errors(findings):
        package = base_package(taxonomy)
        panel.prepare(package)  # a judge compiles it while line items are mapped
    mapped, taxonomy = map_project(project, taxonomy, findings, line_items)
    if has_errors(findings):
        return Export(project.name, target, findings)
    progress(f"writing {len(mapped.report):,} facts")
    instance = write_filing(project, mapped, taxonomy, package, staging / FILING)
    documents = None
    if "inline" in formats:
        documents, new_findings = lay_out_documents(project, mapped, taxonomy)
        findings += new_findings
        write_documents(project, mapped, documents, staging / FILING)
    validation, round_trip, new_findings = prove(project, mapped, taxonomy, instance, panel, progress)
    findings += new_findings
    inline_round_trip = None
    if documents is not None:
        progress("comparing the documents")
        inline_round_trip, new_findings = prove_documents(mapped, documents, staging / FILING, panel)
        findings += new_findings
    return Export(project.name, target, findings, mapped.report, validation.judgements, round_trip, inline_round_trip)


def check_round_trip(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    arelle: bool = True,
    without: Collection[str] = (),
    packages: Collection[Path] = (),
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
    if not (target / FILING).is_dir():
        result = export_report(folder, out, arelle=arelle, without=without, packages=packages, progress=progress)
        message = f"{target} held no filing, so that the project was exported first"
        return replace(result, findings=[*result.findings, proof_rules.ROUND_TRIP_EXPORTED_FIRST.finding(message)])
    progress("reading the project")
    project, taxonomy, findings = open_project(folder)
    if project is None or taxonomy is None:
        return Export(folder.resolve().name, target, findings, is_written=False)
    mapped, taxonomy = map_project(project, taxonomy, findings)
    if has_errors(findings):
        return Export(project.name, target, findings, is_written=False)
    check_replaceable(target)  # ledger and findings there will be written anew
    findings += changed_files(taxonomy, target / FILING)
    instance = target / FILING / f"{project.name}.xml"
    with Panel(judges_to_leave_out(without, arelle=arelle), packages=packages) as panel:
        validation, round_trip, new_findings = prove(project, mapped, taxonomy, instance, panel, progress)
        findings += new_findings
        inline_round_trip = None
        if has_documents(target / FILING):
            documents, new_findings = lay_out_documents(project, mapped, taxonomy)
            inline_round_trip, proof_findings = prove_documents(mapped, documents, target / FILING, panel)
            findings += [*new_findings, *proof_findings]
    result = Export(project.name, target, findings, mapped.report, validation.judgements, round_trip, inline_round_trip)
    _write_proof(result, target)
    return result


# -------------------------------------------------------------------------------------------------------- the stages


def open_project(folder: Path) -> tuple[Project | None, Taxonomy | None, list[Finding]]:
    """Read a project and its taxonomy.

    Returns: the project and the taxonomy, or None from where errors stop it; and what is wrong with them.
    """
    from exporter.project.prefixes import check_prefixes
    from exporter.project.report_toml import read_project
    from exporter.project.statements import choose_statements
    from exporter.taxonomy.build import load_taxonomy
    from exporter.taxonomy.checks import MISSING_LABEL
    from exporter.taxonomy.tables import taxonomy_folder

    project, findings = read_project(folder)
    if project is None:
        return None, None, findings
    taxonomy, new_findings = load_taxonomy(taxonomy_folder(project.taxonomy, project.folder))
    # Labels of an extension may be printed ones, so `map_project` looks for missing ones once it has those.
    findings += [found for found in new_findings if taxonomy.base is None or found.code != MISSING_LABEL.code]
    findings += check_prefixes(project, taxonomy)
    taxonomy, new_findings = choose_statements(project, taxonomy)
    return project, taxonomy, [*findings, *new_findings]


def map_project(
    project: Project, taxonomy: Taxonomy, findings: list[Finding], line_items: pd.DataFrame | None = None
) -> tuple[Mapped, Taxonomy]:
    """Map the project's line items; what is wrong is added to the findings.

    Returns: the mapped line items, and the project's taxonomy, relabelled as printed.
    """
    from exporter.line_items.line_items import read_tables
    from exporter.mapping.facts import map_line_items
    from exporter.project.footnotes_csv import read_footnotes
    from exporter.project.mapping_csv import read_mapping
    from exporter.taxonomy.checks import check_taxonomy

    items, new_findings = read_tables(project, line_items)
    findings += new_findings
    rows, new_findings = read_mapping(project, taxonomy)
    findings += new_findings
    footnotes, new_findings = read_footnotes(project)
    findings += new_findings
    mapped, new_findings = map_line_items(items, rows, project, taxonomy, footnotes, complete=not has_errors(findings))
    findings += new_findings
    if taxonomy.base and not has_errors(findings):
        taxonomy = taxonomy.with_labels(mapped.labels)
        findings += check_taxonomy(taxonomy)
    return mapped, taxonomy


def base_package(taxonomy: Taxonomy) -> bytes:
    """Compile and zip the taxonomy package of the base, or of a taxonomy without one."""
    from exporter.files.zip_archive import zip_files
    from exporter.taxonomy.package import package_files

    return zip_files(package_files(taxonomy.base or taxonomy.published))


def write_filing(project: Project, mapped: Mapped, taxonomy: Taxonomy, package: bytes, filing: Path) -> Path:
    """Write the instance, the extension beside it, and the base's taxonomy package.

    Returns: the path of the instance.
    """
    from exporter.formats.xbrl_xml.writer import write_instance

    filing.mkdir()
    for name, data in _taxonomy_files(taxonomy, package).items():
        (filing / name).write_bytes(data)
    instance = filing / f"{project.name}.xml"
    write_instance(mapped.report, instance)
    return instance


def lay_out_documents(project: Project, mapped: Mapped, taxonomy: Taxonomy) -> tuple[Documents, list[Finding]]:
    """Lay out the documents of a project.

    Returns: the documents; and a Finding for each fact that none can show.
    """
    from exporter.documents.pages import build_documents
    from exporter.project.footnotes_csv import read_footnotes

    footnotes, _ = read_footnotes(project)  # whose faults were found when the line items were mapped
    return build_documents(project, mapped, taxonomy, footnotes)


def write_documents(project: Project, mapped: Mapped, documents: Documents, filing: Path) -> None:
    """Write the documents of a project as a set of Inline XBRL documents, one a language."""
    from exporter.formats.inline_xbrl.writer import write_inline

    is_set = len(documents.pages) > 1
    names = [f"{project.name}.{page.language}" if is_set else project.name for page in documents.pages]
    paths = [filing / f"{name}.xhtml" for name in names]
    write_inline(mapped.report.moved(filing), dict(zip(paths, documents.pages, strict=True)))


def has_documents(filing: Path) -> bool:
    """Tell whether a filing has Inline XBRL documents."""
    from exporter.formats.inline_xbrl.reader import inline_documents

    return bool(inline_documents(filing))


def prove_documents(
    mapped: Mapped, documents: Documents, filing: Path, panel: Panel
) -> tuple[RoundTrip, list[Finding]]:
    """Read the documents of a filing back, and compare each element with the cell that it prints.

    Returns: the ledger of the elements; and what Arelle says of the documents, and what could not be read or is not the
        same.
    """
    from exporter.formats.inline_xbrl.reader import inline_documents, read_inline
    from exporter.proof.elements import mapped_elements
    from exporter.proof.round_trip import compare
    from exporter.validation import judge_rules
    from exporter.validation.arelle_judge import ArelleJudge, judge_documents
    from exporter.validation.own_judge import OWN_JUDGE

    elements = mapped_elements(mapped, documents.elements)
    reading = read_inline(filing)
    readings, findings = {OWN_JUDGE: reading.report}, reading.findings
    if ArelleJudge.name not in panel.without:
        archives = [path for path in (*sorted(filing.glob("*.zip")), *panel.packages) if path.is_file()]
        judgement = judge_documents(inline_documents(filing), archives)
        findings += judgement.findings(elements.sources())
        if judgement.not_run is not None:
            message = f"Arelle did not judge the documents: {judgement.not_run}"
            findings.append(judge_rules.JUDGE_FAILED.finding(message))
        if judgement.report is not None:
            readings[ArelleJudge.name] = judgement.report
    round_trip = compare(elements, readings)
    return round_trip, [*findings, *round_trip.findings]


def changed_files(taxonomy: Taxonomy, filing: Path) -> list[Finding]:
    """Find files beside the instance that are not what the project's taxonomy compiles to."""
    findings = []
    for name, data in _taxonomy_files(taxonomy, base_package(taxonomy)).items():
        path = filing / name
        if not path.is_file() or path.read_bytes() != data:
            fault = "differs from what the project's taxonomy compiles to" if path.is_file() else "is not there"
            findings.append(proof_rules.ROUND_TRIP_CHANGED_FILE.finding(f"filing/{name} {fault}", Source(name)))
    return findings


def _taxonomy_files(taxonomy: Taxonomy, package: bytes) -> dict[str, bytes]:
    """Compile what lies beside an instance: the base's package and, if there is one, the extension."""
    from exporter.taxonomy.package import compile_taxonomy

    return {
        f"{(taxonomy.base or taxonomy).name}.zip": package,
        **(compile_taxonomy(taxonomy) if taxonomy.base else {}),
    }


def prove(
    project: Project,
    mapped: Mapped,
    taxonomy: Taxonomy,
    instance: Path,
    panel: Panel,
    progress: Callable[[str], None],
) -> tuple[Validation, RoundTrip, list[Finding]]:
    """Have the filing judged and read back, check its figures, and compare what was read with its source.

    Returns: what the judges said, the ledger, and the findings of all.
    """
    from exporter.checks.check_figures import check_figures
    from exporter.formats.xbrl_xml.reader import is_instance
    from exporter.proof.round_trip import compare

    progress("validating" + (f" without {', '.join(panel.without)}" if panel.without else ""))
    panel.submit(instance, taxonomy)
    if not is_instance(instance):
        raise UnreadableInputError(f"{instance} is not an xBRL-XML instance, so there is nothing to compare")
    mapped, findings = check_figures(mapped, project, taxonomy)  # while the judges judge
    validation = panel.result(mapped.sources())
    progress("comparing")
    round_trip = compare(mapped, validation.readings, validation.document)
    return validation, round_trip, [*_totals_once(findings, validation.findings), *round_trip.findings]


def _totals_once(figures: list[Finding], judged: list[Finding]) -> list[Finding]:
    """Put what is found in figures before what judges find; a wrong total once, with what its column shows as hint."""
    totals = {finding.source: finding for finding in figures if finding.code == RELEASE_TOTAL_DIFFERS.code}
    told = []
    for finding in judged:
        in_column = totals.pop(finding.source, None) if finding.code == "own:calculation" else None
        hint = "; ".join(filter(None, (in_column.message, in_column.hint))) if in_column else finding.hint
        told.append(replace(finding, hint=hint))
    left = set(map(id, totals.values()))
    figures = [finding for finding in figures if finding.code != RELEASE_TOTAL_DIFFERS.code or id(finding) in left]
    return [*figures, *told]


def _write_proof(result: Export, folder: Path) -> None:
    from exporter.proof.ledger import guarded
    from exporter.rules import RULES_BY_CODE

    if result.round_trip:
        with published_file(folder / LEDGER) as ledger, ledger.open("wb") as stream:
            guarded(result.round_trip.lazy).sink_csv(stream, engine="streaming")
    if result.inline_round_trip:
        with published_file(folder / INLINE_LEDGER) as ledger, ledger.open("wb") as stream:
            guarded(result.inline_round_trip.lazy).sink_csv(stream, engine="streaming")
    with published_file(folder / FINDINGS) as findings:
        findings.write_text(findings_json(result.findings), encoding="utf-8")
    with published_file(folder / PAGE) as page:
        page.write_text(findings_page(result.findings, RULES_BY_CODE), encoding="utf-8")
