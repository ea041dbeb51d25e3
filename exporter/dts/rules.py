"""What is wrong with taxonomy packages, and with what is imported from them."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

__all__ = [
    "DTS_MESSAGE",
    "DTS_MISSING",
    "DTS_NOT_KEPT",
    "DTS_NOT_LOADED",
    "DTS_REBUILT",
    "DTS_UNRESOLVED",
    "PACKAGE_SPECIFICATION",
    "RULES",
]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

PACKAGE_SPECIFICATION = Rule(
    "package.specification",
    _W,
    "A taxonomy package holds a schema of a specification that differs from the specification's own; it was not used.",
)
DTS_MISSING = Rule(
    "dts.missing", _W, "A schema or linkbase of a taxonomy was not found, so what it says is not known.", "XBRL 2.1, 3"
)
DTS_UNRESOLVED = Rule(
    "dts.unresolved",
    _W,
    "Arcs of a taxonomy lead to concepts that were not found, or have a weight that is no decimal number.",
    "XBRL 2.1, 3.5.3 and 5.2.5.2",
)
DTS_MESSAGE = Rule("dts.message", _W, "Arelle found something wrong with a taxonomy as it loaded it.")
DTS_NOT_LOADED = Rule(
    "dts.notLoaded", _W, "The taxonomy of a report could not be loaded, so facts were judged without."
)
DTS_REBUILT = Rule("dts.rebuilt", _I, "The index of a taxonomy was damaged or of another version, and was made anew.")
DTS_NOT_KEPT = Rule("dts.notKept", _W, "The index of a taxonomy could not be kept, so it is made anew each time.")

RULES = (PACKAGE_SPECIFICATION, DTS_MISSING, DTS_UNRESOLVED, DTS_MESSAGE, DTS_NOT_LOADED, DTS_REBUILT, DTS_NOT_KEPT)
