"""Imports a taxonomy: has Arelle load it, once, and keeps its index; afterwards the index is opened."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.arelle.process import LIMITS, ArelleError, warm_process
from exporter.arelle.taxonomy_tables import write_tables
from exporter.dts import rules
from exporter.dts.cache import CACHE_VARIABLE, cache_folder, keep, kept_under
from exporter.dts.catalog import Catalog, parse_safely
from exporter.dts.discovery import load_documents
from exporter.dts.documents import driver_schema
from exporter.dts.index import FORMAT, Index, IndexDamagedError, open_index, write_manifest
from exporter.dts.sources import EntryPoint, chosen_entry_points, fingerprint, is_schema
from exporter.dts.substitutions import substitution_circle
from exporter.dts.zipped_packages import zipped_packages
from exporter.errors import UnreadableInputError
from exporter.files.file_hash import file_hash
from exporter.files.inputs import followed, path_text
from exporter.files.process_limits import Limits
from exporter.files.resources import is_specification
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Source
from exporter.report.names import LINK, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

    from exporter.dts.discovery import Documents
    from exporter.dts.kept_documents import Stamp
    from exporter.findings.findings import Finding

__all__ = ["import_documents", "import_taxonomy"]

_MOST_TOLD = 20
_SCHEMA, _LINKBASE = f"{{{XSD}}}schema", f"{{{LINK}}}linkbase"


def import_taxonomy(
    sources: Sequence[Path], entry_points: Sequence[str] = (), *, cache: Path | None = None
) -> tuple[Index, list[Finding]]:
    """Open the index of a taxonomy; where none is kept, have Arelle load the taxonomy and keep one.

    Args:
        sources: taxonomy packages (archives or folders), copies of web sites by host and path, or schemas.
        entry_points: the URLs or paths where it begins, or the names that its package gives them; none for the only
            one there is.
        cache: where indexes are kept; by default `cache_folder()`.

    Returns: the index, whose sources are these, wherever they lay when it was made; and a finding for whatever was
        not found, or kept the index from being used or kept.

    Raises:
        UnreadableInputError: a source is missing, unsafe or no taxonomy; an entry point is in none of them; or they
            changed while they were read.
        MisuseError: no entry point is named, and there are several or none.
        ArelleError: Arelle broke down or ran out of time.
    """
    sources, cache = [followed(source) for source in sources], cache_folder(cache)
    print_of_sources = fingerprint(sources)

    def load(key: str, scratch: Path) -> None:
        _load(sources, entry_points, key, scratch)
        if fingerprint(sources) != print_of_sources:
            names = ", ".join(map(str, sources))
            raise UnreadableInputError(f"{names} changed while it was read; do that again once nobody writes there")

    index, findings = _opened(cache, _key(print_of_sources, entry_points), load)
    return replace(index, manifest=replace(index.manifest, sources=_names(sources))), findings


def import_documents(
    documents: Documents, references: Sequence[str], packages: Sequence[Path], *, cache: Path | None = None
) -> tuple[Index, list[Finding]]:
    """Open the index of the taxonomy that a document refers to; see `import_taxonomy`.

    Args:
        documents: those of its set.
        references: where its schemaRefs and linkbaseRefs lead: URLs, or the paths of files.
        packages: the packages that say where URLs lie, zipped.
        cache: where indexes are kept; by default `cache_folder()`.

    Returns: as `import_taxonomy`.

    Raises:
        ArelleError: Arelle broke down or ran out of time.
        UnreadableInputError: it cannot be loaded as a taxonomy.
    """
    cache = cache_folder(cache)
    files = [*documents.schemas, *(path for path, tree in documents.trees.items() if tree.getroot().tag == _LINKBASE)]
    contents = sorted((path.name, _hash_of(path, documents)) for path in files if not is_specification(path))
    names = [name if "://" in name else Path(name).name for name in references]
    key = _key(json.dumps(contents), names)

    def load(key: str, scratch: Path) -> None:
        entry = EntryPoint(Path(references[0]).stem, tuple(references), "")
        places = {name: documents.catalog.locate(name) for name in references}
        roots = {name: parse_safely(path).getroot() for name, path in places.items() if path}
        _write_index(entry, roots, packages, scratch, key=key, sources=(), documents=documents)

    return _opened(cache, key, load)


def _hash_of(path: Path, documents: Documents) -> str:
    """Hash a document; one that stands is read once, as long as it does not change."""
    stamp = documents.standing.get(path)
    return file_hash(path) if stamp is None else _known_hash(path, stamp)


@lru_cache(10_000)
def _known_hash(path: Path, _: Stamp) -> str:
    return file_hash(path)


def _opened(cache: Path, key: str, load: Callable[[str, Path], None]) -> tuple[Index, list[Finding]]:
    """Open the index that is kept under a key, or load the taxonomy and keep it.

    Args:
        cache: the folder of indexes.
        key: the index's.
        load: is given the key and a folder, and writes an index into the folder `index` in it.

    Returns: the index; and what it lacks, or kept it from being used or kept.
    """
    findings: list[Finding] = []
    try:
        index = kept_under(cache, key)
    except IndexDamagedError as error:
        index = None
        findings.append(rules.DTS_REBUILT.finding(f"{error}; it was made anew"))
    if index is None:
        with scratch_folder() as scratch:
            load(key, scratch)
            index, new_findings = _kept(cache, key, scratch / "index")
            findings += new_findings
    return index, [*findings, *_faults(index)]


def _names(sources: Sequence[Path]) -> tuple[str, ...]:
    return tuple(map(str, sources))


def _key(print_of_sources: str, entry_points: Sequence[str]) -> str:
    """Hash what an index depends on; another version of Arelle may understand a taxonomy otherwise."""
    content = json.dumps([FORMAT, version("arelle-release"), print_of_sources, list(entry_points)])
    return hashlib.sha256(content.encode()).hexdigest()[:40]


def _kept(cache: Path, key: str, written: Path) -> tuple[Index, list[Finding]]:
    """Keep an index that was written elsewhere; one that cannot be kept is used all the same."""
    try:
        return keep(cache, key, partial(_copy, written)), []
    except OSError as error:
        message = f"{cache} cannot keep the taxonomy's index ({error.strerror}), so it will be loaded anew each time"
        hint = f"name another folder with --cache, or in the variable {CACHE_VARIABLE}"
        return open_index(written, whole=True), [rules.DTS_NOT_KEPT.finding(message, hint=hint)]


def _copy(written: Path, folder: Path) -> None:
    shutil.copytree(written, folder, dirs_exist_ok=True)


def _load(sources: Sequence[Path], named: Sequence[str], key: str, scratch: Path) -> None:
    """Have Arelle load a taxonomy, and write its index into a folder `index`."""
    schemas = [path for path in sources if is_schema(path)]
    with Catalog([path for path in sources if not is_schema(path)]) as catalog:
        entries = chosen_entry_points(catalog, schemas, named)
        urls = tuple(document for entry in entries for document in entry.documents)
        # Hostile documents are refused here, before Arelle sees them.
        places = {path: url for url in urls if (path := catalog.locate(url)) is not None}
        known_as = {path: url if "://" in url else path.as_uri() for path, url in places.items()}
        documents = load_documents(known_as, catalog)
        documents.unneeded.clear()  # a report may need what the taxonomy does not, so nothing stands in for it
        packages = tuple(zipped_packages(catalog, documents, scratch).values())
        roots = {url: parse_safely(path).getroot() for url in urls if (path := catalog.locate(url)) is not None}
        whole = EntryPoint(entries[0].name, urls, entries[0].version)
        _write_index(whole, roots, packages, scratch, key=key, sources=_names(sources), documents=documents)


def _write_index(
    entry: EntryPoint,
    roots: Mapping[str, etree._Element],
    packages: Sequence[Path],
    scratch: Path,
    *,
    key: str,
    sources: tuple[str, ...],
    documents: Documents,
) -> None:
    """Have Arelle load what an entry point brings in, and write the index into a folder `index`.

    Args:
        entry: the entry point.
        roots: the root elements of its documents, by their URLs.
        packages: zipped.
        scratch: a folder for what is written.
        key: the index's.
        sources: what the user calls what is read.
        documents: those of its set, and what was not found of them before Arelle looked.

    Raises:
        ArelleError: Arelle broke down, or took longer than it may for documents of their size.
        UnreadableInputError: it cannot be loaded as a taxonomy.
    """
    urls, folder, missing = entry.documents, scratch / "index", documents.missing
    if name := substitution_circle(documents.schemas.values()):  # in which Arelle would go round without end
        reason = f"the element {name} is its own substitution group, directly or by way of others"
        raise UnreadableInputError(f"{', '.join(urls)} cannot be loaded as a taxonomy: {reason}")
    folder.mkdir()
    start = urls[0] if len(urls) == 1 else _driver(urls, roots, scratch)
    names = [path_text(path.absolute()) for path in packages]
    try:
        answer: dict[str, Any] = warm_process().call(
            write_tables, start, names, path_text(folder), limits=_limits(documents)
        )
    except ArelleError as error:
        raise ArelleError(f"{', '.join(urls)} cannot be loaded as a taxonomy: {error}") from error
    if "formulas" not in answer:
        reasons = answer["messages"] or [f"{url} was not found" for url, _ in answer["missing"]]
        reason = answer.get("stumbled") or "; ".join(reasons) or "no reason given"
        raise UnreadableInputError(f"{', '.join(urls)} cannot be loaded as a taxonomy: {reason}")
    write_manifest(
        folder,
        key=key,
        name=entry.name,
        version=entry.version,
        entry_points=urls,
        entry_schemas=tuple(
            (url, root.get("targetNamespace", "")) for url, root in roots.items() if root.tag == _SCHEMA
        ),
        sources=sources,
        documents=tuple(url for url in answer["documents"] if not url.startswith(str(scratch))),
        missing=(*missing.items(), *_further(answer["missing"], missing)),
        **{name: answer[name] for name in ("messages", "formulas", "unresolved")},
    )


def _limits(documents: Documents) -> Limits:
    """Limit how long Arelle may load documents, by their size."""
    files = {*documents.schemas, *documents.trees, *documents.large}
    size = sum(path.stat().st_size for path in files if not is_specification(path))
    return Limits.for_size(size, LIMITS.megabytes or 0)


def _further(found: Sequence[tuple[str, str]], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what Arelle did not find, but for what is known to be missing: it may give no more than a file's name."""
    names = {url.rpartition("/")[2] for url in known}
    return [(url, referrer) for url, referrer in found if url.rpartition("/")[2] not in names]


def _driver(urls: Sequence[str], roots: Mapping[str, etree._Element], scratch: Path) -> str:
    """Write a schema that brings in several entry points, since Arelle begins with one."""
    for url in urls:
        if url not in roots or roots[url].tag not in {_SCHEMA, _LINKBASE}:
            raise UnreadableInputError(f"the entry point {url} is no schema or linkbase in the packages")
    places = {url: url if "://" in url else Path(url).absolute().as_uri() for url in urls}
    imports = [(root.get("targetNamespace", ""), places[url]) for url, root in roots.items() if root.tag == _SCHEMA]
    linkbases = [places[url] for url, root in roots.items() if root.tag == _LINKBASE]
    driver = scratch / "entry-points.xsd"
    driver.write_text(driver_schema("entry-points", imports, linkbases), encoding="utf-8")
    return str(driver)


def _faults(index: Index) -> list[Finding]:
    """Say what an index lacks."""
    manifest, findings = index.manifest, []
    source = Source(manifest.entry_points[0].rpartition("/")[2])
    for url, referrer in manifest.missing[:_MOST_TOLD]:
        by = f", to which {referrer} refers," if referrer else ""
        hint = "name the package that holds it, too, if what it defines is reported"
        findings.append(rules.DTS_MISSING.finding(f"{url}{by} was not found", source, hint))
    if more := len(manifest.missing) - _MOST_TOLD:
        findings += [rules.DTS_MISSING.finding(f"{more} more documents were not found", source)] if more > 0 else []
    if manifest.unresolved:
        reason = "lead to nothing that is there, or have a weight that is no decimal number"
        message = f"{manifest.unresolved:,} arcs {reason}; they are left out"
        findings.append(rules.DTS_UNRESOLVED.finding(message, source))
    findings += [rules.DTS_MESSAGE.finding(text, source) for text in manifest.messages[:_MOST_TOLD]]
    return findings
