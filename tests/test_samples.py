"""The sample: every printed cell of the release's three statements, in both languages, is accounted for."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from exporter import export_report
from exporter.amounts import NotANumberError, Printed, parse_amount
from exporter.resources import bundled_folder
from exporter.validation.judges import validate

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.pipeline import Export

SAMPLE = bundled_folder("samples") / "iij-2003q2"
TABLES = [
    f"{table}.{language}.csv" for table in ("operations", "balance-sheet", "cash-flows") for language in ("en", "ja")
]


def test_the_sample_is_clean(sample: Export) -> None:
    """No judge finds an error or a warning, and no finding is left."""
    assert [judgement.verdict for judgement in sample.judgements] == ["clean"] * 3
    assert sample.findings == []


def test_every_cell_came_back_equal_from_both_readers(sample: Export) -> None:
    """The counts are pinned, so that a cell that is lost shows."""
    assert sample.round_trip is not None
    assert sample.round_trip.counts == {
        "cells": 1389,
        "printed": 1149,
        "facts": 717,
        "derived": 0,
        "excluded": 672,
        "equal": 717,
        "different": 0,
    }
    facts = [row for row in sample.round_trip.ledger.iter_rows(named=True) if row["disposition"] == "fact"]
    assert all(row["own_value"] == row["arelle_value"] == row["value"] for row in facts)


@pytest.mark.parametrize("file", TABLES)
def test_the_ledger_has_each_printed_figure_once(sample: Export, file: str) -> None:
    """Every cell that prints a figure outside a percent column is a fact; all other cells are excluded with reason."""
    ledger = {
        (row["row"], row["column"]): row
        for row in sample.round_trip.ledger.iter_rows(named=True)  # type: ignore[union-attr]  # checked above
        if row["file"] == f"line-items/{file}"
    }
    with (SAMPLE / "line-items" / file).open(encoding="utf-8", newline="") as stream:
        printed = list(csv.reader(stream))
    first = min(row for row, _ in ledger)
    seen = Counter[str]()
    for number, cells in enumerate(printed[first - 1 :], start=first):
        for letter, text in zip("BCDEFGHIJ", cells[1:], strict=False):
            row = ledger[number, letter]
            assert row["printed"] == text
            derived = "%" in row["heading"]
            wanted = "excluded" if derived or parse_amount(text).printed is Printed.BLANK else "fact"
            assert (row["disposition"], bool(row["reason"])) == (wanted, wanted == "excluded"), row
            seen[wanted] += 1
    assert seen["fact"] > 100
    assert sum(seen.values()) == len(ledger)


def test_english_and_japanese_cells_share_their_facts(sample: Export) -> None:
    """Each figure of the English tables is the very fact of the figure in the same place of the Japanese ones."""
    assert sample.round_trip is not None
    by_file: dict[str, list[str]] = {}
    for row in sample.round_trip.ledger.iter_rows(named=True):
        if row["disposition"] == "fact" and not row["file"].startswith("line-items/cover"):
            by_file.setdefault(row["file"], []).append(row["fact"])
    for table in ("operations", "balance-sheet", "cash-flows"):
        assert by_file[f"line-items/{table}.en.csv"] == by_file[f"line-items/{table}.ja.csv"]


def test_every_total_is_in_a_calculation(sample: Export) -> None:
    """Each concept that is presented as a total is the sum of a calculation in the same network."""
    with (SAMPLE / "extension" / "presentation.csv").open(encoding="utf-8", newline="") as stream:
        totals = {
            (row["network"], row["concept"]) for row in csv.DictReader(stream) if row["preferred_label"] == "totalLabel"
        }
    with (SAMPLE / "extension" / "calculation.csv").open(encoding="utf-8", newline="") as stream:
        sums = {(row["network"], row["total"]) for row in csv.DictReader(stream)}
    assert len(totals) == 17
    assert totals <= sums
    assert sample.ok


def test_the_golden_files_are_what_the_sample_gives(sample: Export, golden: bool) -> None:
    """The filing, judged valid just now, and the ledger are byte for byte those in `expected`."""
    expected = SAMPLE / "expected"
    made = {path.name: path for path in [*(sample.out / "filing").glob("*.x*"), sample.out / "ledger.csv"]}
    if golden:
        shutil.rmtree(expected, ignore_errors=True)
        expected.mkdir()
        for name, path in made.items():
            shutil.copy(path, expected / name)
    assert {path.name for path in expected.iterdir()} == set(made)
    for name, path in made.items():
        assert path.read_bytes() == (expected / name).read_bytes(), name


def test_two_runs_give_the_same_bytes(sample: Export, tmp_path: Path) -> None:
    """Nothing depends on the clock, the folder or the order of a set."""
    again = export_report(SAMPLE, tmp_path / "again", arelle=False)
    for path in (sample.out / "filing").iterdir():
        assert path.read_bytes() == (again.out / "filing" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("table", "old", "new", "cell"),
    [
        ("operations", '"9,185,259"', '"9,185,959"', 'operations.en.csv:16 C "Sept 30, 2003 JPY"'),
        ("balance-sheet", '"38,434,030"', '"38,434,080"', 'balance-sheet.en.csv:21 C "Sept 30, 2003 JPY"'),
        ("cash-flows", '"(526,424)"', '"526,424"', 'cash-flows.en.csv:20 C "Sept 30, 2003 JPY"'),
    ],
)
def test_a_changed_total_is_caught_at_its_cell(tmp_path: Path, table: str, old: str, new: str, cell: str) -> None:
    """Calculations 1.1 finds a total that no longer adds up, and the finding names the source cell."""
    project = tmp_path / "project"
    shutil.copytree(SAMPLE, project)
    for language in ("en", "ja"):
        path = project / "line-items" / f"{table}.{language}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    result = export_report(project)
    assert not result.ok
    calculations = [finding for finding in result.findings if finding.code.startswith("arelle:calc11e:")]
    assert f"line-items/{cell}" in [str(finding.source) for finding in calculations]


def test_a_changed_digit_in_one_language_is_caught(tmp_path: Path) -> None:
    """Cells of one fact that disagree between the languages are a finding that names both."""
    project = tmp_path / "project"
    shutil.copytree(SAMPLE, project)
    path = project / "line-items" / "cash-flows.ja.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("983,736", "983,786"), encoding="utf-8")
    result = export_report(project, arelle=False)
    finding = next(finding for finding in result.findings if finding.code == "mapping.conflictingCells")
    assert str(finding.source) == 'line-items/cash-flows.ja.csv:9 C "2003年9月期 JPY"'
    assert [str(place) for place in finding.related] == ['line-items/cash-flows.en.csv:8 C "Sept 30, 2003 JPY"']


def test_the_extension_is_valid_on_its_own(tmp_path: Path) -> None:
    """What only the company reports compiles to a package that all three judges find clean."""
    from exporter.pipeline import build_taxonomy  # noqa: PLC0415 - used here only

    _, _, findings = build_taxonomy(SAMPLE / "extension", tmp_path)
    assert findings == []
    result = validate(tmp_path / "iij-20030930")
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 3


def test_no_sample_is_known_to_the_package() -> None:
    """The package has no case for a sample: it names neither the company nor its concepts."""
    package = bundled_folder("samples").parent / "exporter"
    words = ("crosswave", "initiative", "dedicatedaccess", "appendix")
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text], path.name


def test_the_parser_of_amounts_takes_every_printed_cell() -> None:
    """Whatever the release prints, percent columns included, is a number, a dash or blank."""
    for file in TABLES:
        with (SAMPLE / "line-items" / file).open(encoding="utf-8", newline="") as stream:
            for row in list(csv.reader(stream))[7:]:
                for text in row[1:]:
                    try:
                        parse_amount(text)
                    except NotANumberError as error:
                        pytest.fail(f"{file}: {error}")
