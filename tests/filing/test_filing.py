"""A filing in all syntaxes: each is written whole, and proven against the cells by both readers."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.export import check_round_trip, export_report
from exporter.filing.syntaxes import SYNTAXES
from exporter.packages.opening import read_report
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.export import Export
    from exporter.findings.findings import Finding

#: The line of the small project that names its formats.
FORMATS = 'formats = ["xml"]\n'
LEDGER_OF = {name: f"{name}_own_value" if name != "xml" else "own_value" for name in SYNTAXES}


@pytest.fixture(scope="module")
def _all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("all"))
    assert export_report(folder, arelle=False, formats=list(SYNTAXES)).ok
    return folder


@pytest.fixture
def filing(_all: Path, tmp_path: Path) -> Path:
    """The small project's filing in all syntaxes: a copy, in the test's own folder."""
    shutil.copytree(_all, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out" / "filing"


def _errors(result: Export) -> list[Finding]:
    return [found for found in result.findings if found.severity == "error"]


@pytest.mark.slow
def test_each_syntax_is_proven_by_both_readers(tmp_path: Path) -> None:
    """Without a word of either; and the ledger shows in a row for each cell what each found."""
    result = export_report(write_project(tmp_path), formats=list(SYNTAXES))
    assert result.ok
    assert list(result.round_trips) == list(SYNTAXES)
    for name, round_trip in result.round_trips.items():
        assert (round_trip.counts["equal"], round_trip.counts["different"]) == (10, 0), name
    ledger = pl.read_csv(result.out / "ledger.csv", infer_schema=False)
    row = ledger.filter(pl.col("row") == "3", pl.col("column") == "B")
    assert row.height == 1
    for column in LEDGER_OF.values():
        assert row[column].to_list() == row[column.replace("own", "arelle")].to_list() == ["1200000"]
    assert row["equal"].to_list() == ["yes"]


@pytest.mark.slow
def test_statements_are_proven_by_both_readers(tmp_path: Path) -> None:
    """In tables as they are printed, in packages, too; nothing else is in the report, so there is no table of facts."""
    folder = write_project(tmp_path, {"report.toml": ((FORMATS, 'csv.tables = "statements"\n'),)})
    result = export_report(folder, formats=["csv", "xbr+csv", "zip+csv"])
    assert [str(finding) for finding in result.findings if finding.severity != "info"] == []
    for name, round_trip in result.round_trips.items():
        assert (round_trip.counts["equal"], round_trip.counts["different"]) == (10, 0), name
    assert result.round_trip is not None
    assert (
        result.round_trip.ledger.filter(fact="m_Costs.D20190101-20191231.JPY")["csv_arelle_value"].item() == "1100000"
    )
    filing = result.out / "filing"
    assert (filing / "acme-20201231-csv-statement.csv").read_text(encoding="utf-8") == (
        "section,label,concept,period_FY2020,period_FY2019,FY2020,FY2019\n"
        "Results:,Revenues,m:Revenues,2020-01-01..2020-12-31,2019-01-01..2019-12-31,1200000,1000000\n"
        "Results:,Costs,m:Costs,2020-01-01..2020-12-31,2019-01-01..2019-12-31,900000,1100000\n"
        "Results:,Profit (loss),m:Profit,2020-01-01..2020-12-31,2019-01-01..2019-12-31,300000,-100000\n"
        "Results:,Cash at beginning,m:Cash,2019-12-31@end,2018-12-31@end,50000,0\n"
        "Results:,Cash at end,m:Cash,2020-12-31@end,,70000,\n"
    )
    assert not list(filing.glob("*-facts.csv"))
    path = filing / "acme-20201231-csv-statement.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1200000,", ",1201000,"), encoding="utf-8")
    result = check_round_trip(folder, arelle=False)
    assert [str(error.source).partition(' "')[0] for error in _errors(result)] == ["statement.csv:3 B"]


def test_what_is_asked_for_is_written_and_nothing_else(tmp_path: Path) -> None:
    """A package stands alone, since its taxonomy is inside; the report is judged all the same."""
    result = export_report(write_project(tmp_path), arelle=False, formats=["xbr+json"])
    assert result.ok
    assert [path.name for path in (result.out / "filing").iterdir()] == ["acme-20201231-json.xbr"]
    assert {judgement.judge for judgement in result.judgements if judgement.not_run is None} >= {"own", "xmlschema"}
    columns = result.round_trip.ledger.columns if result.round_trip else []
    assert "xbr+json_own_value" in columns
    assert "own_value" not in columns


@pytest.mark.slow
def test_the_project_may_name_its_formats(tmp_path: Path) -> None:
    """In report.toml; else they are xBRL-XML and Inline XBRL; and whoever exports has the last word."""
    folder = write_project(tmp_path, {"report.toml": ((FORMATS, 'formats = ["json", "xbri"]\n'),)})
    silent = {"report.toml": ((FORMATS, ""),)}
    assert list(export_report(folder, arelle=False).round_trips) == ["json", "xbri"]
    assert list(export_report(folder, arelle=False, formats=["xml"]).round_trips) == ["xml"]
    assert list(export_report(write_project(tmp_path / "b", silent), arelle=False).round_trips) == ["xml", "inline"]


def test_a_format_that_there_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    """And what was probably meant."""
    changes = {"report.toml": ((FORMATS, 'formats = ["json", "xbrri"]\n'),)}
    result = export_report(write_project(tmp_path, changes), arelle=False)
    (error,) = _errors(result)
    assert (error.code, error.hint) == ("project.unknownFormat", "did you mean 'xbri'?")
    assert error.source is not None
    assert error.source.row is not None


def test_a_package_holds_its_report_with_all_that_it_needs(filing: Path) -> None:
    """Its taxonomy, and the catalog that says where it lies; so it is read from anywhere."""
    package = filing / "acme-20201231-json.xbr"
    with zipfile.ZipFile(package) as archive:
        names = {name.removeprefix("acme-20201231/") for name in archive.namelist()}
        info = json.loads(archive.read("acme-20201231/META-INF/reportPackage.json"))
    assert info["documentInfo"]["documentType"].endswith("/xbr")
    assert names >= {"META-INF/catalog.xml", "META-INF/taxonomyPackage.xml", "reports/acme-20201231/acme-20201231.json"}
    moved = shutil.copy(package, filing.parent.parent / "alone.xbr")
    assert read_report(moved) == (read_report(filing / "acme-20201231.xml")[0], [])


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, syntax in SYNTAXES.items() if syntax.kind is None])
def test_a_change_in_one_syntax_shows_at_the_cell(name: str, filing: Path, tmp_path: Path) -> None:
    """The others are as they were, and the ledger says which one differs."""
    files = {"xml": ".xml", "inline": ".xhtml", "json": ".json", "csv": "-csv-facts.csv"}
    path = filing / f"acme-20201231{files[name]}"
    old, new = (">1,200<", ">1,201<") if name == "inline" else ("1200000", "1201000")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    result = check_round_trip(tmp_path, arelle=False)
    assert {error.code for error in _errors(result)} == {"roundTrip.difference"}
    assert [str(error.source).partition(' "')[0] for error in _errors(result)] == ["statement.csv:3 B"]
    assert {key for key, value in result.round_trips.items() if value.counts["different"]} == {name}
    assert result.round_trip is not None
    (row,) = result.round_trip.ledger.filter(pl.col("equal") == "no").to_dicts()
    assert row["difference"].startswith("own: " if name == "xml" else f"{name}: own: ")


@pytest.mark.slow
def test_a_change_in_a_package_shows(filing: Path, tmp_path: Path) -> None:
    """Be it in the report, or in the taxonomy beside it."""
    package = filing / "acme-20201231-json.zip"
    with zipfile.ZipFile(package) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(package, "w") as archive:
        for entry, content in contents.items():
            changed = content.replace(b"1200000", b"1201000") if entry.endswith(".json") else content
            archive.writestr(entry, changed + b"\n" if entry.endswith(".xsd") else changed)
    result = check_round_trip(tmp_path, arelle=False)
    assert {error.code for error in _errors(result)} == {"roundTrip.difference", "roundTrip.changedFile"}
    assert {key for key, value in result.round_trips.items() if value.counts["different"]} == {"zip+json"}


def test_the_round_trip_is_about_what_is_there(filing: Path, tmp_path: Path) -> None:
    """A syntax that was removed is not compared, and nothing left is an error that says so."""
    for path in filing.iterdir():
        if path.suffix in {".xml", ".json", ".xhtml", ".csv"}:
            path.unlink()
    result = check_round_trip(tmp_path, arelle=False)
    assert result.ok
    assert list(result.round_trips) == [name for name, syntax in SYNTAXES.items() if syntax.kind]
