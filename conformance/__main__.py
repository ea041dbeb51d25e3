"""`python -m conformance`: have the judges look at the official suites, and say where they agree and where not.

The suites are archives in DATA/suites; they are unpacked into a temporary folder, and nothing of them is kept.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.outcomes import Outcome, judged
from conformance.page import summary, write_page
from conformance.suites import SUITES, Variation, variations
from exporter.files.zip_archive import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator


#: So many variations one panel judges.
_PART = 25


def main() -> None:
    """Judge all variations, print the table, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that has suites/")
    parser.add_argument("--only", default="", help="the variations whose name has this in it")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time; default: %(default)s")
    parser.add_argument("--page", type=Path, help="write the page here")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="exporter-") as scratch:
        chosen = [each for each in _all_variations(options.data / "suites", Path(scratch)) if options.only in each.name]
        with ProcessPoolExecutor(options.jobs) as pool:
            outcomes: list[Outcome] = []
            for part in pool.map(judged, [chosen[start : start + _PART] for start in range(0, len(chosen), _PART)]):
                outcomes += part
                print(f"\r{len(outcomes)} of {len(chosen)}", end="", flush=True)  # noqa: T201 - this is a program
    print(f"\r{len(outcomes)} variations in {time.monotonic() - begun:.0f} seconds\n")  # noqa: T201 - the command prints
    print("\n".join(summary(outcomes)))  # noqa: T201 - the command prints
    if options.page:
        write_page(outcomes, options.page)


def _all_variations(archives: Path, scratch: Path) -> Iterator[Variation]:
    for suite in SUITES:
        for archive in sorted(archives.glob(f"{suite.archive}*.zip")):
            folder = scratch / archive.stem
            unpack(archive, folder)
            yield from variations(suite, folder)


if __name__ == "__main__":
    main()
