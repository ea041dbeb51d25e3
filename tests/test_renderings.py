"""The sample's figures in a workbook, in other encodings and by other marks: the same facts, cells and findings."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from exporter.export import Export, export_report
from exporter.files.resources import bundled_folder
from tests.renderings import as_workbook, rewritten, with_german_marks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: What the ledger says of a cell, but for how it is printed and stored.
_SAID = ("row", "column", "section", "label", "disposition", "reason", "concept", "period", "unit", "dimensions")
_VALUES = ("language", "value", "decimals", "agreement", "rule", "computed", "possible", "holds", "footnotes", "fact")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The sample as it is."""
    return _exported(_copy(tmp_path_factory.mktemp("plain")))


def _copy(folder: Path) -> Path:
    sample = bundled_folder("samples") / "iij-2003q2"
    shutil.copytree(sample, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("out", "expected"))
    return folder


def _exported(folder: Path) -> Export:
    result = export_report(folder, arelle=False, formats=["xml"])
    assert result.round_trip
    assert result.round_trip.counts["different"] == 0
    return result


def _ledger(result: Export, sources: dict[str, str] | None = None) -> list[dict[str, str]]:
    with (result.out / "ledger.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    keys = (*_SAID, *_VALUES, "own_value", "equal", "difference")
    names = sources or {}
    return [{"file": names.get(row["file"], row["file"]), **{key: row[key] for key in keys}} for row in rows]


def _findings(result: Export, sources: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    names = sources or {}
    return [
        (found.code, found.severity, names.get(found.source.file, found.source.file), found.source.row)
        for found in result.findings
        if found.source
    ]


@pytest.mark.slow
def test_a_workbook_gives_the_same_filing(plain: Export, tmp_path: Path) -> None:
    """Number formats say what signs and marks say in print; sources name the sheets."""
    folder = _copy(tmp_path)
    sources = as_workbook(folder, "release.xlsx")
    result = _exported(folder)
    assert _ledger(result) == _ledger(plain, sources)
    assert _findings(result) == _findings(plain, sources)
    assert [found.message for found in result.findings] == [found.message for found in plain.findings]
    name = "iij-20030930.xml"
    assert (result.out / "filing" / name).read_bytes() == (plain.out / "filing" / name).read_bytes()


def _write_text(encoding: str, delimiter: str = ",") -> Callable[[Path, list[list[str]], tuple[int, ...]], str | None]:
    def write(path: Path, rows: list[list[str]], _: tuple[int, ...]) -> str | None:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        try:
            path.write_bytes(text.getvalue().encode(encoding))
        except UnicodeEncodeError:  # a few files have letters that some encodings lack
            return 'encoding = "utf-8"'
        return None

    return write


def _write_german(path: Path, rows: list[list[str]], heading_rows: tuple[int, ...]) -> None:
    head, body = rows[: heading_rows[-1]], rows[heading_rows[-1] :]
    german = [[label, *map(with_german_marks, figures)] for label, *figures in body]
    _write_text("utf-8", ";")(path, [*head, *german], heading_rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("declaration", "write"),
    [
        ('encoding = "utf-16"\ndelimiter = "\\t"', _write_text("utf-16", "\t")),
        ('encoding = "cp932"', _write_text("cp932")),
        ('locale = "de-DE"\ndelimiter = ";"', _write_german),
    ],
)
def test_other_encodings_and_marks_give_the_same_filing(
    declaration: str,
    write: Callable[[Path, list[list[str]], tuple[int, ...]], str | None],
    plain: Export,
    tmp_path: Path,
) -> None:
    """As report.toml declares them."""
    folder = _copy(tmp_path)
    rewritten(folder, declaration, write)
    result = _exported(folder)
    assert _ledger(result) == _ledger(plain)
    assert _findings(result) == _findings(plain)
