"""Tables of xBRL-CSV in the shape of statements: each fact once, and nothing said twice that could be said once."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.arelle.judge import judge_with_arelle
from exporter.errors import MisuseError
from exporter.formats.xbrl_csv.reader import read_csv
from exporter.formats.xbrl_csv.statements import Statement
from exporter.formats.xbrl_csv.writer import fact_names, write_csv
from exporter.formats.xbrl_xml.schema_reader import SchemaValues
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame
from tests.arelle.test_judge import NAMESPACES, TYPED_DOMAINS, write_taxonomy
from tests.formats.xbrl_csv.test_writer import ROW, ROWS, TEXT
from tests.formats.xbrl_json.documents import Said, carried
from tests.reports import reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter.formats.kinds import KindsOf

_CELLS = {"row": pl.Int64, "section": pl.String, "label": pl.String, "column": pl.Int64, "fact": pl.String}
_LAST_YEAR = {"period_start": "2002-01-01", "period_end": "2002-12-31"}
_AT_END = {"concept": "t:Cash", "period_start": None}


def _report(rows: Sequence[dict[str, Any]], footnotes: Sequence[tuple[str, ...]] = ()) -> Report:
    facts = facts_frame([{**ROW, **row} for row in rows])
    table = pl.DataFrame(footnotes, schema=FOOTNOTE_COLUMNS, orient="row")
    return Report(facts, NAMESPACES, ("t.xsd",), TYPED_DOMAINS, table)


def _statement(name: str, columns: Sequence[str], lines: Mapping[str, Sequence[str | None]]) -> Statement:
    """Print facts, by the labels of their rows; a section stands before a stroke."""
    cells = [
        (number, label.rpartition("|")[0], label.rpartition("|")[2], column, fact)
        for number, (label, facts) in enumerate(lines.items())
        for column, fact in enumerate(facts)
    ]
    return Statement(name, tuple(columns), pl.DataFrame(cells, schema=_CELLS, orient="row"))


def _written(report: Report, folder: Path, *statements: Statement, kinds_of: KindsOf = SchemaValues) -> dict[str, Any]:
    """Write a report, see that it reads back, and give its files by the ends of their names."""
    path = folder / "report.json"
    write_csv(report, path, statements)
    reading = read_csv(path, kinds_of)
    assert reading.findings == []
    names = fact_names(report, statements)
    assert sorted(names["fact"]) == sorted(report.facts["id"])
    assert _with_ids(reading.report, names).expanded.sort("id").equals(report.expanded.sort("id"))
    assert _with_ids(reading.report, names).footnote_texts.equals(report.footnote_texts)
    files = {each.stem.removeprefix("report-"): each.read_bytes().decode() for each in folder.glob("report-*.csv")}
    return {**files, **json.loads(path.read_text(encoding="utf-8"))}


def _with_ids(report: Report, names: pl.DataFrame) -> Report:
    """Give facts the ids that they had, where they have others."""
    replaced = report.facts.with_columns(pl.col("id").replace(names["name"], names["fact"]))
    footnotes = report.footnotes.with_columns(pl.col("fact").replace(names["name"], names["fact"]))
    return Report(replaced, report.namespaces, report.entry_points, report.typed_domains, footnotes)


def test_rows_are_line_items_and_columns_are_periods(tmp_path: Path) -> None:
    """What is the same in the table or in a column is said there, and the others are facts as before."""
    report = _report(
        [
            {"id": "a", "value": "1"},
            {"id": "b", "value": "-2", **_LAST_YEAR},
            {"id": "c", "value": "3", "concept": "t:Goods"},
            {"id": "other", **TEXT, "language": "en"},
        ]
    )
    lines: dict[str, list[str | None]] = {
        "Sales|Total, in yen": ["a", "b"],
        "Sales|Goods": ["c", None],
        "Printed elsewhere": [None, None],
    }
    files = _written(report, tmp_path, _statement("income", ["Year 2003 (1)", "2002年度"], lines))
    assert files["income"] == (
        "section,label,concept,Year_2003_1,_2002年度\n"
        'Sales,"Total, in yen",t:Total,1,-2\n'
        "Sales,Goods,t:Goods,3,\n"
        ",Printed elsewhere,,,\n"
    )
    assert files["facts"].splitlines()[1:] == ["other,t:Name,12"]
    assert files["tables"] == {"income": {"url": "report-income.csv"}, "facts": {"url": "report-facts.csv"}}
    assert files["tableTemplates"]["income"] == {
        "columns": {
            "section": {"comment": True},
            "label": {"comment": True},
            "concept": {},
            "Year_2003_1": {"dimensions": {"period": "2003-01-01..2003-12-31"}},
            "_2002年度": {"dimensions": {"period": "2002-01-01..2002-12-31"}},
        },
        "dimensions": {"concept": "$concept", "unit": "iso4217:JPY", "entity": "s:E1"},
        "decimals": 0,
    }


def test_what_differs_from_row_to_row_has_a_column(tmp_path: Path) -> None:
    """One for all columns of facts; several only where these differ in a row, named after the first of them."""
    report = _report(
        [
            {"id": "yen"},
            {"id": "dollars", "unit": "iso4217:USD", "decimals": -3},
            {"id": "per-yen", "unit": "iso4217:JPY/xbrli:shares", "decimals": 2},
            {"id": "per-dollar", "unit": "iso4217:USD/xbrli:shares", "decimals": 2},
            {"id": "last-yen", **_LAST_YEAR},
            {"id": "last-per-yen", "unit": "iso4217:JPY/xbrli:shares", "decimals": 2, **_LAST_YEAR},
        ]
    )
    lines = {"Total": ["yen", "dollars", "last-yen"], "Per share": ["per-yen", "per-dollar", "last-per-yen"]}
    files = _written(report, tmp_path, _statement("t", ["Yen", "Dollars", "Last"], lines))
    assert files["t"] == (
        "label,concept,unit_Yen,unit_Dollars,decimals_Yen,decimals_Dollars,Yen,Dollars,Last\n"
        "Total,t:Total,iso4217:JPY,iso4217:USD,0,-3,12,12,12\n"
        "Per share,t:Total,iso4217:JPY/xbrli:shares,iso4217:USD/xbrli:shares,2,2,12,12,12\n"
    )
    columns = files["tableTemplates"]["t"]["columns"]
    assert columns["Last"]["dimensions"] == {"period": "2002-01-01..2002-12-31", "unit": "$unit_Yen"}
    assert columns["Dollars"]["decimals"] == "$decimals_Dollars"
    assert "facts" not in files["tables"]


def test_a_column_may_have_several_periods(tmp_path: Path) -> None:
    """As cash at the end has in a statement of cash flows: then cells say them, and each value stands in its column."""
    begin = {**_AT_END, "period_end": "2002-12-31"}
    report = _report([{"id": "flow"}, {"id": "last", **_LAST_YEAR}, {"id": "end", **_AT_END}, {"id": "begin", **begin}])
    lines = {"Flow": ["flow", "last"], "Cash at end": ["end", "begin"]}
    files = _written(report, tmp_path, _statement("t", ["2003", "2002"], lines))
    assert files["t"].splitlines()[2] == "Cash at end,t:Cash,2003-12-31@end,2002-12-31@end,12,12"
    assert files["t"].splitlines()[0] == "label,concept,period__2003,period__2002,_2003,_2002"


def test_special_values_and_members(tmp_path: Path) -> None:
    """Nil, empty and marked texts stand in cells, never in metadata; so do decimals of numbers without a unit."""
    write_taxonomy(tmp_path)
    lines = {f'"{row["id"]}",\r\n#x': [row["id"]] for row in ROWS}
    files = _written(_report(ROWS), tmp_path, _statement("t", ["All"], lines))
    assert "facts" not in files
    rows: dict[str, dict[str, Any]] = {
        "dollar": {"dimensions": '{"t:CustomerAxis":"$a"}'},
        "plain": {"dimensions": '{"t:CustomerAxis":"a"}'},
        "pure": {"unit": "xbrli:pure", "decimals": 2},
    }
    for name, aspects in rows.items():
        (tmp_path / name).mkdir()
        write_taxonomy(tmp_path / name)
        statement = _statement("t", ["V"], {"L": ["x"]})
        files[name] = _written(_report([{"id": "x", **aspects}]), tmp_path / name, statement)["t"]
    assert files["dollar"] == "label,concept,CustomerAxis,V\nL,t:Total,$a,12\n"
    assert files["plain"] == "label,concept,V\nL,t:Total,12\n"
    assert files["pure"] == "label,concept,decimals,V\nL,t:Total,2,12\n"


def test_a_fact_is_written_once_where_it_is_printed_first(tmp_path: Path) -> None:
    """A second print of it, and a second fact of a cell, leave the cell as it is; and so does a fact of no report."""
    report = _report([{"id": "a"}, {"id": "b", "concept": "t:Goods"}])
    first = _statement("one", ["V"], {"A": ["a"], "None": ["absent"]})
    cells = [(0, "", "A", 0, "a"), (1, "", "B", 0, "b"), (1, "", "B", 0, "a")]
    second = Statement("two", ("V",), pl.DataFrame(cells, schema=_CELLS, orient="row"))
    files = _written(report, tmp_path, first, second)
    assert files["one"] == "label,concept,V\nA,t:Total,12\nNone,,\n"
    assert files["two"] == "label,concept,V\nA,,\nB,t:Goods,12\n"


def test_names_are_identifiers_and_told_apart(tmp_path: Path) -> None:
    """Of tables and columns, whatever they are called; of files, too, and as short as a system wants them."""
    report = _report([{"id": name} for name in ("facts_-2.r_1.V", "b", "c", "d")])
    table = {"L": ["b", "c"]}
    columns = ["label", "(%)"]
    files = _written(
        report, tmp_path, _statement("Facts", columns, table), _statement("表" * 300, ["x y"], {"L": ["d"]})
    )
    assert set(files["tables"]) == {"facts-2", "表" * 60, "facts"}
    assert files["facts-2"].splitlines()[0] == "label,concept,label-2,_"
    (tmp_path / "letters").mkdir()
    columns = ["（２００３年）", "हिन्दी", "e\u0301te\u0301", "a.b·c"]
    letters = _written(report, tmp_path / "letters", _statement("t", columns, {"L": ["facts_-2.r_1.V", "b", "c", "d"]}))
    assert letters["t"].splitlines()[0] == "label,concept,_2003年,हिन्दी,\u00e9t\u00e9,a_b_c"
    taken = _report([{"id": "t.r_1.V"}, {"id": "b", **_LAST_YEAR}])
    (tmp_path / "taken").mkdir()
    assert set(_written(taken, tmp_path / "taken", _statement("t", ["V"], {"L": ["b"]}))["tables"]) == {"t-2", "facts"}


def test_what_no_report_can_hold_is_refused(tmp_path: Path) -> None:
    """As without statements."""
    with pytest.raises(MisuseError, match="no length"):
        write_csv(_report([{"id": "a", "period_end": "2002-12-31"}]), tmp_path / "r.json", [_statement("t", ["V"], {})])


def test_arelle_finds_the_same_facts(tmp_path: Path) -> None:
    """Without a message, under the names that we say; footnotes are theirs."""
    report = _report(ROWS, [("nil", "n", "en", "a < b"), ("text", "m", "ja", "円"), ("dims", "m", "ja", "円")])
    ids = [row["id"] for row in ROWS]
    lines = {"one": ids[:3], "two": [*ids[3:5], None], "three": [None, *ids[5:7]], "four": [None, *ids[7:9]]}
    statement = _statement("t", ["A", "B", "C"], lines)
    write_taxonomy(tmp_path)
    write_csv(report, tmp_path / "report.json", [statement])
    names = fact_names(report, [statement])
    reading = read_csv(tmp_path / "report.json")
    assert reading.findings == []
    assert _with_ids(reading.report, names).expanded.sort("id").equals(report.expanded.sort("id"))
    result = judge_with_arelle(tmp_path / "report.json")
    assert result.messages == ()
    assert result.report is not None
    found = _with_ids(result.report, names)
    assert found.expanded.sort("id").rows() == report.expanded.sort("id").rows()
    assert found.footnote_texts.equals(report.footnote_texts)


@st.composite
def _statements(draw: st.DrawFn, report: Report) -> list[Statement]:
    """Print some facts of a report, in any cell, some several times and some elsewhere."""
    facts = st.sampled_from([*report.facts["id"], None])
    label = st.sampled_from(["", "a", "#nil", '"'])
    statements = []
    for _ in range(draw(st.integers(0, 3))):
        width = draw(st.integers(1, 3))
        rows = draw(st.lists(st.tuples(label, label, st.lists(facts, min_size=width, max_size=width)), max_size=4))
        cells = [
            (number, section, text, column, fact)
            for number, (section, text, printed) in enumerate(rows)
            for column, fact in enumerate(printed)
        ]
        columns = draw(st.lists(st.sampled_from(["2003", "unit", "A b", "円", ""]), min_size=width, max_size=width))
        frame = pl.DataFrame(cells, schema=_CELLS, orient="row")
        statements.append(Statement(draw(st.sampled_from(["t", "facts", ""])), tuple(columns), frame))
    return statements


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_what_is_written_is_read(data: st.DataObject) -> None:
    """Whatever the shape of statements."""
    report = carried(data.draw(reports()))
    with TemporaryDirectory() as folder:
        _written(report, Path(folder), *data.draw(_statements(report)), kinds_of=Said)
