"""Object stores by URL: what lies there is listed, fetched and written; for paths alone no library is imported."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard, TypeVar

from exporter.errors import ExporterError, MisuseError, OutputError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = [
    "Place",
    "StoredFile",
    "below",
    "exists",
    "fetch",
    "is_url",
    "listing",
    "place",
    "put",
    "read",
    "remove",
    "resolved",
    "write",
]

_Result = TypeVar("_Result")

#: A path of this machine, or the URL of something in a store.
Place: TypeAlias = Path | str

#: The stores that are known, and the extra of this package that each needs.
_EXTRAS = {"s3": "s3", "gs": "gs", "abfs": "abfs", "sftp": "sftp", "memory": ""}
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
#: A user's name with a password, or parameters, which may be a signature.
_SECRET = re.compile(r"[^@]*:[^@]*@|.*[?&][A-Za-z][A-Za-z0-9_-]*=", re.DOTALL)
#: Whatever stands between a scheme and a host in what a library says.
_USER = re.compile(r"//[^/\s@]*@")
#: Whoever gives more than this for one project or package means something else.
_MOST_BYTES = 16 * 1024**3
_MOST_FILES = 200_000
#: A request that a store throttles, or is too slow for, is made so often.
_ATTEMPTS = 3
#: Stores whose libraries make a request again themselves; of a listing of a thousand pages only that for one page.
_REPEATING = {"s3", "gs", "abfs"}
#: With the others what is asked for is asked again after so many seconds, each time.
_PAUSES = (0.5, 2.0)
#: What would not change if a store were asked again.
_FINAL = (FileNotFoundError, PermissionError, FileExistsError, IsADirectoryError, NotADirectoryError, ValueError)
_KINDS = (
    (FileNotFoundError, "it is not there"),
    (PermissionError, "access is refused"),
    (TimeoutError, "the store takes too long"),
)


class StoredFile(NamedTuple):
    """A file in a store: its size, and what is another as soon as its contents are (or its time, where that is all)."""

    size: int
    stamp: str


def is_url(where: Place) -> TypeGuard[str]:
    """Tell the URL of something in a store from a path of this machine."""
    return isinstance(where, str) and _URL.match(where) is not None


def place(text: str) -> Place:
    """Understand what a user writes: a path, or the URL of something in a store.

    Raises:
        MisuseError: there are no stores of the kind, or the URL names nothing in one, or might hold a secret.
    """
    match = _URL.fullmatch(text)
    if match is None:
        return Path(text)
    scheme, rest = match[1], match[2].strip("/")
    if _SECRET.match(rest):
        raise MisuseError(
            f"a URL {scheme}://… with a password or parameters would show them in logs; give credentials as the store's"
            " own tools take them, by variables of the environment or a profile"
        )
    if scheme not in _EXTRAS:
        raise MisuseError(f"{text}: there is no store {scheme}://; use {', '.join(f'{name}://' for name in _EXTRAS)}")
    if not rest or "::" in rest or {".", ".."} & set(rest.split("/")):
        raise MisuseError(f"{text} names nothing in a store; write {scheme}://bucket/folder")
    return text.rstrip("/")


def resolved(where: Place) -> Place:
    """Give a path as it is from any folder, and a URL as it is."""
    return where.resolve() if isinstance(where, Path) else where


def below(where: Place, name: str) -> Place:
    """Give the place with a name in a folder."""
    return where / name if isinstance(where, Path) else f"{where}/{name}"


def listing(url: str) -> dict[str, StoredFile]:
    """List the files below a URL by their names from there; that of a file itself is empty.

    A folder that is not there has none: stores know no empty folders.

    Raises:
        UnreadableInputError: there is no such bucket, or the store does not answer.
        MisuseError: the store's library is not installed.
    """

    def found(store: Any, path: str) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 - fsspec has no types
        try:
            return path, store.find(path, detail=True, **_strictly(store))
        except FileNotFoundError:
            if store.exists(path.partition("/")[0] or "/"):
                return path, {}
            raise

    path, files = _asked(UnreadableInputError, url, "read", found)
    return {
        name.removeprefix(path).removeprefix("/"): StoredFile(info["size"], _stamp(info))
        for name, info in files.items()
        if not name.endswith("/")  # stands for an empty folder
    }


def _strictly(store: Any) -> dict[str, str]:  # noqa: ANN401 - fsspec has no types
    """Have the walk that some stores make do with raise what is wrong, which it would pass over."""
    from fsspec import AbstractFileSystem  # noqa: PLC0415 - for stores alone

    return {"on_error": "raise"} if type(store).find is AbstractFileSystem.find else {}


def _stamp(info: Mapping[str, Any]) -> str:
    """Give what tells one version of a file from another: a hash of the store's, or else its time."""
    names = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "updated", "mtime", "created")
    return next((f"{name} {info[name]}" for name in names if info.get(name)), "")


def exists(url: str) -> bool:
    """Tell whether there is something at a URL.

    Raises:
        UnreadableInputError: the store does not answer.
    """
    there: bool = _asked(UnreadableInputError, url, "read", lambda store, path: store.exists(path))
    return there


def read(url: str, most: int) -> bytes:
    """Read a small file.

    Raises:
        UnreadableInputError: it is not there, or has more bytes than `most`, or the store does not answer.
    """

    def contents(store: Any, path: str) -> bytes:  # noqa: ANN401 - fsspec has no types
        if store.size(path) > most:
            raise UnreadableInputError(f"{url} is larger than {most:,} bytes")
        data: bytes = store.cat_file(path)
        return data

    return _asked(UnreadableInputError, url, "read", contents)


def fetch(url: str, files: Mapping[str, StoredFile], target: Path) -> None:
    """Copy files below a URL to this machine.

    Args:
        url: as `listing` takes it.
        files: of what it gives, those that are wanted.
        target: the folder that takes them, or where the URL is that of a file the file.

    Raises:
        UnreadableInputError: a name leads elsewhere, there is too much, or the store does not answer.
    """
    if len(files) > _MOST_FILES or sum(file.size for file in files.values()) > _MOST_BYTES:
        raise UnreadableInputError(f"{url} has more than {_MOST_FILES:,} files or {_MOST_BYTES:,} bytes")
    for name in files:
        if name and not _is_safe(name):
            raise UnreadableInputError(f"{url} has a file {name!r}, which can be none of a folder of this machine")
    here = [target / name if name else target for name in files]

    def copied(store: Any, path: str) -> None:  # noqa: ANN401 - fsspec has no types
        for file in here:
            file.parent.mkdir(parents=True, exist_ok=True)
        store.get([f"{path}/{name}" if name else path for name in files], list(map(str, here)))
        for file, expected in zip(here, files.values(), strict=True):
            if file.stat().st_size != expected.size:
                raise InterruptedError(f"{file.name} came with another size than it was listed with")

    if files:
        _asked(UnreadableInputError, url, "read", copied)


def _is_safe(name: str) -> bool:
    """Tell whether a name leads to a file below a folder, on every system."""
    parts = name.split("/")
    return not ({"", ".", ".."} & set(parts) or re.search(r"[\\:\0]", name)) and not PurePosixPath(name).is_absolute()


def put(files: Mapping[str, Path], url: str) -> None:
    """Copy files of this machine into a store, by their names below a URL.

    Raises:
        OutputError: the store does not take them.
    """
    here = list(map(str, files.values()))
    _asked(OutputError, url, "written", lambda store, path: store.put(here, [f"{path}/{name}" for name in files]))


def write(url: str, data: bytes) -> None:
    """Write a small file in one operation: whoever reads sees the earlier one or this one, and never half of one.

    Raises:
        OutputError: the store does not take it.
    """

    def written(store: Any, path: str) -> None:  # noqa: ANN401 - fsspec has no types
        if url.startswith("sftp:"):  # a server of files, which shows what has come so far, and can rename
            store.makedirs(path.rpartition("/")[0], exist_ok=True)
            store.pipe_file(f"{path}.part", data)
            store.mv(f"{path}.part", path)
        else:
            store.pipe_file(path, data)

    _asked(OutputError, url, "written", written)


def remove(urls: Collection[str]) -> None:
    """Remove folders with all that is in them.

    Raises:
        OutputError: the store does not do it.
    """
    for url in urls:
        _asked(OutputError, url, "removed", lambda store, path: store.rm(path, recursive=True))


def _opened(url: str) -> tuple[Any, str]:
    """Give the store that holds a URL, by whatever credentials its library finds, and the path in it.

    Raises:
        MisuseError: its library is not installed.
    """
    from fsspec.config import conf  # noqa: PLC0415 - for stores alone
    from fsspec.core import url_to_fs  # noqa: PLC0415 - for stores alone

    scheme = url.partition(":")[0]
    try:
        store, path = url_to_fs(url, **(_options(scheme) | conf.get(scheme, {})))
    except ImportError:
        raise MisuseError(f"{scheme}:// needs a library: pip install 'exporter[{_EXTRAS[scheme]}]'") from None
    store.retries = _ATTEMPTS  # s3fs: where a connection breaks while a file comes
    store.invalidate_cache()  # others write there, too
    return store, path


def _options(scheme: str) -> dict[str, Any]:
    """Give what a store's library is told beside what the environment says."""
    if scheme == "s3":
        return {"config_kwargs": {"retries": {"mode": "standard", "total_max_attempts": _ATTEMPTS}}}
    return {"host_key_policy": _known_hosts()} if scheme == "sftp" else {}


@cache
def _known_hosts() -> Any:  # noqa: ANN401 - paramiko is an extra
    """Have paramiko refuse a server that `~/.ssh/known_hosts` does not know, where fsspec would trust any."""
    import paramiko  # noqa: PLC0415 - an extra

    class KnownHosts(paramiko.MissingHostKeyPolicy):  # type: ignore[misc,unused-ignore]  # it has no types
        def missing_host_key(self, _: Any, hostname: str, key: Any) -> None:  # noqa: ANN401 - as paramiko has it
            file = Path("~/.ssh/known_hosts").expanduser()
            if not file.is_file() or not paramiko.HostKeys(str(file)).check(hostname, key):
                raise PermissionError(f"{file} does not know the server {hostname}")

    return KnownHosts


def _asked(kind: type[ExporterError], url: str, deed: str, call: Callable[[Any, str], _Result]) -> _Result:
    """Ask the store of a URL for something, and again after a while if that may help and its library does not.

    Raises:
        ExporterError: of the kind that is given, with the URL, what it cannot be, and the reason in one line.
        MisuseError: the store's library is not installed.
    """
    pauses = () if url.partition(":")[0] in _REPEATING else _PAUSES
    for pause in (*pauses, None):
        try:
            return call(*_opened(url))
        except ExporterError:
            raise
        except Exception as error:  # each library has exceptions of its own
            if not isinstance(error, _FINAL):
                _forget(url)
            if pause is None or isinstance(error, _FINAL):
                raise kind(f"{url} cannot be {deed}: {_reason(error)}") from error
            time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _forget(url: str) -> None:
    """Have the store of a URL connected anew: fsspec keeps a connection, also one that has broken."""
    from fsspec import get_filesystem_class  # noqa: PLC0415 - for stores alone

    get_filesystem_class(url.partition(":")[0]).clear_instance_cache()


def _reason(error: Exception) -> str:
    """Say in one line what a store's library says, without who asked."""
    kind = next((text for known, text in _KINDS if isinstance(error, known)), type(error).__name__)
    said = _USER.sub("//", " ".join(str(error).split()))[:300]
    return f"{kind} ({said})" if said else kind
