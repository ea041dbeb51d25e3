"""A concept's page: everything that the taxonomy says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import read_taxonomy
from exporter.errors import MisuseError
from exporter.taxonomy.concept_page import about_concept, concept_page
from tests.published import CORE, ENTRY, write_published

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The small published taxonomy."""
    return read_taxonomy(write_published(tmp_path_factory.mktemp("published")), entry_point=ENTRY)[0]


def test_an_item_has_its_type_labels_and_places(published: Taxonomy) -> None:
    """The chain of types down to XBRL's, labels of all languages, documentation, references, outline and sums."""
    assert about_concept(published, "Assets") == {
        "concept": "reg:Assets",
        "namespace": CORE,
        "declared": f"{CORE}.xsd#reg_Assets",
        "type": "positiveMoneyItemType < moneyItemType < monetaryItemType",
        "values": "monetary, instant, debit",
        "facets": ["minInclusive 0", "minInclusive -1000000000000"],
        "labels": ["Assets (en)", "Total assets (en, totalLabel)", "Actif (fr)"],
        "documentation": ["What the entity controls."],
        "references": ["Name Act Paragraph 7"],
        "presented": ["100 - Statement > reg:StatementAbstract"],
        "is the sum of": [
            "reg:CurrentAssets with weight 1 (statement)",
            "reg:OtherAssets with weight 1 (statement)",
        ],
    }


def test_an_item_has_its_hypercubes(published: Taxonomy) -> None:
    """Those that it must satisfy, and those that it must not."""
    assert about_concept(published, "reg:Sales")["hypercubes"] == [
        "reg:Table: reg:CountryAxis",
        "not reg:WrongTable: reg:CountryAxis",
    ]


def test_a_dimension_has_its_default_and_members(published: Taxonomy) -> None:
    """Unusable members are none; a typed one says what holds its members."""
    members = ["reg:AsiaMember", "reg:FranceMember", "reg:JapanMember", "reg:SpainMember"]
    assert about_concept(published, "CountryAxis")["dimension"][:6] == [
        "default reg:WorldMember",
        *members,
        "reg:WorldMember",
    ]
    assert about_concept(published, "ContractAxis")["dimension"] == ["typed: members are texts of reg:Contract"]


def test_the_page_has_a_line_for_each(published: Taxonomy) -> None:
    """Further lines of the same have no name before them."""
    lines = concept_page(published, "reg:Assets").splitlines()
    assert lines[0] == "concept         reg:Assets"
    assert "labels          Assets (en)" in lines
    assert "                Actif (fr)" in lines


@pytest.mark.parametrize(("name", "words"), [("Asset", "did you mean"), ("nothing", "exporter taxonomy search")])
def test_an_unknown_concept_is_refused_with_what_may_help(published: Taxonomy, name: str, words: str) -> None:
    """A name nearly right gives the right one."""
    with pytest.raises(MisuseError, match=words):
        concept_page(published, name)
