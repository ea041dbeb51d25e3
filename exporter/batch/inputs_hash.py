"""A hash of whatever an item's filing depends on, so that what has not changed need not be done again."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.dts.sources import fingerprint
from exporter.errors import UnreadableInputError
from exporter.files.file_hash import file_hash
from exporter.files.records import MAX_BYTES, read_text
from exporter.files.stores import Place, StoredFile, is_url, listing, read
from exporter.project.placeholders import fill, placeholder_pattern, unfilled
from exporter.project.report_toml import REPORT_TOML

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from exporter.batch.items import Item

__all__ = ["InputHashes"]

#: What a project's own exports leave in it.
_OUT = "out"
#: The key that names a file.
_FILE = "file"


class _Project(NamedTuple):
    """What is known of a project: what its report.toml says, and its files, each with a hash or a store's stamp.

    `texts` are the names of files that have placeholders, and `shared` those files that none of these can name.
    """

    content: dict[str, Any]
    files: dict[str, str | StoredFile]
    texts: list[str]
    shared: dict[str, str | StoredFile]

    def needed(self, item: Item) -> dict[str, str | StoredFile]:
        """Give the files that an item may depend on: all but those that a placeholder makes other entities' own."""
        own = (fill(text, item.values) for text in self.texts)
        return self.shared | {name: self.files[name] for name in own if isinstance(name, str) and name in self.files}


class InputHashes:
    """Hashes the inputs of items; what several have in common is read once."""

    def __init__(
        self, out: Place, options: Mapping[str, Any], packages: Collection[Place], facts: Path | None = None
    ) -> None:
        """Begin with what all items depend on.

        Args:
            out: the output folder, whose files are no inputs.
            options: what was asked for.
            packages: taxonomy packages, beside what projects name.
            facts: the folder of the data set in which all is put together, likewise no input; what was done for
                another one, or for none, is to be done again.

        Raises:
            UnreadableInputError: a package is missing, or cannot be read.
        """
        folders = [out] if facts is None else [out, facts]
        self._outputs = [folder if is_url(folder) else Path(folder).resolve() for folder in folders]
        local = [path.resolve() for path in packages if isinstance(path, Path)]
        self._packages = {url: _package_files(url) for url in packages if is_url(url)}
        # A journal of the working folder may serve several outputs in stores.
        elsewhere: list[Any] = [self._packages, out] if is_url(out) else [self._packages] if self._packages else []
        elsewhere += [str(facts.resolve())] if facts is not None else []
        self._common = json.dumps([version("exporter"), options, fingerprint(local), *elsewhere])
        self._projects: dict[Place, _Project] = {}
        self._unreadable: dict[Place, str] = {}

    def of(self, item: Item) -> str:
        """Hash the inputs of an item: its project's files, but for those that a placeholder makes other entities' own.

        Files in stores count by their stamps, and are not read.

        Returns: the hash; empty where there can be none, since a database is asked.

        Raises:
            UnreadableInputError: the project cannot be read.
        """
        project = self._project(item.project)
        if _asks_database(project.content):
            return ""
        whole = json.dumps([self._common, dict(item.values), project.needed(item)], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def stored(self, item: Item) -> dict[str, dict[str, StoredFile]]:
        """Give the files that an item needs of those of its places that lie in stores, by their URLs."""
        if not is_url(item.project):
            return self._packages
        needed = self._project(item.project).needed(item)
        return self._packages | {
            item.project: {name: file for name, file in needed.items() if not isinstance(file, str)}
        }

    def _project(self, project: Place) -> _Project:
        if project in self._unreadable:  # a store is not asked again for each entity
            raise UnreadableInputError(self._unreadable[project])
        if project not in self._projects:
            try:
                content, files = _content(project), self._files(project)
            except UnreadableInputError as error:
                self._unreadable[project] = str(error)
                raise
            texts = [text for text in _files_named(content) if any(unfilled(text))]
            may_be_own = [placeholder_pattern(text) for text in texts]
            shared = {
                name: file for name, file in files.items() if not any(pattern.fullmatch(name) for pattern in may_be_own)
            }
            self._projects[project] = _Project(content, files, texts, shared)
        return self._projects[project]

    def _files(self, project: Place) -> dict[str, str | StoredFile]:
        """Give the project's files, without what exports left in it."""
        if is_url(project):
            skipped = tuple(f"{folder}/" for folder in (*self._outputs, f"{project}/{_OUT}"))
            return {
                name: file for name, file in listing(project).items() if not f"{project}/{name}".startswith(skipped)
            }
        root = Path(project)
        folders = [folder for folder in (*self._outputs, root / _OUT) if isinstance(folder, Path)]
        return {
            path.relative_to(root).as_posix(): file_hash(path)
            for path in sorted(root.rglob("*"))
            if path.is_file() and not any(path.is_relative_to(folder) for folder in folders)
        }


def _package_files(url: str) -> dict[str, StoredFile]:
    files = listing(url)
    if not files:
        raise UnreadableInputError(f"the package {url} does not exist; put it there, or correct its name")
    return files


def _asks_database(content: Mapping[str, Any]) -> bool:
    tables = content.get("tables")
    return isinstance(tables, dict) and any("query" in keys for keys in _all_keys(tables))


def _content(project: Place) -> dict[str, Any]:
    """Read report.toml; of one that is none whoever exports it says so."""
    try:
        if is_url(project):
            return tomllib.loads(read(f"{project}/{REPORT_TOML}", MAX_BYTES).decode("utf-8-sig"))
        return tomllib.loads(read_text(Path(project) / REPORT_TOML))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
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
