"""Reads what an xBRL-JSON file says of itself: namespaces, aliases, taxonomy and features."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exporter.formats import rules
from exporter.formats.xbrl_json.scanner import pointer
from exporter.formats.xbrl_xml.names_reader import NamesReader
from exporter.report.names import ISO4217, XBRLI, XSD, illegal_character, is_ncname
from exporter.report.references import Reference, based

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exporter.formats.xbrl_json.faults import Faults

__all__ = ["DOCUMENT_TYPE", "OIM", "DocumentInfo", "read_document_info"]

OIM = "https://xbrl.org/2021"
DOCUMENT_TYPE = f"{OIM}/xbrl-json"

#: The aliases that stand for these URIs alone, and the other way round (OIM Common 1.0, Namespaces and URI aliases).
_RESERVED_PREFIXES = {
    "xbrl": OIM,
    "xbrli": XBRLI,
    "iso4217": ISO4217,
    "utr": "http://www.xbrl.org/2009/utr",
    "xs": XSD,
    "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
}
_RESERVED_TYPES = {
    "footnote": "http://www.xbrl.org/2003/arcrole/fact-footnote",
    "explanatoryFact": "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact",
}
_RESERVED_GROUPS = {"_": "http://www.xbrl.org/2003/role/link"}
_MEMBERS = ("documentType", "namespaces", "linkTypes", "linkGroups", "taxonomy", "features", "baseURL")
_FEATURES = {
    f"{{{OIM}}}canonicalValues": (True, False),
    f"{{{OIM}}}allowedDuplicates": ("none", "complete", "consistent", "all"),
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@dataclass
class DocumentInfo:
    """What a file says of itself.

    Attributes:
        namespaces: those that it declares, by its prefixes.
        link_types: the arcroles that its aliases stand for.
        link_groups: the roles, likewise.
        references: to its taxonomy.
        names: gives each namespace the prefix that the Report has for it.
    """

    namespaces: dict[str, str] = field(default_factory=dict)
    link_types: dict[str, str] = field(default_factory=dict)
    link_groups: dict[str, str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    names: NamesReader = field(default_factory=NamesReader)


def read_document_info(content: Any, faults: Faults, further: Collection[str] = ()) -> DocumentInfo:  # noqa: ANN401 - whatever JSON holds
    """Read the object `documentInfo`, whose document type is known to be the right one.

    Args:
        content: the object.
        faults: is told what is wrong.
        further: members that another syntax of the model has.
    """
    info = DocumentInfo(
        _aliases(content, "namespaces", _RESERVED_PREFIXES, faults),
        _aliases(content, "linkTypes", _RESERVED_TYPES, faults),
        _aliases(content, "linkGroups", _RESERVED_GROUPS, faults),
    )
    info.names.prefer(info.namespaces)
    info.references = _references(content, faults)
    _check_features(content, info.namespaces, faults)
    for key in content:
        if key not in _MEMBERS and key not in further:
            faults.add_further_member(pointer("documentInfo", key), key, info.namespaces)
    return info


def _aliases(content: Mapping[str, Any], name: str, reserved: Mapping[str, str], faults: Faults) -> dict[str, str]:
    """Read aliases of URIs; those that may not stand for their URI, or for any, are left out."""
    aliases: dict[str, str] = {}
    for alias, uri in _object(content, name, faults).items():
        where, fault = pointer("documentInfo", name, alias), None
        usual = next((other for other, usual_uri in reserved.items() if usual_uri == uri), alias)
        if not isinstance(uri, str):
            faults.add(rules.READER_BAD_STRUCTURE, f"{where} is no text")
            continue
        if not is_ncname(alias) or not _ABSOLUTE.fullmatch(uri) or illegal_character(uri):
            fault = f"{where} is {uri!r}; a name for an absolute URI is needed (oimce:invalidURI)"
        elif alias in reserved and reserved[alias] != uri:
            fault = f"{where} is {uri!r}, and {alias} must be {reserved[alias]} (oimce:invalidURIForReservedAlias)"
        if fault:
            faults.add(rules.READER_BAD_ALIAS, f"{fault}; what has it was not read")
            continue
        if usual != alias:
            faults.add(
                rules.READER_BAD_ALIAS,
                f"{where} is {uri!r}, whose alias must be {usual} (oimce:invalidAliasForReservedURI)",
            )
        elif uri in aliases.values():
            faults.add(rules.READER_BAD_ALIAS, f"{where} is {uri!r} once more (oimce:multipleAliasesForURI)")
        aliases[alias] = uri
    return aliases


def _object(content: Mapping[str, Any], name: str, faults: Faults) -> dict[str, Any]:
    """Give an object of `documentInfo`; an empty one where it is missing or something else."""
    value = content.get(name, {})
    if isinstance(value, dict):
        return value
    faults.add(rules.READER_BAD_STRUCTURE, f"{pointer('documentInfo', name)} is no object")
    return {}


def _references(content: Mapping[str, Any], faults: Faults) -> tuple[Reference, ...]:
    """Read the references to the taxonomy, relative to the file unless there is a `baseURL`."""
    value, base = content.get("taxonomy"), content.get("baseURL", "")
    if not isinstance(value, list):
        faults.add(rules.READER_BAD_STRUCTURE, "/documentInfo/taxonomy is missing or no array")
        return ()
    if not isinstance(base, str) or (base and not _ABSOLUTE.fullmatch(base)):
        faults.add(rules.READER_BAD_ALIAS, f"/documentInfo/baseURL is {base!r}, no absolute URL (oime:invalidBaseURL)")
        base = ""
    references = []
    for number, href in enumerate(value):
        if isinstance(href, str) and not illegal_character(href):
            references.append(Reference("schemaRef", based(href, base) if base else href))
        else:
            faults.add(rules.READER_BAD_STRUCTURE, f"/documentInfo/taxonomy/{number} is no text that a URL may be")
    if not value:
        faults.add(rules.READER_NO_TAXONOMY, "/documentInfo/taxonomy is empty")
    return tuple(references)


def _check_features(content: Mapping[str, Any], namespaces: Mapping[str, str], faults: Faults) -> None:
    """See that each feature is known, and has one of its values."""
    for feature, value in _object(content, "features", faults).items():
        where, (prefix, _, local) = pointer("documentInfo", "features", feature), feature.partition(":")
        values = _FEATURES.get(f"{{{namespaces.get(prefix, '')}}}{local}")
        if prefix not in namespaces:
            faults.add(rules.READER_BAD_NAME, f"the prefix of {where} is not declared (oimce:unboundPrefix)")
        elif values is None:
            faults.add(rules.READER_EXTENSION, f"{where} is no feature that is known")
        elif not any(value is known or value == known for known in values):
            faults.add(rules.READER_BAD_STRUCTURE, f"{where} is {value!r}, and must be one of {values}")
