"""The findings of a reader of xBRL-JSON: each with the line that it is about, and of each kind not too many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Source
from exporter.formats import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.findings.registry import Rule

__all__ = ["FaultError", "Faults"]

#: So many findings of a rule are listed; how many more there are, one finding says.
_MOST = 1_000
#: A longer message, as a long id makes it, is cut.
_LONGEST = 500


class FaultError(Exception):
    """A fact, or what it has, cannot be read."""

    def __init__(self, rule: Rule, message: str) -> None:
        """Say by which rule, and why."""
        super().__init__(message)
        self.rule, self.message = rule, message


class Faults:
    """Collects findings.

    Attributes:
        line: the line that is being read, or None for what is about the whole file.
    """

    def __init__(self, file: str) -> None:
        """Begin without findings; the file is named in each."""
        self._file = file
        self.line: int | None = None
        self._findings: list[Finding] = []
        self._counts: Counter[Rule] = Counter()

    def add(self, rule: Rule, message: str, line: int | None = None) -> None:
        """Add a finding, about the line that is being read or another one."""
        self.add_at(rule, message, self._source(line or self.line))

    def add_at(self, rule: Rule, message: str, source: Source) -> None:
        """Add a finding about a place."""
        self._counts[rule] += 1
        if self._counts[rule] <= _MOST:
            self._findings.append(rule.finding(_cut(message), source))

    def _source(self, line: int | None) -> Source:
        """Say where a line is."""
        return Source(self._file, line)

    def add_further_member(self, where: str, key: str, namespaces: Mapping[str, str]) -> None:
        """Add a finding about a member that the specification does not name: an extension, or a fault."""
        prefix, colon, _ = key.partition(":")
        if not colon:
            self.add(rules.READER_BAD_STRUCTURE, f"{where} has no place here")
        elif prefix not in namespaces:
            self.add(rules.READER_BAD_NAME, f"the prefix of {where} is not declared (oimce:unboundPrefix)")
        else:
            self.add(rules.READER_EXTENSION, f"{where} is an extension; it was not read")

    def __len__(self) -> int:
        """Count what was added."""
        return self._counts.total()

    @property
    def findings(self) -> list[Finding]:
        """The findings in the order in which they were added, and behind them how many more there are."""
        more = [
            rule.finding(f"{count - _MOST:,} more of this kind", Source(self._file))
            for rule, count in self._counts.items()
            if count > _MOST
        ]
        return self._findings + more


def _cut(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]} …"
