"""Stores: what is listed, fetched and written there, and what is said where something is wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.files import stores
from exporter.files.stores import StoredFile, fetch, is_url, listing, place, put, read, remove, write
from tests.stores import empty_memory, s3_environment, store_class

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "memory://shelf/files"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with empty_memory(monkeypatch):
        yield


def test_paths_and_urls_are_told_apart() -> None:
    """A URL loses the slash at its end; a path is one of this machine."""
    assert place("clients/a") == Path("clients/a")
    assert place("s3://bucket/clients/") == "s3://bucket/clients"
    assert is_url("s3://bucket")
    assert not is_url("C:\\clients")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://host/x", "there is no store ftp://; use s3://"),
        ("s3://", "names nothing in a store"),
        ("s3://bucket/../x", "names nothing in a store"),
        ("s3://bucket/x::file:///etc", "names nothing in a store"),
        ("s3://key:hush@bucket/x", "give credentials as the store's own tools take them"),
        ("s3://key:hu/sh@bucket/x", "give credentials"),
        ("abfs://box/x?se=1&sig=hush", "give credentials"),
    ],
)
def test_urls_that_name_no_store_or_a_secret_are_refused(url: str, message: str) -> None:
    """And no secret is repeated."""
    with pytest.raises(MisuseError, match=message) as told:
        place(url)
    assert "hu" not in str(told.value)


def test_files_are_listed_and_fetched(tmp_path: Path) -> None:
    """By their names from the URL; that of a file itself is empty; of a folder that is not there come none."""
    write(f"{URL}/a/b.txt", b"one")
    write(f"{URL}/c.txt", b"")
    files = listing(URL)
    assert {name: file.size for name, file in files.items()} == {"a/b.txt": 3, "c.txt": 0}
    fetch(URL, files, tmp_path / "copy")
    assert (tmp_path / "copy" / "a" / "b.txt").read_bytes() == b"one"
    assert (tmp_path / "copy" / "c.txt").read_bytes() == b""
    assert list(listing(f"{URL}/c.txt")) == [""]
    fetch(f"{URL}/a/b.txt", listing(f"{URL}/a/b.txt"), tmp_path / "alone.txt")
    assert (tmp_path / "alone.txt").read_bytes() == b"one"
    assert listing("memory://shelf/gone") == {}


def test_a_stamp_is_another_when_the_file_is() -> None:
    """Though it has the same size."""
    write(f"{URL}/a", b"one")
    before = listing(URL)["a"]
    write(f"{URL}/a", b"two")
    assert listing(URL)["a"] != before
    assert read(f"{URL}/a", 3) == b"two"
    with pytest.raises(UnreadableInputError, match="larger than 2 bytes"):
        read(f"{URL}/a", 2)


@pytest.mark.parametrize("name", ["../out", "a//b", "/etc/passwd", "a/../../b", "a\\b", "C:x", "a\0"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """It is refused before anything is fetched."""
    with pytest.raises(UnreadableInputError, match="can be none of a folder"):
        fetch(URL, {name: StoredFile(1, "")}, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_what_is_too_large_is_not_fetched(tmp_path: Path) -> None:
    """Nor what came with another size than was listed."""
    with pytest.raises(UnreadableInputError, match="more than"):
        fetch(URL, {"a": StoredFile(2**40, "")}, tmp_path)
    write(f"{URL}/a", b"one")
    with pytest.raises(UnreadableInputError, match="came with another size"):
        fetch(URL, {"a": StoredFile(2, "")}, tmp_path)


def test_a_store_that_throttles_is_asked_three_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a new connection each time. What it refuses for good it is asked once; the reason comes in one line."""
    (tmp_path / "a").write_bytes(b"one")
    asked: list[object] = []

    def busy(times: int, error: Exception) -> Any:  # noqa: ANN401 - a method
        original = store_class("memory").put

        def put_or_not(self: Any, *arguments: Any) -> Any:  # noqa: ANN401 - as they came
            asked.append(self)
            if len(asked) <= times:
                raise error
            return original(self, *arguments)

        return put_or_not

    for times, error, message, attempts in (
        (2, TimeoutError("slow down"), "", 3),
        (9, TimeoutError("slow down"), "cannot be written: the store takes too long \\(slow down\\)$", 3),
        (9, OSError("http://me:hush@host:\nno"), "OSError \\(http://host: no\\)$", 3),
        (9, PermissionError("Access Denied"), "access is refused \\(Access Denied\\)$", 1),
    ):
        asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr(store_class("memory"), "put", busy(times, error))
            if message:
                with pytest.raises(OutputError, match=f"^{URL} .*{message}"):
                    put({"a": tmp_path / "a"}, URL)
            else:
                put({"a": tmp_path / "a"}, URL)
                assert read(f"{URL}/a", 9) == b"one"
        assert len({id(store) for store in asked}) == attempts


def test_what_is_removed_is_gone() -> None:
    """With all that is in it."""
    write(f"{URL}/a/b/c", b"one")
    write(f"{URL}/d", b"two")
    remove([f"{URL}/a"])
    assert list(listing(URL)) == ["d"]


@pytest.mark.parametrize(
    ("scheme", "module"), [("gs", "gcsfs"), ("abfs", "adlfs"), ("s3", "s3fs"), ("sftp", "paramiko")]
)
def test_a_library_that_is_missing_is_named(scheme: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how it is installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, scheme, raising=False)  # noqa: SLF001 - as if it was new
    with pytest.raises(MisuseError, match=rf"pip install 'exporter\[{scheme}\]'"):
        listing(f"{scheme}://host/x")


@pytest.mark.parametrize(
    ("status", "code", "message", "attempts"),
    [
        (403, "AccessDenied", "access is refused", 1),
        pytest.param(503, "SlowDown", "Busy", 9, marks=pytest.mark.slow),  # thrice by each of two libraries
        (404, "NoSuchBucket", "not there", 3),  # whether there is such a bucket is asked, too
    ],
)
def test_what_s3_refuses_is_told(
    status: int, code: str, message: str, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with the URL, and not asked for without end."""
    asked: list[str] = []

    class Refusal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = f"<Error><Code>{code}</Code><Message>Busy, or refused</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - its name there

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        s3_environment(monkeypatch, f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(UnreadableInputError, match=rf"^s3://bucket/x cannot be read: .*{message}[^\n]*$"):
            listing("s3://bucket/x")
        server.shutdown()
    store_class("s3").clear_instance_cache()
    assert len(asked) == attempts


def test_paths_of_this_machine_import_no_library() -> None:
    """A batch without stores pays nothing for them."""
    code = "import sys, exporter.batch.run\nprint(sorted({'fsspec', 's3fs', 'paramiko'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout.strip() == "[]"


def test_every_kind_of_store_has_a_name() -> None:
    """What is said of each is what is installed."""
    pyproject = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    for extra in filter(None, stores._EXTRAS.values()):  # noqa: SLF001 - what the message says is to be true
        assert f"\n{extra} = [" in pyproject
