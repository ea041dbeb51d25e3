"""`python -m benchmarks.scale`: what a register of five million companies a year would need, and where it would break.

It simulates with what `python -m benchmarks.scale measure` has measured, keeps both in scale.json, and writes
docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.costs import measured
from benchmarks.plans import KINDS, measured_work, night_plan, year_plan
from benchmarks.scale_page import scale_page
from benchmarks.simulation import Profile

__all__ = ["KEPT", "main", "simulated_plans"]

#: What was measured, and what was simulated with it.
KEPT = Path(__file__).with_name("scale.json")
_FILINGS = 5_000_000
_PAGE = Path("docs", "scale.md")


def main() -> None:
    """Measure, or simulate and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    works = {"measure": "measure, which takes some minutes", "page": "write the page from what is kept"}
    told = "; ".join(f"{work}: {what}" for work, what in works.items())
    parser.add_argument("work", nargs="?", choices=list(works), help=f"{told}; by default simulate, and write the page")
    parser.add_argument(
        "--filings", type=int, default=_FILINGS, help="how many there are in a year; others for a trial"
    )
    parser.add_argument("--page", type=Path, default=_PAGE, help="where the page goes")
    options = parser.parse_args()
    results = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if options.work == "measure":
        _keep({**results, "measured": _rounded(measured()), "earlier": results.get("measured")})
        return
    if options.work is None:
        results["simulated"] = _rounded(simulated_plans(results["measured"], options.filings))
        if options.filings == _FILINGS:
            _keep(results)
    options.page.write_text(scale_page(results), encoding="utf-8")


def _keep(results: dict[str, Any]) -> None:
    KEPT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Round numbers to six digits: no clock tells more."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def simulated_plans(costs: dict[str, Any], filings: int) -> dict[str, Any]:
    """Simulate a year and a night of so many filings, with Arelle and without.

    Args:
        costs: what was measured.
        filings: how many there are.

    Returns: what the page tells of it, in terms of JSON.
    """
    profile = Profile(filings)
    plans = {}
    for kind in KINDS:
        work = measured_work(costs[kind])
        plans[kind] = {"year": year_plan(profile, work), "night": night_plan(filings, work)}
    return {"filings": filings, **plans}


if __name__ == "__main__":
    main()
