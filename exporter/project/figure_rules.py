"""Rules: how a printed figure follows from others, and the range that the rounding of those others allows.

A rule is written as its name and its operands, `change: row @ 2Q02; row @ 2Q03`. The rules are

sum: a; b; -c      a + b - c
product: a; b      a * b
quotient: a; b; c  a / b / c
change: a; b       (b - a) / a: from a to b
margin: a; b       (a - b) / a: what b leaves of a

and an operand is

2000                              a number
row                               what the cell's own row reports
"Total revenues"                  what another row of the same table reports, by its label, in either kind of quotes
gaap:Revenues                     a concept, without dimensions or
gaap:Revenues[axis=member, ...]   with them

followed, where they are not the cell's own, by `@` and a period, and by `in` and a unit, both by their names in
report.toml: `row @ 2Q02 in JPY`. Rows count in the sense in which they are printed, concepts in that of XBRL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add, mul, truediv
from typing import TYPE_CHECKING

from exporter.findings.nearest import nearest
from exporter.project import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter.findings.registry import Rule
    from exporter.project.project import Project
    from exporter.report.intervals import Interval

__all__ = ["FIGURE_RULES", "FigureRule", "FigureRuleError", "Operand", "figure_rule_faults", "parse_figure_rule"]


class FigureRuleError(ValueError):
    """The text is no rule; the message says why."""


#: Each rule: what it does with its operands, and how many it takes at least and at most.
FIGURE_RULES: dict[str, tuple[Callable[[Sequence[Interval]], Interval], int, int]] = {
    "sum": (lambda parts: reduce(add, parts), 1, 1000),
    "product": (lambda parts: reduce(mul, parts), 2, 1000),
    "quotient": (lambda parts: reduce(truediv, parts), 2, 1000),
    # Written so that the interval of the base enters once; else the range would be wider than it is.
    "change": (lambda parts: parts[1] / parts[0] + -1, 2, 2),
    "margin": (lambda parts: -(parts[1] / parts[0]) + 1, 2, 2),
}


@dataclass(frozen=True, slots=True)
class Operand:
    """Where a number comes from: one of `number`, `label` and `concept`, or the cell's own row if all are None.

    Attributes:
        negative: whether it is to be negated.
        period: a period's name, or None for the cell's.
        unit: a unit's name, or None for the cell's.
    """

    text: str
    number: Decimal | None = None
    label: str | None = None
    concept: str | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    period: str | None = None
    unit: str | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class FigureRule:
    """A rule as written, taken apart."""

    text: str
    name: str
    operands: tuple[Operand, ...]

    def apply(self, values: Sequence[Interval]) -> Interval:
        """Calculate the rule's result, which is all numbers that it may be.

        Args:
            values: the operands' values, not negated yet.

        Raises:
            ZeroDivisionError: a divisor is or may be zero.
        """
        signed_values = [
            -value if operand.negative else value for operand, value in zip(self.operands, values, strict=True)
        ]
        return FIGURE_RULES[self.name][0](signed_values)


_OPERAND = re.compile(
    r"""(?P<negative>-)?\s*
    (?:(?P<number>\d+(?:\.\d+)?) | (?P<quote>["'])(?P<label>.+)(?P=quote) | (?P<row>row) |
       (?P<concept>[\w.-]+:[\w.-]+) (?:\[(?P<dimensions>[^]]+)\])? )
    (?:\s*@\s*(?P<period>.+?))? (?:\s+in\s+(?P<unit>.+?))?""",
    re.VERBOSE,
)


def parse_figure_rule(text: str) -> FigureRule:
    """Parse a rule.

    Raises:
        FigureRuleError: it is not written as a rule.
    """
    name, colon, rest = text.partition(":")
    name = name.strip()
    if not colon or name not in FIGURE_RULES:
        raise FigureRuleError(f"{text!r} does not begin with a rule: {', '.join(FIGURE_RULES)}, and a colon")
    operands = tuple(_parse_operand(part) for part in _split_operands(rest))
    _, least, most = FIGURE_RULES[name]
    if not least <= len(operands) <= most:
        expected_count = f"{least}" if least == most else f"at least {least}"
        raise FigureRuleError(f"{name} takes {expected_count} operands, separated by semicolons, not {len(operands)}")
    return FigureRule(text, name, operands)


def figure_rule_faults(text: str, project: Project) -> Iterator[tuple[Rule, str, str | None]]:
    """Find what is wrong with a rule by itself.

    Returns: for each fault the `Rule` that is broken, message and hint.
    """
    try:
        rule = parse_figure_rule(text)
    except FigureRuleError as error:
        yield rules.RULE_MALFORMED, str(error), None
        return
    for operand in rule.operands:
        if operand.period is not None and operand.period not in project.periods:
            hint = nearest(operand.period, project.periods) or "define it under [periods]"
            yield rules.PROJECT_UNKNOWN_PERIOD, f"there is no period {operand.period!r}", hint
        if operand.unit is not None and operand.unit not in project.units:
            hint = nearest(operand.unit, project.units) or "define it under [units]"
            yield rules.PROJECT_UNKNOWN_UNIT, f"there is no unit {operand.unit!r}", hint


def _split_operands(text: str) -> list[str]:
    """Split a text at its semicolons; one in quotes separates nothing.

    Raises:
        FigureRuleError: an operand is empty, or a quote has no other end.
    """
    if not _OPERANDS.fullmatch(text):
        raise FigureRuleError(f"{text.strip()!r} has a quote that is not closed")
    operands = [operand.strip() for operand in _IN_OPERAND.findall(text)]
    if len(operands) != 1 + len(_IN_OPERAND.sub("", text)) or not all(operands):
        raise FigureRuleError(f"{text.strip()!r} has an empty operand: semicolons stand between two")
    return operands


_IN_OPERAND = re.compile(r"""(?:"[^"]*"|'[^']*'|[^;"'])+""")
_OPERANDS = re.compile(rf"(?:{_IN_OPERAND.pattern}|;)*")


def _parse_operand(text: str) -> Operand:
    match = _OPERAND.fullmatch(text)
    if not match:
        hint = "a number, row, a label in quotes, or a concept; then @ a period, in a unit"
        raise FigureRuleError(f"{text!r} is no operand: it should be {hint}")
    pairs = [part.partition("=") for part in (match["dimensions"] or "").split(",")] if match["dimensions"] else []
    axes = [axis.strip() for axis, _, _ in pairs]
    if len(set(axes)) < len(axes) or not all(
        axis and member.strip() for axis, (_, _, member) in zip(axes, pairs, strict=True)
    ):
        raise FigureRuleError(f"{text!r} does not give each axis one member, [axis=member, axis=member]")
    return Operand(
        text=text,
        number=Decimal(match["number"]) if match["number"] else None,
        label=match["label"],
        concept=match["concept"],
        dimensions=tuple((axis.strip(), member.strip()) for axis, _, member in pairs),
        period=match["period"],
        unit=match["unit"],
        negative=bool(match["negative"]),
    )
