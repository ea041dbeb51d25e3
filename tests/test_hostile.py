"""The program that gives hostile inputs to the command line: it tells what breaks a rule, and a sample breaks none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hostile.__main__ import summary
from hostile.case import Case
from hostile.corpus import corpus
from hostile.small import write_instance
from hostile.trial import Outcome, tried

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CASES = corpus()
#: One of each kind, and some that broke down once. `make hostile` tries all.
SAMPLE = (
    "zip: damaged LZMA, beside",
    "zip: catalog with a NUL, given",
    "xml: 1,000 footnotes of 1,000 facts, read",
    "xml: entities without end, validate",
    "json: doubled keys",
    "json: deep extension",
    "schema: the pattern (a+)+b",
    "reference: schemaRef to pipe",
    "reference: import to zero",
    "taxonomy package: circles of substitutions, import",
    "taxonomy package: types that double 60 times, import",
    "taxonomy package: the weight '1E999999999', show",
    "taxonomy package: a catalog that leads to a link out",
    "taxonomy cache: a manifest nested deep, search",
    "report.toml: tables nested 5,000 deep",
    "taxonomy.toml: a path out",
    "csv: mapping.csv: an open quote",
    "taxonomy tables: calculation.csv: a circle",
    "parquet: the header is or has a list, to xml",
    "workbook: sound",
    "workbook: a figure: a million digits and a letter",
    "workbook: xl/sharedStrings.xml has entities",
    "query: sqlite: sound",
    "query: duckdb: a file of text",
    "query: URL: marks that are not escaped, in a variable",
    "special file: a pipe as footnotes.csv",
    "output: a link in a circle as foreign in the output",
    "odd name: an instance called 'a b'",
    "odd time: a package of 1970",
    "kill: SIGKILL after 1.1 s of an export",
)


def test_there_are_many_cases_and_no_two_of_one_name() -> None:
    """They are the same each time."""
    names = [f"{case.kind}: {case.name}" for case in CASES]
    assert len(names) > 1_000
    assert len(set(names)) == len(names)
    assert names == [f"{case.kind}: {case.name}" for case in corpus()]


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_a_hostile_input_ends_in_order(tmp_path: Path, name: str) -> None:
    """With exit code 0, 1 or 2, and nothing left."""
    case = next(case for case in CASES if f"{case.kind}: {case.name}" == name)
    assert tried(case, tmp_path / "sandbox").faults == ()


def _help(folder: Path) -> Sequence[str]:
    (folder / "here").write_text("", encoding="utf-8")
    return ["--help"]


def _writing(folder: Path) -> Sequence[str]:
    write_instance(folder)
    return ["read", "report.xml", "--to", "elsewhere.csv"]


def test_what_breaks_a_rule_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time, memory, and what is changed outside the output."""
    case = Case("odd", "help", _help)
    assert tried(case, tmp_path / "1").faults == ()
    monkeypatch.setattr("hostile.trial.MEGABYTES", 1)
    assert "megabytes" in tried(case, tmp_path / "2").faults[0]
    monkeypatch.setattr("hostile.trial.SECONDS", 0)
    assert tried(case, tmp_path / "3").faults[0] == "it took more than 0 seconds"
    monkeypatch.undo()
    assert tried(Case("odd", "writes", _writing), tmp_path / "4").faults == ("left: 'case/elsewhere.csv'",)
    assert summary([Outcome(case, ("a fault",), 1.0, 5)])[1].split() == ["odd", "1", "1", "1.0", "5"]
