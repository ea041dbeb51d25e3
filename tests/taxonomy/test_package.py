"""Compiling a taxonomy: schemas, linkbases and the package around them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.dts.loading import build_taxonomy, load_taxonomy
from exporter.files.resources import bundled_folder
from exporter.files.zip_archive import zip_files
from exporter.packages.judging import validate
from exporter.taxonomy.package import compile_taxonomy, package_files
from exporter.taxonomy.tables import read_taxonomy
from tests.projects import write_extension, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

BASE = bundled_folder("taxonomy") / "source" / "gaap-2026"
LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"


def test_the_committed_base_is_what_its_tables_compile_to() -> None:
    """Byte for byte, and no file more or less."""
    files = package_files(load_taxonomy(BASE)[0])
    folder = bundled_folder("taxonomy")
    committed = {path.relative_to(folder).as_posix() for path in (folder / "gaap-2026").rglob("*") if path.is_file()}
    assert committed == {*files, "gaap-2026/manifest.json"}
    for name, data in files.items():
        assert (folder / name).read_bytes() == data, f"{name}: run `make taxonomy`"


def test_the_base_package_is_valid() -> None:
    """All three judges find it clean."""
    result = validate(bundled_folder("taxonomy") / "gaap-2026")
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 3


def test_the_small_taxonomy_and_its_extension_are_valid(tmp_path: Path) -> None:
    """So are the taxonomies that other tests use."""
    for source in (write_taxonomy(tmp_path / "mini"), write_extension(tmp_path / "acme")):
        taxonomy, _, findings = build_taxonomy(source, tmp_path / "out")
        assert findings == []
        result = validate(tmp_path / "out" / f"{taxonomy.name}.zip")
        assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 3


def test_a_taxonomy_may_define_label_roles(tmp_path: Path) -> None:
    """They are declared in its schema, labels and presentation use them, and all judges find them valid."""
    changes = {
        "taxonomy.toml": (("[title]", '[label_roles]\nshort = "http://example.org/mini/role/short"\n\n[title]'),),
        "labels.csv": (("Cash,label,", "Cash,short,C,現\nCash,label,"),),
        "presentation.csv": (("Cash,periodStartLabel", "Cash,short\nStatement,1,Cash,periodStartLabel"),),
    }
    taxonomy, written, findings = build_taxonomy(write_taxonomy(tmp_path / "mini", changes), tmp_path / "out")
    assert findings == []
    assert taxonomy.label("m:Cash", "short", "en") == "C"
    result = validate(written[0])
    assert [(judgement.verdict, judgement.messages) for judgement in result.judgements] == [("clean", ())] * 3
    presentation = compile_taxonomy(taxonomy)["mini-2020_pre.xml"].decode()
    assert 'preferredLabel="http://example.org/mini/role/short"' in presentation


def test_an_extension_may_use_the_label_roles_of_its_base(tmp_path: Path) -> None:
    """Its linkbases refer to the base's schema, where the role is declared, and all judges find them valid."""
    extension = write_extension(
        tmp_path / "acme",
        {"labels.csv": (("GadgetRevenues,label,", "GadgetRevenues,short,G,G\nGadgetRevenues,label,"),)},
    )
    header = tmp_path / "base" / "taxonomy.toml"
    role = '[label_roles]\nshort = "http://example.org/mini/role/short"\n\n[title]'
    header.write_text(header.read_text(encoding="utf-8").replace("[title]", role), encoding="utf-8")
    taxonomy, written, findings = build_taxonomy(extension, tmp_path / "out")
    assert findings == []
    labels = compile_taxonomy(taxonomy)["acme-2020_lab-en.xml"].decode()
    assert 'xlink:href="http://example.org/mini/2020/mini-2020.xsd#label_role_short"' in labels
    result = validate(written[0])
    assert [(judgement.verdict, judgement.messages) for judgement in result.judgements] == [("clean", ())] * 3


def test_a_base_keeps_its_linkbases_out_of_its_concept_schema(tmp_path: Path) -> None:
    """An extension that imports the concepts is not given the base's labels and networks."""
    files = compile_taxonomy(read_taxonomy(write_taxonomy(tmp_path))[0])
    assert b"linkbaseRef" not in files["mini-2020.xsd"]
    assert files["mini-2020-all.xsd"].count(b"<link:linkbaseRef") == 5


def test_an_extension_labels_what_it_presents(tmp_path: Path) -> None:
    """The concepts of the base that it uses have their labels in its own linkbase, relabelled where it says so."""
    files = compile_taxonomy(read_taxonomy(write_extension(tmp_path / "acme"))[0])
    root = etree.fromstring(files["acme-2020_lab-en.xml"])
    labels = {(label.get(f"{XLINK}label"), label.text) for label in root.iter(f"{LINK}label")}
    assert ("m_Revenues_totalLabel", "Total revenues") in labels
    assert ("m_Revenues_label", "Revenues") in labels
    assert not [text for _, text in labels if text == "Cash"]


def test_anchors_go_from_the_general_to_the_special(tmp_path: Path) -> None:
    """An extension's concept is the special case of its anchor in the base."""
    files = compile_taxonomy(read_taxonomy(write_extension(tmp_path / "acme"))[0])
    arcs = list(etree.fromstring(files["acme-2020_def.xml"]).iter(f"{LINK}definitionArc"))
    assert [(arc.get(f"{XLINK}from"), arc.get(f"{XLINK}to")) for arc in arcs] == [
        ("m_Revenues", "acme_GadgetRevenues"),
        ("m_Revenues", "acme_OtherRevenues"),
    ]
    assert {arc.get(f"{XLINK}arcrole") for arc in arcs} == {"http://www.xbrl.org/2003/arcrole/general-special"}


def test_the_presentation_keeps_the_order_and_the_label_roles(tmp_path: Path) -> None:
    """A concept that stands twice under one parent has two arcs from different locators."""
    files = compile_taxonomy(read_taxonomy(write_taxonomy(tmp_path))[0])
    arcs = list(etree.fromstring(files["mini-2020_pre.xml"]).iter(f"{LINK}presentationArc"))
    assert [arc.get("order") for arc in arcs] == [str(number) for number in range(1, 15)]
    cash = [(arc.get(f"{XLINK}to"), arc.get("preferredLabel")) for arc in arcs if "Cash" in arc.get(f"{XLINK}to", "")]
    assert len({locator for locator, _ in cash}) == len(cash) == 3
    assert cash[0][1] == "http://www.xbrl.org/2003/role/periodStartLabel"


def test_calculations_are_those_of_version_1_1(tmp_path: Path) -> None:
    """The arcrole is that of Calculations 1.1, and the weights are the table's."""
    files = compile_taxonomy(read_taxonomy(write_taxonomy(tmp_path))[0])
    arcs = list(etree.fromstring(files["mini-2020_cal.xml"]).iter(f"{LINK}calculationArc"))
    assert {arc.get(f"{XLINK}arcrole") for arc in arcs} == {"https://xbrl.org/2023/arcrole/summation-item"}
    assert [arc.get("weight") for arc in arcs] == ["1", "-1", "1", "1"]


@pytest.mark.parametrize("text", ["<&>\"'", "emoji 🙂", "שלום עולם", "two\u00a0words", "]]>"])
def test_labels_keep_every_letter(tmp_path: Path, text: str) -> None:
    """Whatever XML can carry comes out of the linkbase as it went in."""
    quoted = '"' + text.replace('"', '""') + '"'
    folder = write_taxonomy(tmp_path, {"labels.csv": (("Margin,label,Margin", f"Margin,label,{quoted}"),)})
    taxonomy, findings = load_taxonomy(folder)
    assert findings == []
    root = etree.fromstring(compile_taxonomy(taxonomy)["mini-2020_lab-en.xml"])
    assert text in [label.text for label in root.iter(f"{LINK}label")]


def test_a_zip_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    """The order of the files does not matter, and no clock is in it."""
    files = package_files(read_taxonomy(write_taxonomy(tmp_path))[0])
    backwards = dict(reversed(files.items()))
    assert zip_files(files) == zip_files(backwards)
    with zipfile.ZipFile(io.BytesIO(zip_files(files))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(files)


def test_a_taxonomy_with_errors_is_not_written(tmp_path: Path) -> None:
    """Nothing appears in the output folder."""
    folder = write_taxonomy(tmp_path / "mini", {"calculation.csv": (("Costs,-1", "Costs,1"),)})
    _, written, findings = build_taxonomy(folder, tmp_path / "out")
    assert [finding.code for finding in findings] == ["taxonomy.calculationBalance"]
    assert written == []
    assert not (tmp_path / "out").exists()
