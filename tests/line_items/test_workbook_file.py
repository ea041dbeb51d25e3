"""Workbooks as inputs: sheets and ranges, what they show and store, and cells that do not say what they mean."""

from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from exporter.errors import UnreadableInputError
from exporter.line_items.inputs import read_sheet
from exporter.project.project import TableFile
from tests.workbooks.books import STATEMENT, Cells, patch, write_parts, write_plain_workbook, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from exporter.line_items.sheet import Sheet

_SHEET, _SEVEN = "xl/worksheets/sheet1.xml", '<c r="B2" t="n"><v>7</v></c>'


def _read(path: Path, *, rows: tuple[int, ...] = (), language: str = "en", **said: Any) -> Sheet:  # noqa: ANN401 - of TableFile
    return read_sheet(TableFile(path, path.name, language, rows, {}, **said))


def _shown(folder: Path, cells: Cells, **said: Any) -> list[str]:  # noqa: ANN401 - of TableFile
    """What is read in column B below its heading."""
    sheet = _read(write_workbook(folder / "b.xlsx", {"S": {"A1": "label", "B1": "figure", **cells}}), **said)
    return sheet.cells["B"].to_list()


def test_a_sheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """Its rows count as people see them, and sources name the sheet."""
    sheet = _read(write_workbook(tmp_path / "book.xlsx"))
    assert (sheet.headings, sheet.heading_rows, sheet.within) == (["", "2020", "2019"], (1,), "!Statement")
    assert sheet.cells.rows() == [(2, "Revenues", "1,200", "1,000"), (3, "Costs", "(900)", "(800)")]
    assert sheet.stored is not None
    assert sheet.stored.rows()[0] == (2, "B", "1200")
    assert (sheet.faults, sheet.findings) == ((), ())


def test_figures_may_be_read_as_they_are_stored(tmp_path: Path) -> None:
    """With all digits that mean something, by the marks of the language; that the sheet shows others is told."""
    cells: Cells = {"A2": "x", "B2": (Decimal("1234.5678"), "#,##0"), "A3": "y", "B3": (-5, "0;0")}
    assert _shown(tmp_path, cells) == ["1,235", "5"]
    assert _shown(tmp_path, cells, figures="stored") == ["1234.5678", "-5"]
    assert _shown(tmp_path, cells, figures="stored", language="de") == ["1234,5678", "-5"]
    assert _shown(tmp_path, cells, language="de") == ["1.235", "5"]
    findings = _read(tmp_path / "b.xlsx").findings
    assert [(found.code, str(found.source)) for found in findings] == [
        ("workbook.rounded", "b.xlsx!S!B2"),
        ("workbook.otherValue", "b.xlsx!S!B3"),
    ]
    assert findings[0].message == "the sheet shows '1,235' and stores 1234.5678; figures are read as shown"


def test_fifteen_digits_count(tmp_path: Path) -> None:
    """A workbook stores binary floats with seventeen, of which the last ones are noise."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": 7, "A3": "y", "B3": 8}})
    patch(path, _SHEET, ("<v>7</v>", "<v>1.1000000000000001</v>"), ("<v>8</v>", "<v>9.9999999999999995E-2</v>"))
    sheet = _read(path)
    assert sheet.cells["B"].to_list() == ["1.1", "0.1"]
    assert sheet.stored is not None
    assert sheet.stored["stored"].to_list() == ["1.1000000000000001", "9.9999999999999995E-2"]


def test_days_are_read_as_such(tmp_path: Path) -> None:
    """Whatever their format; of both ways to count them."""
    cells: Cells = {"A2": "x", "B2": (45657, "d.m.yy"), "A3": "y", "B3": (Decimal("45657.5"), "d.m.yy hh:mm")}
    assert _shown(tmp_path, cells) == ["2024-12-31", "2024-12-31T12:00:00"]
    book = load_workbook(tmp_path / "b.xlsx")
    book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001 - as openpyxl takes it
    book.save(tmp_path / "b.xlsx")
    assert _read(tmp_path / "b.xlsx").cells["B"].to_list()[0] == "2024-12-31"


def test_texts_are_read_without_formatting(tmp_path: Path) -> None:
    """Runs of one text, escaped characters, inline texts, truth values; without what says how to pronounce them."""
    texts = '<si><t>l</t></si><si><r><t>1,</t></r><r><t>200_x000D_</t></r><rPh sb="0" eb="1"><t>sen</t></rPh></si>'
    rows = (
        '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>f</t></is></c></row>'
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c t="s"><v>0</v></c><c t="inlineStr"><is>'
        "<r><t>in</t></r><rPh><t>x</t></rPh><r><t>line</t></r></is></c></row>"
        '<row r="7"><c r="B7" t="b"><v>1</v></c></row>'
        '<row><c r="B8" t="d"><v>2024-12-31</v></c></row>'
    )
    sheet = _read(write_plain_workbook(tmp_path / "b.xlsx", rows, texts))
    assert sheet.headings == ["l", "f"]
    assert sheet.cells["row"].to_list() == [2, 3, 7, 8]
    assert sheet.cells["B"].to_list() == ["1,200\r", "inline", "TRUE", "2024-12-31"]


def _arranged(sheet: Worksheet) -> None:
    book = sheet.parent
    assert book is not None
    book.defined_names["income"] = DefinedName("income", attr_text="'My statement'!$B$4:$D$6")
    book.defined_names["gone"] = DefinedName("gone", attr_text="#REF!")
    sheet.add_table(Table(displayName="Ledger", ref="F1:G2"))


_BOOK: dict[str, Cells] = {
    "My statement": {
        "A1": "Acme",
        "C4": "2020",
        "D4": "2019",
        "B5": "Revenues",
        "C5": 5,
        "D5": 4,
        "B6": "Costs",
        "C6": 3,
        "E5": "beside it",
        "F1": "label",
        "G1": "figure",
        "F2": "Cash",
        "G2": 9,
    },
    "Notes": {"A1": "x"},
}


@pytest.mark.parametrize("said", [{"area": "B4:D6", "sheet": "My statement"}, {"area": "income"}, {"area": "INCOME"}])
def test_a_part_of_a_sheet_may_be_read(said: dict[str, Any], tmp_path: Path) -> None:
    """By its range, or a name for one; its first row has the headings, and cells keep their names."""
    sheet = _read(write_workbook(tmp_path / "b.xlsx", _BOOK, _arranged), **said)
    assert (sheet.headings, sheet.letters, sheet.heading_rows) == (["", "2020", "2019"], ["B", "C", "D"], (4,))
    assert sheet.cells.rows() == [(5, "Revenues", "5", "4"), (6, "Costs", "3", "")]


def test_a_table_object_may_be_read(tmp_path: Path) -> None:
    """By its name."""
    sheet = _read(write_workbook(tmp_path / "b.xlsx", _BOOK, _arranged), area="Ledger")
    assert (sheet.headings, sheet.cells.rows()) == (["label", "figure"], [(2, "Cash", "9")])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "has the sheets 'My statement', 'Notes'; say which, beside file: sheet = 'My statement'"),
        ({"sheet": "My statment"}, "has no sheet 'My statment'; did you mean 'My statement'"),
        ({"area": "incme"}, "has no range, name or table 'incme'; did you mean 'income'"),
        ({"area": "gone"}, "has the name 'gone' for '#REF!', which is no area of a sheet"),
        ({"area": "income", "sheet": "Notes"}, "has 'income' on the sheet 'My statement', and not on 'Notes'"),
        ({"area": "B4:D6", "sheet": "My statement", "rows": (7,)}, "the headings should be in row 7, which is not in"),
        ({"sheet": "My statement", "rows": (3,)}, "has no headings in row 3; say in report.toml, with heading_rows"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(said: dict[str, Any], message: str, tmp_path: Path) -> None:
    """Sheets, names and headings."""
    with pytest.raises(UnreadableInputError) as error:
        _read(write_workbook(tmp_path / "b.xlsx", _BOOK, _arranged), **said)
    assert message in str(error.value)


def test_a_sheet_that_is_alone_need_not_be_named(tmp_path: Path) -> None:
    """Hidden ones beside it do not count, and can be read if they are named."""
    path = write_workbook(tmp_path / "b.xlsx", {"Statement": STATEMENT, "Old": {"A1": "x", "B1": "y"}})
    book = load_workbook(path)
    book["Old"].sheet_state = "veryHidden"
    book.save(path)
    assert _read(path).within == "!Statement"
    assert _read(path, sheet="old").within == "!Old"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "the cell shows the error #DIV/0!"),
        ('<c r="B2"><f>A1+1</f></c>', "the formula has no stored result"),
        ('<c r="B2"><f>A1+1</f><v></v></c>', "the formula has no stored result"),
        ('<c r="B2"><v>12345678901234567</v></c>', "has more than 15 digits, which a workbook does not store exactly"),
        ('<c r="B2"><v>1e3x</v></c>', "'1e3x' is stored as a number, and is none"),
        ('<c r="B2"><v>nan</v></c>', "'nan' is stored as a number, and is none"),
        ('<c r="B2" t="s"><v>77</v></c>', "the workbook has no text 77"),
    ],
)
def test_a_cell_that_says_nothing_certain_is_a_fault(cell: str, message: str, tmp_path: Path) -> None:
    """It is never taken for blank."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": 7}})
    (fault,) = _read(patch(path, _SHEET, (_SEVEN, cell))).faults
    assert (fault.row, fault.letter) == (2, "B")
    assert message in fault.message
    assert fault.hint


@pytest.mark.parametrize(("value", "code"), [(5, "0.00E+00"), (5, "[DBNum1]0"), (59, "yyyy-mm-dd"), (-1, "d.m.yy")])
def test_a_format_of_which_programs_show_different_things_is_a_fault(value: int, code: str, tmp_path: Path) -> None:
    """It says what to do."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": (value, code)}})
    (fault,) = _read(path).faults
    assert fault.hint
    if "yy" not in code:
        assert 'figures = "stored"' in fault.hint
        assert _read(path, figures="stored").faults == ()


def test_an_empty_text_of_a_formula_is_blank(tmp_path: Path) -> None:
    """As `=""` shows it."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": 7}})
    sheet = _read(patch(path, _SHEET, (_SEVEN, '<c r="B2" t="str"><f>""</f><v></v></c>')))
    assert (sheet.faults, sheet.cells["B"].to_list()) == ((), [""])


@pytest.mark.parametrize(
    ("hidden", "rows", "headings", "codes"),
    [
        (None, [2, 3], 3, ["workbook.hidden"]),
        ("read", [2, 3], 3, []),
        ("skip", [2], 2, ["workbook.hiddenSkipped"]),
    ],
)
def test_hidden_rows_and_columns_are_told(
    hidden: str | None, rows: list[int], headings: int, codes: list[str], tmp_path: Path
) -> None:
    """And read or left out, as report.toml says."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    sheet = _read(write_workbook(tmp_path / "b.xlsx", arrange=hide), hidden=hidden)
    assert (sheet.cells["row"].to_list(), len(sheet.headings)) == (rows, headings)
    assert [found.code for found in sheet.findings] == codes
    assert all("row 3, column C" in found.message for found in sheet.findings)


def test_a_merged_heading_stands_over_its_columns(tmp_path: Path) -> None:
    """As it does in a sheet of text."""
    cells: Cells = {"B1": "2020", "B2": "EUR", "C2": "%", "A3": "x", "B3": 5, "C3": (Decimal("0.2"), "0%")}
    path = write_workbook(tmp_path / "b.xlsx", {"S": cells}, lambda sheet: sheet.merge_cells("B1:C1"))
    sheet = _read(path, rows=(1, 2))
    assert sheet.headings == ["", "2020 EUR", "2020 %"]
    assert sheet.faults == ()


@pytest.mark.parametrize("area", ["B2:B3", "B2:C2"])
def test_a_merged_figure_is_a_fault(area: str, tmp_path: Path) -> None:
    """For it belongs to two rows, or under two headings."""
    path = write_workbook(tmp_path / "b.xlsx", arrange=lambda sheet: sheet.merge_cells(area))
    (fault,) = _read(path).faults
    assert (fault.row, fault.letter, fault.message) == (
        2,
        "B",
        f"the figure stands in merged cells, down to {area[3:]}",
    )


def test_the_other_namespace_and_prefixes_are_read(tmp_path: Path) -> None:
    """Strict workbooks have names of their own."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": 7}})
    old, new = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    for part in (_SHEET, "xl/workbook.xml", "xl/styles.xml"):
        patch(path, part, (old, new))
    patch(path, _SHEET, (_SEVEN, f'<x:c xmlns:x="{new}"><x:v>8</x:v></x:c>'))
    assert _read(path).cells["B"].to_list() == ["8"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "is encrypted, or a workbook of before 2007"),
        (b"label,printed\n", "is not a readable zip archive"),
        (b"", "is not a readable zip archive"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    """With what to do about it."""
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=message):
        _read(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    """And so are parts that are missing, damaged, or declare entities, and what unpacks to too much."""
    path = tmp_path / "b.xlsx"
    write_parts(path, {"word/document.xml": b"<w/>"})
    with pytest.raises(UnreadableInputError, match="is an archive, and no workbook"):
        _read(path)
    bomb = '<!DOCTYPE a [<!ENTITY b "xxxx">]>\n<worksheet'
    merged = '</sheetData><mergeCells><mergeCell ref="A1:ZZZZ9"/></mergeCells>'
    changes = {
        "is damaged: the sheet 'Statement': it has a document type": ("<worksheet", bomb),
        "is damaged: the sheet 'Statement': mismatched tag": ("</sheetData>", ""),
        "is damaged: the sheet 'Statement': .* is no cell of a sheet": ("</sheetData>", merged),
        "has more than 1,000,000 characters": ("<v>1200</v>", f"<v>{'1' * 1_100_000}</v>"),
    }
    for message, change in changes.items():
        patch(write_workbook(path), _SHEET, change)
        with pytest.raises(UnreadableInputError, match=message):
            _read(path)
    write_plain_workbook(path, '<row><c t="s"><v>0</v></c></row>', "<si>")
    with pytest.raises(UnreadableInputError, match=r"is damaged: xl/texts\.xml"):
        _read(path)
    write_parts(path, {"xl/workbook.xml": b" " * 70_000_000})
    with pytest.raises(UnreadableInputError, match="unpacks to too much"):
        _read(path)


def test_a_sheet_with_nothing_below_its_headings_has_no_rows(tmp_path: Path) -> None:
    """Whatever its cells are formatted for."""
    sheet = _read(write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f"}}))
    assert sheet.cells.rows() == []
    assert sheet.cells.columns == ["row", "A", "B"]


@pytest.mark.parametrize("iterate", [False, True])
def test_a_circular_formula_is_a_fault(iterate: bool, tmp_path: Path) -> None:
    """Unless the workbook says that it is meant."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>l</t></is></c><c r="B1" t="inlineStr"><is><t>f</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2"><f>SUM(B3:B4)</f><v>0</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>y</t></is></c><c r="B3"><f>B2*2</f><v>0</v></c></row>'
    )
    path = write_plain_workbook(tmp_path / "b.xlsx", rows)
    if iterate:
        patch(path, "xl/workbook.xml", ("</sheets>", '</sheets><calcPr iterate="1"/>'))
    faults = [(fault.row, fault.letter, fault.message) for fault in _read(path).faults]
    assert faults == ([] if iterate else [(2, "B", "the formula refers to itself")])


def _plain(folder: Path, cell: str, rows: str = "", texts: str = "", behind: str = "") -> Path:
    """A workbook whose cell B2 is this."""
    head = '<row r="1"><c r="A1" t="str"><v>l</v></c><c r="B1" t="str"><v>f</v></c></row>'
    path = write_plain_workbook(folder / "b.xlsx", f'{head}<row r="2"><c r="A2"><v>1</v></c>{cell}</row>{rows}', texts)
    return patch(path, "xl/s.xml", ("</sheetData>", f"</sheetData>{behind}")) if behind else path


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ('<c r="B7"><v>5</v></c>', ""),
        ('<c r="B"><v>5</v></c>', ""),
        ('<c r="2"><v>5</v></c>', ""),
        ('<c r="B2"><v>1</v><v>5</v></c>', ""),
        ('<c r="B2"><v>1</v><is><t>5</t></is></c>', ""),
        ('<c r="B2"><v>1<x/>5</v></c>', ""),
        ('<c r="B2"><c r="C2"><v>5</v></c></c>', ""),
        ('<c r="B2"/><row r="3"/>', ""),
        ("", '<c r="A9"><v>5</v></c>'),
        ("", '<row r="1_0"/>'),
        ('<c r="B2" s="99999999999"><v>5</v></c>', ""),
        ('<c r="B2" s="-1"><v>5</v></c>', ""),
        ('<c r="B2" t="str"><v>_xD800_</v></c>', ""),
    ],
)
def test_a_cell_that_stands_where_none_can_is_damage(tmp_path: Path, cell: str, rows: str) -> None:
    """It is not known which of two places or values is meant."""
    with pytest.raises(UnreadableInputError, match="is damaged: the sheet 'S'"):
        _read(_plain(tmp_path, cell, rows))


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c r="B2" s="3"><v>5</v></c>', "the workbook has no format 3"),
        ('<c r="B2" t="b"><v>2</v></c>', "'2' is stored as what no cell has"),
        ('<c r="B2" t="q"><v>2</v></c>', "'2' is stored as what no cell has"),
        (f'<c r="B2" t="s"><v>{"9" * 5000}</v></c>', "the workbook has no text 99999999999999999999"),
        ('<c r="B2" t="s"><v>²</v></c>', "the workbook has no text ²"),
        (f'<c r="B2"><v>{"1" * 900_000}x</v></c>', "…' is stored as a number, and is none"),
        ('<c r="B2"><v>1E-400</v></c>', "'1E-400' is stored as a number, and is none"),
        (f'<c r="B2" t="e"><v>{"#" * 900_000}</v></c>', "the cell shows the error of a formula"),
    ],
)
def test_a_fault_is_found_at_once_and_told_shortly(tmp_path: Path, cell: str, message: str) -> None:
    """However long what is stored is."""
    (fault,) = _read(_plain(tmp_path, cell)).faults
    assert (fault.row, fault.letter) == (2, "B")
    assert message in fault.message
    assert len(fault.message) < 200


@pytest.mark.parametrize("serial", ["1E+30", "1E+300", "-1E+30", "2958465.9999999", "2958466", "60"])
def test_a_day_that_no_calendar_has_is_a_fault(tmp_path: Path, serial: str) -> None:
    """And breaks nothing down."""
    path = write_workbook(tmp_path / "b.xlsx", {"S": {"A1": "l", "B1": "f", "A2": "x", "B2": (7, "yyyy-mm-dd")}})
    (fault,) = _read(patch(path, _SHEET, ("<v>7</v>", f"<v>{serial}</v>"))).faults
    assert "is no day that all programs agree on" in fault.message


def test_a_comment_parts_no_text(tmp_path: Path) -> None:
    """Neither a shared one nor a figure, which were cut at it."""
    cell = '<c r="B2" t="s"><v>0</v></c>'
    assert _read(_plain(tmp_path, cell, texts="<si><t>12<!-- x -->34</t></si>")).cells["B"].to_list() == ["1234"]
    assert _read(_plain(tmp_path, '<c r="B2"><v>12<!-- x -->34</v></c>')).cells["B"].to_list() == ["1234"]
    emoji = _plain(tmp_path, cell, texts="<si><t>_xD83D__xDE00_ _x005F_x0041_</t></si>")
    assert _read(emoji).cells["B"].to_list() == ["\U0001f600 _x0041_"]


@pytest.mark.parametrize("part", ["xl/s.xml", "xl/texts.xml", "xl/workbook.xml"])
def test_document_types_and_unknown_encodings_are_refused(tmp_path: Path, part: str) -> None:
    """In whatever part; an entity in a shared text was left out of it."""
    texts = "<si><t>12</t></si>"
    path = _plain(tmp_path, '<c r="B2" t="s"><v>0</v></c>', texts=texts)
    whole = path.read_bytes()
    with pytest.raises(UnreadableInputError, match="document type"):
        _read(_prefixed(path, part, '<!DOCTYPE a [<!ENTITY e "00">]>'))
    path.write_bytes(whole)
    with pytest.raises(UnreadableInputError, match="is damaged"):
        _read(_prefixed(path, part, '<?xml version="1.0" encoding="foo"?>'))


def _prefixed(path: Path, part: str, start: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return write_parts(path, {**parts, part: start.encode() + parts[part]})


@pytest.mark.parametrize(
    ("rows", "behind", "message"),
    [
        ('<row r="3"><c r="XFD3"><v>1</v></c></row>', "", "has few cells in very many rows and columns, up to"),
        ("", '<mergeCell ref="A1:B1"/>' * 3, "areas of merged cells"),
        ("", '<col min="1" max="2" hidden="1"/>' * 2, "hidden columns are out of order"),
        ("", '<col min="1" max="99999" hidden="1"/>', "hidden columns are out of order"),
        ("", "<x/>" * 1000, "it has more than 100 elements"),
        ("", f"<{'x' * 2_000_000}/>", "it has a tag or a comment of more than 1,000 bytes"),
    ],
)
def test_what_no_sheet_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, behind: str, message: str
) -> None:
    """Before it takes much time or memory."""
    monkeypatch.setattr("exporter.line_items.workbook_file._MOST_BLANK", 10_000)
    monkeypatch.setattr("exporter.workbooks.sheet_cells._MOST_MERGED", 2)
    monkeypatch.setattr("exporter.workbooks.part_reading._MOST_ELEMENTS", 100)
    monkeypatch.setattr("exporter.workbooks.part_reading._LONGEST_TAG", 1_000)
    with pytest.raises(UnreadableInputError, match=message):
        _read(_plain(tmp_path, "", rows, behind=behind))


def test_a_text_that_very_many_cells_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since it would be copied for each of them."""
    monkeypatch.setattr("exporter.line_items.workbook_file.MOST_CHARACTERS", 1_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, 13))
    with pytest.raises(UnreadableInputError, match="has more than 1,000 characters; save it as CSV, or split it"):
        _read(_plain(tmp_path, "", rows, f"<si><t>{'x' * 100}</t></si>"))


@pytest.mark.parametrize("constant", ["MOST_CHARACTERS", "LONGEST_TEXT", "_MOST_TEXTS", "_MOST_NODES", "_LONGEST_NAME"])
def test_what_no_workbook_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constant: str) -> None:
    """Texts, elements and names, of which there is a bound."""
    monkeypatch.setattr(f"exporter.workbooks.workbook.{constant}", 0)
    with pytest.raises(UnreadableInputError, match="more"):
        _read(_plain(tmp_path, '<c r="B2" t="s"><v>0</v></c>', texts="<si><t>12</t></si>"))


def test_a_sheet_of_a_chart_is_told(tmp_path: Path) -> None:
    """It has no cells."""
    path = _plain(tmp_path, "")
    patch(path, "xl/workbook.xml", ("</sheets>", '<sheet name="Chart1" sheetId="2" r:id="r9" xmlns:r="o"/></sheets>'))
    with pytest.raises(UnreadableInputError, match="'Chart1' is a sheet without cells, such as a chart; it has 'S'"):
        _read(path, sheet="Chart1")
