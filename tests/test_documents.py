"""The documents: what they say is what the package does."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest

from exporter import __version__
from exporter.arelle import process
from exporter.cli.export_commands import verdict_line
from exporter.export import export_report
from exporter.files import process_limits, records, zip_archive
from exporter.files.resources import bundled_folder
from exporter.filing.export_result import Table
from exporter.findings import judge_messages
from exporter.findings.frame import FINDING_COLUMNS
from exporter.formats.inline_xbrl import markup
from exporter.formats.xbrl_xml import element_reader, reader, schema_reader
from exporter.line_items import csv_file, sheet
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS, ledger_columns
from exporter.project import report_toml
from exporter.report.report import FACT_COLUMNS
from exporter.rules import rules_page
from exporter.taxonomy import header, outlines, patterns
from exporter.validation import schema_process
from exporter.validation.judges import readers

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from exporter.export import Export

ROOT = bundled_folder("samples").parent


def test_the_page_of_findings_is_that_of_the_rules() -> None:
    """Every code with its severity, meaning and clause, as `make findings` writes it."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == rules_page()


@pytest.mark.slow
def test_the_readme_shows_what_the_demo_prints(sample: Export) -> None:
    """The counts in the README are the sample's."""
    assert sample.round_trip is not None
    counts = sample.round_trip.counts
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert verdict_line(sample).partition("; open ")[0] in readme
    assert f"{counts['cells']:,}: {counts['facts']:,} facts, {counts['derived']:,} derived, " in readme
    assert f"{counts['excluded']:,} excluded with reason" in readme
    assert f"findings.json ({len(sample.findings)})" in readme
    assert f"{counts['equal']:,} of {counts['facts']:,} cells equal as read by the own reader and Arelle" in readme


def _write_readme_project(folder: Path) -> None:
    """Copy the example of a project of one's own out of the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    part = readme[readme.index("## A project of one's own") :]
    tables = re.findall(r"(?:^    .*\n)+", part, re.MULTILINE)
    texts = ["".join(line[4:] for line in table.splitlines(keepends=True)) for table in tables]
    folder.mkdir(exist_ok=True)
    (folder / "statement.csv").write_text(texts[0], encoding="utf-8")
    (folder / "mapping.csv").write_text(texts[1], encoding="utf-8")
    toml = re.search(r"```toml\n(.*?)```", part, re.DOTALL)
    assert toml
    (folder / "report.toml").write_text(toml[1], encoding="utf-8")


def test_the_readme_project_works_as_printed(tmp_path: Path) -> None:
    """The example of a project of one's own, copied out of the README, exports without a finding."""
    _write_readme_project(tmp_path)
    result = export_report(tmp_path)
    assert [str(finding) for finding in result.findings] == []
    assert result.round_trip is not None
    assert result.round_trip.counts["equal"] == 4


def test_the_notebook_of_the_page_on_inputs_works_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame takes the place of the README's table, and the statement comes out wide."""
    _write_readme_project(tmp_path / "acme")
    (tmp_path / "acme" / "statement.csv").unlink()
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, names)  # noqa: S102 - our own page
    assert names["result"].ok
    assert names["wide"].filter(like="2024").to_numpy().tolist()[-1] == [Decimal(-30000)]
    assert [name for name in FINDING_COLUMNS if f"`{name}`" not in page] == []
    for table in get_args(Table):
        assert f'to_pandas("{table}")' in page
        names["result"].to_pandas(table)


def test_the_columns_of_each_table_are_documented() -> None:
    """The page on the project folder names every column of facts, line items and ledger."""
    page = (ROOT / "docs" / "project-folder.md").read_text(encoding="utf-8")
    for column in {*FACT_COLUMNS, *LINE_ITEM_COLUMNS, *ledger_columns(readers())}:
        assert f"`{column}`" in page, column


def test_the_version_is_the_same_everywhere() -> None:
    """pyproject.toml and the package agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == __version__


def test_links_between_documents_lead_somewhere() -> None:
    """No link to a file that is not there."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_quotes_the_ratios_that_were_measured() -> None:
    """Every ratio of its section on speed stands in the page that the benchmarks write."""
    _, _, speed = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Speed")
    ratios = re.findall(r"\b[\d.]+ times", speed.partition("\n## ")[0])
    measured = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert len(ratios) >= 3
    assert [ratio for ratio in ratios if f" {ratio} " not in measured] == []


def _number(module: ModuleType, name: str) -> int:
    """Take a constant that a module keeps to itself."""
    return int(getattr(module, name))


def test_the_page_on_security_has_the_bounds_of_the_code() -> None:
    """Each number is that of its constant."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    mebi = 1024**2
    bounds = [
        f"| report.toml | {_number(report_toml, '_MAX_REPORT_TOML') // mebi} MiB |",
        f"| taxonomy.toml | {_number(header, '_MOST_BYTES') // mebi} MiB |",
        f"taxonomy tables | {records.MAX_BYTES // mebi} MiB each |",
        f"| {csv_file.MAX_BYTES // 1024**3} GiB as CSV, {sheet.MAX_ROWS:,} rows |",
        f"| {reader.MAX_BYTES // 1024**3} GiB; elements nested {_number(element_reader, '_DEEPEST')} deep;",
        f"deep; {_number(element_reader, '_MOST_ATTRIBUTES'):,} attributes a fact |",
        f"| {_number(element_reader, '_MOST_FOOTNOTES'):,} times in an instance |",
        f"| {_number(schema_reader, '_MOST_SCHEMAS'):,}, of {_number(schema_reader, '_MAX_BYTES') // mebi} MiB each |",
        f"| {_number(zip_archive, '_MAX_FILES'):,} entries, ",
        f"entries, {_number(zip_archive, '_MAX_BYTES') // 1024**3} GiB unpacked;",
        f"GiB unpacked; {_number(zip_archive, '_MAX_RATIO')} times",
        f"unpack to more than {_number(zip_archive, '_SMALL_BYTES') // mebi} MiB; ",
        f"| {_number(markup, '_MOST_BYTES') // mebi} MiB; elements nested {_number(markup, '_DEEPEST')} deep; nothing",
        f"| {_number(process_limits, '_LEAST_SECONDS')} seconds, and ",
        f"and {_number(process_limits, '_SECONDS_A_MEGABYTE')} for each MiB",
        f"| {schema_process.MEGABYTES // 1024} GiB of memory each |",
        f"| {(process.LIMITS.megabytes or 0) // 1024} GiB of memory; {process.LIMITS.seconds} seconds",
        f"| {judge_messages.MOST:,} are listed",
        f"| {_number(patterns, '_LONGEST'):,} characters, {_number(patterns, '_LONGEST_SPELT_OUT'):,} with their",
        f"| {_number(outlines, '_MOST_ROWS'):,} rows; from then on a concept is unfolded once",
    ]
    assert [bound for bound in bounds if bound not in page] == []
