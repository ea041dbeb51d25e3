"""Batches from stores to stores: the same as on this machine; what a store refuses is told of its item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from exporter.batch import work
from exporter.batch.inputs_hash import InputHashes
from exporter.batch.items import Item, entity_items, project_items
from exporter.batch.journal import DONE, FAILED, JOURNAL, read_entries
from exporter.batch.run import Batch, Progress, run_batch
from exporter.cli import main
from exporter.errors import MisuseError, UnreadableInputError
from exporter.export import export_with
from exporter.files.stored_outputs import current_output
from exporter.files.stores import write
from exporter.validation.panel import Panel
from tests.batch.companies import write_companies
from tests.batch.test_run import QUICK, files_of, projects, states
from tests.stores import contents, empty_memory, s3_server, store_class, upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A working folder for the journal, and a memory that is empty afterwards."""
    with empty_memory(monkeypatch):
        monkeypatch.chdir(tmp_path)
        yield


def _published(out: str, names: list[str]) -> dict[str, bytes]:
    """All files of items as they are published, by the names that they have on this machine."""
    files = contents(out)
    found: dict[str, bytes] = {}
    for name in names:
        current = current_output(f"{out}/{name}")
        assert current
        found |= {f"{name}/{file}": files[f"{name}/{current.generation}/{file}"] for file in current.files}
    return found


def _done(items: list[Item], batch: Batch) -> list[str]:
    told: list[Progress] = []
    run_batch(items, batch, progress=told.append)
    return [each.entry.id for each in told]


def test_projects_are_found_by_url(tmp_path: Path) -> None:
    """As folders of this machine are: by folder, pattern and list."""
    for name in ("clients/a", "clients/b", "clients/b/nested", "clients/b/out", "more/c"):
        write(f"memory://in/{name}/report.toml", b"")
    write("memory://in/clients/notes/x.txt", b"")
    (tmp_path / "list.txt").write_text("memory://in/more/c\nmemory://in/clients/a\n")
    found = {
        source: [item.id for item in project_items([source])]
        for source in ("memory://in/clients", "memory://in/cl*", "memory://in/*/[ab]", "memory://in/more/c", "list.txt")
    }
    assert list(found.values()) == [["a", "b"], ["a", "b"], ["a", "b"], ["c"], ["c", "a"]]
    assert project_items(["memory://in/more"])[0].project == "memory://in/more/c"
    with pytest.raises(MisuseError, match="memory://in/gone leads to no project"):
        project_items(["memory://in/gone"])
    with pytest.raises(UnreadableInputError, match=r"memory://in has no report\.toml"):
        entity_items("memory://in", tmp_path / "list.txt")


def test_a_batch_from_store_to_store_gives_the_same_bytes(tmp_path: Path) -> None:
    """What has not changed is left as it is; what has, and what is gone, is done again."""
    run_batch(projects(tmp_path / "in"), replace(QUICK, out=tmp_path / "out"))
    upload(tmp_path / "in", "memory://in")
    items, batch = project_items(["memory://in"]), replace(QUICK, out="memory://out")
    entries = run_batch(items, batch)
    assert states(entries) == {"p0": "clean", "p1": "errors", "p2": "clean"}
    assert _published("memory://out", ["p0", "p1", "p2"]) == files_of(tmp_path / "out")
    assert read_entries(tmp_path / JOURNAL) == entries
    assert _done(items, batch) == []
    report = contents("memory://in")["p2/report.toml"]
    write("memory://in/p2/report.toml", report + b"\n# touched\n")
    assert _done(items, batch) == ["p2"]
    assert len({name.split("/")[1] for name in contents("memory://out") if name.startswith("p2/")}) == 2
    store_class("memory").store.pop("/out/p0/current.json")
    assert _done(items, batch) == ["p0"]
    assert _done(items, replace(batch, out="memory://elsewhere")) == ["p0", "p1", "p2"]


def test_an_entity_takes_no_files_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What all share is fetched once, and again where it has changed."""
    write_companies(3, tmp_path)
    upload(tmp_path / "project", "memory://in/project")
    items = entity_items("memory://in/project", tmp_path / "entities.csv")
    fetched: list[str] = []
    original = store_class("memory").get_file

    def noting(self: Any, path: str, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as they came
        fetched.append(path.removeprefix("/in/project/"))
        return original(self, path, *arguments, **options)

    monkeypatch.setattr(store_class("memory"), "get_file", noting)
    batch = replace(QUICK, out="memory://out")
    assert states(run_batch(items[:2], batch)) == {"company-00000": "clean", "company-00001": "clean"}
    assert sorted(fetched[:3]) == ["balances/company-00000.csv", "mapping.csv", "report.toml"]
    assert fetched[3:] == ["balances/company-00001.csv"]
    fetched.clear()
    mapping = contents("memory://in/project")["mapping.csv"]
    write("memory://in/project/mapping.csv", mapping + b"\n")
    assert _done(items[:1], batch) == ["company-00000"]
    assert sorted(fetched) == ["balances/company-00000.csv", "mapping.csv"]


def test_files_in_stores_count_by_their_stamps(tmp_path: Path) -> None:
    """Those of others, and what exports left, do not count; packages do."""
    write_companies(2, tmp_path)
    upload(tmp_path / "project", "memory://in/project")
    item = Item("company-00000", "memory://in/project", {"id": "company-00000"})

    def hashed() -> str:
        return InputHashes("memory://in/project/filings", {}, ["memory://in/p.zip"]).of(item)

    with pytest.raises(UnreadableInputError, match=r"the package memory://in/p\.zip does not exist"):
        hashed()
    write("memory://in/p.zip", b"a")
    before = hashed()
    for name in ("project/balances/company-00001.csv", "project/out/x", "project/filings/a/x"):
        write(f"memory://in/{name}", b"more")
        assert hashed() == before
    for name in ("project/balances/company-00000.csv", "project/new.csv", "p.zip"):
        write(f"memory://in/{name}", b"more")
        assert hashed() != before
        before = hashed()


def test_packages_are_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive as a file, a folder as one; judges are given the same copies for each item."""
    projects(tmp_path / "in")
    upload(tmp_path / "in", "memory://in")
    write("memory://packages/p.zip", b"archive")
    write("memory://packages/web/https/example.com/a.xsd", b"schema")
    given: list[dict[str, bytes]] = []

    class Noting(Panel):
        def __init__(self, without: Any, packages: Any) -> None:  # noqa: ANN401 - as they came
            given.append(files_of(packages[1].parent) | {packages[0].name: packages[0].read_bytes()})
            super().__init__(without)

    monkeypatch.setattr(work, "Panel", Noting)
    packages = ("memory://packages/p.zip", "memory://packages/web")
    entries = run_batch(project_items(["memory://in"]), replace(QUICK, out=tmp_path / "out", packages=packages))
    assert states(entries) == {"p0": "clean", "p1": "errors", "p2": "clean"}
    assert given == [{"p.zip": b"archive", "web/https/example.com/a.xsd": b"schema"}]


def test_what_a_store_refuses_is_told_of_the_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the URL and why; the others go on, and the next run tries again what could not be read."""
    projects(tmp_path / "in")
    upload(tmp_path / "in", "memory://in")
    items, batch = project_items(["memory://in"]), replace(QUICK, out="memory://out")

    def refuse_for(patch: pytest.MonkeyPatch, name: str, start: str) -> None:
        original = getattr(store_class("memory"), name)

        def refuse(self: Any, path: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as they came
            if str(path).startswith(start):
                raise PermissionError("Access Denied")
            return original(self, path, *arguments, **options)

        patch.setattr(store_class("memory"), name, refuse)

    with monkeypatch.context() as patch:
        refuse_for(patch, "cat_file", "/in/p0")
        refuse_for(patch, "get_file", "/in/p1")
        refuse_for(patch, "pipe_file", "/out/p2")
        entries = run_batch(items, batch)
    assert [entry.state for entry in entries] == [FAILED] * 3
    assert [entry.verdict for entry in entries] == [
        "memory://in/p0/report.toml cannot be read: access is refused (Access Denied)",
        "memory://in/p1 cannot be read: access is refused (Access Denied)",
        "memory://out/p2/current.json cannot be written: access is refused (Access Denied)",
    ]
    assert read_entries(tmp_path / JOURNAL) == entries
    assert _done(items, batch) == ["p0"]
    assert _done(items, replace(batch, retry=True)) == ["p1", "p2"]


def test_a_store_that_disappears_takes_none_of_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was in hand then is told, and done when the store is there again; a copy has no file of an item before."""
    write_companies(4, tmp_path)
    upload(tmp_path / "project", "memory://in/project")
    items, batch = entity_items("memory://in/project", tmp_path / "entities.csv"), replace(QUICK, out="memory://out")
    seen: list[list[str]] = []

    def noting(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as they came
        seen.append(sorted(path.name for path in (arguments[1] / "balances").iterdir()))
        return export_with(*arguments, **options)

    def gone(*_: object, **__: object) -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr(work, "export_with", noting)
    with monkeypatch.context() as patch:
        entries = run_batch(items, batch, progress=lambda _: patch.setattr(store_class("memory"), "get", gone))
    assert [entry.state for entry in entries] == [DONE, FAILED, FAILED, FAILED]
    assert entries[3].verdict == "memory://in/project cannot be read: ConnectionError (no route)"
    assert read_entries(tmp_path / JOURNAL) == entries
    assert _done(items, replace(batch, retry=True)) == [item.id for item in items[1:]]
    assert seen == [[f"{item.id}.csv"] for item in items]


def test_a_project_that_cannot_be_read_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not again for each of its entities."""
    write_companies(3, tmp_path)
    upload(tmp_path / "project", "memory://in/project")
    items = entity_items("memory://in/project", tmp_path / "entities.csv")
    asked: list[str] = []

    def refused(_: Any, path: str, **__: Any) -> None:  # noqa: ANN401 - as they came
        asked.append(path)
        if path.startswith("/in"):
            raise PermissionError("Access Denied")

    monkeypatch.setattr(store_class("memory"), "cat_file", refused)
    entries = run_batch(items, replace(QUICK, out=tmp_path / "out"))
    assert {entry.verdict for entry in entries} == {
        "memory://in/project/report.toml cannot be read: access is refused (Access Denied)"
    }
    assert len(asked) == 1


def test_what_is_wrong_is_named_by_its_url(tmp_path: Path) -> None:
    """And not by the copy on this machine."""
    projects(tmp_path / "in", 1)
    upload(tmp_path / "in", "memory://in")
    write("memory://in/p0/mapping.csv", b"PK\x03\x04")
    (entry,) = run_batch(project_items(["memory://in/p0"]), replace(QUICK, out="memory://out"))
    assert entry.state == FAILED
    assert entry.verdict.startswith("memory://in/p0/mapping.csv is a workbook or an archive")


def test_the_command_line_takes_urls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page goes to the store, too, and the journal to the working folder, where `status` finds it."""
    projects(tmp_path / "in", 1)
    upload(tmp_path / "in", "memory://in")
    command = ["batch", "memory://in", "--out", "memory://out", "--no-arelle", "--format", "xml", "--quiet"]
    assert main(command) == 2
    assert "--jobs 0" in capsys.readouterr().err
    command += ["--jobs", "0"]
    assert main(command) == 0
    assert {name for name in contents("memory://out") if "/" not in name} == {"batch.md", "batch.json"}
    assert main(["batch", "status", "memory://out"]) == 0
    assert "1 clean" in capsys.readouterr().out
    assert main([*command[:3], "s3://key:hush@bucket"]) == 2
    assert "hush" not in "".join(capsys.readouterr())


@pytest.mark.slow
def test_a_batch_from_s3_to_s3_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By processes of its own, with a server of S3; the second run does nothing; a missing bucket is told."""
    write_companies(6, tmp_path)
    items = entity_items(tmp_path / "project", tmp_path / "entities.csv")
    local = run_batch(items, replace(QUICK, out=tmp_path / "out"))
    with s3_server(monkeypatch, "clients"):
        upload(tmp_path / "project", "s3://clients/project")
        stored = entity_items("s3://clients/project", tmp_path / "entities.csv")
        batch = replace(QUICK, out="s3://clients/out", jobs=2)
        entries = run_batch(stored, batch)
        assert {entry.state for entry in entries} == {DONE}
        assert states(entries) == states(local)
        assert _published("s3://clients/out", [item.id for item in items]) == files_of(tmp_path / "out")
        assert _done(stored, batch) == []
        with pytest.raises(UnreadableInputError, match=r"s3://missing/out cannot be read: it is not there"):
            run_batch(stored, replace(batch, out="s3://missing/out"))
        with pytest.raises(UnreadableInputError, match=r"s3://missing cannot be read: it is not there"):
            project_items(["s3://missing"])
