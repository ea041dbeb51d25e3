"""The proof of documents: each element is held against the cell that it prints."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.export import check_round_trip, export_report
from exporter.proof.elements import NOT_TAGGED
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.export import Export


@pytest.fixture(scope="module")
def _export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("inline"))
    assert export_report(folder, arelle=False, formats=["xml", "inline"]).ok
    return folder


@pytest.fixture
def exported(_export: Path, tmp_path: Path) -> Path:
    """The document of the small project, as it was exported: a copy, in the test's own folder."""
    shutil.copytree(_export, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out" / "filing" / "acme-20201231.xhtml"


def _again(folder: Path) -> Export:
    return check_round_trip(folder, arelle=False)


def test_every_element_says_what_its_cell_says(tmp_path: Path) -> None:
    """The ledger of the documents has a row for each cell, and says so of each that is tagged."""
    result = export_report(write_project(tmp_path), arelle=False, formats=["xml", "inline"])
    counts = result.round_trips["inline"].counts
    assert (counts["cells"], counts["facts"], counts["equal"], counts["different"]) == (18, 10, 10, 0)
    ledger = pl.read_csv(result.out / "ledger.csv", infer_schema=False)
    row = ledger.filter(pl.col("row") == "3", pl.col("column") == "B")
    assert row["inline_own_value"].to_list() == ["1200000"]
    assert row["inline_element"].to_list() == row["fact"].to_list()  # the first print of a fact has its id
    assert [found for found in result.findings if found.severity == "error"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "source", "words"),
    [
        (">1,200<", ">1,201<", "statement.csv:3 B", "value: '1200000' became '1201000'"),
        (
            'scale="3" format="ixt:num-dot-decimal">1,200<',
            'scale="6" format="ixt:num-dot-decimal">1,200<',
            "statement.csv:3 B",
            "value",
        ),
        (' sign="-">100<', ">100<", "statement.csv:5 C", "value: '-100000' became '100000'"),
        (
            'name="m:Costs" contextRef="D20200101-20201231"',
            'name="m:Costs" contextRef="D20190101-20191231"',
            "statement.csv:4 B",
            "period",
        ),
        ('decimals="-3" scale="3">300<', 'decimals="-2" scale="3">300<', "statement.csv:5 B", "decimals"),
    ],
)
def test_whatever_is_done_to_an_element_shows_at_its_cell(
    old: str, new: str, source: str, words: str, exported: Path, tmp_path: Path
) -> None:
    """By its place in the table, though the instance beside it is as it was."""
    text = exported.read_text(encoding="utf-8")
    assert text.count(old) == 1
    exported.write_text(text.replace(old, new), encoding="utf-8")
    result = _again(tmp_path)
    errors = [found for found in result.findings if found.severity == "error"]
    assert [str(found.source).partition(' "')[0] for found in errors] == [source]
    assert words in errors[0].message
    assert result.round_trips["inline"].counts["different"] == 1


def test_an_element_that_is_gone_is_missing(exported: Path, tmp_path: Path) -> None:
    """However its print still stands there."""
    text = re.sub(r"<ix:nonFraction[^>]*>1,200</ix:nonFraction>", "1,200", exported.read_text(encoding="utf-8"))
    exported.write_text(text, encoding="utf-8")
    errors = [found for found in _again(tmp_path).findings if found.severity == "error"]
    assert [str(found.source).partition(' "')[0] for found in errors] == ["statement.csv:3 B"]


def test_a_cell_that_is_not_tagged_has_a_reason(tmp_path: Path) -> None:
    """Because it prints something else than what is filed."""
    changes = {
        "statement.csv": (("Cash at beginning", "Costs again,(901),,\nCash at beginning"),),
        "mapping.csv": (
            ("dimensions,note\n", "dimensions,note,use\nstatement,,Costs again,m:Costs,reversed,none,,,,,,,check\n"),
            *((f"{end}\n", f"{end},\n") for end in ("m:Revenues,as printed,,,,,,,", "a deduction", "totalLabel,,,,,,")),
            *((f"{end}\n", f"{end},\n") for end in ("periodStartLabel,start,,,,,", "periodEndLabel,end,,,,,")),
        ),
    }
    result = export_report(write_project(tmp_path, changes), arelle=False, formats=["xml", "inline"])
    rows = result.round_trips["inline"].ledger.filter(pl.col("reason") == NOT_TAGGED)
    assert rows.select("row", "column", "disposition", "equal").rows() == [(6, "B", "excluded", None)]
