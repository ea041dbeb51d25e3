"""Parquet files from elsewhere: read once in a process of their own, which damage can take down and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input, path_text
from exporter.files.process_limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["parquet_metadata", "scan_parquet"]

#: Decodes all of a file and keeps nothing of it.
_DECODE = """
import os
import sys
import polars as pl
try:
    path = os.fsencode(sys.argv[1]).decode()
    pl.scan_parquet(path, glob=False).sink_batches(lambda _: None, engine="streaming")
except (pl.exceptions.PolarsError, OSError) as error:
    sys.exit(str(error))
except pl.exceptions.PanicException:
    sys.exit(2)
"""


def scan_parquet(path: Path) -> pl.LazyFrame:
    """Open a Parquet file as a query over it.

    Raises:
        UnreadableInputError: missing, no regular file, no Parquet, damaged, or with a name that is no UTF-8.
    """
    name = path_text(path)
    with open_input(path) as stream:
        seconds = Limits.for_size(os.fstat(stream.fileno()).st_size, 0).seconds
    # A few wrong bytes can make the engine ask for more memory than there is, which ends the process that it runs in.
    try:
        decoding = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", _DECODE, str(path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableInputError(f"{path} cannot be read as Parquet: it takes too long for its size") from error
    if decoding.returncode:
        reason = decoding.stderr.strip().partition("\n")[0] if decoding.returncode == 1 else "it is damaged"
        raise UnreadableInputError(f"{path} cannot be read as Parquet: {reason}")
    return pl.scan_parquet(name, glob=False)


def parquet_metadata(path: Path) -> dict[str, str]:
    """Read what whoever wrote the file says of it."""
    return pl.read_parquet_metadata(path_text(path))
