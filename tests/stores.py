"""Object stores for tests: one in memory, and a real server of S3 on the loopback."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fsspec.core import url_to_fs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

__all__ = ["contents", "empty_memory", "s3_environment", "s3_server", "upload"]


@contextmanager
def empty_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have stores asked again at once, and leave nothing in that of this process."""
    monkeypatch.setattr("exporter.files.stores._PAUSES", (0.0, 0.0))
    yield
    store_class("memory").store.clear()
    store_class("memory").pseudo_dirs[:] = [""]


def s3_environment(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    """Have S3 be what a server of this machine says."""
    variables = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": endpoint}
    for name, value in (variables | {"AWS_DEFAULT_REGION": "us-east-1"}).items():
        monkeypatch.setenv(name, value)
    store_class("s3").clear_instance_cache()


@contextmanager
def s3_server(monkeypatch: pytest.MonkeyPatch, bucket: str) -> Iterator[None]:
    """Have a server of S3 with a bucket."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - half a second, for few tests

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        s3_environment(monkeypatch, f"http://{host}:{port}")
        store, _ = url_to_fs(f"s3://{bucket}")
        store.mkdir(bucket)
        yield
    finally:
        server.stop()
        store_class("s3").clear_instance_cache()


def store_class(scheme: str) -> Any:  # noqa: ANN401 - fsspec has no types
    """Give the library's class of a kind of store."""
    from fsspec import get_filesystem_class  # noqa: PLC0415 - with the function that needs it

    return get_filesystem_class(scheme)


def upload(folder: Path, url: str) -> None:
    """Put what a folder holds into a store."""
    store, path = url_to_fs(url)
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        store.pipe_file(f"{path}/{file.relative_to(folder).as_posix()}", file.read_bytes())


def contents(url: str) -> dict[str, bytes]:
    """Give all files below a URL, by their names from there."""
    store, path = url_to_fs(url)
    store.invalidate_cache()
    return {name.removeprefix(f"{path}/"): store.cat_file(name) for name in store.find(path)}
