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
from exporter.workbooks.part_reading import LONGEST_TEXT, MOST_CHARACTERS, PartHandler, quoted, read_part, unescaped

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Workbook", "WorkbookSheet", "open_workbook"]

#: Old workbooks and encrypted ones begin so.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
#: The parts that are read whole may have so many bytes, and elements and attributes together.
_MOST_BYTES, _MOST_NODES = 64 * 1024**2, 2_000_000
#: So many characters a sheet's name may have, and so many names are listed.
_LONGEST_NAME, _MOST_NAMED = 255, 10
#: So many texts the cells of a workbook may share.
_MOST_TEXTS = 10_000_000
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: A reference of a defined name: a sheet, quoted where it has blanks, and an area of it.
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!(\$?[A-Za-z0-9$]+(?::[A-Za-z0-9$]+)?)")


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
        if root is None or _local_name(root) != "workbook":
            raise UnreadableInputError(f"{path} is an archive, and no workbook; save it as .xlsx")
        self._main, self._root = main, root
        worksheets = self._related(main, "worksheet")
        sheets = [(sheet, _relation_of(sheet)) for sheet in _children(root, "sheets", "sheet")]
        self.sheets = [
            WorkbookSheet(sheet.get("name", ""), worksheets[number], sheet.get("state", "visible") != "visible")
            for sheet, number in sheets
            if number in worksheets
        ]
        #: The names of sheets that have no cells, such as those of charts.
        self._without_cells = [sheet.get("name", "") for sheet, number in sheets if number not in worksheets]
        if any(len(sheet.get("name", "")) > _LONGEST_NAME for sheet, _ in sheets):
            raise UnreadableInputError(f"{path} has a sheet whose name has more than {_LONGEST_NAME} characters")

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
        codes = [own.get(each, BUILT_IN_FORMATS.get(_number(each), GENERAL)) for each in ids]
        return [parse_number_format(code or GENERAL) for code in codes]

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells share, by their numbers; without what says how to pronounce them."""
        part = next(iter(self._related(self._main, "sharedStrings").values()), None)
        if part is None:
            return []
        handler = _TextHandler()
        with self.open_part(part) as stream:
            for _ in read_part(stream, handler):
                pass
        return handler.texts

    def sheet(self, name: str | None) -> WorkbookSheet:
        """Find a sheet by its name, or the only one that is not hidden.

        Raises:
            UnreadableInputError: there is none, or no only one.
        """
        visible = [sheet for sheet in self.sheets if not sheet.is_hidden]
        if name is None and len(visible) == 1:
            return visible[0]
        names = _listed(sheet.name for sheet in self.sheets)
        if name is None:
            example = visible[0].name if visible else "Balance sheet"
            advice = f"say which, beside file: sheet = {example!r}" if visible else "unhide the one that is meant"
            raise UnreadableInputError(f"{self.path} has the sheets {names}; {advice}")
        for sheet in self.sheets:
            if sheet.name.casefold() == name.strip().casefold():
                return sheet
        if name in self._without_cells:
            raise UnreadableInputError(
                f"{self.path}: {name!r} is a sheet without cells, such as a chart; it has {names}"
            )
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
            advice = nearest(name, names) or f"write a range such as B4:F20, or one of {_listed(names)}"
            raise UnreadableInputError(f"{self.path} has no range, name or table {name!r}; {advice}")
        match = _REFERENCE.fullmatch(found.strip())
        area = _area(match[3]) if match else None
        if match is None or area is None:
            what = quoted(found)
            raise UnreadableInputError(f"{self.path} has the name {name!r} for {what}, which is no area of a sheet")
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
            raise UnreadableInputError(f"{self.path} is damaged: it has no part {quoted(part)}") from None
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = error.msg if isinstance(error, etree.XMLSyntaxError) else error
            raise UnreadableInputError(f"{self.path} is damaged: {part}: {reason}") from error

    def _xml(self, part: str) -> etree._Element:
        with self.open_part(part) as stream:
            data = stream.read(_MOST_BYTES + 1)
            if len(data) > _MOST_BYTES:
                raise UnreadableInputError(f"{self.path}: {part} is larger than {_MOST_BYTES:,} bytes")
            if data.count(b"<") + data.count(b"=") > _MOST_NODES:
                raise UnreadableInputError(f"{self.path}: {part} has more elements than any program can show")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
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


class _TextHandler(PartHandler):
    """Collects shared texts: their runs, without what says how to pronounce them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._characters = 0
        self._is_text = self._is_pronunciation = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = self.local_name(tag)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_pronunciation = True
        elif name == "t":
            self._is_text = not self._is_pronunciation

    def text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)
            self._characters += len(text)
            if self._characters > MOST_CHARACTERS:
                raise ValueError(f"it has more than {MOST_CHARACTERS:,} characters")

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "si":
            text = "".join(self._parts)
            if len(text) > LONGEST_TEXT:
                raise ValueError(f"a text has more than {LONGEST_TEXT:,} characters")
            self.texts.append(unescaped(text))
            if len(self.texts) > _MOST_TEXTS:
                raise ValueError(f"it has more than {_MOST_TEXTS:,} texts")
        elif name == "rPh":
            self._is_pronunciation = False
        elif name == "t":
            self._is_text = False


def _local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, of which workbooks have two."""
    return str(element.tag).rpartition("}")[2]


def _listed(names: Iterable[str]) -> str:
    """List names, or the first of many."""
    each = [repr(name) for name in names]
    others = f" and {len(each) - _MOST_NAMED:,} others" if len(each) > _MOST_NAMED else ""
    return ", ".join(each[:_MOST_NAMED]) + others or "none"


def _number(text: str) -> int:
    """Read the number of a format; what is none is that of the general format."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NAME else 0


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
        found = [child for each in found for child in each.iterchildren(etree.Element) if _local_name(child) == name]
    return found


def _relation_of(element: etree._Element) -> str:
    return next((value for key, value in element.items() if str(key).endswith("relationships}id")), "")
