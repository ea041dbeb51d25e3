"""`python -m foreign`: read filings of others, write them in every syntax, and see that nothing is lost in silence.

The filings are archives in DATA/filings; they are unpacked into a temporary folder, and nothing of them is kept. Two
reports over published taxonomies are exported besides. The exit code is 1 where something is not as it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.files.zip_archive import unpack
from foreign.cases import CASES, exported
from foreign.expectations import unexpected
from foreign.filings import filings
from foreign.page import table, write_page
from foreign.trials import tried

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foreign.cases import Case, CaseOutcome
    from foreign.filings import Filing
    from foreign.trials import Outcome

#: Archives without reports of their own.
_WITHOUT_REPORTS = {"esef-extension-taxonomy"}


def main() -> int:
    """Try all filings and cases, print what is not expected, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m foreign", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that has filings/ and taxonomies/")
    parser.add_argument("--only", default="", help="the archives whose name has this in it, and no other reports")
    parser.add_argument("--no-arelle", action="store_true", help="read with the own reader alone")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time; default: %(default)s")
    parser.add_argument("--page", type=Path, help="write the page here")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="exporter-") as name, ProcessPoolExecutor(options.jobs) as pool:
        scratch = Path(name)
        cases: Sequence[Case] = () if options.only or options.no_arelle else CASES
        pending = [
            pool.submit(_exported, case, options.data, scratch / f"case-{number}") for number, case in enumerate(cases)
        ]
        chosen = list(_all_filings(options.data / "filings", scratch, options.only))
        outcomes = list(pool.map(partial(_tried, scratch, arelle=not options.no_arelle), chosen))
        case_outcomes = [each.result() for each in pending]
    faults = [*unexpected(outcomes), *(_fault(each) for each in case_outcomes if not each.is_proven)]
    print("\n".join([*table(outcomes), "", *faults]))  # noqa: T201 - this is a program
    if options.page:
        write_page(outcomes, case_outcomes, options.page)
    facts = sum(outcome.facts or 0 for outcome in outcomes)
    seconds = time.monotonic() - begun
    done = f"{len(outcomes)} filings with {facts:,} facts and {len(case_outcomes)} reports of our own"
    verdict = f"{len(faults)} things are not as expected" if faults else "all as expected"
    print(f"{done} in {seconds:.0f} seconds: {verdict}")  # noqa: T201 - the command prints
    return 1 if faults or not outcomes else 0


def _all_filings(archives: Path, scratch: Path, only: str) -> Iterator[Filing]:
    for archive in sorted(archives.glob("*.zip")):
        if only in archive.stem and archive.stem not in _WITHOUT_REPORTS:
            unpack(archive, scratch / "filings" / archive.stem)
            yield from filings(archive.stem, scratch / "filings" / archive.stem)


def _tried(scratch: Path, filing: Filing, *, arelle: bool) -> Outcome:
    return tried(filing, scratch / "written" / f"{filing.archive}-{filing.number}", arelle=arelle)


def _exported(case: Case, data: Path, scratch: Path) -> CaseOutcome:
    scratch.mkdir()
    return exported(case, data, scratch)


def _fault(case: CaseOutcome) -> str:
    return (
        f"{case.title}: {case.facts:,} facts, errors {case.errors or 'none'}, {case.differences} differences,"
        f" not run: {', '.join(case.missing) or 'nothing'}"
    )


if __name__ == "__main__":
    sys.exit(main())
