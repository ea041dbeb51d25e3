"""Files that report.toml names, which lie in the project folder."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from exporter.findings.nearest import nearest
from exporter.project import rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from exporter.project.toml_reader import TomlReader

__all__ = ["file_inside"]

_MOST_PROPOSALS = 1000


def file_inside(
    reader: TomlReader,
    folder: Path,
    relative: str,
    path: tuple[str, ...],
    endings: Collection[str],
    *,
    needed: bool = True,
) -> Path:
    """Find a file that report.toml names; one that is missing or outside the folder is a finding of its reader.

    Args:
        reader: of report.toml.
        folder: the project's, resolved.
        relative: the name.
        path: the keys that lead to the name.
        endings: of the files to propose in place of one that is missing.
        needed: whether the file must be there.

    Returns: its path, resolved as far as it can be.
    """
    named = folder / relative
    try:
        resolved = named.resolve()
    except (OSError, RuntimeError):
        reader.fault(rules.PROJECT_MISSING_FILE, f"{relative!r} is a link that leads in a circle", path)
        return named
    if not resolved.is_relative_to(folder):
        reader.fault(rules.PROJECT_OUTSIDE_PATH, f"{relative!r} leads out of the project folder", path)
    elif needed and relative and not resolved.is_file():
        hint = "write / between folders" if "\\" in relative else None
        files = (file for file in folder.rglob("*") if file.suffix.lower() in endings)
        names = [file.relative_to(folder).as_posix() for file in islice(files, _MOST_PROPOSALS)]
        message = f"there is no file {relative!r}"
        reader.fault(rules.PROJECT_MISSING_FILE, message, path, nearest(relative, names) or hint)
    return resolved
