"""What Arelle logs while it works."""

from __future__ import annotations

import logging
import re
from urllib.parse import urljoin

from exporter.arelle.process import NO_FOLDER

__all__ = ["NOT_FOUND", "Log", "message_text", "missing_document"]

#: Arelle's codes for a file that is not there.
NOT_FOUND = frozenset({"IOerror", "FileNotLoadable"})

_INFORMATION_LEVELS = frozenset({"DEBUG", "INFO", "INFO-RESULT", "INFO-SEMANTIC", "ASSERTION-SATISFIED"})

#: What Arelle says of a URL that is in no package: it names the file that its cache, which we deny it, would have.
_CACHED = re.compile(rf"'{re.escape(NO_FOLDER)}/arelle/cache/(https?)/([^']*)'")
_NOT_CACHED = re.compile(rf"file error: [^']*{_CACHED.pattern}")
#: The same of a URL for which a copy of its web site was given, which Arelle has as an archive with a folder a host.
_NOT_IN_COPY = re.compile(r"(\S+): file error: \[Errno 2\] Archive [^']*: '[0-9]+/([^']*)'")

_NOT_THERE = re.compile(r"Could not load file from local filesystem\..* file: (.*)", re.DOTALL)


class Log(logging.Handler):
    """Keeps what Arelle logs, except information."""

    def __init__(self) -> None:
        """Begin without records."""
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, unless it is information."""
        if record.levelname not in _INFORMATION_LEVELS:
            self.records.append(record)


def missing_document(record: logging.LogRecord) -> tuple[str, str]:
    """Give the URL or name of what a record says is not there, and of the document that refers to it; perhaps empty."""
    arguments = record.args if isinstance(record.args, dict) else {}
    references = getattr(record, "refs", None) or [{}]
    referrer = str(references[0].get("href", "")).partition("#")[0]
    if match := _CACHED.search(str(arguments.get("error", ""))):
        return f"{match[1]}://{match[2]}", referrer
    name = str(arguments.get("url") or arguments.get("fileName") or message_text(record))
    return urljoin(referrer, name), referrer


def message_text(record: logging.LogRecord) -> str:
    """Put a record in words."""
    try:
        text = record.getMessage()
    except (KeyError, TypeError, ValueError):  # some messages carry a percent sign or lack an argument
        text = str(record.msg)
    text = _NOT_THERE.sub(r"\1 was not found", text)
    text = _NOT_IN_COPY.sub(r"\1: \2 is in no taxonomy package that was given, and there is no network", text)
    return _NOT_CACHED.sub(r"\1://\2 is in no taxonomy package that was given, and there is no network", text)
