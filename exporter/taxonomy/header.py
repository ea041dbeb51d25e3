"""taxonomy.toml: what a taxonomy is called. Strictly checked, since it becomes names of files and of XML, and URLs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporter.errors import UnreadableInputError
from exporter.files.records import read_text
from exporter.findings.nearest import nearest
from exporter.report.names import RESERVED_PREFIXES, illegal_character, is_ncname
from exporter.taxonomy.filing_styles import PLAIN, STYLES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PublishedReference", "published_reference", "read_header"]


@dataclass(frozen=True, slots=True)
class PublishedReference:
    """Where a published taxonomy is to be found.

    Attributes:
        packages: paths of packages, of copies of web sites, or of schemas, below the project's folder.
        entry_points: URLs or paths where it begins, or the names that its package gives them; none for the only one.
    """

    packages: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()


_KEYS: dict[str, type] = {
    "name": str,
    "prefix": str,
    "namespace": str,
    "version": str,
    "title": dict,
    "languages": list,
    "publisher": str,
    "publisher_url": str,
}
_OPTIONAL_KEYS: dict[str, type | tuple[type, ...]] = {"base": (str, dict), "label_roles": dict, "style": str}
_TYPE_NAMES: dict[type | tuple[type, ...], str] = {
    str: "a text",
    dict: "a table",
    list: "a list",
    (str, dict): "a text, or a table with packages and entry_point",
}
_MOST_BYTES = 1024**2
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}(?:\.[A-Za-z0-9_-]{1,79})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_URL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")
#: Steps of a path that lead elsewhere, or nowhere.
_ODD_PATH = re.compile(r"/\.{1,2}(?:/|$)|[^:]//|%2[ef]", re.IGNORECASE)
#: Where the specifications have their namespaces and schemas.
_SPECIFICATIONS = re.compile(r"https?://(?:www\.)?(?:xbrl\.org|w3\.org)(?:/.*)?", re.IGNORECASE)


def read_header(folder: Path) -> dict[str, Any]:
    """Read and check taxonomy.toml in a folder.

    Returns: its keys, all but `base`, `label_roles` and `style` being there.

    Raises:
        UnreadableInputError: it cannot be read, is no TOML, or has a key or value that it cannot have.
    """
    path = folder / "taxonomy.toml"
    text = read_text(path, _MOST_BYTES, inside=folder)
    try:
        header = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, numbers of thousands of digits, or nested too deeply
        raise UnreadableInputError(f"{path} is not TOML: {error}") from error
    fault = _key_fault(header) or _name_fault(header) or _text_fault(header) or _role_fault(header)
    fault = fault or _style_fault(header)
    if fault is None and isinstance(header.get("base"), dict):
        header["base"], fault = published_reference(header["base"], "base")
    if fault:
        raise UnreadableInputError(f"{path}{fault}")
    return header


def published_reference(value: dict[str, Any], key: str) -> tuple[PublishedReference, str | None]:
    """Read where a published taxonomy is to be found: `{ packages = ["ifrs.zip"], entry_point = "http://…" }`.

    Args:
        value: the table.
        key: what it stands under, for what is said of it.

    Returns: the reference; and what is wrong with it, if anything.
    """
    packages, entry_point = value.get("packages", []), value.get("entry_point", [])
    entry_points = [entry_point] if isinstance(entry_point, str) else entry_point
    fault = None
    for name in value:
        if name not in {"packages", "entry_point"}:
            hint = nearest(name, ["packages", "entry_point"]) or "it has packages and entry_point"
            fault = fault or f": {key} has an unknown key {name!r}; {hint}"
    for name, texts in (("packages", packages), ("entry_point", entry_points)):
        if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
            what = "a list of paths" if name == "packages" else "a URL, or a list of URLs"
            fault = fault or f": {key}.{name} must be {what}"
    if not packages and not entry_points:
        fault = fault or f": {key} names neither packages nor an entry_point"
    return PublishedReference() if fault else PublishedReference(tuple(packages), tuple(entry_points)), fault


def _key_fault(header: dict[str, Any]) -> str | None:
    kinds: dict[str, type | tuple[type, ...]] = {**_KEYS, **_OPTIONAL_KEYS}
    for key in header:
        if key not in kinds:
            return f" has an unknown key {key!r}; {nearest(key, kinds) or 'remove it'}"
    for key, kind in kinds.items():
        if key not in header and key in _KEYS:
            return f" lacks the key {key!r}"
        if key in header and not isinstance(header[key], kind):
            return f": {key} must be {_TYPE_NAMES[kind]}"
    return None


def _name_fault(header: dict[str, Any]) -> str | None:
    """Find a name that would be no name of a file, a prefix or a URL."""
    if not _NAME.fullmatch(header["name"]):
        return (
            f": name {header['name']!r} cannot be a file name; use letters, digits, '.', '-' and '_', as in 'acme-2024'"
        )
    if header["prefix"] in RESERVED_PREFIXES:
        return f": prefix {header['prefix']!r} is that of a specification; choose another"
    if not is_ncname(header["prefix"]):
        return f": prefix {header['prefix']!r} cannot be one; use letters and digits, as in 'acme'"
    for key in ("namespace", "publisher_url"):
        if not _URL.fullmatch(header[key]) or _ODD_PATH.search(header[key]):
            return f": {key} {header[key]!r} is no URL such as 'http://example.com/acme/2024'"
    if header["namespace"].endswith("/") or _SPECIFICATIONS.fullmatch(header["namespace"]):
        reason = "it is that of a specification, or ends with '/'"
        return f": namespace {header['namespace']!r} cannot be a taxonomy's; {reason}"
    return None


def _text_fault(header: dict[str, Any]) -> str | None:
    languages = header["languages"]
    if not languages or not all(isinstance(tag, str) and _LANGUAGE.fullmatch(tag) for tag in languages):
        return f": languages must be a list of codes such as ['en', 'ja'], and is {languages!r}"
    if len({tag.lower() for tag in languages}) < len(languages):
        return f": languages has one twice: {languages!r}"
    for language, title in header["title"].items():
        if not isinstance(title, str) or not _LANGUAGE.fullmatch(language):
            return f": title must give a text for each language, and has {language!r} = {title!r}"
    texts = {key: header[key] for key in ("version", "publisher")} | header["title"]
    return next(
        (
            f": {key} has the character {character}"
            for key, text in texts.items()
            if (character := illegal_character(text))
        ),
        None,
    )


def _style_fault(header: dict[str, Any]) -> str | None:
    style = header.get("style", PLAIN.name)
    if style in STYLES:
        return None
    return f": style {style!r} is none; {nearest(style, STYLES) or 'known are ' + ', '.join(STYLES)}"


def _role_fault(header: dict[str, Any]) -> str | None:
    for name, uri in header.get("label_roles", {}).items():
        if not is_ncname(name) or not isinstance(uri, str) or not _URL.fullmatch(uri):
            return ": label_roles must give the URI of each role, such as x = 'http://example.com/role/x'"
    return None
