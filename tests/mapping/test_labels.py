"""Printed labels: in which languages they are filed."""

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
