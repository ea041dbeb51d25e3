"""The forms of statements: what a project chooses counts, in our own checks and in the DTS of its instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from exporter.validation.panel import Panel
from tests.projects import FORMS, map_folder, write_extension, write_project, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


def _project(folder: Path, statements: str) -> Path:
    """Write the small project over a base with forms, `statements` being the key's value."""
    write_project(folder, {"report.toml": (("[entity]", f"statements = {statements}\n\n[entity]"),)})
    write_taxonomy(folder / "base", FORMS)
    return folder


def test_of_a_statement_the_first_form_counts_where_none_is_chosen(tmp_path: Path) -> None:
    """The instance refers to the entry point, as ever."""
    project, mapped, taxonomy, findings = map_folder(_project(tmp_path, "[]"))
    assert project
    assert mapped
    assert taxonomy
    assert findings == []
    assert [*taxonomy.networks] == ["Statement", "ResultsInFull"]
    assert mapped.report.entry_points == ("http://example.org/mini/2020/mini-2020-all.xsd",)


def test_a_chosen_form_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """The instance refers to an entry point of the form, which has no other one."""
    folder = _project(tmp_path, '["ResultsInShort"]')
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8")
    (folder / "mapping.csv").write_text(mapping.replace("m:Costs,reversed,negatedLabel", ",,"), encoding="utf-8")
    _, mapped, taxonomy, _ = map_folder(folder)
    assert mapped
    assert taxonomy
    assert {(arc.network, arc.concept) for arc in taxonomy.calculation if arc.total == "m:Profit"} == {
        ("ResultsInShort", "m:Revenues")
    }
    assert [href.rpartition("/")[2] for href in mapped.report.entry_points] == [
        "mini-2020-common.xsd",
        "mini-2020-form-ResultsInShort.xsd",
    ]


def test_a_concept_of_another_form_names_it(tmp_path: Path) -> None:
    """The remedy is a line of report.toml."""
    _, _, _, findings = map_folder(_project(tmp_path, '["ResultsInShort"]'))
    (finding,) = [finding for finding in findings if finding.code == "mapping.notPresented"]
    assert finding.source
    assert finding.source.row == 3
    assert finding.hint == "it stands in ResultsInFull; name the form in which the statement is printed in `statements`"


@pytest.mark.slow
@pytest.mark.parametrize("arelle", [False, True])
def test_judges_and_the_own_one_agree_on_the_form(tmp_path: Path, *, arelle: bool) -> None:
    """A profit that is not revenues is wrong in the short form alone; judged again by itself, too."""
    folder = _project(tmp_path, '["ResultsInFull", "ResultsInShort"]')
    result = export_report(folder, arelle=arelle)
    codes = {finding.code for finding in result.findings if finding.severity == "error"}
    assert codes == {"own:calculation"}
    told = {message.code for judgement in result.judgements for message in judgement.messages}
    assert ("calc11e:inconsistentCalculationUsingRounding" in told) == arelle
    with Panel([] if arelle else ["arelle"]) as panel:
        validation = panel.judge(result.out / "filing" / "acme-20201231.xml")
    assert codes == {finding.code for finding in validation.findings if finding.severity == "error"}
    assert {word for judgement in validation.judgements for word in judgement.not_judged} & {"totals"} == set()


def test_an_unknown_form_names_the_nearest(tmp_path: Path) -> None:
    """And an extension has forms of its own."""
    _, _, _, findings = map_folder(_project(tmp_path / "base", '["ResultsInShorts", "x"]'))
    unknown = [finding for finding in findings if finding.code == "project.unknownStatement"]
    assert [finding.hint for finding in unknown] == [
        "did you mean 'ResultsInShort'?",
        "known are ResultsInFull, ResultsInShort",
    ]
    folder = _project(tmp_path / "extended", '["ResultsInShort"]')
    write_extension(folder / "extension")
    report = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(report.replace('"base"', '"extension"'), encoding="utf-8")
    _, _, _, findings = map_folder(folder)
    (finding,) = [finding for finding in findings if finding.code == "project.unknownStatement"]
    assert finding.hint == "known are none, since an extension says itself how its statements are printed"
