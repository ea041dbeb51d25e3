"""Rules: what data must keep. Each room of the package has its own, in a table named `RULES`.

A rule is an entry: its code, how bad it is to break it, what that means, the clause or practice that asks for it, and
the function that finds where it is broken. Where there is no function, whoever reads the data finds that on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.findings.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exporter.findings.findings import Severity, Source

__all__ = ["Fault", "Rule"]


class Fault(NamedTuple):
    """How and where a rule is broken, what to do about it, and which other places take part."""

    message: str
    source: Source | None = None
    hint: str | None = None
    related: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that data must keep.

    Attributes:
        code: area and fault, `mapping.unknownConcept`.
        severity: how bad it is to break it.
        message: what it means if it is broken, in one sentence.
        clause: the specification's clause or the practice that asks for it; empty for a rule of our own.
        function: finds where it is broken; what it is given, and what it gives, is for its room to say.
    """

    code: str
    severity: Severity
    message: str
    clause: str = ""
    function: Callable[..., Iterable[Any]] | None = None

    def finding(
        self, message: str, source: Source | None = None, hint: str | None = None, related: tuple[Source, ...] = ()
    ) -> Finding:
        """Make a finding that the rule is broken.

        Args:
            message: how it is broken.
            source: where.
            hint: what to do about it.
            related: which other places take part.
        """
        return Finding(self.code, self.severity, message, source, hint, related)
