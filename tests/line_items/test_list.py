"""Lists: one figure a row, from CSV or Parquet, with the dimensions that the row names."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.export import export_report
from exporter.report.report import dimensions_of
from tests.projects import DIMENSIONS, PROJECT, map_folder, write_files, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped

FILES = {
    "report.toml": PROJECT["report.toml"].partition("[tables.statement]")[0]
    + """\
[tables.ledger]
layout = "list"
scale = 0
decimals = 0
files = [{ file = "ledger.csv" }]
""",
    "ledger.csv": """\
label,m:HolderAxis,m:LotAxis,period,unit,printed
Shares,m:StaffMember,1-10,2020,shares,10
Shares,m:FoundersMember,1-10,2020,shares,"1,020"
Shares,m:StaffMember,1-10,2019,shares,(5)
Shares,,11-20,2019,shares,7
""",
    "mapping.csv": "table,label,concept,sign\nledger,Shares,m:Shares,as printed\n",
}


def _write(folder: Path, old: str = "", new: str = "") -> Path:
    write_taxonomy(folder / "base", DIMENSIONS)
    return write_files(folder, FILES, {"ledger.csv": ((old, new),)} if old else {})


def _map(folder: Path, old: str = "", new: str = "") -> tuple[Mapped, list[Finding]]:
    _, mapped, _, findings = map_folder(_write(folder, old, new))
    assert mapped is not None
    return mapped, findings


def _as_parquet(folder: Path) -> Path:
    rows = list(csv.reader(io.StringIO(FILES["ledger.csv"])))
    columns = {name: [row[index] or None for row in rows[1:]] for index, name in enumerate(rows[0])}
    pl.DataFrame(columns).write_parquet(folder / "ledger.parquet")
    toml = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(toml.replace("ledger.csv", "ledger.parquet"), encoding="utf-8")
    return folder


def test_a_label_recurs_with_other_periods_and_members(tmp_path: Path) -> None:
    """One mapping row is for all of its rows; an empty cell names no member."""
    mapped, findings = _map(tmp_path)
    assert findings == []
    facts = {(fact.period_end, *dimensions_of(fact.dimensions).values()): fact.value for fact in mapped.report}
    assert facts == {
        ("2020-12-31", "m:StaffMember", "1-10"): "10",
        ("2020-12-31", "m:FoundersMember", "1-10"): "1020",
        ("2019-12-31", "m:StaffMember", "1-10"): "-5",
        ("2019-12-31", "11-20"): "7",
    }


def test_parquet_gives_the_same_filing(tmp_path: Path) -> None:
    """To the byte; the ledger differs in the file's name alone."""
    texts, columns = _write(tmp_path / "a"), _as_parquet(_write(tmp_path / "b"))
    for folder in (texts, columns):
        assert export_report(folder, arelle=False).ok
    name = "out/filing/acme-20201231.xml"
    assert (texts / name).read_bytes() == (columns / name).read_bytes()
    ledgers = [(folder / "out/ledger.csv").read_text(encoding="utf-8") for folder in (texts, columns)]
    assert ledgers[0].replace("ledger.csv", "ledger.parquet") == ledgers[1]


@pytest.mark.parametrize(
    ("code", "old", "new", "place"),
    [
        ("lineItems.duplicateRow", "2019,shares,(5)", "2020,shares,(5)", "ledger.csv:4 A"),
        ("lineItems.noLabel", "Shares,,11", ",,11", "ledger.csv:5 A"),
        ("mapping.wrongMember", "m:StaffMember,1-10,2019", "m:StafMember,1-10,2019", 'ledger.csv:4 F "printed"'),
        ("mapping.wrongMember", ",,11-20", ",,eleven", 'ledger.csv:5 F "printed"'),
        ("mapping.wrongMember", "m:HolderAxis,", "m:HoldersAxis,", 'ledger.csv:2 F "printed"'),
        ("mapping.unmappedLineItem", "Shares,,11", "Lots,,11", "ledger.csv:5 A"),
        ("lineItems.unknownHeading", "m:HolderAxis,", "Holders,", "ledger.csv:1 B"),
    ],
)
def test_each_fault_is_a_finding_at_its_row(tmp_path: Path, code: str, old: str, new: str, place: str) -> None:
    """One bad value among any number is named."""
    _, findings = _map(tmp_path, old, new)
    assert place in [str(finding.source) for finding in findings if finding.code == code], list(map(str, findings))


def test_the_cells_of_a_faulty_row_are_not_reported(tmp_path: Path) -> None:
    """The others are, for the next look at them."""
    mapped, _ = _map(tmp_path, "2020,shares,10", "2021,shares,10")
    assert mapped.cells["disposition"].to_list() == ["excluded", "fact", "fact", "fact"]
