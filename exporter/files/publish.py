"""Outputs appear whole or not at all: written beside, then renamed into place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MANIFEST", "check_replaceable", "published_file", "published_folder"]

#: Lists the files of an output folder, so that a later run knows that it may replace them.
MANIFEST = "manifest.json"


@contextmanager
def published_folder(destination: Path) -> Iterator[Path]:
    """Make a new folder to write into.

    When the block ends without an exception the folder takes the place of the destination. What is there already is
    replaced only if it is empty, or an earlier output that nobody has added files to.

    Raises:
        OutputError: the destination cannot be written, is a file, or holds files that an earlier run did not write.
    """
    destination = destination.resolve()  # what a link leads to is replaced, and not the link
    check_replaceable(destination)
    new_parents = [folder for folder in destination.absolute().parents if not folder.exists()]
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{destination.name}-", dir=destination.parent))
    except OSError as error:
        raise OutputError(f"{destination} cannot be written: {error.strerror}") from error
    try:
        yield staging
        files = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
        manifest = json.dumps({"files": [*files, MANIFEST]}, ensure_ascii=False, indent=2) + "\n"
        (staging / MANIFEST).write_text(manifest, encoding="utf-8")
        staging.chmod(0o755)
        _swap(staging, destination)
    except OSError as error:
        raise OutputError(f"{destination} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)  # published, it is not there any more
        for folder in new_parents:
            with suppress(OSError):  # those that hold the output now are not empty, and stay
                folder.rmdir()


@contextmanager
def published_file(destination: Path) -> Iterator[Path]:
    """Make a new file to write.

    When the block ends without an exception the file takes the place of the destination.

    Raises:
        OutputError: the destination cannot be written.
    """
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{destination.name}-", dir=destination.parent)
    except OSError as error:
        raise OutputError(f"{destination} cannot be written: {error.strerror}") from error
    os.close(handle)
    staging = Path(name)
    try:
        yield staging
        staging.chmod(0o644)
        staging.replace(destination)
    except OSError as error:
        raise OutputError(f"{destination} cannot be written: {error.strerror or error}") from error
    finally:
        staging.unlink(missing_ok=True)


def check_replaceable(destination: Path) -> None:
    """See that an output may take the place of a folder.

    It may if the folder is not there, is empty, or is an earlier output that nobody has added files to.

    Raises:
        OutputError: it may not.
    """
    if destination.exists() and not destination.is_dir():
        raise OutputError(f"{destination} is a file; name a folder for the output")
    if not destination.exists() or not any(destination.iterdir()):
        return
    try:
        earlier_files = set(json.loads((destination / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise OutputError(f"{destination} holds files that are no output of this tool; name another folder") from None
    files = {path.relative_to(destination).as_posix() for path in destination.rglob("*") if path.is_file()}
    if foreign_files := sorted(files - earlier_files):
        raise OutputError(
            f"{destination} holds {foreign_files[0]}, which is no output of this tool; move it, or name another"
        )


def _swap(staging: Path, destination: Path) -> None:
    """Put the new folder in the place of the old one.

    If that fails, the old one is put back.
    """
    old = None
    if destination.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{destination.name}-old-", dir=destination.parent))
        destination.replace(old / destination.name)
    try:
        staging.replace(destination)
    except OSError:
        if old:
            (old / destination.name).replace(destination)
            old.rmdir()
        raise
    if old:
        shutil.rmtree(old, ignore_errors=True)  # the new output is in place, whatever is left of the old one
