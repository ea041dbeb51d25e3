"""Strict reading of CSV records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.files import records
from exporter.files.records import column_letter, read_batches, read_records, read_rows, read_text
from exporter.project.rules import MAPPING_RECORDS

if TYPE_CHECKING:
    from pathlib import Path


def test_cells_are_what_stands_there(tmp_path: Path) -> None:
    """Quotes, line breaks in cells, CRLF and a byte order mark are the file's form, not its content."""
    path = tmp_path / "t.csv"
    path.write_bytes(b'\xef\xbb\xbfa,"b, ""c"""\r\n" d \n e",\r\n')
    assert read_rows(path) == [["a", 'b, "c"'], [" d \n e", ""]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("売上高".encode("cp932"), "not UTF-8: line 1 has the byte 0x94"),
        ("a\nü\n".encode("latin-1"), "line 2 has the byte 0xFC"),
        ("a,b".encode("utf-16"), "not UTF-8"),
        (b"a\x00b", "NUL"),
        (b'a,"b', "not CSV"),
        (b'"a"b,c\n', "not CSV"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    """With the file's name, and where it breaks."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=words):
        read_rows(path)


def test_missing_files_folders_and_giants_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes are bounded before a byte is read."""
    with pytest.raises(UnreadableInputError, match="No such file"):
        read_text(tmp_path / "absent.csv")
    with pytest.raises(UnreadableInputError, match="directory"):
        read_text(tmp_path)
    (tmp_path / "t.csv").write_text("abc", encoding="utf-8")
    monkeypatch.setattr(records, "MAX_BYTES", 2)
    with pytest.raises(UnreadableInputError, match="larger than 2 bytes"):
        read_text(tmp_path / "t.csv")


def test_records_know_their_rows(tmp_path: Path) -> None:
    """Rows count as in a spreadsheet, blank ones included; cells are stripped, and absent columns empty."""
    path = tmp_path / "t.csv"
    path.write_text('a, b\n1,"x\ny"\n\n , \n2, z \n', encoding="utf-8")
    records, findings = read_records(path, "t.csv", ["a", "b"], ["c"], rules=MAPPING_RECORDS)
    assert findings == []
    assert [(record.source.row, record["a"], record["b"], record["c"]) for record in records] == [
        (2, "1", "x\ny", ""),
        (5, "2", "z", ""),
    ]


def test_headings_and_shapes_are_checked(tmp_path: Path) -> None:
    """Unknown, repeated and missing columns, and rows of another length, are findings."""
    path = tmp_path / "t.csv"
    path.write_text("a,bb,a\n1,2\n", encoding="utf-8")
    records, findings = read_records(path, "t.csv", ["a", "b"], rules=MAPPING_RECORDS)
    assert records == []
    assert [(finding.code, finding.hint) for finding in findings] == [
        ("mapping.unknownColumn", "did you mean 'b'?"),
        ("mapping.unknownColumn", None),
        ("mapping.missingColumn", None),
        ("mapping.ragged", "quote a cell that holds a comma"),
    ]


@given(st.lists(st.integers(0, 20_000), unique=True))
def test_column_letters_tell_columns_apart(indices: list[int]) -> None:
    """Each column has a name of its own."""
    assert len({column_letter(index) for index in indices}) == len(indices)


def test_column_letters_are_a_spreadsheets() -> None:
    """A to Z, AA to ZZ, AAA."""
    assert [column_letter(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(tmp_path: Path, separator: str, name: str) -> None:
    """What to do about it is said once, and not at every row."""
    path = tmp_path / "a.csv"
    path.write_text(f"a{separator}b\n1{separator}2\n", encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=f"separated by {name}"):
        read_rows(path)


def test_an_empty_file_is_said_to_be(tmp_path: Path) -> None:
    """It has no headings that could be wrong."""
    (tmp_path / "a.csv").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="is empty"):
        read_rows(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("text", "encoding", "words"),
    [
        ("売上高,1200\n営業利益,30\n", "cp932", 'encoding = "cp932"'),
        ("売上高,1200\n営業利益,30\n", "euc_jp", 'encoding = "euc_jp"'),
        ("Erlöse,1200\nÄnderung,30\n", "cp1252", 'encoding = "cp1252"'),
        ("Ventes d'été,1200\nBénéfice,30\n", "cp1252", 'encoding = "cp1252"'),
        ("Sales\t1200\nProfit\t30\n", "utf-16", 'its cells are separated by tabs.*encoding = "utf-16"'),
    ],
)
def test_another_encoding_is_named_with_the_line_to_write(tmp_path: Path, text: str, encoding: str, words: str) -> None:
    """With it the file is read; where nothing can declare it, it must be saved otherwise."""
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(UnreadableInputError, match=words):
        list(read_batches(path, None, "utf-8"))
    delimiter = "\t" if "\t" in text else ","
    (rows,) = read_batches(path, None, encoding, delimiter)
    assert rows == [line.split(delimiter) for line in text.splitlines()]
    with pytest.raises(UnreadableInputError, match="in a spreadsheet as 'CSV UTF-8'"):
        read_rows(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (";2024\nSales;1.200,50\nProfit;30,25\n", 'semicolons; .* write: delimiter = ";"'),
        ("label;2024\nSales;1200\n", 'semicolons; .* write: delimiter = ";"'),
        ("label\t2024\nSales\t1,200\n", r'tabs; .* write: delimiter = "\\t"'),
    ],
)
def test_another_delimiter_is_named_with_the_line_to_write(tmp_path: Path, text: str, words: str) -> None:
    """Even where decimal commas make some rows look as if commas separated them."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=words):
        list(read_batches(path, None, "utf-8"))
    with pytest.raises(UnreadableInputError, match=r"save it as CSV separated by commas$"):
        read_rows(path)


def test_a_cell_may_be_large(tmp_path: Path) -> None:
    """As large as a text block of a report."""
    path = tmp_path / "t.csv"
    path.write_text(f"label,text\nPolicy,{'Lorem ipsum. ' * 20_000}\n", encoding="utf-8")
    assert len(read_rows(path)[1][1]) == 260_000


def test_very_many_columns_are_reported_in_part(tmp_path: Path) -> None:
    """The first hundred that are unknown, in no time."""
    path = tmp_path / "t.csv"
    path.write_text(",".join(["a", "a", *(f"c{number}" for number in range(50_000))]) + "\n", encoding="utf-8")
    _, findings = read_records(path, "t.csv", ["a"], rules=MAPPING_RECORDS)
    assert [finding.message for finding in findings[-2:]] == ["unknown column 'c99'", "column 'a' stands twice"]
    assert len(findings) == 101


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_under_another_name_is_told(tmp_path: Path, start: bytes) -> None:
    """Whatever it is called."""
    (tmp_path / "t.csv").write_bytes(start + bytes(100))
    with pytest.raises(UnreadableInputError, match="is a workbook or an archive, whatever its name says"):
        read_text(tmp_path / "t.csv")
