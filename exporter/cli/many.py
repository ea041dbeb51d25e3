"""Commands that take many inputs: what goes wrong with one is told, and the others go on; at last all are counted."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from exporter.cli.exit_codes import CLEAN, ERRORS, MISUSE
from exporter.cli.printing import print_json, print_table, progress_printer
from exporter.errors import ExporterError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["attempts", "tell_each"]

_Result = TypeVar("_Result")


def attempts(
    paths: Iterable[Path], function: Callable[[Path], _Result]
) -> Iterator[tuple[Path, _Result | ExporterError]]:
    """Call a function of each path, and give what it returns, or the error that it raises."""
    for path in paths:
        result: _Result | ExporterError
        try:
            result = function(path)
        except ExporterError as error:
            result = error
        yield path, result


def tell_each(
    paths: Sequence[Path],
    results: Iterable[tuple[Path, _Result | ExporterError]],
    show: Callable[[Path, _Result], tuple[bool, dict[str, Any]]],
    done: str,
    options: argparse.Namespace,
) -> int:
    """Tell what came of each path as it comes, and at the end how many there were.

    Args:
        paths: all of them.
        results: what came of each, in order.
        show: prints a result, unless JSON is asked for, and gives whether it has no errors, and it in terms of JSON.
        done: what was done with them, such as `validated`.
        options: of the command.

    Returns: the worst exit code of all.

    Raises:
        ExporterError: there is one path alone, and this came of it.
    """
    progress, codes, told = progress_printer(options), list[int](), list[dict[str, Any]]()
    for path, result in results:
        if not isinstance(result, ExporterError):
            is_sound, plain = show(path, result)
            codes.append(CLEAN if is_sound else ERRORS)
        elif len(paths) == 1:
            raise result
        else:
            plain = {"path": str(path), "error": str(result)}
            codes.append(MISUSE)
            if not options.json:
                print(f"exporter: {result}", file=sys.stderr)
        told += [plain] if options.json else []
        if len(paths) > 1:
            progress(f"{len(codes):,} of {len(paths):,}")
    if options.json:
        print_json(told[0] if len(paths) == 1 else {"files": told})
    elif len(paths) > 1:
        outcomes = {CLEAN: "without errors", ERRORS: "with errors", MISUSE: f"not {done}"}
        counts = Counter(codes)
        summary = ", ".join(f"{counts[code]:,} {outcome}" for code, outcome in outcomes.items() if counts[code])
        print_table([("files", f"{len(codes):,}: {summary}")], options)
    return max(codes)
