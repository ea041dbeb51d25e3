"""Filing styles: what each writes of an extension over a published taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.dts.loading import load_taxonomy
from exporter.report.names import LINK, XBRLDT, XLINK, XSD
from exporter.taxonomy.filing_styles import STYLES, SUMMATIONS
from exporter.taxonomy.package import compile_taxonomy, packaged_extension
from tests.published import CORE, ENTRY, ROLE, URL
from tests.test_published import write_published_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy

ANCHORS = {
    "plain": "http://www.xbrl.org/2003/arcrole/general-special",
    "edgar": "http://www.xbrl.org/2003/arcrole/general-special",
    "esef": "http://www.esma.europa.eu/xbrl/esef/arcrole/wider-narrower",
}


def _extension(folder: Path, style: str, *changes: tuple[str, str, str]) -> Taxonomy:
    project = write_published_project(folder, style)
    for name, old, new in changes:
        path = project / "extension" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    taxonomy, _ = load_taxonomy(project / "extension")
    return taxonomy


def _roots(taxonomy: Taxonomy) -> dict[str, etree._Element]:
    return {name: etree.fromstring(data) for name, data in compile_taxonomy(taxonomy).items()}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_says_what_of_the_base_comes_in(tmp_path: Path, style: str) -> None:
    """The entry point with all linkbases, or the schemas of the concepts that are used."""
    roots = _roots(_extension(tmp_path, style))
    imports = {element.get("schemaLocation") for element in roots["acme-20301231.xsd"].iter(f"{{{XSD}}}import")}
    whole, parts = {ENTRY}, {f"{CORE}.xsd"}
    assert imports & (whole | parts) == (parts if style == "edgar" else whole)
    assert f"{URL}/types.xsd" in imports


@pytest.mark.parametrize("style", STYLES)
def test_a_style_names_files_and_roles(tmp_path: Path, style: str) -> None:
    """EDGAR wants one file of labels, and roles at the authority of the namespace."""
    roots = _roots(_extension(tmp_path, style))
    labels = [name for name in roots if "_lab" in name]
    assert labels == (["acme-20301231_lab.xml"] if style == "edgar" else ["acme-20301231_lab-en.xml"])
    role = next(roots["acme-20301231.xsd"].iter(f"{{{LINK}}}roleType")).get("roleURI", "")
    start = "http://www.acme.example/role/" if style == "edgar" else "http://www.acme.example/20301231/role/"
    assert role.startswith(start)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_says_which_arcroles_count(tmp_path: Path, style: str) -> None:
    """Of calculations and of anchors."""
    roots = _roots(_extension(tmp_path, style))
    arcrole = f"{{{XLINK}}}arcrole"
    sums = {arc.get(arcrole) for arc in roots["acme-20301231_cal.xml"].iter(f"{{{LINK}}}calculationArc")}
    assert sums == {SUMMATIONS[0] if style == "plain" else SUMMATIONS[1]}
    anchors = [
        (arc.get(f"{{{XLINK}}}from"), arc.get(f"{{{XLINK}}}to"))
        for arc in roots["acme-20301231_def.xml"].iter(f"{{{LINK}}}definitionArc")
        if arc.get(arcrole) == ANCHORS[style]
    ]
    assert anchors == [("reg_OtherAssets", "acme_Machines")]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_says_where_dimensions_stand(tmp_path: Path, style: str) -> None:
    """And a default that the base gives a dimension is given once."""
    taxonomy = _extension(tmp_path, style)
    arcs = list(_roots(taxonomy)["acme-20301231_def.xml"].iter(f"{{{LINK}}}definitionArc"))
    containers = {arc.get(f"{{{XBRLDT}}}contextElement") for arc in arcs} - {None}
    assert containers == {"scenario" if style == "esef" else "segment"}
    defaults = [arc for arc in arcs if str(arc.get(f"{{{XLINK}}}arcrole")).endswith("dimension-default")]
    assert len(defaults) == (1 if style == "edgar" else 0)
    roles = taxonomy.relationships["role"].unique().to_list()
    assert (f"{ROLE}/countries" in roles) == (style != "edgar")


@pytest.mark.parametrize("style", STYLES)
def test_a_style_says_whether_a_report_package_holds_a_taxonomy_package(tmp_path: Path, style: str) -> None:
    """The report then refers to it by its URL."""
    files, urls = packaged_extension(_extension(tmp_path, style))
    if style != "esef":
        assert (files, urls) == (None, ())
        return
    assert files
    assert "META-INF/catalog.xml" in files
    assert "www.acme.example/20301231/acme-20301231.xsd" in files
    assert urls == ("http://www.acme.example/20301231/acme-20301231.xsd",)


def test_what_a_concept_combines_is_narrower(tmp_path: Path) -> None:
    """Its anchors lead from it to concepts of the base."""
    change = ("concepts.csv", "false,reg:OtherAssets,", "false,,reg:CurrentAssets reg:OtherAssets")
    taxonomy = _extension(tmp_path, "esef", change)
    assert taxonomy.concepts["acme:Machines"].anchors == [
        ("acme:Machines", "reg:CurrentAssets"),
        ("acme:Machines", "reg:OtherAssets"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("concepts.csv", "false,reg:OtherAssets,", "false,,"), "taxonomy.notAnchored"),
        (("concepts.csv", "false,reg:OtherAssets,", "false,reg:Nothing,"), "taxonomy.unknownConcept"),
        (("concepts.csv", "false,reg:OtherAssets,", "false,reg:Employees,"), "taxonomy.oddAnchor"),
        (("concepts.csv", "regt:positiveMoneyItemType", "regt:noItemType"), "taxonomy.badValue"),
        (("presentation.csv", "Flows,3,reg:WorldMember,\nFlows,4,reg:F", "Flows,3,reg:F"), "taxonomy.otherDefault"),
    ],
)
def test_what_does_not_fit_the_base_is_a_finding(tmp_path: Path, change: tuple[str, str, str], code: str) -> None:
    """A missing or unknown anchor, a type that the base has not, and another default than the base's."""
    _extension(tmp_path, "esef", change)
    _, findings = load_taxonomy(tmp_path / "extension")
    assert code in [finding.code for finding in findings]


def test_a_prefix_of_the_base_is_taken(tmp_path: Path) -> None:
    """The message says whose it is."""
    with pytest.raises(Exception, match="prefix 'reg' is one of the base; choose another"):
        _extension(tmp_path, "plain", ("taxonomy.toml", 'prefix = "acme"', 'prefix = "reg"'))


def test_a_namespace_of_the_base_is_taken(tmp_path: Path) -> None:
    """The message names it, and no prefix that nobody wrote."""
    change = ("taxonomy.toml", 'namespace = "http://www.acme.example/20301231"', f'namespace = "{CORE}"')
    with pytest.raises(Exception, match=f"toml: namespace '{CORE}' is one of the base; choose another"):
        _extension(tmp_path, "plain", change)
