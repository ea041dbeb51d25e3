"""Values of any type are judged as XML Schema has them: as libxml2 judges them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporter.taxonomy.built_in_types import FREE
from exporter.taxonomy.value_types import NO_TEXT, XSD_TYPES
from tests.validation.typed_facts import (
    judge_values,
    libxml2_wrong_values,
    typed_taxonomy,
    value_type,
    wrong_values,
)

if TYPE_CHECKING:
    from exporter.taxonomy.value_types import ValueType

#: What values of the built-in types look like, and what nearly does; further ones are made of them by small changes.
SEEDS: dict[str, tuple[str, ...]] = {
    "decimal": ("12.50", "-.5", "+1.", "0", "."),
    "float": ("1.5e3", "-INF", "NaN", "INF", "-0", "2.E-5"),
    "integer": (
        "12",
        "-12",
        "5",
        "-5",
        "-0",
        "+007",
        "128",
        "-129",
        "256",
        "32768",
        "65536",
        "2147483648",
        "4294967296",
    ),
    "boolean": ("true", "false", "1", "0", "TRUE"),
    "date": ("2003-09-30", "2000-02-29", "1900-02-29Z", "-0004-02-29+14:00", "12004-02-29", "0000-01-01-05:30"),
    "time": ("17:00:00", "23:59:59.5Z", "24:00:00", "24:00:00.0+14:00", "07:30:00-13:59"),
    "duration": ("P1Y2M3DT4H5M6.7S", "-P1D", "PT1M", "P1M", "P", "P1YT"),
    "gYear": ("2003", "-0044", "12003", "0000", "2003Z"),
    "gYearMonth": ("2003-09", "2003-13", "-0044-03+01:00"),
    "gMonth": ("--09", "--13", "--12Z"),
    "gMonthDay": ("--03-31", "--02-29", "--02-30", "--04-31", "--12-31+14:00"),
    "gDay": ("---31", "---32", "---01Z"),
    "hexBinary": ("0fB7", "0fB", ""),
    "base64Binary": ("AQ==", "AAE=", "AA E=", "AAAA", "AB==", "AAB="),
    "anyURI": ("http://a.b/c?d#e", "a b", "//u@h:80/p", "a%20b", "1:2", "a/b:c", "#a", "urn:a:b", "a#b#c", "é", "<>"),
    "QName": ("a:b", "b", "a:b-1.c", "a:1"),
    "Name": ("a:b:c", ":", "a-1", "-a"),
    "language": ("en", "pt-BR", "x-abcdefgh", "toolonglang"),
    "string": ("a", " a  b ", "\ta\n", ""),
}
SEEDS |= {
    "dateTime": tuple(f"{date}T{time}" for date in SEEDS["date"] for time in SEEDS["time"]),
    "NCName": SEEDS["Name"],
    "double": SEEDS["float"],
    **dict.fromkeys(("normalizedString", "token"), SEEDS["string"]),
}
SEEDS["dateUnion"] = SEEDS["date"] + SEEDS["dateTime"]
#: Where libxml2 errs: an exponent without digits, fractions of seconds without digits, and many digits in a second.
ERRS = re.compile(r"^[\s\d.+-]*[eE][+-]?\s*$|P.*(\.S|T\.|[A-Z]\.)|:\d\d\.\d{9}|\d{9}[YMDHS]|:(\s|$)|:[/?#]|\[|\]")
ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)\s*$")
ITEM_TYPES = sorted(name for name, xsd_type in XSD_TYPES.items() if xsd_type != NO_TEXT)


def _seeds(xsd_type: str) -> tuple[str, ...]:
    return SEEDS.get(xsd_type, SEEDS["integer"])


@st.composite
def _texts(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """Draw a value, or what is nearly one: characters of values put in, left out or replaced, white space around it."""
    text = draw(st.sampled_from(seeds))
    characters = sorted({*"".join(seeds), " ", "\n"})
    for place, character in draw(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(characters)), max_size=2)):
        kept = draw(st.integers(0, 1))
        text = text[:place] + draw(st.sampled_from(["", character])) + text[place + kept :]
    return draw(st.sampled_from(["", " ", "\n\t"])) + text


@pytest.mark.parametrize("item_type", ITEM_TYPES)
@given(data=st.data())
def test_built_in_types_are_judged_as_libxml2_does(item_type: str, data: st.DataObject) -> None:
    """Each item type of XBRL 2.1."""
    made_up = value_type(item_type)
    texts = data.draw(st.lists(_texts(_seeds(made_up.xsd_type)).filter(lambda text: not ERRS.search(text)), max_size=8))
    assert wrong_values(texts, made_up) == libxml2_wrong_values(texts, made_up)


#: The types that each facet may restrict, and what its values are made of.
_ORDERED = (
    *("decimal", "integer", "nonNegativeInteger", "byte", "float", "double", "date", "dateTime", "time"),
    *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration"),
)
_COUNTED = ("string", "normalizedString", "token", "anyURI", "Name", "NCName", "hexBinary", "base64Binary")
_COUNTS = st.integers(0, 6).map(str)
_PATTERNS = st.sampled_from(
    [r"\d+", "[a-z]+", r"\i\c*", ".*", r".*T.*", "[^ ]{2,5}", r"-?\d{4}.*", r"\s*a?\s*", "(a|b):.*"]
)
BOUNDS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
LENGTHS = ("length", "minLength", "maxLength")
DIGITS = ("totalDigits", "fractionDigits")


@cache
def _comparable(item_type: str) -> tuple[str, ...]:
    """List values of a type that libxml2 compares as XML Schema does.

    It takes no account of the zones of what is less than a date, and has an order for what is no number.
    """
    xsd_type = XSD_TYPES[item_type]
    seeds = _seeds(xsd_type)
    if xsd_type == "time" or xsd_type.startswith("g"):
        seeds = tuple(text for text in seeds if not ZONE.search(text))
    wrong = libxml2_wrong_values(seeds, value_type(item_type))
    return tuple(text for text in seeds if wrong is not None and text not in wrong and text != "NaN")


@st.composite
def _steps(draw: st.DrawFn, item_type: str) -> dict[str, tuple[str, ...]]:
    """Draw a restriction of an item type."""
    xsd_type = XSD_TYPES[item_type]
    names = ["pattern", "enumeration"]
    names += [*BOUNDS] if xsd_type in _ORDERED else []
    names += [*LENGTHS] if xsd_type in _COUNTED else []
    names += ["whiteSpace"] if xsd_type in FREE else []
    names += [*DIGITS] if xsd_type == "decimal" else []
    step: dict[str, tuple[str, ...]] = {}
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)):
        count = 3 if name in {"pattern", "enumeration"} else 1
        one = (
            _PATTERNS
            if name == "pattern"
            else _COUNTS
            if name in {*LENGTHS, *DIGITS}
            else st.just("collapse")  # since replace after collapse is no restriction
            if name == "whiteSpace"
            else st.sampled_from(_comparable(item_type))
        )
        step[name] = tuple(draw(st.lists(one, min_size=1, max_size=count)))
    return step


@pytest.mark.parametrize("item_type", [name for name in ITEM_TYPES if XSD_TYPES[name] not in {"boolean", "QName"}])
@given(data=st.data())
def test_facets_are_judged_as_libxml2_does(item_type: str, data: st.DataObject) -> None:
    """In one step of derivation, or in two."""
    steps = data.draw(st.lists(_steps(item_type), min_size=1, max_size=2))
    made_up = value_type(item_type, *steps)
    texts = data.draw(st.lists(_texts(_comparable(item_type)).filter(lambda text: not ERRS.search(text)), max_size=8))
    expected = libxml2_wrong_values(texts, made_up)
    assume(expected is not None and not _differs_there(made_up, texts))
    assert wrong_values(texts, made_up) == expected


def _differs_there(made_up: ValueType, texts: list[str]) -> bool:
    """Tell whether libxml2 compares what has no order, or what has a zone that it takes no account of."""
    has_bounds = any(name in step for step in made_up.steps for name in BOUNDS)
    is_part_of_date = made_up.xsd_type == "time" or made_up.xsd_type.startswith("g")
    return has_bounds and any("NaN" in text or (is_part_of_date and ZONE.search(text)) for text in texts)


@pytest.mark.parametrize(
    ("item_type", "step", "value", "words"),
    [
        ("decimalItemType", {}, "1,0", "m:A should be a decimal number, but is '1,0'"),
        ("byteItemType", {}, "128", "m:A should be a whole number from -128 to 127, but is '128'"),
        ("positiveIntegerItemType", {}, "0", "m:A should be a whole number above 0, but is '0'"),
        (
            "dateTimeItemType",
            {},
            "2003-02-29T00:00:00",
            "m:A is '2003-02-29T00:00:00', which is no day of the calendar",
        ),
        ("dateTimeItemType", {}, "T00", "should be a date such as 2003-09-30, or with time such as"),
        ("tokenItemType", {"pattern": ("[A-Z]{3}",)}, "abc", "type m:aType does not allow: it must look like [A-Z]{3}"),
        ("tokenItemType", {"enumeration": ("a", "b")}, "c", "it must be a or b"),
        ("tokenItemType", {"enumeration": tuple("abcdefgh")}, "x", "it must be a, b, c, d, e or one of 3 more"),
        ("stringItemType", {"maxLength": ("2",)}, "abc", "it must have at most 2 characters"),
        (
            "stringItemType",
            {"minLength": ("1",)},
            "",
            "m:A is '', which its type m:aType does not allow: it must have at least",
        ),
        ("hexBinaryItemType", {"length": ("2",)}, "00", "it must have 2 bytes"),
        ("monetaryItemType", {"minInclusive": ("0",)}, "-.01", "it must be at least 0"),
        ("monetaryItemType", {"fractionDigits": ("0",)}, "1.5", "it can have 0 decimal places at most"),
        ("decimalItemType", {"maxExclusive": ("1" + "0" * 40,)}, "1" + "0" * 40, "it must be below 1000"),
    ],
)
def test_what_is_wrong_is_said(item_type: str, step: dict[str, tuple[str, ...]], value: str, words: str) -> None:
    """In the words of who has to put it right."""
    made_up = value_type(item_type, step)
    (message,) = judge_values([value], typed_taxonomy(item_type, made_up)).messages
    assert message.code == "value"
    assert words in message.message


@pytest.mark.parametrize(
    ("made_up", "item_type"),
    [
        (None, "aTypeOfNoXbrl"),
        (value_type("tokenItemType", {"pattern": (r"\q",)}), "tokenItemType"),
        (value_type("QNameItemType", {"enumeration": ("a:b",)}), "QNameItemType"),
        (value_type("decimalItemType", {"minInclusive": ("many",)}), "decimalItemType"),
        (value_type("decimalItemType", {"length": ("1",)}), "decimalItemType"),
        (value_type("stringItemType", {"length": ("-1",)}), "stringItemType"),
        (value_type("stringItemType", {"assertion": ("x",)}), "stringItemType"),
        (value_type("tokenItemType", xsd_type="NMTOKENS"), "tokenItemType"),
    ],
)
def test_what_is_not_judged_is_said(made_up: ValueType | None, item_type: str) -> None:
    """A type without a known base, and facets that cannot be read: that is no silent pass, and no error."""
    judgement = judge_values(["a" if item_type == "QNameItemType" else "1"], typed_taxonomy(item_type, made_up))
    assert judgement.messages == ()
    prefixes = ("prefixes in values of type m:aType",) if item_type == "QNameItemType" else ()
    assert judgement.not_judged == (*prefixes, "values of type m:aType")


def test_prefixes_of_names_are_not_judged() -> None:
    """A Report does not have those that are declared at a fact."""
    judgement = judge_values(["z:b", "1"], typed_taxonomy("QNameItemType", value_type("QNameItemType")))
    assert [message.fact_ids for message in judgement.messages] == [("x1",)]
    assert judgement.not_judged == ("prefixes in values of type m:aType",)


def test_a_type_that_is_not_known_is_judged_by_its_base() -> None:
    """As its concept gives it; and what is not reported needs no judgement."""
    judgement = judge_values(["1", "x"], typed_taxonomy("integerItemType", None))
    assert [(message.code, message.fact_ids) for message in judgement.messages] == [("value", ("x1",))]
    assert judgement.not_judged == ()
    assert judge_values([], typed_taxonomy("aTypeOfNoXbrl", None)).not_judged == ()


def test_nil_has_no_value() -> None:
    """Whatever facets its type has."""
    made_up = value_type("monetaryItemType", {"minInclusive": ("0",)})
    assert judge_values([None], typed_taxonomy("monetaryItemType", made_up)).messages == ()
    (message,) = judge_values([None, "1"], typed_taxonomy("monetaryItemType", made_up, nillable=False)).messages
    assert (message.code, message.fact_ids) == ("nil", ("x0",))


def test_what_is_no_number_has_no_order() -> None:
    """It is equal to itself alone (XML Schema Part 2, 3.2.4)."""
    assert wrong_values(["NaN", "INF", "0"], value_type("floatItemType", {"minInclusive": ("1",)})) == ["NaN", "0"]
    assert wrong_values(["NaN", "1"], value_type("floatItemType", {"enumeration": ("NaN",)})) == ["1"]


def test_a_float_is_the_nearest_that_its_bytes_can_hold() -> None:
    """So what is beyond all of them is infinite (XML Schema Part 2, 3.2.4 and 3.2.5)."""
    far = ["1e39", "-1e39", "1e99999999999999999999"]
    assert wrong_values(far, value_type("floatItemType", {"enumeration": ("INF",)})) == ["-1e39"]
    assert wrong_values(far, value_type("doubleItemType", {"enumeration": ("INF",)})) == ["1e39", "-1e39"]
    assert wrong_values(["0.1", "0.10000000001"], value_type("floatItemType", {"enumeration": ("0.1",)})) == []
    assert wrong_values(["0.1", "0.10000000001"], value_type("doubleItemType", {"enumeration": ("0.1",)})) == [
        "0.10000000001"
    ]


def test_a_half_goes_to_the_even_neighbour() -> None:
    """A float holds only even whole numbers beyond 2 to the 24th (XML Schema Part 2, 3.2.4)."""
    even = value_type("floatItemType", {"enumeration": ("16777216", "16777220")})
    assert wrong_values(["16777217", "16777218", "16777219"], even) == ["16777218"]
    small = value_type("doubleItemType", {"enumeration": ("0",)})
    assert wrong_values(["2e-324", "3e-324", f"1e-{'9' * 30}", "0e99999999999999999999"], small) == ["3e-324"]


def test_a_moment_without_zone_may_have_no_order() -> None:
    """Neither before nor after one with a zone, if they are within fourteen hours (XML Schema Part 2, 3.2.7.4)."""
    made_up = value_type("timeItemType", {"minInclusive": ("10:00:00",)})
    assert wrong_values(["10:00:00", "09:59:59", "20:00:00Z"], made_up) == ["09:59:59", "20:00:00Z"]
    zoned = value_type("gYearItemType", {"maxInclusive": ("2003+01:00",)})
    assert wrong_values(["2003+01:00", "2003Z", "2002"], zoned) == ["2003Z"]


def test_the_digits_of_a_hostile_value_are_no_trouble() -> None:
    """However many they are."""
    made_up = value_type("decimalItemType", {"minInclusive": ("0",), "totalDigits": ("5",)})
    assert wrong_values(["1" * 100_000, "00012.5000"], made_up) == ["1" * 100_000]
    lengths = value_type("durationItemType", {"maxInclusive": ("P1Y",)})
    assert wrong_values([f"P{'1' * 10_000}Y", "P1M"], lengths) == [f"P{'1' * 10_000}Y"]
    assert wrong_values([f"{'1' * 100_000}-01-01", "2" * 100_000], value_type("dateItemType")) == ["2" * 100_000]
