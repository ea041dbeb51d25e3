"""Statements: which cells of printed grids hold which facts, in print's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.documents.statements import printed_statements
from tests.projects import map_folder, merged, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.formats.xbrl_csv.statements import Statement
    from tests.projects import Changes


def _statements(folder: Path, changes: Changes | None = None) -> tuple[Statement, ...]:
    project, mapped, _, findings = map_folder(write_project(folder, changes or {}))
    assert project
    assert mapped
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
    return printed_statements(project, mapped)


def _lines(statement: Statement) -> list[tuple[str, ...]]:
    """Give for each row its section, label and facts; one that stands elsewhere is empty."""
    rows = statement.cells.group_by("row", "section", "label", maintain_order=True).agg("fact")
    return [(section, label, *(fact or "" for fact in facts)) for _, section, label, facts in rows.iter_rows()]


def test_a_grid_is_printed_row_by_row(tmp_path: Path) -> None:
    """With its sections; what is excluded is not there, and a fact stands where it is printed first."""
    (statement,) = _statements(tmp_path)
    assert (statement.name, statement.columns) == ("statement", ("FY2020", "FY2019"))
    assert _lines(statement) == [
        ("Results:", "Revenues", "m_Revenues.D20200101-20201231.JPY", "m_Revenues.D20190101-20191231.JPY"),
        ("Results:", "Costs", "m_Costs.D20200101-20201231.JPY", "m_Costs.D20190101-20191231.JPY"),
        ("Results:", "Profit (loss)", "m_Profit.D20200101-20201231.JPY", "m_Profit.D20190101-20191231.JPY"),
        ("Results:", "Cash at beginning", "m_Cash.I20191231.JPY", "m_Cash.I20181231.JPY"),
        ("Results:", "Cash at end", "m_Cash.I20201231.JPY", ""),
    ]


def test_lists_are_no_statements(tmp_path: Path) -> None:
    """They have one figure a row, of any kind."""
    changes = {
        "report.toml": (
            ("[tables.statement]", '[tables.other]\nlayout = "list"\nfiles = [{ file = "l.csv" }]\n[tables.statement]'),
        ),
        "mapping.csv": (("statement,,Revenues", "other,,Shares,m:Shares,as printed,,,,,,,\nstatement,,Revenues"),),
    }
    (tmp_path / "l.csv").write_text(
        "label,printed,period,unit,scale,decimals\nShares,5,2020,shares,0,0\n", encoding="utf-8"
    )
    (statement,) = _statements(tmp_path, changes)
    assert statement.name == "statement"


def test_another_language_adds_what_it_alone_prints(tmp_path: Path) -> None:
    """In the same columns, by what their headings mean; and in columns of its own, which come last."""
    names = {
        "report.toml": (
            (
                "[tables.statement]",
                (
                    '[tables.names]\nfiles = [{ file = "n.csv", columns = { "A" = { period = "2019" }, "B" = { period ='
                    ' "2020" } } }, { file = "n.ja.csv", language = "ja", columns = { "甲" = { period = "2020" } } }]\n'
                    "[tables.statement]"
                ),
            ),
        ),
        "mapping.csv": (
            ("section,label,", "section,label,label.ja,"),
            ("statement,,Revenues,", "names,,Name,名称,m:CompanyName,,,,,,,,\nstatement,,Revenues,,"),
            ("Costs,m", "Costs,,m"),
            ("(loss),m", "(loss),,m"),
            ("beginning,m", "beginning,,m"),
            ("end,m", "end,,m"),
        ),
    }
    (tmp_path / "n.csv").write_text(",B,A\nName,Acme,Acme Ltd.\n", encoding="utf-8")
    (tmp_path / "n.ja.csv").write_text(",甲\n名称,アクメ\n", encoding="utf-8")
    statement = _statements(tmp_path, merged(names))[0]
    assert (statement.name, statement.columns) == ("names", ("B", "A"))
    assert statement.cells.select("label", "column", "fact").rows() == [
        ("Name", 0, "m_CompanyName.D20200101-20201231.en"),
        ("Name", 1, "m_CompanyName.D20190101-20191231.en"),
        ("名称", 0, "m_CompanyName.D20200101-20201231.ja"),
    ]


def test_a_fact_stands_where_it_is_printed_as_filed(tmp_path: Path) -> None:
    """Though it is printed before in a table of key figures, rounded or otherwise."""
    changes = {
        "report.toml": (
            (
                "[tables.statement]",
                (
                    '[tables.short]\nscale = 6\ndecimals = -6\nfiles = [{ file = "s.csv", columns = { "V" = '
                    '{ period = "2020", unit = "JPY" } } }]\n[tables.statement]'
                ),
            ),
        ),
        "mapping.csv": (
            ("dimensions,note", "dimensions,use"),
            ("Printed as a deduction", ""),
            (
                "statement,,Revenues",
                (
                    "short,,Sales,m:Revenues,as printed,,,,,,,check\nshort,,Cost,m:Costs,as printed,,,,,,,check\n"
                    "statement,,Revenues"
                ),
            ),
        ),
    }
    (tmp_path / "s.csv").write_text(",V\nSales,3\nCost,1\n", encoding="utf-8")
    short, statement = _statements(tmp_path, changes)
    assert _lines(short) == [("", "Cost", "")]
    assert _lines(statement)[0][2] == "m_Revenues.D20200101-20201231.JPY"
    assert _lines(statement)[1][2] == "m_Costs.D20200101-20201231.JPY"
