"""Prints of all kinds: read by what is declared or by the language, or refused with the very line that declares it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.projects import map_folder, write_print_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding

_MONEY = ("Revenues", "Costs", "Profit")


def _values(folder: Path) -> tuple[list[str | None], list[Finding]]:
    """What the facts of a project say, in the order of its rows, and what is wrong with it."""
    _, mapped, _, findings = map_folder(folder)
    assert mapped, findings
    return mapped.cells["value"].to_list(), findings


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def _line(findings: list[Finding]) -> str:
    """The one line that all errors say to write below the table."""
    lines = {re.search(r"under \[tables\.statement\], write: ([^;]*)", error.hint or "") for error in _errors(findings)}
    texts = {line[1] for line in lines if line}
    assert len(texts) == 1, findings
    return texts.pop()


@pytest.mark.parametrize(
    ("prints", "line", "values"),
    [
        (["1.234.567,89", "-12,50"], 'decimal_mark = ","', ["1234567.89", "-12.50"]),
        (["0,125", "2,5"], 'decimal_mark = ","', ["0.125", "2.5"]),
        (["12,34,567", "-1,234"], 'locale = "en-IN"', ["1234567", "-1234"]),
        (["1 234", "1\u202f234\u202f567", "1\u2009234"], 'group_mark = " "', ["1234", "1234567", "1234"]),
        (["1 234,56", "1\xa0234,5"], 'locale = "fr"', ["1234.56", "1234.5"]),
        (["n.a.", "Nil", "5"], 'nothing = ["n.a.", "Nil"]', [None, None, "5"]),
        (["n/m", "nm", "5"], 'nothing = ["n/m", "nm"]', [None, None, "5"]),
        (["3,000千円", "▲5百万円"], 'suffixes = { "千円" = 3, "百万円" = 6 }', ["3000000", "-5000000"]),
    ],
)
def test_an_error_prints_the_line_with_which_the_print_is_read(
    tmp_path: Path, prints: list[str], line: str, values: list[str | None]
) -> None:
    """Without it there is an error at each cell that cannot be read, and no guess."""
    cells = dict(zip(_MONEY, prints, strict=False))
    _, findings = _values(write_print_project(tmp_path / "bare", cells))
    assert {error.code for error in _errors(findings)} == {"lineItems.notANumber"}
    assert _line(findings) == line
    said, findings = _values(write_print_project(tmp_path / "declared", cells, line))
    assert said == values
    assert _errors(findings) == []


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [("2.5x", 'suffixes = { "x" = 0 }', "2.5"), ("150 bp", 'suffixes = { "bp" = -4 }', "0.0150")],
)
def test_a_suffix_says_in_what_a_figure_is(tmp_path: Path, text: str, line: str, value: str) -> None:
    """So that the scale of the table does not apply."""
    _, findings = _values(write_print_project(tmp_path / "bare", {"Margin": text}, unit="pure"))
    assert _line(findings) == line
    project = write_print_project(tmp_path / "declared", {"Margin": text}, line, unit="pure")
    report = project / "report.toml"
    report.write_text(report.read_text(encoding="utf-8").replace("scale = 0", "scale = 3"), encoding="utf-8")
    assert _values(project)[0] == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,125", "1125"),
        ("ja", "1,125", "1125"),
        ("de", "1,125", "1.125"),
        ("de", "1.234,5", "1234.5"),
        ("de-CH", "1’234.50", "1234.50"),
        ("de-CH", "1.234,50", None),
        ("es", "1.234,5", "1234.5"),
        ("es-MX", "1,234.5", "1234.5"),
        ("en-IN", "12,34,567", "1234567"),
        ("en-IN", "1,234,567", None),
        ("fr", "1\u202f234,5", "1234.5"),
        ("sv", "1 234,5", "1234.5"),
        ("xx", "1,234.5", "1234.5"),
    ],
)
def test_the_convention_follows_from_the_language_tag(
    tmp_path: Path, language: str, text: str, value: str | None
) -> None:
    """The full tag counts: Switzerland, Mexico and India print otherwise than their languages elsewhere."""
    said, findings = _values(write_print_project(tmp_path, {"Revenues": text}, language=language))
    assert said == [value]
    assert bool(_errors(findings)) == (value is None)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("EUR", "€1,234", "1234"),
        ("EUR", "€ (30)", "-30"),
        ("EUR", "(30 €)", "-30"),
        ("EUR", "EUR 30", "30"),
        ("JPY", "30円", "30"),
        ("USD", "US$ 30", "30"),
        ("EUR", "1,234.50-", "-1234.50"),
        ("EUR", "1'234'567.50", "1234567.50"),
        ("EUR", "-", "0"),
    ],
)
def test_what_has_one_meaning_only_is_read(tmp_path: Path, unit: str, text: str, value: str) -> None:
    """A sign of the unit's currency, a minus behind, an apostrophe between digits."""
    said, findings = _values(write_print_project(tmp_path, {"Revenues": text}, 'dash = "zero"', unit=unit))
    assert said == [value]
    assert _errors(findings) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$30", "an amount in USD or AUD or CAD by its '$', but the column is in EUR"),
        ("JPY 30", "an amount in JPY by its 'JPY', but the column is in EUR"),
        ("10-15", "a range, which is no figure"),
        ("10 to 15", "a range, which is no figure"),
        ("(30", "a number of which one parenthesis stands in a neighbouring column"),
        ("#REF!", "an error of a spreadsheet"),
        ("1.2E+05", "a number in scientific notation, which may have lost digits"),
        ("5(1)", "the figure 5 with the mark (1) of a footnote, which footnotes.csv does not have"),
    ],
)
def test_what_no_declaration_makes_a_figure_is_named(tmp_path: Path, text: str, words: str) -> None:
    """With what can be done about it, among other things to exclude the cell."""
    _, findings = _values(write_print_project(tmp_path, {"Revenues": text}))
    (error,) = _errors(findings)
    assert error.message == f"{text!r} looks like {words}"
    assert error.hint
    assert 'at the file "statement.csv", exclude = { B2 = "why" }' in error.hint


def test_a_side_gives_a_figure_the_sign_of_its_concept(tmp_path: Path) -> None:
    """A loss stands on the debit side, and a mark of the other side turns a figure round."""
    prints = {"Profit": "30", "Costs": "800 Dr", "Revenues": "1,200 CR"}
    said, findings = _values(write_print_project(tmp_path, prints, column=', side = "debit"'))
    assert said == ["-30", "800", "1200"]
    assert _errors(findings) == []
    assert _values(write_print_project(tmp_path, prints, column=', side = "credit"'))[0] == ["30", "800", "1200"]


def test_a_mark_of_a_side_needs_a_side(tmp_path: Path) -> None:
    """And the error prints the line."""
    _, findings = _values(write_print_project(tmp_path, {"Revenues": "1,200 Cr"}))
    (error,) = _errors(findings)
    assert error.message == "'1,200 Cr' looks like a balance on the credit side"
    assert error.hint == 'in report.toml, in the column "2020", write: side = "credit"'


def test_a_side_says_nothing_of_a_concept_without_balance(tmp_path: Path) -> None:
    """Such as a number of shares."""
    project = write_print_project(tmp_path, {"Shares": "5"}, unit="shares", column=', side = "debit"')
    (error,) = _errors(_values(project)[1])
    assert (error.code, error.message) == (
        "mapping.wrongSide",
        "the column stands on the debit side, but m:Shares is neither debit nor credit",
    )


def test_one_cell_is_excluded_for_a_reason(tmp_path: Path) -> None:
    """Its reason stands in the ledger; a cell that is not there is an error."""
    project = write_print_project(tmp_path, {"Revenues": "10-15", "Costs": "3"})
    report = project / "report.toml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace('"statement.csv",', '"statement.csv", exclude = { B2 = "a range" },'), "utf-8")
    _, mapped, _, findings = map_folder(project)
    assert mapped
    assert mapped.cells["reason"].to_list() == ["a range", None]
    assert _errors(findings) == []
    report.write_text(text.replace('"statement.csv",', '"statement.csv", exclude = { B9 = "a range" },'), "utf-8")
    assert ("lineItems.unknownCell", "statement.csv has no cell B9 with a figure, which report.toml excludes") in [
        (finding.code, finding.message) for finding in _values(project)[1]
    ]


@pytest.mark.parametrize("text", ["8.7%", "100%", "(8.7)%"])
def test_a_percentage_is_no_amount(tmp_path: Path, text: str) -> None:
    """It would be filed as a hundredth of an amount."""
    (error,) = _errors(_values(write_print_project(tmp_path, {"Revenues": text}))[1])
    assert (error.code, error.message) == (
        "mapping.wrongUnit",
        f"{text!r} is a percentage, and the unit is iso4217:EUR",
    )
    assert _values(write_print_project(tmp_path, {"Margin": "8.7%"}, unit="pure"))[0] == ["0.087"]


def test_marks_at_figures_link_footnotes(tmp_path: Path) -> None:
    """Each figure gets the footnote of its mark, and the marks count as printed."""
    prints = {"Revenues": "1,200(1)", "Costs": "30*", "Profit": "1,170"}
    project = write_print_project(tmp_path, prints, footnotes="first,(1),The first.\nsecond,*,The second.\n")
    _, mapped, _, findings = map_folder(project)
    assert mapped
    assert mapped.report.facts["value"].to_list() == ["1200", "30", "1170"]
    assert mapped.report.footnotes.select("fact", "text").rows() == [
        (mapped.report.facts["id"][0], "The first."),
        (mapped.report.facts["id"][1], "The second."),
    ]
    assert findings == []


@pytest.mark.parametrize(("dash", "value"), [("nil", ("fact", None)), ("nothing", ("excluded", None))])
def test_a_dash_is_no_text(tmp_path: Path, dash: str, value: tuple[str, str | None]) -> None:
    """It means in a text cell what it means in any other."""
    project = write_print_project(tmp_path, {"Company": "—", "Revenues": "5"}, f'dash = "{dash}"')
    _, mapped, _, _ = map_folder(project)
    assert mapped
    assert mapped.cells.select("disposition", "value").row(0) == value


def test_what_is_declared_closer_to_a_column_counts(tmp_path: Path) -> None:
    """A column's marks take the place of its table's."""
    column = ', decimal_mark = ".", group_mark = ","'
    said, _ = _values(write_print_project(tmp_path, {"Revenues": "1,234.5"}, 'decimal_mark = ","', column=column))
    assert said == ["1234.5"]


def test_digits_beyond_the_decimals_may_be_grouped_by_a_point(tmp_path: Path) -> None:
    """18.450 beside thousands: to correct the decimals, as one would else, files a thousandth."""
    project = write_print_project(tmp_path, {"Revenues": "18.450", "Costs": "567"})
    report = project / "report.toml"
    text = report.read_text(encoding="utf-8").replace("scale = 0", "scale = 3").replace('"INF"', "-3")
    report.write_text(text, encoding="utf-8")
    (error,) = _errors(_values(project)[1])
    assert error.code == "mapping.lostDigits"
    assert _line([error]) == 'decimal_mark = ","'
    report.write_text(text.replace("scale = 3", 'scale = 3\ndecimal_mark = ","'), encoding="utf-8")
    assert _values(project)[0] == ["18450000", "567000"]
