"""Made-up companies of other forms and languages: their tables, as printed there, are clean over the base alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from exporter.packages.judging import validate

if TYPE_CHECKING:
    from exporter.export import Export

#: The folders of the companies, and the facts of each.
COMPANIES = {"alpenrad-ag": 103, "aozora-kk": 149, "muehlbach-gmbh": 122}
FOLDER = Path(__file__).parent / "companies"


def _export(company: str, folder: Path, *changes: tuple[str, str, str], arelle: bool = False) -> Export:
    """Export a copy of a company's project, with texts replaced in its files: file, old and new text."""
    project = shutil.copytree(FOLDER / company, folder / company)
    for file, old, new in changes:
        encoding = "cp1252" if company == "muehlbach-gmbh" and file.endswith(".csv") else "utf-8"
        text = (project / file).read_text(encoding=encoding)
        assert old in text
        (project / file).write_text(text.replace(old, new, 1), encoding=encoding)
    return export_report(project, arelle=arelle, formats=None if arelle else ["xml"])


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_the_statements_of_a_company_are_clean(tmp_path: Path, company: str) -> None:
    """Without a cell edited: decimal commas, apostrophes, black triangles, full-width brackets, thousands.

    And again when the filing is judged without the project, by the forms that its instance refers to.
    """
    result = _export(company, tmp_path, arelle=True)
    assert [str(finding) for finding in result.findings if finding.severity != "info"] == []
    assert {judgement.verdict for judgement in result.judgements} == {"clean"}
    assert result.report is not None
    assert len(result.report) == COMPANIES[company]
    filed = result.ledger[result.ledger["disposition"] == "fact"]
    assert set(filed["equal"]) == {"yes"}
    assert set(filed["agreement"]) <= {"as filed", "rounded"}
    (instance,) = (result.out / "filing").glob("*.xml")
    validation = validate(instance, arelle=False)
    assert [str(finding) for finding in validation.findings if finding.severity != "info"] == []
    assert [judgement.not_judged for judgement in validation.judgements if judgement.judge == "own"] == [()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("company", "change", "cell", "network"),
    [
        (
            "muehlbach-gmbh",
            ("gewinn-und-verlustrechnung.csv", "Betriebsergebnis;5.780", "Betriebsergebnis;5.870"),
            'gewinn-und-verlustrechnung.csv:11 B "2025"',
            "IncomeStatementByFunction",
        ),
        (
            "alpenrad-ag",
            ("geldflussrechnung.csv", "Geschäftstätigkeit;1'359'194.10", "Geschäftstätigkeit;1'359'149.10"),
            'geldflussrechnung.csv:9 B "2025"',
            "CashFlowsDirect",
        ),
        (
            "aozora-kk",
            ("貸借対照表.csv", '固定負債合計,"1,305,500"', '固定負債合計,"1,350,500"'),
            '貸借対照表.csv:32 B "当期末（千円）"',
            "BalanceSheetClassified",
        ),
    ],
)
def test_a_wrong_subtotal_of_a_form_is_caught_at_its_cell(
    tmp_path: Path, company: str, change: tuple[str, str, str], cell: str, network: str
) -> None:
    """By the form's calculation."""
    result = _export(company, tmp_path, change)
    errors = [finding for finding in result.findings if finding.severity == "error"]
    assert (cell, True) in [
        (str(finding.source), f"in the network {network} " in finding.message) for finding in errors
    ]


@pytest.mark.slow
def test_another_form_does_not_fit_and_names_the_one_that_does(tmp_path: Path) -> None:
    """Where a concept is not presented there, and where a total does not add up."""
    statements = ("report.toml", '"IncomeStatementByFunction", ', "")
    result = _export("muehlbach-gmbh", tmp_path / "concepts", statements)
    (hint,) = {finding.hint for finding in result.findings if "OtherOperatingIncome" in finding.message}
    assert hint is not None
    assert hint.startswith("it stands in IncomeStatementByFunction, IncomeStatementByNature")
    others = (
        ("mapping.csv", "gaap:OtherOperatingIncome,as printed", "gaap:OtherOperatingIncomeExpenseNet,as printed"),
        ("mapping.csv", "gaap:OtherCostAndExpenseOperating,reversed", "gaap:RestructuringCharges,reversed"),
    )
    result = _export("muehlbach-gmbh", tmp_path / "totals", statements, *others)
    hints = {finding.hint for finding in result.findings if finding.code == "own:calculation"}
    advice = "if the statement is printed so, name that in `statements` of report.toml"
    assert {hint.rpartition("; ")[2] for hint in hints if hint} == {
        f"it adds up in the form IncomeStatementByFunction: {advice}"
    }
