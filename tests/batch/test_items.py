"""The items of a batch: how projects are found, and what a table of entities must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.batch.items import entity_items, project_items
from exporter.errors import MisuseError, UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path


def _project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text("")
    return folder


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A folder with two projects and something else."""
    folder = tmp_path / "clients"
    for name in ("b", "a"):
        _project(folder / name)
    (folder / "notes").mkdir()
    return folder


def test_projects_are_found_by_folder_pattern_and_list(clients: Path, tmp_path: Path) -> None:
    """Each once, and called by its folder; lines that begin with # do not count."""
    (tmp_path / "list.txt").write_text("# ours\nclients/b\n\nclients/a\n")
    for source in (clients, clients / "*", tmp_path / "list.txt"):
        assert sorted(item.id for item in project_items([str(source)])) == ["a", "b"]
    assert [item.id for item in project_items([str(clients / "b"), str(clients)])] == ["b", "a"]


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By those above them, as far as needed."""
    folders = [_project(tmp_path / year / "acme") for year in ("2023", "2024")] + [_project(tmp_path / "beta")]
    assert [item.id for item in project_items(map(str, folders))] == ["2023-acme", "2024-acme", "beta"]


@pytest.mark.parametrize("source", ["gone", "clients/notes", "clients/x*"])
def test_what_leads_to_no_project_is_named(clients: Path, source: str) -> None:
    """With what may be named."""
    with pytest.raises(MisuseError, match=f"{source.replace('*', '.')}.* leads to no project"):
        project_items([str(clients.parent / source)])


def test_a_project_whose_name_could_name_no_folder_is_refused(tmp_path: Path) -> None:
    """Its output would go elsewhere."""
    with pytest.raises(MisuseError, match="cannot name an output folder"):
        project_items([str(_project(tmp_path / ".hidden"))])


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "entities.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_is_an_item(tmp_path: Path) -> None:
    """Its columns are the values of their names; empty rows do not count."""
    project = _project(tmp_path / "p")
    items = entity_items(project, _table(tmp_path, "id,name\nacme, Acme Ltd \n,\nbeta,Beta\n"))
    assert [(item.id, dict(item.values)) for item in items] == [
        ("acme", {"id": "acme", "name": "Acme Ltd"}),
        ("beta", {"id": "beta", "name": "Beta"}),
    ]
    assert {item.project for item in items} == {project}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nA\n", "has no column 'id'"),
        ("id,two words\na,b\n", "the column 'two words' cannot be written"),
        ("id,x,x\na,b,c\n", "the column 'x' is there twice"),
        ("id\na\nA\n", "row 3 has the id 'A' of row 2 again"),
        ("id\n../a\n", "row 2 has the id '../a', which cannot name a folder"),
        ("id,x\n.a,1\n", "row 2 has the id '.a'"),
        ("id,x\na\n", "row 2 has 1 cells, and the heading 2"),
        ("id\n" + "a\n" * 9, "; and 3 more"),
    ],
)
def test_a_table_that_is_not_in_order_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Before anything is done, with the rows."""
    with pytest.raises(MisuseError) as caught:
        entity_items(_project(tmp_path / "p"), _table(tmp_path, text))
    assert message in str(caught.value)


def test_a_table_needs_a_project(tmp_path: Path) -> None:
    """The exception names what is none."""
    with pytest.raises(UnreadableInputError, match="is not a project"):
        entity_items(tmp_path, _table(tmp_path, "id\na\n"))
