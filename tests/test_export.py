"""The main job: what it leaves in the output folder, when all goes well and when it does not."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.export import check_round_trip, export_report
from exporter.filing.export_result import Table
from exporter.findings.findings import Severity
from exporter.packages.opening import read_report
from exporter.report.report import dimensions_of
from tests.ledgers import write_ledger
from tests.projects import DIMENSIONS, write_extension, write_files, write_print_project, write_project, write_taxonomy
from tests.validation.filings import write_extension_filing

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_export_leaves_filing_ledger_findings_and_manifest(tmp_path: Path) -> None:
    """A project without an extension refers to the base, whose package lies beside the instance."""
    result = export_report(write_project(tmp_path))
    assert result.ok
    assert result.out == tmp_path / "out"
    assert _files(result.out) == {
        "filing/acme-20201231.xml",
        "filing/mini-2020.zip",
        "findings.json",
        "findings.md",
        "ledger.csv",
        "manifest.json",
    }
    assert json.loads((result.out / "findings.json").read_text(encoding="utf-8")) == []
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    assert len(result.ledger) == 18


def test_an_extension_lies_beside_the_instance(tmp_path: Path) -> None:
    """Its labels are those that the report prints."""
    folder = write_project(
        tmp_path,
        {
            "report.toml": (('taxonomy = "base"', 'taxonomy = "acme"'),),
            "statement.csv": (
                (
                    'Results:,,,\nRevenues,"1,200","1,000",20.0%\n',
                    'Gadgets sold,700,600,\nThe rest,500,400,\nSales in total,"1,200","1,000",\n',
                ),
                (
                    (
                        'Costs,(900),"(1,100)",(18.2%)\nProfit (loss),300,(100),\nCash at beginning,50,-,\n'
                        "Cash at end,70,50,40.0%\n"
                    ),
                    "",
                ),
            ),
            "mapping.csv": (
                (
                    "statement,,Revenues,m:Revenues,as printed,,,,,,,\n",
                    (
                        "statement,,Gadgets sold,acme:GadgetRevenues,as printed,,,,,,,\n"
                        "statement,,The rest,acme:OtherRevenues,as printed,,,,,,,\n"
                        "statement,,Sales in total,m:Revenues,as printed,totalLabel,,,,,,\n"
                    ),
                ),
                ("statement,,Costs,m:Costs,reversed,negatedLabel,,,,,,Printed as a deduction\n", ""),
                ("statement,,Profit (loss),m:Profit,as printed,totalLabel,,,,,,\n", ""),
                ("statement,,Cash at beginning,m:Cash,as printed,periodStartLabel,start,,,,,\n", ""),
                ("statement,,Cash at end,m:Cash,as printed,periodEndLabel,end,,,,,\n", ""),
            ),
        },
    )
    write_extension(folder / "acme")
    result = export_report(folder)
    assert [str(finding) for finding in result.findings] == []
    assert "filing/acme-2020.xsd" in _files(result.out)
    labels = (result.out / "filing" / "acme-2020_lab-en.xml").read_text(encoding="utf-8")
    assert "Gadgets sold" in labels
    assert "Sales in total" in labels
    assert "Revenues from gadgets" not in labels


def test_errors_in_the_source_keep_the_filing_from_being_written(tmp_path: Path) -> None:
    """The folder then holds the findings alone."""
    result = export_report(write_project(tmp_path, {"statement.csv": (('"1,200"', '"1,23,4"'),)}))
    assert not result.ok
    assert _files(result.out) == {"findings.json", "findings.md", "manifest.json"}
    found = json.loads((result.out / "findings.json").read_text(encoding="utf-8"))
    assert [finding["code"] for finding in found] == ["lineItems.notANumber"]
    assert found[0]["source"] == {"file": "statement.csv", "row": 3, "column": "B", "heading": "FY2020"}


def test_an_earlier_output_is_replaced(exported: Path) -> None:
    """A second run leaves what a first run would have left."""
    first = {path: path.read_bytes() for path in (exported / "out").rglob("*") if path.is_file()}
    export_report(exported, arelle=False)
    assert {path: path.read_bytes() for path in (exported / "out").rglob("*") if path.is_file()} == first
    assert [path.name for path in exported.iterdir() if path.name.startswith(".")] == []


def test_foreign_files_in_the_output_folder_are_left_alone(exported: Path) -> None:
    """The export refuses, names the file, and changes nothing."""
    (exported / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    before = _files(exported)
    with pytest.raises(OutputError, match=r"notes\.txt"):
        export_report(exported, arelle=False)
    assert _files(exported) == before


def test_unreadable_input_leaves_no_output(tmp_path: Path) -> None:
    """Not even a temporary folder."""
    folder = write_project(tmp_path)
    (folder / "statement.csv").write_bytes("売上高".encode("cp932"))
    before = _files(folder)
    with pytest.raises(UnreadableInputError, match="UTF-8"):
        export_report(folder, arelle=False)
    assert _files(folder) == before
    assert not (folder / "out").exists()


def test_a_breakdown_in_the_middle_leaves_the_earlier_output(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outputs appear whole or not at all."""
    before = {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exporter.proof.round_trip.compare", fail)
    with pytest.raises(OutputError, match="No space left"):
        export_report(exported, arelle=False)
    assert {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (">1200000<", ">1200001<", "value: '1200000' became '1200001'"),
        (">-100000<", ">100000<", "value: '-100000' became '100000'"),
        ('decimals="-3">1200000', 'decimals="-2">1200000', "decimals: -3 became -2"),
        ("<xbrli:measure>iso4217:JPY", "<xbrli:measure>iso4217:USD", "unit:"),
        ("<xbrli:endDate>2020-12-31", "<xbrli:endDate>2020-12-30", "period_end:"),
        ("<m:Revenues id", "<m:Profit id", "concept:"),
    ],
)
def test_a_filing_changed_afterwards_is_caught_at_the_cell(exported: Path, old: str, new: str, words: str) -> None:
    """A digit, a sign, decimals, a unit, a period or a concept that is not the source's any more."""
    instance = exported / "out" / "filing" / "acme-20201231.xml"
    text = instance.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1).replace("</m:Revenues>", "</m:Profit>", 1 if "Profit id" in new else 0)
    instance.write_text(changed, encoding="utf-8")
    result = check_round_trip(exported)
    differences = [finding for finding in result.findings if finding.code == "roundTrip.difference"]
    assert words in differences[0].message
    assert "own:" in differences[0].message
    assert "arelle:" in differences[0].message
    assert differences[0].source is not None
    assert differences[0].source.file == "statement.csv"
    assert instance.read_text(encoding="utf-8") == changed


def test_a_round_trip_of_a_source_with_errors_touches_nothing(exported: Path) -> None:
    """The filing that is there stays there."""
    before = {path: path.read_bytes() for path in (exported / "out").rglob("*") if path.is_file()}
    table = exported / "statement.csv"
    table.write_text(table.read_text(encoding="utf-8").replace('"1,200"', '"1,23,4"'), encoding="utf-8")
    result = check_round_trip(exported, arelle=False)
    assert [finding.code for finding in result.findings] == ["lineItems.notANumber"]
    assert {path: path.read_bytes() for path in (exported / "out").rglob("*") if path.is_file()} == before


def test_a_round_trip_without_a_filing_exports_first(tmp_path: Path) -> None:
    """The proof needs something to prove, and says that it made it."""
    result = check_round_trip(write_project(tmp_path), arelle=False)
    assert result.ok
    assert [finding.code for finding in result.findings] == ["judge.notRun", "roundTrip.exportedFirst"]
    assert (result.out / "filing" / "acme-20201231.xml").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["acme-2020_lab-en.xml", "acme-2020_cal.xml"])
def test_a_file_beside_the_instance_that_was_changed_is_caught(tmp_path: Path, name: str) -> None:
    """So is one that is gone; once it is back, all is well again."""
    filing = write_extension_filing(tmp_path)
    changed = {finding.message for finding in _changed_files(tmp_path)}
    assert changed == {"filing/acme-2020.xsd differs from what the project's taxonomy compiles to"}  # by the builder
    content = (filing / name).read_bytes()
    (filing / name).write_bytes(content.replace(b"Gadget", b"Gizmo"))
    assert f"filing/{name} differs" in "".join(finding.message for finding in _changed_files(tmp_path))
    (filing / name).unlink()
    assert f"filing/{name} is not there" in {finding.message for finding in _changed_files(tmp_path)}
    (filing / name).write_bytes(content)
    assert {finding.message for finding in _changed_files(tmp_path)} == changed


def _changed_files(folder: Path) -> list[Finding]:
    findings = check_round_trip(folder, arelle=False).findings
    return [finding for finding in findings if finding.code == "roundTrip.changedFile"]


def test_a_wrong_total_is_one_error_with_its_column_as_hint(tmp_path: Path) -> None:
    """What the figures show stands beside what the judge says, and not as a finding of its own."""
    changes = {"statement.csv": (("Profit (loss),300,", "Profit (loss),400,"),)}
    result = export_report(write_project(tmp_path, changes), arelle=False)
    totals = [finding for finding in result.findings if finding.code in {"own:calculation", "release.totalDiffers"}]
    (finding,) = totals
    assert (finding.code, finding.severity) == ("own:calculation", Severity.ERROR)
    assert finding.hint is not None
    assert "400 is printed, but the parts in this column add to 300" in finding.hint


def test_a_file_in_the_place_of_a_project_is_told(tmp_path: Path) -> None:
    """With the folder to name."""
    report = write_project(tmp_path) / "report.toml"
    with pytest.raises(UnreadableInputError, match="is a file; name the folder that holds it"):
        export_report(report, arelle=False)


def test_names_of_folders_and_tables_may_hold_any_character(tmp_path: Path) -> None:
    """Blanks, signs that mean something in a URL, and letters of any language; all judges find the files."""
    table = "Bilanz \u2013 Entwurf (2) #1 50%.csv"
    folder = write_project(
        tmp_path / "Año 2024 #1 (50%)" / "決算 ?", {"report.toml": (('"statement.csv"', f'"{table}"'),)}
    )
    (folder / "statement.csv").rename(folder / table)
    result = export_report(folder)
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    assert result.ok
    assert result.ledger["equal"].value_counts()["yes"] == 10


def test_a_text_block_is_filed_whole(tmp_path: Path) -> None:
    """However long: one of 208,000 characters, beyond what Python's reader of CSV takes for a cell."""
    text = "Lorem ipsum. " * 16_000
    folder = write_print_project(tmp_path, {"Company": text})
    result = export_report(folder, arelle=False)
    assert result.ok
    report, findings = read_report(result.out / "filing" / "acme-20201231.xml")
    assert findings == []
    assert [fact.value for fact in report] == [text]


@pytest.mark.slow
def test_members_are_read_back_whatever_is_in_them(tmp_path: Path) -> None:
    """One of a column, of which all have their own, and a typed one with what would be markup."""
    write_taxonomy(
        tmp_path / "base",
        {
            **DIMENSIONS,
            "concepts.csv": tuple((old, new.replace("\\d+-\\d+", "")) for old, new in DIMENSIONS["concepts.csv"]),
        },
    )
    columns = (
        'First = { period = "2020", unit = "shares", '
        'dimensions = { "m:HolderAxis" = "m:StaffMember", "m:LotAxis" = "A & B <1>" } }, '
        'Second = { period = "2020", unit = "shares", dimensions = { "m:LotAxis" = "\'\\"]]>" } }'
    )
    report_toml = (
        'name = "acme-20201231"\nlanguage = "en"\ntaxonomy = "base"\n'
        'entity = { scheme = "http://example.org/register", identifier = "4711" }\n'
        'units = { shares = "xbrli:shares" }\nperiods = { 2020 = { start = 2020-01-01, end = 2020-12-31 } }\n'
        f'[tables.holders]\nscale = 0\ndecimals = 0\nfiles = [{{ file = "holders.csv", columns = {{ {columns} }} }}]\n'
    )
    files = {
        "report.toml": report_toml,
        "holders.csv": ",First,Second\nHeld,700,500\n",
        "mapping.csv": "table,label,concept,sign\nholders,Held,m:Shares,as printed\n",
    }
    result = export_report(write_files(tmp_path, files, {}))
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    report, _ = read_report(result.out / "filing" / "acme-20201231.xml")
    assert {fact.value: dimensions_of(fact.dimensions) for fact in report} == {
        "700": {"m:HolderAxis": "m:StaffMember", "m:LotAxis": "A & B <1>"},
        "500": {"m:LotAxis": "'\"]]>"},
    }
    assert result.ledger["equal"].to_list() == ["yes", "yes"]


def test_an_export_gives_its_tables_as_data_frames(tmp_path: Path) -> None:
    """In pandas and in polars, which hands over Arrow; without a filing they are empty but for the findings."""
    result = export_report(write_ledger(tmp_path / "a"), arelle=False)
    for table in get_args(Table):
        in_pandas, in_polars = result.to_pandas(table), result.to_polars(table)
        assert list(in_pandas.columns) == in_polars.columns
        assert len(in_pandas) == in_polars.height > 0
        assert hasattr(in_polars, "__arrow_c_stream__")
    assert result.to_pandas("facts").query("concept == 'm:Revenues'")["value"].tolist() == [Decimal("880.00")]
    assert "Revenues" in result.statement("Statement")._repr_html_()
    broken = export_report(write_ledger(tmp_path / "b", {"ledger.csv": (("480.00", "x"),)}), arelle=False)
    assert {table: broken.to_pandas(table).empty for table in get_args(Table)} == {
        "facts": True,
        "ledger": True,
        "findings": False,
        "sums": True,
    }
    with pytest.raises(MisuseError, match="has no table 'cells'; it has facts, ledger"):
        result.to_pandas("cells")  # type: ignore[arg-type]  # what is to be refused
    with pytest.raises(MisuseError, match="no report"):
        broken.statement("Statement")
