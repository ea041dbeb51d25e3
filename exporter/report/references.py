"""References from a file to other documents, and where they lead: as URLs, or relative to the file's folder."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urljoin

__all__ = ["Reference", "based", "is_relative", "located", "relocated"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PATH = re.compile(r"([^?#]*)(.*)", re.DOTALL)


class Reference(NamedTuple):
    """A reference from a file to another document.

    Attributes:
        element: the element that makes it, `schemaRef`, `linkbaseRef`, `roleRef` or `arcroleRef`.
        href: where it leads, as a URL or relative to the file (an `xml:base` is taken into account).
        role: the role or arcrole that is defined there, or the kind of the linkbase; None where it has none.
        arcrole: of a linkbaseRef.
    """

    element: str
    href: str
    role: str | None = None
    arcrole: str | None = None


def is_relative(href: str) -> bool:
    """Tell whether a reference starts from the folder of the file that makes it."""
    return bool(href) and not href.startswith(("/", "#")) and not _SCHEME.match(href)


def based(href: str, base: str) -> str:
    """Write a reference that starts from a base, itself perhaps relative, without the base (XML Base, 4.2)."""
    if not is_relative(href):
        return href
    if not is_relative(base):
        return urljoin(base, href)
    path, rest = _parts(href)
    folder = posixpath.dirname(_parts(base)[0])  # the base is that of a file, or ends in a slash
    return posixpath.normpath(posixpath.join(folder, path)) + rest


def located(href: str, source: Path) -> str:
    """Write a reference as a URL, whatever file makes it.

    Args:
        href: where it leads, as the file has it.
        source: the file.
    """
    return urljoin(_named(source).as_uri(), href) if is_relative(href) else href


def relocated(href: str, source: Path, folder: Path) -> str:
    """Write a reference so that it leads to the same place from another folder.

    Folders are compared as they are named, as whoever follows a reference does; links in their paths are not resolved.

    Args:
        href: where it leads, as a file has it.
        source: the file.
        folder: where the reference will be made from.
    """
    start, end = _named(source.parent), _named(folder)
    if start == end or not is_relative(href):
        return href
    try:
        steps = Path(os.path.relpath(start, end)).as_posix()
    except ValueError:  # another drive
        return located(href, source)
    path, rest = _parts(href)
    moved = posixpath.normpath(f"{quote(steps)}/{path or quote(source.name)}") + rest
    return moved if is_relative(moved) else f"./{moved}"


def _parts(href: str) -> tuple[str, str]:
    """Split a reference into its path, and query and fragment."""
    match = _PATH.fullmatch(href)
    assert match  # noqa: S101 - any text is a path and a rest
    return match[1], match[2]


def _named(path: Path) -> Path:
    """Give the whole path of a file as its name says, without `..`; links in it are not resolved."""
    return Path(os.path.normpath(path.absolute()))
