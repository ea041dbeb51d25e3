"""Hostile workbooks: the table of a small project."""

from __future__ import annotations

import zipfile
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from hostile.case import Case, chance
from hostile.small import export, take_instead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    #: What is in a part: bytes, or pieces that are made when they are written, and how often each is repeated.
    _Part = bytes | Callable[[], Iterable[bytes]]

__all__ = ["cases", "workbook_parts"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET, _BOOK, _RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_TEXTS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
#: The statement of the small project, which is sound.
_ROWS = """\
<row r="1"><c r="B1" t="inlineStr"><is><t>FY2020</t></is></c><c r="C1" t="inlineStr"><is><t>FY2019</t></is></c></row>\
<row r="2"><c r="A2" t="inlineStr"><is><t>Results:</t></is></c></row>\
<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><v>1200</v></c><c r="C3"><v>1000</v></c></row>\
<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>-900</v></c><c r="C4" s="1"><v>-1100</v></c></row>\
<row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5"><v>300</v></c><c r="C5" s="1"><v>-100</v></c></row>"""
_SHARED = "<si><t>Revenues</t></si><si><t>Costs</t></si><si><t>Profit (loss)</t></si>"
#: A figure of the statement, in whose place others stand.
_FIGURE = '<c r="B3"><v>1200</v></c>'
_MEGABYTES = 900
_MILLION = 1_000_000


def cases() -> Iterator[Case]:
    """Each workbook as the table of a project."""
    for title, parts, said in chain(_sound(), _damaged(), _hostile_cells(), _large()):
        yield _case(title, parts, **said)
    for title, data in _files():
        yield _case(title, data, refused=True)


def _case(
    title: str, parts: Mapping[str, _Part] | bytes, *, refused: bool = False, clean: bool = False, keys: str = ""
) -> Case:
    def write(folder: Path) -> Sequence[str]:
        arguments = export(folder)
        project = folder / "project"
        if isinstance(parts, bytes):
            (project / "statement.xlsx").write_bytes(parts)
        else:
            _write(project / "statement.xlsx", parts)
        take_instead(project, f'file = "statement.xlsx"\n{keys}')
        return arguments

    return Case("workbook", title, write, refused=refused, clean=clean, megabytes=_MEGABYTES)


def _write(path: Path, parts: Mapping[str, _Part]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=True) as stream:
                for piece in (part,) if isinstance(part, bytes) else part():
                    stream.write(piece)


def workbook_parts(
    rows: str = _ROWS,
    *,
    behind: str = "",
    texts: str = _SHARED,
    formats: Sequence[str] = ("#,##0_);(#,##0)",),
    book: str = "",
    main: str = _MAIN,
    office: str = _OFFICE,
) -> dict[str, _Part]:
    """Give the parts of a workbook with the sheet S, which are the XML of its rows and what stands behind them."""
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{behind}</worksheet>'
    relations = (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))
    return {
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml"), office=office),
        _BOOK: (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets>'
            f"{book}</workbook>"
        ).encode(),
        _RELATIONS: _relations(*relations, ("styles", "styles.xml"), office=office),
        _SHEET: sheet.encode("utf-8", "surrogatepass"),
        _TEXTS: f'<sst xmlns="{main}">{texts}</sst>'.encode("utf-8", "surrogatepass"),
        _STYLES: (
            f'<styleSheet xmlns="{main}"><numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/>{styles}</cellXfs>'
            "</styleSheet>"
        ).encode(),
    }


def _relations(*targets: tuple[str, str], office: str = _OFFICE, more: str = "") -> bytes:
    each = (f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{at}"/>' for n, (kind, at) in enumerate(targets))
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(each)}{more}</Relationships>'.encode()


def _figure(cell: str, **said: Any) -> dict[str, _Part]:  # noqa: ANN401 - of `workbook_parts`
    """Put a cell in the place of a figure."""
    return workbook_parts(_ROWS.replace(_FIGURE, cell), **said)


_Named = tuple[str, "Mapping[str, _Part]", dict[str, Any]]
_CLEAN: dict[str, Any] = {"clean": True}
_REFUSED: dict[str, Any] = {"refused": True}


def _sound() -> Iterator[_Named]:
    """Workbooks of other programs, which are read."""
    sound = workbook_parts()
    yield "sound", sound, _CLEAN
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    yield (
        "strict",
        workbook_parts(main=strict, office="http://purl.oclc.org/ooxml/officeDocument/relationships"),
        _CLEAN,
    )
    for name in (_SHEET, _TEXTS, _STYLES, _BOOK):
        text = sound[name].decode()  # type: ignore[union-attr]  # a part is bytes here
        utf16 = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
        yield f"UTF-16 in {name}", {**sound, name: utf16}, _CLEAN
        yield f"a mark before {name}", {**sound, name: b"\xef\xbb\xbf" + text.encode()}, _CLEAN
        yield f"a comment in {name}", {**sound, name: text.replace("><", "><!-- <v>1</v> --><", 3).encode()}, _CLEAN
    absolute = _relations(("worksheet", "/xl/worksheets/sheet1.xml"), ("sharedStrings", "/xl/./a/../sharedStrings.xml"))
    yield "absolute targets, and no styles", {**sound, _RELATIONS: absolute}, {}
    rich = "<r><rPr><b/></rPr><t>Rev</t></r><r><t>enues</t></r><rPh sb='0' eb='1'><t>ウリアゲ</t></rPh>"
    yield (
        "rich texts and how they are pronounced",
        workbook_parts(texts=_SHARED.replace("<t>Revenues</t>", rich)),
        _CLEAN,
    )
    yield (
        "an inline rich text",
        workbook_parts(_ROWS.replace('<c r="A3" t="s"><v>0</v></c>', f'<c r="A3" t="inlineStr"><is>{rich}</is></c>')),
        _CLEAN,
    )
    yield "a comment in a text", workbook_parts(texts=_SHARED.replace("Rev", "Re<!-- x -->v")), _CLEAN
    yield "a comment in a figure", _figure('<c r="B3"><v>12<!-- x -->00</v></c>'), _CLEAN
    yield "no references", workbook_parts(_ROWS.replace(' r="B3"', "").replace(' r="C3"', "")), _CLEAN
    yield "an array formula", _figure('<c r="B3"><f t="array" ref="B3:B4">A1:A2*2</f><v>1200</v></c>'), _CLEAN
    yield "a shared formula", _figure('<c r="B3"><f t="shared" si="0"/><v>1200</v></c>'), _CLEAN
    yield "macros", {**sound, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(5000)}, _CLEAN
    links = (
        f'<Relationship Id="x" Type="{_OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        f'<Relationship Id="y" Type="{_OFFICE}/connections" Target="http://127.0.0.1:9/c.xml" TargetMode="External"/>'
    )
    relations = sound[_RELATIONS].replace(b"</Relationships>", links.encode() + b"</Relationships>")  # type: ignore[union-attr]  # a part is bytes here
    link = b'<externalLink xmlns:r="r"><externalBook r:id="r0"/></externalLink>'
    target = _relations().replace(
        b"</",
        f'<Relationship Id="r0" Type="{_OFFICE}/x" Target="file:///etc/passwd" TargetMode="External"/></'.encode(),
    )
    yield (
        "external links and connections",
        {
            **sound,
            _RELATIONS: relations,
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": target,
            "xl/connections.xml": b'<connections><connection odbc="DSN=x;PWD=y"/></connections>',
        },
        _CLEAN,
    )


_DTD = b'<!DOCTYPE a [<!ENTITY e "00"><!ENTITY f SYSTEM "../outside/secret">]>'
_LAUGHS = b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def _damaged() -> Iterator[_Named]:
    """Give archives and parts that are not what they should be."""
    sound = workbook_parts()
    for name in (_SHEET, _TEXTS, _STYLES, _BOOK, _RELATIONS, "_rels/.rels"):
        data: bytes = sound[name]  # type: ignore[assignment]  # a part is bytes here
        is_needed = name != _STYLES
        refused = _REFUSED if is_needed else {}
        yield f"no {name}", {key: part for key, part in sound.items() if key != name}, _REFUSED
        yield f"{name} is empty", {**sound, name: b""}, _REFUSED
        yield f"{name} is cut", {**sound, name: data[: len(data) // 2]}, _REFUSED
        yield f"{name} is something else", {**sound, name: b"<a/>"}, {}
        yield f"{name} has NULs", {**sound, name: data.replace(b"<", b"<\0", 3)}, _REFUSED
        yield f"{name} has a document type", {**sound, name: _DTD + data}, _REFUSED
        entity = data.replace(b"Revenues", b"&e;&f;").replace(b"1200", b"12&e;").replace(b"S", b"S&e;", 1)
        yield f"{name} has entities", {**sound, name: _DTD + entity}, _REFUSED
        laughs = data.replace(b"Revenues", b"&a11;").replace(b"1200", b"&a11;").replace(b'name="S"', b'name="&a11;"')
        yield f"{name} has entities without end", {**sound, name: _LAUGHS + b"]>" + laughs}, _REFUSED
        for encoding in ("foo", "utf-7", "utf-32", "base64", "cp037", "unicode_escape", "idna"):
            declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + data
            yield f"{name} is said to be {encoding}", {**sound, name: declared}, {}
        yield f"{name} nested deep", {**sound, name: b"<a>" * _MILLION + b"</a>" * _MILLION}, refused
    for title, target in {
        "out of the archive": "../../../../../outside/secret",
        "to a file": "file:///etc/passwd",
        "to a server": "http://127.0.0.1:9/sheet.xml",
        "to itself": "workbook.xml",
        "to nothing": "",
        "to a folder": "worksheets/",
        "with a NUL": "a&#x1;b",
        "of a million letters": "a" * _MILLION,
    }.items():
        relations = _relations(("worksheet", target), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"))
        yield f"a target {title}", {**sound, _RELATIONS: relations.replace(b"&#x1;", b"\x01")}, _REFUSED
    outer = sound[_RELATIONS].replace(b'Id="r0"', b'Id="r0" TargetMode="External"')  # type: ignore[union-attr]  # a part is bytes here
    yield "the sheet is elsewhere", {**sound, _RELATIONS: outer}, _REFUSED
    chart = sound[_RELATIONS].replace(b"/worksheet", b"/chartsheet")  # type: ignore[union-attr]  # a part is bytes here
    yield "a sheet of a chart", {**sound, _RELATIONS: chart}, _REFUSED
    yield "a sheet of a chart, which is asked for", {**sound, _RELATIONS: chart}, {**_REFUSED, "keys": 'sheet = "S"'}
    yield "a sheet that is not there", sound, {**_REFUSED, "keys": 'sheet = "T"'}
    for area in (
        "Z9:ZZ99",
        "A1",
        "A9:B9",
        "nothing",
        "A0",
        "XFE1:XFE2",
        "A1:A99999999",
        "1:1",
        "[1]S!A1",
        "S!A1:C9",
        "",
    ):
        yield f"the range {area!r}", sound, {"keys": f'range = "{area}"', "refused": True}
    for title, text in {
        "a formula": "SUM(S!A1:C9)",
        "another workbook": "[1]S!$A$1:$C$9",
        "itself": "total",
        "an error": "#REF!",
        "several areas": "S!$A$1:$C$3,S!$A$4:$C$9",
        "a sheet that is not there": "Gone!$A$1:$C$9",
        "a file": "'file:///etc/[passwd]S'!$A$1",
        "nothing": "",
        "quotes": "'" * 100_001 + "!A1",
        "dollars": "S!" + "$" * 100_000,
    }.items():
        names = f'<definedNames><definedName name="total">{escape(text)}</definedName></definedNames>'
        yield f"a name for {title}", workbook_parts(book=names), {**_REFUSED, "keys": 'range = "total"'}
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r0"/>' for n in range(200_000))
    yield "200,000 sheets", {**sound, _BOOK: _with_sheets(sheets)}, _REFUSED
    yield (
        "200,000 sheets, and none as asked for",
        {**sound, _BOOK: _with_sheets(sheets)},
        {**_REFUSED, "keys": 'sheet = "T"'},
    )
    for title, name in {"of controls": "&#10;&#9;S&#x9b;31m", "of a million letters": "S" * _MILLION}.items():
        many = f'<sheet name="{name}" sheetId="1" r:id="r0"/>'
        yield f"a sheet's name {title}", {**sound, _BOOK: _with_sheets(many)}, {}
        yield f"a sheet's name {title}, asked for another", {**sound, _BOOK: _with_sheets(many)}, {"keys": 'sheet="T"'}
    tables = _relations(("table", "../tables/table1.xml"))
    for area in ("A1:ZZZZ9", "C3:A1", "", "S!A1", "A1:A1:A1"):
        table = f'<table xmlns="{_MAIN}" displayName="Ledger" ref="{area}"/>'.encode()
        parts = {**sound, "xl/worksheets/_rels/sheet1.xml.rels": tables, "xl/tables/table1.xml": table}
        yield f"a table's range {area!r}", parts, {"keys": 'range = "Ledger"', "refused": area != "C3:A1"}


def _with_sheets(sheets: str) -> bytes:
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'.encode()


def _hostile_cells() -> Iterator[_Named]:
    """Cells, formats and areas that no program writes."""
    for title, cell in {
        "another row": '<c r="B7"><v>1200</v></c>',
        "the column before": '<c r="A3"><v>1200</v></c>',
        "no row": '<c r="B"><v>1200</v></c>',
        "row 0": '<c r="B0"><v>1200</v></c>',
        "no column": '<c r="3"><v>1200</v></c>',
        "column XFE": '<c r="XFE3"><v>1200</v></c>',
        "column ZZZZZZZZ": '<c r="ZZZZZZZZ3"><v>1200</v></c>',
        "small letters": '<c r="b3"><v>1200</v></c>',
        "dollars": '<c r="$B$3"><v>1200</v></c>',
        "a cell twice": _FIGURE + _FIGURE,
        "a cell in a cell": '<c r="B3"><c r="B3"><v>1</v></c><v>1200</v></c>',
        "a row in a row": '<c r="B3"><v>1200</v></c><row r="4"><c r="A4"><v>7</v></c></row>',
        "two values": '<c r="B3"><v>12</v><v>00</v></c>',
        "a value of another name": '<c r="B3"><v>12</v><x:v xmlns:x="urn:x">00</x:v></c>',
        "a value and a text": '<c r="B3"><v>12</v><is><t>00</t></is></c>',
        "elements in a value": '<c r="B3"><v>12<x/>00</v></c>',
        "1E+400": '<c r="B3"><v>1E+400</v></c>',
        "1E-400": '<c r="B3"><v>1E-400</v></c>',
        "1E99999": '<c r="B3"><v>1E99999</v></c>',
        "NaN": '<c r="B3"><v>NaN</v></c>',
        "INF": '<c r="B3"><v>INF</v></c>',
        "hex": '<c r="B3"><v>0x4B0</v></c>',
        "underscores": '<c r="B3"><v>1_200</v></c>',
        "a comma": '<c r="B3"><v>1,200</v></c>',
        "full-width digits": '<c r="B3"><v>１２００</v></c>',
        "20 digits": '<c r="B3"><v>12345678901234567890</v></c>',
        "a million digits": f'<c r="B3"><v>{"1" * 900_000}</v></c>',
        "a million digits and a letter": f'<c r="B3"><v>{"1" * 900_000}x</v></c>',
        "a million blanks": f'<c r="B3"><v>{" " * 900_000}1200x</v></c>',
        "two million letters": f'<c r="B3" t="str"><v>{"x" * 2_000_000}</v></c>',
        "a text of a million letters": f'<c r="B3" t="str"><v>{"x" * 900_000}</v></c>',
        "a text of a million digits": f'<c r="B3" t="str"><v>{"1" * 900_000}</v></c>',
        "a text of a million digits and a letter": f'<c r="B3" t="str"><v>{"1" * 900_000}x</v></c>',
        "a text of a million commas": f'<c r="B3" t="str"><v>1{",111" * 225_000}x</v></c>',
        "a text of a million parentheses": f'<c r="B3" t="str"><v>{"(" * 450_000}1{")" * 450_000}</v></c>',
        "text 99": '<c r="B3" t="s"><v>99</v></c>',
        "text -1": '<c r="B3" t="s"><v>-1</v></c>',
        "text 1.0": '<c r="B3" t="s"><v>1.0</v></c>',
        "a text of many digits": f'<c r="B3" t="s"><v>{"9" * 5000}</v></c>',
        "text ²": '<c r="B3" t="s"><v>²</v></c>',
        "an error": '<c r="B3" t="e"><v>#REF!</v></c>',
        "an error of a million letters": f'<c r="B3" t="e"><v>{"#" * 900_000}</v></c>',
        "no result": '<c r="B3"><f>1+1</f></c>',
        "a formula of itself": '<c r="B3"><f>B3+1</f><v>1200</v></c>',
        "a circle of formulas": '<c r="B3"><f>C3</f><v>1200</v></c><c r="C3"><f>B3</f><v>1200</v></c>',
        "the truth 2": '<c r="B3" t="b"><v>2</v></c>',
        "an unknown type": '<c r="B3" t="x"><v>1200</v></c>',
        "style 7": '<c r="B3" s="7"><v>1200</v></c>',
        "style -1": '<c r="B3" s="-1"><v>1200</v></c>',
        "style 99999999999": '<c r="B3" s="99999999999"><v>1200</v></c>',
        "style x": '<c r="B3" s="x"><v>1200</v></c>',
        "half a character": '<c r="B3" t="inlineStr"><is><t>_xD800_</t></is></c>',
        "a NUL": '<c r="B3" t="inlineStr"><is><t>_x0000_</t></is></c>',
        "an escape of the terminal": '<c r="B3" t="inlineStr"><is><t>_x001B_[31m</t></is></c>',
    }.items():
        rows = _ROWS.replace('<c r="C3"><v>1000</v></c>', "") if "circle" in title else _ROWS
        yield f"a figure: {title}", workbook_parts(rows.replace(_FIGURE, cell)), _REFUSED
    half = _SHARED.replace("Revenues", "_xD800_Revenues")
    yield "half a character in a shared text", workbook_parts(texts=half), _REFUSED
    yield "a NUL in a shared text", workbook_parts(texts=_SHARED.replace("Revenues", "_x0000_")), _REFUSED
    for title, code in {
        "brackets": "[" * 1_000_000,
        "quotes": '"' * 1_000_001,
        "zeros": "0" * 1_000_000,
        "places": "0." + "0" * 1_000,
        "places, 240": "0." + "0" * 240,
        "commas": "0" + "," * 1_000_000,
        "percents": "0" + "%" * 1_000_000,
        "percents, 250": "0" + "%" * 250,
        "sections": "0;" * 500_000,
        "backslashes": "\\" * 1_000_001,
        "a condition": "[>" + "9" * 1_000_000 + "]0",
        "letters": "y" * 1_000_000,
        "a currency": "[$" + "-" * 1_000_000,
        "placeholders": "0#" * 500_000,
    }.items():
        cell = _FIGURE.replace('r="B3"', 'r="B3" s="1"')
        yield f"a number format: {title}", _figure(cell, formats=(code,)), {}
    for serial in ("1E+30", "1E+400", "-1E+30", "2958465.9999999", "2958466", "-1", "59", "60", "0", "1E-300"):
        cell = f'<c r="B3" s="1"><v>{serial}</v></c>'
        yield f"the day {serial}", _figure(cell, formats=("yyyy-mm-dd",)), _REFUSED
    for number in ("²", "9" * 5000, "-1", "x", "999"):
        styles: bytes = workbook_parts()[_STYLES]  # type: ignore[assignment]  # a part is bytes here
        changed = styles.replace(b'<xf numFmtId="0"/>', f'<xf numFmtId="{number}"/>'.encode())
        yield f"the number format {number[:9]}", {**workbook_parts(), _STYLES: changed}, {}
    yield "a merged figure", workbook_parts(behind='<mergeCells><mergeCell ref="B3:B4"/></mergeCells>'), _REFUSED
    yield "a merged area that is none", workbook_parts(behind='<mergeCells><mergeCell ref="x"/></mergeCells>'), _REFUSED
    huge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "all cells merged", workbook_parts(behind=huge), {}
    for row in ("0", "-1", "1048577", "x", "9" * 30, "1_0"):
        yield f"row {row}", workbook_parts(_ROWS.replace('row r="5"', f'row r="{row}"')), _REFUSED
    yield "a row twice", workbook_parts(_ROWS.replace('row r="5"', 'row r="4"')), _REFUSED
    yield "a cell in no row", workbook_parts('<c r="A1"><v>1</v></c>' + _ROWS), _REFUSED
    yield "no rows", workbook_parts(""), _REFUSED
    yield "no headings", workbook_parts(_ROWS[_ROWS.index('<row r="2"') :]), _REFUSED
    twice = _ROWS.replace("FY2019", "FY2020")
    yield "two headings of one name", workbook_parts(twice), _REFUSED
    columns = f'<cols><col min="1" max="{"9" * 30}" hidden="1"/></cols>'
    for title, behind in {"no numbers": '<cols><col min="x" max="2" hidden="1"/></cols>', "30 digits": columns}.items():
        yield f"hidden columns of {title}", workbook_parts(behind=behind), {}


def _repeated(start: str, piece: str, count: int, stop: str) -> Callable[[], Iterator[bytes]]:
    """Make a part of a piece that stands there so many times."""

    def made() -> Iterator[bytes]:
        yield start.encode()
        block = piece.encode() * 1000
        for _ in range(count // 1000):
            yield block
        yield stop.encode()

    return made


#: How the statement goes on: behind its rows, with which piece, how often, and with which end.
_END, _LETTERS = "</sheetData>", "x" * 1000
_ONE = "<row><c><v>1</v></c></row>"
_LARGE_SHEETS = {
    "a million rows of nothing": ("", "<row/>", _MILLION, _END),
    "two million rows of nothing": ("", "<row/>", 2 * _MILLION, _END),
    "a million rows of nothing in a cell": ("", "<row><c/></row>", _MILLION, _END),
    "200,000 rows of a figure": ("", _ONE, 200_000, _END),
    "a million rows of errors": ("", '<row><c/><c t="e"><v>#REF!</v></c></row>', _MILLION, _END),
    "a million rows, and a cell in the last column": (
        '<row r="6"><c r="XFD6"><v>1</v></c></row>',
        _ONE,
        _MILLION,
        _END,
    ),
    "a full row, and a million rows": (f"<row>{'<c><v>1</v></c>' * 16_384}</row>", _ONE, _MILLION, _END),
    "200 full rows": ("", f"<row>{'<c><v>1</v></c>' * 16_384}</row>", 200, _END),
    "150 million cells of nothing": ("", f"<row>{'<c/>' * 15_000}</row>", 10_000, _END),
    "ten million elements of nothing": ("", "<x/>", 10 * _MILLION, _END),
    "150 million elements of nothing": ("", "<x/>", 150 * _MILLION, _END),
    "a million columns hidden": (_END, '<col min="1" max="1" hidden="1"/>', _MILLION, ""),
    "a million areas merged": (_END, '<mergeCell ref="B9:XFD9"/>', _MILLION, ""),
    "a cell of 1 GB": ("<row><c t='str'><v>", _LETTERS, _MILLION, "</v></c></row></sheetData>"),
    "a formula of 1 GB": ("<row><c><f>", _LETTERS, _MILLION, "</f><v>1</v></c></row></sheetData>"),
    "an attribute of 1 GB": ("<row><c r='", _LETTERS, _MILLION, "'/></row></sheetData>"),
    "a comment of 1 GB": ("<!--", _LETTERS, _MILLION, f"-->{_END}"),
    "a name of 1 GB": ("<", _LETTERS, _MILLION, f"/>{_END}"),
    "a million texts of 1,000 letters": ("", f'<row><c t="str"><v>{_LETTERS}</v></c></row>', _MILLION, _END),
    "a million formulas of 1,000 letters": ("", f"<row><c><f>{_LETTERS}</f><v>1</v></c></row>", _MILLION, _END),
    "50,000 formulas of a column": ("", "<row><c><f>A1:A50000</f><v>1</v></c></row>", 50_000, _END),
    "50,000 formulas of nothing": ("", f"<row><c><f>{'Z1,' * 2000}</f><v>1</v></c></row>", 50_000, _END),
}
#: Parts that are large: start, piece, how often, and end.
_SHARED_TEXTS, _CELL_FORMATS = f'<sst xmlns="{_MAIN}">', f'<styleSheet xmlns="{_MAIN}"><cellXfs>'
_NO_FORMATS = "</cellXfs></styleSheet>"
_LARGE_PARTS = {
    "shared texts of 1 GB": (_TEXTS, _SHARED_TEXTS, f"<si><t>{_LETTERS}</t></si>", _MILLION, "</sst>"),
    "a shared text of 1 GB": (_TEXTS, f"{_SHARED_TEXTS}<si><t>", _LETTERS, _MILLION, "</t></si></sst>"),
    "a shared text of many runs": (_TEXTS, f"{_SHARED_TEXTS}<si>", "<r><t>x</t></r>", 20 * _MILLION, "</si></sst>"),
    "200 million shared elements": (_TEXTS, _SHARED_TEXTS, "<x/>", 200 * _MILLION, "</sst>"),
    "20 million shared texts": (_TEXTS, _SHARED_TEXTS, "<si/>", 20 * _MILLION, "</sst>"),
    "ten million styles": (_STYLES, _CELL_FORMATS, "<xf/>", 10 * _MILLION, _NO_FORMATS),
    "ten million attributes": (_STYLES, _CELL_FORMATS, '<xf a="" b="" c="" d=""/>', 3 * _MILLION, _NO_FORMATS),
    "a million number formats": (_STYLES, _CELL_FORMATS, '<numFmt formatCode="0"/>', _MILLION, _NO_FORMATS),
    "ten million names": (_BOOK, "<workbook><definedNames>", "<a/>", 10 * _MILLION, "</definedNames></workbook>"),
    "ten million relations": (
        _RELATIONS,
        f'<Relationships xmlns="{_PACKAGE}">',
        "<Relationship/>",
        10 * _MILLION,
        "</Relationships>",
    ),
}


def _large() -> Iterator[_Named]:
    """Give small files of much, and the same with noise, so that they unpack to little compared with what they are."""
    sound = workbook_parts()
    start = f'<worksheet xmlns="{_MAIN}"><sheetData>{_ROWS}'
    made = {
        title: {**sound, _SHEET: _repeated(start + before, piece, count, f"{after}</worksheet>")}
        for title, (before, piece, count, after) in _LARGE_SHEETS.items()
    }
    made |= {title: {**sound, name: _repeated(*said)} for title, (name, *said) in _LARGE_PARTS.items()}  # type: ignore[arg-type]  # a part is bytes here
    once = f"{_SHARED_TEXTS}{_SHARED}<si><t>{'x' * 900_000}</t></si></sst>".encode()
    often = _repeated(start, '<row><c t="s"><v>3</v></c></row>', _MILLION, f"{_END}</worksheet>")
    made["a million times one long text"] = {**sound, _TEXTS: once, _SHEET: often}
    noise = chance("workbook").randbytes(12 * 1024**2)
    for title, parts in made.items():
        yield title, parts, {}
        yield f"{title}, in much noise", {**parts, "xl/media/image1.png": noise}, {}


def _files() -> Iterator[tuple[str, bytes]]:
    """Files that are no workbooks."""
    yield "an empty file", b""
    yield "an old or encrypted workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
    yield "the mark of an old workbook alone", b"\xd0\xcf\x11\xe0"
    yield "a CSV under the name of a workbook", b",FY2020,FY2019\nRevenues,1,2\n"
    yield "a web page under the name of a workbook", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "a mark of an archive alone", b"PK\x03\x04"
