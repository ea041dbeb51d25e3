"""What an instance looks like; that it says what the Report says is the reader's test."""

from __future__ import annotations

from exporter.namespaces import ISO4217, XBRLI
from exporter.report import Report, facts_frame
from exporter.writers.xbrl_xml import instance_bytes

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
