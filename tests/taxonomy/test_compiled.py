"""A taxonomy that we compiled is read back, and one in which anything is somebody else's is not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter.dts.loading import load_taxonomy
from exporter.files.resources import bundled_folder
from exporter.findings.findings import Source
from exporter.taxonomy.compiled import read_compiled
from exporter.taxonomy.package import compile_taxonomy
from tests.projects import DIMENSIONS, FORMS, write_extension, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy


def _write(taxonomy: Taxonomy, folder: Path) -> tuple[dict[Path, str], list[Path]]:
    """Write a taxonomy and its base as they lie in a filing: the schemas with their namespaces, and the linkbases."""
    schemas: dict[Path, str] = {}
    linkbases: list[Path] = []
    for layer in (taxonomy, *([taxonomy.base] if taxonomy.base else [])):
        place = folder / layer.name
        place.mkdir(parents=True)
        for name, data in compile_taxonomy(layer).items():
            (place / name).write_bytes(data)
        schemas[place / layer.schema_file] = layer.namespace
        if layer is taxonomy and not layer.base:
            schemas[place / layer.entry_point] = f"{layer.namespace}/all"
        if layer is taxonomy:
            linkbases += sorted(place.glob("*.xml"))
    return schemas, linkbases


def _without_sources(taxonomy: Taxonomy) -> list[object]:
    """What facts are judged by."""
    none = Source("none")
    return [
        {name: replace(concept, source=none) for name, concept in taxonomy.all_concepts.items()},
        taxonomy.namespaces,
        taxonomy.typed_domains,
        [replace(row, source=none) for row in taxonomy.presentation],
        [replace(arc, source=none) for arc in taxonomy.calculation],
        taxonomy.hypercubes,
    ]


@pytest.mark.parametrize("kind", ["base", "dimensions", "forms", "extension", "bundled", "sample"])
def test_what_was_compiled_is_read_back(tmp_path: Path, kind: str) -> None:
    """With all that facts are judged by: concepts, outlines, totals, hypercubes, anchors."""
    source = {
        "base": lambda: write_taxonomy(tmp_path / "source"),
        "dimensions": lambda: write_taxonomy(tmp_path / "source", DIMENSIONS),
        "forms": lambda: write_taxonomy(tmp_path / "source", FORMS),
        "extension": lambda: write_extension(tmp_path / "source" / "extension"),
        "bundled": lambda: bundled_folder("taxonomy") / "source" / "gaap-2026",
        "sample": lambda: bundled_folder("samples") / "iij-2003q2" / "extension",
    }[kind]()
    taxonomy, findings = load_taxonomy(source)
    assert [finding for finding in findings if finding.severity == "error"] == []
    read = read_compiled(*_write(taxonomy, tmp_path / "compiled"))
    assert read is not None
    assert _without_sources(read) == _without_sources(taxonomy)


def test_networks_that_do_not_belong_to_the_set_do_not_count(tmp_path: Path) -> None:
    """An instance that refers to the schema alone is judged without totals and hypercubes."""
    taxonomy, _ = load_taxonomy(write_taxonomy(tmp_path / "source", DIMENSIONS))
    schemas, _ = _write(taxonomy, tmp_path / "compiled")
    core = {path: namespace for path, namespace in schemas.items() if not namespace.endswith("/all")}
    read = read_compiled(core, [])
    assert read is not None
    assert (read.presentation, read.calculation) == ((), ())
    assert set(read.concepts) == set(taxonomy.concepts)


@pytest.mark.parametrize("file", ["mini-2020.xsd", "mini-2020-all.xsd", "mini-2020_cal.xml", "mini-2020_pre.xml"])
@pytest.mark.parametrize("change", [(b"</", b"<!-- --></"), (b'order="2"', b'order="3"'), (b"mini", b"many")])
def test_a_changed_taxonomy_is_not_ours(tmp_path: Path, file: str, change: tuple[bytes, bytes]) -> None:
    """Even a comment is nothing that our compiler wrote."""
    taxonomy, _ = load_taxonomy(write_taxonomy(tmp_path / "source"))
    schemas, linkbases = _write(taxonomy, tmp_path / "compiled")
    path = tmp_path / "compiled" / taxonomy.name / file
    old, new = change
    if old not in path.read_bytes():
        old, new = b"</", b"<!-- --></"
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert read_compiled(schemas, linkbases) is None


@pytest.mark.parametrize("text", ["<a/>", "<a", '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'])
def test_somebody_elses_schema_is_not_ours(tmp_path: Path, text: str) -> None:
    """Alone, or beside one of ours."""
    path = tmp_path / "x.xsd"
    path.write_text(text, encoding="utf-8")
    assert read_compiled({path: "urn:x"}, []) is None
    assert read_compiled({}, []) is None
    taxonomy, _ = load_taxonomy(write_taxonomy(tmp_path / "source"))
    schemas, linkbases = _write(taxonomy, tmp_path / "compiled")
    assert read_compiled({**schemas, path: "urn:x"}, linkbases) is None
    shutil.copy(linkbases[0], tmp_path / "other.xml")
    assert read_compiled(schemas, [*linkbases, tmp_path / "other.xml"]) is None


def test_a_form_that_does_not_belong_to_the_set_does_not_count(tmp_path: Path) -> None:
    """The linkbases of the set say which forms of its statements a filing has."""
    taxonomy, _ = load_taxonomy(write_taxonomy(tmp_path / "source", FORMS))
    schemas, linkbases = _write(taxonomy, tmp_path / "compiled")
    core = {path: namespace for path, namespace in schemas.items() if not namespace.endswith("/all")}
    read = read_compiled(core, [path for path in linkbases if not path.stem.endswith("-ResultsInFull")])
    assert read is not None
    assert _without_sources(read)[3:] == _without_sources(taxonomy.in_forms(["ResultsInShort"]))[3:]
