"""What can keep a judge from its verdict."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _I = Severity.ERROR, Severity.INFO

JUDGE_NOT_RUN = Rule("judge.notRun", _I, "A judge was left out, so the verdict is without it.")
JUDGE_FAILED = Rule("judge.failed", _E, "A judge broke down, so the verdict is without it.")

RULES = (
    JUDGE_NOT_RUN,
    JUDGE_FAILED,
)
