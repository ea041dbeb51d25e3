"""Comparison: what came, went, changed, was relabelled or moved between two taxonomies, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import read_taxonomy
from exporter.taxonomy.comparison import differences
from tests.published import ENTRY, write_published

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy

CHANGES = {
    "core.xsd": (
        ('id="reg_Costs" name="Costs"', 'id="reg_Expenses" name="Expenses"'),
        ('name="Employees" type="xbrli:nonNegativeIntegerItemType"', 'name="Employees" type="xbrli:decimalItemType"'),
    ),
    "lab-en.xml": ((">Sales<", ">Turnover<"), ("reg_Costs", "reg_Expenses")),
    "lab-fr.xml": (("reg_Costs", "reg_Expenses"),),
    "cal-11.xml": (("reg_Costs", "reg_Expenses"),),
    "dim.xml": (("reg_Costs", "reg_Expenses"),),
    "pre.xml": (
        ('xlink:from="StatementAbstract" xlink:to="OtherAssets"', 'xlink:from="Assets" xlink:to="OtherAssets"'),
    ),
}


def _read(folder: Path, changes: dict[str, tuple[tuple[str, str], ...]] | None = None) -> Taxonomy:
    return read_taxonomy(write_published(folder, changes), entry_point=ENTRY)[0]


def test_each_difference_has_a_row(tmp_path: Path) -> None:
    """Those about the existence of concepts come first."""
    before, after = _read(tmp_path / "before"), _read(tmp_path / "after", CHANGES)
    assert differences(before, after).rows() == [
        ("reg:Costs", "removed", "monetary", "Costs", None),
        ("reg:Expenses", "added", "monetary", None, "Costs"),
        ("reg:Employees", "changed", "type", "nonNegativeIntegerItemType", "decimalItemType"),
        ("reg:Employees", "changed", "base type", "nonNegativeIntegerItemType", "decimalItemType"),
        ("reg:Sales", "relabelled", "label (en)", "Sales", "Turnover"),
        ("reg:OtherAssets", "moved", "statement", "reg:StatementAbstract", "reg:Assets"),
    ]


@pytest.mark.parametrize("name", ["published", "gaap-2026"])
def test_nothing_differs_from_itself(tmp_path: Path, name: str) -> None:
    """Whether ours or somebody else's."""
    taxonomy = _read(tmp_path) if name == "published" else read_taxonomy(name)[0]
    assert differences(taxonomy, taxonomy).is_empty()
