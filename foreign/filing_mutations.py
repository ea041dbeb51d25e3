"""The mutations of a filing: what each changes, and which rule it breaks, if any."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from foreign.small_filing import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Changes the contexts, units and facts of a copy, whose ids begin with a text.
    Change = Callable[[etree._Element, str], None]  # noqa: SLF001 - the type of lxml's elements

__all__ = ["MUTATIONS", "Mutation"]

_NS = NAMESPACES
_NIL = f"{{{_NS['xsi']}}}nil"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Mutation:
    """One way to change a filing.

    Attributes:
        name: what is changed.
        rule: the clause that forbids it; empty if it is harmless.
        change: changes a copy.
        reason: why the product and Arelle may differ.
        is_whole: whether facts that are not changed are wanted, too.
        is_apart: whether it keeps a judge from seeing others: Arelle tells of one element that does not belong there,
            and a Report knows each dimension as explicit or typed.
    """

    name: str
    rule: str
    change: Change
    reason: str = ""
    is_whole: bool = False
    is_apart: bool = False

    @property
    def is_harmless(self) -> bool:
        """Whether no rule forbids it."""
        return not self.rule


def _element(root: etree._Element, identifier: str) -> etree._Element:
    (element,) = (child for child in root if child.get("id") == identifier)
    return element


def _tag(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{_NS[prefix or 'ifrs-full']}}}{local}"


def says(fact: str, value: str | None) -> Change:
    """Have a fact say something else."""

    def change(root: etree._Element, start: str) -> None:
        _element(root, start + fact).text = value

    return change


def named(fact: str, name: str) -> Change:
    """Have a fact be one of another concept."""

    def change(root: etree._Element, start: str) -> None:
        _element(root, start + fact).tag = _tag(name)

    return change


def having(fact: str, **attributes: str | None) -> Change:
    """Give a fact attributes, or take them."""

    def change(root: etree._Element, start: str) -> None:
        element = _element(root, start + fact)
        for name, value in attributes.items():
            key = {"nil": _NIL, "language": _LANGUAGE}.get(name, name)
            if value is None:
                element.attrib.pop(key, None)
            else:
                element.set(key, f"{start}{value}" if name.endswith("Ref") else value)
            if name == "nil" and value == "true":
                element.text = None

    return change


def together(*changes: Change) -> Change:
    """Make several changes."""

    def change(root: etree._Element, start: str) -> None:
        for each in changes:
            each(root, start)

    return change


def context(
    name: str,
    *,
    period: str | None = None,
    scenario: str | None = None,
    segment: str | None = None,
    identifier: str | None = None,
) -> Change:
    """Replace parts of a context."""

    def change(root: etree._Element, start: str) -> None:
        element = _element(root, start + name)
        entity, period_element = element[0], element[1]
        if period is not None:
            _fill(period_element, period)
        if scenario is not None:
            for old in element[2:]:
                element.remove(old)
            if scenario:
                _fill(etree.SubElement(element, _tag("xbrli:scenario")), scenario)
        if segment is not None:
            _fill(etree.SubElement(entity, _tag("xbrli:segment")), segment)
        if identifier is not None:
            entity[0].text = identifier

    return change


def unit(name: str, measures: str) -> Change:
    """Replace the content of a unit."""

    def change(root: etree._Element, start: str) -> None:
        _fill(_element(root, start + name), measures)

    return change


def _fill(element: etree._Element, content: str) -> None:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NS.items())
    for child in list(element):
        element.remove(child)
    wrapper = etree.fromstring(f"<w {declared}>{content}</w>")
    element.extend(list(wrapper))


def twice(fact: str, value: str, decimals: str | None = None) -> Change:
    """Report a fact a second time."""

    def change(root: etree._Element, start: str) -> None:
        first = _element(root, start + fact)
        second = deepcopy(first)
        second.text = value
        second.set("id", f"{start}{fact}.again")
        if decimals is not None:
            second.set("decimals", decimals)
        first.addnext(second)

    return change


def _unnamed(root: etree._Element, start: str) -> None:
    del _element(root, f"{start}Flag").attrib["id"]


def _same_id(root: etree._Element, start: str) -> None:
    _element(root, f"{start}Flag").set("id", f"{start}Site")


def _footnote(target: str) -> Change:
    """Add a footnote to a fact."""

    def change(root: etree._Element, start: str) -> None:
        _fill_footnote(root, start, target)

    return change


def _fill_footnote(root: etree._Element, start: str, target: str) -> None:
    role = "http://www.xbrl.org/2003/role"
    text = (
        f'<link:footnoteLink xlink:type="extended" xlink:role="{role}/link"><link:loc xlink:type="locator"'
        f' xlink:label="f" xlink:href="#{start}{target}"/><link:footnote xlink:type="resource" xlink:label="n"'
        f' xlink:role="{role}/footnote" xml:lang="en">a note</link:footnote><link:footnoteArc xlink:type="arc"'
        ' xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" xlink:from="f" xlink:to="n"/>'
        "</link:footnoteLink>"
    )
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NS.items())
    root.extend(list(etree.fromstring(f"<w {declared}>{text}</w>")))


def _measure(name: str) -> str:
    return f"<xbrli:measure>{name}</xbrli:measure>"


def _member(axis: str, member: str) -> str:
    return f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'


def _typed(axis: str, content: str) -> str:
    return f'<xbrldi:typedMember dimension="{axis}">{content}</xbrldi:typedMember>'


def _dates(start: str, end: str) -> str:
    return f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"


def _nothing(_root: etree._Element, _start: str) -> None:
    """Change nothing."""


_XBRL, _XSD, _DIM = "XBRL 2.1, {}", "XML Schema", "Dimensions 1.0, {}"
_COMPONENTS = "ifrs-full:ComponentsOfEquityAxis"
_INSTANT = "<xbrli:instant>{}</xbrli:instant>"
_LOT, _WET = _typed("x:LotAxis", "<x:Lot>7</x:Lot>"), _member("x:GroundAxis", "x:WetMember")


_TOLD = "no specification forbids it (OIM 1.0, 4.2); the own judge tells of it, as information"

_WARNED = "a contradiction is an error of the Open Information Model (4.2); Arelle warns of duplicates of any kind"


def _of_concepts() -> list[Mutation]:
    rule = _XBRL.format("4.6")
    return [
        Mutation("nothing", "", _nothing, is_whole=True),
        Mutation("a concept that does not exist", rule, named("Inventories", "Inventory")),
        Mutation("a concept of another version", rule, named("Inventories", "old:Inventories"), is_apart=True),
        Mutation("an abstract concept", rule, named("Flag", "StatementOfComprehensiveIncomeAbstract")),
        Mutation("a member as fact", rule, named("Site", "EquityMember")),
        Mutation("an axis as fact", rule, named("Site", "ComponentsOfEquityAxis")),
        Mutation("a hypercube as fact", rule, named("Site", "StatementOfChangesInEquityTable")),
        Mutation("an element that is no item", rule, named("Count", "x:Lot"), is_apart=True),
    ]


def _of_periods() -> list[Mutation]:
    rule = _XBRL.format("4.7.2")
    return [
        Mutation("a duration for an instant", rule, having("Plants", contextRef="year")),
        Mutation("an instant for a duration", rule, having("Strict", contextRef="day")),
        Mutation("forever for a duration", "", together(context("lot", period="<xbrli:forever/>"))),
        Mutation("forever for an instant", rule, context("member", period="<xbrli:forever/>")),
        Mutation("an end before the start", rule, context("lot", period=_dates("2022-12-31", "2022-01-01"))),
        Mutation(
            "an end with time before the start",
            rule,
            context("lot", period=_dates("2022-12-31T12:00:00", "2022-12-31T11:00:00")),
        ),
        Mutation(
            "no time between start and end", rule, context("lot", period=_dates("2022-12-31T00:00:00", "2022-12-30"))
        ),
        Mutation("a day alone", "", context("lot", period=_dates("2022-12-31", "2022-12-31"))),
        Mutation("dates with times", "", context("lot", period=_dates("2022-01-01T00:00:00", "2022-12-31T24:00:00"))),
        Mutation("dates with time zones", "", context("lot", period=_dates("2022-01-01Z", "2022-12-31Z"))),
        Mutation("a date that is none", _XSD, context("lot", period=_dates("2022-02-30", "2022-12-31"))),
        Mutation("an instant with time", "", context("member", period=_INSTANT.format("2022-12-31T09:30:00"))),
        Mutation("a context that does not exist", _XBRL.format("4.6.1"), having("Flag", contextRef="nowhere")),
        Mutation("no context", _XBRL.format("4.6.1"), having("Flag", contextRef=None)),
    ]


def _of_values() -> list[Mutation]:
    wrong = [
        ("a monetary value that is text", "Plants", "much"),
        ("a monetary value with a comma", "Plants", "13,390,000"),
        ("a monetary value with an exponent", "Plants", "1.339e7"),
        ("an empty number", "Plants", None),
        ("an infinite number", "Plants", "INF"),
        ("an integer with decimal places", "Count", "42.5"),
        ("a percentage with its mark", "ActuarialAssumptionOfDiscountRates", "3.5%"),
        ("a date of the wrong form", "DateOfEndOfReportingPeriod2013", "31.12.2022"),
        ("a day that is none", "DateOfEndOfReportingPeriod2013", "2022-02-30"),
        ("a date with time", "DateOfEndOfReportingPeriod2013", "2022-12-31T24:00:00"),
        ("an empty date", "DateOfEndOfReportingPeriod2013", None),
        ("a boolean that is none", "Flag", "yes"),
        ("a year of two digits", "Founded", "98"),
        ("a value that is not enumerated", "Size", "medium"),
        ("an enumerated value with blanks around", "Size", " small "),
        ("a member that is none of the enumeration", "Choice", f"{_NS['x']}#WetMember"),
        ("a member named twice", "Choice", " ".join([f"{_NS['ifrs-full']}#IssuedCapitalMember"] * 2)),
        ("a double that is text", "Mass", "1.5 kg"),
    ]
    harmless = [
        ("a number with blanks around", "Plants", "\n 13390000 "),
        ("a number with plus and zeros", "Plants", "+013390000.00"),
        ("a minus zero", "Count", "-0"),
        ("a boolean as digit", "Flag", " 1 "),
        ("a year with a time zone", "Founded", "1998Z"),
        ("a year before Christ", "Founded", "-0044"),
        ("a token with blanks", "Code", " N   7 "),
        ("an empty token", "Code", None),
        ("an empty text", "NameOfReportingEntityOrOtherMeansOfIdentification", None),
        ("a relative URI", "Site", "a b/ü"),
        ("a percentage over one", "ActuarialAssumptionOfDiscountRates", "3.5"),
        (
            "two members in order",
            "Choice",
            " ".join(f"{_NS['ifrs-full']}#{name}Member" for name in ("IssuedCapital", "RetainedEarnings")),
        ),
        ("no members", "Choice", None),
        ("a double that is infinite", "Mass", "INF"),
    ]
    return [
        *(Mutation(name, _XSD, says(fact, value)) for name, fact, value in wrong),
        *(Mutation(name, "", says(fact, value)) for name, fact, value in harmless),
    ]


def _of_nil() -> list[Mutation]:
    return [
        Mutation("nil", "", having("Count", nil="true", decimals=None)),
        Mutation("nil with decimals", _XBRL.format("4.6.3"), having("Count", nil="true")),
        Mutation("nil with a value", _XSD, together(having("Count", nil="true", decimals=None), says("Count", "5"))),
        Mutation("nil of what is not nillable", _XSD, having("Strict", nil="true", decimals=None)),
        Mutation("not nil, said so", "", having("Count", nil="false")),
        Mutation("nil without unit", _XBRL.format("4.6.2"), having("Count", nil="true", decimals=None, unitRef=None)),
    ]


def _of_units() -> list[Mutation]:
    rule = _XBRL.format("4.8.2")
    eur = _measure("iso4217:EUR")
    divided = (
        f"<xbrli:divide><xbrli:unitNumerator>{eur}</xbrli:unitNumerator><xbrli:unitDenominator>{eur}"
        "</xbrli:unitDenominator></xbrli:divide>"
    )
    return [
        Mutation("no unit", _XBRL.format("4.6.2"), having("Strict", unitRef=None)),
        Mutation("a unit that does not exist", _XBRL.format("4.6.2"), having("Strict", unitRef="yen")),
        Mutation("a unit on a text", _XBRL.format("4.6.2"), having("Size", unitRef="pure")),
        Mutation("shares for money", rule, having("Strict", unitRef="shares")),
        Mutation("pure for money", rule, having("Strict", unitRef="pure")),
        Mutation("money per share for money", rule, having("Strict", unitRef="EPS")),
        Mutation("money for shares", rule, having("NumberOfSharesOutstanding", unitRef="EUR")),
        Mutation(
            "money for a percentage", "Unit Type Registry", having("ActuarialAssumptionOfDiscountRates", unitRef="EUR")
        ),
        Mutation("money for money per share", "Unit Type Registry", having("BasicEarningsLossPerShare", unitRef="EUR")),
        Mutation("money for a count", "", having("Count", unitRef="EUR")),
        Mutation("a currency that is none", rule, unit("EUR", _measure("iso4217:EURO"))),
        Mutation("a currency in small letters", rule, unit("EUR", _measure("iso4217:eur"))),
        Mutation(
            "a currency of three letters that is none", "Unit Type Registry", unit("EUR", _measure("iso4217:QQQ"))
        ),
        Mutation("two currencies multiplied", rule, unit("EUR", eur + _measure("iso4217:USD"))),
        Mutation("a currency by itself", _XBRL.format("4.8.4"), unit("EPS", divided)),
        Mutation("a measure of XBRL that is none", rule, unit("pure", _measure("xbrli:percent"))),
        Mutation("a measure of the issuer's for a count", "", having("Count", unitRef="piece")),
        Mutation("an empty unit", _XSD, unit("pure", "")),
    ]


def _of_accuracy() -> list[Mutation]:
    rule = _XBRL.format("4.6.3")
    return [
        Mutation("decimals and precision", rule, having("Strict", precision="4")),
        Mutation("neither decimals nor precision", rule, having("Strict", decimals=None)),
        Mutation("precision", "", having("Strict", decimals=None, precision="1")),
        Mutation("infinite precision", "", having("Strict", decimals=None, precision="INF")),
        Mutation("precision zero", "", having("Strict", decimals=None, precision="0")),
        Mutation("negative precision", _XSD, having("Strict", decimals=None, precision="-1")),
        Mutation("infinite decimals", "", having("Strict", decimals="INF")),
        Mutation("decimals that are no number", _XSD, having("Strict", decimals="two")),
        Mutation("decimals on a text", rule, having("Size", decimals="0")),
        Mutation("negative decimals", "", having("Strict", decimals="-2")),
        Mutation(
            "decimals beyond any figure",
            "",
            having("Strict", decimals="5000000000"),
            "decimals are any integer (XBRL 2.1, 4.6.5); a Report holds 32 bits, and says so",
        ),
        Mutation("digits behind the decimals of a part", "Calculations 1.1", having("Revenue", decimals="-7")),
    ]


def _of_dimensions() -> list[Mutation]:
    issued = "ifrs-full:IssuedCapitalMember"
    return [
        Mutation(
            "an axis that does not exist", _DIM.format("3.1.4"), context("member", scenario=_member("x:NoAxis", issued))
        ),
        Mutation("a member as axis", _DIM.format("3.1.4"), context("member", scenario=_member("x:WetMember", issued))),
        Mutation(
            "a member that does not exist",
            _DIM.format("3.1.4"),
            context("member", scenario=_member(_COMPONENTS, "x:NoMember")),
        ),
        Mutation(
            "an axis as member",
            _DIM.format("3.1.4"),
            together(context("member", scenario=_member(_COMPONENTS, _COMPONENTS)), named("Capital", "Equity")),
        ),
        Mutation(
            "a member of another axis",
            _DIM.format("3.1"),
            together(context("member", scenario=_member(_COMPONENTS, "x:WetMember")), named("Capital", "Equity")),
        ),
        Mutation(
            "a member where nothing forbids it", "", context("member", scenario=_member(_COMPONENTS, "x:WetMember"))
        ),
        Mutation("a member of the domain", "", named("Capital", "Equity")),
        Mutation(
            "a member that is not usable",
            _DIM.format("2.5.3"),
            together(
                context("member", scenario=_member(_COMPONENTS, "ifrs-full:RetainedEarningsMember")),
                named("Capital", "Equity"),
            ),
        ),
        Mutation(
            "the default member",
            _DIM.format("3.1.4"),
            context("member", scenario=_member(_COMPONENTS, "ifrs-full:EquityMember")),
        ),
        Mutation("the axis twice", _DIM.format("3.1.4"), context("member", scenario=_member(_COMPONENTS, issued) * 2)),
        Mutation("a missing dimension", _DIM.format("3.1"), context("lot", scenario=_LOT)),
        Mutation("no dimensions at all", _DIM.format("3.1"), context("lot", scenario="")),
        Mutation(
            "a dimension that the closed hypercube lacks",
            _DIM.format("3.1"),
            context("lot", scenario=_LOT + _WET + _member(_COMPONENTS, issued)),
        ),
        Mutation(
            "a member of no domain",
            _DIM.format("3.1"),
            context("lot", scenario=_LOT + _member("x:GroundAxis", "x:DryMember")),
        ),
        Mutation(
            "an explicit member of a typed axis",
            _DIM.format("3.1.4"),
            context("lot", scenario=_WET + _member("x:LotAxis", "x:WetMember")),
            is_apart=True,
        ),
        Mutation(
            "a typed member of an explicit axis",
            _DIM.format("3.1.4"),
            context("lot", scenario=_LOT + _typed("x:GroundAxis", "<x:Lot>7</x:Lot>")),
            is_apart=True,
        ),
        Mutation(
            "a typed member of the wrong element",
            _DIM.format("3.1.4.4"),
            context("lot", scenario=_WET + _typed("x:LotAxis", "<x:Plants>7</x:Plants>")),
        ),
        Mutation(
            "a typed member of the wrong type",
            _DIM.format("3.1.4.4"),
            context("lot", scenario=_WET + _typed("x:LotAxis", "<x:Lot>seven</x:Lot>")),
        ),
        Mutation(
            "an empty typed member", _DIM.format("3.1.4.4"), context("lot", scenario=_WET + _typed("x:LotAxis", ""))
        ),
        Mutation("dimensions in the segment", _DIM.format("3.1"), context("lot", scenario="", segment=_LOT + _WET)),
        Mutation("an axis in segment and scenario", _DIM.format("3.1.4"), context("lot", segment=_WET)),
        Mutation("dimensions in both", _DIM.format("3.1"), context("lot", scenario=_LOT, segment=_WET)),
        Mutation(
            "something else in the scenario",
            _DIM.format("3.1"),
            context("lot", scenario=_LOT + _WET + "<x:Lot>1</x:Lot>"),
        ),
        Mutation("an empty scenario", _XSD, context("lot", scenario=" ")),
    ]


def _of_the_rest() -> list[Mutation]:
    calculations = "Calculations 1.1"
    return [
        Mutation("an entity without identifier", "", context("lot", identifier="")),
        Mutation("a second entity", "", context("lot", identifier="another")),
        Mutation("the same twice", "", twice("Strict", "5"), _TOLD),
        Mutation("the same with other decimals", "", twice("Strict", "10", "-1"), _TOLD),
        Mutation("a contradiction", "OIM 1.0, 4.2", twice("Strict", "7"), _WARNED),
        Mutation("a contradiction of texts", "OIM 1.0, 4.2", twice("Size", "large"), _WARNED),
        Mutation("a total off by one, by the newer arcs", calculations, says("GrossProfit", "6803000")),
        Mutation("a total off by rounding, by the newer arcs", "", says("GrossProfit", "6801000")),
        Mutation("a total off by one, by the older arcs", _XBRL.format("5.2.5.2"), says("Assets", "16601000")),
        Mutation("a total with the wrong sign", calculations, says("GrossProfit", "-6800000")),
        Mutation(
            "a language on a text", "", having("NameOfReportingEntityOrOtherMeansOfIdentification", language="en-GB")
        ),
        Mutation(
            "a language that is none", _XSD, having("NameOfReportingEntityOrOtherMeansOfIdentification", language="e_n")
        ),
        Mutation("a language on a number", "", having("Strict", language="en")),
        Mutation("an id twice", _XSD, _same_id),
        Mutation("no id", "", _unnamed),
        Mutation("an id that is no name", _XSD, having("Flag", id="1 2")),
        Mutation("an attribute that nobody knows", _XSD, having("Flag", colour="red")),
        Mutation("a footnote", "", _footnote("Flag"), is_whole=True),
        Mutation("a footnote to nowhere", _XBRL.format("4.11.1.1"), _footnote("Nothing")),
    ]


#: In the order of the table.
MUTATIONS = (
    *_of_concepts(),
    *_of_periods(),
    *_of_values(),
    *_of_nil(),
    *_of_units(),
    *_of_accuracy(),
    *_of_dimensions(),
    *_of_the_rest(),
)
