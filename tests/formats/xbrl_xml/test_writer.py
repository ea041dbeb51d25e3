"""What an instance looks like; that it says what the Report says is the reader's test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given

from exporter.errors import MisuseError
from exporter.files.resources import bundled_folder
from exporter.formats.xbrl_xml.writer import instance_bytes, write_instance
from exporter.frames.columns import CODED
from exporter.report.names import ISO4217, XBRLI
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame
from tests.formats.xbrl_xml.plain_writer import plain_bytes
from tests.projects import map_folder
from tests.reports import reports

if TYPE_CHECKING:
    from pathlib import Path

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

NAMESPACES = {
    "xbrli": XBRLI,
    "iso4217": ISO4217,
    "a": "urn:a",
    "unused": "urn:unused",
    "entity": "http://example.org/e",
}
ROW = {
    "id": "x",
    "concept": "a:X",
    "entity": "entity:1",
    "period_start": "2020-01-01",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "value": "1",
    "decimals": 0,
}


def _lines(*rows: dict[str, object]) -> list[str]:
    report = Report(facts_frame([{**ROW, **row} for row in rows]), NAMESPACES, ("a.xsd",))
    return [line.strip() for line in instance_bytes(report).decode().splitlines()]


def test_a_fact_stands_on_a_line() -> None:
    """With readable ids for its context and unit."""
    line = '<a:X id="x" contextRef="D20200101-20201231" unitRef="JPY" decimals="0">1</a:X>'
    assert line in _lines({})


def test_nil_and_exact_and_text_facts_have_the_attributes_they_need() -> None:
    """Nil has no decimals, exact is INF, and text has a language."""
    lines = _lines(
        {"value": None, "decimals": None},
        {"id": "y", "decimals": None},
        {"id": "z", "unit": None, "decimals": None, "language": "ja"},
    )
    assert '<a:X id="x" contextRef="D20200101-20201231" unitRef="JPY" xsi:nil="true"/>' in lines
    assert '<a:X id="y" contextRef="D20200101-20201231" unitRef="JPY" decimals="INF">1</a:X>' in lines
    assert '<a:X id="z" contextRef="D20200101-20201231" xml:lang="ja">1</a:X>' in lines


def test_contexts_and_units_are_written_once() -> None:
    """However many facts share them."""
    lines = _lines({}, {"id": "y", "concept": "a:Y"})
    assert sum(line.startswith("<xbrli:context ") for line in lines) == 1
    assert sum(line.startswith("<xbrli:unit ") for line in lines) == 1


def test_contexts_with_one_name_are_told_apart() -> None:
    """Two entities, and members of one name from two namespaces."""
    lines = _lines({}, {"id": "y", "entity": "entity:2"})
    assert '<xbrli:context id="D20200101-20201231-2">' in lines


def test_only_prefixes_in_use_are_declared() -> None:
    """And those of the specifications."""
    assert "unused" not in "".join(_lines({}))


def test_an_empty_report_is_an_instance() -> None:
    """With its schema, and no facts."""
    lines = [
        line.strip() for line in instance_bytes(Report(facts_frame([]), NAMESPACES, ("a.xsd",))).decode().splitlines()
    ]
    assert '<link:schemaRef xlink:type="simple" xlink:href="a.xsd"/>' in lines


def test_ids_of_facts_contexts_and_units_do_not_collide() -> None:
    """A fact may be called as a unit or a context would be."""
    lines = _lines({"id": "JPY"}, {"id": "D20200101-20201231"})
    assert '<xbrli:context id="D20200101-20201231-2">' in lines
    assert '<xbrli:unit id="JPY-2">' in lines


# -------------------------------------------------------------------------------- the law: as if written one by one


@given(reports())
def test_the_bytes_are_those_of_the_plain_way(report: Report) -> None:
    """For any report, rendering columns of text gives the bytes that lxml gives for one element after the other."""
    assert instance_bytes(report) == plain_bytes(report)


@pytest.mark.slow
@given(reports())
def test_codes_are_written_as_the_texts_that_they_stand_for(report: Report) -> None:
    """And a report of codes is equal to one of texts."""
    texts = [name for name, kind in report.facts.schema.items() if kind == pl.String and name not in {"id", "value"}]
    coded = replace(report, table=report.facts.cast(dict.fromkeys(texts, CODED)))
    assert coded == report
    assert coded.facts.schema == report.facts.schema
    assert instance_bytes(coded) == instance_bytes(report)


def test_hashes_that_collide_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then facts find by the texts themselves what they share, be they text or codes."""
    facts = facts_frame([{**ROW, "id": f"x{number}", "unit": unit} for number, unit in enumerate(["a:U", "a:V", None])])
    texts = ["concept", "entity", "period_start", "period_end", "unit", "dimensions", "language"]
    reports = [
        Report(table, NAMESPACES, ("a.xsd",)) for table in (facts, facts.with_columns(pl.col(texts).cast(CODED)))
    ]
    expected = instance_bytes(reports[0])
    monkeypatch.setattr(pl.Expr, "hash", lambda _: pl.lit(7, pl.UInt64))
    assert [instance_bytes(report) for report in reports] == [expected] * 2


def test_the_samples_have_the_bytes_of_the_plain_way() -> None:
    """All of them: they have two languages, nil, typed members and footnotes."""
    folders = sorted(path.parent for path in bundled_folder("samples").glob("*/report.toml"))
    assert len(folders) > 1
    for folder in folders:
        _, mapped, _, _ = map_folder(folder)
        assert mapped
        assert instance_bytes(mapped.report) == plain_bytes(mapped.report)


def test_a_report_in_a_file_is_written_like_one_in_memory(tmp_path: Path) -> None:
    """A LazyFrame over Parquet streams to the same bytes; so it does over more rows than a batch has."""
    rows = pl.concat([facts_frame([{**ROW, "dimensions": '{"a:Axis":"a:Member"}'}])] * 300_000)
    facts = rows.with_columns(
        id=pl.concat_str(pl.lit("x."), pl.int_range(pl.len()).cast(pl.String)),
        entity=pl.concat_str(pl.lit("entity:"), (pl.int_range(pl.len()) // 1000).cast(pl.String)),
    )
    facts.write_parquet(tmp_path / "facts.parquet")
    write_instance(
        Report(pl.scan_parquet(tmp_path / "facts.parquet"), NAMESPACES, ("a.xsd",)), tmp_path / "instance.xml"
    )
    assert (tmp_path / "instance.xml").read_bytes() == instance_bytes(Report(facts, NAMESPACES, ("a.xsd",)))
    lines = (tmp_path / "instance.xml").read_text().splitlines()
    assert [line.split('"')[1] for line in lines if line.startswith("  <a:X")] == facts["id"].to_list()


# ------------------------------------------------------------------------------------------- what cannot be written


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": None}, "row 2 of the report, fact None, has no id"),
        ({"entity": None}, "row 2 of the report, fact 'y', has no entity"),
        ({"period_end": None}, "row 2 of the report, fact 'y', has a period that starts and does not end"),
        ({"value": "a\x07"}, "row 2 of the report, fact 'y', has a character that XML cannot carry"),
        ({"id": "y\uffff"}, "has a character that XML cannot carry"),
        ({"entity": "entity:\x07"}, "row 2 of the report, fact 'y', has a character that XML cannot carry"),
        ({"dimensions": '{"a:T":"\\u0007"}'}, "the member '.x07' of a:T has a character that XML cannot carry"),
        ({"concept": "X"}, "'X' is no prefixed name"),
        ({"concept": None}, "is no prefixed name"),
        ({"concept": "a:b c"}, "'a:b c' is no prefixed name"),
        ({"concept": "z:X"}, "do not say what the prefix of 'z:X' stands for"),
        ({"entity": "z:1"}, "do not say which scheme the prefix of 'z:1' stands for"),
        ({"unit": "z:X/a:Y"}, "do not say what the prefix of 'z:X' stands for"),
        ({"dimensions": '{"z:X":"a:Y"}'}, "do not say what the prefix of 'z:X' stands for"),
    ],
)
def test_what_no_instance_can_hold_is_refused(changes: dict[str, object], message: str) -> None:
    """With the fact's row and id, or the name; nothing is written that could not be read."""
    with pytest.raises(MisuseError, match=message):
        _lines({}, {"id": "y", **changes})


def test_a_footnote_that_xml_cannot_carry_is_refused() -> None:
    """By its id."""
    note = pl.DataFrame([("x", "n", "en", "\x00")], schema=FOOTNOTE_COLUMNS, orient="row")
    with pytest.raises(MisuseError, match="the footnote 'n' has a character that XML cannot carry"):
        instance_bytes(Report(facts_frame([ROW]), NAMESPACES, ("a.xsd",), {}, note))


def test_a_prefix_that_means_something_else_in_an_instance_is_refused() -> None:
    """`link` and its like are taken."""
    with pytest.raises(MisuseError, match="the prefix 'link' stands for"):
        instance_bytes(Report(facts_frame([{**ROW, "concept": "link:X"}]), {**NAMESPACES, "link": "urn:l"}))


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    """And not of some library."""
    full = tmp_path / "instance.xml"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_instance(Report(facts_frame([ROW]), NAMESPACES, ("a.xsd",)), full)
