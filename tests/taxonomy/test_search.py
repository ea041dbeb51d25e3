"""Search: the concept that people mean comes first, in whatever language they say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import read_taxonomy
from exporter.taxonomy.search import search_concepts
from tests.published import ENTRY, write_published

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The small published taxonomy."""
    return read_taxonomy(write_published(tmp_path_factory.mktemp("published")), entry_point=ENTRY)[0]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("assets", "reg:Assets"),
        ("CURRENT ASSETS", "reg:CurrentAssets"),
        ("chiffre affaires", "reg:Sales"),
        ("cash flow method", "reg:CashFlowMethod"),
        ("entity controls", "reg:Assets"),
        ("franc", "reg:FranceMember"),
        ("employes", "reg:Employees"),
    ],
)
def test_the_concept_that_is_meant_comes_first(published: Taxonomy, words: str, first: str) -> None:
    """By standard label, label in another language, name, documentation, beginning of a word, or spelt alike."""
    assert search_concepts(published, words)["concept"][0] == first


def test_a_hit_says_what_the_concept_is(published: Taxonomy) -> None:
    """Its label, type, period and balance, and where it is presented."""
    row = search_concepts(published, "total assets", 1).row(0, named=True)
    score = row.pop("score")
    assert 0 < score <= 1
    assert row == {
        "concept": "reg:Assets",
        "label": "Assets",
        "type": "regt:positiveMoneyItemType",
        "period": "instant",
        "balance": "debit",
        "abstract": False,
        "presented": "100 - Statement",
    }


@pytest.mark.parametrize("words", ["", "xyzzy quux", "(?:["])
def test_what_nothing_has_finds_nothing(published: Taxonomy, words: str) -> None:
    """Also what would be a regular expression."""
    assert search_concepts(published, words).is_empty()


def test_our_own_taxonomies_are_searched_alike() -> None:
    """In Japanese, too."""
    taxonomy, _ = read_taxonomy("gaap-2026")
    assert search_concepts(taxonomy, "営業収益")["concept"][0] == "gaap:Revenues"
