"""The SEC's transformations, each family with what it takes and what it refuses."""

from __future__ import annotations

import pytest

from exporter.formats.inline_xbrl.sec_names import COUNTRIES, EDGAR_PLACES, EXCHANGES, STATES_AND_PROVINCES
from exporter.formats.inline_xbrl.transformations import SEC_REGISTRY, TRANSFORMATIONS, MisfitError, transform


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("duryear", "22", "P22Y"),
        ("duryear", "-22.3456", "-P22Y4M4D"),
        ("duryear", "0.5", "P0Y6M"),
        ("duryear", "-0", "P0Y"),
        ("durmonth", "22.3456", "P22M10D"),
        ("durweek", "2.5", "P17D"),
        ("durday", "0.5", "P0DT12H"),
        ("durhour", "10.9", "PT10H"),
        ("durhour", "-0.1", "PT0H"),
        ("durwordsen", "Five years, two months and one day", "P5Y2M1D"),
        ("durwordsen", "twenty-five-year", "P25Y"),
        ("durwordsen", "12 months", "P12M"),
        ("durwordsen", "No years", "P0D"),
        ("numwordsen", "One hundred and twenty-five million, three hundred thousand and five", "125300005"),
        ("numwordsen", "nineteen hundred forty-five", "1945"),
        ("numwordsen", "two quintillion one", "2000000000000000001"),
        ("numwordsen", "None", "0"),
        ("datequarterend", "Q1 2012", "2012-03-31"),
        ("datequarterend", "For the second quarter of 2012", "2012-06-30"),
        ("datequarterend", "2012, last quarter", "2012-12-31"),
        ("boolballotbox", "☐", "false"),
        ("boolballotbox", "☒", "true"),
        ("yesnoballotbox", "☑", "Yes"),
        ("numinf", "unlimited", "INF"),
        ("numneginf", "unlimited", "-INF"),
        ("numnan", "n/a", "NaN"),
        ("countrynameen", "japan", "JP"),
        ("countrynameen", "The People’s  Republic of China", "CN"),
        ("countrynameen", "Côte d'Ivoire", "CI"),
        ("countrynameen", "U.S.A.", "US"),
        ("stateprovnameen", "New York", "NY"),
        ("stateprovnameen", "Québec", "QC"),
        ("edgarprovcountryen", "Ontario, Canada", "A6"),
        ("edgarprovcountryen", "Cayman Islands", "E9"),
        ("edgarprovcountryen", "Japan", "M0"),
        ("exchnameen", "The Nasdaq Global Select Market LLC", "NASDAQ"),
        ("exchnameen", "New York Stock Exchange", "NYSE"),
        ("exchnameen", "NYSE Arca, Inc.", "NYSEArca"),
        ("entityfilercategoryen", "large accelerated filer", "Large Accelerated Filer"),
        ("entityfilercategoryen", "Non – Accelerated Filer", "Non-accelerated Filer"),
    ],
)
def test_a_rule_gives_the_value_of_a_text(name: str, text: str, value: str) -> None:
    """In all families of rules."""
    assert transform(SEC_REGISTRY, name, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("duryear", "1,5"),
        ("durday", ""),
        ("durhour", "1" * 200),
        ("durwordsen", ""),
        ("durwordsen", "two months and five years"),
        ("numwordsen", ""),
        ("numwordsen", "twenty ten"),
        ("numwordsen", "one million and five"),
        ("numwordsen", "ONE"),
        ("numwordsen", "one thousand " * 100),
        ("datequarterend", "Q5 2012"),
        ("datequarterend", "Q1 12"),
        ("datequarterend", "Q1 0000"),
        ("boolballotbox", "X"),
        ("yesnoballotbox", "Yes"),
        ("countrynameen", "JAPAN"),
        ("countrynameen", "Cape Verde"),
        ("stateprovnameen", "Tokyo"),
        ("edgarprovcountryen", "New York"),
        ("exchnameen", "Tokyo Stock Exchange"),
        ("entityfilercategoryen", "Nonaccelerated Filer"),
    ],
)
def test_a_rule_refuses_a_text_that_it_does_not_take(name: str, text: str) -> None:
    """And so a slip is never a value."""
    with pytest.raises(MisfitError, match=f"as ixt-sec:{name} takes"):
        transform(SEC_REGISTRY, name, text)


def test_the_rules_are_those_of_the_sec() -> None:
    """Each that the SEC has defined, and no other."""
    assert sorted(TRANSFORMATIONS[SEC_REGISTRY]) == [
        *("boolballotbox", "countrynameen", "datequarterend", "durday", "durhour", "durmonth", "durweek"),
        *("durwordsen", "duryear", "edgarprovcountryen", "entityfilercategoryen", "exchnameen", "numinf"),
        *("numnan", "numneginf", "numwordsen", "stateprovnameen", "yesnoballotbox"),
    ]


def test_the_lists_of_names_are_whole() -> None:
    """249 countries of ISO 3166, 70 states and provinces, 21 exchanges; EDGAR's list has some of the past."""
    assert len(set(COUNTRIES.values())) == 249
    assert len(set(STATES_AND_PROVINCES.values())) == 70
    assert len(set(EXCHANGES.values())) == 21
    assert len(set(EDGAR_PLACES.values())) == 258
    assert {EDGAR_PLACES[name] for name in ("swaziland", "netherlands antilles", "cape verde")} == {
        "V6",
        "P8",
        "E8",
    }
