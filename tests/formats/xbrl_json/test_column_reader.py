"""The reader in columns gives what the reference reader gives, or gives up."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_json import column_reader, reader
from exporter.formats.xbrl_json.column_reader import read_columns
from exporter.formats.xbrl_json.fact_reader import read_facts_one_by_one
from exporter.formats.xbrl_json.reader import read_json
from exporter.formats.xbrl_json.writer import json_bytes, write_json
from exporter.report.report import Report, facts_frame
from tests.formats.xbrl_json.documents import Said, Silent, carried
from tests.reports import NAMESPACES, reports

if TYPE_CHECKING:
    from exporter.formats.kinds import KindsOf
    from exporter.report.document import Reading

ROWS = [
    {"id": "a", "concept": "a:X", "entity": "entity:1", "period_end": "2020-12-31", "unit": "a:U", "value": "1"},
    {"id": "b", "concept": "a:X", "entity": "entity:2", "value": "\\ \u2028 円", "language": "en"},
    {"id": "c", "concept": "a:Y", "entity": "entity:2", "value": "1", "unit": "a:U", "dimensions": '{"a:D":"a:M"}'},
    {"id": "d", "concept": "a:Z", "entity": "entity:2", "value": "2003"},
]
TEXT = json_bytes(
    Report(facts_frame([{**row, "decimals": 2 if row["id"] == "c" else None} for row in ROWS]), NAMESPACES)
).decode()
#: What is put into a document somewhere, or takes the place of something.
PIECES = [
    *(
        " ",
        "\n",
        "\t",
        ",",
        '"',
        "\\",
        "{",
        "}",
        "[",
        ":",
        "null",
        "1",
        "\x01",
        "\x00",
        "\u2028",
        "é",
        "\\u0041",
        "\\ud800",
    ),
    *(
        '"entity": "entity:3", ',
        '"concept": "b:X", ',
        ', "decimals": 1',
        ', "language": "en"',
        ', "links": {}',
        "\ufeff",
    ),
    *(', "unit": "xbrli:pure"', '"x:y": 1, ', "\ufffe", '"facts": {\n', " }\n}\n", '"noteId": "a", ', "\r"),
]


def _one_by_one(path: Path, kinds_of: KindsOf) -> Reading | None:
    try:
        return read_facts_one_by_one(path, 2**24, kinds_of)
    except UnreadableInputError:
        return None


def _check_same(one: Reading, other: Reading) -> None:
    """The same facts in the same order, and the same findings."""
    assert one.report.facts.equals(other.report.facts)
    assert one.report == other.report
    assert (one.findings, one.document.references) == (other.findings, other.document.references)
    assert one.report.typed_domains == other.report.typed_domains
    assert one.report.namespaces == other.report.namespaces


@given(reports(), st.sampled_from([Said, Silent]))
def test_what_is_written_here_is_read_in_columns(report: Report, kinds_of: KindsOf) -> None:
    """For all reports, in chunks of any size; only what no taxonomy was there to tell is a finding."""
    report = carried(report)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_json(report, path)
        reading = read_columns(path, kinds_of)
        expected = read_facts_one_by_one(path, 2**24, kinds_of)
    if report.facts.is_empty():
        return  # which have no line
    if reading is None:  # a member that is no name, of a dimension that is said to be explicit
        assert kinds_of is Silent
        assert expected.findings
        return
    _check_same(reading, expected)


@given(st.integers(0, len(TEXT)), st.sampled_from(PIECES), st.integers(0, 3), st.sampled_from([Said, Silent]))
def test_what_is_changed_is_read_alike_or_given_up(place: int, piece: str, length: int, kinds_of: KindsOf) -> None:
    """Wherever something is put in, or left out."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        path.write_bytes((TEXT[:place] + piece + TEXT[place + length :]).encode())
        reading = read_columns(path, kinds_of)
        if reading is not None:
            expected = _one_by_one(path, kinds_of)
            assert expected is not None
            _check_same(reading, expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"x"', '"x"'),
        ('"2003"', "2003"),
        ('"2003"', '"2003", "value": "2004"'),
        ('"a:Z", "entity"', '"a:Z", "entity": "entity:1", "entity"'),
        ('"entity:2"}}\n', '"entity:2"}},\n'),
        ('"entity:2"}}\n', '"entity:2"}, "a:b": 1}\n'),
        ('"d"', '"c"'),
        ('"d"', '"\\u0064"'),
        ('"a:Z"', '"b1:Z"'),
        ('"a:Z"', '"xbrl:note"'),
        ('"2003"', '"\\u0000"'),
        ('"2003"', '"\\ud800"'),
        ('"2003"', '"\\x"'),
        ('"2003"', '"\t"'),
        ('"d": {', '"d": {\n'),
        ('"decimals": 2', '"decimals": 99999999999'),
        ('"decimals": 2', '"decimals": "2"'),
        ('"unit": "a:U", "a:D"', '"unit": "a:U", "language": "en", "a:D"'),
        ("\n }\n}", '\n },\n "x": {}\n}'),
        ('"taxonomy": []', '"taxonomy": [1, "a.xsd"]'),
        ('"facts": {\n', '"a:x": {\n "facts": {\n'),
    ],
)
def test_odd_documents_are_read_as_the_reference_reader_does(
    tmp_path: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the one reader or the other; whoever reads does not see which."""
    monkeypatch.setattr(reader, "LARGE", 0)
    path = tmp_path / "report.json"
    path.write_bytes(TEXT.replace(old, new, 1).encode())
    expected = _one_by_one(path, Silent)
    if expected is None:
        with pytest.raises(UnreadableInputError):
            read_json(path, Silent)
    else:
        _check_same(read_json(path, Silent), expected)


def test_a_member_that_is_no_name_is_told_with_its_line(tmp_path: Path) -> None:
    """The line is that of the file, though its first lines are not read in columns."""
    path = tmp_path / "report.json"
    path.write_bytes(TEXT.replace('"a:M"', '" a:M"').encode())
    reading = read_columns(path, Said)
    assert reading is not None
    lines = [finding.source.row for finding in reading.findings if finding.source and finding.code == "reader.badName"]
    assert lines == [TEXT[: TEXT.index('"a:M"')].count("\n") + 1]


def test_another_layout_is_given_up(tmp_path: Path) -> None:
    """On one line, or with the members of a fact in another order."""
    content = json.loads(TEXT)
    for text in (json.dumps(content), json.dumps(content, indent=1), TEXT.replace("\n }\n}\n", "}}")):
        (tmp_path / "report.json").write_text(text, encoding="utf-8")
        assert read_columns(tmp_path / "report.json") is None


def test_a_large_file_is_read_in_columns_and_in_many_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With facts of footnotes among the others, in the order of the file."""
    monkeypatch.setattr(column_reader, "_CHUNK", 100_000)
    monkeypatch.setattr(reader, "read_facts_one_by_one", None)
    rows = [{**row, "id": f"{row['id']}.{number}"} for number in range(3_000) for row in ROWS]
    footnotes = pl.DataFrame(
        [(f"b.{number}", "n", "en", "a < b") for number in range(0, 3_000, 100)],
        schema=["fact", "footnote", "language", "text"],
        orient="row",
    )
    report = Report(facts_frame(rows), NAMESPACES, ("a.xsd",), {}, footnotes)
    path = tmp_path / "report.json"
    write_json(report, path)
    assert path.stat().st_size > reader.LARGE
    reading = read_json(path, Said)
    assert reading.report == report
    assert reading.report.facts["id"].equals(report.facts["id"])
