"""Language tags: which of several a text in another one belongs to (BCP 47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["matching_language"]


def matching_language(tag: str, languages: Collection[str]) -> str | None:
    """Find the language that a tag means.

    It is the one with the same tag, or else with a shorter one, `en` for `en-GB` (RFC 4647, 3.4), or else the only one
    with a longer one, `en-US` for `en`.

    Returns: the language as it is written among `languages`; None if there is none.
    """
    by_tag = {language.lower(): language for language in languages}
    parts = tag.lower().split("-")
    for size in range(len(parts), 0, -1):
        if match := by_tag.get("-".join(parts[:size])):
            return match
    longer = [language for known, language in by_tag.items() if known.startswith(f"{tag.lower()}-")]
    return longer[0] if len(longer) == 1 else None
