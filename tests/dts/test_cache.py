"""The cache of taxonomies: whatever it is, nothing breaks down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.dts.cache import kept, kept_under, remove
from exporter.dts.index import INDEX
from exporter.errors import MisuseError, OutputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["file", "loop", "nothing", "n" * 5_000, "d/" * 5_000, "file/x"])
def test_a_cache_that_is_no_folder_keeps_nothing(tmp_path: Path, name: str) -> None:
    """Nor does one whose name no folder can have."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    cache = tmp_path / name
    assert list(kept(cache)) == []
    assert kept_under(cache, "key") is None
    with pytest.raises(MisuseError, match="keeps no taxonomy"):
        remove(cache, "all")


def test_what_a_link_leads_to_is_not_removed(tmp_path: Path) -> None:
    """An index that lies elsewhere stays, and that is told."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / INDEX).write_text("{}", encoding="utf-8")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "key").symlink_to("../elsewhere")
    with pytest.raises(OutputError, match=r"cannot be removed: .*link"):
        remove(tmp_path / "cache", "all")
    assert (tmp_path / "elsewhere" / INDEX).is_file()
