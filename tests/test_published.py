"""Filings against a published taxonomy, by itself and under an extension in each filing style, with all judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import export_report
from exporter.findings.findings import Severity
from exporter.formats.package_kinds import FILE_SYNTAXES
from exporter.taxonomy.filing_styles import STYLES
from tests.projects import write_files
from tests.published import ENTRY, write_published

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.export import Export

PUBLISHED = f'{{ packages = ["packages/regulator"], entry_point = "{ENTRY}" }}'
PROJECT = {
    "report.toml": f"""\
name = "acme-2030"
language = "en"
taxonomy = {PUBLISHED}
entity = {{ scheme = "http://www.regulator.example/id", identifier = "4711" }}
units = {{ EUR = "iso4217:EUR", people = "xbrli:pure" }}
periods = {{ 2030 = {{ start = 2030-01-01, end = 2030-12-31 }}, end = {{ instant = 2030-12-31 }} }}

[tables.flows]
scale = 3
decimals = -3

[[tables.flows.files]]
file = "flows.csv"
columns.Total = {{ period = "2030", unit = "EUR" }}
columns.France = {{ period = "2030", unit = "EUR", dimensions = {{ "reg:CountryAxis" = "reg:FranceMember" }} }}

[tables.position]
scale = 3
decimals = -3

[[tables.position.files]]
file = "position.csv"
columns.2030 = {{ period = "end", unit = "EUR" }}

[tables.cover]

[[tables.cover.files]]
file = "cover.csv"
columns.2030 = {{ period = "2030" }}
""",
    "flows.csv": ',Total,France\nSales,"1,200",300\nCosts,(900),(250)\nProfit,300,50\n',
    "position.csv": ",2030\nCurrent assets,70\nOther assets,30\nOf which machines,20\nTotal assets,100\n",
    "cover.csv": ",2030\nRegistration number,AB1234\nMethod,indirect\n",
    "mapping.csv": """\
table,label,concept,sign,note
flows,Sales,reg:Sales,as printed,
flows,Costs,reg:Costs,reversed,
flows,Profit,reg:Profit,as printed,
position,Current assets,reg:CurrentAssets,as printed,
position,Other assets,reg:OtherAssets,as printed,
position,Of which machines,,,The regulator's taxonomy has no word for it.
position,Total assets,reg:Assets,as printed,
cover,Registration number,reg:Registration,,
cover,Method,reg:CashFlowMethod,,
""",
}
EXTENSION = {
    "taxonomy.toml": f"""\
name = "acme-20301231"
prefix = "acme"
namespace = "http://www.acme.example/20301231"
version = "2030-12-31"
languages = ["en"]
publisher = "Acme"
publisher_url = "http://www.acme.example/"
style = "STYLE"
base = {PUBLISHED}

[title]
en = "Acme 2030"
""",
    "concepts.csv": """\
name,type,balance,period,abstract,anchor,combines
Machines,regt:positiveMoneyItemType,debit,instant,false,reg:OtherAssets,
LineItems,stringItemType,,duration,true,,
""",
    "labels.csv": "concept,role,en\nMachines,label,Machines\nMachines,documentation,What makes things.\n"
    "LineItems,label,Line items\nLineItems,documentation,A heading.\n"
    "reg:Table,label,Flows [table]\nreg:CountryAxis,label,Country [axis]\nreg:WorldMember,label,World [member]\n"
    "reg:Registration,label,Registration number\nreg:CashFlowMethod,label,Method\n",
    "networks.csv": "network,definition\nFlows,100 - Statement - Flows\nPosition,200 - Statement - Position\n"
    "Cover,300 - Document - Cover\n",
    "presentation.csv": """\
network,depth,concept,preferred_label
Flows,0,reg:StatementAbstract,
Flows,1,reg:Table,
Flows,2,reg:CountryAxis,
Flows,3,reg:WorldMember,
Flows,4,reg:FranceMember,
Flows,2,LineItems,
Flows,3,reg:Sales,
Flows,3,reg:Costs,negatedLabel
Flows,3,reg:Profit,
Position,0,reg:StatementAbstract,
Position,1,reg:CurrentAssets,
Position,1,reg:OtherAssets,
Position,1,Machines,
Position,1,reg:Assets,totalLabel
Cover,0,reg:StatementAbstract,
Cover,1,reg:Registration,
Cover,1,reg:CashFlowMethod,
""",
    "calculation.csv": """\
network,total,concept,weight
Flows,reg:Profit,reg:Sales,1
Flows,reg:Profit,reg:Costs,-1
Position,reg:Assets,reg:CurrentAssets,1
Position,reg:Assets,reg:OtherAssets,1
""",
}


def write_published_project(folder: Path, style: str | None = None) -> Path:
    """A project over the small published taxonomy, with an extension if a style is given."""
    write_published(folder / "packages" / "regulator")
    files = dict(PROJECT)
    if style is not None:
        files["report.toml"] = files["report.toml"].replace(f"taxonomy = {PUBLISHED}", 'taxonomy = "extension"')
        files["mapping.csv"] = (
            files["mapping.csv"]
            .replace(",note\n", ",label_role\n")
            .replace("reversed,\n", "reversed,negatedLabel\n")
            .replace(",,,The regulator's taxonomy has no word for it.", ",acme:Machines,as printed,")
            .replace("reg:Assets,as printed,", "reg:Assets,as printed,totalLabel")
        )
        extension = {name: text.replace("STYLE", style) for name, text in EXTENSION.items()}
        write_files(folder / "extension", extension, {})
    return write_files(folder, files, {})


def _wrong(result: Export) -> list[str]:
    return [str(finding) for finding in result.findings if finding.severity is Severity.ERROR]


def test_a_published_taxonomy_is_filed_against_in_every_syntax(tmp_path: Path) -> None:
    """Nothing of it goes into the filing; dimensions stand where its hypercubes want them."""
    result = export_report(write_published_project(tmp_path), formats=FILE_SYNTAXES)
    assert _wrong(result) == []
    assert result.round_trip
    assert result.round_trip.counts["equal"] == 11
    assert not list((tmp_path / "out" / "filing").glob("*.zip"))
    assert result.report
    assert result.report.entry_points == (ENTRY,)
    assert result.report.facts["scenario"].drop_nulls().to_list() == ["reg:CountryAxis"] * 3


def test_a_project_may_move_with_its_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an index was made from may be gone, if the same lies where the project is now."""
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path / "cache"))
    first = export_report(write_published_project(tmp_path / "first"), formats=["xml"])
    moved = (tmp_path / "first").rename(tmp_path / "second")
    second = export_report(moved, formats=["xml"])
    assert _wrong(first) == _wrong(second) == []


@pytest.mark.parametrize("style", STYLES)
def test_an_extension_is_clean_to_all_judges_in_each_style(tmp_path: Path, style: str) -> None:
    """And every cell is proven."""
    result = export_report(write_published_project(tmp_path, style), formats=["xml", "inline", "xbri"])
    assert _wrong(result) == []
    assert {judgement.judge: judgement.not_run for judgement in result.judgements}.keys() >= {"arelle", "own"}
    assert result.round_trip
    assert result.round_trip.counts["equal"] == 12
