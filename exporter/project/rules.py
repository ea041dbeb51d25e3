"""What can be wrong with report.toml, mapping.csv and footnotes.csv."""

from exporter.files.records import RecordRules
from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W = Severity.ERROR, Severity.WARNING

PROJECT_UNKNOWN_KEY = Rule("project.unknownKey", _E, "report.toml has a key that means nothing here.")
PROJECT_MISSING_KEY = Rule("project.missingKey", _E, "report.toml lacks a key that is needed.")
PROJECT_WRONG_TYPE = Rule(
    "project.wrongType", _E, "A value in report.toml has the wrong type or is not one of those allowed."
)
PROJECT_BAD_PERIOD = Rule(
    "project.badPeriod", _E, "A period has neither an instant nor a start and an end, or ends before it starts."
)
PROJECT_BAD_UNIT = Rule(
    "project.badUnit", _E, "A unit is not written as prefix:measure or prefix:measure/prefix:measure."
)
PROJECT_UNFILLED = Rule(
    "project.unfilled", _E, "A text in report.toml has a placeholder such as ${name}, and nothing gives it a value."
)
PROJECT_UNKNOWN_FORMAT = Rule("project.unknownFormat", _E, "A report cannot be filed in a format of this name.")
PROJECT_UNKNOWN_PERIOD = Rule("project.unknownPeriod", _E, "A column names a period that report.toml does not define.")
PROJECT_UNKNOWN_UNIT = Rule(
    "project.unknownUnit", _E, "A column or a mapping row names a unit that report.toml does not define."
)
PROJECT_MISSING_FILE = Rule("project.missingFile", _E, "report.toml names a file that is not there.")
PROJECT_DUPLICATE_FILE = Rule("project.duplicateFile", _E, "report.toml names a file twice.")
PROJECT_OUTSIDE_PATH = Rule("project.outsidePath", _E, "A path leads out of the project folder.")
PROJECT_FAR_PERIOD = Rule(
    "project.farPeriod", _W, "A period lies many years from all others, as by a slip in its year."
)
PROJECT_MORE = Rule("project.more", _E, "report.toml has further faults, which are not listed one by one.")
PROJECT_TAKEN_PREFIX = Rule(
    "project.takenPrefix", _E, "A prefix of report.toml stands for another namespace in the taxonomy."
)
PROJECT_UNKNOWN_STATEMENT = Rule(
    "project.unknownStatement", _E, "report.toml chooses a form of a statement that the taxonomy does not have."
)
MAPPING_UNKNOWN_COLUMN = Rule("mapping.unknownColumn", _E, "mapping.csv has a column that means nothing here.")
MAPPING_MISSING_COLUMN = Rule("mapping.missingColumn", _E, "mapping.csv lacks a column that is needed.")
MAPPING_RAGGED = Rule("mapping.ragged", _E, "A row of mapping.csv has more or fewer cells than its heading.")
MAPPING_UNKNOWN_TABLE = Rule(
    "mapping.unknownTable", _E, "A mapping row names a table that report.toml does not define."
)
MAPPING_UNKNOWN_CONCEPT = Rule(
    "mapping.unknownConcept", _E, "A mapping row names a concept that the taxonomy does not have."
)
MAPPING_DEPRECATED_CONCEPT = Rule(
    "mapping.deprecatedConcept", _W, "A mapping row names a concept that the taxonomy says is to be used no more."
)
MAPPING_UNKNOWN_DIMENSION = Rule(
    "mapping.unknownDimension", _E, "A mapping row names a dimension or member that the taxonomy does not have."
)
MAPPING_BAD_DIMENSIONS = Rule(
    "mapping.badDimensions", _E, "The dimensions of a mapping row are not written as axis=member; axis=member."
)
MAPPING_MISSING_LABEL = Rule("mapping.missingLabel", _E, "A mapping row has no label in any language.")
MAPPING_MISSING_SIGN = Rule(
    "mapping.missingSign", _E, "A numeric mapping row does not say how the printed sign becomes the XBRL sign."
)
FOOTNOTES_UNKNOWN_COLUMN = Rule("footnotes.unknownColumn", _E, "footnotes.csv has a column that means nothing here.")
FOOTNOTES_MISSING_COLUMN = Rule("footnotes.missingColumn", _E, "footnotes.csv lacks a column that is needed.")
FOOTNOTES_RAGGED = Rule("footnotes.ragged", _E, "A row of footnotes.csv has more or fewer cells than its heading.")
FOOTNOTES_BAD_VALUE = Rule(
    "footnotes.badValue", _E, "A footnote has no legal id, an id that is taken, or no text in a language."
)
MAPPING_MISSING_REASON = Rule(
    "mapping.missingReason", _E, "A mapping row has neither a concept nor a note that says why it is excluded."
)
MAPPING_BAD_VALUE = Rule(
    "mapping.badValue", _E, "A cell of mapping.csv holds something that its column does not allow."
)
MAPPING_LABEL_ROLE = Rule(
    "mapping.labelRole", _W, "A reversed sign is filed under a label role that is not negated, or the reverse."
)
RULE_MALFORMED = Rule("rule.malformed", _E, "A rule is not written as one, or stands where it cannot.")

MAPPING_RECORDS = RecordRules(MAPPING_UNKNOWN_COLUMN, MAPPING_MISSING_COLUMN, MAPPING_RAGGED)

FOOTNOTES_RECORDS = RecordRules(FOOTNOTES_UNKNOWN_COLUMN, FOOTNOTES_MISSING_COLUMN, FOOTNOTES_RAGGED)

RULES = (
    PROJECT_UNKNOWN_KEY,
    PROJECT_MISSING_KEY,
    PROJECT_WRONG_TYPE,
    PROJECT_BAD_PERIOD,
    PROJECT_BAD_UNIT,
    PROJECT_UNFILLED,
    PROJECT_UNKNOWN_FORMAT,
    PROJECT_UNKNOWN_PERIOD,
    PROJECT_UNKNOWN_UNIT,
    PROJECT_MISSING_FILE,
    PROJECT_DUPLICATE_FILE,
    PROJECT_OUTSIDE_PATH,
    PROJECT_FAR_PERIOD,
    PROJECT_MORE,
    PROJECT_TAKEN_PREFIX,
    PROJECT_UNKNOWN_STATEMENT,
    MAPPING_UNKNOWN_COLUMN,
    MAPPING_MISSING_COLUMN,
    MAPPING_RAGGED,
    MAPPING_UNKNOWN_TABLE,
    MAPPING_UNKNOWN_CONCEPT,
    MAPPING_DEPRECATED_CONCEPT,
    MAPPING_UNKNOWN_DIMENSION,
    MAPPING_BAD_DIMENSIONS,
    MAPPING_MISSING_LABEL,
    MAPPING_MISSING_SIGN,
    FOOTNOTES_UNKNOWN_COLUMN,
    FOOTNOTES_MISSING_COLUMN,
    FOOTNOTES_RAGGED,
    FOOTNOTES_BAD_VALUE,
    MAPPING_MISSING_REASON,
    MAPPING_BAD_VALUE,
    MAPPING_LABEL_ROLE,
    RULE_MALFORMED,
)
