"""What can be wrong with the tables' files and the cells in them."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E = Severity.ERROR

LINE_ITEMS_RAGGED = Rule("lineItems.ragged", _E, "A row has more or fewer cells than the column headings.")
LINE_ITEMS_UNKNOWN_HEADING = Rule(
    "lineItems.unknownHeading", _E, "A column of the file has a heading that report.toml does not declare."
)
LINE_ITEMS_MISSING_HEADING = Rule(
    "lineItems.missingHeading", _E, "report.toml declares a heading that the file does not have."
)
LINE_ITEMS_DUPLICATE_HEADING = Rule("lineItems.duplicateHeading", _E, "Two columns of a file have the same heading.")
LINE_ITEMS_DUPLICATE_ROW = Rule(
    "lineItems.duplicateRow", _E, "Two rows with figures have the same label under the same section."
)
LINE_ITEMS_ROW_BETWEEN = Rule(
    "lineItems.rowBetween", _E, "A row between the heading rows has cells, and would be read as nothing."
)
LINE_ITEMS_SIDE = Rule(
    "lineItems.undeclaredSide", _E, "Columns are headed as the two sides of a ledger, and report.toml does not say so."
)
LINE_ITEMS_NO_LABEL = Rule("lineItems.noLabel", _E, "A row of a list has a figure but no label.")
LINE_ITEMS_NOT_A_NUMBER = Rule("lineItems.notANumber", _E, "A cell that should hold a number does not.")
LINE_ITEMS_ILLEGAL_CHARACTER = Rule(
    "lineItems.illegalCharacter", _E, "A text holds a character that XML cannot carry.", "XML 1.0, 2.2"
)
LINE_ITEMS_BAD_LIST = Rule(
    "lineItems.badList", _E, "A row of a list names an unknown period or unit, or has no whole number as scale."
)
LINE_ITEMS_WRONG_VALUE = Rule("lineItems.wrongValue", _E, "A text is not a legal value of the concept's type.")
LINE_ITEMS_UNREADABLE_NOTE = Rule(
    "lineItems.unreadableNote", _E, "A cell names a file as its text that is not there or cannot be read."
)
LINE_ITEMS_UNKNOWN_CELL = Rule(
    "lineItems.unknownCell", _E, "report.toml excludes a cell that the file does not have, or in which nothing stands."
)
WORKBOOK_UNCERTAIN_CELL = Rule(
    "workbook.uncertainCell", _E, "A cell of a workbook shows an error, or it is not certain what it shows or stores."
)
WORKBOOK_HIDDEN = Rule(
    "workbook.hidden", Severity.WARNING, "Figures stand in hidden rows or columns, and report.toml does not say so."
)
WORKBOOK_HIDDEN_SKIPPED = Rule(
    "workbook.hiddenSkipped", Severity.INFO, "Hidden rows or columns are left out, as report.toml says."
)
WORKBOOK_ROUNDED = Rule(
    "workbook.rounded", Severity.INFO, "A sheet shows fewer digits than it stores, and the figures of one kind count."
)
WORKBOOK_OTHER_VALUE = Rule(
    "workbook.otherValue", Severity.WARNING, "A sheet shows no number, or another sign, where it stores a number."
)
LINE_ITEMS_MORE = Rule("lineItems.more", _E, "Further cells with the same fault, which are not listed one by one.")
LINE_ITEMS_EMPTY = Rule("lineItems.empty", _E, "A table has no line items, or no table has anything to report.")

RULES = (
    LINE_ITEMS_RAGGED,
    LINE_ITEMS_UNKNOWN_HEADING,
    LINE_ITEMS_MISSING_HEADING,
    LINE_ITEMS_DUPLICATE_HEADING,
    LINE_ITEMS_DUPLICATE_ROW,
    LINE_ITEMS_ROW_BETWEEN,
    LINE_ITEMS_SIDE,
    LINE_ITEMS_NO_LABEL,
    LINE_ITEMS_NOT_A_NUMBER,
    LINE_ITEMS_ILLEGAL_CHARACTER,
    LINE_ITEMS_BAD_LIST,
    LINE_ITEMS_WRONG_VALUE,
    LINE_ITEMS_UNREADABLE_NOTE,
    LINE_ITEMS_UNKNOWN_CELL,
    WORKBOOK_UNCERTAIN_CELL,
    WORKBOOK_HIDDEN,
    WORKBOOK_HIDDEN_SKIPPED,
    WORKBOOK_ROUNDED,
    WORKBOOK_OTHER_VALUE,
    LINE_ITEMS_MORE,
    LINE_ITEMS_EMPTY,
)
