"""Contexts and units, element by element: what each says, as a Report has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.formats.xbrl_xml.elements import collapsed, is_nil, local_tag
from exporter.formats.xbrl_xml.markup_reader import canonical_element
from exporter.report.document import CONTEXT_COLUMNS
from exporter.report.names import XBRLDI, XBRLI
from exporter.report.periods import first_day, last_day
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from exporter.formats.xbrl_xml.names_reader import NamesReader

__all__ = ["READ_CONTEXT_COLUMNS", "ContextReader"]

#: What contexts give, by their ids.
READ_CONTEXT_COLUMNS = pl.Schema({name: CONTEXT_COLUMNS[name] for name in CONTEXT_COLUMNS if name != "used"})
_SCENARIO = f"{{{XBRLI}}}scenario/*"


class ContextReader:
    """Reads contexts and units.

    Attributes:
        typed_domains: the element of each typed dimension that was met.
    """

    def __init__(self, names: NamesReader, check_names: Callable[[etree._Element], None]) -> None:
        """Prepare to read; `check_names` sees that all prefixes in an element that is kept as it is are declared."""
        self._names, self._check_names = names, check_names
        self.typed_domains: dict[str, str] = {}

    def context(self, context: etree._Element) -> dict[str, str | None]:
        """Read all that a context says: what `entity`, `period` and `members` give.

        Raises:
            ValueError: a part of it cannot be read.
        """
        return {"entity": self.entity(context), **self.period(context), **self.members(context)}

    def entity(self, context: etree._Element) -> str:
        """Read the entity of a context.

        Returns:
            Its identifier, with a prefix for the scheme.

        Raises:
            ValueError: it has none.
        """
        identifier = context.find(f"{{{XBRLI}}}entity/{{{XBRLI}}}identifier")
        if identifier is None:
            raise ValueError("it has no entity identifier")
        return f"{self._names.prefix(identifier.get('scheme', ''), 'entity')}:{collapsed(identifier)}"

    def period(self, context: etree._Element) -> dict[str, str | None]:
        """Read the period of a context.

        Returns:
            `period_start` and `period_end`, as a Report has them.

        Raises:
            ValueError: it has none, or one that is no date.
        """
        texts = {local_tag(child): collapsed(child) for child in context.iterfind(f"{{{XBRLI}}}period/*")}
        if set(texts) == {"instant"}:
            return {"period_start": None, "period_end": last_day(texts["instant"])}
        if set(texts) == {"startDate", "endDate"}:
            return {"period_start": first_day(texts["startDate"]), "period_end": last_day(texts["endDate"])}
        if set(texts) == {"forever"}:
            return {"period_start": None, "period_end": None}
        raise ValueError("it has no period, or more than one")

    def members(self, context: etree._Element) -> dict[str, str | None]:
        """Read the dimensions of a context, and what else its segment and scenario hold.

        Puts the element of each typed dimension into `typed_domains`.

        Returns:
            `dimensions` and `scenario`, as a Report has them.

        Raises:
            ValueError: it has a dimension twice, or a name that stands for nothing.
        """
        dimensions: dict[str, str | None] = {}
        in_scenario = []
        for place, path in (("segment", f"{{{XBRLI}}}entity/{{{XBRLI}}}segment/*"), ("scenario", _SCENARIO)):
            content = ""
            for element in context.iterfind(path):
                pair = self._dimension(element)
                if pair is None:
                    self._check_names(element)
                    content += canonical_element(element)
                    continue
                if pair[0] in dimensions:
                    raise ValueError(f"it has the dimension {pair[0]} twice")
                dimensions[pair[0]] = pair[1]
                in_scenario += [pair[0]] if place == "scenario" else []
            if content:
                dimensions[place] = content
        return {"dimensions": dimensions_text(dimensions), "scenario": " ".join(sorted(in_scenario)) or None}

    def _dimension(self, element: etree._Element) -> tuple[str, str | None] | None:
        """Read a dimension and its member; None if the element is another, or a typed member that is no simple text."""
        if element.tag == f"{{{XBRLDI}}}explicitMember":
            dimension = self._names.qualified(element.get("dimension", ""), element)
            return dimension, self._names.qualified(collapsed(element), element)
        if element.tag != f"{{{XBRLDI}}}typedMember" or len(element) != 1 or len(element[0]):
            return None
        dimension = self._names.qualified(element.get("dimension", ""), element)
        self.typed_domains[dimension] = self._names.tag_name(element[0])
        return dimension, None if is_nil(element[0]) else "".join(element[0].itertext())

    def measures(self, unit: etree._Element) -> str:
        """Read the measures of a unit, as a Report has them.

        Raises:
            ValueError: it has none, or one that is no name.
        """

        def names(path: str) -> str:
            measures = sorted(self._names.name(collapsed(element), element) for element in unit.iterfind(path))
            if not measures:
                raise ValueError("it has no measure")
            return "*".join(measures)

        measure = f"{{{XBRLI}}}measure"
        divide = f"{{{XBRLI}}}divide"
        if unit.find(divide) is None:
            return names(measure)
        return (
            names(f"{divide}/{{{XBRLI}}}unitNumerator/{measure}")
            + "/"
            + names(f"{divide}/{{{XBRLI}}}unitDenominator/{measure}")
        )
