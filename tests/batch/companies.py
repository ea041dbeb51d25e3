"""Made-up companies by the thousand: one project, a table of entities, and a trial balance for each.

The same for the same number, on every machine. Three in a hundred have a mistake, of five kinds in turn.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FACTS", "write_companies"]

#: The accounts: number, name, side, concept. The first balances the others.
_ACCOUNTS = (
    (1000, "Cash", "debit", "CashAndCashEquivalentsAtCarryingValue"),
    (1100, "Trade receivables", "debit", "AccountsReceivableNetCurrent"),
    (1300, "Inventories", "debit", "InventoryNet"),
    (1400, "Prepaid expenses", "debit", "PrepaidExpenseCurrent"),
    (1500, "Property, plant and equipment", "debit", "PropertyPlantAndEquipmentNet"),
    (2000, "Trade payables", "credit", "AccountsPayableCurrent"),
    (2100, "Accrued liabilities", "credit", "AccruedLiabilitiesCurrent"),
    (2300, "Short-term loans", "credit", "ShortTermBorrowings"),
    (2500, "Long-term loans", "credit", "LongTermDebtNoncurrent"),
    (3000, "Share capital", "credit", "CommonStockValue"),
    (3010, "Capital reserve", "credit", "AdditionalPaidInCapital"),
    (3100, "Retained earnings", "credit", "RetainedEarningsAccumulatedDeficit"),
    (4100, "Sales", "credit", "Revenues"),
    (5000, "Cost of sales", "debit", "CostOfRevenue"),
    (6000, "Research", "debit", "ResearchAndDevelopmentExpense"),
    (7000, "Selling", "debit", "SellingAndMarketingExpense"),
    (8000, "Administration", "debit", "GeneralAndAdministrativeExpense"),
    (9000, "Interest earned", "credit", "InvestmentIncomeInterest"),
    (9100, "Interest paid", "debit", "InterestExpense"),
    (9500, "Income taxes", "debit", "IncomeTaxExpenseBenefit"),
)
_LAST_OF_BALANCE_SHEET = 3100
_TOTALS = (
    *("GrossProfit", "CostsAndExpenses", "OperatingIncomeLoss", "NonoperatingIncomeExpense"),
    *("IncomeLossBeforeIncomeTaxes", "IncomeLossFromContinuingOperations", "NetIncomeLoss"),
    *("AssetsCurrent", "Assets", "LiabilitiesCurrent", "Liabilities", "StockholdersEquity"),
    "LiabilitiesAndStockholdersEquity",
)
#: So many facts has each company.
FACTS = 2 * (len(_ACCOUNTS) + len(_TOTALS))
#: Of so many companies one has a mistake.
_EVERY = 33

_REPORT = """\
name = "${id}-${year}"
language = "en"
taxonomy = "gaap-2026"
statements = ["BalanceSheet", "IncomeStatement"]

[entity]
scheme = "http://www.example.com/register"
identifier = "${register}"

[units]
EUR = "iso4217:EUR"

[periods]
now = { start = "${start}", end = "${end}" }
before = { start = "${start_before}", end = "${end_before}" }

[tables.balances]
scale = 0
decimals = 2

[[tables.balances.files]]
file = "balances/${id}.csv"

[tables.balances.files.columns]
"Name" = { exclude = "the account's name" }
"Debit before" = { period = "before", unit = "EUR", side = "debit" }
"Credit before" = { period = "before", unit = "EUR", side = "credit" }
"Debit" = { period = "now", unit = "EUR", side = "debit" }
"Credit" = { period = "now", unit = "EUR", side = "credit" }
"""


def write_companies(count: int, folder: Path) -> dict[str, str]:
    """Write a project for so many companies, and the table `entities.csv` beside it.

    Returns: the ids of those with a mistake, each with the code of the finding that tells it.
    """
    project = folder / "project"
    (project / "balances").mkdir(parents=True)
    (project / "report.toml").write_text(_REPORT, encoding="utf-8")
    (project / "mapping.csv").write_text(_mapping(), encoding="utf-8")
    rows, mistakes = ["id,register,year,start,end,start_before,end_before"], {}
    for number in range(count):
        name, year = f"company-{number:05}", 2024 - number % 2
        end = f"{year}-12-31"
        balances = _balances(number)
        if number % _EVERY == _EVERY // 2:
            kind = list(_MISTAKES)[number // _EVERY % len(_MISTAKES)]
            mistakes[name] = kind
            balances, end = _MISTAKES[kind](balances), f"{year - 5}-12-31" if kind == _BAD_PERIOD else end
        dates = f"{year}-01-01,{end},{year - 1}-01-01,{year - 1}-12-31"
        rows.append(f"{name},HRB{number:06},{year},{dates}")
        if balances:
            (project / "balances" / f"{name}.csv").write_text(balances, encoding="utf-8")
    (folder / "entities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return mistakes


def _mapping() -> str:
    lines = ["table,section,label,account,concept,sign,label_role,period,use,rule,note"]
    for account, _, _, concept in _ACCOUNTS:
        period = "end" if account <= _LAST_OF_BALANCE_SHEET else ""
        lines.append(f"balances,,,{account},gaap:{concept},as printed,,{period},add,,")
    carried = "gaap:RetainedEarningsAccumulatedDeficit,,,,carry,gaap:NetIncomeLoss,the result of the year"
    lines += [f"balances,,,,gaap:{concept},,,,total,," for concept in _TOTALS[:7]]
    lines += [f"balances,,,,{carried}", *(f"balances,,,,gaap:{concept},,,,total,," for concept in _TOTALS[7:])]
    return "\n".join(lines) + "\n"


def _balances(number: int) -> str:
    """Make a trial balance: debits are as much as credits in each of the two years."""
    chance = random.Random(number)  # noqa: S311 - the same figures each time
    columns = []
    for _ in range(2):
        cents = {account: chance.randrange(1_000, 9_000_000) for account, *_ in _ACCOUNTS[1:]}
        sides = {account: 1 if side == "debit" else -1 for account, _, side, _ in _ACCOUNTS}
        cents[1000] = -sum(sides[account] * amount for account, amount in cents.items())
        columns.append(cents)
    lines = ["Account,Name,Debit before,Credit before,Debit,Credit"]
    for account, name, side, _ in _ACCOUNTS:
        cells = [cell for cents in columns for cell in _cells(cents[account], side)]
        lines.append(f'{account},"{name}",{",".join(cells)}')
    return "\n".join(lines) + "\n"


def _cells(cents: int, side: str) -> tuple[str, str]:
    """Write an amount on its side, or on the other if it is negative."""
    text = f"{abs(cents) // 100}.{abs(cents) % 100:02}"
    return (text, "") if (side == "debit") == (cents >= 0) else ("", text)


def _without_figure(balances: str) -> str:
    return balances.replace('1100,"Trade receivables",', '1100,"Trade receivables",1.2.', 1)


def _out_of_balance(balances: str) -> str:
    return balances.replace('1300,"Inventories",', '1300,"Inventories",9', 1)


def _with_account(balances: str) -> str:
    return balances + "1900,Suspense,1.00,1.00,1.00,1.00\n"


_BAD_PERIOD = "project.badPeriod"
#: What may be wrong, by the code of the finding that tells it, and what it makes of a trial balance.
_MISTAKES: dict[str, Callable[[str], str]] = {
    "lineItems.notANumber": _without_figure,
    "ledger.unbalanced": _out_of_balance,
    "mapping.unmappedLineItem": _with_account,
    "project.missingFile": lambda _: "",
    _BAD_PERIOD: lambda balances: balances,
}
