"""Compiles a taxonomy to files, and wraps them in a taxonomy package (Taxonomy Packages 1.0)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from exporter.report.names import XML
from exporter.taxonomy.linkbases import (
    calculation_linkbase,
    definition_linkbase,
    label_linkbase,
    presentation_linkbase,
    reference_linkbase,
)
from exporter.taxonomy.schema import concept_schema, entry_point_schema, xml_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.taxonomy.model import Taxonomy

__all__ = ["compile_taxonomy", "package_files", "zip_files"]

_TP = "http://xbrl.org/2016/taxonomy-package"
_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
#: The clock of every zip entry, so that the same content gives the same bytes; the format knows no earlier time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def compile_taxonomy(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Compile a taxonomy without errors to its schemas and linkbases.

    Returns: the files by their names, as they lie side by side.
    """
    linkbases = _linkbases(taxonomy)
    kinds = {file: file.removeprefix(f"{taxonomy.name}_")[:3] for file in linkbases}
    if taxonomy.base:
        return {taxonomy.schema_file: concept_schema(taxonomy, kinds), **linkbases}
    return {
        taxonomy.schema_file: concept_schema(taxonomy, {}),
        taxonomy.entry_point: entry_point_schema(taxonomy, kinds),
        **linkbases,
    }


def package_files(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Compile a taxonomy to the files of its taxonomy package.

    Returns: the files by path; all lie in one top folder, as the specification wants.
    """
    top, (_, _, place) = taxonomy.name, taxonomy.namespace.partition("://")
    files = {f"{top}/{place}/{file}": data for file, data in compile_taxonomy(taxonomy).items()}
    return {
        f"{top}/META-INF/taxonomyPackage.xml": _description(taxonomy),
        f"{top}/META-INF/catalog.xml": _catalog(taxonomy, place),
        **files,
    }


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Zip files to an archive, the same bytes for the same files wherever it is made.

    The files are stored as they are: how they would be compressed depends on the zlib that a machine has.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path], zipfile.ZIP_STORED)
    return buffer.getvalue()


def _linkbases(taxonomy: Taxonomy) -> dict[str, bytes]:
    name = taxonomy.name
    files = {f"{name}_lab-{language}.xml": label_linkbase(taxonomy, language) for language in taxonomy.languages}
    files[f"{name}_pre.xml"] = presentation_linkbase(taxonomy)
    if taxonomy.calculation:
        files[f"{name}_cal.xml"] = calculation_linkbase(taxonomy)
    if definition := definition_linkbase(taxonomy):
        files[f"{name}_def.xml"] = definition
    if taxonomy.references:
        files[f"{name}_ref.xml"] = reference_linkbase(taxonomy)
    return files


def _description(taxonomy: Taxonomy) -> bytes:
    tp = ElementMaker(namespace=_TP, nsmap={"tp": _TP})
    names = [tp.name(text, _language_attribute(language)) for language, text in taxonomy.title.items()]
    # An element has one parent, so the entry point needs names of its own.
    entry_names = [tp.name(text, _language_attribute(language)) for language, text in taxonomy.title.items()]
    root = tp.taxonomyPackage(
        _language_attribute(taxonomy.languages[0]),
        tp.identifier(taxonomy.namespace),
        *names,
        tp.version(taxonomy.version),
        tp.publisher(taxonomy.publisher),
        tp.publisherURL(taxonomy.publisher_url),
        tp.entryPoints(
            tp.entryPoint(
                *entry_names,
                tp.version(taxonomy.version),
                tp.entryPointDocument(href=f"{taxonomy.namespace}/{taxonomy.entry_point}"),
                tp.languages(*(tp.language(language) for language in taxonomy.languages)),
            )
        ),
    )
    return xml_bytes(root)


def _catalog(taxonomy: Taxonomy, place: str) -> bytes:
    root = etree.Element(f"{{{_CATALOG}}}catalog", nsmap={None: _CATALOG})
    rewrite = etree.SubElement(root, f"{{{_CATALOG}}}rewriteURI")
    rewrite.set("uriStartString", f"{taxonomy.namespace}/")
    rewrite.set("rewritePrefix", f"../{place}/")
    return xml_bytes(root)


def _language_attribute(language: str) -> dict[str, str]:
    return {f"{{{XML}}}lang": language}
