"""Accounts as a mapping names them: codes, ranges of codes, and codes with wildcards: `4000-4099, 4150, 5*`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AccountCodes", "Accounts", "account_code", "parse_accounts"]

_RANGE = re.compile(r"(\w+)\s*[-–]\s*(\w+)")
_WILDCARDS = re.compile(r"[*?]")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Some accounts.

    Attributes:
        text: as it is written.
        codes: single ones.
        ranges: first and last one, of the same length; all codes of that length between them are meant.
        patterns: codes in which `*` stands for any letters and `?` for one.
    """

    text: str
    codes: tuple[str, ...] = ()
    ranges: tuple[tuple[str, str], ...] = ()
    patterns: tuple[str, ...] = ()


def parse_accounts(text: str) -> Accounts:
    """Read accounts.

    Raises:
        ValueError: a part is empty, or the ends of a range are not alike.
    """
    codes, ranges, patterns = [], [], []
    for part in (part.strip() for part in re.split("[,;]", text)):
        match = _RANGE.fullmatch(part)
        if not part:
            raise ValueError("has an empty part")
        if _WILDCARDS.search(part):
            patterns.append(part)
        elif match and len(match[1]) == len(match[2]) and match[1] <= match[2]:
            ranges.append((match[1], match[2]))
        elif match is None or not (match[1] + match[2]).isdigit():
            codes.append(part)
        else:
            raise ValueError(f"has the range {part!r}, whose ends are not of one length and in order")
    return Accounts(text, tuple(codes), tuple(ranges), tuple(patterns))


def account_code(label: str) -> str:
    """Give the code of an account by its label, which may have its name behind it: `4000 Sales`."""
    return label.split(maxsplit=1)[0] if label.strip() else ""


class AccountCodes:
    """The codes that a table has, to find in them those that a mapping row names."""

    def __init__(self, labels: Iterable[str]) -> None:
        """Take the codes of labels; the number of a label is where it stands among them."""
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, label in enumerate(labels):
            self._numbers[account_code(label)].append(number)
        by_length: dict[int, list[str]] = defaultdict(list)
        for code in sorted(self._numbers):
            by_length[len(code)].append(code)
        self._by_length = dict(by_length)

    def find(self, accounts: Accounts) -> tuple[list[int], list[str]]:
        """Find the labels with these accounts.

        Returns: their numbers, in order; and the codes and ranges that none of them has.
        """
        found: set[str] = set()
        missing = []
        for code in accounts.codes:
            if code in self._numbers:
                found.add(code)
            else:
                missing.append(code)
        for first, last in accounts.ranges:
            codes = self._by_length.get(len(first), [])
            between = codes[bisect_left(codes, first) : bisect_right(codes, last)]
            found.update(between)
            missing += [] if between else [f"{first}-{last}"]
        for pattern in accounts.patterns:
            regex = re.compile("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern))
            matches = [code for code in self._numbers if regex.fullmatch(code)]
            found.update(matches)
            missing += [] if matches else [pattern]
        return sorted(number for code in found for number in self._numbers[code]), missing
