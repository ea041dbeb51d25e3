"""What can be wrong with a taxonomy's tables."""

from exporter.files.records import RecordRules
from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E = Severity.ERROR

TAXONOMY_UNKNOWN_COLUMN = Rule("taxonomy.unknownColumn", _E, "A taxonomy table has a column that means nothing here.")
TAXONOMY_MISSING_COLUMN = Rule("taxonomy.missingColumn", _E, "A taxonomy table lacks a column that is needed.")
TAXONOMY_RAGGED = Rule("taxonomy.ragged", _E, "A row of a taxonomy table has more or fewer cells than its heading.")
TAXONOMY_ILLEGAL_NAME = Rule(
    "taxonomy.illegalName", _E, "A concept's name is not a legal XML name.", "Namespaces in XML, NCName"
)
TAXONOMY_DUPLICATE_NAME = Rule("taxonomy.duplicateName", _E, "Two concepts have the same name (case aside).")
TAXONOMY_BAD_VALUE = Rule(
    "taxonomy.badValue", _E, "A cell of a taxonomy table holds something that its column does not allow."
)
TAXONOMY_BAD_ABSTRACT = Rule(
    "taxonomy.badAbstract", _E, "An abstract concept has a type, balance or period that abstract headings lack."
)
TAXONOMY_BAD_BALANCE = Rule(
    "taxonomy.badBalance", _E, "A concept that is not monetary has a balance.", "XBRL 2.1, 5.1.1.2"
)
TAXONOMY_BAD_DOMAIN = Rule(
    "taxonomy.badDomain",
    _E,
    "A domain type or pattern is given to what is no typed dimension, or is illegal.",
    "Dimensions 1.0, 2.5.2.1",
)
TAXONOMY_BAD_HYPERCUBE = Rule(
    "taxonomy.badHypercube",
    _E,
    "A hypercube, dimension or member stands where it cannot, or lacks what it needs.",
    "Dimensions 1.0, 2",
)
TAXONOMY_UNKNOWN_CONCEPT = Rule("taxonomy.unknownConcept", _E, "A taxonomy table names a concept that does not exist.")
TAXONOMY_MISSING_LABEL = Rule(
    "taxonomy.missingLabel", _E, "A concept lacks a label in a role and language that it needs.", "EFM 6.10.04"
)
TAXONOMY_DUPLICATE_LABEL = Rule(
    "taxonomy.duplicateLabel", _E, "A label is given twice, or two concepts share one standard label."
)
TAXONOMY_UNKNOWN_NETWORK = Rule(
    "taxonomy.unknownNetwork", _E, "A taxonomy table names a network that networks.csv does not define."
)
TAXONOMY_BAD_OUTLINE = Rule(
    "taxonomy.badOutline", _E, "The depths of a presentation network do not form an outline under one root."
)
TAXONOMY_DUPLICATE_ARC = Rule(
    "taxonomy.duplicateArc", _E, "A network relates the same two concepts twice in the same way.", "XLink 1.0, 5.1.3"
)
TAXONOMY_ORPHAN = Rule("taxonomy.orphan", _E, "A concept stands in no presentation network.")
TAXONOMY_CALCULATION_BALANCE = Rule(
    "taxonomy.calculationBalance",
    _E,
    "A calculation weight contradicts the balances of its two concepts.",
    "XBRL 2.1, 5.1.1.2",
)
TAXONOMY_CALCULATION_PERIOD = Rule(
    "taxonomy.calculationPeriod", _E, "A calculation joins concepts of different period types.", "XBRL 2.1, 5.2.5.2"
)
TAXONOMY_CALCULATION_TYPE = Rule(
    "taxonomy.calculationType", _E, "A calculation joins concepts that cannot be added.", "XBRL 2.1, 5.2.5.2"
)
TAXONOMY_CALCULATION_PRESENTATION = Rule(
    "taxonomy.calculationPresentation", _E, "A calculation names a concept that its network does not present."
)
TAXONOMY_CALCULATION_CYCLE = Rule("taxonomy.calculationCycle", _E, "A calculation adds a concept into itself.")

TAXONOMY_RECORDS = RecordRules(TAXONOMY_UNKNOWN_COLUMN, TAXONOMY_MISSING_COLUMN, TAXONOMY_RAGGED)

RULES = (
    TAXONOMY_UNKNOWN_COLUMN,
    TAXONOMY_MISSING_COLUMN,
    TAXONOMY_RAGGED,
    TAXONOMY_ILLEGAL_NAME,
    TAXONOMY_DUPLICATE_NAME,
    TAXONOMY_BAD_VALUE,
    TAXONOMY_BAD_ABSTRACT,
    TAXONOMY_BAD_BALANCE,
    TAXONOMY_BAD_DOMAIN,
    TAXONOMY_BAD_HYPERCUBE,
    TAXONOMY_UNKNOWN_CONCEPT,
    TAXONOMY_MISSING_LABEL,
    TAXONOMY_DUPLICATE_LABEL,
    TAXONOMY_UNKNOWN_NETWORK,
    TAXONOMY_BAD_OUTLINE,
    TAXONOMY_DUPLICATE_ARC,
    TAXONOMY_ORPHAN,
    TAXONOMY_CALCULATION_BALANCE,
    TAXONOMY_CALCULATION_PERIOD,
    TAXONOMY_CALCULATION_TYPE,
    TAXONOMY_CALCULATION_PRESENTATION,
    TAXONOMY_CALCULATION_CYCLE,
)
