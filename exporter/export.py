"""The table of contents: the stages of an export in order, from a project folder to a filing, judged and proven.

What a stage needs is imported when it begins, so that the judges' processes get ready in the meantime.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.checks.rules import RELEASE_TOTAL_DIFFERS
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.publish import check_replaceable, published_file, published_folder
from exporter.files.recent import Recent
from exporter.files.temporary import scratch_folder
from exporter.filing.export_result import Export
from exporter.filing.syntaxes import (
    CSV,
    INLINE,
    SYNTAXES,
    XML,
    found_syntaxes,
    syntaxes_by_default,
    syntaxes_named,
)
from exporter.findings.findings import Finding, Source, has_errors
from exporter.findings.page import findings_json, findings_page
from exporter.proof import rules as proof_rules
from exporter.validation.panel import Panel, judges_to_leave_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from exporter.documents.pages import Documents
    from exporter.filing.syntaxes import Syntax
    from exporter.filing.writing import Filing
    from exporter.frames.data_frames import AnyFrame
    from exporter.mapping.facts import Mapped
    from exporter.project.project import Project
    from exporter.proof.round_trip import RoundTrip
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.judgement import Judgement

__all__ = ["Export", "check_round_trip", "export_report", "export_with", "map_project", "open_project"]

FILING, LEDGER, SUMS, FINDINGS, PAGE = "filing", "ledger.csv", "sums.csv", "findings.json", "findings.md"


def export_report(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    line_items: AnyFrame | None = None,
    tables: Mapping[str, AnyFrame] | None = None,
    arelle: bool = True,
    without: Collection[str] = (),
    packages: Collection[Path] = (),
    formats: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Export a project: read, map, write, validate, read back and compare.

    Args:
        folder: the project folder, with report.toml and mapping.csv.
        out: the output folder, by default `out` in the project folder. An earlier output there is replaced.
        line_items: what `read_line_items` gives, perhaps changed, to use in place of the project's tables.
        tables: data frames of pandas, polars or anything with the Arrow interface, each in the place of the file of the
            table that it is named for, and laid out as that file: its headings are those that report.toml declares, and
            a grid has the labels in the first column. See `line_items.frame.with_frames`.
        arelle: whether Arelle, which takes seconds, judges and reads the filing too.
        without: the names of judges to leave out; the verdict says so.
        packages: taxonomy packages that the judges may need besides those of the filing.
        formats: the syntaxes in which the filing is written, see `filing.syntaxes`; by default those that report.toml
            names, or else xBRL-XML and, up to 100,000 cells, Inline XBRL.
        progress: called with a line of text at the beginning of each stage.

    Raises:
        UnreadableInputError: something cannot be read at all.
        OutputError: the output folder cannot be written or holds foreign files. Nothing was written.
        MisuseError: a judge cannot be left out, there is no such syntax or table, or a data frame holds binary floats.
    """
    with Panel(judges_to_leave_out(without, arelle=arelle), packages=packages) as panel:
        return export_with(panel, folder, out, line_items=line_items, tables=tables, formats=formats, progress=progress)


def export_with(
    panel: Panel,
    folder: Path | str,
    out: Path | str | None = None,
    *,
    line_items: AnyFrame | None = None,
    tables: Mapping[str, AnyFrame] | None = None,
    formats: Collection[str] | None = None,
    values: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Export:
    """Export a project with judges that have started, and go on to judge others; see `export_report`.

    `values` stand for each `${name}` in report.toml.
    """
    if line_items is not None and tables is not None:
        raise MisuseError("line_items stand in the place of all tables, so that no table can be given beside them")
    syntaxes = None if formats is None else syntaxes_named(formats)
    folder = Path(folder)
    if folder.is_file():
        raise UnreadableInputError(f"{folder} is a file; name the folder that holds it, which is the project")
    target = Path(out) if out is not None else folder / "out"
    with published_folder(target) as staging:
        progress("reading the project")
        panel.use_packages(())  # those of an earlier project mean nothing here
        project, taxonomy, findings = open_project(folder, tables, panel.packages, values)
        result = Export(folder.resolve().name, target, findings)
        if project is not None and taxonomy is not None:
            panel.use_packages(taxonomy.packages)
            result = _export_project(
                project, taxonomy, findings, target, line_items, syntaxes, staging, panel, progress
            )
        _write_proof(result, staging)
    return result


def _export_project(
    project: Project,
    taxonomy: Taxonomy,
    findings: list[Finding],
    target: Path,
    line_items: AnyFrame | None,
    syntaxes: list[Syntax] | None,
    staging: Path,
    panel: Panel,
    progress: Callable[[str], None],
) -> Export:
    from exporter.filing.writing import write_filing

    package = None
    if not has_errors(findings):
        package = base_package(taxonomy)
        if package is not None:
            panel.prepare(package)  # a judge compiles it while line items are mapped
    mapped, taxonomy = map_project(project, taxonomy, findings, line_items)
    if has_errors(findings):
        return Export(project.name, target, findings)
    if syntaxes is None and project.formats:
        syntaxes = syntaxes_named(project.formats)
    if syntaxes is None:
        syntaxes, new_findings = syntaxes_by_default(mapped.cells.height)
        findings += new_findings
    progress(f"writing {len(mapped.report):,} facts as {', '.join(syntax.name for syntax in syntaxes)}")
    filing, new_findings = make_filing(project, mapped, taxonomy, package, syntaxes)
    findings += new_findings
    if has_errors(findings):
        return Export(project.name, target, findings)
    write_filing(filing, staging / FILING)
    judgements, round_trips, new_findings = prove(project, mapped, taxonomy, filing, staging / FILING, panel, progress)
    findings += new_findings
    return _proven(project, target, mapped, taxonomy, findings, judgements, round_trips)


def check_round_trip(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    tables: Mapping[str, AnyFrame] | None = None,
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
        result = export_report(
            folder, out, tables=tables, arelle=arelle, without=without, packages=packages, progress=progress
        )
        message = f"{target} held no filing, so that the project was exported first"
        return replace(result, findings=[*result.findings, proof_rules.ROUND_TRIP_EXPORTED_FIRST.finding(message)])
    progress("reading the project")
    project, taxonomy, findings = open_project(folder, tables, packages)
    if project is None or taxonomy is None:
        return Export(folder.resolve().name, target, findings, is_written=False)
    mapped, taxonomy = map_project(project, taxonomy, findings)
    if has_errors(findings):
        return Export(project.name, target, findings, is_written=False)
    check_replaceable(target)  # ledger and findings there will be written anew
    syntaxes = found_syntaxes(target / FILING, project.name)
    if not syntaxes:
        raise UnreadableInputError(f"{target / FILING} holds no report {project.name}, so there is nothing to compare")
    filing, new_findings = make_filing(project, mapped, taxonomy, base_package(taxonomy), syntaxes)
    findings += new_findings
    if has_errors(findings):
        return Export(project.name, target, findings, is_written=False)
    findings += find_changes(filing, target / FILING)
    with Panel(judges_to_leave_out(without, arelle=arelle), packages=packages) as panel:
        panel.use_packages(taxonomy.packages)
        judgements, round_trips, new_findings = prove(
            project, mapped, taxonomy, filing, target / FILING, panel, progress
        )
    result = _proven(project, target, mapped, taxonomy, [*findings, *new_findings], judgements, round_trips)
    _write_proof(result, target)
    return result


# -------------------------------------------------------------------------------------------------------- the stages


def open_project(
    folder: Path,
    tables: Mapping[str, AnyFrame] | None = None,
    packages: Collection[Path] = (),
    values: Mapping[str, str] | None = None,
) -> tuple[Project | None, Taxonomy | None, list[Finding]]:
    """Read a project and its taxonomy, and put data frames in the place of tables.

    Args:
        folder: the project's.
        tables: data frames by the names of tables.
        packages: where a published taxonomy may lie, besides those that the project names.
        values: what stands for each `${name}` in report.toml.

    Returns: the project and the taxonomy, or None from where errors stop it; and what is wrong with them.
    """
    from exporter.dts.loading import open_taxonomy
    from exporter.project.prefixes import check_prefixes
    from exporter.project.report_toml import read_project
    from exporter.project.statements import choose_statements
    from exporter.taxonomy.checks import MISSING_LABEL

    project, findings = read_project(folder, (tables or {}).keys(), values)
    if project is None:
        return None, None, findings
    if tables:
        from exporter.line_items.frame import with_frames

        project = with_frames(project, tables)
    taxonomy, new_findings = open_taxonomy(project.taxonomy, project.folder, packages)
    # Labels of an extension may be printed ones, so `map_project` looks for missing ones once it has those.
    findings += [found for found in new_findings if taxonomy.base is None or found.code != MISSING_LABEL.code]
    findings += check_prefixes(project, taxonomy)
    taxonomy, new_findings = choose_statements(project, taxonomy)
    return project, taxonomy, [*findings, *new_findings]


def map_project(
    project: Project, taxonomy: Taxonomy, findings: list[Finding], line_items: AnyFrame | None = None
) -> tuple[Mapped, Taxonomy]:
    """Map the project's line items; what is wrong is added to the findings.

    Returns: the mapped line items, and the project's taxonomy, relabelled as printed.
    """
    from exporter.checks.trial_balance import check_trial_balances
    from exporter.line_items.line_items import read_tables
    from exporter.line_items.row_keys import with_row_keys
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
    is_complete = not has_errors(findings)
    mapped, new_findings = map_line_items(items, rows, project, taxonomy, footnotes, complete=is_complete)
    if is_complete:  # what is wrong with a ledger is wrong with the facts that it gives, so it is told first
        findings += check_trial_balances(mapped.items, mapped.evaluated, project)
    findings += new_findings
    if taxonomy.base and not has_errors(findings):
        taxonomy = taxonomy.with_labels(mapped.labels)
        findings += check_taxonomy(taxonomy)
    findings[:] = with_row_keys(findings, items)
    return mapped, taxonomy


def base_package(taxonomy: Taxonomy) -> bytes | None:
    """Compile and zip the taxonomy package of the base, or of a taxonomy without one; None if others publish it."""
    from exporter.files.zip_archive import zip_files
    from exporter.taxonomy.package import package_files

    published = taxonomy.base or taxonomy.published
    if published.origin:
        return None
    _, package = _recent_packages.get(id(published), lambda: (published, zip_files(package_files(published))))
    return package


#: By the identity of a taxonomy that stays in memory, so that its identity is its own.
_recent_packages: Recent[tuple[Taxonomy, bytes]] = Recent(2)


def make_filing(
    project: Project, mapped: Mapped, taxonomy: Taxonomy, package: bytes | None, syntaxes: Collection[Syntax]
) -> tuple[Filing, list[Finding]]:
    """Put together what is filed: the report, its documents where a syntax shows them, and its taxonomy.

    Returns: the filing; and a Finding for whatever no document can show, and for what is wrong with documents.
    """
    from exporter.documents.pages import build_documents
    from exporter.documents.statements import printed_statements
    from exporter.filing.writing import Filing
    from exporter.project.footnotes_csv import read_footnotes
    from exporter.project.project import STATEMENTS
    from exporter.taxonomy.package import compile_taxonomy, packaged_extension

    documents: Documents | None = None
    findings: list[Finding] = []
    if any(syntax.format == INLINE for syntax in syntaxes):
        footnotes, _ = read_footnotes(project)  # whose faults were found when the line items were mapped
        documents, findings = build_documents(project, mapped, taxonomy, footnotes)
    extension = compile_taxonomy(taxonomy) if taxonomy.base else {}
    base = (taxonomy.base or taxonomy).name
    has_statements = project.csv_tables == STATEMENTS and any(syntax.format == CSV for syntax in syntaxes)
    statements = printed_statements(project, mapped) if has_statements else ()
    extension_package, extension_urls = packaged_extension(taxonomy)
    filing = Filing(
        project.name,
        tuple(syntaxes),
        mapped.report,
        documents,
        extension,
        base,
        package,
        extension_package,
        extension_urls,
        statements,
    )
    return filing, findings


def find_changes(filing: Filing, folder: Path) -> list[Finding]:
    """Find files beside reports that are not what the project's taxonomy compiles to."""
    from exporter.filing.writing import changed_files

    return [
        proof_rules.ROUND_TRIP_CHANGED_FILE.finding(f"filing/{name} {fault}", Source(name))
        for name, fault in changed_files(filing, folder).items()
    ]


def prove(
    project: Project,
    mapped: Mapped,
    taxonomy: Taxonomy,
    filing: Filing,
    folder: Path,
    panel: Panel,
    progress: Callable[[str], None],
) -> tuple[tuple[Judgement, ...], dict[str, RoundTrip], list[Finding]]:
    """Have the report judged and read back in each syntax, check its figures, and compare what was read with the cells.

    The report is judged as xBRL-XML, whether that is filed or not, and its documents by the schema of Inline XBRL.

    Returns: what the judges said, the ledger of each syntax, and the findings of all.
    """
    from exporter.checks.check_figures import check_figures
    from exporter.filing.proof import FilingProof, prove_syntax
    from exporter.filing.writing import write_filing
    from exporter.formats.inline_xbrl.reader import inline_documents
    from exporter.formats.xbrl_xml.reader import is_instance
    from exporter.line_items.row_keys import with_row_keys
    from exporter.proof.round_trip import compare

    with ExitStack() as stack:
        judged = tuple(SYNTAXES[name] for name in (XML, INLINE) if name == XML or filing.documents is not None)
        is_filed = set(judged) <= set(filing.syntaxes)
        place = folder if is_filed else stack.enter_context(scratch_folder()) / FILING
        if not is_filed:
            write_filing(replace(filing, syntaxes=judged), place)
        progress("validating" + (f" without {', '.join(panel.without)}" if panel.without else ""))
        instance = SYNTAXES[XML].path(place, filing.name)
        panel.submit(instance, taxonomy, inline=inline_documents(place) if filing.documents is not None else ())
        if not is_instance(instance):
            raise UnreadableInputError(f"{instance} is not an xBRL-XML instance, so there is nothing to compare")
        mapped, findings = check_figures(mapped, project, taxonomy)  # while the judges judge
        validation = panel.result(mapped.sources())
    findings = _totals_once(findings, validation.findings)
    round_trips: dict[str, RoundTrip] = {}
    proof = FilingProof(filing, folder, mapped, panel.packages, panel.archives, "arelle" not in panel.without)
    for syntax in filing.syntaxes:
        progress(f"comparing {syntax.name}")
        if syntax.name == XML:
            round_trips[XML] = compare(mapped, validation.readings, validation.document)
            findings += round_trips[XML].findings
        else:
            round_trips[syntax.name], new_findings = prove_syntax(proof, syntax, validation.findings)
            findings += new_findings
    return validation.judgements, round_trips, with_row_keys(findings, mapped.items)


def _proven(
    project: Project,
    target: Path,
    mapped: Mapped,
    taxonomy: Taxonomy,
    findings: list[Finding],
    judgements: tuple[Judgement, ...],
    round_trips: Mapping[str, RoundTrip],
) -> Export:
    """Put together what came of an export, with one ledger for all its syntaxes."""
    from exporter.proof.round_trip import round_trip_of_syntaxes
    from exporter.proof.sums import sums_table

    whole = round_trip_of_syntaxes(mapped, round_trips)
    sums = sums_table(mapped)
    return Export(
        project.name, target, findings, mapped.report, judgements, whole, round_trips, sums, taxonomy=taxonomy
    )


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
    from exporter.frames.engine import write_csv
    from exporter.proof.ledger import guarded
    from exporter.rules import RULES_BY_CODE

    if result.round_trip:
        with published_file(folder / LEDGER) as ledger, ledger.open("wb") as stream:
            write_csv(guarded(result.round_trip.lazy), stream, result.round_trip.height)
        if result.sums is not None:
            with published_file(folder / SUMS) as sums, sums.open("wb") as stream:
                write_csv(guarded(result.sums), stream, result.round_trip.height)
        else:
            (folder / SUMS).unlink(missing_ok=True)
    with published_file(folder / FINDINGS) as findings:
        findings.write_text(findings_json(result.findings), encoding="utf-8")
    with published_file(folder / PAGE) as page:
        page.write_text(findings_page(result.findings, RULES_BY_CODE), encoding="utf-8")
