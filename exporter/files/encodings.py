"""How a text file is written: decoding, and what one looks like that is not in the encoding that it should have."""

from __future__ import annotations

import re

__all__ = ["codec", "encoding_fault"]

#: Encodings of East Asian texts, the most frequent first.
_EAST_ASIAN = ("cp932", "euc_jp", "gb18030")
#: Bytes of European letters give an ideograph here and there by chance, and texts in ideographs have several in a row.
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{2}")
_SAMPLE = 1_000_000


def codec(encoding: str | None) -> str:
    """Name the codec that takes a byte order mark off, where there may be one; None is UTF-8."""
    return "utf-8-sig" if encoding in {None, "utf-8"} else encoding or ""


def encoding_fault(data: bytes, error: UnicodeDecodeError, encoding: str | None) -> str:
    """Say that a file is not in its encoding, and what to do.

    Args:
        data: the file.
        error: what decoding it raised.
        encoding: in which it should be; None where it must be UTF-8, because nothing can declare another.
    """
    line = data[: error.start].count(b"\n") + 1
    fault = f"is not {(encoding or 'utf-8').upper()}: line {line} has the byte 0x{data[error.start]:02X}"
    likely = _likely_encoding(data)
    if likely == "utf-16":
        has_tabs = b"\t" in data[:_SAMPLE]
        fault = f"is not UTF-8 but UTF-16{', and its cells are separated by tabs' if has_tabs else ''}"
    if encoding is None:
        return f"{fault}; save it as UTF-8, in an editor or, if it is a table, in a spreadsheet as 'CSV UTF-8'"
    return f"{fault}; save it as 'CSV UTF-8', or in report.toml, below the file's table, write: encoding = \"{likely}\""


def _likely_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in _EAST_ASIAN:
        try:
            text = data[:_SAMPLE].decode(encoding, errors="strict" if len(data) <= _SAMPLE else "ignore")
        except UnicodeDecodeError:
            continue
        if _IDEOGRAPHS.search(text):
            return encoding
    return "cp1252"
