"""Reads the footnotes of xBRL-JSON: facts of the concept xbrl:note, and links to them from other facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.formats import rules
from exporter.formats.xbrl_json.faults import FaultError
from exporter.formats.xbrl_json.scanner import fact_pointer, pointer
from exporter.formats.xbrl_xml.markup_reader import canonical_content, plain_text
from exporter.report.report import FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.formats.xbrl_json.document_info import DocumentInfo
    from exporter.formats.xbrl_json.faults import Faults

__all__ = ["NoteReader"]

_XHTML = "http://www.w3.org/1999/xhtml"
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
#: Facts may be linked to footnotes so many times.
_MOST_LINKS = 2_000_000


class _Link(NamedTuple):
    fact: str
    arcrole: str
    role: str
    target: str
    line: int | None


class NoteReader:
    """Gathers notes and links; which belong together is known in the end."""

    def __init__(
        self,
        faults: Faults,
        info: DocumentInfo,
        codes: str = "xbrlje",
        named: Callable[[str], str] = fact_pointer,
    ) -> None:
        """Prepare to read.

        Args:
            faults: is told what is wrong.
            info: what the file says of itself.
            codes: the prefix of the syntax's own codes of errors.
            named: writes a fact's id as the place where it stands.
        """
        self._faults, self._info, self._codes, self._named = faults, info, codes, named
        #: The language, text and markup of each, by its id, and its line.
        self._notes: dict[str, tuple[str | None, str, str | None, int | None]] = {}
        self._links: list[_Link] = []

    def add_note(self, name: str, where: str, content: dict[str, Any], dimensions: dict[str, Any]) -> None:
        """Read a note.

        Raises:
            FaultError: it is nil, or no fragment of XHTML.
        """
        complaints = {
            "it has no language (oime:missingLanguageForNoteFact)": "language" not in dimensions,
            "its noteId is not its id (oime:invalidNoteIDValue)": dimensions.get("noteId") != name,
            "it has a unit (oime:misplacedUnitDimension)": "unit" in dimensions,
            "it has decimals (oime:misplacedDecimalsProperty)": "decimals" in content,
            "it has dimensions of a fact (oime:misplacedNoteFactDimension)": bool(
                dimensions.keys() - {"concept", "language", "noteId", "unit"}
            ),
        }
        for complaint, holds in complaints.items():
            if holds:
                self._faults.add(rules.READER_MISPLACED, f"{where} is a note: {complaint}")
        if content["value"] is None:
            raise FaultError(rules.READER_FOOTNOTES, "it is a note and nil (oime:invalidXHTMLFragment)")
        text, markup = _text_and_markup(content["value"])
        self._notes[name] = dimensions.get("language"), text, markup, self._faults.line

    def add_links(self, name: str, where: str, content: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Read the links of a fact: arrays of ids, by link type and group."""
        for alias, groups in _object(content).items():
            for group, targets in _object(groups).items():
                place = f"{where}{pointer('links', alias, group)}"
                if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
                    self._faults.add(rules.READER_BAD_STRUCTURE, f"{place} is no array of texts")
                elif alias not in self._info.link_types:
                    self._fault_link(f"{place}: the link type is not declared ({self._codes}:unknownLinkType)")
                elif group not in self._info.link_groups:
                    self._fault_link(f"{place}: the link group is not declared ({self._codes}:unknownLinkGroup)")
                else:
                    types, roles = self._info.link_types[alias], self._info.link_groups[group]
                    self._links += [_Link(name, types, roles, target, self._faults.line) for target in targets]
            if not isinstance(groups, dict):
                self._faults.add(rules.READER_BAD_STRUCTURE, f"{where}{pointer('links', alias)} is no object")
        if not isinstance(content, dict):
            self._faults.add(rules.READER_BAD_STRUCTURE, f"{where}/links is no object")
        if len(self._links) > _MOST_LINKS:
            raise UnreadableInputError(f"the file has more than {_MOST_LINKS:,} links: refused")

    def table(self, facts: pl.Series) -> pl.DataFrame:
        """Put together the footnotes of facts.

        Args:
            facts: the ids of those that were read.

        Returns:
            A table with the columns of `FOOTNOTE_COLUMNS`, and of `FOOTNOTE_TRAITS` as needed.
        """
        rows = []
        names = set(facts) if self._links else set()
        for link in self._links:
            if link.target not in self._notes or link.fact not in names:
                self._fault_target(link, names)
                continue
            language, text, markup, _ = self._notes[link.target]
            arcrole = None if link.arcrole == _FACT_FOOTNOTE else link.arcrole
            role = None if link.role == _LINK_ROLE else link.role
            rows.append((link.fact, link.target, language, text, None, role, arcrole, markup))
        linked = {link.target for link in self._links}
        for name, (_, _, _, line) in self._notes.items():
            if name not in linked:
                message = f"no fact links to the note {self._named(name)} (oime:unusedNoteFact); it was not read"
                self._faults.add(rules.READER_FOOTNOTES, message, line)
        table = pl.DataFrame(rows, schema={**FOOTNOTE_COLUMNS, **FOOTNOTE_TRAITS}, orient="row")
        return table.drop(name for name in FOOTNOTE_TRAITS if table[name].null_count() == table.height)

    def _fault_target(self, link: _Link, names: set[str]) -> None:
        """Say why a link is not read."""
        where = f"a link from {self._named(link.fact)} to {self._named(link.target)}"
        if link.target not in names and link.target not in self._notes:
            message = f"{where} leads to no fact that was read ({self._codes}:unknownLinkTarget)"
            self._faults.add(rules.READER_UNRESOLVED_REFERENCE, message, link.line)
        elif link.arcrole == _FACT_FOOTNOTE and link.target in names:
            self._fault_link(f"{where} leads to no note (oime:illegalStandardFootnoteTarget)", link.line)
        else:
            self._fault_link(f"{where} does not go from a fact to a note; it was not read", link.line)

    def _fault_link(self, message: str, line: int | None = None) -> None:
        self._faults.add(rules.READER_FOOTNOTES, message, line)


def _object(content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """Give an object, or an empty one in place of anything else."""
    return content if isinstance(content, dict) else {}


def _text_and_markup(value: str) -> tuple[str, str | None]:
    """Read a fragment of XHTML.

    Returns:
        Its text, and, if it has elements, the whole as canonical XML.

    Raises:
        FaultError: it is not well-formed, or has elements that are not XHTML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        body = etree.fromstring(f'<body xmlns="{_XHTML}">{value}</body>'.encode(), parser)
        markup = canonical_content(body) if len(body) else None
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"it is a note, and not well-formed XHTML: {error} (oime:invalidXHTMLFragment)"
        raise FaultError(rules.READER_FOOTNOTES, message) from error
    if not all(str(child.tag).startswith(f"{{{_XHTML}}}") for child in body):
        raise FaultError(rules.READER_FOOTNOTES, "it is a note with other elements (oime:invalidXHTMLFragment)")
    return (plain_text(body) if markup is not None else "".join(map(str, body.itertext()))), markup
