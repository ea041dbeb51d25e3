"""The trial balance: statements for two years from a ledger, wherever it lies, and slips in it at their row."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from exporter.export import export_report
from exporter.files.resources import bundled_folder
from exporter.packages.opening import read_report
from tests.databases.servers import find_server, postgresql_server
from tests.projects import map_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.findings.findings import Finding

SAMPLE = bundled_folder("samples") / "trial-balance"
_FILE = 'file = "balances.csv"'
_EXPECTED = ("example-instruments-20251231.xml", "example-instruments-20251231.xhtml")


def _copy(folder: Path, said: str = _FILE) -> Path:
    """The sample with its ledger elsewhere."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out", "expected"))
    report = folder / "report.toml"
    report.write_text(report.read_text(encoding="utf-8").replace(_FILE, said), encoding="utf-8")
    return folder


def _filed(folder: Path) -> dict[str, bytes]:
    result = export_report(folder, arelle=False)
    assert result.findings[1:] == [], result.findings  # but for Arelle, which was left out
    return {path.name: path.read_bytes() for path in (result.out / "filing").iterdir()}


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is filed of the ledger as CSV."""
    return _filed(_copy(tmp_path_factory.mktemp("csv")))


@pytest.mark.slow
def test_all_judges_and_readers_agree(tmp_path: Path, golden: bool) -> None:
    """Each account is proven with its share, each total by its cells, and the filing is as it was."""
    result = export_report(SAMPLE, tmp_path / "out", formats=["xml", "inline", "json", "csv"])
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    assert result.findings == []
    assert {name: each.counts["different"] for name, each in result.round_trips.items()} == dict.fromkeys(
        ("xml", "inline", "json", "csv"), 0
    )
    assert result.round_trip
    assert result.round_trip.counts["equal"] == result.round_trip.counts["facts"] == 384
    made = {name: result.out / "filing" / name for name in _EXPECTED}
    made |= {name: result.out / name for name in ("ledger.csv", "sums.csv")}
    for name, path in made.items():
        if golden:
            (SAMPLE / "expected").mkdir(exist_ok=True)
            shutil.copy(path, SAMPLE / "expected" / name)
        assert path.read_bytes() == (SAMPLE / "expected" / name).read_bytes(), name


def test_each_sum_is_that_of_its_cells() -> None:
    """Added up by another way, with what the readers found in the filing."""
    with (SAMPLE / "expected" / "sums.csv").open(encoding="utf-8", newline="") as stream:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        values = {}
        for row in csv.DictReader(stream):
            sums[row["fact"]] += Decimal(row["share"]) * int(row["weight"])
            values[row["fact"]] = Decimal(row["value"])
    assert sums == values
    with (SAMPLE / "expected" / "ledger.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["fact"]: (row["own_value"], row["arelle_value"]) for row in csv.DictReader(stream) if row["fact"]}
    assert {fact: (Decimal(own), Decimal(arelle)) for fact, (own, arelle) in found.items() if fact in sums} == {
        fact: (value, value) for fact, value in values.items()
    }


def test_the_balance_sheet_balances() -> None:
    """The result of each year is carried into equity; a day of which cash alone is known has no totals."""
    report = read_report(SAMPLE / "expected" / _EXPECTED[0])[0]
    values = {
        (fact["concept"].partition(":")[2], fact["period_end"]): fact["value"] for fact in report.facts.to_dicts()
    }
    assert {day for concept, day in values if concept == "Assets"} == {"2024-12-31", "2025-12-31"}
    for day in ("2024-12-31", "2025-12-31"):
        assert Decimal(values["Assets", day]) == Decimal(values["LiabilitiesAndStockholdersEquity", day]) > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        'file = "balances.xlsx"',
        'file = "balances.xlsx"\nsheet = "Balances"\nrange = "A1:P156"\nfigures = "stored"',
        'query = "balances.sql"\ndatabase = "balances.sqlite"',
    ],
)
def test_a_workbook_and_a_database_give_the_same_filing(said: str, filing: dict[str, bytes], tmp_path: Path) -> None:
    """To the byte."""
    assert _filed(_copy(tmp_path, said)) == filing


def _ledger() -> tuple[list[str], list[list[str | None]]]:
    with (SAMPLE / "balances.csv").open(encoding="utf-8", newline="") as stream:
        headings, *rows = csv.reader(stream)
    return headings, [[cell or None for cell in row] for row in rows]


def _statements(exact: str) -> tuple[str, list[str]]:
    """What creates the ledger's table, and fills it."""
    headings, rows = _ledger()
    columns = ", ".join(f'"{name}" {exact if number > 3 else "varchar(80)"}' for number, name in enumerate(headings))
    values = [
        ", ".join("null" if cell is None else "'" + cell.replace("'", "''") + "'" for cell in row) for row in rows
    ]
    inserts = [f"insert into balances values ({each})" for each in values]  # noqa: S608 - the sample's own
    return f"create table balances({columns})", inserts


@pytest.mark.slow
def test_duckdb_gives_the_same_filing(filing: dict[str, bytes], tmp_path: Path) -> None:
    """To the byte."""
    folder = _copy(tmp_path, 'query = "balances.sql"\ndatabase = "balances.duckdb"')
    with duckdb.connect(str(folder / "balances.duckdb")) as connection:
        create, inserts = _statements("decimal(38, 2)")
        for statement in (create, *inserts):
            connection.execute(statement)
    assert _filed(folder) == filing


@pytest.mark.slow
def test_postgresql_gives_the_same_filing(
    filing: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte."""
    if find_server() is None:
        pytest.skip("PostgreSQL is not installed; apt install postgresql")
    folder = _copy(tmp_path, 'query = "balances.sql"\ndatabase = "env:LEDGER_URL"')
    with postgresql_server() as url:
        monkeypatch.setenv("LEDGER_URL", url)
        with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            create, inserts = _statements("numeric(38, 2)")
            for statement in (create, *inserts):
                cursor.execute(statement)
        assert _filed(folder) == filing


def _without(rows: list[list[str]], at: int) -> None:
    del rows[at]


def _twice(rows: list[list[str]], at: int) -> None:
    rows.insert(at + 1, rows[at])


def _on_the_other_side(rows: list[list[str]], at: int) -> None:
    rows[at][-2:] = reversed(rows[at][-2:])


def _too_much(rows: list[list[str]], at: int) -> None:
    rows[at][-2] = str(Decimal(rows[at][-2]) + 1)


def _unknown(rows: list[list[str]], at: int) -> None:
    rows[at][0] = "5999"


@pytest.mark.parametrize(
    ("change", "code", "place", "words"),
    [
        (_without, "mapping.unmatchedRow", "mapping.csv:21", "balances.csv has no account 6050"),
        (_twice, "lineItems.duplicateRow", "balances.csv:117 A", "'6050' already stands in row 116"),
        (_on_the_other_side, "ledger.unbalanced", "balances.csv:116 P", "on the other side, '6050' would balance"),
        (_too_much, "ledger.unbalanced", "balances.csv", "is out of balance by 1"),
        (_unknown, "mapping.unmappedLineItem", "balances.csv:116 A", "the line item '5999' has no mapping row"),
    ],
)
def test_a_slip_in_the_ledger_is_named(
    change: Callable[[list[list[str]], int], None], code: str, place: str, words: str, tmp_path: Path
) -> None:
    """At the account, or at the row of the mapping that wants it."""
    folder = _copy(tmp_path)
    path = folder / "balances.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows, [row[0] for row in rows].index("6050"))
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    findings = _findings(folder)
    found = next((each for each in findings if each.code == code), None)
    assert found, [str(each) for each in findings]
    assert str(found.source).startswith(place)
    assert words in f"{found.message} {found.hint}"


def _findings(folder: Path) -> list[Finding]:
    findings = map_folder(folder)[3]
    return findings or export_report(folder, arelle=False, formats=["xml"]).findings


def test_a_cash_flow_statement_that_does_not_tie_is_told_at_its_cell(tmp_path: Path) -> None:
    """Its net income is the ledger's, and so is its cash."""
    folder = _copy(tmp_path)
    path = folder / "cash-flows.csv"
    text = path.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("Cash at the end")]
    assert "643.93" in line
    path.write_text(text.replace(line, line.replace("643.93", "643.39")), encoding="utf-8")
    found = next(each for each in _findings(folder) if each.code == "mapping.conflictingCells")
    assert 'cash-flows.csv:27 B "2025"' in {str(found.source), *map(str, found.related)}
