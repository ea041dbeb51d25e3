"""Findings: what is wrong with the data, each with the place that the user wrote.

Behind every finding of our own stands a rule (registry.py), which fixes its code and severity and says what it means.
What a judge reports has the judge's name before its code: `arelle:`, `xmlschema:`, `libxml2:`, `own:`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Finding",
    "Severity",
    "Source",
    "has_errors",
]


class Severity(StrEnum):
    """How bad a finding is: an error stops a filing, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


#: The name of a workbook and that of a sheet in it; and what stands in a file's place for a query.
_SHEET, _QUERY = re.compile(r"\.\w+!."), re.compile(r"query(?: .*)?|.*\.sql", re.IGNORECASE)
#: The endings of files that have neither sheets nor queries, whatever their names look like.
_PLAIN_FILE = re.compile(r"\.(?:csv|parquet|toml|xml|xbrl|xsd)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A place in what the user wrote: a file, and in it a row (from 1), a column letter and its heading.

    Attributes:
        file: its name; behind it, after `!`, the name of a workbook's sheet; or `query` and a query's name.
        row_key: what the columns that name a row have there: `account 4000, ledger EU`.
    """

    file: str
    row: int | None = None
    column: str | None = None
    heading: str | None = None
    row_key: str | None = None

    def __str__(self) -> str:
        """Say the place as a person would.

        That is `operations.csv:14 C "Sept 30, 2003 JPY"`, `book.xlsx!Sheet!C14` or `balances.sql row 17 "amount"`;
        behind it stands, in parentheses, the key of the row.
        """
        text = self.file
        is_plain = _PLAIN_FILE.search(self.file)
        if _SHEET.search(self.file) and not is_plain:
            cell = f"{self.column or ''}{self.row or ''}"
            text += f"!{cell}" if cell else ""
        else:
            is_query = _QUERY.fullmatch(self.file) and not is_plain
            if self.row is not None:
                text += f" row {self.row}" if is_query else f":{self.row}"
            # The columns of a query have names, and nobody knows them by letters.
            text += f" {self.column}" if self.column and not (is_query and self.heading) else ""
        text += f' "{self.heading}"' if self.heading else ""
        return f"{text} ({self.row_key})" if self.row_key else text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: code, severity, message, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    source: Source | None = None
    hint: str | None = None
    #: Other places that take part, such as the items of a total.
    related: tuple[Source, ...] = ()

    def __str__(self) -> str:
        """Write the finding on one line, with its hint and related places on lines of their own."""
        place = f"{self.source}: " if self.source else ""
        lines = [f"{self.severity.value}: {place}{self.message} [{self.code}]"]
        if self.hint:
            lines.append(f"    {self.hint}")
        lines.extend(f"    see {place}" for place in self.related)
        return "\n".join(lines)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings has severity error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
