"""A small ledger as a project: accounts with debit and credit columns, from which statements are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.projects import write_files, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Changes

__all__ = ["LEDGER", "write_ledger"]

LEDGER = {
    "report.toml": """\
name = "acme-20201231"
language = "en"
taxonomy = "base"
formats = ["xml"]
entity = { scheme = "http://example.org/register", identifier = "4711" }
units = { JPY = "iso4217:JPY", USD = "iso4217:USD" }
periods = { 2020 = { start = 2020-01-01, end = 2020-12-31 } }

[tables.ledger]
scale = 0
decimals = 2

[[tables.ledger.files]]
file = "ledger.csv"

[tables.ledger.files.columns]
"Account" = { exclude = "the account's name" }
"Debit" = { period = "2020", unit = "JPY", side = "debit" }
"Credit" = { period = "2020", unit = "JPY", side = "credit" }
""",
    "ledger.csv": """\
No,Account,Debit,Credit
1000,Cash in hand,500.25,
1010,Cash at bank,1000.75,
1200,Customers,99.00,
2000,Owners,,1200.00
4000,Sales,,900.00
4010,Returns,20.00,
5000,Wages,480.00,
""",
    "mapping.csv": """\
table,account,concept,sign,period,use,rule,note
ledger,1000-1099,m:Cash,as printed,end,add,,
ledger,1200,m:Receivables,as printed,end,add,,
ledger,2000,,,,,,no concept for what is owed to owners
ledger,40*,m:Revenues,as printed,,add,,
ledger,5000,m:Costs,as printed,,add,,
ledger,,m:Profit,,,total,,
ledger,,m:Assets,,,total,,
""",
}


def write_ledger(folder: Path, changes: Changes | None = None) -> Path:
    """Write the ledger, with the base taxonomy in its folder `base`."""
    write_taxonomy(folder / "base")
    return write_files(folder, LEDGER, changes or {})
