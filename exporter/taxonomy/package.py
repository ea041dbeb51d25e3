"""Compiles a taxonomy to files, and wraps them in a taxonomy package (Taxonomy Packages 1.0)."""

from __future__ import annotations

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
from exporter.taxonomy.schema import (
    ALL,
    COMMON,
    concept_schema,
    entry_point_schema,
    form_entry,
    xml_bytes,
)

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy

__all__ = ["compile_taxonomy", "linkbase_kinds", "package_files", "packaged_extension", "schemas_for_instance"]

_TP = "http://xbrl.org/2016/taxonomy-package"
_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"


def compile_taxonomy(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Compile a taxonomy without errors to its schemas and linkbases.

    Returns: the files by their names, as they lie side by side.
    """
    kinds = linkbase_kinds(taxonomy)
    linkbases = {file: _linkbase(taxonomy, file) for file in kinds}
    if taxonomy.base:
        return {taxonomy.schema_file: concept_schema(taxonomy, kinds), **linkbases}
    entries = {ALL: linkbase_kinds(taxonomy.in_forms(()))}
    if taxonomy.forms:
        endings = {form: f"-{form}.xml" for form in taxonomy.forms}
        entries[COMMON] = {file: kind for file, kind in kinds.items() if not file.endswith(tuple(endings.values()))}
        for form, ending in endings.items():
            entries[form_entry(form)] = {file: kind for file, kind in kinds.items() if file.endswith(ending)}
    return {
        taxonomy.schema_file: concept_schema(taxonomy, {}),
        **{f"{taxonomy.name}-{name}.xsd": entry_point_schema(taxonomy, name, files) for name, files in entries.items()},
        **linkbases,
    }


def schemas_for_instance(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Name the schemas that an instance refers to, so that its DTS has the taxonomy in the forms that it has here.

    An extension's schema lies beside the instance; a base is where it is published. There its usual forms have one
    entry point, and each form has one of its own, since combinations would be too many and OIM forbids an instance to
    refer to linkbases (xBRL-XML, `xbrlxe:unsupportedLinkbaseReference`).
    """
    if taxonomy.base:
        return (taxonomy.entry_point,)
    if taxonomy.origin:
        return taxonomy.origin.entry_points
    if taxonomy.forms.keys() == taxonomy.usual_forms:
        return (f"{taxonomy.namespace}/{taxonomy.entry_point}",)
    names = [COMMON, *map(form_entry, taxonomy.forms)]
    return tuple(f"{taxonomy.namespace}/{taxonomy.name}-{name}.xsd" for name in names)


def packaged_extension(taxonomy: Taxonomy) -> tuple[dict[str, bytes] | None, tuple[str, ...]]:
    """Compile an extension to what a report package holds of it, where its filing style wants a taxonomy package there.

    Returns: the files by their paths below the top folder, or None; and the URLs of its entry points.
    """
    if taxonomy.base is None or not taxonomy.style.packages_taxonomy:
        return None, ()
    files = {path.partition("/")[2]: data for path, data in package_files(taxonomy).items()}
    return files, (f"{taxonomy.namespace}/{taxonomy.entry_point}",)


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


def linkbase_kinds(taxonomy: Taxonomy) -> dict[str, str]:
    """Name the linkbases of a taxonomy in the forms that it has, with the kind of each.

    A network that is a form of a statement has linkbases of its own, so that a DTS need not have it.
    """
    calculated = {arc.network for arc in taxonomy.calculation}
    kinds = ["lab"] if taxonomy.style.one_label_file else [f"lab-{language}" for language in taxonomy.languages]
    kinds += ["pre", *(f"pre-{form}" for form in taxonomy.forms)]
    kinds += ["cal"] if calculated - taxonomy.forms.keys() else []
    kinds += [f"cal-{form}" for form in taxonomy.forms if form in calculated]
    has_anchors = any(concept.anchors for concept in taxonomy.concepts.values())
    kinds += ["def"] if taxonomy.definition_arcs or has_anchors else []
    kinds += ["ref"] if taxonomy.references else []
    return {f"{taxonomy.name}_{kind}.xml": kind[:3] for kind in kinds}


def _linkbase(taxonomy: Taxonomy, file: str) -> bytes:
    """Write one of the linkbases that `linkbase_kinds` names."""
    kind, _, part = file.removeprefix(f"{taxonomy.name}_").removesuffix(".xml").partition("-")
    if kind == "lab":
        return label_linkbase(taxonomy, [part] if part else taxonomy.languages)
    if kind == "pre":
        return presentation_linkbase(taxonomy, part or None)
    if kind == "cal":
        return calculation_linkbase(taxonomy, part or None)
    return reference_linkbase(taxonomy) if kind == "ref" else definition_linkbase(taxonomy) or b""


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
