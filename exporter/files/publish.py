"""Outputs appear whole or not at all: written beside, then renamed into place."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import OutputError, UnreadableInputError
from exporter.files.inputs import read_input
from exporter.files.temporary import remove_leftovers, temporary_file, temporary_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MANIFEST", "check_replaceable", "published_file", "published_files", "published_folder"]

#: Lists the files of an output folder, so that a later run knows that it may replace them.
MANIFEST = "manifest.json"
_MAX_MANIFEST = 16 * 1024**2


@contextmanager
def published_folder(destination: Path) -> Iterator[Path]:
    """Make a new folder to write into.

    When the block ends without an exception the folder takes the place of the destination. What is there already is
    replaced only if it is empty, or an earlier output that nobody has added files to.

    Raises:
        OutputError: the destination cannot be written, is a file, or holds files that an earlier run did not write.
    """
    destination = _resolved(destination)  # what a link leads to is replaced, and not the link
    prefix = f".{destination.name}-"
    new_parents = [folder for folder in destination.absolute().parents if not folder.exists()]
    with contextlib.ExitStack() as stack:
        try:
            _restore(destination)
            check_replaceable(destination)
            destination.parent.mkdir(parents=True, exist_ok=True)
            stack.callback(_remove_empty, new_parents)
            remove_leftovers(destination.parent, prefix)
            staging = stack.enter_context(temporary_folder(destination.parent, prefix))
        except OSError as error:
            raise OutputError(f"{destination} cannot be written: {error.strerror}") from error
        try:
            yield staging
            files = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
            manifest = json.dumps({"files": [*files, MANIFEST]}, ensure_ascii=False, indent=2) + "\n"
            (staging / MANIFEST).write_text(manifest, encoding="utf-8")
            _swap(staging, destination)
        except OSError as error:
            raise OutputError(_cause(error, staging, destination)) from error


def _resolved(destination: Path) -> Path:
    """Follow the links to an output.

    Raises:
        OutputError: they lead in a circle, or no file can have such a path.
    """
    try:
        return destination.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"{destination} cannot be written: its path leads nowhere") from error


@contextmanager
def published_file(destination: Path) -> Iterator[Path]:
    """Make a new file to write.

    When the block ends without an exception the file takes the place of the destination.

    Raises:
        OutputError: the destination cannot be written.
    """
    prefix = f".{destination.name}-"
    with contextlib.ExitStack() as stack:
        try:
            destination.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(destination.parent, prefix)
            staging = stack.enter_context(temporary_file(destination.parent, prefix))
        except OSError as error:
            raise OutputError(f"{destination} cannot be written: {error.strerror}") from error
        try:
            yield staging
            staging.replace(destination)
        except OSError as error:
            raise OutputError(_cause(error, staging, destination)) from error


@contextmanager
def published_files(destination: Path) -> Iterator[Path]:
    """Make a new file to write, and others beside it that it refers to.

    When the block ends without an exception the files take their places, the others first. An earlier file of the name
    is gone before, so that it is never there with others than its own.

    Yields:
        The file to write, in a folder of its own, in which the others are to be written, too.

    Raises:
        OutputError: one cannot be written, or would take the place of a file that no earlier one of the name is beside.
    """
    prefix = f".{destination.name}-"
    with contextlib.ExitStack() as stack:
        try:
            destination.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(destination.parent, prefix)
            staging = stack.enter_context(temporary_folder(destination.parent, prefix))
        except OSError as error:
            raise OutputError(f"{destination} cannot be written: {error.strerror}") from error
        try:
            yield staging / destination.name
            others = sorted(path for path in staging.iterdir() if path.name != destination.name)
            is_earlier_output = destination.exists()
            for path in others:
                if destination.with_name(path.name).exists() and not is_earlier_output:
                    raise OutputError(f"{destination.with_name(path.name)} is there already; move it, or name another")
            destination.unlink(missing_ok=True)
            for path in (*others, staging / destination.name):
                path.replace(destination.with_name(path.name))
        except OSError as error:
            raise OutputError(_cause(error, staging, destination)) from error


def _cause(error: OSError, staging: Path, destination: Path) -> str:
    """Say what could not be done: with the output, or with another file on the way to it."""
    reason = error.strerror or str(error)
    is_elsewhere = error.filename is not None and not str(error.filename).startswith(
        (str(staging), str(destination), staging.name)
    )
    where = f"{error.filename}: {reason}" if is_elsewhere else reason
    return f"{destination} cannot be written: {where}"


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
    earlier_files = _listed_files(destination)
    if earlier_files is None:
        raise OutputError(f"{destination} holds files that are no output of this tool; name another folder")
    for folder in filter(Path.is_dir, destination.iterdir()):  # an output of its own, made of the files beside it
        earlier_files |= {f"{folder.name}/{name}" for name in _listed_files(folder) or ()}
    if foreign := sorted(_entries(destination) - earlier_files):
        raise OutputError(
            f"{destination} holds {foreign[0]}, which is no output of this tool; move it, or name another"
        )


def _listed_files(folder: Path) -> set[str] | None:
    """Read which files an output folder is made of; None if it is none."""
    try:
        return set(json.loads(read_input(folder / MANIFEST, _MAX_MANIFEST, folder))["files"])
    except (UnreadableInputError, ValueError, KeyError, TypeError):
        return None


def _entries(folder: Path) -> set[str]:
    """List what lies in a folder: its files by their paths, and with a slash at the end whatever else there is.

    Folders with something in them are not listed. A link, a pipe and an empty folder are something else.
    """
    entries = set()
    for parent, folders, files in os.walk(folder):  # which follows no links
        for name in (*folders, *files):
            path = Path(parent, name)
            is_file = path.is_file() and not path.is_symlink()
            is_filled = path.is_dir() and not path.is_symlink() and any(path.iterdir())
            if not is_filled:
                entries.add(path.relative_to(folder).as_posix() + ("" if is_file else "/"))
    return entries


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):  # those that hold the output now are not empty, and stay
            folder.rmdir()


def _swap(staging: Path, destination: Path) -> None:
    """Put the new folder in the place of the old one, which is removed with the staging folder's name.

    Where the system cannot exchange two folders at once, the old one is moved away first; if that is as far as it
    comes, it is put back, at the latest by the next run.
    """
    if not destination.exists():
        staging.replace(destination)
        return
    if _exchange(staging, destination):
        return
    old = _old_name(destination)
    destination.replace(old)
    try:
        staging.replace(destination)
    except OSError:
        old.replace(destination)
        raise
    shutil.rmtree(old, ignore_errors=True)  # the new output is in place, whatever is left of the old one


def _old_name(destination: Path) -> Path:
    """Name the folder that the old output is while the new one takes its place."""
    return destination.with_name(f".{destination.name}-old")


def _restore(destination: Path) -> None:
    """Put back an old output that a killed run has moved away; or remove it, if there is a new one."""
    old = _old_name(destination)
    if old.is_dir() and not old.is_symlink():
        if destination.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.replace(destination)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at once, where the system can (Linux, renameat2); tell whether it did."""
    at_working_folder, exchange = -100, 2
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(rename(at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), exchange) == 0)
    except (AttributeError, OSError, TypeError):
        return False
