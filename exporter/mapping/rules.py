"""What can be wrong between the line items, the mapping and the taxonomy."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

MAPPING_ABSTRACT_CONCEPT = Rule(
    "mapping.abstractConcept", _E, "A mapping row gives a figure to an abstract concept, which cannot be reported."
)
MAPPING_DUPLICATE_ROW = Rule("mapping.duplicateRow", _E, "Two mapping rows are for the same line item.")
MAPPING_AMBIGUOUS_LABEL = Rule(
    "mapping.ambiguousLabel", _E, "A mapping row's label stands under several sections; the row must name one."
)
MAPPING_UNMATCHED_ROW = Rule("mapping.unmatchedRow", _E, "A mapping row matches no line item.")
MAPPING_UNMAPPED_LINE_ITEM = Rule("mapping.unmappedLineItem", _E, "A line item with figures has no mapping row.")
MAPPING_WRONG_MEMBER = Rule(
    "mapping.wrongMember",
    _E,
    "A fact's dimensions are not those of any table in which its concept stands.",
    "Dimensions 1.0, 3",
)
MAPPING_NOTHING_TO_CHECK = Rule(
    "mapping.nothingToCheck", _E, "A row is only to be checked, but no other row files its fact."
)
FOOTNOTES_UNKNOWN = Rule(
    "footnotes.unknown", _E, "A table, column or mapping row names a footnote that footnotes.csv does not have."
)
FOOTNOTES_UNLINKED_MARK = Rule(
    "footnotes.unlinkedMark", _W, "A label or heading bears the mark of a footnote, but none with it is linked."
)
FOOTNOTES_MISSING_MARK = Rule("footnotes.missingMark", _W, "A footnote has a mark that no label or heading bears.")
FOOTNOTES_UNUSED = Rule("footnotes.unused", _W, "No fact has the footnote.")
RELEASE_PRINT_DIFFERS = Rule(
    "release.printDiffers",
    _W,
    "A figure is printed in a way that the figure filed does not round to, or differently.",
    "Calculations 1.1, 3.1",
)
MAPPING_WRONG_PERIOD_TYPE = Rule(
    "mapping.wrongPeriodType",
    _E,
    "An instant concept stands in a duration column, or the other way round.",
    "XBRL 2.1, 4.7.2",
)
MAPPING_WRONG_UNIT = Rule("mapping.wrongUnit", _E, "The unit does not fit the concept's item type.", "XBRL 2.1, 4.8.2")
MAPPING_WRONG_SIDE = Rule(
    "mapping.wrongSide", _E, "A figure stands on the debit or credit side, but its concept is neither."
)
MAPPING_LOST_DIGITS = Rule("mapping.lostDigits", _E, "A printed figure has digits beyond the declared decimals.")
MAPPING_CONFLICTING_CELLS = Rule(
    "mapping.conflictingCells", _E, "Two cells give the same fact different values.", "OIM 1.0, 4.2"
)
MAPPING_CONFLICTING_LABELS = Rule(
    "mapping.conflictingLabels", _E, "Two line items give a concept different labels in one role and language."
)
MAPPING_LABEL_LANGUAGE = Rule(
    "mapping.labelLanguage", _E, "Labels are printed in a language that the extension does not have."
)
MAPPING_UNLABELLED_LANGUAGE = Rule(
    "mapping.unlabelledLanguage", _I, "Labels are printed in a language that the taxonomy does not have."
)
MAPPING_NOT_PRESENTED = Rule(
    "mapping.notPresented",
    _E,
    "A reported concept, in its label role, is missing from the presentation networks.",
    "EFM 6.12.03",
)

MAPPING_NOT_ADDED = Rule(
    "mapping.notAdded", _E, "Figures cannot be added: one is nil, in another currency, or of another accuracy."
)
MAPPING_NOTHING_TO_ADD = Rule(
    "mapping.nothingToAdd", _E, "A total or carried figure is asked for, and nothing that it is computed from is there."
)

RULES = (
    MAPPING_NOT_ADDED,
    MAPPING_NOTHING_TO_ADD,
    MAPPING_ABSTRACT_CONCEPT,
    MAPPING_DUPLICATE_ROW,
    MAPPING_AMBIGUOUS_LABEL,
    MAPPING_UNMATCHED_ROW,
    MAPPING_UNMAPPED_LINE_ITEM,
    MAPPING_WRONG_MEMBER,
    MAPPING_NOTHING_TO_CHECK,
    FOOTNOTES_UNKNOWN,
    FOOTNOTES_UNLINKED_MARK,
    FOOTNOTES_MISSING_MARK,
    FOOTNOTES_UNUSED,
    RELEASE_PRINT_DIFFERS,
    MAPPING_WRONG_PERIOD_TYPE,
    MAPPING_WRONG_UNIT,
    MAPPING_WRONG_SIDE,
    MAPPING_LOST_DIGITS,
    MAPPING_CONFLICTING_CELLS,
    MAPPING_CONFLICTING_LABELS,
    MAPPING_LABEL_LANGUAGE,
    MAPPING_UNLABELLED_LANGUAGE,
    MAPPING_NOT_PRESENTED,
)
