"""The items of a batch: project folders, or one project for each row of a table of entities."""

from __future__ import annotations

import glob
import re
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NoReturn

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.named_paths import listed_names
from exporter.files.records import read_rows
from exporter.files.stores import Place, below, exists, is_url, listing, place, resolved
from exporter.project.report_toml import REPORT_TOML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Item", "entity_items", "project_items"]

#: What may name an item, and so a folder of the output.
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
#: What may name a column of a table of entities.
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: The column that names the items.
_ID_COLUMN = "id"
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One filing of a batch.

    Attributes:
        id: its name in the journal, and that of its output folder.
        project: the project folder, on this machine or in a store.
        values: what stands for each `${name}` in its report.toml.
    """

    id: str
    project: Place
    values: Mapping[str, str] = field(default_factory=dict)


def project_items(sources: Iterable[str]) -> list[Item]:
    """Find the project folders that are meant, each once, in order.

    Args:
        sources: project folders; folders that hold some; patterns such as `clients/*`; text files (.txt) with one of
            these a line, where lines that begin with `#` do not count. All but the last may be URLs of stores.

    Returns: an item for each; it is called by the folder's name, with those of folders above as far as needed.

    Raises:
        MisuseError: a source leads to no project, or an item's name could not name a folder.
        UnreadableInputError: a list cannot be read, or a store does not answer.
    """
    names = listed_names(sources)
    folders = list(dict.fromkeys(resolved(folder) for name in names for folder in _folders(name)))
    return [Item(name, folder) for name, folder in zip(_names(folders), folders, strict=True)]


def _folders(source: str) -> Iterator[Place]:
    path = place(source)
    if is_url(path):
        yield from _stored_projects(path)
        return
    path = Path(path)
    found = [path] if path.exists() else [Path(name) for name in sorted(glob.glob(source))]  # noqa: PTH207 - as the shell
    projects = [project for each in found for project in _projects(each)]
    yield from projects or _none(source)


def _none(source: str) -> NoReturn:
    hint = "name project folders, a folder that holds some, a pattern in quotes, or a .txt file that lists them"
    raise MisuseError(f"{source} leads to no project, which is a folder with {REPORT_TOML}; {hint}")


def _stored_projects(url: str) -> list[str]:
    """List a folder of a store, or those that a pattern means, if they are projects, or else those in them that are."""
    start, *parts = re.split(r"(?<![:/])/(?=[^/]*[*?\[])", url, maxsplit=1)
    pattern = PurePosixPath(*parts).parts
    paths = (PurePosixPath(name) for name in listing(start))
    found = {path.parent for path in paths if path.name == REPORT_TOML}
    meant = [folder for folder in found if _is_meant(folder, pattern)]
    meant += [folder for folder in found if _is_meant(folder.parent, pattern) and folder.parent not in found]
    return [f"{start}/{folder}" if folder.parts else start for folder in sorted(set(meant))] or _none(url)


def _is_meant(folder: PurePosixPath, pattern: Sequence[str]) -> bool:
    """Tell whether a pattern means a folder, part by part."""
    return len(folder.parts) == len(pattern) and all(map(fnmatchcase, folder.parts, pattern))


def _projects(folder: Path) -> list[Path]:
    """List the folder if it is a project, or those in it that are."""
    if (folder / REPORT_TOML).is_file():
        return [folder]
    children = sorted(folder.iterdir()) if folder.is_dir() else []
    return [child for child in children if (child / REPORT_TOML).is_file()]


def _parts(folder: Place) -> tuple[str, ...]:
    return tuple(part.strip("/") for part in folder.parts) if isinstance(folder, Path) else tuple(folder.split("/")[2:])


def _names(folders: Sequence[Place]) -> list[str]:
    """Name folders by the ends of their paths, as short as they are different."""
    names: dict[Place, str] = {}
    for length in range(1, max((len(_parts(folder)) for folder in folders), default=0) + 1):
        left = [folder for folder in folders if folder not in names]
        ends = {folder: "-".join(_parts(folder)[-length:]) for folder in left}
        counts = Counter([*ends.values(), *names.values()])
        names |= {folder: end for folder, end in ends.items() if counts[end] == 1}
    for folder, name in names.items():
        if not _ID.fullmatch(name):
            raise MisuseError(
                f"the project {folder} cannot name an output folder; use letters, digits, '.', '_' and '-'"
            )
    return [names[folder] for folder in folders]


def entity_items(project: Place, table: Path) -> list[Item]:
    """Make an item of a project for each row of a table of entities.

    Args:
        project: the project folder, whose report.toml says `${column}` where entities differ.
        table: a CSV file with a heading; the column `id` names the items, and each column gives the values of its name.

    Raises:
        MisuseError: the table has no column `id`, an id twice, or one that could name no folder; a column has no name
            that can be written as `${name}`; or a row has more or fewer cells than the heading.
        UnreadableInputError: the table cannot be read, or there is no such project.
    """
    if not _is_project(project):
        raise UnreadableInputError(f"{project} has no {REPORT_TOML}, so it is not a project")
    rows = [[cell.strip() for cell in row] for row in read_rows(table)]
    heading = rows[0] if rows else []
    if _ID_COLUMN not in heading:
        raise MisuseError(f"{table} has no column {_ID_COLUMN!r}, which names each entity's filing")
    faults = [
        *(f"the column {name!r} cannot be written as ${{name}}" for name in heading if not _COLUMN.fullmatch(name)),
        *(f"the column {name!r} is there twice" for name, count in Counter(heading).items() if count > 1),
        *_row_faults(rows, heading),
    ]
    if faults:
        more = f"; and {len(faults) - _MOST_TOLD:,} more" if len(faults) > _MOST_TOLD else ""
        raise MisuseError(f"{table}: {'; '.join(faults[:_MOST_TOLD])}{more}")
    records = [dict(zip(heading, row, strict=True)) for row in rows[1:] if any(row)]
    return [Item(record[_ID_COLUMN], resolved(project), record) for record in records]


def _is_project(folder: Place) -> bool:
    report = below(folder, REPORT_TOML)
    return exists(report) if is_url(report) else Path(report).is_file()


def _row_faults(rows: Sequence[Sequence[str]], heading: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with the rows; the heading is row 1."""
    place, earlier = heading.index(_ID_COLUMN), dict[str, int]()
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        if len(row) != len(heading):
            yield f"row {number} has {len(row)} cells, and the heading {len(heading)}"
            continue
        name = row[place]
        if not _ID.fullmatch(name):
            yield f"row {number} has the id {name!r}, which cannot name a folder; use letters, digits, '.', '_' and '-'"
        elif name.casefold() in earlier:  # some file systems know no difference
            yield f"row {number} has the id {name!r} of row {earlier[name.casefold()]} again"
        earlier.setdefault(name.casefold(), number)
