"""Hypercubes: read off the outline, compiled to a definition linkbase, and held against the dimensions of facts."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import etree

from exporter.dts.loading import build_taxonomy, load_taxonomy
from exporter.formats.xbrl_xml import writer
from exporter.packages.judging import validate
from exporter.report.report import Report, dimensions_text, facts_frame
from exporter.taxonomy.dimensional_validity import dimensional_faults
from exporter.taxonomy.hypercubes import Axis, Hypercube
from exporter.taxonomy.package import compile_taxonomy
from tests.projects import DIMENSIONS, merged, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy

XLINK = "{http://www.w3.org/1999/xlink}"
STAFF, LOT = {"m:HolderAxis": "m:StaffMember"}, {"m:LotAxis": "1-10"}
NAMESPACES = {
    "m": "http://example.org/mini/2020",
    "e": "http://example.org/e",
    "xbrli": "http://www.xbrl.org/2003/instance",
}


def _faults(taxonomy: Taxonomy, concept: str, dimensions: dict[str, str]) -> list[str]:
    facts = pl.DataFrame({"concept": [concept], "dimensions": [dimensions_text(dimensions)]})
    faults = dimensional_faults(facts, taxonomy, taxonomy.typed_domains, in_hypercubes_only=True)
    return [fault["words"] for fault in faults["faults"].explode().to_list()]


@pytest.fixture
def taxonomy(tmp_path: Path) -> Taxonomy:
    """The small taxonomy with a hypercube."""
    taxonomy, findings = load_taxonomy(write_taxonomy(tmp_path / "mini", DIMENSIONS))
    assert findings == []
    return taxonomy


def test_the_outline_gives_the_hypercube(taxonomy: Taxonomy) -> None:
    """Its dimensions with their members, and the line items below the abstract head."""
    members = (("m:HoldersDomain", "m:StaffMember"), ("m:StaffMember", "m:FoundersMember"))
    axes = (Axis("m:HolderAxis", "m:HoldersDomain", members), Axis("m:LotAxis", None, ()))
    items = (("m:HoldersLineItems", "m:Shares"),)
    assert taxonomy.hypercubes == (Hypercube("Holders", "m:HoldersTable", axes, "m:HoldersLineItems", items),)


def test_a_taxonomy_without_hypercubes_has_none(tmp_path: Path) -> None:
    """Nor has it a definition linkbase, if nothing is anchored."""
    plain, _ = load_taxonomy(write_taxonomy(tmp_path / "mini"))
    assert plain.hypercubes == ()
    assert "mini-2020_def.xml" not in compile_taxonomy(plain)


def test_the_definition_linkbase_has_the_arcs_of_a_closed_hypercube(taxonomy: Taxonomy) -> None:
    """In the segment, with the domain as default (Dimensions 1.0)."""
    root = etree.fromstring(compile_taxonomy(taxonomy)["mini-2020_def.xml"])
    arcs = [
        (arc.get(f"{XLINK}arcrole", "").rpartition("/")[2], arc.get(f"{XLINK}from"), arc.get(f"{XLINK}to"))
        for arc in root.iter("{http://www.xbrl.org/2003/linkbase}definitionArc")
    ]
    assert arcs == [
        ("all", "m_HoldersLineItems", "m_HoldersTable"),
        ("hypercube-dimension", "m_HoldersTable", "m_HolderAxis"),
        ("dimension-domain", "m_HolderAxis", "m_HoldersDomain"),
        ("dimension-default", "m_HolderAxis", "m_HoldersDomain_default"),
        ("domain-member", "m_HoldersDomain", "m_StaffMember"),
        ("domain-member", "m_StaffMember", "m_FoundersMember"),
        ("hypercube-dimension", "m_HoldersTable", "m_LotAxis"),
        ("domain-member", "m_HoldersLineItems", "m_Shares"),
    ]
    head = next(root.iter("{http://www.xbrl.org/2003/linkbase}definitionArc"))
    xbrldt = "{http://xbrl.org/2005/xbrldt}"
    assert (head.get(f"{xbrldt}closed"), head.get(f"{xbrldt}contextElement")) == ("true", "segment")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dimensions", "allowed", "reason"),
    [
        (STAFF | LOT, True, ""),
        (LOT, True, ""),
        ({"m:HolderAxis": "m:FoundersMember"} | LOT, True, ""),
        ({}, False, "needs a member of m:LotAxis"),
        (STAFF, False, "needs a member of m:LotAxis"),
        ({"m:HolderAxis": "m:HoldersDomain"} | LOT, False, "is the default"),
        ({"m:HolderAxis": "m:Cash"} | LOT, False, "no member of m:HolderAxis"),
        ({"m:CashAxis": "m:StaffMember"} | LOT, False, "m:CashAxis is no dimension"),
        ({"m:LotAxis": "ten"}, False, "no member of m:LotAxis"),
    ],
)
def test_members_are_judged_as_arelle_judges_them(
    taxonomy: Taxonomy, tmp_path: Path, dimensions: dict[str, str], allowed: bool, reason: str
) -> None:
    """What is allowed here is valid there, and what is not is an error there."""
    faults = _faults(taxonomy, "m:Shares", dimensions)
    assert (faults == []) == allowed
    assert not reason or any(reason in fault for fault in faults)
    build_taxonomy(taxonomy.folder, tmp_path / "out")
    fact = {
        "id": "shares",
        "concept": "m:Shares",
        "entity": "e:4711",
        "period_start": "2020-01-01",
        "period_end": "2020-12-31",
        "unit": "xbrli:shares",
        "dimensions": dimensions_text(dimensions),
        "value": "10",
        "decimals": 0,
    }
    entry_points = ("http://example.org/mini/2020/mini-2020-all.xsd",)
    report = Report(facts_frame([fact]), NAMESPACES, entry_points, taxonomy.typed_domains)
    writer.write_instance(report, tmp_path / "out" / "report.xml")
    verdict = validate(tmp_path / "out" / "report.xml").judgements[2].verdict
    assert (verdict == "clean") == allowed, verdict


def test_a_concept_without_hypercube_has_no_dimensions(taxonomy: Taxonomy) -> None:
    """And with none given nothing is wrong."""
    assert _faults(taxonomy, "m:Cash", {}) == []
    assert _faults(taxonomy, "m:Cash", STAFF) == ["it stands in no table that has dimensions"]


def test_the_package_is_valid(taxonomy: Taxonomy, tmp_path: Path) -> None:
    """All three judges find it clean, typed domain and all."""
    build_taxonomy(taxonomy.folder, tmp_path / "out")
    result = validate(tmp_path / "out" / "mini-2020.zip")
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 3


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        (
            "taxonomy.badAbstract",
            "concepts.csv",
            "StaffMember,domainItemType,,duration,true",
            "StaffMember,domainItemType,,duration,false",
        ),
        (
            "taxonomy.badAbstract",
            "concepts.csv",
            "HoldersTable,hypercubeItem,,duration",
            "HoldersTable,hypercubeItem,,instant",
        ),
        (
            "taxonomy.badDomain",
            "concepts.csv",
            "HolderAxis,dimensionItem,,duration,true,,",
            "HolderAxis,dimensionItem,,duration,true,,a+",
        ),
        (
            "taxonomy.badDomain",
            "concepts.csv",
            "StaffMember,domainItemType,,duration,true,,",
            "StaffMember,domainItemType,,duration,true,string,",
        ),
        ("taxonomy.badDomain", "concepts.csv", "string,\\d+-\\d+", "string,(\\d+"),
        ("taxonomy.badValue", "concepts.csv", "string,\\d+-\\d+", "text,\\d+-\\d+"),
        ("taxonomy.badHypercube", "concepts.csv", "string,\\d+-\\d+", ","),
        (
            "taxonomy.badHypercube",
            "concepts.csv",
            "HolderAxis,dimensionItem,,duration,true,,",
            "HolderAxis,dimensionItem,,duration,true,date,",
        ),
        ("taxonomy.badHypercube", "presentation.csv", "Holders,2,HolderAxis", "Holders,1,HolderAxis"),
        ("taxonomy.badHypercube", "presentation.csv", "Holders,2,HoldersLineItems,\nHolders,3,", "Holders,2,"),
        ("taxonomy.badHypercube", "presentation.csv", "Holders,3,HoldersDomain", "Holders,2,HoldersDomain"),
        ("taxonomy.badHypercube", "presentation.csv", "Holders,4,StaffMember", "Holders,3,StaffMember"),
        (
            "taxonomy.badHypercube",
            "presentation.csv",
            "Holders,3,Shares,\n",
            "Holders,3,Shares,\nHolders,1,OtherTable,\nHolders,2,LotAxis,\nHolders,2,AllAbstract,\n",
        ),
    ],
)
def test_each_rule_of_hypercubes_is_broken_by_one_change(
    tmp_path: Path, code: str, file: str, old: str, new: str
) -> None:
    """The taxonomy is refused."""
    extra = {
        "concepts.csv": (("ReportDate,", "OtherTable,hypercubeItem,,duration,true,,\nReportDate,"),),
    }
    changes = merged(DIMENSIONS, extra, {file: ((old, new),)})
    _, findings = load_taxonomy(write_taxonomy(tmp_path / "mini", changes))
    assert code in {finding.code for finding in findings}, [str(finding) for finding in findings]


def test_the_rows_of_networks_may_be_mixed(tmp_path: Path) -> None:
    """Each network is an outline of its own, and compiles to the same."""
    folder = write_taxonomy(tmp_path, DIMENSIONS)
    taxonomy, findings = load_taxonomy(folder)
    assert findings == []
    head, *rows = (folder / "presentation.csv").read_text(encoding="utf-8").splitlines()
    networks = [[row for row in rows if row.startswith(name)] for name in ("Statement", "Holders")]
    mixed = [row for pair in zip_longest(*networks) for row in pair if row]
    (folder / "presentation.csv").write_text("\n".join([head, *mixed]), encoding="utf-8")
    mixed_taxonomy, findings = load_taxonomy(folder)
    assert findings == []
    assert compile_taxonomy(mixed_taxonomy) == compile_taxonomy(taxonomy)
