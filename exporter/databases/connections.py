"""Which database a query is for: a file of the project, or a URL that the environment has and nothing ever shows."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from exporter.errors import UnreadableInputError

__all__ = ["FILE_KINDS", "Database", "find_database"]

_ENVIRONMENT = re.compile(r"env:([A-Za-z_]\w*)")
#: Kinds of databases by the endings of their files.
FILE_KINDS = {".sqlite": "sqlite", ".sqlite3": "sqlite", ".db": "sqlite", ".duckdb": "duckdb"}
#: Kinds by the schemes of URLs; others are left to SQLAlchemy.
_SCHEMES = {"postgresql": "postgresql", "postgres": "postgresql", "sqlite": "sqlite", "duckdb": "duckdb"}
_HIDDEN = "…"
#: Shorter words of a URL would be found in other words.
_SHORTEST_SECRET = 3


@dataclass(frozen=True, slots=True)
class Database:
    """A database to read.

    Attributes:
        kind: `sqlite`, `duckdb`, `postgresql` or `other`.
        name: what messages call it: the file, or the variable that has its URL.
        path: of a file.
        url: of a server; never shown.
    """

    kind: str
    name: str
    path: Path | None = None
    url: str = field(default="", repr=False)

    def without_secrets(self, text: str) -> str:
        """Leave out of a message whatever the URL says."""
        parts = urlsplit(self.url) if self.url else None
        secrets = {self.url, *self.url.split("?")[:1]}
        if parts is not None:
            secrets |= {parts.netloc, parts.username or "", parts.password or "", unquote(parts.password or "")}
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, _HIDDEN)
        return text


def find_database(said: str, folder: Path) -> Database:
    """Find the database that report.toml names.

    Args:
        said: `env:` and the name of a variable that has its URL, or the name of a file in the project folder.
        folder: the project's.

    Raises:
        UnreadableInputError: there is no such variable or file, or the URL is none.
    """
    match = _ENVIRONMENT.fullmatch(said)
    if match is None:
        path = folder / said
        kind = FILE_KINDS.get(path.suffix.lower())
        if kind is None or not path.is_file():
            raise UnreadableInputError(f"there is no database {said!r}; name a file, or the variable that has its URL")
        return Database(kind, said, path)
    url = os.environ.get(match[1], "")
    if not url:
        raise UnreadableInputError(f"the environment has no variable {match[1]}, which should have a database's URL")
    try:
        parts = urlsplit(url)
        scheme = parts.scheme.partition("+")[0]
    except ValueError:
        scheme = ""
    if not scheme or "://" not in url:
        raise UnreadableInputError(f"the variable {match[1]} has no URL of a database, such as postgresql://host/name")
    kind = _SCHEMES.get(scheme, "other")
    if kind in FILE_KINDS.values():
        path = Path(unquote(url.partition("://")[2].partition("?")[0].removeprefix("/")))
        if not path.is_file():
            raise UnreadableInputError(f"the variable {match[1]} names a database that is not there")
        return Database(kind, said, path)
    return Database(kind, said, url=url)
