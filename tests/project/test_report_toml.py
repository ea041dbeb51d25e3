"""report.toml: what it may say, and how its faults are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.project.periods import Period
from exporter.project.report_toml import read_project
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_valid_project_is_read_without_findings(tmp_path: Path) -> None:
    """The small project is read whole."""
    project, findings = read_project(write_project(tmp_path))
    assert findings == []
    assert project is not None
    assert project.periods["2020"] == Period("2020", "2020-01-01", "2020-12-31")
    assert project.tables["statement"].scale == 3
    assert project.tables["statement"].files[0].columns["Change"].exclude == "derived from the two years"
    assert project.languages == ("en",)


@pytest.mark.parametrize(
    ("code", "old", "new", "line", "hint"),
    [
        ("project.unknownKey", "language =", "langauge =", 2, "did you mean 'language'?"),
        ("project.unknownKey", "scale = 3", "scales = 3", 19, "did you mean 'scale'?"),
        ("project.missingKey", 'identifier = "4711"\n', "", 5, None),
        ("project.wrongType", "scale = 3", 'scale = "thousands"', 19, None),
        ("project.wrongType", "scale = 3", "scale = true", 19, None),
        ("project.wrongType", 'dash = "zero"', 'dash = "zeros"', 21, "did you mean 'zero'?"),
        ("project.wrongType", 'name = "acme-20201231"', 'name = "../acme"', 1, None),
        ("project.wrongType", "start = 2020-01-01", 'start = "January"', 15, None),
        ("project.badPeriod", "end = 2020-12-31", "end = 2019-12-31", 15, None),
        ("project.badPeriod", "start = 2020-01-01, ", "", 15, None),
        ("project.badUnit", '"iso4217:JPY"', '"JPY"', 10, None),
        ("project.badUnit", '"iso4217:JPY"', '"iso:JPY"', 10, None),
        ("project.unknownPeriod", 'period = "2019"', 'period = "20190"', 28, "did you mean '2019'?"),
        ("project.unknownUnit", 'unit = "JPY" }\n"FY2019', 'unit = "JPX" }\n"FY2019', 27, "did you mean 'JPY'?"),
        ("project.missingKey", '{ period = "2020", unit = "JPY" }', "{}", 27, None),
        ("project.outsidePath", '"statement.csv"', '"../statement.csv"', None, None),
        ("project.missingFile", '"statement.csv"', '"statment.csv"', 24, "did you mean 'statement.csv'?"),
        ("project.wrongType", '"statement.csv"', '"nul\\u0000.csv"', None, None),
        (
            "project.duplicateFile",
            "[tables.statement]",
            '[tables.twin]\nfiles = [{ file = "./statement.csv", columns = {} }]\n[tables.statement]',
            None,
            None,
        ),
        ("project.wrongType", "scale = 3", "scale = 3000000000", 19, None),
        ("project.wrongType", "decimals = -3", "decimals = 99999999999", 20, None),
        ("project.wrongType", 'language = "en"', 'language = "English, please"', 2, None),
        ("project.wrongType", 'language = "en"', 'language = ""', 2, None),
        ("project.wrongType", '"http://example.org/register"', '"the register"', 6, None),
        ("project.wrongType", '"4711"', '""', 7, None),
        ("project.wrongType", '"4711"', '" 4711"', 7, None),
        ("project.wrongType", '"4711"', '"47\\u000711"', 7, None),
        ("project.badUnit", '"iso4217:JPY"', '"iso4217:YEN!"', 10, None),
        ("project.badUnit", '"iso4217:JPY"', '"iso4217:jpy"', 10, None),
        ("project.missingKey", '"derived from the two years"', '""', 29, None),
        ("project.wrongType", "{ exclude = ", '{ period = "2020", exclude = ', 29, None),
    ],
)
def test_each_fault_is_a_finding_at_its_line(
    tmp_path: Path, code: str, old: str, new: str, line: int | None, hint: str | None
) -> None:
    """A fault in report.toml is reported with code, line and the nearest known name."""
    project, findings = read_project(write_project(tmp_path, {"report.toml": ((old, new),)}))
    assert project is None
    finding = next(finding for finding in findings if finding.code == code)
    assert finding.source is not None
    assert finding.source.file == "report.toml"
    if line is not None:
        assert finding.source.row == line
    if hint is not None:
        assert finding.hint == hint


def test_several_faults_are_all_reported(tmp_path: Path) -> None:
    """Reading goes on after a fault, so that one run shows all of them."""
    changes = {"report.toml": (("scale = 3", "scales = 3"), ('unit = "JPY"', 'unit = "JPX"'))}
    _, findings = read_project(write_project(tmp_path, changes))
    assert {finding.code for finding in findings} == {"project.unknownKey", "project.unknownUnit"}


@pytest.mark.parametrize("content", [b"name = ", b'name = "\xff"', b"name = 1\nname = 2"])
def test_what_is_no_toml_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    """A report.toml that is not TOML or not UTF-8 is unreadable input."""
    (tmp_path / "report.toml").write_bytes(content)
    with pytest.raises(UnreadableInputError, match=r"report\.toml"):
        read_project(tmp_path)


def test_a_folder_without_report_toml_is_no_project(tmp_path: Path) -> None:
    """The message says what a project is."""
    with pytest.raises(UnreadableInputError, match="not a project"):
        read_project(tmp_path)
    with pytest.raises(UnreadableInputError, match="not a folder"):
        read_project(tmp_path / "absent")
