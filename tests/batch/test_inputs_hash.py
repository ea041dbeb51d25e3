"""The hash of what an item depends on: whatever changes that changes it, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.batch.inputs_hash import InputHashes
from exporter.batch.items import Item
from tests.batch.companies import write_companies

if TYPE_CHECKING:
    from pathlib import Path

A, B = ({"id": f"company-0000{number}", "register": str(number)} for number in range(2))


def _hashes(folder: Path, options: dict[str, object] | None = None) -> list[str]:
    """The hashes of two companies of one project."""
    hashes = InputHashes(folder / "project" / "filings", options or {}, [])
    return [hashes.of(Item(values["id"], folder / "project", values)) for values in (A, B)]


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("report.toml", [True, True]),
        ("mapping.csv", [True, True]),
        ("new.csv", [True, True]),
        ("balances/company-00000.csv", [True, False]),
        ("balances/company-00001.csv", [False, True]),
        ("balances/company-00002.csv", [False, False]),
        ("balances/notes.txt", [True, True]),
        ("out/ledger.csv", [False, False]),
        ("filings/a/ledger.csv", [False, False]),
    ],
)
def test_a_file_counts_for_whom_it_may_matter(tmp_path: Path, file: str, changed: list[bool]) -> None:
    """What a placeholder makes an entity's own matters to it alone; outputs matter to nobody."""
    write_companies(3, tmp_path)
    before = _hashes(tmp_path)
    path = tmp_path / "project" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{path.read_text() if path.is_file() else ''}\n# more\n")
    assert [old != new for old, new in zip(before, _hashes(tmp_path), strict=True)] == changed
    assert len(set(before)) == 2


def test_options_and_values_count(tmp_path: Path) -> None:
    """So does a package, by its bytes."""
    write_companies(1, tmp_path)
    before = _hashes(tmp_path)
    assert _hashes(tmp_path) == before
    assert set(_hashes(tmp_path, {"formats": ["xml"]})).isdisjoint(before)
    (tmp_path / "p.zip").write_text("a")
    hashes = InputHashes(tmp_path / "out", {}, [tmp_path / "p.zip"])
    assert hashes.of(Item("a", tmp_path / "project", A)) not in before


def test_what_a_database_holds_cannot_be_known(tmp_path: Path) -> None:
    """There is no hash then, so that it is asked each time."""
    write_companies(1, tmp_path)
    report = tmp_path / "project" / "report.toml"
    report.write_text(report.read_text().replace('file = "balances/${id}.csv"', 'query = "sql/balances.sql"'))
    assert _hashes(tmp_path) == ["", ""]
