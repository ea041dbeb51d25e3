"""`python -m hostile`: give hostile inputs to the command line, and say which of them broke a rule.

Whatever the input, a command ends with exit code 0, 1 or 2, prints no traceback and no fault of its own, writes to its
output alone, leaves nothing behind, and takes no more time and memory than it may.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from hostile.corpus import corpus
from hostile.trial import MEGABYTES, SECONDS, Outcome, tried

if TYPE_CHECKING:
    from hostile.case import Case

__all__ = ["main", "summary"]


def main() -> int:
    """Try all cases, and print the table and the cases that broke a rule."""
    parser = argparse.ArgumentParser(prog="python -m hostile", description=__doc__)
    parser.add_argument("--only", default="", help="the cases whose kind and name have this in them")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time; default: %(default)s")
    parser.add_argument("--every", type=int, default=1, help="try each so manyth case; default: %(default)s")
    parser.add_argument("--keep", type=Path, help="keep there what the cases that broke a rule were written to")
    options = parser.parse_args()
    chosen = [case for case in corpus() if options.only in f"{case.kind}: {case.name}"][:: options.every]
    if not chosen:
        parser.error(f"no case has {options.only!r} in its kind and name")
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch, ThreadPoolExecutor(options.jobs) as threads:
        numbered = ((case, Path(scratch, str(number)), options.keep) for number, case in enumerate(chosen))
        for outcome in threads.map(lambda arguments: _tried(*arguments), numbered):
            outcomes.append(outcome)
            _say(f"\r{len(outcomes)} of {len(chosen)}", end="")
            for fault in outcome.faults:
                _say(f"\r{outcome.case.kind}: {outcome.case.name}: {fault}")
    _say(f"\r{len(outcomes)} cases in {time.monotonic() - begun:.0f} seconds\n")
    _say("\n".join(summary(outcomes)))
    return int(any(outcome.faults for outcome in outcomes))


def _tried(case: Case, sandbox: Path, keep: Path | None) -> Outcome:
    outcome = tried(case, sandbox)
    if keep and outcome.faults:
        with contextlib.suppress(shutil.Error):  # it copies no pipes
            shutil.copytree(sandbox, keep / sandbox.name, symlinks=True)
    shutil.rmtree(sandbox, ignore_errors=True)
    return outcome


def summary(outcomes: list[Outcome]) -> list[str]:
    """Say in a table how many cases of each kind there were, what they took at most, and how many broke a rule."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.case.kind].append(outcome)
    lines = [f"{'kind':<18}{'cases':>7}{'broke a rule':>14}{'seconds':>9}{'megabytes':>11}"]
    for kind, those in [*kinds.items(), ("all", outcomes)]:
        broken = sum(bool(each.faults) for each in those)
        seconds, megabytes = max(each.seconds for each in those), max(each.megabytes for each in those)
        lines.append(f"{kind:<18}{len(those):>7}{broken:>14}{seconds:>9.1f}{megabytes:>11,}")
    return [*lines, f"at most {SECONDS} seconds and {MEGABYTES:,} megabytes a case"]


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)  # noqa: T201 - this is a program


if __name__ == "__main__":
    sys.exit(main())
