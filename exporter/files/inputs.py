"""The one place that opens input: regular files alone, inside the folder that they belong to, of bounded size."""

from __future__ import annotations

import errno
import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

from exporter.errors import UnreadableInputError

__all__ = ["followed", "open_input", "path_text", "read_input", "refuse_special_files"]


def open_input(path: Path, most: int | None = None, inside: Path | None = None) -> BinaryIO:
    """Open a file to read its bytes.

    Args:
        path: the file.
        most: the bytes that it may have; None where whoever reads bounds it.
        inside: the folder that it must lie in, whatever links lead to it; None where it may lie anywhere.

    Raises:
        UnreadableInputError: it is missing, too large or outside, cannot be read, or is a folder, a pipe, a device or
            anything else that is no regular file.
    """
    try:
        if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
            raise UnreadableInputError(f"{path} leads out of {inside}; put the file itself there")
        # A pipe without a writer must not be waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, RuntimeError, ValueError) as error:  # a circle of links, a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else "its path leads nowhere"
        raise UnreadableInputError(f"{path} cannot be read: {reason}") from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise UnreadableInputError(
            f"{path} is a {'directory' if stat.S_ISDIR(mode) else 'pipe or device'}, and no file"
        )
    stream = os.fdopen(descriptor, "rb")
    size = os.fstat(descriptor).st_size
    if most is not None and size > most:
        stream.close()
        raise UnreadableInputError(f"{path} is larger than {most:,} bytes")
    return stream


def read_input(path: Path, most: int, inside: Path | None = None) -> bytes:
    """Read the bytes of a file; see `open_input` for arguments and errors."""
    with open_input(path, most, inside) as stream:
        try:
            data = stream.read(most + 1)
        except OSError as error:
            raise UnreadableInputError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > most:  # it grew
        raise UnreadableInputError(f"{path} is larger than {most:,} bytes")
    return data


def followed(path: Path) -> Path:
    """Give the absolute path to which links lead; in a circle of links one of these, for whoever opens it to refuse."""
    return Path(os.path.realpath(path))


def path_text(path: Path) -> str:
    """Give a path to those for whom the names of files are UTF-8, whatever the locale of this process says.

    Raises:
        UnreadableInputError: it is no UTF-8.
    """
    try:
        return os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"{path} cannot be read: its name is not UTF-8; rename it") from error


@cache
def refuse_special_files() -> None:
    """Have nothing in this process open a pipe or a device by its path from now on, but for the null device.

    Code of others opens whatever a document names: it would wait for a pipe, and read a device without end.
    """
    sys.addaudithook(_refuse_special_file)


def _refuse_special_file(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], str | bytes) or arguments[0] == os.devnull:
        return
    try:
        mode = os.stat(arguments[0]).st_mode  # noqa: PTH116 - a path may be bytes
    except (OSError, ValueError):  # whoever opens it will see for himself
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or device, and no file", os.fsdecode(arguments[0]))
