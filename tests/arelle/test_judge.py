"""Arelle as the judge: what it says reaches us in full, and so do the facts as it understands them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from exporter.arelle import process
from exporter.arelle.judge import judge_with_arelle, stop_arelle
from exporter.arelle.log import message_text
from exporter.arelle.process import ArelleError, warm_process
from exporter.errors import ExporterError, UnreadableInputError
from exporter.files.process_limits import Limits
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import NEEDS_SCHEMA
from exporter.report.report import Fact, Report, facts_frame

if TYPE_CHECKING:
    from exporter.findings.judge_messages import JudgeMessage

NAMESPACES = {
    "t": "http://example.org/t",
    "s": "http://example.org/scheme",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
}
CALCULATION_10 = "http://www.xbrl.org/2003/arcrole/summation-item"
CALCULATION_11 = "https://xbrl.org/2023/arcrole/summation-item"
TYPED_DOMAINS = {"t:CustomerAxis": "t:Customer"}
YEARS = {
    "d": "<startDate>2002-07-01</startDate><endDate>2003-06-30</endDate>",
    "i": "<instant>2003-06-30</instant>",
}
UNITS = {"jpy": "<measure>iso4217:JPY</measure>", "pure": "<measure>xbrli:pure</measure>"}
PER_SHARE = (
    "<divide><unitNumerator><measure>iso4217:JPY</measure></unitNumerator>"
    "<unitDenominator><measure>xbrli:shares</measure></unitDenominator></divide>"
)
SUM = (
    '<t:Total id="total" contextRef="d" unitRef="jpy" decimals="0">300</t:Total>\n'
    '<t:Goods id="goods" contextRef="d" unitRef="jpy" decimals="0">100</t:Goods>\n'
    '<t:Services id="services" contextRef="d" unitRef="jpy" decimals="0">200</t:Services>\n'
)


def item(name: str, type_: str = "xbrli:monetaryItemType", period: str = "duration", more: str = "") -> str:
    """The declaration of a concept."""
    return (
        f'<xsd:element name="{name}" id="t_{name}" type="{type_}" substitutionGroup="xbrli:item"'
        f' xbrli:periodType="{period}" nillable="true" {more}/>'
    )


CONCEPTS = (
    item("Total"),
    item("Goods"),
    item("Services"),
    item("Cash", period="instant"),
    item("Ratio", "xbrli:decimalItemType"),
    item("PerShare", "xbrli:decimalItemType"),
    item("Name", "xbrli:stringItemType"),
    item("Japan", "xbrli:stringItemType", more='abstract="true"'),
    item("RegionAxis", "xbrli:stringItemType", more='abstract="true"').replace("xbrli:item", "xbrldt:dimensionItem"),
    item("CustomerAxis", "xbrli:stringItemType", more='abstract="true" xbrldt:typedDomainRef="#t_Customer"').replace(
        "xbrli:item", "xbrldt:dimensionItem"
    ),
    '<xsd:element name="Customer" id="t_Customer" type="xsd:string"/>',
)


def write_taxonomy(folder: Path, arcrole: str | None = None) -> Path:
    """A taxonomy; with an arcrole, also the calculation Total = Goods + Services."""
    linkbase = ""
    if arcrole:
        linkbase = (
            '<xsd:annotation><xsd:appinfo><link:linkbaseRef xlink:type="simple" xlink:href="t-cal.xml"'
            ' xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"'
            ' xlink:role="http://www.xbrl.org/2003/role/calculationLinkbaseRef"/></xsd:appinfo></xsd:annotation>'
        )
        (folder / "t-cal.xml").write_text(calculation(arcrole))
    schema = folder / "t.xsd"
    schema.write_text(
        dedent(f"""\
        <?xml version="1.0" encoding="UTF-8"?>
        <xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
            xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
            xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:t="http://example.org/t"
            targetNamespace="http://example.org/t" elementFormDefault="qualified">
        {linkbase}
        <xsd:import namespace="http://www.xbrl.org/2003/instance"
            schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
        <xsd:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
        """)
        + "\n".join(CONCEPTS)
        + "\n</xsd:schema>\n"
    )
    return schema


def calculation(arcrole: str) -> str:
    """A calculation linkbase: Total = Goods + Services."""
    reference = ""
    if arcrole == CALCULATION_11:
        reference = (
            f'<arcroleRef xlink:type="simple" arcroleURI="{CALCULATION_11}"'
            ' xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>'
        )
    locators = "".join(
        f'<loc xlink:type="locator" xlink:href="t.xsd#t_{name}" xlink:label="{name}"/>'
        for name in ("Total", "Goods", "Services")
    )
    arcs = "".join(
        f'<calculationArc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="Total" xlink:to="{name}"'
        f' order="{order}" weight="1"/>'
        for order, name in enumerate(("Goods", "Services"), 1)
    )
    return (
        '<linkbase xmlns="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'{reference}<calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        f"{locators}{arcs}</calculationLink></linkbase>"
    )


def context(name: str, period: str, segment: str = "") -> str:
    """A context of the entity `E 1`."""
    inside = f"<segment>{segment}</segment>" if segment else ""
    return (
        f'<context id="{name}"><entity><identifier scheme="http://example.org/scheme">E1</identifier>{inside}</entity>'
        f"<period>{period}</period></context>"
    )


def write_instance(
    folder: Path,
    facts: str,
    *,
    contexts: str = "",
    units: dict[str, str] | None = None,
    href: str = "t.xsd",
    attributes: str = "",
) -> Path:
    """An instance with the contexts `d` and `i`, the units `jpy` and `pure`, and what the test adds."""
    every_context = contexts + "".join(context(name, period) for name, period in YEARS.items())
    every_unit = "".join(f'<unit id="{name}">{text}</unit>' for name, text in {**UNITS, **(units or {})}.items())
    path = folder / "instance.xbrl"
    path.write_text(
        '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:xbrli="http://www.xbrl.org/2003/instance"'
        ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="http://example.org/t"{attributes}>\n'
        f'<link:schemaRef xlink:type="simple" xlink:href="{href}"/>\n{every_context}\n{every_unit}\n{facts}</xbrl>\n',
        encoding="utf-8",
    )
    return path


def write_package(folder: Path) -> Path:
    """A taxonomy package whose catalog maps http://example.org/ to the taxonomy in it."""
    schema = write_taxonomy(folder)
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(schema, "t/2003/t.xsd")
        archive.writestr(
            "t/META-INF/catalog.xml",
            '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
            '<rewriteURI uriStartString="http://example.org/" rewritePrefix="../"/></catalog>',
        )
        archive.writestr(
            "t/META-INF/taxonomyPackage.xml",
            '<tp:taxonomyPackage xml:lang="en" xmlns:tp="http://xbrl.org/2016/taxonomy-package">'
            "<tp:identifier>http://example.org/package</tp:identifier><tp:name>T</tp:name>"
            "<tp:description>T</tp:description><tp:version>1</tp:version>"
            "<tp:publicationDate>2003-09-30</tp:publicationDate><tp:entryPoints><tp:entryPoint>"
            "<tp:name>All</tp:name><tp:description>All</tp:description>"
            '<tp:entryPointDocument href="http://example.org/2003/t.xsd"/></tp:entryPoint></tp:entryPoints>'
            "</tp:taxonomyPackage>",
        )
    schema.unlink()
    return path


def report_of(*facts: Fact, href: str = "t.xsd", namespaces: dict[str, str] | None = None) -> Report:
    """The Report that is expected."""
    rows = [{name: getattr(fact, name) for name in Fact.__slots__} for fact in facts]
    return Report(facts_frame(rows), {**NAMESPACES, **(namespaces or {})}, (href,), TYPED_DOMAINS)


def duration(id_: str, concept: str, value: str | None, **aspects: object) -> Fact:
    """An expected fact of the context `d` in yen, exact to the unit."""
    given = {"unit": "iso4217:JPY", "decimals": 0, "period_start": "2002-07-01", "period_end": "2003-06-30"}
    return Fact(id_, concept, "s:E1", value=value, **{**given, **aspects})  # type: ignore[arg-type]  # the values of one dict have several types


def only_fact(
    folder: Path, fact: str, *, contexts: str = "", units: dict[str, str] | None = None, attributes: str = ""
) -> Fact:
    """The single fact of an otherwise valid instance."""
    write_taxonomy(folder)
    result = judge_with_arelle(write_instance(folder, fact, contexts=contexts, units=units, attributes=attributes))
    assert result.messages == ()
    (found,) = result.report
    return found


def codes(messages: tuple[JudgeMessage, ...]) -> list[str]:
    """The codes of the messages."""
    return [message.code for message in messages]


def test_a_valid_instance_has_no_messages_and_exactly_its_facts(tmp_path: Path) -> None:
    """Arelle says nothing of a valid instance, and each of its facts comes back with every aspect."""
    write_taxonomy(tmp_path, CALCULATION_10)
    cash = '<t:Cash id="cash" contextRef="i" unitRef="jpy" decimals="-3">5000</t:Cash>\n'
    result = judge_with_arelle(write_instance(tmp_path, SUM + cash))
    assert result.messages == ()
    assert result.report == report_of(
        duration("total", "t:Total", "300"),
        duration("goods", "t:Goods", "100"),
        duration("services", "t:Services", "200"),
        duration("cash", "t:Cash", "5000", decimals=-3, period_start=None),
    )
    assert [fact.id for fact in result.report] == ["total", "goods", "services", "cash"]


@pytest.mark.parametrize("arcrole", [CALCULATION_10, CALCULATION_11])
def test_a_wrong_total_is_an_error_that_names_the_total_and_its_items(tmp_path: Path, arcrole: str) -> None:
    """A total that its items do not add up to is an error under either arcrole, with the total named first."""
    write_taxonomy(tmp_path, arcrole)
    (message,) = judge_with_arelle(write_instance(tmp_path, SUM.replace("300", "310"))).messages
    assert message.code == "calc11e:inconsistentCalculationUsingRounding"
    assert message.severity is Severity.ERROR
    assert message.fact_ids == ("total", "goods", "services")
    assert (message.file, message.line) == ("instance.xbrl", 5)
    assert message.message.startswith("Calculation inconsistent from t:Total in link role ")
    assert "\n" not in message.message


@pytest.mark.parametrize("arcrole", [CALCULATION_10, CALCULATION_11])
def test_a_right_total_passes_under_both_arcroles(tmp_path: Path, arcrole: str) -> None:
    """A total that its items add up to gives no message."""
    write_taxonomy(tmp_path, arcrole)
    assert judge_with_arelle(write_instance(tmp_path, SUM)).messages == ()


def test_an_unknown_currency_is_an_error_of_the_unit_registry(tmp_path: Path) -> None:
    """A currency code that ISO 4217 does not have is found through the unit registry."""
    write_taxonomy(tmp_path)
    path = write_instance(tmp_path, SUM, units={"jpy": "<measure>iso4217:XQQ</measure>"})
    message = judge_with_arelle(path).messages[0]
    assert (message.code, message.severity) == ("utre:error-NumericFactUtrInvalid", Severity.ERROR)
    assert message.fact_ids == ("total",)
    messages = judge_with_arelle(path, ours=False).messages  # XBRL 2.1 knows no such registry
    assert {message.severity for message in messages} == {Severity.WARNING}


FOOTNOTE_LINK = (
    '<footnoteLink xmlns="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
    '<loc xlink:type="locator" xlink:label="f" xlink:href="#goods"/>{0}'
    '<footnoteArc xlink:type="arc" xlink:from="f" xlink:to="n"'
    ' xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote"/></footnoteLink>'
)


def test_what_the_information_model_does_not_hold_hides_no_wrong_total(tmp_path: Path) -> None:
    """A footnote role of the taxonomy's own is legal: for an instance from elsewhere it is an information, once."""
    schema = write_taxonomy(tmp_path, CALCULATION_10)
    role = (
        '<xsd:annotation><xsd:appinfo><link:roleType roleURI="http://example.org/note" id="note">'
        "<link:usedOn>link:footnote</link:usedOn></link:roleType></xsd:appinfo></xsd:annotation>"
    )
    schema.write_text(schema.read_text().replace("<xsd:import", f"{role}<xsd:import", 1))
    attributes = 'xlink:type="resource" xlink:label="n" xlink:role="http://example.org/note" xml:lang="en"'
    notes = f"<footnote {attributes}>x</footnote><footnote {attributes}>y</footnote>"
    role_reference = (
        '<roleRef xmlns="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xlink:type="simple" roleURI="http://example.org/note" xlink:href="t.xsd#note"/>'
    )
    path = write_instance(tmp_path, SUM.replace("300", "310") + FOOTNOTE_LINK.format(notes))
    path.write_text(path.read_text().replace("<context ", f"{role_reference}<context ", 1))
    for ours, code, severity, count in (
        (False, "xbrl.5.2.5.2:calcInconsistency", Severity.WARNING, 2),
        (True, "calc11e:inconsistentCalculationUsingRounding", Severity.ERROR, 3),
    ):
        messages = judge_with_arelle(path, ours=ours).messages
        assert {(message.code, message.severity) for message in messages} == {
            (code, severity),
            ("xbrlxe:nonStandardFootnoteResourceRole", Severity.ERROR if ours else Severity.INFO),
        }
        assert len(messages) == count


def test_totals_from_elsewhere_are_judged_by_the_rules_of_their_arcs(tmp_path: Path) -> None:
    """Those of Calculations 1.1 by these, whatever arcs of XBRL 2.1 there are besides: an error, as in what is ours."""
    write_taxonomy(tmp_path, CALCULATION_11)
    (message,) = judge_with_arelle(write_instance(tmp_path, SUM.replace("300", "310")), ours=False).messages
    assert (message.code, message.severity) == ("calc11e:inconsistentCalculationUsingRounding", Severity.ERROR)
    assert message.fact_ids == ("total", "goods", "services")


def test_facts_in_tuples_come_with_the_way_to_them(tmp_path: Path) -> None:
    """Numbered among those of their name; and facts without an id are numbered in the order of the document."""
    schema = write_taxonomy(tmp_path)
    declared = (
        '<xsd:element name="T" substitutionGroup="xbrli:tuple" xmlns:xbrli="http://www.xbrl.org/2003/instance">'
        '<xsd:complexType><xsd:sequence><xsd:element ref="t:Name" maxOccurs="9"/>'
        '<xsd:element ref="t:T" minOccurs="0"/></xsd:sequence></xsd:complexType></xsd:element>'
    )
    schema.write_text(schema.read_text().replace("</xsd:schema>", f"{declared}</xsd:schema>"))
    name = '<t:Name contextRef="d">x</t:Name>'
    path = write_instance(tmp_path, f"{name}<t:T>{name}<t:T>{name}</t:T></t:T><t:T>{name}</t:T>{name}")
    facts = list(judge_with_arelle(path).report)
    assert [fact.tuple for fact in facts] == [None, "t:T[1]", "t:T[1]/t:T[1]", "t:T[2]", None]
    assert [fact.id for fact in facts] == [f"unnamed-{number}" for number in range(1, 6)]


def test_facts_with_one_id_are_told_apart(tmp_path: Path) -> None:
    """By numbers that make no id of another fact, as our reader tells them apart."""
    write_taxonomy(tmp_path)
    names = "".join(f'<t:Name id="{name}" contextRef="d">x</t:Name>' for name in ("x", "x", "x-2", "x"))
    result = judge_with_arelle(write_instance(tmp_path, names))
    assert [fact.id for fact in result.report] == ["x", "x-3", "x-2", "x-4"]


def test_a_footnote_arc_may_end_at_a_fact(tmp_path: Path) -> None:
    """Which is wrong, and said once; the facts are read."""
    write_taxonomy(tmp_path)
    locator = '<loc xlink:type="locator" xlink:label="n" xlink:href="#services"/>'
    result = judge_with_arelle(write_instance(tmp_path, SUM + FOOTNOTE_LINK.format(locator)))
    assert codes(result.messages) == ["xbrl.4.11.1.3.1:factFootnoteArcTo"]
    assert len(result.report) == 3


@pytest.mark.parametrize("arcrole", [CALCULATION_10, CALCULATION_11])
def test_totals_can_be_judged_by_the_rules_of_xbrl_2_1(tmp_path: Path, arcrole: str) -> None:
    """These are stricter with rounded figures, and do not know the newer arcs, which is said."""
    write_taxonomy(tmp_path, arcrole)
    path = write_instance(tmp_path, SUM.replace('decimals="0">100', 'decimals="-2">100').replace("200", "210"))
    assert judge_with_arelle(path).messages == ()
    result = judge_with_arelle(path, (), "2.1")
    assert codes(result.messages) == (["xbrl.5.2.5.2:calcInconsistency"] if arcrole == CALCULATION_10 else [])
    assert result.not_judged == (() if arcrole == CALCULATION_10 else ("totals of Calculations 1.1",))


def test_a_missing_schema_is_an_error_and_not_an_exception(tmp_path: Path) -> None:
    """One error, for the rest is a consequence; and a Report without the undeclared facts."""
    result = judge_with_arelle(write_instance(tmp_path, SUM))
    (message,) = result.messages
    assert (message.code, message.severity) == ("IOerror", Severity.ERROR)
    assert message.message.endswith("t.xsd was not found")
    assert result.not_judged == (NEEDS_SCHEMA,)
    assert len(result.report) == 0


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    """A file or package that does not exist raises UnreadableInputError, which names it."""
    with pytest.raises(UnreadableInputError, match=r"nowhere\.xbrl"):
        judge_with_arelle(tmp_path / "nowhere.xbrl")
    with pytest.raises(UnreadableInputError, match=r"nowhere\.zip"):
        judge_with_arelle(write_instance(tmp_path, SUM), [tmp_path / "nowhere.zip"])


def test_a_file_that_is_not_well_formed_is_an_error(tmp_path: Path) -> None:
    """Broken XML gets an error message, not an exception."""
    path = tmp_path / "broken.xbrl"
    path.write_text("<xbrl xmlns='http://www.xbrl.org/2003/instance'><open></xbrl>")
    result = judge_with_arelle(path)
    assert "xmlSchema:syntax" in codes(result.messages)
    assert len(result.report) == 0


@pytest.mark.parametrize("content", ["no XML at all", ""])
def test_a_file_that_is_no_xml_is_an_error(tmp_path: Path, content: str) -> None:
    """A file that is no XML at all gets an error message."""
    path = tmp_path / "other.xml"
    path.write_text(content)
    assert codes(judge_with_arelle(path).messages) == ["xmlSchema:syntax"]


def test_xml_that_is_no_xbrl_does_not_pass_as_valid(tmp_path: Path) -> None:
    """XML of another kind, of which Arelle says nothing, raises UnreadableInputError."""
    path = tmp_path / "other.xml"
    path.write_text("<elsewhere/>")
    with pytest.raises(UnreadableInputError, match="neither an XBRL instance nor a taxonomy"):
        judge_with_arelle(path)


def test_a_taxonomy_is_judged_without_an_instance(tmp_path: Path) -> None:
    """A schema can be judged alone: valid it gives no message, with a broken linkbase an error; the Report is empty."""
    schema = write_taxonomy(tmp_path, CALCULATION_10)
    result = judge_with_arelle(schema)
    assert result.messages == ()
    assert len(result.report) == 0
    linkbase = tmp_path / "t-cal.xml"
    linkbase.write_text(linkbase.read_text().replace("#t_Goods", "#t_Nothing"))
    message = judge_with_arelle(schema).messages[0]
    assert (message.severity, message.file) == (Severity.ERROR, "t-cal.xml")


def test_a_nil_fact_has_no_value(tmp_path: Path) -> None:
    """A nil fact comes back with the value None, an empty text with the empty text."""
    assert only_fact(tmp_path, '<t:Cash id="x" contextRef="i" unitRef="jpy" xsi:nil="true"/>').value is None
    assert only_fact(tmp_path, '<t:Name id="x" contextRef="d"/>').value == ""


def test_a_number_is_stripped_and_otherwise_as_written(tmp_path: Path) -> None:
    """A number loses the whitespace around it, and nothing else: no digit, zero or sign."""
    fact = only_fact(tmp_path, '<t:Total id="x" contextRef="d" unitRef="jpy" decimals="2">\n +0012.500 </t:Total>')
    assert fact.value == "+0012.500"


def test_a_text_is_exactly_as_written(tmp_path: Path) -> None:
    """A text keeps its whitespace, entities are resolved, and comments in it leave no trace."""
    fact = only_fact(tmp_path, '<t:Name id="x" contextRef="d"> a &lt;b&gt;\n <!-- no -->円 </t:Name>')
    assert fact.value == " a <b>\n 円 "


@pytest.mark.parametrize(
    ("accuracy", "expected"),
    [
        ('decimals="-3"', -3),
        ('decimals="2"', 2),
        ('decimals="INF"', None),
        ('precision="INF"', None),
        ('precision="3"', -2),
        ('precision="7"', 2),
        ('decimals="99999999999"', None),
    ],
)
def test_decimals_are_read_and_precision_becomes_decimals(tmp_path: Path, accuracy: str, expected: int | None) -> None:
    """Decimals are a number, None for INF and for what no table can hold; precision is turned into decimals."""
    fact = only_fact(tmp_path, f'<t:Total id="x" contextRef="d" unitRef="jpy" {accuracy}>12345</t:Total>')
    assert fact.decimals == expected


def test_language_is_that_of_the_text_or_of_the_document(tmp_path: Path) -> None:
    """A text has its own language, or the document's; a number has none."""
    text = '<t:Name id="x" contextRef="d"{0}>a</t:Name>'
    assert only_fact(tmp_path, text.format(' xml:lang="ja"'), attributes=' xml:lang="en"').language == "ja"
    assert only_fact(tmp_path, text.format(""), attributes=' xml:lang="en"').language == "en"
    assert only_fact(tmp_path, text.format("")).language is None
    number = '<t:Total id="x" contextRef="d" unitRef="jpy" decimals="0">1</t:Total>'
    assert only_fact(tmp_path, number, attributes=' xml:lang="en"').language is None


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("<startDate>2003-01-01</startDate><endDate>2003-01-31</endDate>", "2003-01-01", "2003-01-31"),
        (
            "<startDate>2003-01-01T00:00:00</startDate><endDate>2003-02-01T00:00:00</endDate>",
            "2003-01-01",
            "2003-01-31",
        ),
        ("<startDate>2003-01-01</startDate><endDate>2003-01-31T24:00:00</endDate>", "2003-01-01", "2003-01-31"),
        (
            "<startDate>2003-01-01T09:30:00</startDate><endDate>2003-01-02T00:00:00.250</endDate>",
            "2003-01-01T09:30:00",
            "2003-01-02T00:00:00.25",
        ),
        (
            "<startDate>2003-01-01T00:00:00Z</startDate><endDate>2003-01-02T10:00:00+09:00</endDate>",
            "2003-01-01Z",
            "2003-01-02T10:00:00+09:00",
        ),
        ("<startDate>2003-01-01</startDate><endDate>9999-12-31</endDate>", "2003-01-01", "9999-12-31"),
        ("<forever/>", None, None),
    ],
)
def test_durations_are_days_or_dates_with_time(tmp_path: Path, period: str, start: str | None, end: str | None) -> None:
    """Midnight is written as a day, at the end of a period as the day before; other times are kept."""
    fact = only_fact(tmp_path, '<t:Name id="x" contextRef="own">a</t:Name>', contexts=context("own", period))
    assert (fact.period_start, fact.period_end) == (start, end)


@pytest.mark.parametrize("instant", ["2003-06-30", "2003-07-01T00:00:00", "2003-06-30T24:00:00"])
def test_an_instant_at_midnight_is_the_day_that_ends_there(tmp_path: Path, instant: str) -> None:
    """However it is written, an instant at midnight is the day before it."""
    own = context("own", f"<instant>{instant}</instant>")
    fact = only_fact(tmp_path, '<t:Cash id="x" contextRef="own" unitRef="jpy" decimals="0">1</t:Cash>', contexts=own)
    assert (fact.period_start, fact.period_end) == (None, "2003-06-30")


def test_explicit_and_typed_dimensions_are_read(tmp_path: Path) -> None:
    """An explicit dimension has a prefixed member, a typed one the text, and the typed domain is named."""
    write_taxonomy(tmp_path)
    segment = (
        '<xbrldi:explicitMember dimension="t:RegionAxis"> t:Japan </xbrldi:explicitMember>'
        '<xbrldi:typedMember dimension="t:CustomerAxis"><t:Customer> A &amp; "B" </t:Customer></xbrldi:typedMember>'
    )
    path = write_instance(
        tmp_path,
        '<t:Total id="x" contextRef="own" unitRef="jpy" decimals="0">1</t:Total>',
        contexts=context("own", YEARS["d"], segment),
    )
    result = judge_with_arelle(path)
    assert result.messages == ()
    dimensions = r'{"t:CustomerAxis":" A & \"B\" ","t:RegionAxis":"t:Japan"}'
    assert result.report == report_of(duration("x", "t:Total", "1", dimensions=dimensions))
    assert result.report.typed_domains == TYPED_DOMAINS


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("<measure>xbrli:pure</measure>", "xbrli:pure"),
        ("<measure>xbrli:shares</measure><measure>iso4217:JPY</measure>", "iso4217:JPY*xbrli:shares"),
        (PER_SHARE, "iso4217:JPY/xbrli:shares"),
    ],
)
def test_units_are_products_and_quotients_of_measures(tmp_path: Path, unit: str, expected: str) -> None:
    """Measures are sorted and joined by `*`, numerator and denominator by `/`."""
    own = {"own": unit}
    fact = only_fact(tmp_path, '<t:Ratio id="x" contextRef="d" unitRef="own" decimals="2">1.25</t:Ratio>', units=own)
    assert fact.unit == expected


def test_a_prefix_means_one_namespace(tmp_path: Path) -> None:
    """Where a document gives one prefix to two namespaces, or none to one, the Report has a prefix for each."""
    schema = write_taxonomy(tmp_path)
    other = tmp_path / "other.xsd"
    other.write_text(schema.read_text().replace("example.org/t", "example.org/other"))
    facts = (
        '<t:Name id="own" contextRef="d">a</t:Name>'
        '<t:Name xmlns:t="http://example.org/other" id="other" contextRef="d">b</t:Name>'
        '<Name xmlns="http://example.org/t" id="bare" contextRef="d">c</Name>'
    )
    path = write_instance(tmp_path, facts)
    text = path.read_text(encoding="utf-8")
    reference = '<link:schemaRef xlink:type="simple" xlink:href="other.xsd"/>'
    path.write_text(text.replace("<context ", f"{reference}<context ", 1), encoding="utf-8")
    report = judge_with_arelle(path).report
    assert report.entry_points == ("t.xsd", "other.xsd")
    assert {report.namespaces[fact.concept.partition(":")[0]] for fact in report if fact.id != "other"} == {
        "http://example.org/t"
    }
    (second,) = (fact for fact in report if fact.id == "other")
    assert report.namespaces[second.concept.partition(":")[0]] == "http://example.org/other"
    assert len(set(report.namespaces.values())) == len(report.namespaces)


def test_facts_without_an_id_get_one_that_is_free(tmp_path: Path) -> None:
    """Facts without an id are numbered in order, under a name that no fact has; messages use the same ids."""
    write_taxonomy(tmp_path, CALCULATION_10)
    facts = SUM.replace("300", "310").replace('id="total"', 'id="unnamed-1"').replace('id="goods"', "")
    facts = facts.replace('id="services"', "")
    result = judge_with_arelle(write_instance(tmp_path, facts))
    assert [fact.id for fact in result.report] == ["unnamed-1", "unnamed--1", "unnamed--2"]
    assert result.messages[0].fact_ids == ("unnamed-1", "unnamed--1", "unnamed--2")


def test_duplicates_are_a_warning_that_names_the_facts(tmp_path: Path) -> None:
    """Facts that agree in every aspect are found, with the ids of all of them."""
    write_taxonomy(tmp_path)
    fact = '<t:Total id="{0}" contextRef="d" unitRef="jpy" decimals="0">{1}</t:Total>'
    (message,) = judge_with_arelle(write_instance(tmp_path, fact.format("a", 1) + fact.format("b", 2))).messages
    assert (message.code, message.severity) == ("arelle:duplicateFacts", Severity.WARNING)
    assert message.fact_ids == ("a", "b")


def test_messages_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    """Messages are sorted by line, since Arelle's own order differs from run to run."""
    write_taxonomy(tmp_path, CALCULATION_10)
    periods = [f"<startDate>200{year}-07-01</startDate><endDate>200{year + 1}-06-30</endDate>" for year in range(8)]
    contexts = "".join(context(f"c{number}", period) for number, period in enumerate(periods))
    wrong = SUM.replace("300", "310")
    facts = "".join(wrong.replace('id="', f'id="x{n}').replace('"d"', f'"c{n}"') for n in range(len(periods)))
    messages = judge_with_arelle(write_instance(tmp_path, facts, contexts=contexts)).messages
    assert [message.fact_ids[0] for message in messages] == [f"x{n}total" for n in range(len(periods))]


def test_a_unit_that_arelle_trips_over_keeps_its_messages(tmp_path: Path) -> None:
    """A divide without parts makes Arelle stumble; its messages and the facts still arrive."""
    write_taxonomy(tmp_path)
    result = judge_with_arelle(write_instance(tmp_path, SUM, units={"jpy": "<divide/>"}))
    assert "xmlSchema:elementOccurrencesError" in codes(result.messages)
    assert [fact.value for fact in result.report] == ["300", "100", "200"]


def test_what_a_report_cannot_hold_is_an_error(tmp_path: Path) -> None:
    """A fraction is not in the Report, and an error says so; nothing is left out in silence."""
    schema = write_taxonomy(tmp_path)
    fraction = item("Share", "xbrli:fractionItemType")
    schema.write_text(schema.read_text().replace("</xsd:schema>", f"{fraction}</xsd:schema>"))
    fact = (
        '<t:Share id="x" contextRef="d" unitRef="pure"><numerator>1</numerator><denominator>3</denominator></t:Share>'
    )
    result = judge_with_arelle(write_instance(tmp_path, fact))
    assert result.messages[0].code == "xbrlxe:unsupportedFraction"
    assert result.messages[0].fact_ids == ("x",)
    assert len(result.report) == 0


def test_footnotes_are_read_with_language_and_text(tmp_path: Path) -> None:
    """One label may stand for a footnote in two languages."""
    note = '<footnote xlink:type="resource" xlink:label="n" xlink:role="http://www.xbrl.org/2003/role/footnote"'
    link = (
        '<footnoteLink xmlns="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        '<loc xlink:type="locator" xlink:label="f" xlink:href="#goods"/>'
        f'{note} xml:lang="en">in &lt;yen&gt;</footnote>{note} xml:lang="ja"> 円 </footnote>'
        '<footnoteArc xlink:type="arc" xlink:from="f" xlink:to="n"'
        ' xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote"/></footnoteLink>'
    )
    write_taxonomy(tmp_path)
    result = judge_with_arelle(write_instance(tmp_path, SUM + link))
    assert result.messages == ()
    assert result.report is not None
    footnotes = result.report.footnotes.select("fact", "language", "text").rows()
    assert sorted(footnotes) == [("goods", "en", "in <yen>"), ("goods", "ja", " 円 ")]


def test_a_package_resolves_a_url_by_its_catalog(tmp_path: Path) -> None:
    """With the package the schemaRef's URL is found in it; without, the message names the URL."""
    package = write_package(tmp_path)
    href = "http://example.org/2003/t.xsd"
    path = write_instance(tmp_path, SUM, href=href)
    result = judge_with_arelle(path, [package])
    assert result.messages == ()
    assert result.report.entry_points == (href,)
    assert len(result.report) == 3
    assert f"{href} is in no taxonomy package" in judge_with_arelle(path).messages[0].message


def test_what_an_archive_lacks_is_named_by_its_url() -> None:
    """Where a package stands for the URL's host, Arelle names the place in the archive that it looked for."""
    text = "t.xsd: file error: [Errno 2] Archive /a/_IXDS#?#/a/f.htm: '0/www.example.org/2003/t.xsd'"
    record = logging.LogRecord("arelle", logging.ERROR, "", 0, text, None, None)
    words = "t.xsd: www.example.org/2003/t.xsd is in no taxonomy package that was given, and there is no network"
    assert message_text(record) == words


def test_every_entry_point_of_a_package_is_judged(tmp_path: Path) -> None:
    """A package that is judged itself has its entry points loaded, and what is wrong in them found."""
    package = write_package(tmp_path)
    assert judge_with_arelle(package).messages == ()
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'name="Cash"', b'name="No Name"'))
    assert {message.file for message in judge_with_arelle(broken).messages} == {"t.xsd"}


def test_a_file_that_is_no_package_is_an_error(tmp_path: Path) -> None:
    """A package that is no zip gets an error message."""
    write_taxonomy(tmp_path)
    path = write_instance(tmp_path, SUM)
    assert "tpe:invalidArchiveFormat" in codes(judge_with_arelle(path, [path]).messages)


def test_a_file_name_may_hold_any_character(tmp_path: Path) -> None:
    """Blanks, bars, percent signs and other scripts in a file's name do no harm."""
    write_taxonomy(tmp_path, CALCULATION_10)
    path = write_instance(tmp_path, SUM.replace("300", "310")).rename(tmp_path / "四 半|期 100%20.xbrl")
    (message,) = judge_with_arelle(path).messages
    assert message.file == path.name
    assert message.fact_ids == ("total", "goods", "services")


def test_inline_xbrl_is_judged_too(tmp_path: Path) -> None:
    """The facts of an Inline XBRL document arrive as their transformed, scaled and signed values."""
    write_taxonomy(tmp_path)
    path = tmp_path / "instance.xhtml"
    path.write_text(
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"'
        ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:x="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"'
        ' xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2022-02-16" xmlns:t="http://example.org/t">'
        '<head><title>T</title></head><body><div style="display:none"><ix:header><ix:references>'
        '<link:schemaRef xlink:type="simple" xlink:href="t.xsd"/></ix:references><ix:resources>'
        + context("d", YEARS["d"]).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
        + '<x:unit id="jpy"><x:measure>iso4217:JPY</x:measure></x:unit></ix:resources></ix:header></div><p>'
        '(<ix:nonFraction id="x" name="t:Total" contextRef="d" unitRef="jpy" decimals="-3" scale="3" sign="-"'
        ' format="ixt:num-dot-decimal">1,234</ix:nonFraction>)</p></body></html>'
    )
    result = judge_with_arelle(path)
    assert result.messages == ()
    assert result.report == report_of(duration("x", "t:Total", "-1234000", decimals=-3))


def worker_pid() -> int:
    """The process in which Arelle runs."""
    return int(warm_process().call(os.getpid))


def test_calls_share_a_warm_process_even_across_threads(tmp_path: Path) -> None:
    """Calls after the first, from whatever thread, go to the same process, which is not this one."""
    write_taxonomy(tmp_path)
    path = write_instance(tmp_path, SUM)
    before = worker_pid()
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(judge_with_arelle, [path, path, path]))
    assert [len(result.report) for result in results] == [3, 3, 3]
    assert worker_pid() == before != os.getpid()


def test_a_process_that_takes_too_long_is_replaced(tmp_path: Path) -> None:
    """After the timeout an ArelleError is raised, the process is gone, and the next call works."""
    before = worker_pid()
    with pytest.raises(ArelleError, match=r"given up after 0\.2 seconds"):
        warm_process().call(time.sleep, 60, limits=Limits(seconds=0.2))
    write_taxonomy(tmp_path)
    assert judge_with_arelle(write_instance(tmp_path, SUM)).messages == ()
    assert worker_pid() != before


def test_a_process_that_needs_too_much_memory_breaks_down(tmp_path: Path) -> None:
    """That is no verdict; the next process, with enough of it, gives one."""
    stop_arelle()
    with pytest.raises(ArelleError, match="broke down: MemoryError"):
        warm_process().call(bytearray, 2**30, limits=Limits(megabytes=512))
    stop_arelle()
    write_taxonomy(tmp_path)
    assert judge_with_arelle(write_instance(tmp_path, SUM)).messages == ()


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    """When the process dies an ExporterError is raised, and the next call works."""
    with pytest.raises(ExporterError, match="Arelle broke down"):
        warm_process().call(os._exit, 3)
    write_taxonomy(tmp_path)
    assert judge_with_arelle(write_instance(tmp_path, SUM)).messages == ()


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither Arelle's messages nor what its process writes by itself reach this process's streams."""
    judge_with_arelle(write_instance(tmp_path, SUM))
    warm_process().call(os.system, "echo out; echo error >&2")
    assert capfd.readouterr() == ("", "")


def run_script(folder: Path, script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with `instance.xbrl` in its folder; a process that hangs fails the test."""
    write_taxonomy(folder)
    write_instance(folder, SUM)
    root = Path(process.__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "HOME": str(home), "PYTHONWARNINGS": "error"}
    environment.pop("XDG_CONFIG_HOME", None)
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", dedent(script)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_script_ends_promptly_and_leaves_no_file(tmp_path: Path) -> None:
    """A script without a main guard gets its verdict, ends at once and silently, and no file is written anywhere."""
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    script = """
        from pathlib import Path
        from exporter.arelle.judge import judge_with_arelle
        print(len(judge_with_arelle(Path("instance.xbrl")).report))
        """
    done = run_script(folder, script, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")
    assert {path.name for path in folder.iterdir()} == {"t.xsd", "instance.xbrl"}
    assert list(home.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("method", sorted({"fork", "forkserver"} & set(multiprocessing.get_all_start_methods())))
def test_a_pool_of_processes_can_judge_and_ends_promptly(tmp_path: Path, method: str) -> None:
    """A process of a pool has a warm process of its own, not its parent's, and does not wait for it when it ends."""
    script = f"""
        import multiprocessing, warnings
        from concurrent.futures import ProcessPoolExecutor
        from pathlib import Path
        from exporter.arelle.judge import judge_with_arelle
        warnings.simplefilter("ignore")  # Python 3.12 warns of forking beside a thread, which is the point here
        judge_with_arelle(Path("instance.xbrl"))
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("{method}")) as pool:
            print(pool.submit(judge_with_arelle, Path("instance.xbrl").absolute()).result().messages)
        """
    done = run_script(tmp_path, script, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "()\n", "")


def test_arelle_is_not_imported_here() -> None:
    """Importing the module does not load Arelle."""
    script = "import sys, exporter.arelle.judge; print({'arelle'} & set(sys.modules))"
    root = Path(process.__file__).parents[2]
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=300, check=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.slow
def test_an_error_while_arelle_starts_ends_the_interpreter_promptly(tmp_path: Path) -> None:
    """Neither a process that is just being started nor one that loads keeps it."""
    code = f"from exporter.packages.judging import validate; validate({str(tmp_path / 'gone.xml')!r})"
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own code
        assert "UnreadableInputError" in run.stderr


def test_whoever_waits_for_a_stopped_arelle_gets_an_error(tmp_path: Path) -> None:
    """The wait ends with an ArelleError, and the next call starts again."""
    with ThreadPoolExecutor(1) as pool:
        begun = tmp_path / "begun"
        waiting = pool.submit(warm_process().call, os.system, f"touch '{begun}'; exec sleep 3000")
        while not begun.exists():
            time.sleep(0.01)
        stop_arelle()
        with pytest.raises(ArelleError):
            waiting.result()
    assert warm_process().call(abs, -1) == 1
