"""Texts made inert: no character of theirs steers a terminal, or shows them in another order than they have."""

from __future__ import annotations

__all__ = ["inert"]

#: Controls but tabulator and line break (C0, DEL, C1), and marks of direction, with how JSON would write them.
_NUMBERS = {
    code: f"\\u{code:04x}"
    for code in (
        *(*range(9), *range(0xB, 0x20), *range(0x7F, 0xA0)),
        *(0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    )
}


def inert(text: str) -> str:
    r"""Write controls and marks of direction as their numbers, `\u001b`."""
    return text.translate(_NUMBERS)
