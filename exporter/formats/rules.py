"""What of a file may be impossible to read."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W = Severity.ERROR, Severity.WARNING

READER_TUPLE = Rule("reader.tuple", _E, "A tuple was met; tuples are not supported and were not read.", "XBRL 2.1, 4.9")
READER_BAD_VALUE = Rule(
    "reader.badValue", _E, "A fact has a unit, but its value is no number; it was not read.", "XBRL 2.1, 4.6"
)
READER_DUPLICATE_ID = Rule(
    "reader.duplicateId", _E, "Two contexts or two units have the same id.", "XML Schema Part 2, 3.3.8"
)
READER_FOOTNOTES = Rule("reader.footnotes", _W, "The document has footnotes; they were not read.", "XBRL 2.1, 4.11")
READER_UNRESOLVED_REFERENCE = Rule(
    "reader.unresolvedReference",
    _E,
    "A fact refers to a context or unit that the document does not define.",
    "XBRL 2.1, 4.6",
)
READER_UNSUPPORTED_CONTEXT = Rule(
    "reader.unsupportedContext",
    _E,
    "A context has segment or scenario content other than dimensions.",
    "XBRL 2.1, 4.7.4",
)
READER_BAD_DECIMALS = Rule(
    "reader.badDecimals", _E, "A fact's decimals or precision is not a number that can be kept.", "XBRL 2.1, 4.6"
)

RULES = (
    READER_TUPLE,
    READER_BAD_VALUE,
    READER_DUPLICATE_ID,
    READER_FOOTNOTES,
    READER_UNRESOLVED_REFERENCE,
    READER_UNSUPPORTED_CONTEXT,
    READER_BAD_DECIMALS,
)
