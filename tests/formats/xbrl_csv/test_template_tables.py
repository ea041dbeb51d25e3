"""Filling tables that a taxonomy package lays out, with indicators of what is filed: a small one of that kind."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.errors import MisuseError
from exporter.formats.xbrl_csv.reader import read_csv
from exporter.formats.xbrl_csv.template_tables import Filled, fill_templates
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame
from tests.arelle.test_judge import NAMESPACES, item, write_taxonomy
from tests.formats.xbrl_csv.tables import INFO, column, template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODULE = "http://example.org/t/mod/module.json"
DATAPOINTS = {
    "dp1": {"dimensions": {"concept": "t:Total", "unit": "$currency"}, "decimals": "$decimalsMonetary"},
    "dp2": {"dimensions": {"concept": "t:Goods", "unit": "$currency", "t:RegionAxis": "t:Japan"}},
    "dp3": {"dimensions": {"concept": "t:Ratio"}, "decimals": 4},
    "dp4": {"dimensions": {"concept": "t:Name"}},
}
#: Tables of data points, of open rows, and of indicators.
TEMPLATES: dict[str, Any] = {
    "points": template(
        {"datapoint": {"propertyGroups": DATAPOINTS}, "factValue": column() | {"propertiesFrom": ["datapoint"]}}
    ),
    "open": template(
        {
            "customer": {},
            "c010": column(concept="t:Goods", **{"t:CustomerAxis": "$customer"}),
            "c020": column(concept="t:Services", **{"t:CustomerAxis": "$customer"}),
        },
        {"unit": "$currency"},
        decimals="$decimalsMonetary",
    ),
    "FilingIndicators": template(
        {"templateID": {}, "reported": column(**{"concept": "t:Filed", "t:TemplateAxis": "$templateID"})},
        {"unit": "#none"},
    ),
}
PARAMETERS = {"entityID": "s:E1", "refPeriod": "2003", "currency": "iso4217:EUR", "decimalsMonetary": "-3"}
ROW: dict[str, Any] = {
    "entity": "s:E1",
    "period_start": "2003-01-01",
    "period_end": "2003-12-31",
    "unit": "iso4217:EUR",
    "value": "12000",
    "decimals": -3,
}
TEXT = {"unit": None, "decimals": None}
INDICATOR = {**TEXT, "concept": "t:Filed"}
ROWS: list[dict[str, Any]] = [
    {"id": "total", "concept": "t:Total"},
    {"id": "japan", "concept": "t:Goods", "dimensions": '{"t:RegionAxis":"t:Japan"}', "value": "1.50", "decimals": 2},
    {"id": "ratio", "concept": "t:Ratio", "unit": "xbrli:pure", "value": "0.1234", "decimals": 4},
    {"id": "name", "concept": "t:Name", **TEXT, "value": '#x, "y"'},
    {"id": "a1", "concept": "t:Goods", "dimensions": '{"t:CustomerAxis":"a, b"}'},
    {"id": "a2", "concept": "t:Services", "dimensions": '{"t:CustomerAxis":"a, b"}', "value": "7", "decimals": None},
    {"id": "b2", "concept": "t:Services", "dimensions": '{"t:CustomerAxis":""}', "value": "-0", "decimals": -3},
    {"id": "i1", **INDICATOR, "dimensions": '{"t:TemplateAxis":"points"}', "value": "true"},
    {"id": "i2", **INDICATOR, "dimensions": '{"t:TemplateAxis":"open"}', "value": "true"},
]
TYPED = {"t:CustomerAxis": "t:Customer", "t:TemplateAxis": "t:Customer"}


def _package(folder: Path, **more: Any) -> Path:  # noqa: ANN401 - whatever JSON holds
    """A taxonomy package with a schema, and metadata with templates."""
    folder.mkdir()
    axis = item("TemplateAxis", "xbrli:stringItemType", more='abstract="true" xbrldt:typedDomainRef="#t_Customer"')
    schema = write_taxonomy(folder)
    concepts = item("Filed", "xbrli:booleanItemType") + axis.replace("xbrli:item", "xbrldt:dimensionItem")
    schema.write_text(schema.read_text().replace("</xsd:schema>", f"{concepts}</xsd:schema>"))
    (folder / "mod").mkdir()
    tables = {
        name: {"url": f"{name}.csv", "optional": name != "FilingIndicators"} | more.pop(f"table_{name}", {})
        for name in TEMPLATES
    }
    content = {
        "documentInfo": {**INFO, "taxonomy": ["http://example.org/t/t.xsd"], "extends": ["tables.json"]},
        "tables": tables,
        "dimensions": {"entity": "$entityID", "period": "$refPeriod"},
        "parameterURL": "parameters.csv",
        **more,
    }
    kept = {"points": (), "open": ("unit",), "FilingIndicators": ("unit",)}
    templates = {
        name: {**each, "dimensions": {key: text for key, text in each["dimensions"].items() if key in kept[name]}}
        for name, each in TEMPLATES.items()
    }
    base = {"documentInfo": {**INFO, "taxonomy": ["http://example.org/t/t.xsd"]}, "tableTemplates": templates}
    (folder / "mod" / "module.json").write_text(json.dumps(content))
    (folder / "mod" / "tables.json").write_text(json.dumps(base))
    (folder / "META-INF").mkdir()
    (folder / "META-INF" / "taxonomyPackage.xml").write_text(
        '<tp:taxonomyPackage xml:lang="en" xmlns:tp="http://xbrl.org/2016/taxonomy-package">'
        "<tp:identifier>http://example.org/t</tp:identifier><tp:name>t</tp:name><tp:version>1</tp:version>"
        "</tp:taxonomyPackage>"
    )
    (folder / "META-INF" / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<rewriteURI uriStartString="http://example.org/t/" rewritePrefix="../"/></catalog>'
    )
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"t/{file.relative_to(folder)}")
    return path


def _locate(folder: Path) -> Callable[[str], Path | None]:
    def locate(url: str) -> Path | None:
        return folder / url.removeprefix("http://example.org/t/") if url.startswith("http://example.org/t/") else None

    return locate


class _Kinds:
    """What the schema says."""

    def __init__(self, *_: object) -> None:
        """Whatever report it is about."""

    def is_numeric(self, tag: str) -> bool | None:
        """By the name."""
        return not tag.endswith(("Name", "Filed"))

    def typed_domain(self, tag: str) -> str | None:
        """By the name."""
        return "" if tag.endswith("RegionAxis") else "{http://example.org/t}Customer"


def _report(rows: list[dict[str, Any]]) -> Report:
    return Report(facts_frame([{**ROW, **row} for row in rows]), NAMESPACES, ("http://example.org/t/t.xsd",), TYPED)


def _filled(folder: Path, rows: list[dict[str, Any]], unfiled: tuple[str, ...] = (), **more: Any) -> Filled:  # noqa: ANN401 - whatever it is called with
    _package(folder / "t", **more)
    (folder / "reports").mkdir()
    target = folder / "reports" / "report.json"
    return fill_templates(_report(rows), target, MODULE, _locate(folder / "t"), PARAMETERS, unfiled)


def test_facts_go_into_their_cells_and_come_back(tmp_path: Path) -> None:
    """By our reader and by Arelle, under the names that were told."""
    filled = _filled(tmp_path, ROWS)
    assert filled.findings == []
    folder = tmp_path / "reports"
    assert {path.name: path.read_text() for path in folder.glob("*.csv")} == {
        "parameters.csv": "name,value\ncurrency,iso4217:EUR\ndecimalsMonetary,-3\nentityID,s:E1\nrefPeriod,2003\n",
        "points.csv": 'datapoint,factValue\ndp1,12000\ndp2,1.50d2\ndp3,0.1234\ndp4,"##x, ""y"""\n',
        "open.csv": 'customer,c010,c020\n"a, b",12000,7dINF\n#empty,,-0\n',
        "FilingIndicators.csv": "templateID,reported\npoints,true\nopen,true\n",
    }
    assert json.loads((folder / "report.json").read_text())["documentInfo"]["extends"] == [MODULE]
    names = dict(filled.names.rows())
    assert names["a2"] == "open.r_1.c020"
    expected = _report([{**row, "id": names[row["id"]]} for row in ROWS])
    reading = read_csv(folder / "report.json", _Kinds, _locate(tmp_path / "t"))
    assert reading.findings == []
    assert reading.report == expected


def test_arelle_finds_the_same_facts(tmp_path: Path) -> None:
    """With the templates from the package, without a message."""
    filled = _filled(tmp_path, ROWS)
    names = dict(filled.names.rows())
    expected = _report([{**row, "id": names[row["id"]]} for row in ROWS])
    result = judge_with_arelle(tmp_path / "reports" / "report.json", [tmp_path / "t.zip"])
    assert result.messages == ()
    assert result.report is not None
    assert result.report.expanded.sort("id").rows() == expected.expanded.sort("id").rows()


def test_a_table_that_is_not_filed_has_no_file(tmp_path: Path) -> None:
    """Its indicator is false; a fact that belongs there is said."""
    rows = [ROWS[0], {**ROWS[8], "value": "false"}]
    assert _filled(tmp_path, rows, ("open",)).findings == []
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert names == ["FilingIndicators.csv", "parameters.csv", "points.csv", "report.json"]
    target = tmp_path / "reports" / "report.json"
    again = fill_templates(_report([ROWS[4]]), target, MODULE, _locate(tmp_path / "t"), PARAMETERS, ("open",))
    (finding,) = again.findings
    assert finding.code == "writer.noPlace"
    assert "1 facts, first 'a1', have one in open, which is not filed" in finding.message


def test_a_table_that_is_said_not_to_be_filed_and_has_a_file_is_told(tmp_path: Path) -> None:
    """With the row of the indicator; one that is said to be filed is no fault."""
    rows = [ROWS[0], ROWS[4], {**ROWS[7], "dimensions": '{"t:TemplateAxis":"Points"}', "value": "false"}, ROWS[8]]
    assert _filled(tmp_path, rows).findings == []
    (finding,) = read_csv(tmp_path / "reports" / "report.json", _Kinds, _locate(tmp_path / "t")).findings
    assert finding.code == "reader.unfiledTable"
    assert str(finding.source) == "FilingIndicators.csv:2"
    assert "Points is said not to be filed, and there is points.csv" in finding.message


def test_a_fact_without_a_cell_is_said(tmp_path: Path) -> None:
    """Nor has nil one, where decimals are said of all; duplicates have rows of their own."""
    nil = {**ROWS[4], "value": None, "decimals": None}
    rows = [
        {"id": "x", "concept": "t:Cash"},
        nil,
        {**ROWS[0], "id": "y", "entity": "s:E2"},
        ROWS[0],
        {**ROWS[0], "id": "z"},
    ]
    filled = _filled(tmp_path, rows)
    assert ["3 facts, first 'x', have no cell" in finding.message for finding in filled.findings] == [True]
    assert (tmp_path / "reports" / "points.csv").read_text() == "datapoint,factValue\ndp1,12000\ndp1,12000\n"
    assert filled.names.rows() == [("total", "points.r_1.factValue"), ("z", "points.r_2.factValue")]


def test_names_of_rows_are_numbers(tmp_path: Path) -> None:
    """Where a template has a column for them; and without a file of parameters they stand in the metadata."""
    templates = {"g": template({"row": {}, "amount": column(concept="t:Total")}, rowIdColumn="row")}
    base = {"documentInfo": INFO, "tableTemplates": templates, "tables": {"g": {"url": "sub/g.csv"}}}
    base["dimensions"] = {"t:RegionAxis": "$region"}
    (tmp_path / "b.json").write_text(json.dumps(base))
    row = {**ROW, "id": "x", "concept": "t:Total", "unit": "iso4217:JPY", "dimensions": '{"t:RegionAxis":"t:Japan"}'}
    target = tmp_path / "report.json"
    filled = fill_templates(_report([row]), target, "b.json", lambda _: None, {"region": "t:Japan"})
    assert (tmp_path / "sub" / "g.csv").read_text() == "row,amount\n1,12000d-3\n"
    assert filled.names.rows() == [("x", "g.r_1.amount")]
    assert json.loads(target.read_text())["parameters"] == {"region": "t:Japan"}
    assert read_csv(target, _Kinds).findings == []


def test_what_the_templates_cannot_be_filled_with_is_refused(tmp_path: Path) -> None:
    """Parameters that nothing refers to, templates that are nowhere, and a table that would lie elsewhere."""
    target = tmp_path / "reports" / "report.json"
    with pytest.raises(MisuseError, match="leads out of the folder"):
        _filled(tmp_path, ROWS, table_points={"url": "../points.csv"})
    assert not (tmp_path / "points.csv").exists()
    with pytest.raises(MisuseError, match="nothing refers to the parameter 'colour'"):
        fill_templates(_report(ROWS), target, MODULE, _locate(tmp_path / "t"), {**PARAMETERS, "colour": "red"})
    with pytest.raises(MisuseError, match="in no given taxonomy package"):
        fill_templates(_report(ROWS), target, MODULE, lambda _: None, PARAMETERS)


def test_footnotes_are_not_kept(tmp_path: Path) -> None:
    """No table of the kind has a place for them."""
    _package(tmp_path / "t")
    footnotes = pl.DataFrame([("total", "n", "en", "see")], schema=FOOTNOTE_COLUMNS, orient="row")
    report = Report(_report(ROWS).facts, NAMESPACES, (), TYPED, footnotes)
    filled = fill_templates(report, tmp_path / "report.json", MODULE, _locate(tmp_path / "t"), PARAMETERS)
    assert [finding.code for finding in filled.findings] == ["writer.notKept"]
