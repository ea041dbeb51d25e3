"""Exceptions: misuse, and input that cannot be read at all. Wrong data is a Finding instead."""

from __future__ import annotations

__all__ = ["ExporterError", "MisuseError", "OutputError", "UnreadableInputError"]


class ExporterError(Exception):
    """The root of every exception that this package raises on purpose."""


class MisuseError(ExporterError):
    """The call itself is wrong: an argument that makes no sense, a format that does not exist."""


class UnreadableInputError(ExporterError):
    """A file is missing, has the wrong encoding or is not what its name says."""


class OutputError(ExporterError):
    """The output cannot be written where it was asked for; nothing was left there."""
