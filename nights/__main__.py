"""`python -m nights kills` and `python -m nights soak`: long batches of made-up companies.

The exit code is 1 where something is not as it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from nights.kills import try_kills
from nights.soak import soak


def main() -> int:
    """Run what is asked for, print what was seen, and at last what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m nights", description=__doc__)
    trials = parser.add_subparsers(dest="trial", required=True)
    kills = trials.add_parser("kills", help="kill a batch at random moments, and compare")
    kills.add_argument("--items", type=int, default=1_000)
    kills.add_argument("--kills", type=int, default=30)
    grown = trials.add_parser("soak", help="run a long batch, and see whether anything grows; Linux alone tells")
    grown.add_argument("--items", type=int, default=10_000)
    grown.add_argument("--arelle", action="store_true", help="with Arelle, which takes ten times as long")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # as started from a terminal or a file
    with tempfile.TemporaryDirectory() as folder:
        if options.trial == "kills":
            faults = try_kills(Path(folder), options.items, options.kills)
        else:
            faults = soak(Path(folder), options.items, ("--jobs", "2", *([] if options.arelle else ["--no-arelle"])))
    for fault in faults:
        print("NOT AS IT SHOULD BE:", fault)
    print("all as it should be" if not faults else f"{len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
