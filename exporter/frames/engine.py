"""How the table engine is asked: in a stream or at once, and from which thread; for few rows most of the cost."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Literal, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars._typing import EngineType

__all__ = ["LEAST_THREADS", "engine_for", "in_engine_thread", "is_few", "write_csv", "write_lines", "write_parquet"]

_Result = TypeVar("_Result")
#: One that calls a function, and one for whoever else asks meanwhile, the engine's own streams included.
LEAST_THREADS = 2
#: Tables of up to so many rows are gone through row by row, which costs less than a query of the engine does.
_FEW = 2_000


def is_few(rows: pl.DataFrame | pl.Series) -> bool:
    """Tell whether there are so few rows that going through them one by one costs less than a query of the engine."""
    return len(rows) <= _FEW


def engine_for(rows: pl.DataFrame | pl.LazyFrame | int) -> EngineType:
    """Choose how the engine answers a query over a table: at once of few rows, which costs a fifth, or in a stream.

    Args:
        rows: the table, or how many rows it has; a query has nobody knows how many.
    """
    is_small = rows <= _FEW if isinstance(rows, int) else isinstance(rows, pl.DataFrame) and is_few(rows)
    return "in-memory" if is_small else "streaming"


def write_lines(lines: pl.LazyFrame, stream: IO[bytes], rows: pl.DataFrame | pl.LazyFrame | int) -> None:
    """Write a column of text, each followed by a line feed.

    Args:
        lines: a query for the column.
        stream: a binary stream.
        rows: over which the query goes, as for `engine_for`.
    """
    _write_csv(lines, stream, rows, include_header=False, quote_style="never")


def write_csv(table: pl.LazyFrame, stream: IO[bytes], rows: pl.DataFrame | pl.LazyFrame | int) -> None:
    """Write a table, with headings; null is an empty cell, empty text is quoted. Arguments are as for `write_lines`."""
    _write_csv(table, stream, rows, include_header=True, quote_style="necessary")


def _write_csv(
    table: pl.LazyFrame,
    stream: IO[bytes],
    rows: pl.DataFrame | pl.LazyFrame | int,
    *,
    include_header: bool,
    quote_style: Literal["never", "necessary"],
) -> None:
    engine = engine_for(rows)
    stream.flush()
    if engine == "in-memory":
        table.collect(engine=engine).write_csv(stream, include_header=include_header, quote_style=quote_style)
    else:
        table.sink_csv(stream, include_header=include_header, quote_style=quote_style, engine=engine)


def write_parquet(
    table: pl.LazyFrame,
    stream: IO[bytes],
    rows: pl.DataFrame | pl.LazyFrame | int,
    metadata: dict[str, str] | None = None,
) -> None:
    """Write a table as Parquet; columns keep their types. Arguments are as for `write_lines`, and the file's metadata.

    Raises:
        OSError: the stream takes no more.
    """
    engine = engine_for(rows)
    try:
        if engine == "in-memory":
            table.collect(engine=engine).write_parquet(stream, metadata=metadata)
        else:
            table.sink_parquet(stream, metadata=metadata, engine=engine)
    except pl.exceptions.ComputeError as error:  # a full disk is no OSError there
        if "underlying IO error" not in str(error):
            raise
        raise OSError(str(error).rpartition("underlying IO error: ")[2]) from error


def in_engine_thread(function: Callable[[], _Result]) -> _Result:
    """Call a function in a thread of the engine's own, and give its result or raise its exception.

    From any other thread each query is handed over to one of those, and waited for: 0.1 ms each time, for many queries
    of few rows twice what they cost themselves. The caller's thread waits meanwhile, and does not look at signals.
    The function may wait for other threads that ask the engine, so that this one must not be all that it has: if it is,
    the function is called in the caller's.
    """
    if pl.thread_pool_size() < LEAST_THREADS:
        return function()
    results: list[_Result] = []
    errors: list[BaseException] = []

    def call(series: pl.Series) -> pl.Series:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - it is raised below, out of the engine's sight
            errors.append(error)
        return series

    within = pl.lit(pl.Series([0])).map_batches(call, return_dtype=pl.Int64)
    pl.select(here=pl.lit(0), within=within)  # two columns, since one alone is made in the caller's thread
    if errors:
        raise errors[0]
    return results[0]
