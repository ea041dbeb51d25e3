"""What may be wrong with the documents of a filing."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

DOCUMENTS_HIDDEN = Rule(
    "documents.hidden",
    Severity.WARNING,
    "No document shows a fact as Inline XBRL can tag it, so that it stands in the hidden section.",
    "Inline XBRL 1.1, 9",
)

RULES = (DOCUMENTS_HIDDEN,)
