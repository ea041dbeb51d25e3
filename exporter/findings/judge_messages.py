"""What a judge says, in one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.findings.findings import Severity

__all__ = ["MOST", "NEEDS_SCHEMA", "JudgeMessage", "and_more"]

#: What a judge does not judge where a schema is missing: any fault may be a consequence of that.
NEEDS_SCHEMA = "the documents, for want of a schema"


@dataclass(frozen=True, slots=True)
class JudgeMessage:
    """One thing that a judge found.

    Attributes:
        code: the judge's own code.
        fact_ids: the facts it is about, the most important first (of a calculation: the total, then its items).
        file: the document it points at, and in it the line.
    """

    code: str
    severity: Severity
    message: str
    fact_ids: tuple[str, ...] = ()
    file: str | None = None
    line: int | None = None


#: So many messages of one kind are given one by one.
MOST = 1_000


def and_more(code: str, severity: Severity, count: int) -> Iterator[JudgeMessage]:
    """Yield a message for all beyond the first `MOST` of a kind, if there are more."""
    if count > MOST:
        yield JudgeMessage(code, severity, f"and {count - MOST:,} more of this kind")
