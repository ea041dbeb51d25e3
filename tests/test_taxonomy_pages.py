"""The pages on regulators' taxonomies and on validating offline: what they show is run as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

import exporter
from exporter.cli import main
from exporter.files.resources import bundled_folder
from exporter.findings.findings import Severity
from tests.projects import write_files
from tests.published import ENTRY, write_published
from tests.test_published import EXTENSION, PROJECT, PUBLISHED, write_published_project

if TYPE_CHECKING:
    from pathlib import Path

_DOCS = bundled_folder("samples").parent / "docs"


def _blocks(page: str) -> dict[str, list[str]]:
    """The blocks of each section of a page."""
    text = (_DOCS / page).read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    blocks = {}
    for name, section in sections.items():
        indented = re.findall(r"(?:^(?:    .*)?\n)+", section, re.MULTILINE)
        python = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
        blocks[name] = [re.sub("^    ", "", block, flags=re.MULTILINE).strip() for block in indented if block.strip()]
        blocks[name] += python
    return blocks


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the package of the made-up regulator."""
    source = write_published(tmp_path / "source")
    (tmp_path / "here" / "packages").mkdir(parents=True)
    shutil.make_archive(str(tmp_path / "here" / "packages" / "regulator"), "zip", source)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "here"


def _run(line: str) -> int:
    words = shlex.split(line)
    assert words[0] == "exporter"
    return main(words[1:])


@pytest.mark.usefixtures("folder")
def test_the_commands_about_a_regulators_taxonomy_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Import, search and show, in the order of the page; and the lines for a notebook."""
    blocks = _blocks("regulators-taxonomy.md")
    search, *_, python = blocks["Find concepts"]
    for line in [*blocks["Import it"][0].splitlines(), *search.splitlines()]:
        assert _run(line) == 0
    assert "is the sum of   reg:CurrentAssets" in capsys.readouterr().out
    names: dict[str, object] = {}
    exec(python, {"exporter": exporter}, names)  # noqa: S102 - our own page
    assert names["findings"] == []


@pytest.mark.parametrize("is_extended", [False, True])
def test_a_project_as_the_page_shows_it_is_exported(folder: Path, *, is_extended: bool) -> None:
    """With the page's taxonomy by itself, and with its extension."""
    blocks = _blocks("regulators-taxonomy.md")
    reference, mapping = blocks["Map to it"]
    files = {**PROJECT, "report.toml": PROJECT["report.toml"].replace(f"taxonomy = {PUBLISHED}", reference)}
    assert mapping.splitlines()[1] in files["mapping.csv"]
    assert files["report.toml"] != PROJECT["report.toml"]
    write_files(folder, files, {})
    if is_extended:
        extended = write_published_project(folder / "extended", "esef")
        for name in ("mapping.csv", "extension"):
            (shutil.copytree if (extended / name).is_dir() else shutil.copy)(extended / name, folder / name)
        (folder / "extension" / "taxonomy.toml").write_text(blocks["Extend it"][0], encoding="utf-8")
        text = files["report.toml"].replace(reference, 'taxonomy = "extension"')
        (folder / "report.toml").write_text(text, encoding="utf-8")
        assert "Machines" in EXTENSION["concepts.csv"]
    result = exporter.export_report(folder, folder / "out", arelle=False, formats=["xml"])
    assert [str(finding) for finding in result.findings if finding.severity is Severity.ERROR] == []


def test_the_table_of_styles_has_each_style() -> None:
    """In the order of the package."""
    page = (_DOCS / "regulators-taxonomy.md").read_text(encoding="utf-8")
    from exporter.taxonomy.filing_styles import STYLES  # noqa: PLC0415 - this test alone needs it

    assert f"| | {' | '.join(f'`{name}`' for name in STYLES)} |" in page


def test_the_commands_for_a_filing_of_others_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Validate, read and convert; and without the package the message of the page."""
    project = write_published_project(folder / "project")
    exporter.export_report(project, arelle=False, formats=["xml"])
    shutil.copy(project / "out" / "filing" / "acme-2030.xml", folder / "filing.xml")
    blocks = _blocks("validate-offline.md")
    for line in [*blocks["A filing of somebody else's"], *blocks["Read, convert and compare"][0].splitlines()]:
        assert _run(line if "validate" not in line else f"{line} --no-arelle") == 0
    assert "own        clean" in capsys.readouterr().out
    (judged,) = blocks["What is judged, and what is taken as given"]
    assert _run(f"{judged} --no-arelle") == 0
    command, *_, python = blocks["Many filings"]
    (folder / "filings").mkdir()
    filings = [shutil.copy(folder / "filing.xml", folder / "filings" / f"{number}.xml") for number in range(3)]
    assert _run(f"{command.replace('filings/*.xml', ' '.join(map(str, filings)))}") == 0
    exec(python, {"paths": filings})  # noqa: S102 - what a reader would type
    printed = capsys.readouterr().out
    assert "files  3: 3 without errors" in printed
    assert [f"{filing} 1" in printed for filing in filings] == [True] * 3
    assert _run("exporter validate filing.xml --no-arelle") == 1
    assert blocks["What is missing"][0] in capsys.readouterr().err
    assert ENTRY in blocks["What is missing"][0]
