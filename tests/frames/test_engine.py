"""How the engine is asked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading

import polars as pl
import pytest

from exporter.frames.engine import engine_for, in_engine_thread, write_csv, write_lines


def test_what_is_called_in_the_engines_thread_gives_its_result() -> None:
    """Queries within need no other thread."""

    def threads() -> tuple[int, int]:
        seen: list[int] = []

        def look(series: pl.Series) -> pl.Series:
            seen.append(threading.get_ident())
            return series

        pl.DataFrame({"a": [1]}).with_columns(pl.col("a").map_batches(look, return_dtype=pl.Int64), b=pl.lit(1))
        return threading.get_ident(), seen[0]

    ours, theirs = in_engine_thread(threads)
    assert ours == theirs != threading.get_ident()


@pytest.mark.parametrize("error", [KeyError("gone"), KeyboardInterrupt()])
def test_what_is_raised_there_is_raised_here(error: BaseException) -> None:
    """As it is, and not in the engine's words."""

    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        in_engine_thread(fail)
    assert raised.value is error


_WAITING = """
import threading, time
import polars as pl
from exporter.frames.engine import in_engine_thread

def ask():
    table = pl.DataFrame({"a": range(100_000)})
    table.lazy().group_by(b=pl.col("a") % 7).agg(pl.col("a").sum()).sort("b").collect(engine="streaming")
    table.select(pl.col("a") + 1, b=pl.col("a") * 2)

def wait():
    others = [threading.Thread(target=ask) for _ in range(4)]
    for other in others:
        other.start()
    ask()
    for other in others:
        other.join()

in_engine_thread(wait)
"""


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_who_is_there_may_wait_for_others_that_ask_the_engine(threads: int) -> None:
    """However few threads it has."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    subprocess.run([sys.executable, "-c", _WAITING], check=True, timeout=60, env=environment)  # noqa: S603 - our own code


def test_few_rows_are_asked_at_once() -> None:
    """Of a query nobody knows how many there are."""
    table = pl.DataFrame({"a": [1]})
    assert engine_for(table) == engine_for(1) == "in-memory"
    assert engine_for(table.lazy()) == engine_for(10_000) == "streaming"


@pytest.mark.parametrize("rows", [1, 10_000])
def test_tables_and_lines_are_written_alike_however_many(rows: int) -> None:
    """A line as it is; of a table, null as nothing, and empty text in quotes."""
    stream = io.BytesIO()
    stream.write(b"first\n")
    write_lines(pl.LazyFrame({"line": ['<a b="c, d"/>']}), stream, rows)
    write_csv(pl.LazyFrame({"a": ["x,y", None, ""], "b": [1, 2, 3]}), stream, rows)
    assert stream.getvalue() == b'first\n<a b="c, d"/>\na,b\n"x,y",1\n,2\n"",3\n'
