"""Printed labels: in which languages and roles they are filed, and whether the concepts are presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import EXTENSION, map_folder, write_files, write_project, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


def _project_with_extension(folder: Path, language: str) -> Path:
    folder = write_project(folder, {"report.toml": (('taxonomy = "base"', 'taxonomy = "extension"'),)})
    write_taxonomy(folder / "base")
    write_files(folder / "extension", EXTENSION, {})
    report = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(report.replace('"en"', f'"{language}"'), encoding="utf-8")
    return folder


#: The outline of an extension that presents what the small project reports.
_OUTLINE = """\
network,depth,concept,preferred_label
Operations,0,m:AllAbstract,
Operations,1,GadgetRevenues,
Operations,1,OtherRevenues,
Operations,1,m:Revenues,totalLabel
Operations,1,m:Revenues,
Operations,1,m:Costs,negatedLabel
Operations,1,m:Costs,
Operations,1,m:Profit,totalLabel
Operations,1,m:Cash,periodStartLabel
Operations,1,m:Cash,periodEndLabel
"""


@pytest.mark.parametrize("is_extended", [True, False])
@pytest.mark.parametrize(
    ("code", "change", "row"),
    [
        ("mapping.labelRole", ("reversed,negatedLabel", "reversed,"), 3),
        ("mapping.conflictingLabels", ("periodEndLabel,end", "periodStartLabel,end"), 6),
        ("mapping.notPresented", ("totalLabel", "verboseLabel"), 4),
    ],
)
def test_the_role_of_a_label_counts_where_the_label_is_filed(
    tmp_path: Path, code: str, change: tuple[str, str], row: int, *, is_extended: bool
) -> None:
    """Over the base alone none is, so that a project may leave roles out, and print one concept in two ways."""
    folder = _project_with_extension(tmp_path, "en")
    (folder / "extension" / "presentation.csv").write_text(_OUTLINE, encoding="utf-8")
    replaced = [("mapping.csv", change), *([] if is_extended else [("report.toml", ('"extension"', '"base"'))])]
    for file, (old, new) in replaced:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    _, _, _, findings = map_folder(folder)
    assert [(finding.code, finding.source and finding.source.row) for finding in findings] == (
        [(code, row)] if is_extended else []
    )


def test_labels_are_filed_in_the_nearest_language_of_the_extension(tmp_path: Path) -> None:
    """Those of en-GB as English ones."""
    _, mapped, _, findings = map_folder(_project_with_extension(tmp_path, "en-GB"))
    assert mapped
    assert mapped.labels["m:Revenues", "label", "en"] == "Revenues"
    assert not {"mapping.labelLanguage", "mapping.unlabelledLanguage"} & {finding.code for finding in findings}


def test_labels_in_a_language_that_the_extension_lacks_are_an_error(tmp_path: Path) -> None:
    """They would be in no linkbase."""
    _, _, _, findings = map_folder(_project_with_extension(tmp_path, "de"))
    (error,) = [finding for finding in findings if finding.code == "mapping.labelLanguage"]
    assert error.message == "labels are printed in de, and the extension has labels in en, ja alone"


@pytest.mark.parametrize(("language", "codes"), [("de", ["mapping.unlabelledLanguage"]), ("en-GB", [])])
def test_over_the_base_alone_it_is_an_information(tmp_path: Path, language: str, codes: list[str]) -> None:
    """Since printed labels are not filed there."""
    folder = write_project(tmp_path, {"report.toml": (('"en"', f'"{language}"'),)})
    _, _, _, findings = map_folder(folder)
    assert [finding.code for finding in findings if "anguage" in finding.code] == codes


def test_a_sign_and_a_role_that_were_both_forgotten_are_told_together(tmp_path: Path) -> None:
    """A deduction that the extension presents negated, mapped as printed under its standard label."""
    folder = _project_with_extension(tmp_path, "en")
    presentation = folder / "extension" / "presentation.csv"
    rows = "".join(
        f"Operations,1,{row}\n"
        for row in ("m:Costs,negatedLabel", "m:Profit,totalLabel", "m:Cash,periodStartLabel", "m:Cash,periodEndLabel")
    )
    presentation.write_text(presentation.read_text(encoding="utf-8") + rows, encoding="utf-8")
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8")
    (folder / "mapping.csv").write_text(mapping.replace("reversed,negatedLabel", "as printed,"), encoding="utf-8")
    _, _, _, findings = map_folder(folder)
    (finding,) = [finding for finding in findings if finding.message == "m:Costs is not presented with its label"]
    assert finding.hint == "the sign looks reversed: it is presented as negatedLabel, which goes with sign reversed"


@pytest.mark.parametrize(("role", "codes"), [("totalLabel", []), ("", ["taxonomy.missingLabel"])])
def test_a_printed_label_need_not_stand_in_the_taxonomys_tables(tmp_path: Path, role: str, codes: list[str]) -> None:
    """It is the label that the concept has; one that stands nowhere is missing."""
    folder = _project_with_extension(tmp_path, "en")
    (folder / "extension" / "presentation.csv").write_text(_OUTLINE, encoding="utf-8")
    labels = EXTENSION["labels.csv"].splitlines()
    english = "".join(f"{line.rpartition(',')[0]}\n" for line in labels)
    (folder / "extension" / "labels.csv").write_text(english, encoding="utf-8")
    changes = {
        "extension/labels.csv": ("m:Revenues,totalLabel,Total revenues\n", ""),
        "extension/taxonomy.toml": ('["en", "ja"]', '["en"]'),
        "mapping.csv": ("m:Revenues,as printed,", f"m:Revenues,as printed,{role}"),
    }
    for file, (old, new) in changes.items():
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    _, mapped, _, findings = map_folder(folder)
    assert [finding.code for finding in findings] == codes
    assert mapped
    assert (("m:Revenues", "totalLabel", "en") in mapped.labels) == (role == "totalLabel")
