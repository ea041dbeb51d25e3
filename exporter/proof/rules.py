"""What can differ between a filing and its source cells."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _I = Severity.ERROR, Severity.INFO

ROUND_TRIP_DIFFERENCE = Rule("roundTrip.difference", _E, "What was read back differs from the source cell.")
ROUND_TRIP_MISSING_FACT = Rule("roundTrip.missingFact", _E, "A fact of the source is missing from the file.")
ROUND_TRIP_EXTRA_FACT = Rule("roundTrip.extraFact", _E, "The file has a fact that no source cell gave.")
ROUND_TRIP_MORE = Rule("roundTrip.more", _E, "Further differences, which are not listed one by one.")
ROUND_TRIP_CHANGED_FILE = Rule(
    "roundTrip.changedFile", _E, "A file beside the instance is not what the project's taxonomy compiles to."
)
ROUND_TRIP_DOCUMENT = Rule(
    "roundTrip.document",
    _E,
    "Beside its facts the instance has a reference, context or unit that the export did not write, or lacks one.",
)
ROUND_TRIP_EXPORTED_FIRST = Rule(
    "roundTrip.exportedFirst", _I, "There was no filing to prove, so the project was exported first."
)

RULES = (
    ROUND_TRIP_DIFFERENCE,
    ROUND_TRIP_MISSING_FACT,
    ROUND_TRIP_EXTRA_FACT,
    ROUND_TRIP_MORE,
    ROUND_TRIP_CHANGED_FILE,
    ROUND_TRIP_DOCUMENT,
    ROUND_TRIP_EXPORTED_FIRST,
)
