"""The commands about published taxonomies: import, list, remove, search, show and diff."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from exporter.cli import main
from exporter.dts.index import INDEX
from tests.published import ENTRY, write_published
from tests.test_published import write_published_project


@pytest.fixture
def cache(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A cache that keeps the small published taxonomy."""
    cache = str(tmp_path / "cache")
    source = str(write_published(tmp_path / "source"))
    assert main(["taxonomy", "import", source, "--entry-point", ENTRY, "--cache", cache]) == 0
    out = capsys.readouterr().out
    assert "concepts     21\n" in out
    assert "labels       13 (en, fr)\n" in out
    return cache


def test_what_is_imported_is_listed_and_removed(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By its name, its entry point, or the beginning of its key."""
    assert main(["taxonomy", "list", "--cache", cache]) == 0
    line = capsys.readouterr().out
    assert f"21 concepts, en, fr; {ENTRY}\n" in line
    assert main(["taxonomy", "remove", line.split()[0], "--cache", cache]) == 0
    assert capsys.readouterr().out.startswith("removed ")
    assert main(["taxonomy", "list", "--cache", cache, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"taxonomies": []}
    assert main(["taxonomy", "remove", "all", "--cache", cache]) == 2
    assert "keeps no taxonomy 'all'" in capsys.readouterr().err


def test_concepts_are_searched_in_the_only_one(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with label, type and place."""
    assert main(["taxonomy", "search", "total", "assets", "--most", "1", "--cache", cache]) == 0
    lines = ["reg:Assets", "    Assets", "    regt:positiveMoneyItemType instant debit", "    100 - Statement"]
    assert capsys.readouterr().out.splitlines() == lines
    assert main(["taxonomy", "search", "xyzzy", "--in", "all", "--cache", cache]) == 0
    assert "nothing  in all has 'xyzzy'" in capsys.readouterr().out


def test_a_misspelt_name_is_told_what_is_kept(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And a package that is not there, which its folder has."""
    assert main(["taxonomy", "search", "assets", "--in", "al", "--cache", cache]) == 2
    assert "there is no taxonomy 'al'; did you mean 'all'?" in capsys.readouterr().err
    assert main(["taxonomy", "search", "assets", "--in", "none.zip", "--cache", cache]) == 2
    assert "none.zip does not exist" in capsys.readouterr().err


def test_concepts_of_a_package_and_of_a_project_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A package with the URL where it begins; a project as its report.toml says."""
    cache = ["--cache", str(tmp_path / "cache")]
    source = str(write_published(tmp_path / "source"))
    assert main(["taxonomy", "concepts", source, "sales", "--entry-point", ENTRY, *cache]) == 0
    assert "reg:Sales" in capsys.readouterr().out
    project = str(write_published_project(tmp_path / "project", "plain"))
    assert main(["taxonomy", "concepts", project, "sales", *cache]) == 0
    assert "reg:Sales" in capsys.readouterr().out


def test_what_is_kept_for_a_filing_is_not_meant_by_default(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed as such, and the only one that was imported is searched."""
    (imported,) = (file.parent for file in Path(cache).glob(f"*/{INDEX}"))
    folder = Path(cache) / "0123"
    shutil.copytree(imported, folder)
    text = (folder / INDEX).read_text(encoding="utf-8")
    manifest = json.loads(text)
    (folder / INDEX).write_text(json.dumps({**manifest, "key": "0123", "sources": []}), encoding="utf-8")
    assert main(["taxonomy", "list", "--cache", cache]) == 0
    assert capsys.readouterr().out.count("; kept for a filing\n") == 1
    assert main(["taxonomy", "search", "sales", "--cache", cache]) == 0
    assert "reg:Sales" in capsys.readouterr().out


def test_a_concept_is_shown(cache: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As text or as JSON; an unknown one is misuse."""
    assert main(["taxonomy", "show", "Assets", "--cache", cache]) == 0
    assert "is the sum of   reg:CurrentAssets with weight 1 (statement)\n" in capsys.readouterr().out
    assert main(["taxonomy", "show", "Assets", "--cache", cache, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["concept"] == "reg:Assets"
    assert main(["taxonomy", "show", "Asset", "--cache", cache]) == 2
    assert "has no concept 'Asset'; did you mean" in capsys.readouterr().err


def test_two_versions_are_compared(cache: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, as JSON, and as CSV."""
    newer = str(write_published(tmp_path / "newer", {"lab-en.xml": ((">Sales<", ">Turnover<"),)}))
    assert main(["taxonomy", "list", "--cache", cache]) == 0
    key = capsys.readouterr().out.split()[0]
    command = ["taxonomy", "diff", key, newer, "--entry-point", ENTRY, "--cache", cache]
    assert main(command) == 0
    assert capsys.readouterr().out == "reg:Sales  relabelled: label (en): Sales → Turnover\nrelabelled  1\n"
    assert main([*command, "--json"]) == 0
    (difference,) = json.loads(capsys.readouterr().out)["differences"]
    assert difference["after"] == "Turnover"
    assert main([*command, "--to", str(tmp_path / "differences.csv")]) == 0
    text = (tmp_path / "differences.csv").read_text(encoding="utf-8")
    assert text == "concept,change,what,before,after\nreg:Sales,relabelled,label (en),Sales,Turnover\n"


def test_packages_of_the_variable_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that does not exist is misuse, and the message names it."""
    monkeypatch.setenv("EXPORTER_PACKAGES", str(tmp_path / "none"))
    assert main(["taxonomy", "search", "assets"]) == 2
    assert f"the variable EXPORTER_PACKAGES names {tmp_path / 'none'}" in capsys.readouterr().err
