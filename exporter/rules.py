"""Every rule of the package in one table: what can be wrong, how bad that is, and who says so.

A rule stands in its room; here is the list of the rooms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.checks import rules as checks_rules
from exporter.documents import rules as documents_rules
from exporter.dts import rules as dts_rules
from exporter.formats import rules as formats_rules
from exporter.line_items import rules as line_items_rules
from exporter.mapping import rules as mapping_rules
from exporter.packages import rules as packages_rules
from exporter.project import rules as project_rules
from exporter.proof import rules as proof_rules
from exporter.taxonomy import rules as taxonomy_rules
from exporter.taxonomy.checks import CHECKS
from exporter.validation import judge_rules
from exporter.validation.own_judge import FACT_RULES, OWN_JUDGE, REPORT_RULES

if TYPE_CHECKING:
    from exporter.findings.registry import Rule

__all__ = ["OWN_RULES", "RULES", "RULES_BY_CODE", "rules_page"]

#: Those of the rooms, by code, in the order in which an export comes across them.
RULES: dict[str, Rule] = {
    rule.code: rule
    for rules in (
        project_rules.RULES,
        line_items_rules.RULES,
        mapping_rules.RULES,
        checks_rules.RULES,
        documents_rules.RULES,
        taxonomy_rules.RULES,
        CHECKS,
        formats_rules.RULES,
        dts_rules.RULES,
        packages_rules.RULES,
        proof_rules.RULES,
        judge_rules.RULES,
    )
    for rule in rules
}

#: The rules of the own judge, by the codes of its findings.
OWN_RULES: dict[str, Rule] = {f"{OWN_JUDGE}:{rule.code}": rule for rule in (*REPORT_RULES, *FACT_RULES)}

#: What any code of ours stands for, that of what the own judge could not read included.
RULES_BY_CODE: dict[str, Rule] = {
    **RULES,
    **OWN_RULES,
    **{f"{OWN_JUDGE}:{rule.code}": rule for rule in formats_rules.RULES},
}

_INTRODUCTION = """\
# Findings

A finding says what is wrong with the data, and where: file, row and column as a spreadsheet counts them. Behind each
stands a rule: its severity, what it means to break it, and the clause of a specification, or the practice, that asks
for it. These are the rules of our own; `make findings` writes this page from them. What a judge reports keeps the
judge's code behind `xmlschema:`, `libxml2:`, `arelle:` or `own:`.
"""


def rules_page() -> str:
    """Write the rules, those of the own judge included, as a Markdown page."""
    heading = ["| code | severity | meaning | clause or practice |", "|---|---|---|---|"]
    package_table, judge_table = (
        "\n".join([*heading, *(_table_row(code, rule) for code, rule in table.items())]) for table in (RULES, OWN_RULES)
    )
    own_introduction = "The own judge has these rules, besides those of what could not be read:"
    return f"{_INTRODUCTION}\n{package_table}\n\n{own_introduction}\n\n{judge_table}\n"


def _table_row(code: str, rule: Rule) -> str:
    return f"| `{code}` | {rule.severity} | {rule.message} | {rule.clause} |"
