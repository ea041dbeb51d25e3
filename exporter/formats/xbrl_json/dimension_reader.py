"""Reads the dimensions of facts: each text of theirs as a Report has it, worked out once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from exporter.formats import rules
from exporter.formats.xbrl_json.document_info import OIM
from exporter.formats.xbrl_json.faults import FaultError
from exporter.report.names import illegal_character, is_ncname
from exporter.report.periods import first_day, last_day

if TYPE_CHECKING:
    from exporter.formats.xbrl_json.document_info import DocumentInfo

__all__ = ["PURE", "DimensionReader"]

PURE = "xbrli:pure"
_MOMENT = r"(?!0000)\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d*[1-9])?Z?"
_PERIOD = re.compile(rf"({_MOMENT})(?:/({_MOMENT}))?", re.ASCII)
_SIDE = r"[^()*/]+|\([^()*/]+(?:\*[^()*/]+)+\)"
_UNIT = re.compile(rf"[^()*/]+(?:\*[^()*/]+)*|({_SIDE})/({_SIDE})")
_WHITE_SPACE = re.compile(r"\s")


class DimensionReader:
    """Reads texts of dimensions; of all methods the results are kept."""

    def __init__(self, info: DocumentInfo) -> None:
        """Prepare to read the facts of a file that says this of itself."""
        self._info = info
        for method in ("name", "entity", "period", "unit"):
            setattr(self, method, cache(getattr(self, method)))

    def expanded(self, name: str) -> str:
        """Write a name of the Report in Clark notation."""
        prefix, _, local = name.partition(":")
        return f"{{{self._info.names.namespaces[prefix]}}}{local}"

    def name(self, text: str) -> str:
        """Read a QName.

        Raises:
            FaultError: it is none, or its prefix is not declared.
        """
        prefix, _, local = text.partition(":")
        if not is_ncname(prefix) or not is_ncname(local):
            raise FaultError(rules.READER_BAD_NAME, f"{text!r} is no prefixed name (xbrlje:invalidJSONStructure)")
        return f"{self._prefix(text)}:{local}"

    def entity(self, text: str | None) -> str:
        """Read an entity; a fact without one is about nobody (OIM 1.0, entity core dimension).

        Raises:
            FaultError: it has no prefix that is declared, no identifier, or white space.
        """
        if text is None:
            return f"{self._info.names.prefix(f'{OIM}/entities', 'entities')}:NA"
        prefix, _, identifier = text.partition(":")
        illegal = illegal_character(identifier)
        if not is_ncname(prefix) or not identifier or _WHITE_SPACE.search(identifier) or illegal:
            raise FaultError(rules.READER_BAD_NAME, f"the entity {text!r} is no SQName (oimce:invalidSQName)")
        return f"{self._prefix(text)}:{identifier}"

    def period(self, text: str | None) -> tuple[str | None, str | None]:
        """Read a period.

        Returns:
            Its first and last day, as a Report has them; both null for a fact that is true forever.

        Raises:
            FaultError: it has another form.
        """
        if text is None:
            return None, None
        match = _PERIOD.fullmatch(text)
        message = f"the period {text!r} is neither an instant nor a duration (oimce:invalidPeriodRepresentation)"
        if not match:
            raise FaultError(rules.READER_BAD_PERIOD, message)
        try:
            if match[2] is None or match[2] == match[1]:
                return None, last_day(match[1])
            return first_day(match[1]), last_day(match[2])
        except ValueError as error:
            raise FaultError(rules.READER_BAD_PERIOD, message) from error

    def unit(self, text: str) -> tuple[str, str | None]:
        """Read a unit.

        Returns:
            The measures as a Report has them, and what is wrong with how they are written, or None.

        Raises:
            FaultError: it has another form, or a measure is no name.
        """
        match = _UNIT.fullmatch(text)
        if not match:
            raise FaultError(rules.READER_BAD_UNIT, f"{text!r} is no unit (oimce:invalidUnitStringRepresentation)")
        sides = [side.strip("()").split("*") for side in (match.groups() if match[1] else (text,))]
        unit = "/".join("*".join(sorted(map(self.name, side))) for side in sides)
        if any(side != sorted(side) for side in sides):
            return unit, f"the measures of {text!r} are not sorted (oimce:invalidUnitStringRepresentation)"
        if unit == PURE:
            return unit, f"a pure number has no unit, and not {text!r} (oime:illegalPureUnit)"
        return unit, None

    def _prefix(self, text: str) -> str:
        """Give the Report's prefix for that of a text."""
        prefix = text.partition(":")[0]
        if prefix not in self._info.namespaces:
            raise FaultError(rules.READER_BAD_NAME, f"the prefix of {text!r} is not declared (oimce:unboundPrefix)")
        return self._info.names.prefix(self._info.namespaces[prefix], prefix)
