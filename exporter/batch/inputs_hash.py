"""A hash of whatever an item's filing depends on, so that what has not changed need not be done again."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from exporter.dts.sources import fingerprint
from exporter.files.file_hash import file_hash
from exporter.files.records import read_text
from exporter.project.placeholders import fill, placeholder_pattern, unfilled
from exporter.project.report_toml import REPORT_TOML

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from exporter.batch.items import Item

__all__ = ["InputHashes"]

#: What a project's own exports leave in it.
_OUT = "out"
#: The key that names a file.
_FILE = "file"


class InputHashes:
    """Hashes the inputs of items; what several have in common is read once."""

    def __init__(
        self, out: Path, options: Mapping[str, Any], packages: Collection[Path], facts: Path | None = None
    ) -> None:
        """Begin with what all items depend on.

        Args:
            out: the output folder, whose files are no inputs.
            options: what was asked for.
            packages: taxonomy packages, beside what projects name.
            facts: the folder of the data set in which all is put together, likewise no input; what was done for
                another one, or for none, is to be done again.
        """
        self._outputs = {folder.resolve() for folder in (out, facts) if folder is not None}
        common = [version("exporter"), options, fingerprint([path.resolve() for path in packages])]
        self._common = json.dumps([*common, *([str(facts.resolve())] if facts is not None else [])])
        self._files: dict[Path, dict[str, str]] = {}
        self._contents: dict[Path, dict[str, Any]] = {}

    def of(self, item: Item) -> str:
        """Hash the inputs of an item: its project's files, but for those that a placeholder makes other entities' own.

        Returns: the hash; empty where there can be none, since a database is asked.
        """
        if item.project not in self._contents:
            self._contents[item.project] = _content(item.project)
        content = self._contents[item.project]
        if _asks_database(content):
            return ""
        texts = [text for text in _files_named(content) if any(unfilled(text))]
        own = {name for text in texts if isinstance(name := fill(text, item.values), str)}
        may_be_own = [placeholder_pattern(text) for text in texts]
        files = {
            name: digest
            for name, digest in self._hashes(item.project).items()
            if name in own or not any(pattern.fullmatch(name) for pattern in may_be_own)
        }
        whole = json.dumps([self._common, dict(item.values), files], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def _hashes(self, project: Path) -> dict[str, str]:
        if project not in self._files:
            skipped = {*self._outputs, project / _OUT}
            files = (path for path in sorted(project.rglob("*")) if path.is_file())
            self._files[project] = {
                path.relative_to(project).as_posix(): file_hash(path)
                for path in files
                if not any(path.is_relative_to(folder) for folder in skipped)
            }
        return self._files[project]


def _asks_database(content: Mapping[str, Any]) -> bool:
    tables = content.get("tables")
    return isinstance(tables, dict) and any("query" in keys for keys in _all_keys(tables))


def _content(project: Path) -> dict[str, Any]:
    """Read report.toml; of one that is none whoever exports it says so."""
    try:
        return tomllib.loads(read_text(project / REPORT_TOML))
    except tomllib.TOMLDecodeError:
        return {}


def _files_named(value: Any) -> Iterator[str]:  # noqa: ANN401 - what TOML holds
    """Yield the files that tables name."""
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key == _FILE and isinstance(text, str))
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _files_named(each)


def _all_keys(value: Any) -> Iterator[Collection[str]]:  # noqa: ANN401 - what TOML holds
    if isinstance(value, dict):
        yield value.keys()
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _all_keys(each)
