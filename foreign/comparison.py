"""In which words two reports of the same filing differ: how many facts, and in what."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import each_distinct, look_up
from exporter.report.references import Reference, located
from exporter.report.report import ASPECTS, CONTENT, TRAIT_COLUMNS, dimensions_of, dimensions_text, with_traits

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter.report.report import Report

__all__ = ["FACTS", "differences", "without_content"]

#: What is compared of facts, and which of these are not told by everyone.
FACTS = (*ASPECTS, "value", "decimals", *TRAIT_COLUMNS, "footnotes")

_TAG = re.compile("<[^>]*>")


def differences(before: Report, after: Report, leave_out: Collection[str] = ()) -> dict[str, int]:
    """Compare what was read with what was read back.

    Args:
        before: the one.
        after: the other.
        leave_out: what does not count, of `FACTS`, `references` and `content` (what segments hold beside dimensions).

    Returns: how many facts differ in each of `FACTS`, are `missing` or `added`; and how many `references` do, and how
        many footnotes in `markup`, which is their roles, too.
    """
    columns = [name for name in FACTS if name not in leave_out]
    pairs = _comparable(before, leave_out).join(_comparable(after, leave_out), on="id", how="full", suffix="_after")
    both = pairs.filter(pl.col("id").is_not_null() & pl.col("id_after").is_not_null())
    found = {name: both.filter(pl.col(name).ne_missing(pl.col(f"{name}_after"))).height for name in columns}
    found["missing"], found["added"] = pairs["id_after"].null_count(), pairs["id"].null_count()
    if "references" not in leave_out:
        found["references"] = len(_references(before) ^ _references(after))
    if "markup" not in leave_out:
        found["markup"] = len(_markup(before) ^ _markup(after))
    return {name: count for name, count in found.items() if count}


def without_content(text: str) -> str | None:
    """Leave out of dimensions what is none."""
    return dimensions_text({name: member for name, member in dimensions_of(text).items() if name not in CONTENT})


def _comparable(report: Report, leave_out: Collection[str]) -> pl.DataFrame:
    """Replace prefixes by namespaces, write numbers in one way, and add footnotes."""
    if "content" in leave_out:
        report = replace(report, table=report.facts.with_columns(each_distinct("dimensions", without_content)))
    if "markup" in leave_out:  # whoever reads no markup may keep it as text, and blanks around it or not
        words = each_distinct("text", _words)
        report = replace(report, footnotes=report.footnotes.with_columns(words))
    facts = with_traits(report.expanded)
    number = pl.when(pl.col("unit").is_not_null()).then(each_distinct("value", _number)).otherwise("value")
    return facts.with_columns(number.alias("value")).hstack(look_up(facts["id"], report.footnote_texts, "fact"))


def _number(text: str) -> str:
    """Write a number without what does not count: zeros at its ends, and a sign of zero."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return str(number.normalize()) if number else "0"


def _words(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())


def _references(report: Report) -> set[Reference]:
    references = {*(Reference("schemaRef", href) for href in report.entry_points), *report.references}
    if report.source is None:
        return references
    return {each._replace(href=located(each.href, report.source)) for each in references}


def _markup(report: Report) -> set[tuple[str | None, ...]]:
    """Give what footnotes have beside language and text, of those that have it."""
    names = [name for name in ("role", "link_role", "arcrole", "markup") if name in report.footnotes.columns]
    rows = report.footnotes.filter(pl.any_horizontal(pl.col(names).is_not_null())) if names else pl.DataFrame()
    return {
        (row["fact"], row["text"], *(row.get(name) for name in ("role", "link_role", "arcrole", "markup")))
        for row in rows.to_dicts()
    }
