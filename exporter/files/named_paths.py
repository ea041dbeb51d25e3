"""The paths that somebody means who names many: by patterns, and by lists in text files."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.files.records import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["named_paths"]

#: How a list of paths ends.
_LIST_ENDING = ".txt"


def named_paths(names: Iterable[str]) -> list[Path]:
    """List the paths that are meant, each once, in order.

    Args:
        names: paths; patterns such as `filings/*.xml`, as a shell takes them; or text files (.txt) with one of these a
            line, relative to the file, where lines that begin with `#` do not count. What is there by its name is no
            pattern; a pattern that nothing fits is taken for a path, of which others will say that it is not there.

    Raises:
        UnreadableInputError: a list cannot be read.
    """
    return list(dict.fromkeys(path for name in names for path in _paths(name)))


def _paths(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.suffix == _LIST_ENDING and path.is_file():
        lines = (line.strip() for line in read_text(path).splitlines())
        for line in lines:
            if line and not line.startswith("#"):
                yield from _paths(str(path.parent / line))
    elif path.exists():
        yield path
    else:
        found = sorted(glob.glob(name))  # noqa: PTH207 - as the shell
        yield from map(Path, found or [name])
