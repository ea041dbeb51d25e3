"""Presentation networks of a report's taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.dts.catalog import Catalog
from exporter.packages.conversion import convert
from exporter.packages.networks import read_presentation
from exporter.packages.opening import read_report
from exporter.report.names import LINK, XBRLI, XLINK, XSD
from exporter.report.presentation import Presentation
from tests.packages.archives import instance, report

if TYPE_CHECKING:
    from pathlib import Path

ROLE = "http://example.org/role/Sheet"
LABEL = "http://www.xbrl.org/2003/role/label"
TOTAL = "http://www.xbrl.org/2003/role/totalLabel"


def _locators(*names: str) -> str:
    return "".join(f'<loc x:type="locator" x:href="a.xsd#a_{name}" x:label="{name}"/>' for name in names)


def _arc(end: str, start: str = "Top", **attributes: str) -> str:
    others = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return f'<presentationArc x:type="arc" x:arcrole="p" x:from="{start}" x:to="{end}"{others}/>'


def _label(name: str, text: str, role: str = LABEL, language: str = "en") -> str:
    return (
        f'<label x:type="resource" x:label="l_{name}" x:role="{role}" xml:lang="{language}">{text}</label>'
        f'<labelArc x:type="arc" x:arcrole="c" x:from="{name}" x:to="l_{name}"/>'
    )


def _write_taxonomy(folder: Path, arcs: str, labels: str = "") -> Path:
    """Write a taxonomy with some concepts, a network in a role, and labels."""
    folder.mkdir(exist_ok=True)
    elements = "".join(f'<element name="{name}" id="a_{name}"/>' for name in ("Top", "X", "Y", "Z"))
    (folder / "a.xsd").write_text(
        f'<schema xmlns="{XSD}" xmlns:x="{XLINK}" xmlns:l="{LINK}" targetNamespace="http://example.org/a">'
        f'<annotation><appinfo><l:roleType roleURI="{ROLE}" id="r">'
        "<l:definition>0002 - Statement - Balance sheet</l:definition></l:roleType>"
        '<l:linkbaseRef x:type="simple" x:arcrole="l" x:href="pre.xml"/></appinfo></annotation>'
        f'<import namespace="{XBRLI}" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        f"{elements}</schema>",
        encoding="utf-8",
    )
    locators = _locators("Top", "X", "Y", "Z")
    (folder / "pre.xml").write_text(
        f'<linkbase xmlns="{LINK}" xmlns:x="{XLINK}"><presentationLink x:type="extended" x:role="{ROLE}">'
        f'{locators}{arcs}</presentationLink><labelLink x:type="extended" x:role="l">{locators}{labels}</labelLink>'
        "</linkbase>",
        encoding="utf-8",
    )
    return folder


def _presentation(folder: Path) -> Presentation:
    with Catalog() as catalog:
        return read_presentation(report(), folder, catalog)


def _rows(folder: Path) -> list[tuple[str, int, str, bool]]:
    (network,) = _presentation(folder).networks
    return [(row.concept.rpartition("}")[2], row.depth, row.label, row.is_total) for row in network.rows]


def test_concepts_are_in_the_order_of_their_arcs_with_their_labels(tmp_path: Path) -> None:
    """A number before the title orders networks, and is not shown."""
    arcs = _arc("Y", order="2", preferredLabel=TOTAL) + _arc("X", order="1.5") + _arc("Z", "X")
    labels = _label("X", "An  X") + _label("Y", "All", TOTAL) + _label("Y", "Y") + _label("Z", "ゼ", language="ja")
    folder = _write_taxonomy(tmp_path, arcs, labels)
    assert _rows(folder) == [
        ("Top", 0, "Top", False),
        ("X", 1, "An X", False),
        ("Z", 2, "ゼ", False),
        ("Y", 1, "All", True),
    ]
    assert [network.title for network in _presentation(folder).networks] == ["Balance sheet"]
    assert _presentation(folder).labels["{http://example.org/a}Y"] == "Y"


def test_prohibited_arcs_do_not_hold(tmp_path: Path) -> None:
    """Unless another one of higher priority says so again."""
    arcs = _arc("X") + _arc("X", use="prohibited", priority="1") + _arc("Y", use="prohibited") + _arc("Y", priority="1")
    assert [row[0] for row in _rows(_write_taxonomy(tmp_path, arcs))] == ["Top", "Y"]


def test_a_circle_ends(tmp_path: Path) -> None:
    """It is shown up to where it closes; an order that is no number counts as the usual one."""
    arcs = _arc("X", order="high") + _arc("Y", "X", order="NaN") + _arc("X", "Y")
    assert [row[0] for row in _rows(_write_taxonomy(tmp_path, arcs))] == ["Top", "X", "Y"]


def test_without_a_taxonomy_there_is_no_network(tmp_path: Path) -> None:
    """Whether it is missing or no XML; the facts are listed then."""
    assert _presentation(tmp_path) == Presentation()
    (tmp_path / "a.xsd").write_text("<a", encoding="utf-8")
    assert _presentation(tmp_path) == Presentation()


def test_a_converted_report_is_shown_by_its_networks(tmp_path: Path) -> None:
    """In a document and in a package, and comes back the same."""
    folder = _write_taxonomy(tmp_path / "a", _arc("X"), _label("X", "Shares held"))
    source = folder / "source.xml"
    source.write_bytes(instance(folder))
    for name in ("r.xhtml", "r.xbri"):
        convert(source, folder / name)
        assert read_report(folder / name)[0] == report()
    document = (folder / "r.xhtml").read_text(encoding="utf-8")
    assert "<h1>r</h1>" in document
    assert ">Balance sheet</a>" in document
    assert '<th scope="row" class="d1">Shares held</th>' in document
