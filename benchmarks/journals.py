"""Journals of any size: postings to 300 accounts, which add up to a dozen facts that are known beforehand.

The sums are worked out apart from what is measured, in whole cents.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.reports import GROUPS, INSTANT, SLOTS, TYPES, write_table, write_taxonomy_tables

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DATABASE", "is_filed", "load_journal", "write_journal"]

#: The variable with the URL of the database that holds the postings.
DATABASE = "LEDGER_URL"
_ACCOUNTS, _CONCEPTS, _FIRST = 300, 12, 4000
_COLUMNS = {"label": "account", "document": "document", "printed": "amount::text", "period": "'2024'", "unit": "'JPY'"}
_REPORT = """name = "journal"
language = "en"
taxonomy = "taxonomy"
entity = { scheme = "http://www.sec.gov/CIK", identifier = "0000000001" }
units = { JPY = "iso4217:JPY" }
periods = { 2024 = { start = 2024-01-01, end = 2024-12-31 } }
formats = ["xml"]

[tables.journal]
layout = "journal"
scale = 0
decimals = 2
"""
_FILES = {
    "parquet": 'files = [{ file = "journal.parquet" }]\n',
    "postgresql": f'files = [{{ query = "journal.sql", database = "env:{DATABASE}" }}]\n',
}


def write_journal(count: int, folder: Path) -> None:
    """Write so many postings to a Parquet file, and a project for it and for the same postings in a database."""
    number = pl.int_range(count, dtype=pl.Int64)
    account, cents = number * 7919 % _ACCOUNTS, number * 104_729 % 20_000_003 - 9_000_001
    folder.mkdir(parents=True, exist_ok=True)
    postings = pl.select(
        label=(account + _FIRST).cast(pl.String),
        document=pl.concat_str(pl.lit("D"), number.cast(pl.String)),
        printed=cents.cast(pl.Decimal(18, 0)).cast(pl.Decimal(18, 2)) / pl.lit(100, pl.Decimal(18, 0)),
        period=pl.lit("2024"),
        unit=pl.lit("JPY"),
        eager=False,
    )
    postings.sink_parquet(folder / "journal.parquet")
    groups = pl.select(concept=account * _CONCEPTS // _ACCOUNTS, cents=cents, eager=False).group_by("concept")
    sums = groups.agg(pl.col("cents").sum()).collect().sort("concept").rows()
    facts = {_concept(concept): f"{total // 100}.{total % 100:02d}" for concept, total in sums if total >= 0}
    facts |= {_concept(concept): f"-{-total // 100}.{-total % 100:02d}" for concept, total in sums if total < 0}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    names = ", ".join(f"{column} as {name}" for name, column in _COLUMNS.items())
    share = _ACCOUNTS // _CONCEPTS
    rows = [
        ("journal", f"{_FIRST + n * share}-{_FIRST + (n + 1) * share - 1}", _concept(n), "as printed", "add")
        for n in range(_CONCEPTS)
    ]
    for kind, files in _FILES.items():
        project = folder / kind
        write_taxonomy_tables(project / "taxonomy")
        write_table(project / "mapping.csv", ("table", "account", "concept", "sign", "use"), rows)
        (project / "report.toml").write_text(_REPORT + files, encoding="utf-8")
    (folder / "parquet" / "journal.parquet").unlink(missing_ok=True)
    (folder / "journal.parquet").rename(folder / "parquet" / "journal.parquet")
    (folder / "postgresql" / "journal.sql").write_text(f"select {names} from postings\n", encoding="utf-8")  # noqa: S608 - our own


def load_journal(folder: Path, url: str) -> None:
    """Put the postings of the Parquet file into a table of a PostgreSQL database, and name it to the project."""
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - few stages have a database

    names = pl.scan_parquet(folder / "parquet" / "journal.parquet").select(
        account="label", document="document", amount="printed"
    )
    with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("create table postings (account varchar(9), document varchar(12), amount numeric(18, 2))")
        for batch in names.collect_batches():
            cursor.adbc_ingest("postings", batch, mode="append")
        cursor.execute("vacuum analyze postings")
    os.environ[DATABASE] = url


def is_filed(folder: Path, facts: pl.DataFrame) -> bool:
    """Tell whether facts are the sums of the postings, each to the last digit."""
    expected: dict[str, str] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return dict(facts.select("concept", "value").iter_rows()) == expected


def _concept(number: int) -> str:
    """Name an amount of a period."""
    return f"big:OperatingLineItem{_AMOUNTS[number] * SLOTS + 1:04d}"


#: The groups of concepts that are amounts of periods.
_AMOUNTS = [
    group
    for group in range(GROUPS)
    if group % INSTANT[0] != INSTANT[1] and all(group % modulus != rest for modulus, rest in TYPES)
]
