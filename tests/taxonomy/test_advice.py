"""Advice: what to write in place of a concept that there is not, or that is to be used no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import read_taxonomy
from exporter.project.mapping_csv import read_mapping
from exporter.project.report_toml import read_project
from exporter.taxonomy.advice import advice_for_unknown, is_deprecated, replacements
from tests.published import ENTRY, write_published
from tests.test_published import write_published_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy

DEPRECATION = "http://www.xbrl.org/2009/arcrole/dep-concept-deprecatedConcept"
#: Costs take the place of sales, whatever that may mean.
DEPRECATED = {
    "dim.xml": (
        (
            '<link:definitionArc xlink:type="arc" xlink:arcrole="http://xbrl.org/int/dim/arcrole/all"',
            (
                f'<link:definitionArc xlink:type="arc" xlink:arcrole="{DEPRECATION}" xlink:from="Costs" '
                'xlink:to="Sales"/><link:definitionArc xlink:type="arc" '
                'xlink:arcrole="http://xbrl.org/int/dim/arcrole/all"'
            ),
        ),
    )
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The small published taxonomy, in which a concept is deprecated."""
    folder = write_published(tmp_path_factory.mktemp("published"), DEPRECATED)
    return read_taxonomy(folder, entry_point=ENTRY)[0]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("reg2029:Sales", "did you mean 'reg:Sales'?"),
        ("Sales", "did you mean 'reg:Sales'?"),
        ("reg:CurrentAsset", "did you mean 'reg:CurrentAssets'?"),
        ("x:Unknown", "the taxonomy has no prefix 'x', but enum2, iso4217, reg"),
        ("reg:AffairesChiffre", "perhaps one of reg:Sales"),
        ("reg:Xyzzy", "look for one with: exporter taxonomy search"),
    ],
)
def test_unknown_names_get_the_nearest_ones(published: Taxonomy, name: str, advice: str) -> None:
    """Under another prefix, spelt alike, or with words that labels have."""
    assert advice_for_unknown(published, name).startswith(advice)


def test_a_deprecated_concept_has_what_takes_its_place(published: Taxonomy) -> None:
    """As the taxonomy's own arcs say."""
    assert replacements(published, "reg:Sales") == ["reg:Costs"]
    assert is_deprecated(published, "reg:Sales")
    assert not is_deprecated(published, "reg:Costs")


def test_a_mapping_that_uses_a_deprecated_concept_is_warned(tmp_path: Path, published: Taxonomy) -> None:
    """With what the taxonomy names in its place."""
    project, _ = read_project(write_published_project(tmp_path))
    assert project
    _, findings = read_mapping(project, published)
    (finding,) = [finding for finding in findings if finding.code == "mapping.deprecatedConcept"]
    assert finding.hint == "the taxonomy names reg:Costs in its place"
