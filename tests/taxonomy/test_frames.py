"""Taxonomies as data frames: ours and published ones have the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter import read_taxonomy, taxonomy_frame
from exporter.errors import MisuseError
from exporter.taxonomy.frames import TAXONOMY_TABLES, taxonomy_table
from tests.published import CORE, ENTRY, write_published

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The small published taxonomy."""
    taxonomy, findings = read_taxonomy(write_published(tmp_path_factory.mktemp("published")), entry_point=ENTRY)
    assert findings == []
    return taxonomy


def test_concepts_have_a_row_each(published: Taxonomy) -> None:
    """With namespace, type, kind, period, balance and label."""
    row = taxonomy_table(published, "concepts").row(by_predicate=_is("reg:Assets"), named=True)
    assert row == {
        "concept": "reg:Assets",
        "namespace": CORE,
        "type": "regt:positiveMoneyItemType",
        "kind": "monetary",
        "period": "instant",
        "balance": "debit",
        "abstract": False,
        "nillable": True,
        "label": "Assets",
    }


def test_presentation_tells_what_each_line_stands_below(published: Taxonomy) -> None:
    """In reading order, without the prohibited line."""
    columns = ["network", "definition", "depth", "parent", "concept", "label_role"]
    assert taxonomy_table(published, "presentation").select(columns).rows()[1:] == [
        ("statement", "100 - Statement", 1, "reg:StatementAbstract", f"reg:{name}", role)
        for name, role in (("CurrentAssets", "label"), ("OtherAssets", "label"), ("Assets", "totalLabel"))
    ]


def test_calculation_says_by_which_specification(published: Taxonomy) -> None:
    """Weights are exact text."""
    assert taxonomy_table(published, "calculation").rows() == [
        ("statement", "reg:Assets", "reg:CurrentAssets", "1", True),
        ("statement", "reg:Assets", "reg:OtherAssets", "1", True),
        ("flows", "reg:Profit", "reg:Sales", "1", False),
        ("flows", "reg:Profit", "reg:Costs", "-1", False),
    ]


@pytest.mark.parametrize("table", TAXONOMY_TABLES)
def test_tables_of_ours_have_the_same_columns(published: Taxonomy, table: str) -> None:
    """The base that comes with us, and somebody else's; and pandas has what polars has."""
    ours, _ = read_taxonomy("gaap-2026")
    assert taxonomy_table(ours, table).schema == taxonomy_table(published, table).schema
    frame = taxonomy_frame(published, table)
    assert list(frame.columns) == taxonomy_table(published, table).columns
    assert len(frame) == taxonomy_table(published, table).height > 0


def test_another_table_is_refused(published: Taxonomy) -> None:
    """The message lists those that there are."""
    with pytest.raises(MisuseError, match="no table 'facts'; there are concepts, labels"):
        taxonomy_table(published, "facts")


def test_a_taxonomy_is_read_by_the_name_that_it_is_kept_under(tmp_path: Path) -> None:
    """An entry point is a name, too; a name that nothing has is an error."""
    cache = tmp_path / "cache"
    read_taxonomy(write_published(tmp_path / "source"), entry_point=ENTRY, cache=cache)
    for name in ("all", ENTRY):
        assert taxonomy_table(read_taxonomy(name, cache=cache)[0], "concepts").height == 21
    with pytest.raises(Exception, match="there is no taxonomy 'al'"):
        read_taxonomy("al", cache=cache)


def _is(name: str) -> pl.Expr:
    return pl.col("concept") == name
