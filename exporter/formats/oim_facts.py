"""What writers of the Open Information Model's syntaxes share: names, aspects as the model writes them, and checks."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.formats.report_facts import check_facts
from exporter.frames.columns import as_text
from exporter.report.names import ILLEGAL, ISO4217, XBRLI, XSD, illegal_character, is_ncname
from exporter.report.periods import end_moment, start_moment
from exporter.report.report import CONTENT, dimensions_of, is_explicit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.report.report import Report

__all__ = [
    "OIM",
    "SHARED",
    "OimNames",
    "check_report",
    "distinct_texts",
    "period_moments",
    "shared_aspects",
    "with_shared",
]

OIM = "https://xbrl.org/2021"
#: The prefixes that stand for these namespaces alone, and these namespaces for no other prefix (OIM Common 1.0).
_RESERVED = {
    "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
    "iso4217": ISO4217,
    "utr": "http://www.xbrl.org/2009/utr",
    "xbrl": OIM,
    "xbrli": XBRLI,
    "xs": XSD,
}
#: Whom a fact without an entity is about: nobody.
_NO_ENTITY = f"{{{OIM}/entities}}NA"
#: What many facts have in common: all but id, concept and value. `nil` says that there is no value.
SHARED = ["entity", "period_start", "period_end", "dimensions", "unit", "language", "decimals", "nil"]
_WHITE_SPACE = re.compile(r"\s")
_ILLEGAL_CHARACTER = "a character that no report can carry"


class OimNames:
    """The prefixes of a file: those of the Report, but where the model has its own."""

    def __init__(self, report: Report, declared: Mapping[str, str] | None = None) -> None:
        """Give each namespace one prefix.

        Args:
            report: the facts.
            declared: namespaces by the prefixes that they have in the file already.
        """
        self._report = report
        prefixes = {uri: prefix for prefix, uri in {**_RESERVED, **(declared or {})}.items()}
        taken = {*_RESERVED, *(declared or {})}
        self._prefixes: dict[str, str] = {}
        #: What is declared, in order.
        self.namespaces: dict[str, str] = {}
        for prefix, uri in sorted(report.namespaces.items()):
            if uri not in prefixes:
                prefixes[uri] = next(name for name in _candidates(prefix) if name not in taken)
                taken.add(prefixes[uri])
            self._prefixes[prefix] = prefixes[uri]
            if uri:
                self.namespaces[prefixes[uri]] = uri

    def declare(self, prefix: str, uri: str) -> str:
        """Declare a namespace, unless the Report has it; give its prefix, which may be another."""
        for known, known_uri in self.namespaces.items():
            if known_uri == uri:
                return known
        taken = {*self.namespaces, *_RESERVED}
        name = next(name for name in _candidates(prefix) if name not in taken)
        self.namespaces[name] = uri
        return name

    def renamed(self, name: str | None) -> str:
        """Give a name the prefix that it has in the file.

        Raises:
            MisuseError: it is no prefixed name, or its prefix is not declared.
        """
        prefix, _, local = (name or "").partition(":")
        if not is_ncname(prefix) or not is_ncname(local):
            raise MisuseError(f"{name!r} is no prefixed name, as concepts, dimensions, members and measures need")
        return f"{self._prefix(prefix, name)}:{local}"

    def entity(self, entity: str) -> str | None:
        """Write an entity (OIM Common 1.0, SQName); nobody is None.

        Raises:
            MisuseError: its prefix is not declared, or its identifier is empty or has white space.
        """
        prefix, _, identifier = entity.partition(":")
        text = f"{self._prefix(prefix, entity)}:{identifier}"
        if not identifier or _WHITE_SPACE.search(identifier):
            raise MisuseError(f"the entity {entity!r} is empty or has white space, which the model forbids")
        is_nobody = f"{{{self._report.namespaces[prefix]}}}{identifier}" == _NO_ENTITY
        return None if is_nobody else text

    def unit(self, unit: str | None) -> str | None:
        """Write a unit (OIM Common 1.0, unit string representation); a pure number has none."""
        if unit is None:
            return None
        sides = [sorted(map(self.renamed, side.split("*"))) for side in unit.split("/")]
        if self._report.namespaces[unit.partition(":")[0]] == XBRLI and sides == [["xbrli:pure"]]:
            return None
        in_brackets = len(sides) > 1
        return "/".join(f"({'*'.join(side)})" if in_brackets and len(side) > 1 else "*".join(side) for side in sides)

    def members(self, text: str | None) -> dict[str, str | None]:
        """Write the dimensions that a taxonomy defines with their members; what is no dimension is left out.

        Raises:
            MisuseError: as `renamed`, or a member has a character that no report can carry.
        """
        members: dict[str, str | None] = {}
        for dimension, member in dimensions_of(text).items():
            if dimension in CONTENT:
                continue
            if member is not None and illegal_character(member):
                raise MisuseError(f"the member {member!r} of {dimension} has {_ILLEGAL_CHARACTER}")
            is_name = is_explicit(dimension, self._report.typed_domains)
            members[self.renamed(dimension)] = self.renamed(member) if is_name else member
        return members

    def _prefix(self, prefix: str, name: str | None) -> str:
        if prefix not in self._prefixes:
            raise MisuseError(f"the report's namespaces do not say what the prefix of {name!r} stands for")
        return self._prefixes[prefix]


def _candidates(prefix: str) -> Iterator[str]:
    """Give names like a prefix."""
    yield prefix
    yield from (f"{prefix}-{number}" for number in count(2))


def period_moments(period_start: str | None, period_end: str) -> tuple[str | None, str]:
    """Write the moments of a period as the model does.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    try:
        end = end_moment(period_end)
        start = start_moment(period_start) if period_start is not None else None
    except ValueError as error:
        raise MisuseError(f"the period from {period_start} to {period_end} cannot be written: {error}") from error
    if start == end:
        raise MisuseError(f"the period from {period_start} to {period_end} has no length; an instant has no start")
    return start, end


def shared_aspects(facts: pl.LazyFrame) -> pl.DataFrame:
    """List what facts share, each combination once.

    Args:
        facts: those of a Report, and `nil`.

    Returns:
        The columns of `SHARED` as text, and their `hash` by which `with_shared` finds them.
    """
    shared = facts.select(SHARED).unique().collect(engine="streaming")
    # Codes are hashed as such, and are text from here on.
    return as_text(shared.with_columns(pl.struct(SHARED).hash().alias("hash")))


def with_shared(facts: pl.LazyFrame, shared: pl.DataFrame) -> pl.LazyFrame:
    """Add to each fact what was `rendered` of what it shares.

    Args:
        facts: those of a Report, and `nil`.
        shared: as `shared_aspects` gives it, and `rendered`.

    Returns:
        The facts as text, in their order.
    """
    if shared["hash"].is_unique().all():
        # No two of them share a hash, and each fact's is among them: as sure as their columns, and twice as fast.
        facts, key = facts.with_columns(pl.struct(SHARED).hash().alias("hash")), ["hash"]
    else:
        facts, key = as_text(facts), SHARED
    rendered = shared.lazy().select(*key, "rendered")
    facts = facts.join(rendered, on=key, how="left", nulls_equal=True, maintain_order="left", build_side="force_right")
    return as_text(facts)


def distinct_texts(report: Report, column: str) -> list[str]:
    """List the distinct texts of a column of facts."""
    return as_text(report.table.lazy().select(pl.col(column).unique())).collect(engine="streaming")[column].to_list()


def check_report(report: Report, shared: pl.DataFrame) -> None:
    """See that facts have an id each, periods an end, and texts no character that no report can carry.

    Args:
        report: the facts.
        shared: what they share.

    Raises:
        MisuseError: a fact has not; it is named.
    """

    def has_illegal(*columns: str) -> pl.Expr:
        return pl.any_horizontal(pl.col(columns).str.contains(ILLEGAL)).fill_null(value=False)

    shared_faults = {
        "no entity": pl.col("entity").is_null(),
        "a period that starts and does not end": pl.col("period_start").is_not_null() & pl.col("period_end").is_null(),
        _ILLEGAL_CHARACTER: has_illegal("entity", "language"),  # what is no day is told later
    }
    fact_faults = {
        "no id": pl.col("id").is_null(),
        "no concept": pl.col("concept").is_null(),
        _ILLEGAL_CHARACTER: has_illegal("id", "value"),
    }
    check_facts(report, shared.lazy(), shared_faults)
    check_facts(report, report.lazy, fact_faults)
    hashes = report.table.lazy().select(pl.col("id").hash()).collect(engine="streaming").to_series()
    if hashes.n_unique() < len(hashes):  # two are the same, or share a hash by chance
        for fact in report.lazy.select("id").filter(pl.col("id").is_duplicated()).collect()["id"]:
            raise MisuseError(f"two facts have the id {fact!r}, of which a report can hold one")
