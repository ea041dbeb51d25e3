"""The same project with its figures elsewhere: in a workbook, in another encoding, or by other marks."""

from __future__ import annotations

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.cell.cell import Cell

__all__ = ["as_workbook", "rewritten", "with_german_marks"]

_LONGEST_TITLE = 31
#: A figure as it is printed: what is negative about it, its digits, and whether it is a percentage.
_FIGURE = re.compile(
    r"(?P<open>[(▲△-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<places>\.[0-9]+)?(?P<end>%?\)?%?)"
)


def _files(project: Path) -> list[tuple[PurePosixPath, tuple[int, ...]]]:
    """The files of a project's tables, and their heading rows."""
    tables = tomllib.loads((project / "report.toml").read_text(encoding="utf-8"))["tables"]
    files = [file for table in tables.values() for file in table["files"]]
    return [(PurePosixPath(file["file"]), tuple(file.get("heading_rows", [1]))) for file in files]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def as_workbook(project: Path, name: str) -> dict[str, str]:
    """Put the files of a project's tables on the sheets of a workbook, with number formats for how they are printed.

    Returns: for each file the name of its source: `line-items/operations.en.csv` becomes `all.xlsx!operations.en`.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    report = project / "report.toml"
    text = report.read_text(encoding="utf-8")
    sources = {}
    for index, (file, heading_rows) in enumerate(_files(project), 1):
        title = f"{index} {file.stem}"[:_LONGEST_TITLE]
        sheet = book.create_sheet(title)
        for number, row in enumerate(_rows(project / file), 1):
            for column, cell in enumerate(row, 1):
                if cell:
                    _write(sheet.cell(number, column), cell, is_text=number <= heading_rows[-1] or column == 1)
        text = _declared(text, file, f'sheet = "{title}"').replace(f'file = "{file}"', f'file = "{name}"')
        sources[str(file)] = f"{name}!{title}"
        (project / file).unlink()
    book.save(project / name)
    report.write_text(text, encoding="utf-8")
    return sources


def _declared(text: str, file: PurePosixPath, line: str) -> str:
    """Declare something of a file in report.toml, which says of it one thing a line, or all in one."""
    separators = {f'file = "{file}",': ", ", f'file = "{file}" }}': ", ", f'file = "{file}"\n': "\n"}
    (separator,) = {mark for named, mark in separators.items() if named in text}
    return text.replace(f'file = "{file}"', f'file = "{file}"{separator}{line}')


def _write(cell: Cell, printed: str, *, is_text: bool) -> None:
    """Write a figure as the number that it says, with a format that shows it as it is printed."""
    figure = None if is_text else _FIGURE.fullmatch(printed)
    if figure is None or re.match("0[0-9]", figure["digits"]):
        cell.value = printed
        cell.number_format = numbers.FORMAT_TEXT
        return
    value = Decimal(figure["digits"].replace(",", "") + (figure["places"] or ""))
    value = value.scaleb(-2) if "%" in figure["end"] else value
    digits = ("#,##0" if "," in figure["digits"] else "0") + re.sub("[0-9]", "0", figure["places"] or "")
    mark = {"(": "(", "▲": '"▲"', "△": '"△"', "-": "-"}.get(figure["open"], "")
    cell.value = -value if mark else value
    cell.number_format = (
        f"{digits}{figure['end']};{mark}{digits}{figure['end']}" if mark else f"{digits}{figure['end']}"
    )


def rewritten(
    project: Path, declaration: str, write: Callable[[Path, list[list[str]], tuple[int, ...]], str | None]
) -> None:
    """Write the files of a project's tables anew, and declare how: before all else, and what `write` says of a file."""
    report = project / "report.toml"
    text = report.read_text(encoding="utf-8")
    for file, heading_rows in _files(project):
        line = write(project / file, _rows(project / file), heading_rows)
        text = _declared(text, file, line) if line else text
    report.write_text(f"{declaration}\n{text}", encoding="utf-8")


def with_german_marks(printed: str) -> str:
    """Print a figure with a decimal comma and with points between groups; other texts stay."""
    if not _FIGURE.fullmatch(printed):
        return printed
    return printed.translate(str.maketrans(",.", ".,"))
