"""What Arelle logs while it works."""

from __future__ import annotations

import logging
import re

from exporter.arelle.process import NO_FOLDER

__all__ = ["NOT_FOUND", "Log", "message_text"]

#: Arelle's codes for a file that is not there.
NOT_FOUND = frozenset({"IOerror", "FileNotLoadable"})

_INFORMATION_LEVELS = frozenset({"DEBUG", "INFO", "INFO-RESULT", "INFO-SEMANTIC", "ASSERTION-SATISFIED"})

#: What Arelle says of a URL that is in no package: it names the file that its cache, which we deny it, would have.
_NOT_CACHED = re.compile(rf"file error: [^']*'{re.escape(NO_FOLDER)}/arelle/cache/(https?)/([^']*)'")

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


def message_text(record: logging.LogRecord) -> str:
    """Put a record in words."""
    try:
        text = record.getMessage()
    except (KeyError, TypeError, ValueError):  # some messages carry a percent sign or lack an argument
        text = str(record.msg)
    text = _NOT_THERE.sub(r"\1 was not found", text)
    return _NOT_CACHED.sub(r"\1://\2 is in no taxonomy package that was given, and there is no network", text)
