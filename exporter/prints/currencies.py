"""Currencies as they are printed: the signs and codes that stand at amounts."""

from __future__ import annotations

__all__ = ["currencies_of", "currency_marks"]

#: Signs and abbreviations at amounts, with the codes of the currencies (ISO 4217) that they may mean.
_SIGNS = {
    "€": ("EUR",),
    "£": ("GBP", "EGP", "GIP", "FKP", "SHP", "SSP"),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY", "TWD", "HKD"),
    "RMB": ("CNY",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "JMD", "TTD", "BBD", "NAD"),
    "US$": ("USD",),
    "A$": ("AUD",),
    "C$": ("CAD",),
    "NZ$": ("NZD",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "R$": ("BRL",),
    "Fr.": ("CHF",),
    "SFr.": ("CHF",),
    "₩": ("KRW",),
    "₹": ("INR",),
    "Rs.": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "฿": ("THB",),
    "₱": ("PHP",),
    "₦": ("NGN",),
    "₴": ("UAH",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("SEK", "NOK", "DKK", "ISK"),
    "zł": ("PLN",),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "R": ("ZAR",),
}


def currency_marks(code: str) -> tuple[str, ...]:
    """List the signs that may stand at amounts of a currency, and its code."""
    return (code, *(sign for sign, codes in _SIGNS.items() if code in codes))


def currencies_of(mark: str) -> tuple[str, ...]:
    """List the currencies that a sign or code may mean; none where it is no such mark."""
    if mark in _SIGNS:
        return _SIGNS[mark]
    return (mark,) if len(mark) == 3 and mark.isascii() and mark.isupper() else ()  # noqa: PLR2004 - ISO 4217
