"""Importing a taxonomy: Arelle loads it once; the index says what it says; what is wrong is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from exporter.arelle.process import ArelleError
from exporter.dts.index import FORMAT, INDEX, Index, write_manifest
from exporter.dts.published import published_taxonomy
from exporter.dts.taxonomy_import import import_taxonomy
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.process_limits import Limits
from tests.published import CORE, ENTRY, ROLE, TYPES, write_published


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The small published taxonomy, imported."""
    index, findings = import_taxonomy([write_published(tmp_path_factory.mktemp("published"))], [ENTRY])
    assert findings == []
    return index


def test_concepts_have_what_their_schemas_say(index: Index) -> None:
    """A concept has its type, base type, period, balance and address, whatever schema it is in."""
    concepts = {row["name"]: row for row in index.table("concepts").iter_rows(named=True)}
    assert len(concepts) == 21
    assert concepts["reg:Assets"] == {
        "name": "reg:Assets",
        "schema": f"{CORE}.xsd",
        "id": "reg_Assets",
        "type": "regt:positiveMoneyItemType",
        "item_type": "monetaryItemType",
        "period": "instant",
        "balance": "debit",
        "abstract": False,
        "nillable": True,
        "head": "item",
        "substitution_group": "xbrli:item",
        "typed_domain": None,
        "enum_domain": None,
        "enum_role": None,
        "enum_usable": None,
    }
    assert concepts["reg:Table"]["head"] == "hypercubeItem"
    assert concepts["reg:ContractAxis"]["typed_domain"] == "reg:Contract"
    basis = concepts["reg:Basis"]
    assert [basis[name] for name in ("enum_domain", "enum_role", "enum_usable")] == [
        "reg:WorldMember",
        f"{ROLE}/countries",
        False,
    ]


def test_types_have_their_chain_and_each_step_of_restriction(index: Index) -> None:
    """A type that restricts a restriction has the facets of both, its own first."""
    types = {row["type"]: row for row in index.table("types").iter_rows(named=True)}
    positive = types["regt:positiveMoneyItemType"]
    names = [f"{{{TYPES}}}positiveMoneyItemType", f"{{{TYPES}}}moneyItemType"]
    assert json.loads(positive["chain"]) == [*names, "{http://www.xbrl.org/2003/instance}monetaryItemType"]
    assert json.loads(positive["facets"]) == [{"minInclusive": ["0"]}, {"minInclusive": ["-1000000000000"]}]
    assert json.loads(types["regt:methodItemType"]["facets"]) == [{"enumeration": ["direct", "indirect"]}]
    contract = types[dict(index.table("typed_domains").iter_rows())["reg:Contract"]]
    assert (contract["xsd_type"], json.loads(contract["facets"])) == ("string", [{"pattern": ["C-[0-9]+"]}])


def test_labels_come_from_all_files_and_documentation_stands_apart(index: Index) -> None:
    """Both languages are there; what a label's role is counts, and documentation has a table of its own."""
    labels = set(index.table("labels").filter(concept="reg:Assets").select("language", "text").iter_rows())
    assert labels == {("en", "Assets"), ("en", "Total assets"), ("fr", "Actif")}
    assert index.table("documentation")["text"].to_list() == ["What the entity controls."]
    assert index.manifest.languages == ("en", "fr")


def test_a_prohibited_arc_is_no_arc(index: Index) -> None:
    """The outline has no employees, whose arc another linkbase prohibits."""
    arcs = index.table("relationships").filter(arcrole="http://www.xbrl.org/2003/arcrole/parent-child")
    assert arcs.select("target", "position", "order").rows() == [
        ("reg:CurrentAssets", 1, "1"),
        ("reg:OtherAssets", 2, "2"),
        ("reg:Assets", 3, "3"),
    ]


def test_arcs_keep_what_dimensions_need(index: Index) -> None:
    """Target role, context element, closed and usable are taken down, nothing is inherited."""
    arcs = {
        (row["arcrole"].rpartition("/")[2], row["target"].removeprefix("reg:")): row
        for row in index.table("relationships").iter_rows(named=True)
    }
    cube = arcs["notAll", "WrongTable"]
    assert (cube["context_element"], cube["closed"], cube["target_role"]) == ("scenario", True, f"{ROLE}/exclusions")
    assert arcs["domain-member", "EuropeMember"]["usable"] is False
    assert arcs["domain-member", "FranceMember"]["usable"] is True
    assert arcs["summation-item", "Costs"]["weight"] == "-1"


def test_references_keep_their_parts(index: Index) -> None:
    """The parts of one reference have one number."""
    assert index.table("references").select("concept", "number", "part", "text").rows() == [
        ("reg:Assets", 0, "Name", "Act"),
        ("reg:Assets", 0, "Paragraph", "7"),
    ]


def test_what_is_kept_is_not_loaded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time Arelle is not asked; another content of the same folder is another taxonomy."""
    source, cache = write_published(tmp_path / "source"), tmp_path / "cache"
    first, _ = import_taxonomy([source], [ENTRY], cache=cache)
    with monkeypatch.context() as patch:
        patch.setattr("exporter.dts.taxonomy_import.warm_process", None)
        assert import_taxonomy([source], [ENTRY], cache=cache)[0].manifest == first.manifest
    file = next(source.rglob("lab-en.xml"))
    file.write_text(file.read_text(encoding="utf-8").replace(">Sales<", ">Turnover<"), encoding="utf-8")
    second, _ = import_taxonomy([source], [ENTRY], cache=cache)
    assert "Turnover" in second.table("labels")["text"].to_list()
    assert second.manifest.key != first.manifest.key


@pytest.mark.parametrize("damage", ["format", "cut", "changed", "gone"])
def test_a_damaged_index_is_made_anew_and_that_is_told(tmp_path: Path, damage: str, index: Index) -> None:
    """One of another version, cut off, changed, or without a file is no index."""
    source, cache = write_published(tmp_path / "source"), tmp_path / "cache"
    kept, _ = import_taxonomy([source], [ENTRY], cache=cache)
    table, manifest = kept.folder / "concepts.parquet", kept.folder / INDEX
    if damage == "format":
        manifest.write_text(manifest.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 0'))
    elif damage == "gone":
        table.unlink()
    else:
        content = table.read_bytes()
        table.write_bytes(content[:-9] if damage == "cut" else content.replace(b"reg:", b"rag:"))
    again, findings = import_taxonomy([source], [ENTRY], cache=cache)
    assert [finding.code for finding in findings] == ["dts.rebuilt"]
    assert again.table("concepts").equals(index.table("concepts"))
    assert import_taxonomy([source], [ENTRY], cache=cache)[1] == []


def test_a_taxonomy_that_moved_is_where_it_is_now(tmp_path: Path, index: Index) -> None:
    """An index that is kept by content is of the packages that are given, not of those it was made from."""
    place = tmp_path / "elsewhere"
    shutil.copytree(index.manifest.sources[0], place)
    moved, findings = import_taxonomy([place], [ENTRY])
    assert (moved.folder, findings) == (index.folder, [])
    assert moved.manifest.sources == (str(place),)
    assert published_taxonomy(index).packages == tuple(map(Path, index.manifest.sources))
    assert published_taxonomy(moved).packages == (place,)


def test_a_cache_that_cannot_be_written_is_told_and_the_taxonomy_used(tmp_path: Path) -> None:
    """A file in the place of the cache keeps nothing from working but keeping."""
    (tmp_path / "cache").write_text("", encoding="utf-8")
    source = write_published(tmp_path / "source")
    index, findings = import_taxonomy([source], [ENTRY], cache=tmp_path / "cache")
    assert [finding.code for finding in findings] == ["dts.notKept"]
    assert index.table("labels").height == 13


def test_a_missing_document_is_named_with_who_refers_to_it(tmp_path: Path) -> None:
    """What lacks a schema or linkbase is imported without it, and arcs that lead nowhere are counted."""
    source = write_published(tmp_path, {"core.xsd": (('id="reg_Costs"', 'id="reg_Expenses"'),)})
    next(source.rglob("lab-fr.xml")).unlink()
    index, findings = import_taxonomy([source], [ENTRY])
    (missing, unresolved, *_) = findings
    assert missing.code == "dts.missing"
    assert f"{ENTRY.removesuffix('all.xsd')}lab-fr.xml, to which {ENTRY} refers, was not found" in missing.message
    assert unresolved.code == "dts.unresolved"
    assert index.manifest.languages == ("en",)


def test_what_arelle_says_as_it_loads_is_told(tmp_path: Path) -> None:
    """A linkbase that is not well-formed is a finding, and the rest is there."""
    source = write_published(tmp_path)
    next(source.rglob("ref.xml")).write_text("<link", encoding="utf-8")
    index, findings = import_taxonomy([source], [ENTRY])
    assert "dts.message" in [finding.code for finding in findings]
    assert index.table("references").height == 0


@pytest.mark.parametrize(
    ("entry_points", "error", "words"),
    [
        ([], MisuseError, "does not say where its taxonomy begins; name it with --entry-point"),
        ([f"{CORE}/none.xsd"], UnreadableInputError, "none.xsd was not found"),
        ([ENTRY.replace("all.xsd", "al.xsd")], UnreadableInputError, f"did you mean '{ENTRY}'"),
        (["all.xsd"], UnreadableInputError, f"did you mean '{ENTRY}'"),
        ([ENTRY.replace("all.xsd", "pre.xml")], None, ""),
    ],
)
def test_where_a_taxonomy_begins_is_named(
    tmp_path: Path, entry_points: list[str], error: type[Exception] | None, words: str
) -> None:
    """A copy of a web site names no entry point; one that is not there is named; a linkbase is one, too."""
    source = write_published(tmp_path)
    if error is None:
        assert import_taxonomy([source], entry_points)[0].manifest.concepts == 21
        return
    with pytest.raises(error, match=words):
        import_taxonomy([source], entry_points)


def test_a_schema_is_imported_with_what_lies_beside_it(tmp_path: Path, index: Index) -> None:
    """A plain schema needs no package, and its copy elsewhere is the same taxonomy."""
    place = next(write_published(tmp_path).rglob("all.xsd"))
    plain, findings = import_taxonomy([place])
    assert findings == []
    assert plain.table("labels").equals(index.table("labels"))


def test_two_folders_make_one_taxonomy(tmp_path: Path, index: Index) -> None:
    """Copies of web sites are merged: types may lie in another than the concepts."""
    first, second = write_published(tmp_path / "first"), tmp_path / "second"
    types = next(first.rglob("types.xsd"))
    place = second / "https" / "types.regulator.example" / "types.xsd"
    place.parent.mkdir(parents=True)
    shutil.move(types, place)
    core = next(first.rglob("core.xsd"))
    text = core.read_text(encoding="utf-8").replace('"types.xsd"', '"https://types.regulator.example/types.xsd"')
    core.write_text(text, encoding="utf-8")
    merged, findings = import_taxonomy([first, second], [ENTRY])
    assert findings == []
    assert merged.table("types").drop("schema").equals(index.table("types").drop("schema"))
    assert import_taxonomy([first], [ENTRY])[1] != []


def _package(folder: Path, *entry_points: tuple[str, str]) -> Path:
    """A taxonomy package of the small taxonomy, with entry points by name and URL."""
    source = write_published(folder / "package")
    entries = "".join(
        f'<tp:entryPoint><tp:name xml:lang="en">{name}</tp:name><tp:entryPointDocument href="{url}"/></tp:entryPoint>'
        for name, url in entry_points
    )
    (source / "META-INF").mkdir()
    (source / "META-INF" / "taxonomyPackage.xml").write_text(
        '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">'
        "<tp:identifier>http://www.regulator.example/</tp:identifier><tp:name>Regulator</tp:name>"
        f"<tp:version>2030.1</tp:version><tp:entryPoints>{entries}</tp:entryPoints></tp:taxonomyPackage>",
        encoding="utf-8",
    )
    (source / "META-INF" / "catalog.xml").write_text(
        '<!DOCTYPE catalog PUBLIC "-//OASIS//DTD XML Catalog V1.0//EN" "http://www.oasis.example/catalog.dtd">'
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<rewriteURI uriStartString="http://www.regulator.example/" rewritePrefix="../www.regulator.example/"/>'
        "</catalog>",
        encoding="utf-8",
    )
    return Path(shutil.make_archive(str(folder / "regulator"), "zip", folder, "package"))


def test_a_package_names_its_entry_point(tmp_path: Path) -> None:
    """The only one needs no naming; its name and version are the taxonomy's. The catalog may name a document type."""
    index, findings = import_taxonomy([_package(tmp_path, ("All of it", ENTRY))])
    assert findings == []
    assert (index.manifest.name, index.manifest.version, index.manifest.concepts) == ("All of it", "2030.1", 21)


def test_of_several_entry_points_one_is_named(tmp_path: Path) -> None:
    """By its URL or its name; else the message lists them."""
    core = f"{CORE}.xsd"
    package = _package(tmp_path, ("All of it", ENTRY), ("Concepts alone", core))
    with pytest.raises(MisuseError, match=r"several entry points; name one with --entry-point: .*Concepts alone"):
        import_taxonomy([package])
    for name in ("Concepts alone", core):
        assert import_taxonomy([package], [name])[0].table("labels").is_empty()
    both, findings = import_taxonomy([package], [ENTRY, core])
    assert findings == []
    assert both.manifest.entry_points == (ENTRY, core)
    assert both.table("labels").height == 13


def test_an_entry_point_that_its_package_lacks_is_named(tmp_path: Path) -> None:
    """Though the package describes it itself."""
    url = "http://www.regulator.example/2030/other.xsd"
    with pytest.raises(
        UnreadableInputError, match=rf"{url} cannot be loaded as a taxonomy: .*other\.xsd was not found"
    ):
        import_taxonomy([_package(tmp_path, ("All of it", url))])


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    """An archive with neither catalog nor folders by host."""
    (tmp_path / "source" / "folder").mkdir(parents=True)
    (tmp_path / "source" / "folder" / "a.xsd").write_text("<x/>", encoding="utf-8")
    archive = Path(shutil.make_archive(str(tmp_path / "none"), "zip", tmp_path / "source"))
    with pytest.raises(UnreadableInputError, match="is no taxonomy package"):
        import_taxonomy([archive], [ENTRY])
    with pytest.raises(UnreadableInputError, match=r"if its archives are meant, name them: none\.zip"):
        import_taxonomy([tmp_path], [ENTRY])
    with pytest.raises(UnreadableInputError, match=r"does not exist; .* has none\.zip; put it there, or correct"):
        import_taxonomy([tmp_path / "nothing.zip"], [ENTRY])


def test_circles_of_imports_and_two_schemas_of_a_namespace_are_read(tmp_path: Path) -> None:
    """Schemas may import each other, and one namespace may be in several."""
    more = '<xs:import namespace="http://www.regulator.example/2030/core" schemaLocation="{}"/>'
    types = ('<xs:complexType name="moneyItemType">', more.format("core.xsd") + '<xs:complexType name="moneyItemType">')
    source = write_published(tmp_path, {"types.xsd": (types,)})
    core = next(source.rglob("core.xsd"))
    text = core.read_text(encoding="utf-8")
    start, end = text[: text.index("<xs:element")], "</xs:schema>\n"
    item = (
        '<xs:element id="reg_More" name="More" type="xbrli:stringItemType" substitutionGroup="xbrli:item" '
        'nillable="true" xbrli:periodType="instant"/>'
    )
    core.with_name("more.xsd").write_text(start + item + end, encoding="utf-8")
    entry = next(source.rglob("all.xsd"))
    entry.write_text(
        entry.read_text(encoding="utf-8").replace("</xs:schema>", f"{more.format('more.xsd')}</xs:schema>"),
        encoding="utf-8",
    )
    index, findings = import_taxonomy([source], [ENTRY])
    assert findings == []
    assert {"reg:More", "reg:Sales"} <= set(index.table("concepts")["name"])


def test_a_taxonomy_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept of it."""
    source, cache = write_published(tmp_path / "source"), tmp_path / "cache"

    def write_and_change(*arguments: object, **content: object) -> None:
        write_manifest(*arguments, **content)  # type: ignore[arg-type]  # as they came
        next(source.rglob("ref.xml")).write_text("<other/>", encoding="utf-8")

    monkeypatch.setattr("exporter.dts.taxonomy_import.write_manifest", write_and_change)
    with pytest.raises(UnreadableInputError, match="changed while it was read"):
        import_taxonomy([source], [ENTRY], cache=cache)
    assert not list(cache.glob("*/index.json"))


def test_a_full_cache_keeps_nothing_and_the_taxonomy_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding says why, and what to do."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exporter.dts.taxonomy_import._copy", full)
    index, findings = import_taxonomy([write_published(tmp_path / "source")], [ENTRY], cache=tmp_path / "cache")
    (finding,) = findings
    assert (finding.code, "No space left on device" in finding.message) == ("dts.notKept", True)
    assert index.table("references").height == 2


def test_two_processes_may_import_at_once(tmp_path: Path) -> None:
    """What one has kept meanwhile, the other uses."""
    source = write_published(tmp_path / "source")
    code = (
        "import sys; from pathlib import Path; from exporter.dts.taxonomy_import import import_taxonomy;"
        "print(import_taxonomy([Path(sys.argv[1])], [sys.argv[2]], cache=Path(sys.argv[3]))[0].manifest.key)"
    )
    command = [sys.executable, "-c", code, str(source), ENTRY, str(tmp_path / "cache")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]  # noqa: S603 - our own
    keys = {run.communicate()[0].strip() for run in runs}
    assert len(keys) == 1
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [*keys]


def test_a_hostile_document_is_refused_before_arelle_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entities in whatever the entry point leads to."""
    source = write_published(tmp_path)
    linkbase = next(source.rglob("lab-en.xml"))
    text = linkbase.read_text(encoding="utf-8")
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    linkbase.write_text(text.replace("<link:linkbase", f"{bomb}<link:linkbase", 1), encoding="utf-8")
    monkeypatch.setattr("exporter.dts.taxonomy_import.warm_process", None)
    with pytest.raises(UnreadableInputError, match="document type declaration, which no report needs: refused"):
        import_taxonomy([source], [ENTRY])


def test_a_circle_of_substitutions_is_refused_before_arelle_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In which it would go round without end."""
    sales = ('name="Sales" type="regt:moneyItemType" substitutionGroup="xbrli:item"',)
    source = write_published(tmp_path, {"core.xsd": ((sales[0], sales[0].replace("xbrli:item", "reg:Sales")),)})
    monkeypatch.setattr("exporter.dts.taxonomy_import.warm_process", None)
    with pytest.raises(UnreadableInputError, match=r"core}Sales is its own substitution group"):
        import_taxonomy([source], [ENTRY])


@pytest.mark.parametrize("target", ["pipe", "/dev/zero"])
def test_a_pipe_or_a_device_is_not_read(tmp_path: Path, target: str) -> None:
    """By Arelle neither, which opens what a schema refers to by itself; it counts as missing."""
    imported = '<xs:import namespace="urn:o" schemaLocation="special.xsd"/>'
    start = '<xs:import namespace="http://www.xbrl.org/2003/instance"'
    source = write_published(tmp_path, {"core.xsd": ((start, imported + start),)})
    place = next(source.rglob("core.xsd")).with_name("special.xsd")
    os.mkfifo(place.with_name("pipe"))
    place.symlink_to(target)
    index, findings = import_taxonomy([next(source.rglob("all.xsd"))])
    assert [finding.code for finding in findings] == ["dts.missing"]
    assert index.manifest.concepts == 21


def test_what_takes_too_long_is_given_up_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as documents of their size may take."""
    limits = Limits.for_size
    monkeypatch.setattr(Limits, "for_size", lambda size, most: replace(limits(size, most), seconds=0.001))
    with pytest.raises(ArelleError, match=rf"{ENTRY} cannot be loaded as a taxonomy: Arelle was given up"):
        import_taxonomy([write_published(tmp_path)], [ENTRY], cache=tmp_path / "cache")


@pytest.mark.parametrize("weight", ["1E999999999", "NaN", "INF", "x", "9" * 101, "1.5.2"])
def test_a_weight_that_is_no_number_leaves_its_arc_out(tmp_path: Path, weight: str) -> None:
    """And that is told."""
    change = (('order="1" weight="1"', f'order="1" weight="{weight}"'),)
    index, findings = import_taxonomy([write_published(tmp_path, {"cal.xml": change})], [ENTRY])
    arcs = index.table("relationships").filter(arcrole="http://www.xbrl.org/2003/arcrole/summation-item")
    assert arcs["target"].to_list() == ["reg:OtherAssets"]
    assert "1 arcs lead to nothing that is there, or have a weight" in findings[0].message


def test_a_type_that_is_its_own_content_is_taken_down(tmp_path: Path) -> None:
    """As far as it can be followed."""
    inside = '<xs:simpleType><xs:restriction base="regt:methodItemType"/></xs:simpleType>'
    change = ('"xbrli:stringItemType">\n  <xs:enumeration', f'"regt:methodItemType">{inside}<xs:enumeration')
    index, _ = import_taxonomy([write_published(tmp_path, {"types.xsd": (change,)})], [ENTRY])
    (row,) = index.table("types").filter(type="regt:methodItemType").iter_rows(named=True)
    assert (row["item_type"], len(json.loads(row["chain"])) <= 100) == (None, True)


def test_what_arelle_cannot_make_sense_of_is_no_taxonomy(tmp_path: Path) -> None:
    """The message says of what it is, and what Arelle stumbled over."""
    pointer = ('xlink:href="core.xsd#reg_Sales"', f'xlink:href="core.xsd#element(/{"9" * 5_000})"')
    source = write_published(tmp_path, {"lab-en.xml": (pointer,)})
    words = r"all\.xsd cannot be loaded as a taxonomy: Arelle cannot make sense of it \(ValueError: .*digits"
    with pytest.raises(UnreadableInputError, match=words):
        import_taxonomy([source], [ENTRY])


def test_other_global_elements_are_listed(index: Index) -> None:
    """What holds members of a typed dimension is one; elements of specifications are not listed."""
    assert index.table("elements")["name"].to_list() == ["reg:Contract"]
