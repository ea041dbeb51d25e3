"""Accounts as a mapping names them."""

from __future__ import annotations

import pytest

from exporter.project.accounts import AccountCodes, account_code, parse_accounts

_LABELS = ["1000 Cash", "1010", "1099", "10105", "1100 Bank", "2000", "A-10", "", "2000 Payables"]


@pytest.mark.parametrize(
    ("text", "found", "missing"),
    [
        ("1000", [0], []),
        ("1000-1099", [0, 1, 2], []),
        ("1000 – 1099, 1100", [0, 1, 2, 4], []),
        ("10*", [0, 1, 2, 3], []),
        ("10?0", [0, 1], []),
        ("2000", [5, 8], []),
        ("A-10", [6], []),
        ("1000; 3000", [0], ["3000"]),
        ("3000-3999, 4*", [], ["3000-3999", "4*"]),
    ],
)
def test_accounts_are_found_by_their_codes(text: str, found: list[int], missing: list[str]) -> None:
    """Ranges are for codes of their length; what no label has is told."""
    assert AccountCodes(_LABELS).find(parse_accounts(text)) == (found, missing)


@pytest.mark.parametrize("text", ["", "1000,", "1000-99", "1099-1000", ",1"])
def test_what_names_no_accounts_is_refused(text: str) -> None:
    """Empty parts, and ranges whose ends are not alike."""
    with pytest.raises(ValueError, match="has "):
        parse_accounts(text)


def test_a_code_stands_before_the_name() -> None:
    """With a blank between."""
    assert [account_code(label) for label in ("4000 Sales", " 4000", "Sales", "")] == ["4000", "4000", "Sales", ""]
