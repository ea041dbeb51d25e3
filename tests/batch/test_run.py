"""Batches: the same whoever does the work; what is done stays done, and what breaks keeps nothing from going on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import exporter.export
from benchmarks.projects import write_project as write_large_project
from exporter.batch import work
from exporter.batch.items import Item, entity_items, project_items
from exporter.batch.journal import DONE, FAILED, JOURNAL, read_entries
from exporter.batch.run import Batch, Progress, run_batch
from exporter.cli.command_line import main
from exporter.errors import MisuseError
from tests.projects import write_project

if TYPE_CHECKING:
    from exporter.batch.journal import Entry
    from exporter.batch.work import Order, Outcome

QUICK = Batch(Path("each test says where"), jobs=0, without=("arelle",), formats=("xml",))


def projects(folder: Path, count: int = 3) -> list[Item]:
    """So many projects, of which the second has a fault."""
    for number in range(count):
        fault = (("[entity]", "[entety]"),) if number == 1 else ()
        write_project(folder / f"p{number}", {"report.toml": fault})
    return project_items([str(folder)])


def states(entries: list[Entry]) -> dict[str, str]:
    """What each item came to."""
    return {entry.id: entry.verdict if entry.state == DONE else entry.state for entry in entries}


def files_of(out: Path) -> dict[str, bytes]:
    """All files of all items, by their names; what a killed worker left half done has a hidden name, and goes later."""
    folders = (folder for folder in sorted(out.iterdir()) if folder.is_dir() and not folder.name.startswith("."))
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def test_each_item_comes_to_what_it_comes_to_alone(tmp_path: Path) -> None:
    """A fault in one is told of it, and the others are filed; progress is told of each."""
    told: list[Progress] = []
    entries = run_batch(projects(tmp_path / "in"), replace(QUICK, out=tmp_path / "out"), progress=told.append)
    assert states(entries) == {"p0": "clean", "p1": "errors", "p2": "clean"}
    assert [(each.ended, each.total, each.entry.id) for each in told] == [(1, 3, "p0"), (2, 3, "p1"), (3, 3, "p2")]
    assert (tmp_path / "out" / "p0" / "filing" / "acme-20201231.xml").is_file()
    assert not (tmp_path / "out" / "p1" / "filing").exists()
    assert entries[0].facts > 0
    assert entries[1].causes == {"project.missingKey": 3, "project.unknownKey": 1}
    assert read_entries(tmp_path / "out" / JOURNAL) == entries


@pytest.mark.slow
def test_local_processes_give_the_same_bytes(tmp_path: Path) -> None:
    """And the same journal, but for who did it and when."""
    items = projects(tmp_path / "in", 6)
    alone = run_batch(items, replace(QUICK, out=tmp_path / "alone"))
    shared = run_batch(items, replace(QUICK, out=tmp_path / "shared", jobs=2))
    assert files_of(tmp_path / "alone") == files_of(tmp_path / "shared")
    assert states(alone) == states(shared)
    assert len({entry.worker for entry in shared}) == 2


def test_what_has_not_changed_is_left_as_it_is(tmp_path: Path) -> None:
    """What has, is done again; so is all by force, and what is gone."""
    items, batch = projects(tmp_path / "in"), replace(QUICK, out=tmp_path / "out")

    def done_again(batch: Batch) -> list[str]:
        told: list[Progress] = []
        run_batch(items, batch, progress=told.append)
        return [each.entry.id for each in told]

    assert done_again(batch) == ["p0", "p1", "p2"]
    assert done_again(batch) == []
    report = tmp_path / "in" / "p2" / "report.toml"
    report.write_text(report.read_text(encoding="utf-8") + "\n# touched\n", encoding="utf-8")
    assert done_again(batch) == ["p2"]
    shutil.rmtree(tmp_path / "out" / "p0")
    assert done_again(batch) == ["p0"]
    assert done_again(replace(batch, force=True)) == ["p0", "p1", "p2"]
    assert done_again(replace(batch, without=())) == ["p0", "p1", "p2"]


def test_a_project_is_filed_for_each_entity(tmp_path: Path) -> None:
    """What its table says fills report.toml; a table that lacks a column is told for each."""
    change = (('identifier = "4711"', 'identifier = "${cik}"'), ('name = "acme-20201231"', 'name = "${id}"'))
    folder = write_project(tmp_path / "p", {"report.toml": change})
    (tmp_path / "entities.csv").write_text("id,cik\nalpha,0000002\nbeta,0000003\n", encoding="utf-8")
    entries = run_batch(entity_items(folder, tmp_path / "entities.csv"), replace(QUICK, out=tmp_path / "out"))
    assert states(entries) == {"alpha": "clean", "beta": "clean"}
    for name, identifier in (("alpha", "0000002"), ("beta", "0000003")):
        instance = (tmp_path / "out" / name / "filing" / f"{name}.xml").read_text(encoding="utf-8")
        assert f">{identifier}</xbrli:identifier>" in instance
    (tmp_path / "entities.csv").write_text("id\nalpha\n", encoding="utf-8")
    (entry,) = run_batch(entity_items(folder, tmp_path / "entities.csv"), replace(QUICK, out=tmp_path / "out"))
    assert entry.causes["project.unfilled"] == 1


def test_what_breaks_down_is_given_up_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again only when that is asked for."""
    items, batch = projects(tmp_path / "in"), replace(QUICK, out=tmp_path / "out")
    export = exporter.export.export_with

    def break_down(*arguments: object, **options: object) -> object:
        if arguments[1] == items[0].project:
            raise ZeroDivisionError("oh")
        return export(*arguments, **options)  # type: ignore[arg-type]  # as they came

    with monkeypatch.context() as patch:
        patch.setattr(work, "export_with", break_down)
        entries = run_batch(items, batch)
    assert states(entries) == {"p0": FAILED, "p1": "errors", "p2": "clean"}
    assert "ZeroDivisionError: oh" in entries[0].verdict
    assert states(run_batch(items, batch))["p0"] == FAILED
    assert states(run_batch(items, replace(batch, retry=True)))["p0"] == "clean"


def _die(order: Order) -> Outcome:
    """What a worker does that one item kills."""
    if order.item.id == "p2":
        os.kill(os.getpid(), signal.SIGKILL)
    return work.work_on(order)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_kills_its_worker_is_tried_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Then it is given up, and whatever was in hand with it is done."""
    monkeypatch.setattr("exporter.batch.run.work_on", _die)
    entries = run_batch(projects(tmp_path / "in", 6), replace(QUICK, out=tmp_path / "out", jobs=jobs))
    others = states(entries)
    assert others.pop("p2") == FAILED
    assert others == {"p0": "clean", "p1": "errors", **{f"p{number}": "clean" for number in (3, 4, 5)}}
    assert {entry.id: entry.attempts for entry in entries}["p2"] == 2


@pytest.mark.slow
def test_an_item_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """With its worker; others have the time that they need."""
    items = projects(tmp_path / "in", 3)
    assert run_batch(items[:1], replace(QUICK, out=tmp_path / "out", jobs=2, seconds=60))[0].state == DONE
    entries = run_batch(items[2:], replace(QUICK, out=tmp_path / "late", seconds=0.01))
    assert [entry.state for entry in entries] == [FAILED]
    assert "took too long" in entries[0].verdict


#: A batch that is killed in the middle, and begun again.
BATCH = "import sys; from exporter.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.slow
def test_a_batch_that_is_killed_goes_on(tmp_path: Path) -> None:
    """At whatever moment: in the end all is done, once, with the bytes of a batch that nobody killed."""
    items = projects(tmp_path / "in", 8)
    run_batch(items, replace(QUICK, out=tmp_path / "whole"))
    command = [
        "batch",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
        "--no-arelle",
        "--format",
        "xml",
        "--jobs",
        "2",
    ]
    for seconds in (0.5, 1.5, 2.5, 3.0):
        run = subprocess.Popen([sys.executable, "-c", BATCH, *command, "--quiet"], stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        time.sleep(seconds)
        run.kill()
        run.wait()
    deadline = time.monotonic() + 60
    while True:  # workers that are left end when they notice
        try:
            entries = run_batch(items, replace(QUICK, out=tmp_path / "out"))
            break
        except MisuseError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert {entry.state for entry in entries} == {DONE}
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_a_judge_that_cannot_be_left_out_is_told_at_once(tmp_path: Path) -> None:
    """Before an item is begun."""
    with pytest.raises(MisuseError, match="cannot be left out"):
        run_batch(projects(tmp_path / "in", 1), replace(QUICK, out=tmp_path / "out", without=("own",)))
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_asked_for_is_refused_at_once(tmp_path: Path) -> None:
    """And no journal is begun."""
    items = projects(tmp_path / "in", 1)
    with pytest.raises(MisuseError, match="no format 'pdf'"):
        run_batch(items, replace(QUICK, out=tmp_path / "out", formats=("pdf",)))
    assert not (tmp_path / "out").exists()


def test_a_retry_names_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """As the batch did, for the journal does not know all that was asked for."""
    assert main(["batch", "retry", "--no-arelle"]) == 2
    assert "wants the sources" in capsys.readouterr().err


@pytest.mark.slow
def test_a_large_filing_is_done_as_small_ones_are(tmp_path: Path) -> None:
    """Though its readers have threads of their own, for which a worker waits; Arelle's among them."""
    write_large_project(20_000, tmp_path / "large")
    items = project_items([str(tmp_path / "large")])
    for without, formats in ((("arelle",), ("xml", "json")), ((), ("xml",))):
        batch = Batch(tmp_path / "out", without=without, formats=formats, seconds=240)
        (entry,) = run_batch(items, batch)
        assert (entry.state, entry.verdict, entry.facts) == (DONE, "clean", 20_000)


def test_threads_of_a_worker_take_turns(tmp_path: Path) -> None:
    """For they have one panel; each item comes to what it comes to alone."""
    items, batch = projects(tmp_path / "in", 4), replace(QUICK, out=tmp_path / "out")
    alone = run_batch(items, replace(batch, out=tmp_path / "alone"))
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(work.work_on, [batch.order(item, {}) for item in items]))
    assert [outcome.verdict for outcome in outcomes] == [entry.verdict for entry in alone]
    assert files_of(tmp_path / "out") == files_of(tmp_path / "alone")
