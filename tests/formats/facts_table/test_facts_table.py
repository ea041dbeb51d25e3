"""Facts as plain tables: values stay text, and nil is told from empty text."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.errors import UnreadableInputError
from exporter.formats.facts_table.reader import read_facts_parquet
from exporter.formats.facts_table.writer import HEADER, write_facts_csv, write_facts_json, write_facts_parquet
from exporter.report.report import FACT_COLUMNS, FOOTNOTE_COLUMNS, Report, facts_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIGITS = "1234567890" * 4 + ".10"
REPORT = Report(
    facts_frame(
        [
            {"id": "x", "concept": "a:X", "entity": "e:1", "unit": "iso4217:JPY", "value": DIGITS, "decimals": 2},
            {"id": "y", "concept": "a:Y", "entity": "e:1", "value": "", "language": "en"},
            {"id": "z", "concept": "a:Z", "entity": "e:1", "value": None},
        ]
    ),
    {"a": "urn:a", "e": "urn:scheme", "iso4217": "http://www.xbrl.org/2003/iso4217"},
    footnotes=pl.DataFrame(
        [{"fact": "x", "footnote": "n", "language": language, "text": "t"} for language in ("en", "ja")],
        schema=FOOTNOTE_COLUMNS,
    ),
)
ADDED = ["nil", "concept_namespace", "entity_scheme", "footnotes"]


def test_csv_keeps_digits_and_tells_nil_from_empty(tmp_path: Path) -> None:
    """One heading row, and a row for each fact."""
    write_facts_csv(REPORT, tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [*FACT_COLUMNS, *ADDED]
    assert [(row["value"], row["nil"]) for row in rows] == [(DIGITS, "false"), ("", "false"), ("", "true")]


def test_parquet_keeps_the_columns_types(tmp_path: Path) -> None:
    """Values are text, decimals a number."""
    write_facts_parquet(REPORT, tmp_path / "f.parquet")
    table = pl.read_parquet(tmp_path / "f.parquet")
    assert table.drop(ADDED).equals(REPORT.facts)


def test_traits_are_columns_of_every_table(tmp_path: Path) -> None:
    """Parquet gives them back, and references lead to the same place from another folder."""
    rows = [{"id": "x", "concept": "a:X", "entity": "e:1", "unit": "a:u", "value": "1", "unknown_accuracy": True}]
    report = Report(facts_frame(rows), REPORT.namespaces, ("../a.xsd",), source=tmp_path / "in" / "i.xml")
    write_facts_csv(report, tmp_path / "f.csv")
    assert "decimals,unknown_accuracy,nil" in (tmp_path / "f.csv").read_text(encoding="utf-8")
    write_facts_parquet(report, tmp_path / "f.parquet")
    again = read_facts_parquet(tmp_path / "f.parquet").report
    assert again == report
    assert again.entry_points == ("a.xsd",)


def test_what_is_written_as_parquet_is_read_back(tmp_path: Path) -> None:
    """Facts, header and footnotes; the facts stay in the file until they are asked for."""
    write_facts_parquet(REPORT, tmp_path / "f.parquet")
    reading = read_facts_parquet(tmp_path / "f.parquet")
    report = reading.report
    assert reading.findings == []
    assert isinstance(report.table, pl.LazyFrame)
    assert report == REPORT
    assert (dict(report.namespaces), dict(report.typed_domains)) == (dict(REPORT.namespaces), {})


@pytest.mark.parametrize("kind", ["absent", "no Parquet", "no header", "no columns"])
def test_parquet_that_is_no_report_cannot_be_read(tmp_path: Path, kind: str) -> None:
    """The message names the file."""
    path = tmp_path / "f.parquet"
    if kind == "no Parquet":
        path.write_text("id,concept", encoding="utf-8")
    elif kind == "no header":
        REPORT.facts.write_parquet(path)
    elif kind == "no columns":
        header: dict[str, object] = {"namespaces": {}, "entry_points": [], "typed_domains": {}, "footnotes": []}
        pl.DataFrame({"id": ["x"]}).write_parquet(path, metadata={HEADER: json.dumps(header)})
    with pytest.raises(UnreadableInputError, match=r"f\.parquet"):
        read_facts_parquet(path)


def test_prefixes_and_footnotes_are_spelled_out(tmp_path: Path) -> None:
    """So that the table can be understood without the instance."""
    write_facts_parquet(REPORT, tmp_path / "f.parquet")
    row, other, _ = pl.read_parquet(tmp_path / "f.parquet").rows(named=True)
    assert (row["concept_namespace"], row["entity_scheme"]) == ("urn:a", "urn:scheme")
    assert (row["footnotes"], other["footnotes"]) == ("en: t\nja: t", None)


def test_json_is_an_array_of_objects(tmp_path: Path) -> None:
    """Values are strings, so that no reader makes them binary floats."""
    write_facts_json(REPORT, tmp_path / "f.json")
    rows = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert [row["value"] for row in rows] == [DIGITS, "", None]
    assert [row["nil"] for row in rows] == [False, False, True]


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"namespaces": {"a": 7}},
        {"namespaces": [["a", "b"]]},
        {"entry_points": "abc"},
        {"typed_domains": {"a:A": []}},
        {"footnotes": [[1, 2, 3, 4]]},
        {"footnotes": 7},
        {"footnotes": [["too few"]]},
        {"footnote_columns": ["a", "a"]},
        {"references": [[1, 2]]},
        {"references": [["x"] * 9]},
        None,
    ],
)
def test_a_header_made_by_hand_is_checked(tmp_path: Path, changes: dict[str, object] | None) -> None:
    """Whatever stands there, of another type or missing, is told."""
    write_facts_parquet(REPORT, tmp_path / "f.parquet")
    header = json.loads(pl.read_parquet_metadata(tmp_path / "f.parquet")[HEADER])
    changed: object = [] if changes is None else header | changes
    pl.read_parquet(tmp_path / "f.parquet").write_parquet(
        tmp_path / "g.parquet", metadata={HEADER: json.dumps(changed)}
    )
    with pytest.raises(UnreadableInputError):
        read_facts_parquet(tmp_path / "g.parquet")


@pytest.mark.parametrize("write", [write_facts_csv, write_facts_parquet, write_facts_json])
def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path, write: Callable[[Report, Path], None]) -> None:
    """And not of the engine that writes."""
    full = tmp_path / "facts"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write(REPORT, full)
