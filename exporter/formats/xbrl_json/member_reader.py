"""Reads the members of dimensions: names or texts, as the taxonomy says; where none is at hand, as all of them look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from exporter.formats import rules
from exporter.formats.xbrl_json.faults import FaultError
from exporter.formats.xbrl_json.scanner import fact_pointer
from exporter.report.report import dimensions_of, dimensions_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.formats.kinds import Kinds
    from exporter.formats.xbrl_json.dimension_reader import DimensionReader
    from exporter.formats.xbrl_json.document_info import DocumentInfo
    from exporter.formats.xbrl_json.faults import Faults

__all__ = ["MemberReader"]


class MemberReader:
    """Reads members.

    Attributes:
        typed_domains: for each typed dimension the element that holds its members; empty where it is not known.
    """

    def __init__(
        self,
        dimensions: DimensionReader,
        info: DocumentInfo,
        kinds: Kinds,
        faults: Faults,
        named: Callable[[str], str] = fact_pointer,
    ) -> None:
        """Prepare to read.

        Args:
            dimensions: reads names.
            info: what the file says of itself.
            kinds: says of dimensions what they are.
            faults: is told what is wrong.
            named: writes a fact's id as the place where it stands.
        """
        self._dimensions, self._info, self._kinds, self._faults = dimensions, info, kinds, faults
        self._named = named
        self.typed_domains: dict[str, str] = {}

    def resolved(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Give members that are names the Report's prefixes; leave out facts where one must be, and is none.

        Args:
            facts: with members as they are written, and their `line`.
        """
        texts = facts["dimensions"].unique().drop_nulls()
        members: dict[str, set[str | None]] = {}
        for text in texts:
            for dimension, member in dimensions_of(text).items():
                members.setdefault(dimension, set()).add(member)
        for dimension in sorted(members):
            self._find_kind(dimension, members[dimension])
        results: dict[str, str] = {}
        faulty: dict[str, FaultError] = {}
        for text in texts:
            try:
                results[text] = self._resolved_text(text)
            except FaultError as error:
                faulty[text] = error
        if faulty:
            rows = facts.filter(pl.col("dimensions").is_in(list(faulty))).select("id", "line", "dimensions")
            for fact, line, text in rows.iter_rows():
                fault = faulty[text]
                self._faults.add(fault.rule, f"{self._named(fact)}: {fault.message}; the fact was not read", line)
            facts = facts.filter(pl.col("dimensions").is_null() | pl.col("dimensions").is_in(list(results)))
        return facts.with_columns(pl.col("dimensions").replace_strict(results, default=None, return_dtype=pl.String))

    def _find_kind(self, dimension: str, members: set[str | None]) -> None:
        """Find out whether a dimension is typed."""
        element = self._kinds.typed_domain(self._dimensions.expanded(dimension))
        if element is None and not all(map(self._is_name, members)):
            message = f"{dimension} is typed, as its members show; which element holds them is not at hand"
            self._faults.add(rules.READER_UNKNOWN_KIND, message)
            self.typed_domains[dimension] = ""
        elif element:
            namespace, _, local = element.removeprefix("{").rpartition("}")
            self.typed_domains[dimension] = f"{self._info.names.prefix(namespace, 'ns')}:{local}"

    def _is_name(self, member: str | None) -> bool:
        try:
            return member is not None and bool(self._dimensions.name(member))
        except FaultError:
            return False

    def _resolved_text(self, text: str) -> str:
        """Rewrite dimensions with the Report's prefixes.

        Raises:
            FaultError: the member of an explicit dimension is no name.
        """
        members = dimensions_of(text)
        for dimension, member in members.items():
            if dimension not in self.typed_domains:
                members[dimension] = self._dimensions.name(member or "")
        return dimensions_text(members) or json.dumps({})
