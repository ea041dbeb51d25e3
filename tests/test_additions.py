"""What is added is one module and one entry in a table: toys that stand for what comes."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.cli import main
from exporter.dts.loading import load_taxonomy
from exporter.errors import MisuseError
from exporter.export import export_report, map_project, open_project
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import JudgeMessage
from exporter.findings.registry import Fault, Rule
from exporter.formats.registry import FORMATS, Format, write_report
from exporter.line_items.inputs import INPUTS, Input
from exporter.line_items.sheet import Sheet, sheet_frame
from exporter.packages.judging import validate
from exporter.packages.opening import read_report
from exporter.prints.declarations import PrintDeclaration
from exporter.report.document import Document, Reading
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.checks import CHECKS
from exporter.validation.judgement import Judgement
from exporter.validation.judges import JUDGES, JudgeEntry
from tests.projects import write_project, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.files.process_limits import Limits
    from exporter.project.project import TableFile
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.judge import Subject

# ------------------------------------------------------------------------------------------------------------ a format

NAMESPACES = {"m": "http://example.org/m", "e": "http://example.org/e"}
FACT = {"id": "x", "concept": "m:Name", "entity": "e:1", "period_end": "2020-12-31", "value": "Acme"}


def _write_toy(report: Report, destination: Path) -> None:
    destination.write_text(json.dumps({"toy": True, "facts": report.facts.to_dicts()}), encoding="utf-8")


def _read_toy(source: Path) -> Reading:
    content = json.loads(source.read_text(encoding="utf-8"))
    return Reading(Report(facts_frame(content["facts"]), NAMESPACES), [], Document((source.name,)))


def _is_toy(path: Path) -> bool:
    return path.read_bytes().startswith(b'{"toy"')


TOY_FORMAT = Format("toy", "a toy syntax", (".json", ".toy"), _is_toy, _write_toy, _read_toy, ("footnotes",))


@pytest.fixture
def toy_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy is in the table of formats."""
    monkeypatch.setattr("exporter.formats.registry.FORMATS", (*FORMATS, TOY_FORMAT))


@pytest.mark.usefixtures("toy_format")
def test_a_format_is_read_and_written(tmp_path: Path) -> None:
    """By its ending, where it alone has that."""
    report = Report(facts_frame([FACT]), NAMESPACES)
    write_report(report, tmp_path / "report.toy")
    assert read_report(tmp_path / "report.toy") == (report, [])


@pytest.mark.usefixtures("toy_format")
def test_an_ending_that_several_formats_have_decides_nothing(tmp_path: Path) -> None:
    """To write, a name decides; to read, a name or what is inside."""
    report, path = Report(facts_frame([FACT]), NAMESPACES), tmp_path / "report.json"
    with pytest.raises(MisuseError, match="several formats; name one of facts-json, toy"):
        write_report(report, path)
    write_report(report, path, "toy")
    assert read_report(path) == (report, [])
    assert read_report(path, "toy") == (report, [])
    with pytest.raises(MisuseError, match="facts as JSON cannot be read"):
        read_report(path, "facts-json")
    write_report(report, path, "facts-json")
    with pytest.raises(MisuseError, match="facts as JSON cannot be read"):
        read_report(path)


def test_a_file_is_known_by_what_is_inside_and_not_by_its_ending(tmp_path: Path) -> None:
    """An instance under another name is read as what it is."""
    out = export_report(write_project(tmp_path), arelle=False).out
    instance = (out / "filing" / "acme-20201231.xml").rename(tmp_path / "instance.csv")
    report, findings = read_report(instance)
    assert (len(report), findings) == (9, [])
    write_report(report, tmp_path / "facts.txt", "parquet")
    assert read_report(tmp_path / "facts.txt")[0] == report


def test_a_format_that_does_not_exist_is_misuse(tmp_path: Path) -> None:
    """The message lists the known names."""
    with pytest.raises(MisuseError, match="no format 'xls'; known are xml, inline, facts-csv"):
        write_report(Report(facts_frame([FACT]), NAMESPACES), tmp_path / "report.xls", "xls")


# ------------------------------------------------------------------------------------------------------------- a judge


class _ToyJudge:
    """Finds one thing in whatever it is given, and reads what the own judge reads."""

    name = "toy"
    limits: Limits | None = None

    def start(self) -> None:
        """Nothing."""

    def prepare(self, package: Path) -> None:
        """Nothing."""

    def submit(self, subject: Subject) -> None:
        """Read the instance."""
        self._report, _ = read_report(subject.entry_point)

    def result(self) -> Judgement | None:
        """Say one thing of the first fact."""
        message = JudgeMessage("odd", Severity.WARNING, "odd", (self._report.facts["id"][0],))
        return Judgement(self.name, (message,), not_judged=("colours",), report=self._report)

    def stop(self, *, failed: bool) -> None:
        """Nothing."""


@pytest.fixture
def toy_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy is in the list of judges."""
    judges = (*JUDGES, JudgeEntry("toy", _ToyJudge, reads=True, optional="leave the toy out"))
    monkeypatch.setattr("exporter.validation.judges.JUDGES", judges)
    monkeypatch.setattr("exporter.validation.panel.JUDGES", judges)


@pytest.mark.usefixtures("toy_judge")
def test_a_judge_has_a_verdict_a_column_and_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it says is a finding at the cell; it can be left out by its name; and its facts are in the proof."""
    folder = write_project(tmp_path)
    assert main(["export", str(folder), "--no-arelle"]) == 0
    printed = capsys.readouterr()
    assert "toy           1 warning; not judged: colours\n" in printed.out
    assert 'statement.csv:3 B "FY2020": odd [toy:odd]' in printed.err
    ledger = pl.read_csv(folder / "out" / "ledger.csv", infer_schema=False)
    assert ledger["toy_value"].equals(ledger["own_value"])
    assert "1200000" in ledger["toy_value"]
    assert main(["export", str(folder), "--no-arelle", "--no-toy"]) == 0
    assert "toy           not run: left out on request\n" in capsys.readouterr().out


@pytest.mark.usefixtures("toy_judge")
def test_the_proof_needs_every_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell is equal only if each of them found it so."""

    def wrong(self: _ToyJudge) -> Judgement:
        facts = self._report.facts.with_columns(value=pl.col("value").str.replace("1200000", "1200001"))
        return Judgement(self.name, report=replace(self._report, table=facts))

    monkeypatch.setattr(_ToyJudge, "result", wrong)
    result = export_report(write_project(tmp_path), arelle=False)
    (finding,) = [finding for finding in result.findings if finding.code == "roundTrip.difference"]
    assert "toy: value: '1200000' became '1200001'" in finding.message


def test_a_judge_that_always_judges_cannot_be_left_out(tmp_path: Path) -> None:
    """The message lists those that can."""
    with pytest.raises(MisuseError, match="'own' cannot be left out; judges that can are arelle"):
        validate(tmp_path, without=["own"])


# -------------------------------------------------------------------------------------------------------------- a rule


def _short_names(taxonomy: Taxonomy) -> Iterator[Fault]:
    for concept in taxonomy.concepts.values():
        if len(concept.local) < len("Costs"):
            yield Fault(f"{concept.name} is short", concept.source, hint="say more")


def test_a_rule_for_taxonomies_is_one_function_and_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is checked with the others; code and severity are the entry's."""
    rule = Rule("taxonomy.shortName", Severity.WARNING, "A name is short.", "a practice", _short_names)
    monkeypatch.setattr("exporter.taxonomy.checks.CHECKS", (*CHECKS, rule))
    _, findings = load_taxonomy(write_taxonomy(tmp_path))
    assert [(finding.code, finding.severity, finding.message) for finding in findings] == [
        ("taxonomy.shortName", Severity.WARNING, "m:Cash is short")
    ]


# ------------------------------------------------------------------------------------------------------------ an input


def _read_toy_book(file: TableFile) -> Sheet:
    rows = [line.split("|") for line in file.path.read_text(encoding="utf-8").splitlines()]
    (heading_row,) = file.heading_rows
    cells = sheet_frame(range(heading_row + 1, len(rows) + 1), rows[heading_row:], len(rows[0]))
    return Sheet(rows[heading_row - 1], cells, [], within="!Balance sheet")


def test_an_input_gives_sheets_whose_cells_are_named_as_people_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook's cell is `book.toy!Balance sheet!B3`, in the ledger as in findings."""
    monkeypatch.setattr("exporter.line_items.inputs.INPUTS", (*INPUTS, Input("a toy", (".toy",), _read_toy_book)))
    folder = write_project(tmp_path, {"report.toml": (('"statement.csv"', '"book.toy"'),)})
    with (folder / "statement.csv").open(encoding="utf-8", newline="") as statement:
        text = "\n".join("|".join(row) for row in csv.reader(statement))
    (folder / "book.toy").write_text(text, encoding="utf-8")
    result = export_report(folder, arelle=False)
    assert result.ok
    assert result.ledger["file"].unique().tolist() == ["book.toy!Balance sheet"]
    (folder / "book.toy").write_text(text.replace("1,200", "1,20"), encoding="utf-8")
    (finding,) = export_report(folder, arelle=False).findings
    assert str(finding.source) == 'book.toy!Balance sheet!B3 "FY2020"'


# -------------------------------------------------------------------------------------------------- a print convention


def test_a_convention_is_one_description_for_a_table(tmp_path: Path) -> None:
    """What a table declares of its prints is read, and what it does not is refused."""
    folder = write_project(tmp_path, {"statement.csv": (('"1,200"', '"1.200"'), ('"1,000"', "n.a."))})
    project, taxonomy, findings = open_project(folder)
    assert project
    assert taxonomy
    declaration = PrintDeclaration(decimal_mark=",", nothing=("n.a.",))
    table = project.tables["statement"]
    columns = {name: replace(column, prints=declaration) for name, column in table.files[0].columns.items()}
    table = replace(table, files=(replace(table.files[0], columns=columns), *table.files[1:]))
    mapped, _ = map_project(replace(project, tables={"statement": table}), taxonomy, findings)
    values = {cell["printed"]: (cell["disposition"], cell["value"]) for cell in mapped.cells.to_dicts()}
    assert values["1.200"] == ("fact", "1200000")
    assert values["n.a."] == ("excluded", None)
    assert values["(1,100)"] == ("excluded", None)
    assert [(finding.code, finding.message) for finding in findings] == [
        ("mapping.lostDigits", "1100 has digits that decimals=-3 does not cover"),
    ]
