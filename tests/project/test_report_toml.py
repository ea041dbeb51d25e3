"""report.toml: what it may say, and how its faults are reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.prints.declarations import PrintDeclaration
from exporter.project.periods import Period
from exporter.project.report_toml import read_project
from tests.projects import map_folder, write_project

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
        ("project.wrongType", "[units]", '[csv]\ntables = "statement"\n[units]', 10, "did you mean 'statements'?"),
        ("project.wrongType", "[units]", "[csv]\ntables = 1\n[units]", 10, None),
        ("project.unknownKey", "[units]", '[csv]\ntable = "facts"\n[units]', 10, "did you mean 'tables'?"),
        ("project.wrongType", "formats =", 'csv = "statements"\nformats =', 4, None),
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
        ("project.wrongType", "[units]", "[prefixes]\nfoo = 3\n[units]", 10, None),
        ("project.wrongType", "[units]", '[prefixes]\nfoo = "no namespace"\n[units]', 10, None),
        ("project.badPeriod", "start = 2020-01-01", "start = 0001-01-01", 15, None),
        ("project.badPeriod", "end = 2020-12-31", "end = 9999-12-31", 15, None),
        ("project.wrongType", "scale = 3", 'locale = "xx-YY"', 19, None),
        ("project.wrongType", "scale = 3", 'decimal_mark = "::"', 19, None),
        ("project.wrongType", "scale = 3", 'decimal_mark = ","\ngroup_mark = ","', None, None),
        ("project.wrongType", "scale = 3", 'nothing = ["", "n.a."]', 19, None),
        ("project.wrongType", "scale = 3", 'nothing = "n.a."', 19, None),
        ("project.wrongType", "scale = 3", 'suffixes = { bp = "four" }', 19, None),
        ("project.wrongType", "scale = 3", 'suffixes = { "1st" = 0 }', 19, None),
        ("project.wrongType", "scale = 3", 'side = "debt"', 19, "did you mean 'debit'?"),
        ("project.wrongType", "scale = 3", 'encoding = "cp125"', 19, "did you mean 'cp1252'?"),
        ("project.wrongType", "scale = 3", 'delimiter = "::"', 19, None),
        ("project.wrongType", '"statement.csv"', '"statement.csv"\nexclude = { 14 = "why" }', None, None),
        ("project.wrongType", '"statement.csv"', '"statement.csv"\nexclude = { B2 = "" }', None, None),
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


@pytest.mark.parametrize("files", ["[]", '["notes.csv"]', "[1]"])
def test_a_table_without_a_file_is_an_error(tmp_path: Path, files: str) -> None:
    """It would vanish."""
    new = f"[tables.notes]\nfiles = {files}\n\n[tables.statement]"
    project, findings = read_project(write_project(tmp_path, {"report.toml": (("[tables.statement]", new),)}))
    assert project is None
    assert {finding.source.row for finding in findings if finding.source} == {19}
    assert all(finding.hint == 'write files = [{ file = "income.csv", … }]' for finding in findings)


def test_a_file_whose_headings_mean_nothing_is_an_error(tmp_path: Path) -> None:
    """With the line to write, in the project's own names."""
    new = '[tables.notes]\nscale = 0\nfiles = [{ file = "notes.csv" }]\n\n[tables.statement]'
    _, findings = read_project(write_project(tmp_path, {"report.toml": (("[tables.statement]", new),)}))
    (found,) = (found for found in findings if found.code == "project.missingKey")
    assert found.message == "the key 'tables.notes.files.columns' is missing"
    assert 'columns = { "a heading" = { period = "2020", unit = "JPY" } }' in (found.hint or "")


def test_a_project_without_tables_is_an_error(tmp_path: Path) -> None:
    """There would be nothing to report."""
    text = write_project(tmp_path).joinpath("report.toml").read_text(encoding="utf-8").partition("[tables.st")[0]
    (tmp_path / "report.toml").write_text(f"{text}\n[tables]\n", encoding="utf-8")
    project, findings = read_project(tmp_path)
    assert project is None
    assert [finding.message for finding in findings] == ["there is no table"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a = 1\nstart = 2024-01\n", "line 2 has 2024-01, which lacks a day"),
        ("p = { start = 2024-01, end = 2024-12 }\n", "line 1 has 2024-01, which lacks a day"),
        ("a = 1\n\nend = 31.12.2025\n", "line 3 has 31.12.2025; write a day as year-month-day, such as 2025-12-31"),
        (f"a = {'[' * 5000}{']' * 5000}\n", "cannot|nested|recursion"),
        (f"a = {'9' * 5000}\n", "digits"),
    ],
)
def test_what_toml_does_not_take_is_named(tmp_path: Path, content: str, words: str) -> None:
    """A day written as people write it, and what is there to break the reader."""
    (tmp_path / "report.toml").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=words):
        read_project(tmp_path)


def test_what_is_declared_of_prints_holds_further_in(tmp_path: Path) -> None:
    """For the project, then a table, a file and a column; marks replace all marks declared further out."""
    changes = (
        ('taxonomy = "base"', 'taxonomy = "base"\nlocale = "de"\nnothing = ["n.a."]'),
        ("scale = 3", 'scale = 3\ndecimal_mark = "."\ndelimiter = ";"'),
        ('"statement.csv"', '"statement.csv"\nencoding = "cp1252"'),
        ('period = "2019", unit = "JPY"', 'period = "2019", unit = "JPY", side = "debit"'),
    )
    project, findings = read_project(write_project(tmp_path, {"report.toml": changes}))
    assert project
    assert findings == []
    file = project.tables["statement"].files[0]
    assert (file.encoding, file.delimiter) == ("cp1252", ";")
    table_prints = PrintDeclaration(decimal_mark=".", nothing=("n.a.",))
    assert file.columns["FY2020"].prints == table_prints
    assert file.columns["FY2019"].prints == replace(table_prints, side="debit")
    assert project.prints == PrintDeclaration(locale="de", nothing=("n.a.",))


def test_several_faults_are_all_reported(tmp_path: Path) -> None:
    """Reading goes on after a fault, so that one run shows all of them."""
    changes = {"report.toml": (("scale = 3", "scales = 3"), ('unit = "JPY"', 'unit = "JPX"'))}
    _, findings = read_project(write_project(tmp_path, changes))
    assert {finding.code for finding in findings} == {"project.unknownKey", "project.unknownUnit"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name = ", "is not TOML"),
        (b'# for\nname = "f\xfcr"', "is not UTF-8: line 2 has the byte 0xFC; save it as UTF-8, in an editor"),
        (b"name = 1\nname = 2", "is not TOML"),
    ],
)
def test_what_is_no_toml_cannot_be_read(tmp_path: Path, content: bytes, words: str) -> None:
    """A report.toml that is not TOML or not UTF-8 is unreadable input."""
    (tmp_path / "report.toml").write_bytes(content)
    with pytest.raises(UnreadableInputError, match=rf"report\.toml {words}"):
        read_project(tmp_path)


def test_what_editors_of_windows_add_is_no_part_of_a_file(tmp_path: Path) -> None:
    """A byte order mark and CRLF, in each file of a project."""
    folder = write_project(tmp_path)
    for name in ("report.toml", "mapping.csv", "statement.csv"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    _, mapped, _, findings = map_folder(folder)
    assert findings == []
    assert mapped
    assert mapped.report.facts.height == 9


def test_a_path_with_backslashes_is_told_with_the_one_to_write(tmp_path: Path) -> None:
    """As Windows writes it."""
    folder = write_project(tmp_path, {"report.toml": (('"statement.csv"', '"items\\\\statement.csv"'),)})
    (folder / "items").mkdir()
    (folder / "statement.csv").rename(folder / "items" / "statement.csv")
    project, (finding,) = read_project(folder)
    assert project is None
    assert (finding.code, finding.hint) == ("project.missingFile", "did you mean 'items/statement.csv'?")


@pytest.mark.parametrize("name", ["report.toml", "mapping.csv", "footnotes.csv", "statement.csv"])
def test_no_link_leads_out_of_a_project(tmp_path: Path, name: str) -> None:
    """Whoever sends a project does not get to have other files read; a link that stays inside is followed."""
    folder = write_project(tmp_path / "project")
    (folder / "footnotes.csv").write_text("footnote,mark,text\n", encoding="utf-8")
    (folder / "aside").mkdir()
    (folder / name).rename(folder / "aside" / name)
    (folder / name).symlink_to(folder / "aside" / name)
    assert map_folder(folder)[3] == []
    (folder / "aside" / name).rename(tmp_path / name)
    (folder / name).unlink()
    (folder / name).symlink_to(tmp_path / name)
    if name == "statement.csv":
        assert [finding.code for finding in map_folder(folder)[3]] == ["project.outsidePath"]
    else:
        with pytest.raises(UnreadableInputError, match=f"{name} leads out of"):
            map_folder(folder)


def test_a_link_in_a_circle_is_told(tmp_path: Path) -> None:
    """It is not merely missing."""
    folder = write_project(tmp_path)
    (folder / "statement.csv").unlink()
    (folder / "statement.csv").symlink_to("statement.csv")
    (finding,) = map_folder(folder)[3]
    assert finding.message == "'statement.csv' is a link that leads in a circle"


def test_a_folder_without_report_toml_is_no_project(tmp_path: Path) -> None:
    """The message says what a project is."""
    with pytest.raises(UnreadableInputError, match="not a project"):
        read_project(tmp_path)
    with pytest.raises(UnreadableInputError, match="not a folder"):
        read_project(tmp_path / "absent")


def test_the_number_of_faults_is_bounded(tmp_path: Path) -> None:
    """To look for the line of each of very many would take for ever."""
    text = write_project(tmp_path).joinpath("report.toml").read_text(encoding="utf-8")
    keys = "".join(f"key{number} = 1\n" for number in range(5000))
    (tmp_path / "report.toml").write_text(keys + text, encoding="utf-8")
    _, findings = read_project(tmp_path)
    assert len(findings) == 201
    assert findings[-1].code == "project.more"


@pytest.mark.parametrize(("year", "codes"), [(2052, ["project.farPeriod"]), (2025, []), (2010, [])])
def test_a_period_far_from_all_others_is_doubted(tmp_path: Path, year: int, codes: list[str]) -> None:
    """As a slip in a year makes one; a project with one period has nothing to compare."""
    changes = {"report.toml": (("[periods]\n", f"[periods]\nnow = {{ instant = {year}-12-31 }}\n"),)}
    _, findings = read_project(write_project(tmp_path, changes))
    assert [finding.code for finding in findings] == codes
