"""What can be wrong with a taxonomy's tables as they are read; what a whole taxonomy keeps stands in checks.py."""

from exporter.files.records import RecordRules
from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E = Severity.ERROR

TAXONOMY_UNKNOWN_COLUMN = Rule("taxonomy.unknownColumn", _E, "A taxonomy table has a column that means nothing here.")
TAXONOMY_MISSING_COLUMN = Rule("taxonomy.missingColumn", _E, "A taxonomy table lacks a column that is needed.")
TAXONOMY_RAGGED = Rule("taxonomy.ragged", _E, "A row of a taxonomy table has more or fewer cells than its heading.")
TAXONOMY_DUPLICATE_NAME = Rule(
    "taxonomy.duplicateName", _E, "Two concepts (case aside) or two networks have the same name."
)
TAXONOMY_BAD_VALUE = Rule(
    "taxonomy.badValue", _E, "A cell of a taxonomy table holds something that its column does not allow."
)
TAXONOMY_DUPLICATE_LABEL = Rule(
    "taxonomy.duplicateLabel", _E, "A label is given twice, or two concepts share one standard label."
)

TAXONOMY_RECORDS = RecordRules(TAXONOMY_UNKNOWN_COLUMN, TAXONOMY_MISSING_COLUMN, TAXONOMY_RAGGED)

RULES = (
    TAXONOMY_UNKNOWN_COLUMN,
    TAXONOMY_MISSING_COLUMN,
    TAXONOMY_RAGGED,
    TAXONOMY_DUPLICATE_NAME,
    TAXONOMY_BAD_VALUE,
    TAXONOMY_DUPLICATE_LABEL,
)
