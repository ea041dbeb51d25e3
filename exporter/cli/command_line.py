"""The command line: parses, calls one library function, prints, returns an exit code."""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING

from exporter import __version__
from exporter.cli import export_commands, read_command, rules_command, taxonomy_commands, validate_command
from exporter.cli.exit_codes import CLEAN, MISUSE
from exporter.cli.options import common_options
from exporter.errors import ExporterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["build_parser", "main"]

#: In the order in which help lists their commands.
_GROUPS = (export_commands, validate_command, read_command, taxonomy_commands, rules_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        with _termination_as_interrupt():
            return int(options.run(options))
    except ExporterError as error:
        if options.json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"exporter: {error}", file=sys.stderr)
        return MISUSE
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does; there is no one left to tell.
        sys.stderr.close()
        return CLEAN
    except KeyboardInterrupt:
        print("exporter: stopped; nothing was written", file=sys.stderr)
        return MISUSE


@contextlib.contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    """Let the signal that asks a process to end do what the keyboard does, so that everything is put in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def build_parser() -> argparse.ArgumentParser:
    """Give the parser of all commands and their options."""
    parser = argparse.ArgumentParser(
        prog="exporter",
        description="Maps line items to a taxonomy, writes XBRL filings, and proves that every value survived.",
        epilog="Exit codes: 0 clean, 1 findings of severity error, 2 misuse or unreadable input.",
    )
    parser.add_argument("--version", action="version", version=f"exporter {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    common = common_options()
    for group in _GROUPS:
        group.add_commands(commands, common)
    return parser
