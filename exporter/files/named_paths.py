"""The paths that somebody means who names many: by patterns, and by lists in text files."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.files.records import read_text
from exporter.files.stores import is_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["listed_names", "named_paths"]

#: How a list of paths ends.
_LIST_ENDING = ".txt"


def named_paths(names: Iterable[str]) -> list[Path]:
    """List the paths that are meant, each once, in order.

    Args:
        names: paths; patterns such as `filings/*.xml`, as a shell takes them; or lists, as `listed_names` takes them.
            What is there by its name is no pattern; a pattern that nothing fits is taken for a path, of which others
            will say that it is not there.

    Raises:
        UnreadableInputError: a list cannot be read.
    """
    return list(dict.fromkeys(path for name in listed_names(names) for path in _paths(name)))


def listed_names(names: Iterable[str]) -> Iterator[str]:
    """Put in the place of each list what it names.

    Args:
        names: paths, patterns and URLs; or text files (.txt) with one of these a line, relative to the file. Lines that
            begin with `#` do not count, and a list names no other list.

    Raises:
        UnreadableInputError: a list cannot be read.
    """
    for name in names:
        path = Path(name)
        if path.suffix != _LIST_ENDING or not path.is_file():
            yield name
            continue
        for line in filter(None, (line.strip() for line in read_text(path).splitlines())):
            if not line.startswith("#"):
                yield line if is_url(line) else str(path.parent / line)


def _paths(name: str) -> list[Path]:
    if Path(name).exists():
        return [Path(name)]
    return [Path(found) for found in sorted(glob.glob(name))] or [Path(name)]  # noqa: PTH207 - as the shell
