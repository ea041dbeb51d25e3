"""What can be wrong between printed figures."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

RELEASE_DERIVED_DIFFERS = Rule(
    "release.derivedDiffers", _W, "A printed figure does not follow from the others by its rule, whatever the rounding."
)
RELEASE_TOTAL_DIFFERS = Rule(
    "release.totalDiffers", _W, "A printed total is not the sum of its parts in the same column.", "Calculations 1.1"
)
RELEASE_LANGUAGES_DIFFER = Rule(
    "release.languagesDiffer", _W, "A derived figure is printed differently in two languages."
)
RULE_UNKNOWN_OPERAND = Rule("rule.unknownOperand", _E, "A rule names a row, concept or dimension that does not exist.")
RULE_MISSING_OPERAND = Rule(
    "rule.missingOperand", _E, "A rule needs a figure that is not reported, or that is reported in several units."
)
RULE_DIVISION_BY_ZERO = Rule(
    "rule.divisionByZero", _E, "A rule divides by a figure that is zero, or may be within its rounding."
)
RULE_OPPOSITE_SIGNS = Rule(
    "rule.oppositeSigns", _I, "A change is printed between figures of opposite signs; it says little, though it holds."
)
PRINT_EITHER_WAY = Rule(
    "print.eitherWay", _W, "A mark may group digits or be the decimal one, and nothing in the table tells which."
)
PRINT_FINER_ACCURACY = Rule("print.finerAccuracy", _W, "A fact is filed as more accurate than it is printed.")
PRINT_PERCENT_HEADING = Rule(
    "print.percentHeading", _W, "A column is headed as percentages, and its figures are filed as they stand."
)
PRINT_OTHER_SCALE = Rule("print.otherScale", _W, "A heading or label says another scale than the figures are read in.")
SIGN_DOUBTFUL = Rule(
    "sign.doubtful", _W, "An amount that is mostly positive is filed negative, and no total confirms it.", "DQC 0015"
)

LEDGER_UNBALANCED = Rule("ledger.unbalanced", Severity.ERROR, "The debit and credit sides of a ledger are not equal.")

RULES = (
    LEDGER_UNBALANCED,
    RELEASE_DERIVED_DIFFERS,
    RELEASE_TOTAL_DIFFERS,
    RELEASE_LANGUAGES_DIFFER,
    RULE_UNKNOWN_OPERAND,
    RULE_MISSING_OPERAND,
    RULE_DIVISION_BY_ZERO,
    RULE_OPPOSITE_SIGNS,
    PRINT_EITHER_WAY,
    PRINT_FINER_ACCURACY,
    PRINT_PERCENT_HEADING,
    PRINT_OTHER_SCALE,
    SIGN_DOUBTFUL,
)
