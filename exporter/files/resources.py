"""Where the things lie that come with the package, and the specifications' schemas that come with arelle-release."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from functools import cache, lru_cache
from pathlib import Path

from exporter.errors import ExporterError

__all__ = [
    "bundled_folder",
    "is_specification",
    "specification_file",
    "specification_files",
    "specification_folder",
    "specification_url",
]

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled_folder(name: str) -> Path:
    """Find the folder `taxonomy` or `samples`.

    It lies inside an installed wheel, or beside the package in a checkout.
    """
    inside = _PACKAGE / "bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@cache
def specification_folder() -> Path:
    """Find the folder of arelle-release that holds the specifications' schemas.

    They lie there by scheme, host and path.

    Raises:
        ExporterError: arelle-release is not installed.
    """
    package = importlib.util.find_spec("arelle")  # looks for it without importing it
    if package is None or not package.submodule_search_locations:
        raise ExporterError("the package arelle-release is not installed; it holds the schemas of the specifications")
    return Path(package.submodule_search_locations[0]) / "resources" / "cache"


def specification_file(url: str) -> Path | None:
    """Find the local copy of a specification's schema; None if the URL is not that of one.

    The schemes are one to it, and so are `xbrl.org` and `www.xbrl.org`: both serve the same documents.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"http", "https"}:
        return None
    if rest.startswith("xbrl.org/"):
        rest = f"www.{rest}"
    root = specification_folder()
    for candidate in (root / scheme / rest, root / ("https" if scheme == "http" else "http") / rest):
        with contextlib.suppress(OSError, ValueError):  # a name that no file can have
            if ".." not in candidate.parts and candidate.is_file():
                return candidate
    return None


@cache
def specification_files() -> tuple[Path, ...]:
    """List the local copies of the specifications' schemas."""
    return tuple(sorted(specification_folder().rglob("*.xsd")))


def is_specification(file: Path) -> bool:
    """Tell the local copy of a specification's schema from other files."""
    return str(file).startswith(_specification_start())


@cache
def _specification_start() -> str:
    return f"{specification_folder()}{os.sep}"


@lru_cache(maxsize=1_000)  # a catalog may ask for each of them twenty thousand times
def specification_url(file: Path) -> str | None:
    """Give the URL of a specification's schema from its local copy; None for any other file."""
    if not is_specification(file):
        return None
    scheme, *rest = file.relative_to(specification_folder()).parts
    return f"{scheme}://{'/'.join(rest)}"
