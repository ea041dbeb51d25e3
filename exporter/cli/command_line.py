"""The command line: parses, calls one library function, prints, returns an exit code."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import threading
import traceback
from typing import TYPE_CHECKING, NoReturn

from exporter import __version__
from exporter.cli import (
    batch_command,
    export_commands,
    read_command,
    rules_command,
    taxonomy_commands,
    validate_command,
    view_command,
)
from exporter.cli.exit_codes import MISUSE
from exporter.cli.options import common_options
from exporter.cli.output import holding_out
from exporter.cli.printing import print_json
from exporter.errors import ExporterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["build_parser", "main"]

#: In the order in which help lists their commands.
_GROUPS = (
    export_commands,
    batch_command,
    validate_command,
    read_command,
    view_command,
    taxonomy_commands,
    rules_command,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = build_parser().parse_args(arguments)
    except _ArgumentsError as error:
        return _refuse(str(error), argparse.Namespace(json="--json" in arguments))
    gc.set_threshold(500_000)  # Python's 700 looks for circles so often that it takes a tenth of a small export
    with holding_out():
        try:
            with _termination_as_interrupt():
                return int(options.run(options))
        except ExporterError as error:
            return _refuse(str(error), options)
        except KeyboardInterrupt:
            return _refuse("stopped; nothing was written", options)
        except MemoryError:
            return _refuse("there is not enough memory for this; nothing was written", options)
        except Exception as error:  # noqa: BLE001 - the one boundary: whatever is left becomes a line that can be reported
            if os.environ.get(_TRACEBACK):
                traceback.print_exc()
            fault = f"{type(error).__name__}: {error}".splitlines()[0]
            return _refuse(f"broke down: {fault}. Nothing was written. {_REPORT_IT}", options)


class _ArgumentsError(Exception):
    """The arguments are none of a command; the text is what is wrong, and how it is called."""


class _Parser(argparse.ArgumentParser):
    """One that raises instead of ending the program, so that misuse is told in the form that was asked for."""

    def error(self, message: str) -> NoReturn:
        raise _ArgumentsError(f"{message}\n{self.format_usage().rstrip()}")


#: The variable that asks for a traceback.
_TRACEBACK = "EXPORTER_TRACEBACK"
_REPORT_IT = f"This is a fault of exporter: please report it with what {_TRACEBACK}=1 prints"


def _refuse(reason: str, options: argparse.Namespace) -> int:
    """Print why there is no result, in the form that the command's result would have."""
    if options.json:
        print_json({"ok": False, "error": reason, "findings": []})
    print(f"exporter: {reason}", file=sys.stderr)
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
    parser = _Parser(
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
