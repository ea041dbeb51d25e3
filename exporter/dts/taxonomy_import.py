"""Imports a taxonomy: has Arelle load it, once, and keeps its index; afterwards the index is opened."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.arelle.process import warm_process
from exporter.arelle.taxonomy_tables import write_tables
from exporter.dts import rules
from exporter.dts.cache import CACHE_VARIABLE, cache_folder, keep, kept_under
from exporter.dts.catalog import Catalog, parse_safely
from exporter.dts.discovery import load_documents
from exporter.dts.documents import driver_schema
from exporter.dts.index import FORMAT, Index, IndexDamagedError, open_index, write_manifest
from exporter.dts.sources import chosen_entry_points, fingerprint, is_schema
from exporter.dts.zipped_packages import zipped_packages
from exporter.errors import UnreadableInputError
from exporter.files.inputs import path_text
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Source
from exporter.report.names import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from exporter.findings.findings import Finding

__all__ = ["import_taxonomy"]

_MOST_TOLD = 20
_SCHEMA = f"{{{XSD}}}schema"


def import_taxonomy(
    sources: Sequence[Path], entry_points: Sequence[str] = (), *, cache: Path | None = None
) -> tuple[Index, list[Finding]]:
    """Open the index of a taxonomy; where none is kept, have Arelle load the taxonomy and keep one.

    Args:
        sources: taxonomy packages (archives or folders), copies of web sites by host and path, or schemas.
        entry_points: the URLs or paths where it begins, or the names that its package gives them; none for the only
            one there is.
        cache: where indexes are kept; by default `cache_folder()`.

    Returns: the index; and a finding for whatever was not found, or kept the index from being used or kept.

    Raises:
        UnreadableInputError: a source is missing, unsafe or no taxonomy; an entry point is in none of them; or they
            changed while they were read.
        MisuseError: no entry point is named, and there are several or none.
        ArelleError: Arelle broke down or ran out of time.
    """
    sources, cache = [source.resolve() for source in sources], cache_folder(cache)
    print_of_sources = fingerprint(sources)
    key = _key(print_of_sources, entry_points)
    findings: list[Finding] = []
    try:
        index = kept_under(cache, key)
    except IndexDamagedError as error:
        index = None
        findings.append(rules.DTS_REBUILT.finding(f"{error}; it was made anew"))
    if index is None:
        with scratch_folder() as scratch:
            _load(sources, entry_points, key, scratch)
            if fingerprint(sources) != print_of_sources:
                names = ", ".join(map(str, sources))
                raise UnreadableInputError(f"{names} changed while it was read; do that again once nobody writes there")
            index, new_findings = _kept(cache, key, scratch / "index")
            findings += new_findings
    return index, [*findings, *_faults(index)]


def _key(print_of_sources: str, entry_points: Sequence[str]) -> str:
    content = json.dumps([FORMAT, print_of_sources, list(entry_points)])
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
        files = [Path(path) for entry in entries for path in entry.documents if "://" not in path]
        documents = load_documents(files, catalog)
        urls = tuple(document for entry in entries for document in entry.documents)
        packages = zipped_packages(catalog, documents, scratch)
        folder = scratch / "index"
        folder.mkdir()
        roots = {url: parse_safely(path).getroot() for url in urls if (path := catalog.locate(url)) is not None}
        start = urls[0] if len(urls) == 1 else _driver(urls, roots, scratch)
        names = [path_text(path.absolute()) for path in packages.values()]
        answer: dict[str, Any] = warm_process().call(write_tables, start, names, path_text(folder))
    if "formulas" not in answer:
        reason = "; ".join(answer["messages"] or [url for url, _ in answer["missing"]]) or "no reason given"
        raise UnreadableInputError(f"{', '.join(urls)} cannot be loaded as a taxonomy: {reason}")
    write_manifest(
        folder,
        key=key,
        name=entries[0].name,
        version=entries[0].version,
        entry_points=urls,
        entry_schemas=tuple(
            (url, root.get("targetNamespace", "")) for url, root in roots.items() if root.tag == _SCHEMA
        ),
        sources=tuple(map(str, sources)),
        documents=tuple(url for url in answer["documents"] if not url.startswith(str(scratch))),
        **{name: answer[name] for name in ("missing", "messages", "formulas", "unresolved")},
    )


def _driver(urls: Sequence[str], roots: Mapping[str, etree._Element], scratch: Path) -> str:
    """Write a schema that brings in several entry points, since Arelle begins with one."""
    for url in urls:
        if url not in roots or roots[url].tag != _SCHEMA:
            raise UnreadableInputError(f"the entry point {url} is no schema in the packages; of several, all must be")
    imports = [(root.get("targetNamespace", ""), url) for url, root in roots.items()]
    driver = scratch / "entry-points.xsd"
    driver.write_text(driver_schema("entry-points", imports), encoding="utf-8")
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
        message = f"{manifest.unresolved:,} arcs lead to nothing that is there, and are left out"
        findings.append(rules.DTS_UNRESOLVED.finding(message, source))
    findings += [rules.DTS_MESSAGE.finding(text, source) for text in manifest.messages[:_MOST_TOLD]]
    return findings
