"""What is wrong with taxonomy packages."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

__all__ = ["PACKAGE_SPECIFICATION", "RULES"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

PACKAGE_SPECIFICATION = Rule(
    "package.specification",
    _W,
    "A taxonomy package holds a schema of a specification that differs from the specification's own; it was not used.",
)

RULES = (PACKAGE_SPECIFICATION,)
