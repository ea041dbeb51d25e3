"""Exit codes: 0 clean, 1 findings of severity error, 2 misuse or input that cannot be read."""

from __future__ import annotations

__all__ = ["CLEAN", "ERRORS", "MISUSE"]

CLEAN, ERRORS, MISUSE = 0, 1, 2
