"""Filing styles: what regulators want of an extension beyond the specifications, as data.

A style says how files are named and cut, which arcroles count, where dimensions stand, and what of the base an
extension brings in. `plain` is what the specifications alone ask for.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PLAIN", "STYLES", "SUMMATIONS", "FilingStyle"]

#: The arcroles of calculations: that of Calculations 1.1, and that of XBRL 2.1.
SUMMATIONS = ("https://xbrl.org/2023/arcrole/summation-item", "http://www.xbrl.org/2003/arcrole/summation-item")
_GENERAL_SPECIAL = "http://www.xbrl.org/2003/arcrole/general-special"
_WIDER_NARROWER = "http://www.esma.europa.eu/xbrl/esef/arcrole/wider-narrower"


@dataclass(frozen=True, slots=True)
class FilingStyle:
    """A filing style.

    Attributes:
        name: `plain`, `edgar` or `esef`.
        brings_in_base: whether an extension imports the base's entry point, with all its linkbases; if not, it imports
            the schemas of the concepts that it uses.
        summation: the arcrole of calculations.
        container: where dimensions stand, `segment` or `scenario`.
        anchor: the arcrole from a concept of the base to what is a special case of it, or narrower.
        anchor_schema: where the arcrole is defined; None of one of XBRL 2.1.
        anchor_network: the end of the role's URI in which anchors stand; None for the standard role.
        must_anchor: whether every concept of one's own that is reported must have an anchor.
        one_label_file: whether labels in all languages stand in one file.
        roles_at_authority: whether URIs of roles are `http://host/role/…`, and not below the namespace.
        hypercube_of_plain_items: the local name of the base's hypercube that line items without dimensions have.
        packages_taxonomy: whether a report package holds the extension as a taxonomy package, and the report refers to
            it by its URL.
    """

    name: str
    brings_in_base: bool = True
    summation: str = SUMMATIONS[0]
    container: str = "segment"
    anchor: str = _GENERAL_SPECIAL
    anchor_schema: str | None = None
    anchor_network: str | None = None
    must_anchor: bool = False
    one_label_file: bool = False
    roles_at_authority: bool = False
    hypercube_of_plain_items: str | None = None
    packages_taxonomy: bool = False


PLAIN = FilingStyle("plain")
#: By name.
STYLES: dict[str, FilingStyle] = {
    "plain": PLAIN,
    # EDGAR Filer Manual, volume II, 6.7 to 6.18.
    "edgar": FilingStyle(
        "edgar", brings_in_base=False, summation=SUMMATIONS[1], one_label_file=True, roles_at_authority=True
    ),
    # ESEF Reporting Manual, 2.5 and 3; Delegated Regulation (EU) 2019/815, annex IV.
    "esef": FilingStyle(
        "esef",
        summation=SUMMATIONS[1],
        container="scenario",
        anchor=_WIDER_NARROWER,
        anchor_schema="http://www.xbrl.org/lrr/arcrole/esma-arcrole-2018-11-21.xsd#wider-narrower",
        anchor_network="Anchoring",
        must_anchor=True,
        hypercube_of_plain_items="LineItemsNotDimensionallyQualified",
        packages_taxonomy=True,
    ),
}
