"""Parquet files from elsewhere: read once in a process of their own, which damage can take down and nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["scan_parquet"]

#: Decodes all of a file and keeps nothing of it.
_DECODE = """
import sys
import polars as pl
try:
    pl.scan_parquet(sys.argv[1], glob=False).sink_batches(lambda _: None, engine="streaming")
except (pl.exceptions.PolarsError, OSError) as error:
    sys.exit(str(error))
except pl.exceptions.PanicException:
    sys.exit(2)
"""


def scan_parquet(path: Path) -> pl.LazyFrame:
    """Open a Parquet file as a query over it.

    Raises:
        UnreadableInputError: missing, no Parquet, or damaged.
    """
    # A few wrong bytes can make the engine ask for more memory than there is, which ends the process that it runs in.
    decoding = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _DECODE, str(path)], capture_output=True, text=True, check=False
    )
    if decoding.returncode:
        reason = decoding.stderr.strip().partition("\n")[0] if decoding.returncode == 1 else "it is damaged"
        raise UnreadableInputError(f"{path} cannot be read as Parquet: {reason}")
    return pl.scan_parquet(path, glob=False)
