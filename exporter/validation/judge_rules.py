"""What can keep a judge from its verdict, and what is wrong with packages."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

JUDGE_NOT_RUN = Rule("judge.notRun", _I, "A judge was left out, so the verdict is without it.")
JUDGE_FAILED = Rule("judge.failed", _E, "A judge broke down, so the verdict is without it.")
PACKAGE_UNKNOWN = Rule(
    "package.unknown", _W, "An archive beside the document is no taxonomy package, and something was not found."
)

RULES = (
    JUDGE_NOT_RUN,
    JUDGE_FAILED,
    PACKAGE_UNKNOWN,
)
