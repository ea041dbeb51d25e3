"""Which database a query is for: a file of the project, or a URL that the environment has and nothing ever shows."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_plus, urlsplit

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
#: What parts the words of a URL, and what stands between an option and its value.
_MARKS = re.compile(r"[:/?#@&=,;+\s]+")
#: A name of a file, of which nothing can be a URL or a password.
_FILE_NAME = re.compile(r"[^:@=]{1,200}\.\w{1,9}")


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
        """Leave out of a message whatever the URL says of users, passwords, hosts and options.

        A password may have marks that should be escaped in a URL and are not, so that each of its words is left out.
        """
        for secret in sorted(_secrets(self.url), key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, _HIDDEN)
        return text


def _secrets(url: str) -> set[str]:
    """List the words of a URL that nobody may see, as they stand there and as they are meant."""
    _, _, rest = url.partition("://")
    user, _, place = rest.rpartition("@")
    host, _, options = place.partition("?")
    host = host.partition("/")[0]
    values = [option.partition("=")[2] for option in re.split("[&#]", options)]
    wholes = {url, url.partition("?")[0], rest, user, user.partition(":")[2], host, *values}
    words = {word for whole in (user, host, *values) for word in _MARKS.split(whole)}
    words |= {word for whole in (user, *values) for word in _MARKS.split(unquote(whole))}
    return {form for each in (*wholes, *words) for form in (each, unquote(each), unquote_plus(each))}


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
        return _database_file(said, folder)
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
    if kind == "postgresql":  # whatever driver of SQLAlchemy is named
        url = f"postgresql://{url.partition('://')[2]}"
    if kind in FILE_KINDS.values():
        path = Path(unquote(url.partition("://")[2].partition("?")[0].removeprefix("/")))
        if not path.is_file():
            raise UnreadableInputError(f"the variable {match[1]} names a database that is not there")
        return Database(kind, said, path)
    return Database(kind, said, url=url)


def _database_file(said: str, folder: Path) -> Database:
    """Find a file of the project; what may be a URL with a password is not repeated."""
    if not _FILE_NAME.fullmatch(said):
        raise UnreadableInputError(
            'database names neither a file nor a variable; write a URL into a variable, and here database = "env:NAME"'
        )
    path = folder / said
    kind = FILE_KINDS.get(path.suffix.lower())
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
        is_file = kind is not None and path.is_file()
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name that no file can have
        is_inside = is_file = False
    if is_file and not is_inside:
        raise UnreadableInputError(
            f"the database {said!r} leads out of the project folder; name a variable with its URL"
        )
    if kind is None or not is_file:
        raise UnreadableInputError(f"there is no database {said!r}; name a file, or the variable that has its URL")
    return Database(kind, said, path)
