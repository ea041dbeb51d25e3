"""What of a file may be impossible to read, and what of a report to write."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W = Severity.ERROR, Severity.WARNING

READER_TUPLE = Rule(
    "reader.tuple", _W, "A tuple holds no facts, or has attributes of its own; that was not kept.", "XBRL 2.1, 4.9"
)
READER_FRACTION = Rule(
    "reader.fraction", _E, "A fact is a fraction, which a Report has no place for; it was not read.", "XBRL 2.1, 4.6.8"
)
READER_MISSING_CONTEXT = Rule(
    "reader.missingContext", _E, "A fact has no contextRef; it was not read.", "XBRL 2.1, 4.6.1"
)
READER_BAD_NAME = Rule(
    "reader.badName",
    _E,
    "A name has no namespace, or a prefix that is not declared; what it names was not read.",
    "Namespaces in XML 1.0, 6",
)
READER_BAD_UNIT = Rule(
    "reader.badUnit", _E, "A unit has no measures, or one that is no name; it was not read.", "XBRL 2.1, 4.8"
)
READER_BAD_VALUE = Rule(
    "reader.badValue",
    _E,
    "A fact has a unit, but its value is no number, or has a character that no report can carry; it was not read.",
    "XBRL 2.1, 4.6",
)
READER_DUPLICATE_ID = Rule(
    "reader.duplicateId",
    _E,
    "Two contexts, two units or two facts have the same id; such a fact is given another one.",
    "XML Schema Part 2, 3.3.8",
)
READER_FOOTNOTES = Rule(
    "reader.footnotes", _W, "A footnote, or a link from a fact to one, was not read.", "XBRL 2.1, 4.11"
)
READER_UNRESOLVED_REFERENCE = Rule(
    "reader.unresolvedReference",
    _E,
    "A fact refers to a context or unit that the document does not define.",
    "XBRL 2.1, 4.6",
)
READER_UNSUPPORTED_CONTEXT = Rule(
    "reader.unsupportedContext",
    _E,
    "A context has an entity, a period or a dimension that cannot be read; it and its facts were not read.",
    "XBRL 2.1, 4.7",
)
READER_BAD_DECIMALS = Rule(
    "reader.badDecimals",
    _E,
    "A fact's decimals or precision is not a number that can be kept; its accuracy is not known.",
    "XBRL 2.1, 4.6",
)
READER_PRECISION = Rule(
    "reader.precision",
    Severity.INFO,
    "Numbers say by their precision how accurate they are; that is kept as the decimals that it stands for.",
    "XBRL 2.1, 4.6.6",
)
READER_UNKNOWN_ACCURACY = Rule(
    "reader.unknownAccuracy",
    _E,
    "A number has neither decimals nor precision, so that its accuracy is not known.",
    "XBRL 2.1, 4.6.3",
)
READER_ZERO_PRECISION = Rule(
    "reader.zeroPrecision",
    Severity.INFO,
    "A number has a precision of 0, which says that its accuracy is not known.",
    "XBRL 2.1, 4.6.4",
)
READER_NEEDLESS_ACCURACY = Rule(
    "reader.needlessAccuracy",
    _E,
    "A fact has both decimals and precision, of which the decimals were read; or one of them, though it is nil.",
    "XBRL 2.1, 4.6.3",
)
READER_NOT_FINITE = Rule(
    "reader.notFinite",
    _E,
    "A float is infinite or no number, which no Report holds; the fact was not read.",
    "XML Schema Part 2, 3.2.4",
)
READER_TRANSFORMATION = Rule(
    "reader.transformation",
    _E,
    "An Inline XBRL fact has a text that its transformation does not take, or one that is not known; it was not read.",
    "Inline XBRL 1.1, 4.2",
)
READER_CONTINUATION = Rule(
    "reader.continuation",
    _E,
    "An Inline XBRL text continues where nothing is, in a circle, or in two places; the fact was not read.",
    "Inline XBRL 1.1, 4.1",
)
READER_INLINE = Rule(
    "reader.inline",
    _E,
    "An Inline XBRL number is none, is cut by other elements, or has a scale or sign that it cannot have; not read.",
    "Inline XBRL 1.1, 10",
)
READER_TARGETS = Rule(
    "reader.targets", Severity.INFO, "Inline XBRL documents hold reports for other targets, too.", "Inline XBRL 1.1, 3"
)
READER_BAD_STRUCTURE = Rule(
    "reader.badStructure",
    _E,
    "Something is missing, has another JSON type than it must have, or has no place in the format; it was not read.",
    "xBRL-JSON 1.0, 2.3 (xbrlje:invalidJSONStructure)",
)
READER_DOUBLED_KEY = Rule(
    "reader.doubledKey",
    _E,
    "An object in JSON has a key twice; of facts with one id the first was read, and no other fact with such a key.",
    "xBRL-JSON 1.0, 2.1 (xbrlje:invalidJSON)",
)
READER_BAD_ALIAS = Rule(
    "reader.badAlias",
    _E,
    "A prefix or alias stands for something else than it must, or a URI has another or several, or is none.",
    "OIM Common 1.0, URI aliases (oimce:invalidURIForReservedAlias, oimce:invalidAliasForReservedURI)",
)
READER_BAD_PERIOD = Rule(
    "reader.badPeriod",
    _E,
    "A fact's period is neither a date with time nor two of them; the fact was not read.",
    "OIM Common 1.0 (oimce:invalidPeriodRepresentation)",
)
READER_MISPLACED = Rule(
    "reader.misplaced",
    _E,
    "A fact has a dimension or decimals that such a fact may not have; it was read without them.",
    "OIM 1.0, core dimensions (oime:misplacedDecimalsProperty, oime:misplacedLanguageDimension)",
)
READER_LANGUAGE = Rule(
    "reader.badLanguage",
    _E,
    "A language is none, or is not in lower case; it was read as it is.",
    "xBRL-JSON 1.0, 5.2 (xbrlje:invalidLanguageCodeCase)",
)
READER_NO_TAXONOMY = Rule(
    "reader.noTaxonomy", _E, "A report names no taxonomy.", "OIM 1.0, taxonomy component (oime:noTaxonomy)"
)
READER_EXTENSION = Rule(
    "reader.extension",
    _W,
    "A feature or a property is not one of the specification; it was not read.",
    "xBRL-JSON 1.0, 4 and 6",
)
READER_UNKNOWN_KIND = Rule(
    "reader.unknownKind",
    _W,
    "What a fact is, its taxonomy says alone, which is not at hand: text or a pure number, or which kind of dimension.",
    "xBRL-JSON 1.0, 5.2",
)
READER_BAD_METADATA = Rule(
    "reader.badMetadata",
    _E,
    "Metadata of xBRL-CSV contradict each other, name what is not there, or have a form that they may not have.",
    "xBRL-CSV 1.0, metadata (xbrlce:invalidJSONStructure, xbrlce:conflictingMetadataValue)",
)
READER_MISSING_FILE = Rule(
    "reader.missingFile",
    _E,
    "A file that metadata of xBRL-CSV name is missing, cannot be read, or lies where none is read from.",
    "xBRL-CSV 1.0, tables (xbrlce:missingRequiredCSVFile)",
)
READER_BAD_TABLE = Rule(
    "reader.badTable",
    _E,
    "A table of xBRL-CSV has headings, rows or names of rows other than it must have.",
    "xBRL-CSV 1.0, tables (xbrlce:unknownColumn, xbrlce:invalidCSVFileFormat)",
)
READER_BAD_CELL = Rule(
    "reader.badCell",
    _E,
    "A cell of xBRL-CSV says something in words that are not known there; its fact was not read.",
    "xBRL-CSV 1.0, cells (xbrlce:unknownSpecialValue, xbrlce:unknownPropertyGroup, xbrlce:invalidReferenceTarget)",
)
READER_UNFILED_TABLE = Rule(
    "reader.unfiledTable",
    _E,
    "A table has a file, and the filing indicators of the report say that it is not filed.",
    "EBA Filing Rules, filing indicators",
)
READER_UNMAPPED_CELL = Rule(
    "reader.unmappedCell",
    _E,
    "A cell of xBRL-CSV says something that no fact of its row has.",
    "xBRL-CSV 1.0, cells (xbrlce:unmappedCellValue)",
)
WRITER_NOT_KEPT = Rule(
    "writer.notKept", _W, "The report has something that the format has no place for; it was not written."
)
WRITER_NO_PLACE = Rule(
    "writer.noPlace",
    _E,
    "Facts have no cell in the tables that they were to be written in, or one in a table that is not filed.",
    "xBRL-CSV 1.0, table templates",
)
MARKUP_NOT_WELL_FORMED = Rule(
    "markup.notWellFormed", _E, "A file of XHTML is not well-formed, or has entities of its own.", "XML 1.0, 2.1"
)
MARKUP_ACTIVE = Rule(
    "markup.active", _E, "A file of XHTML has a script, a handler of events, a form, or anything else that acts."
)
MARKUP_EXTERNAL = Rule(
    "markup.external", _E, "A file of XHTML loads or refers to something that is not in it and would not be filed."
)
MARKUP_NOT_ALLOWED = Rule(
    "markup.notAllowed",
    _E,
    "A file of XHTML has an element or attribute where Inline XBRL does not allow it, as HTML 5 has many.",
    "Inline XBRL 1.1, schema; XHTML 1.1",
)

RULES = (
    READER_TUPLE,
    READER_FRACTION,
    READER_MISSING_CONTEXT,
    READER_BAD_NAME,
    READER_BAD_UNIT,
    READER_BAD_VALUE,
    READER_DUPLICATE_ID,
    READER_FOOTNOTES,
    READER_UNRESOLVED_REFERENCE,
    READER_UNSUPPORTED_CONTEXT,
    READER_BAD_DECIMALS,
    READER_PRECISION,
    READER_ZERO_PRECISION,
    READER_NEEDLESS_ACCURACY,
    READER_NOT_FINITE,
    READER_UNKNOWN_ACCURACY,
    READER_TRANSFORMATION,
    READER_CONTINUATION,
    READER_INLINE,
    READER_TARGETS,
    READER_BAD_STRUCTURE,
    READER_DOUBLED_KEY,
    READER_BAD_ALIAS,
    READER_BAD_PERIOD,
    READER_MISPLACED,
    READER_LANGUAGE,
    READER_NO_TAXONOMY,
    READER_EXTENSION,
    READER_UNKNOWN_KIND,
    READER_BAD_METADATA,
    READER_MISSING_FILE,
    READER_BAD_TABLE,
    READER_BAD_CELL,
    READER_UNFILED_TABLE,
    READER_UNMAPPED_CELL,
    WRITER_NOT_KEPT,
    WRITER_NO_PLACE,
    MARKUP_NOT_WELL_FORMED,
    MARKUP_ACTIVE,
    MARKUP_EXTERNAL,
    MARKUP_NOT_ALLOWED,
)
