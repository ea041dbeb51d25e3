"""Workbooks of the Open XML formats (ECMA-376-1): their sheets, names, number formats and shared texts."""

from __future__ import annotations

import posixpath
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.files.zip_archive import open_archive
from exporter.findings.nearest import nearest
from exporter.workbooks.areas import Area, parse_area
from exporter.workbooks.number_formats import BUILT_IN_FORMATS, GENERAL, NumberFormat, parse_number_format

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Workbook", "WorkbookSheet", "local_name", "open_workbook", "plain_text"]

#: Old workbooks and encrypted ones begin so.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
#: The parts that are read whole may have so many bytes.
_MOST_BYTES = 256 * 1024**2
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: A reference of a defined name: a sheet, quoted where it has blanks, and an area of it.
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!(\$?[A-Za-z0-9$]+(?::[A-Za-z0-9$]+)?)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of cells: its name, its part in the archive, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool = False


class Workbook:
    """An open workbook."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Find the sheets of a workbook.

        Raises:
            UnreadableInputError: it is an archive of something else, or damaged.
        """
        self.path, self._archive = path, archive
        main = next(iter(self._related("", "officeDocument").values()), "")
        root = self._xml(main) if main else None
        if root is None or local_name(root) != "workbook":
            raise UnreadableInputError(f"{path} is an archive, and no workbook; save it as .xlsx")
        self._main, self._root = main, root
        worksheets = self._related(main, "worksheet")
        self.sheets = [
            WorkbookSheet(sheet.get("name", ""), worksheets[number], sheet.get("state", "visible") != "visible")
            for sheet in _children(root, "sheets", "sheet")
            if (number := _relation_of(sheet)) in worksheets
        ]

    @cached_property
    def has_1904_dates(self) -> bool:
        """Whether days are counted from 1904."""
        return any(each.get("date1904") in ("1", "true") for each in _children(self._root, "workbookPr"))

    @cached_property
    def has_iteration(self) -> bool:
        """Whether circular formulas are meant, and computed step by step."""
        return any(each.get("iterate") in ("1", "true") for each in _children(self._root, "calcPr"))

    @cached_property
    def formats(self) -> list[NumberFormat]:
        """The number formats of cells, by the numbers of their styles."""
        part = next(iter(self._related(self._main, "styles").values()), None)
        if part is None:
            return []
        root = self._xml(part)
        own = {each.get("numFmtId"): each.get("formatCode", "") for each in _children(root, "numFmts", "numFmt")}
        ids = [each.get("numFmtId", "0") for each in _children(root, "cellXfs", "xf")]
        codes = [own.get(each, BUILT_IN_FORMATS.get(int(each) if each.isdigit() else 0, GENERAL)) for each in ids]
        return [parse_number_format(code or GENERAL) for code in codes]

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells share, by their numbers; without what says how to pronounce them."""
        part = next(iter(self._related(self._main, "sharedStrings").values()), None)
        if part is None:
            return []
        with self.open_part(part) as stream:
            texts = []
            for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False):
                parent = element.getparent()
                if local_name(element) == "si" and parent is not None:
                    texts.append(plain_text(element))
                    parent.remove(element)
            return texts

    def sheet(self, name: str | None) -> WorkbookSheet:
        """Find a sheet by its name, or the only one that is not hidden.

        Raises:
            UnreadableInputError: there is none, or no only one.
        """
        visible = [sheet for sheet in self.sheets if not sheet.is_hidden]
        if name is None and len(visible) == 1:
            return visible[0]
        names = ", ".join(repr(sheet.name) for sheet in self.sheets)
        if name is None:
            example = visible[0].name if visible else "Balance sheet"
            advice = f"say which, beside file: sheet = {example!r}" if visible else "unhide the one that is meant"
            raise UnreadableInputError(f"{self.path} has the sheets {names}; {advice}")
        for sheet in self.sheets:
            if sheet.name.casefold() == name.strip().casefold():
                return sheet
        advice = nearest(name, [sheet.name for sheet in self.sheets]) or f"it has {names}"
        raise UnreadableInputError(f"{self.path} has no sheet {name!r}; {advice}")

    def named_area(self, name: str, sheet_name: str | None) -> tuple[WorkbookSheet, Area]:
        """Find what a range, a defined name or a table object stands for.

        Raises:
            UnreadableInputError: it is none of them, or stands for something else than one area of a sheet.
        """
        area = _area(name)
        if area is not None:
            return self.sheet(sheet_name), area
        names = {**self._tables(), **self._defined_names(sheet_name)}
        found = next((area for known, area in names.items() if known.casefold() == name.strip().casefold()), None)
        if found is None:
            advice = nearest(name, names) or f"write a range such as B4:F20, or one of {', '.join(names) or 'no names'}"
            raise UnreadableInputError(f"{self.path} has no range, name or table {name!r}; {advice}")
        match = _REFERENCE.fullmatch(found.strip())
        area = _area(match[3]) if match else None
        if match is None or area is None:
            raise UnreadableInputError(f"{self.path} has the name {name!r} for {found!r}, which is no area of a sheet")
        sheet = self.sheet(match[1].replace("''", "'") if match[1] else match[2])
        if sheet_name is not None and sheet.name.casefold() != sheet_name.strip().casefold():
            where = f"on the sheet {sheet.name!r}, and not on {sheet_name!r}"
            raise UnreadableInputError(f"{self.path} has {name!r} {where}")
        return sheet, area

    def _defined_names(self, sheet_name: str | None) -> dict[str, str]:
        """List the names of the workbook, and over them those of a sheet."""
        owners = {str(n): each.get("name") for n, each in enumerate(_children(self._root, "sheets", "sheet"))}
        of_workbook: dict[str, str] = {}
        of_sheets: dict[str, str] = {}
        for each in _children(self._root, "definedNames", "definedName"):
            name, owner = each.get("name", ""), owners.get(each.get("localSheetId", ""))
            if name.startswith("_xlnm."):
                continue  # such as the area to print
            if owner is None:
                of_workbook[name] = each.text or ""
            elif sheet_name in (None, owner):
                of_sheets[name] = each.text or ""
        return {**of_workbook, **of_sheets}

    def _tables(self) -> dict[str, str]:
        """List the table objects of all sheets."""
        tables: dict[str, str] = {}
        for sheet in self.sheets:
            for part in self._related(sheet.part, "table").values():
                root = self._xml(part)
                quoted = sheet.name.replace("'", "''")
                tables[root.get("displayName") or root.get("name") or ""] = f"'{quoted}'!{root.get('ref', '')}"
        return tables

    @contextmanager
    def open_part(self, part: str) -> Iterator[IO[bytes]]:
        """Open a part of the archive.

        Raises:
            UnreadableInputError: it is not there, or what is in it cannot be read.
        """
        try:
            with self._archive.open(part) as stream:
                yield stream
        except KeyError:
            raise UnreadableInputError(f"{self.path} is damaged: it has no part {part}") from None
        except etree.XMLSyntaxError as error:
            raise UnreadableInputError(f"{self.path} is damaged: {part}: {error.msg}") from error

    def _xml(self, part: str) -> etree._Element:
        with self.open_part(part) as stream:
            data = stream.read(_MOST_BYTES + 1)
            if len(data) > _MOST_BYTES:
                raise UnreadableInputError(f"{self.path}: {part} is larger than {_MOST_BYTES:,} bytes")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root: etree._Element = etree.fromstring(data, parser)
            if root.getroottree().docinfo.doctype:
                raise UnreadableInputError(f"{self.path}: {part} has a document type, which no workbook has")
            return root

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """List the parts that a part refers to, by the ids of the references; what lies elsewhere is never opened."""
        folder, _, name = part.rpartition("/")
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive.namelist():
            return {}
        return {
            each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).strip("/")
            for each in self._xml(relations).iter(_RELATION)
            if each.get("Type", "").rpartition("/")[2] == kind and each.get("TargetMode") != "External"
        }


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook.

    Raises:
        UnreadableInputError: it is encrypted, an old or other kind of workbook, damaged, or unpacks to too much.
    """
    with open_input(path) as stream:
        start = stream.read(8)
    if start.startswith(_COMPOUND_FILE):
        raise UnreadableInputError(
            f"{path} is encrypted, or a workbook of before 2007; save it as .xlsx, without a password"
        )
    with open_archive(path) as archive:
        yield Workbook(path, archive)


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, of which workbooks have two."""
    return str(element.tag).rpartition("}")[2]


def plain_text(element: etree._Element) -> str:
    """Join the runs of a text, without what says how to pronounce it."""
    parts = []
    for child in element:
        if local_name(child) == "t":
            parts.append(child.text or "")
        elif local_name(child) == "r":
            parts += [each.text or "" for each in child if local_name(each) == "t"]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Give the characters that a workbook writes by their numbers, such as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _area(text: str) -> Area | None:
    """Read an area; None for what is none."""
    try:
        return parse_area(text)
    except ValueError:
        return None


def _children(root: etree._Element, *names: str) -> list[etree._Element]:
    """Find elements by the names on the way to them, in whatever namespace."""
    found = [root]
    for name in names:
        found = [child for each in found for child in each.iterchildren(etree.Element) if local_name(child) == name]
    return found


def _relation_of(element: etree._Element) -> str:
    return next((value for key, value in element.items() if str(key).endswith("relationships}id")), "")
