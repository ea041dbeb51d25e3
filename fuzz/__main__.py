"""`python -m fuzz`: try random inputs, always the same for the same seed, and print the smallest that fails."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from fuzz import folders, instances, printed_numbers, workbooks
from fuzz.properties import Property, holds

__all__ = ["PROPERTIES", "main"]

PROPERTIES: tuple[Property, ...] = (
    *printed_numbers.PROPERTIES,
    *instances.PROPERTIES,
    *folders.PROPERTIES,
    *workbooks.PROPERTIES,
)


def main() -> int:
    """Try all properties, and say which of them do not hold."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=5_000, help="so many of each kind; default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="other examples; default: %(default)s")
    parser.add_argument("--only", default="", help="the properties whose name has this in it")
    options = parser.parse_args()
    failed = 0
    for prop in PROPERTIES:
        if options.only not in prop.name:
            continue
        begun = time.monotonic()
        try:
            holds(prop, options.examples, options.seed)
        except Exception:  # noqa: BLE001 - whatever breaks down is what is looked for
            failed += 1
            traceback.print_exc()
            verdict = "DOES NOT HOLD"
        else:
            verdict = "holds"
        print(f"{prop.name}: {verdict}, {time.monotonic() - begun:.0f} seconds", flush=True)  # noqa: T201 - a program
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
