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
from exporter.project.placeholders import fill, unfilled
from exporter.project.report_toml import REPORT_TOML

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from exporter.batch.items import Item

__all__ = ["InputHashes"]

#: What a project's own exports leave in it.
_OUT = "out"


class InputHashes:
    """Hashes the inputs of items; what several have in common is read once."""

    def __init__(
        self, items: Sequence[Item], out: Path, options: Mapping[str, Any], packages: Collection[Path]
    ) -> None:
        """Begin with what all items depend on.

        Args:
            items: all of the batch.
            out: the output folder, whose files are no inputs.
            options: what was asked for.
            packages: taxonomy packages, beside what projects name.
        """
        self._out = out.resolve()
        self._common = json.dumps([version("exporter"), options, fingerprint([path.resolve() for path in packages])])
        self._files: dict[Path, dict[str, str]] = {}
        self._texts: dict[Path, list[str]] = {}
        self._entities: dict[Path, set[str]] = {}
        for item in items:
            self._entities.setdefault(item.project, set()).update(self._files_of_entity(item))

    def of(self, item: Item) -> str:
        """Hash the inputs of an item: its project's files, but for those that other entities alone name.

        Returns: the hash; empty where there can be none, since a database is asked.
        """
        if self._asks_database(item.project):
            return ""
        own, others = self._files_of_entity(item), self._entities[item.project]
        files = {
            name: digest for name, digest in self._hashes(item.project).items() if name in own or name not in others
        }
        content = json.dumps([self._common, dict(item.values), files], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def _files_of_entity(self, item: Item) -> set[str]:
        """List the paths that a placeholder makes this entity's own."""
        names = (fill(text, item.values) for text in self._placeholders(item.project))
        return {name for name in names if isinstance(name, str)}

    def _placeholders(self, project: Path) -> list[str]:
        if project not in self._texts:
            content = _content(project)
            self._texts[project] = [text for text in _all_texts(content) if any(unfilled(text))]
        return self._texts[project]

    def _hashes(self, project: Path) -> dict[str, str]:
        if project not in self._files:
            skipped = {self._out, project / _OUT}
            files = (path for path in sorted(project.rglob("*")) if path.is_file())
            self._files[project] = {
                path.relative_to(project).as_posix(): file_hash(path)
                for path in files
                if not any(path.is_relative_to(folder) for folder in skipped)
            }
        return self._files[project]

    def _asks_database(self, project: Path) -> bool:
        tables = _content(project).get("tables")
        return isinstance(tables, dict) and any("query" in keys for keys in _all_keys(tables))


def _content(project: Path) -> dict[str, Any]:
    """Read report.toml; of one that is none whoever exports it says so."""
    try:
        return tomllib.loads(read_text(project / REPORT_TOML))
    except tomllib.TOMLDecodeError:
        return {}


def _all_texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - what TOML holds
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _all_texts(each)


def _all_keys(value: Any) -> Iterator[Collection[str]]:  # noqa: ANN401 - what TOML holds
    if isinstance(value, dict):
        yield value.keys()
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _all_keys(each)
