"""A small project and a small taxonomy, valid as they are; a test names the text that it replaces in their files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeAlias

from exporter.export import map_project, open_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = [
    "BASE",
    "DIMENSIONS",
    "EXTENSION",
    "FORMS",
    "PROJECT",
    "map_folder",
    "merged",
    "write_extension",
    "write_files",
    "write_print_project",
    "write_project",
    "write_taxonomy",
]

#: Old and new text, by file.
Changes: TypeAlias = "Mapping[str, tuple[tuple[str, str], ...]]"

BASE = {
    "taxonomy.toml": """\
name = "mini-2020"
prefix = "m"
namespace = "http://example.org/mini/2020"
version = "2020"
languages = ["en", "ja"]
publisher = "Example"
publisher_url = "http://example.org/"

[title]
en = "Mini"
ja = "ミニ"
""",
    "concepts.csv": """\
name,type,balance,period,abstract
AllAbstract,stringItemType,,duration,true
Cash,monetaryItemType,debit,instant,false
Receivables,monetaryItemType,debit,instant,false
Assets,monetaryItemType,debit,instant,false
Revenues,monetaryItemType,credit,duration,false
Costs,monetaryItemType,debit,duration,false
Profit,monetaryItemType,credit,duration,false
ProfitPerShare,perShareItemType,,duration,false
Shares,sharesItemType,,duration,false
Margin,pureItemType,,duration,false
CompanyName,stringItemType,,duration,false
ReportDate,dateItemType,,duration,false
""",
    "labels.csv": """\
concept,role,en,ja
AllAbstract,label,All [Abstract],全部 [見出し]
Cash,label,Cash,現金
Cash,periodStartLabel,"Cash, beginning of period",期首現金
Cash,periodEndLabel,"Cash, end of period",期末現金
Receivables,label,Receivables,売掛金
Assets,label,Assets,資産
Assets,totalLabel,Total assets,資産合計
Revenues,label,Revenues,売上高
Costs,label,Costs,費用
Costs,negatedLabel,Less costs,費用(控除)
Profit,label,Profit (loss),利益(損失)
Profit,totalLabel,Profit (loss) in total,利益(損失)合計
ProfitPerShare,label,Profit per share,一株利益
Shares,label,Shares,株式数
Margin,label,Margin,利益率
CompanyName,label,Company,会社名
ReportDate,label,Date,日付
AllAbstract,documentation,The heading over everything.,
Cash,documentation,Notes and coins.,
Receivables,documentation,What customers owe.,
Assets,documentation,Everything owned.,
Revenues,documentation,What was sold.,
Costs,documentation,What it cost.,
Profit,documentation,Revenues less costs; negative for a loss.,
ProfitPerShare,documentation,Profit for each share.,
Shares,documentation,The number of shares.,
Margin,documentation,Profit by revenues.,
CompanyName,documentation,The company's name.,
ReportDate,documentation,The date of the report.,
""",
    "networks.csv": "network,definition\nStatement,000100 - Statement - All\n",
    "presentation.csv": """\
network,depth,concept,preferred_label
Statement,0,AllAbstract,
Statement,1,CompanyName,
Statement,1,ReportDate,
Statement,1,Revenues,
Statement,1,Costs,
Statement,1,Costs,negatedLabel
Statement,1,Profit,totalLabel
Statement,1,ProfitPerShare,
Statement,1,Shares,
Statement,1,Margin,
Statement,1,Cash,periodStartLabel
Statement,1,Cash,periodEndLabel
Statement,1,Cash,
Statement,1,Receivables,
Statement,1,Assets,totalLabel
""",
    "calculation.csv": """\
network,total,concept,weight
Statement,Profit,Revenues,1
Statement,Profit,Costs,-1
Statement,Assets,Cash,1
Statement,Assets,Receivables,1
""",
    "references.csv": """\
concept,publisher,name,number,section,paragraph
Cash,Example,Handbook,1,2-1,3
""",
}

EXTENSION = {
    "taxonomy.toml": BASE["taxonomy.toml"]
    .replace("mini-2020", "acme-2020")
    .replace('prefix = "m"', 'prefix = "acme"')
    .replace("example.org/mini/2020", "acme.example.com/2020")
    .replace("\n[title]", 'base = "base"\n\n[title]'),
    "concepts.csv": """\
name,type,balance,period,abstract,anchor
GadgetRevenues,monetaryItemType,credit,duration,false,m:Revenues
OtherRevenues,monetaryItemType,credit,duration,false,m:Revenues
""",
    "labels.csv": """\
concept,role,en,ja
GadgetRevenues,label,Revenues from gadgets,機器売上高
GadgetRevenues,documentation,What was sold in gadgets.,
OtherRevenues,label,Revenues from other things,その他売上高
OtherRevenues,documentation,What was sold in other things.,
m:Revenues,totalLabel,Total revenues,売上高合計
""",
    "networks.csv": "network,definition\nOperations,000100 - Statement - Operations\n",
    "presentation.csv": """\
network,depth,concept,preferred_label
Operations,0,m:AllAbstract,
Operations,1,GadgetRevenues,
Operations,1,OtherRevenues,
Operations,1,m:Revenues,totalLabel
""",
    "calculation.csv": """\
network,total,concept,weight
Operations,m:Revenues,GadgetRevenues,1
Operations,m:Revenues,OtherRevenues,1
""",
}

#: Changes to `BASE` that break down its number of shares: by an explicit dimension of holders and a typed one of lots.
DIMENSIONS = {
    "concepts.csv": (
        ("abstract\n", "abstract,domain_type,domain_pattern\n"),
        *((f"{end}\n", f"{end},,\n") for end in ["duration,true"] + ["instant,false"] * 3 + ["duration,false"] * 8),
        (
            "ReportDate,",
            (
                "HoldersTable,hypercubeItem,,duration,true,,\n"
                "HolderAxis,dimensionItem,,duration,true,,\n"
                "HoldersDomain,domainItemType,,duration,true,,\n"
                "StaffMember,domainItemType,,duration,true,,\n"
                "FoundersMember,domainItemType,,duration,true,,\n"
                "LotAxis,dimensionItem,,duration,true,string,\\d+-\\d+\n"
                "HoldersLineItems,stringItemType,,duration,true,,\n"
                "ReportDate,"
            ),
        ),
    ),
    "labels.csv": (
        (
            "ReportDate,label,",
            "".join(
                f"{name},label,{name} [{kind}],{name} [{kind}]\n{name},documentation,What {name} is.,\n"
                for name, kind in {
                    "HoldersTable": "Table",
                    "HolderAxis": "Axis",
                    "HoldersDomain": "Domain",
                    "StaffMember": "Member",
                    "FoundersMember": "Member",
                    "LotAxis": "Axis",
                    "HoldersLineItems": "Line Items",
                }.items()
            )
            + "ReportDate,label,",
        ),
    ),
    "networks.csv": (("All\n", "All\nHolders,000200 - Disclosure - Holders\n"),),
    "presentation.csv": (
        (
            "Assets,totalLabel\n",
            (
                "Assets,totalLabel\n"
                "Holders,0,AllAbstract,\n"
                "Holders,1,HoldersTable,\n"
                "Holders,2,HolderAxis,\n"
                "Holders,3,HoldersDomain,\n"
                "Holders,4,StaffMember,\n"
                "Holders,5,FoundersMember,\n"
                "Holders,2,LotAxis,\n"
                "Holders,2,HoldersLineItems,\n"
                "Holders,3,Shares,\n"
            ),
        ),
    ),
}

#: Changes to `BASE` by which its statement of results comes in two forms: revenues less costs, or profit alone.
FORMS = {
    "networks.csv": (
        (
            "definition\nStatement,000100 - Statement - All\n",
            (
                "definition,statement\nStatement,000100 - Statement - All,\n"
                "ResultsInFull,000110 - Statement - Results,results\n"
                "ResultsInShort,000120 - Statement - Results in Short,results\n"
            ),
        ),
    ),
    "presentation.csv": (
        (
            "Statement,1,Revenues,\nStatement,1,Costs,\nStatement,1,Costs,negatedLabel\nStatement,1,Profit,totalLabel\n",
            "",
        ),
        (
            "Assets,totalLabel\n",
            (
                "Assets,totalLabel\n"
                "ResultsInFull,0,AllAbstract,\nResultsInFull,1,Revenues,\n"
                "ResultsInFull,1,Costs,negatedLabel\nResultsInFull,1,Profit,totalLabel\n"
                "ResultsInShort,0,AllAbstract,\nResultsInShort,1,Revenues,\nResultsInShort,1,Profit,totalLabel\n"
            ),
        ),
    ),
    "calculation.csv": (
        ("Statement,Profit,Revenues,1\nStatement,Profit,Costs,-1\n", ""),
        (
            "Receivables,1\n",
            (
                "Receivables,1\nResultsInFull,Profit,Revenues,1\nResultsInFull,Profit,Costs,-1\n"
                "ResultsInShort,Profit,Revenues,1\n"
            ),
        ),
    ),
}

PROJECT = {
    "report.toml": """\
name = "acme-20201231"
language = "en"
taxonomy = "base"
formats = ["xml"]
[entity]
scheme = "http://example.org/register"
identifier = "4711"

[units]
JPY = "iso4217:JPY"
shares = "xbrli:shares"
pure = "xbrli:pure"

[periods]
2020 = { start = 2020-01-01, end = 2020-12-31 }
2019 = { start = 2019-01-01, end = 2019-12-31 }

[tables.statement]
scale = 3
decimals = -3
dash = "zero"

[[tables.statement.files]]
file = "statement.csv"

[tables.statement.files.columns]
"FY2020" = { period = "2020", unit = "JPY" }
"FY2019" = { period = "2019", unit = "JPY" }
"Change" = { exclude = "derived from the two years" }
""",
    "statement.csv": """\
,FY2020,FY2019,Change
Results:,,,
Revenues,"1,200","1,000",20.0%
Costs,(900),"(1,100)",(18.2%)
Profit (loss),300,(100),
Cash at beginning,50,-,
Cash at end,70,50,40.0%
""",
    "mapping.csv": """\
table,section,label,concept,sign,label_role,period,unit,scale,decimals,dimensions,note
statement,,Revenues,m:Revenues,as printed,,,,,,,
statement,,Costs,m:Costs,reversed,negatedLabel,,,,,,Printed as a deduction
statement,,Profit (loss),m:Profit,as printed,totalLabel,,,,,,
statement,,Cash at beginning,m:Cash,as printed,periodStartLabel,start,,,,,
statement,,Cash at end,m:Cash,as printed,periodEndLabel,end,,,,,
""",
}


def write_files(folder: Path, files: Mapping[str, str], changes: Changes) -> Path:
    """Write the files into the folder, with each old text replaced by the new one; the old text must be there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        for old, new in changes.get(name, ()):
            assert old in text, f"{name} has no {old!r}"
            text = text.replace(old, new, 1)  # noqa: PLW2901 - the changes apply one after the other
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def merged(*changes: Changes) -> Changes:
    """Several sets of changes as one, each file's in order."""
    files = dict.fromkeys(file for part in changes for file in part)
    return {file: tuple(pair for part in changes for pair in part.get(file, ())) for file in files}


def write_taxonomy(folder: Path, changes: Changes | None = None) -> Path:
    """Write the small base taxonomy's tables."""
    return write_files(folder, BASE, changes or {})


def write_extension(folder: Path, changes: Changes | None = None) -> Path:
    """Write the small extension's tables, and its base beside it."""
    write_taxonomy(folder.parent / "base")
    return write_files(folder, EXTENSION, changes or {})


#: Concepts of the base by the labels of `write_print_project`.
_PRINTED = {
    "Revenues": "m:Revenues",
    "Costs": "m:Costs",
    "Profit": "m:Profit",
    "Profit per share": "m:ProfitPerShare",
    "Shares": "m:Shares",
    "Margin": "m:Margin",
    "Company": "m:CompanyName",
    "Date": "m:ReportDate",
}


def write_print_project(
    folder: Path,
    prints: Mapping[str, str],
    table: str = "",
    *,
    unit: str = "EUR",
    language: str = "en",
    column: str = "",
    footnotes: str = "",
) -> Path:
    """Write a project with one table of one column, `2020`, which has a print for each label.

    Args:
        folder: where to.
        prints: what is printed, by a label of `_PRINTED`.
        table: further lines below `[tables.statement]`.
        unit: that of the column: EUR, USD, JPY, EPS, shares or pure.
        language: that of the project.
        column: further keys of the column, each after a comma.
        footnotes: what footnotes.csv holds below its headings.
    """
    write_taxonomy(folder / "base")
    report = f"""\
name = "acme-20201231"
language = "{language}"
taxonomy = "base"
entity = {{ scheme = "http://example.org/register", identifier = "4711" }}
units = {{ EUR = "iso4217:EUR", USD = "iso4217:USD", JPY = "iso4217:JPY", EPS = "iso4217:EUR/xbrli:shares", \
shares = "xbrli:shares", pure = "xbrli:pure" }}
periods = {{ 2020 = {{ start = 2020-01-01, end = 2020-12-31 }} }}

[tables.statement]
scale = 0
decimals = "INF"
{table}
files = [{{ file = "statement.csv", columns = {{ "2020" = {{ period = "2020", unit = "{unit}"{column} }} }} }}]
"""
    (folder / "report.toml").write_text(report, encoding="utf-8")
    with (folder / "statement.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("", "2020"), *prints.items()])
    with (folder / "mapping.csv").open("w", encoding="utf-8", newline="") as file:
        signs = {label: "" if label in {"Company", "Date"} else "as printed" for label in prints}
        roles = {"Profit": "totalLabel"}
        rows = [("statement", label, _PRINTED[label], signs[label], roles.get(label, "")) for label in prints]
        csv.writer(file).writerows([("table", "label", "concept", "sign", "label_role"), *rows])
    if footnotes:
        (folder / "footnotes.csv").write_text(f"footnote,mark,text\n{footnotes}", encoding="utf-8")
    return folder


def map_folder(folder: Path) -> tuple[Project | None, Mapped | None, Taxonomy | None, list[Finding]]:
    """A project with its mapped line items and its taxonomy; None from where errors stop it."""
    project, taxonomy, findings = open_project(folder)
    if project is None or taxonomy is None:
        return project, None, taxonomy, findings
    mapped, taxonomy = map_project(project, taxonomy, findings)
    return project, mapped, taxonomy, findings


def write_project(folder: Path, changes: Changes | None = None) -> Path:
    """Write the small project, with the base taxonomy in its folder `base`."""
    write_taxonomy(folder / "base")
    return write_files(folder, PROJECT, changes or {})
