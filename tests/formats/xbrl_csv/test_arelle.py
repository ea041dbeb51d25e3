"""Arelle as the second reader of xBRL-CSV: it finds the same facts, under the same ids, whatever says what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.formats.xbrl_csv.reader import read_csv
from tests.arelle.test_judge import write_taxonomy
from tests.formats.xbrl_csv.tables import LINKS, column, metadata, template, write_files

if TYPE_CHECKING:
    from pathlib import Path

FACT = {"amount": column()}
#: Of which each row is about another customer, as two facts about the same are duplicates.
ROWS = {"amount": column(**{"t:CustomerAxis": "$rowNumber"})}
#: By what they show: metadata, and tables by name.
REPORTS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a column a concept": (
        metadata(
            {"f": template({"total": column(), "goods": column(concept="t:Goods", **{"t:CustomerAxis": "$rowNumber"})})}
        ),
        {"f": "goods,total\n1,2\n#nil,\n"},
    ),
    "a row a fact": (
        metadata(
            {
                "f": template(
                    {
                        "what": {},
                        "unit": {},
                        "language": {},
                        "places": {},
                        "value": {
                            "dimensions": {"concept": "$what", "unit": "$unit", "language": "$language"},
                            "decimals": "$places",
                        },
                    }
                )
            }
        ),
        {
            "f": "what,value,unit,places,language\nt:Total,12,iso4217:JPY,-3,\nt:Ratio,0.50,,2,\nt:Name,##a,,,en\n"
            't:Name,"a ""b"",\r\nc",,,ja\nt:Name,#empty,#none,#none,\nt:PerShare,1,iso4217:JPY/xbrli:shares,,\n'
        },
    ),
    "decimals behind numbers": (
        metadata({"f": template(ROWS, decimals=-3)}),
        {"f": "amount\n12\n12d2\n12 d 0\n12dINF\n-1.5d-6\n"},
    ),
    "decimals of the report": (metadata({"f": template(FACT)}, decimals=-6), {"f": "amount\n1000000\n"}),
    "names of rows": (
        metadata({"f": template({"row": {}, **ROWS}, rowIdColumn="row")}),
        {"f": "row,amount\n7,1\na-b,2\n"},
    ),
    "dimensions in cells": (
        metadata(
            {
                "f": template(
                    {
                        "region": {},
                        "customer": {},
                        "amount": column(**{"t:RegionAxis": "$region", "t:CustomerAxis": "$customer"}),
                    },
                    {"concept": "t:Cash", "period": "2003-06-30@end"},
                )
            }
        ),
        {"f": "region,customer,amount\nt:Japan,a & b,1\n,##1,2\nt:Japan,,3\n"},
    ),
    "parameters of tables and of the report": (
        metadata(
            {"f": template(FACT, {"period": "$period@end", "concept": "$what", "t:CustomerAxis": "$customer"})},
            tables={
                "one": {"url": "f.csv", "template": "f", "parameters": {"customer": "one", "what": "t:Cash"}},
                "two": {"url": "f.csv", "template": "f", "parameters": {"customer": "#none", "what": "t:Cash"}},
            },
            parameters={"period": "2003Q2"},
        ),
        {"f": "amount\n5\n"},
    ),
    "a file of parameters": (
        metadata({"f": template(FACT, {"entity": "$who", "unit": "$money"}, decimals="$places")}, parameterURL="p.csv"),
        {"f": "amount\n5\n", "p": "name,value\nwho,s:E2\nmoney,iso4217:USD\nplaces,2\n"},
    ),
    "property groups": (
        metadata(
            {
                "f": template(
                    {
                        "row": {
                            "propertyGroups": {
                                "r1": {"dimensions": {"concept": "t:Total"}, "decimals": 0},
                                "r2": {"dimensions": {"concept": "t:Cash", "period": "2003@end"}},
                                "r3": {"dimensions": {"concept": "t:Goods", "t:CustomerAxis": "$customer"}},
                            }
                        },
                        "customer": {},
                        "amount": {"propertiesFrom": ["row"], "dimensions": {}},
                        "other": {"propertiesFrom": ["row"], "dimensions": {"unit": "iso4217:USD"}},
                    },
                    decimals=-3,
                )
            }
        ),
        {"f": "row,customer,amount,other\nr1,,1000,\nr2,,2000,3000\nr3,c,4000,\nr3,d,,5000\n"},
    ),
    "forms of periods": (
        metadata({"f": template({"when": {}, "amount": column(period="$when")})}),
        {
            "f": "when,amount\n2003,1\n2003-02,2\n2003Q4,3\n2003H1,4\n2003W01,5\n2003-02-28,6\n"
            "2003-01-01..2003-01-15,7\n2003-01-01T00:00:00/2003-01-02T12:30:00,8\n"
        },
    ),
    "instants and forever": (
        metadata(
            {"f": template({"when": {}, "amount": column(period="$when", concept="t:Cash")})},
        ),
        {"f": "when,amount\n2003@end,1\n2003-02@start,2\n2003-06-30T00:00:00,3\n2003-06-30@end,4\n"},
    ),
    "the start of a period": (
        metadata({"f": template({"when": {}, "open": column(period="$when@start", concept="t:Cash")})}),
        {"f": "when,open\n2003,1\n2003-02-01T00:00:00/2003-03-01T00:00:00,2\n"},
    ),
    "comments, empty headings and tables that may be missing": (
        metadata(
            {"f": template({"note": {"comment": True}, **FACT})},
            tables={"f": {"url": "f.csv"}, "g": {"url": "missing.csv", "template": "f", "optional": True}},
        ),
        {"f": "note,amount,\nanything #x,1,\n"},
    ),
    "the number of the row": (
        metadata({"f": template({"amount": column(**{"t:CustomerAxis": "$rowNumber"})})}),
        {"f": "amount\n5\n6\n"},
    ),
    "what does not belong to a fact": (
        metadata(
            {"f": template({"amount": column(), "name": column(concept="t:Name")}, {"language": "en"}, decimals=0)}
        ),
        {"f": "amount,name\n5,a\n"},
    ),
    "columns that are not there": (
        metadata({"f": template({"region": {}, "amount": column(**{"t:RegionAxis": "$region"})})}),
        {"f": "amount\n5\n"},
    ),
    "footnotes": (
        metadata(
            {
                "f": template(ROWS),
                "notes": {
                    "columns": {
                        "row": {},
                        "language": {},
                        "note": column(concept="xbrl:note", language="$language"),
                    },
                    "rowIdColumn": "row",
                },
            },
            LINKS,
            links={
                "footnote": {
                    "_": {"f.r_1.amount": ["notes.r_a.note", "notes.r_b.note"], "f.r_2.amount": ["notes.r_b.note"]}
                }
            },
        ),
        {"f": "amount\n5\n6\n", "notes": "row,language,note\na,en,see &lt; 5\nb,ja,円\n"},
    ),
    "a byte order mark, quotes and carriage returns": (
        metadata({"f": template(ROWS)}),
        {"f": '\ufeff"amount"\r\n"5"\r\n6\r\n'},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_arelle_finds_the_same_facts(tmp_path: Path, name: str) -> None:
    """Without a message of either."""
    content, tables = REPORTS[name]
    write_taxonomy(tmp_path)
    path = write_files(tmp_path, content, **tables)
    reading = read_csv(path)
    assert reading.findings == []
    result = judge_with_arelle(path)
    assert [message.message for message in result.messages] == []
    assert result.report is not None
    assert reading.report.expanded.sort("id").rows() == result.report.expanded.sort("id").rows()
    assert reading.report.footnote_texts.equals(result.report.footnote_texts)
    assert len(reading.report)
