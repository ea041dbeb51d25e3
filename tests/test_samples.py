"""The sample: every printed cell of the release's three statements, in both languages, is accounted for."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter import export_report
from exporter.dts.loading import build_taxonomy
from exporter.files.resources import bundled_folder
from exporter.formats.package_kinds import FILE_SYNTAXES
from exporter.packages.judging import validate
from exporter.prints.numbers import NotANumberError, PrintKind, parse_number

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.export import Export

SAMPLE = bundled_folder("samples") / "iij-2003q2"
#: Every table of the release, as printed.
NO_TABLES = ("cover", "filing", "prose")
TABLES = sorted(path.name for path in (SAMPLE / "line-items").glob("*.csv") if not path.name.startswith(NO_TABLES))


def test_no_judge_finds_anything_in_the_sample(sample: Export) -> None:
    """Neither an error nor a warning."""
    assert [judgement.verdict for judgement in sample.judgements] == ["clean"] * 4
    assert sample.ok


def test_the_slips_of_the_print_are_found(sample: Export) -> None:
    """Their number is pinned, so that neither a slip that is missed nor a right figure that is reported goes unseen."""
    assert Counter(finding.code for finding in sample.findings) == {
        "release.derivedDiffers": 66,
        "release.printDiffers": 14,
        "rule.oppositeSigns": 6,
    }
    told = {str(finding.source): finding for finding in sample.findings}
    lost_sign = told['line-items/table-08-other-statistics.en.csv:3 D "YoY % change"'.replace("change", "Change")]
    assert lost_sign.hint == "with the opposite sign it would be right"
    scale = told['line-items/prose-release.en.csv:123 D "printed"']
    assert scale.hint == "it is too small by a factor of 1,000"
    forced = told['line-items/table-01-revenues.en.csv:11 E "1Q03"']
    assert (
        forced.message
        == "Equipment sales: 340 is printed, but it should be 341, since 340.569 is filed as gaap:SalesRevenueGoodsNet"
    )
    assert [str(place) for place in forced.related] == ['line-items/operations.en.csv:15 H "Jun 30, 2003 JPY"']


def test_every_cell_came_back_equal_from_both_readers(sample: Export) -> None:
    """The counts are pinned, so that a cell that is lost shows."""
    assert sample.round_trip is not None
    assert sample.round_trip.counts == {
        "cells": 1978,
        "printed": 1712,
        "facts": 1117,
        "derived": 579,
        "excluded": 282,
        "equal": 1117,
        "different": 0,
    }
    facts = [row for row in sample.round_trip.ledger.iter_rows(named=True) if row["disposition"] == "fact"]
    assert all(row["own_value"] == row["arelle_value"] for row in facts)
    assert all(row["own_value"] == row["value"] for row in facts if row["agreement"] == "as filed")
    assert Counter(row["agreement"] for row in facts) == {"as filed": 943, "rounded": 160, "differs": 14}


def test_every_cell_is_proven_in_every_syntax(sample: Export) -> None:
    """As both readers find it, and Arelle finds no fault; of the documents each element that prints what is filed."""
    facts = dict.fromkeys(("xml", "json", "csv"), 1117) | {"inline": 1103}
    assert sample.round_trips.keys() == facts.keys()
    for syntax, count in facts.items():
        counts = sample.round_trips[syntax].counts
        assert (counts["facts"], counts["equal"], counts["different"]) == (count, count, 0), syntax
        rows = sample.round_trips[syntax].ledger.filter(pl.col("disposition") == "fact")
        assert rows.select((pl.col("own_value") == pl.col("arelle_value")).sum()).item() == count, syntax
    assert [found for found in sample.findings if found.code.startswith("arelle:")] == []


def test_all_tables_print_as_many_figures_as_the_release() -> None:
    """1,537 in both languages, 16 of them dashes."""
    printed = Counter[PrintKind]()
    for file in TABLES:
        for row in _printed_rows(file):
            printed.update(parse_number(text).kind for text in row[1:])
    assert (printed[PrintKind.NUMBER], printed[PrintKind.DASH]) == (1521, 16)


def _printed_rows(file: str) -> list[list[str]]:
    """The rows of a table below its headings."""
    with (SAMPLE / "line-items" / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    first = next(number for number, row in enumerate(rows) if row[0] and any(map(_is_figure, row[1:])))
    return rows[first:]


def _is_figure(text: str) -> bool:
    try:
        return parse_number(text).kind is not PrintKind.BLANK
    except NotANumberError:
        return False


@pytest.mark.parametrize("file", TABLES)
def test_the_ledger_has_each_printed_figure_once(sample: Export, file: str) -> None:
    """Every cell that prints a figure is a fact or, in a column of percentages, derived; blanks are excluded."""
    assert sample.round_trip is not None
    ledger = {
        (row["row"], row["column"]): row
        for row in sample.round_trip.ledger.iter_rows(named=True)
        if row["file"] == f"line-items/{file}"
    }
    with (SAMPLE / "line-items" / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    seen = Counter[str]()
    for number, cells in enumerate(rows[-len(_printed_rows(file)) :], start=len(rows) - len(_printed_rows(file)) + 1):
        for letter, text in zip("BCDEFGHIJ", cells[1:], strict=False):
            row = ledger[number, letter]
            assert row["printed"] == text
            percent = "%" in row["heading"] or row["heading"] in {"前年 同期比", "前年同期比", "前期比"}
            wanted = "excluded" if parse_number(text).kind is PrintKind.BLANK else "derived" if percent else "fact"
            assert (row["disposition"], bool(row["reason"])) == (wanted, wanted == "excluded"), row
            seen[wanted] += 1
    assert seen["fact"] > 5


def test_english_and_japanese_cells_share_their_facts(sample: Export) -> None:
    """Each figure of the English tables is the very fact of the figure in the same place of the Japanese ones."""
    assert sample.round_trip is not None
    by_file: dict[str, list[str]] = {}
    for row in sample.round_trip.ledger.iter_rows(named=True):
        if row["disposition"] == "fact":
            by_file.setdefault(row["file"], []).append(row["fact"])
    both = [file for file in TABLES if ".ja." in file]
    assert len(both) == 11
    for japanese in both:
        assert by_file[f"line-items/{japanese}"] == by_file[f"line-items/{japanese.replace('.ja.', '.en.')}"]


def test_every_total_is_checked(sample: Export) -> None:
    """Each row that prints a total is the sum of a calculation, or of members by a rule of its own."""
    with (SAMPLE / "extension" / "calculation.csv").open(encoding="utf-8", newline="") as stream:
        sums = {row["total"] if ":" in row["total"] else f"iij:{row['total']}" for row in csv.DictReader(stream)}
    with (SAMPLE / "mapping.csv").open(encoding="utf-8", newline="") as stream:
        totals = [
            row
            for row in csv.DictReader(stream)
            if "total" in row["label"].lower() or row["label_role"] == "totalLabel"
        ]
    assert len(totals) == 28
    assert [row["label"] for row in totals if row["concept"] not in sums and not row["rule"]] == []
    assert sample.ok


def test_the_golden_files_are_what_the_sample_gives(sample: Export, golden: bool) -> None:
    """The filing, judged valid just now, and the ledger are byte for byte those in `expected`."""
    expected = SAMPLE / "expected"
    made = {path.name: path for path in (sample.out / "filing").iterdir() if path.suffix != ".zip"}
    made["ledger.csv"] = sample.out / "ledger.csv"
    made["findings.json"] = sample.out / "findings.json"
    if golden:
        shutil.rmtree(expected, ignore_errors=True)  # the first time there is none
        expected.mkdir()
        for name, path in made.items():
            shutil.copy(path, expected / name)
    assert {path.name for path in expected.iterdir()} == set(made)
    for name, path in made.items():
        assert path.read_bytes() == (expected / name).read_bytes(), name


def test_the_page_of_the_sample_s_findings_is_generated(sample: Export, golden: bool) -> None:
    """What docs show is what the export writes."""
    page = bundled_folder("samples").parent / "docs" / "findings-iij-2003q2.md"
    text = (sample.out / "findings.md").read_text(encoding="utf-8")
    if golden:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(sample: Export, tmp_path: Path) -> None:
    """Nothing depends on the clock, the folder or the order of a set."""
    again = export_report(SAMPLE, tmp_path / "again", arelle=False, formats=list(sample.round_trips))
    for path in (sample.out / "filing").iterdir():
        assert path.read_bytes() == (again.out / "filing" / path.name).read_bytes(), path.name


@pytest.mark.slow
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
    result = export_report(project, formats=["xml"])
    assert not result.ok
    (total,) = [finding for finding in result.findings if str(finding.source) == f"line-items/{cell}"]
    assert total.code == "own:calculation"
    assert total.message.endswith("Arelle says so too")


@pytest.mark.slow
def test_a_changed_digit_in_one_language_is_caught(tmp_path: Path) -> None:
    """Cells of one fact that disagree between the languages are a finding that names both."""
    project = tmp_path / "project"
    shutil.copytree(SAMPLE, project)
    path = project / "line-items" / "cash-flows.ja.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("983,736", "983,786"), encoding="utf-8")
    result = export_report(project, arelle=False, formats=["xml"])
    finding = next(finding for finding in result.findings if finding.code == "mapping.conflictingCells")
    assert str(finding.source) == 'line-items/cash-flows.ja.csv:9 C "2003年9月期 JPY"'
    assert [str(place) for place in finding.related] == ['line-items/cash-flows.en.csv:8 C "Sept 30, 2003 JPY"']


@pytest.mark.slow
def test_the_subscriber_reports_the_subscription_itself(tmp_path: Path, golden: bool) -> None:
    """Another entity, without an extension, on the same base: every printed cell is a fact, and nothing is found."""
    folder = SAMPLE.parent / "ntt-2003-subscription"
    syntaxes = [*FILE_SYNTAXES, "xbri", "zip+csv"]
    result = export_report(folder, tmp_path / "out", formats=syntaxes)
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    assert result.findings == []
    assert {name: each.counts["equal"] for name, each in result.round_trips.items()} == dict.fromkeys(syntaxes, 13)
    assert result.round_trip is not None
    assert result.round_trip.counts["printed"] == 14
    assert result.round_trip.counts["facts"] == result.round_trip.counts["equal"] == 13
    filing = [result.out / "filing" / f"ntt-20030916.{ending}" for ending in ("xml", "xhtml")]
    made = {path.name: path for path in [*filing, result.out / "ledger.csv"]}
    if golden:
        (folder / "expected").mkdir(exist_ok=True)
        for name, path in made.items():
            shutil.copy(path, folder / "expected" / name)
    for name, path in made.items():
        assert path.read_bytes() == (folder / "expected" / name).read_bytes(), name


def test_the_extension_is_valid_on_its_own(tmp_path: Path) -> None:
    """What only the company reports compiles to a package that all three judges find clean."""
    _, _, findings = build_taxonomy(SAMPLE / "extension", tmp_path)
    assert findings == []
    result = validate(tmp_path / "iij-20030930")
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 3


def test_no_sample_is_known_to_the_package() -> None:
    """The package has no case for a sample: it names neither the company nor its concepts."""
    package = bundled_folder("samples").parent / "exporter"
    words = ("crosswave", "initiative", "dedicatedaccess", "appendix", "bandwidth", "subscription")
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text], path.name
