"""Language tags: which of several a text belongs to."""

from __future__ import annotations

import pytest

from exporter.report.languages import matching_language


@pytest.mark.parametrize(
    ("tag", "languages", "match"),
    [
        ("en", ("en", "ja"), "en"),
        ("en-GB", ("en", "ja"), "en"),
        ("EN", ("en", "ja"), "en"),
        ("zh-Hant-TW", ("zh", "zh-Hant"), "zh-Hant"),
        ("en", ("en-US", "ja"), "en-US"),
        ("en", ("en-US", "en-GB"), None),
        ("de", ("en", "ja"), None),
        ("e", ("en",), None),
    ],
)
def test_a_tag_means_the_nearest_language(tag: str, languages: tuple[str, ...], match: str | None) -> None:
    """The same, a shorter one, or the only longer one."""
    assert matching_language(tag, languages) == match
