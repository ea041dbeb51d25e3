"""Outputs in stores: whatever happens, what is named is whole."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from exporter.errors import OutputError, UnreadableInputError
from exporter.files import stored_outputs
from exporter.files.stored_outputs import CURRENT, current_output, output_names, publish_folder
from exporter.files.stores import put, write
from tests.stores import contents, empty_memory, s3_server, store_class

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "memory://outputs/acme"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with empty_memory(monkeypatch):
        yield


def _folder(folder: Path, text: str) -> Path:
    for name in ("filing/acme.xml", "ledger.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}: {text}")
    return folder


def _named(url: str) -> dict[str, bytes]:
    """The files that `current.json` names; each is there as it says."""
    current, files = current_output(url), contents(url)
    assert current
    for name, said in current.files.items():
        data = files[f"{current.generation}/{name}"]
        assert said == {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {name: files[f"{current.generation}/{name}"] for name in current.files}


def test_the_new_output_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Of which nothing is left; it says what it came to, and what it is made of."""
    assert current_output(URL) is None
    publish_folder(_folder(tmp_path, "old"), URL, "errors")
    publish_folder(_folder(tmp_path, "new"), URL, "clean")
    assert _named(URL) == {"filing/acme.xml": b"filing/acme.xml: new", "ledger.csv": b"ledger.csv: new"}
    assert len(contents(URL)) == 3
    current = current_output(URL)
    assert current
    assert current.verdict == "clean"
    assert output_names("memory://outputs") == {"acme"}


@pytest.mark.parametrize("step", ["put", "_other_generations", "write"])
def test_an_interrupt_before_the_end_leaves_the_old_one(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next run removes what it left."""
    publish_folder(_folder(tmp_path, "old"), URL, "clean")

    def stop(*arguments: Any) -> None:  # noqa: ANN401 - of whichever step
        if step == "put":
            put(*arguments)
        raise KeyboardInterrupt

    folder = _folder(tmp_path, "new")
    with monkeypatch.context() as patch:
        patch.setattr(stored_outputs, step, stop)
        with pytest.raises(KeyboardInterrupt):
            publish_folder(folder, URL, "clean")
    assert _named(URL)["ledger.csv"] == b"ledger.csv: old"
    assert len(contents(URL)) == 5
    publish_folder(_folder(tmp_path, "newer"), URL, "clean")
    assert _named(URL)["ledger.csv"] == b"ledger.csv: newer"
    assert len(contents(URL)) == 3


def test_an_output_that_did_not_arrive_whole_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where another run of the same item has removed some of it."""
    publish_folder(_folder(tmp_path, "old"), URL, "clean")
    monkeypatch.setattr(stored_outputs, "put", lambda files, url: put(dict(list(files.items())[1:]), url))
    with pytest.raises(OutputError, match=r"filing/acme\.xml did not arrive whole"):
        publish_folder(_folder(tmp_path, "new"), URL, "clean")
    assert _named(URL)["ledger.csv"] == b"ledger.csv: old"


def test_what_cannot_be_removed_stays_and_is_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new one is published all the same; files of others are never touched."""
    publish_folder(_folder(tmp_path, "old"), URL, "clean")
    write(f"{URL}/notes/mine.txt", b"mine")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError("Access Denied")

    with monkeypatch.context() as patch:
        patch.setattr(store_class("memory"), "rm", refused)
        publish_folder(_folder(tmp_path, "new"), URL, "clean")
    assert _named(URL)["ledger.csv"] == b"ledger.csv: new"
    publish_folder(_folder(tmp_path, "newer"), URL, "clean")
    assert len(contents(URL)) == 4
    assert contents(URL)["notes/mine.txt"] == b"mine"


def test_what_others_wrote_is_told() -> None:
    """A file of the name that says something else."""
    write(f"{URL}/{CURRENT}", b'{"generation": 1}')
    with pytest.raises(UnreadableInputError, match="does not say which output is current"):
        current_output(URL)


#: Publishes without end, each time something else.
PUBLISHER = """
import sys
from pathlib import Path
from exporter.files.stored_outputs import publish_folder
for number in range(10**9):
    for file in Path(sys.argv[1]).glob("*.csv"):
        file.write_text(f"{number}")
    publish_folder(Path(sys.argv[1]), sys.argv[2], "clean")
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a real store: all files are of one generation, as they are named."""
    for number in range(5):
        (tmp_path / f"{number}.csv").touch()
    with s3_server(monkeypatch, "outputs"):
        for milliseconds in (0, 7, 13, 21, 34, 55):
            command = [sys.executable, "-c", PUBLISHER, str(tmp_path), "s3://outputs/acme"]
            publisher = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our code
            assert publisher.stdout
            publisher.stdout.readline()
            time.sleep(milliseconds / 1000)
            publisher.kill()
            publisher.communicate()
            assert len(set(_named("s3://outputs/acme").values())) == 1
        publish_folder(tmp_path, "s3://outputs/acme", "clean")
        assert len(contents("s3://outputs/acme")) == 6
