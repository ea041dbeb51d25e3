"""Small workbooks: cells by their names, with formats; and parts of them that are replaced afterwards."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["STATEMENT", "Cells", "patch", "write_parts", "write_plain_workbook", "write_workbook"]

_Value: TypeAlias = "str | int | Decimal | bool"
Cells: TypeAlias = "Mapping[str, _Value | tuple[_Value, str]]"
#: The cells of a statement of two rows.
STATEMENT: Cells = {
    "B1": "2020",
    "C1": "2019",
    "A2": "Revenues",
    "B2": (1200, "#,##0"),
    "C2": (1000, "#,##0"),
    "A3": "Costs",
    "B3": (-900, "#,##0_);(#,##0)"),
    "C3": (-800, "#,##0_);(#,##0)"),
}


def write_workbook(
    path: Path, sheets: Mapping[str, Cells] | None = None, arrange: Callable[[Worksheet], None] | None = None
) -> Path:
    """Write a workbook with sheets of cells; `arrange` may merge or hide cells of the first one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, cells in (sheets or {"Statement": STATEMENT}).items():
        sheet = book.create_sheet(title)
        for name, value in cells.items():
            sheet[name].value, sheet[name].number_format = value if isinstance(value, tuple) else (value, "General")
    if arrange is not None:
        arrange(book.worksheets[0])
    book.save(path)
    return path


def patch(path: Path, part: str, *changes: tuple[str, str]) -> Path:
    """Replace texts in a part of a workbook; each must stand there."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, (old, text[:2000])
        text = text.replace(old, new)
    parts[part] = text.encode()
    return write_parts(path, parts)


def write_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write an archive of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


#: A workbook as other programs write it: with shared texts, and no styles.
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_plain_workbook(path: Path, rows: str, texts: str = "") -> Path:
    """Write a workbook of one sheet, S, from the XML of its rows and shared texts."""

    def relations(*targets: tuple[str, str]) -> bytes:
        each = (
            f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{at}"/>' for n, (kind, at) in enumerate(targets)
        )
        return f'<Relationships xmlns="{_RELATIONS}">{"".join(each)}</Relationships>'.encode()

    sheets = f'<sheets><sheet name="S" sheetId="1" r:id="r0" xmlns:r="{_OFFICE}"/></sheets>'
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}">{sheets}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "s.xml"), ("sharedStrings", "/xl/texts.xml")),
        "xl/s.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
        "xl/texts.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>'.encode(),
    }
    return write_parts(path, parts)
