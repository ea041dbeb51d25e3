"""What may be wrong with the documents of a filing."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E = Severity.ERROR

DOCUMENTS_HIDDEN = Rule(
    "documents.hidden",
    Severity.WARNING,
    "No document shows a fact as Inline XBRL can tag it, so that it stands in the hidden section.",
    "Inline XBRL 1.1, 9",
)
DOCUMENTS_LEFT_OUT = Rule(
    "documents.leftOut", Severity.INFO, "Nobody asked for a document, and it would be too large to be opened."
)
DOCUMENTS_NO_DOCUMENT = Rule("documents.noDocument", _E, "The file of a document has no head and body of XHTML.")
DOCUMENTS_UNKNOWN_TABLE = Rule(
    "documents.unknownTable", _E, "A document has a place for a table that there is not in its language."
)
DOCUMENTS_UNKNOWN_CELL = Rule(
    "documents.unknownCell",
    _E,
    "A document names a cell that there is not in its language, or that is not the only one.",
)
DOCUMENTS_OTHER_TEXT = Rule(
    "documents.otherText", _E, "A document says something else than the cell that it names prints."
)
DOCUMENTS_CUT_NUMBER = Rule(
    "documents.cutNumber", _E, "Markup stands between the digits of a number in a document.", "Inline XBRL 1.1, 10.1"
)
DOCUMENTS_TWICE = Rule("documents.twice", _E, "A document shows a table or a cell twice, or gives an id twice.")
DOCUMENTS_NESTED = Rule(
    "documents.nested", _E, "An element names both a table and a cell, or stands inside another one that names one."
)

RULES = (
    DOCUMENTS_HIDDEN,
    DOCUMENTS_LEFT_OUT,
    DOCUMENTS_NO_DOCUMENT,
    DOCUMENTS_UNKNOWN_TABLE,
    DOCUMENTS_UNKNOWN_CELL,
    DOCUMENTS_OTHER_TEXT,
    DOCUMENTS_CUT_NUMBER,
    DOCUMENTS_TWICE,
    DOCUMENTS_NESTED,
)
