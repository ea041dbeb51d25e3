"""Where indexes of taxonomies are kept: a folder of the user's, in which each lies under the hash of what was read."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from exporter.dts.index import INDEX, Index, IndexDamagedError, open_index
from exporter.errors import MisuseError, OutputError
from exporter.files.temporary import remove_leftovers, temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CACHE_VARIABLE", "FILINGS", "cache_folder", "keep", "kept", "kept_under", "remove"]

#: The variable that says where indexes are kept.
CACHE_VARIABLE = "EXPORTER_CACHE"
_STAGING = ".new-"
#: Means what was read for filings, and not for its own sake.
FILINGS = "filings"


def cache_folder(given: Path | None = None) -> Path:
    """Say where indexes are kept: in the folder given, in that of the variable, or where the system has such things."""
    variable = os.environ.get(CACHE_VARIABLE)
    return given or (Path(variable) if variable else platformdirs.user_cache_path("exporter") / "taxonomies")


def kept(cache: Path) -> Iterator[Index | IndexDamagedError]:
    """Yield the indexes in a cache, and why one of them cannot be used."""
    for folder in _folders(cache):
        if folder.name.startswith("."):
            continue
        try:
            yield open_index(folder)
        except IndexDamagedError as error:
            yield error


def _folders(cache: Path) -> list[Path]:
    """List the folders that hold an index; none where the cache is no folder, or none that can be read."""
    try:
        return sorted(file.parent for file in cache.glob(f"*/{INDEX}")) if cache.is_dir() else []
    except OSError:  # too long a name
        return []


def kept_under(cache: Path, key: str) -> Index | None:
    """Open the index that is kept under a key; None if there is none.

    Raises:
        IndexDamagedError: it is of another version of ours, cut off, or changed.
    """
    is_kept = os.path.isfile(cache / key / INDEX)  # noqa: PTH113 - which raises nothing, whatever the cache is
    return open_index(cache / key) if is_kept else None


def keep(cache: Path, key: str, write: Callable[[Path], None]) -> Index:
    """Write an index and keep it.

    Where another process keeps the same one meanwhile, that is used. What lies there damaged is replaced.

    Args:
        cache: the folder; it is made if it is not there.
        key: under which the index is kept.
        write: writes its files into an empty folder.

    Raises:
        OSError: the cache cannot be written.
    """
    cache.mkdir(parents=True, exist_ok=True)
    remove_leftovers(cache, _STAGING)
    with temporary_folder(cache, _STAGING) as staging:
        write(staging)
        for _ in range(2):
            try:
                staging.rename(cache / key)
                break
            except OSError:
                if not (cache / key).is_dir():
                    raise
            with contextlib.suppress(IndexDamagedError):
                return open_index(cache / key)
            shutil.rmtree(cache / key)
    return open_index(cache / key)


def remove(cache: Path, name: str) -> list[Path]:
    """Remove what is kept under a name, or under the beginning of a key.

    Everything is meant by `all`, and by `filings` whatever was read for a filing.

    Returns: the folders that are gone.

    Raises:
        MisuseError: there is no such index.
        OutputError: one cannot be removed.
    """
    folders = []
    for folder in _folders(cache):
        try:
            manifest = open_index(folder).manifest
            is_meant = manifest.is_called(name) or (name == FILINGS and not manifest.sources)
        except IndexDamagedError:
            is_meant = folder.name.startswith(name)
        folders += [folder] if name == "all" or is_meant else []
    if not folders:
        raise MisuseError(f"{cache} keeps no taxonomy {name!r}; `exporter taxonomy list` lists what it keeps")
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise OutputError(f"{folder} cannot be removed: {error.strerror or error}") from error
    return folders
