"""Where a batch reads and writes: what lies in a store is copied to this machine, and what is made goes there."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import weakref
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter.batch.journal import JOURNAL
from exporter.errors import ExporterError
from exporter.files.publish import published_file
from exporter.files.recent import Recent
from exporter.files.stored_outputs import output_names, publish_folder
from exporter.files.stores import Place, StoredFile, below, fetch, is_url, write
from exporter.files.temporary import scratch_folder, temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Here", "default_journal", "done_outputs", "here", "write_beside"]

#: So many projects and packages of stores stay on this machine; those that were used last.
_MOST_COPIES = 64
#: What is known of a file until all that was asked for has come.
_COMING = StoredFile(-1, "")


class Here(NamedTuple):
    """The places of an item on this machine."""

    project: Path
    packages: tuple[Path, ...]
    out: Path


class _Copy:
    """A copy of what lies at a URL, as far as it was asked for; it goes when nobody has it any more."""

    def __init__(self, url: str) -> None:
        folder = Path(tempfile.mkdtemp(dir=_scratch()))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = folder / url.rpartition("/")[2]
        self._url, self._files = url, dict[str, StoredFile]()

    def renew(self, files: Mapping[str, StoredFile]) -> None:
        """Have it hold these files and no others; what has not changed is not fetched again."""
        changed = {name: file for name, file in files.items() if self._files.get(name) != file}
        for name in [name for name in self._files if name in changed or name not in files]:
            del self._files[name]
            (self.path / name).unlink(missing_ok=True)
        self._files |= dict.fromkeys(changed, _COMING)
        fetch(self._url, changed, self.path)
        self._files = dict(files)


_copies: Recent[_Copy] = Recent(_MOST_COPIES)


@cache
def _scratch() -> Path:
    """Give the folder of this process for what lies in stores; it is gone when the process ends, or soon after."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(scratch_folder()).resolve()


def _local(where: Place, stored: Mapping[str, Mapping[str, StoredFile]]) -> Path:
    if not is_url(where):
        return Path(where)
    copy = _copies.get(where, lambda: _Copy(where))
    copy.renew(stored[where])
    return copy.path


@contextmanager
def here(
    project: Place, packages: tuple[Place, ...], out: Place, stored: Mapping[str, Mapping[str, StoredFile]]
) -> Iterator[tuple[Here, Callable[[str], object]]]:
    """Have the places of an item on this machine.

    Args:
        project: the project folder.
        packages: taxonomy packages.
        out: where the item's filing goes.
        stored: the files that are wanted of each of them that lies in a store, by its URL.

    Yields:
        Where they are; and what publishes the filing, to be called with what it came to. There is nothing to publish
        where the output is on this machine.

    Raises:
        ExporterError: a store does not give or take something; what is raised in the block names places by their URLs.
    """
    with ExitStack() as stack:
        local = {where: _local(where, stored) for where in (project, *packages)}
        given = local[project], tuple(local[where] for where in packages)
        if not is_url(out):
            local[out] = Path(out)
        else:
            local[out] = stack.enter_context(temporary_folder(_scratch(), "out-")) / out.rpartition("/")[2]
        try:
            yield Here(*given, local[out]), partial(publish_folder, local[out], out) if is_url(out) else _nothing
        except ExporterError as error:
            text = str(error)
            for where, path in local.items():
                text = text.replace(str(path), str(where))
            raise type(error)(text) from error


def _nothing(_verdict: str) -> None:
    """Publish nothing: it is where it belongs."""


def default_journal(out: Place) -> Path:
    """Give the journal's file: in the output folder, or in the working folder where that is in a store."""
    return Path(JOURNAL) if is_url(out) else Path(out) / JOURNAL


def done_outputs(out: Place) -> Callable[[str], bool]:
    """Give what tells whether an item of a name has an output.

    Raises:
        UnreadableInputError: the output is in a store that does not answer.
    """
    if is_url(out):
        return output_names(out).__contains__
    return lambda name: (Path(out) / name).is_dir()


def write_beside(out: Place, name: str, text: str) -> Place:
    """Write a text beside the items' outputs, whole or not at all.

    Returns: where it is.

    Raises:
        OutputError: it cannot be written.
    """
    where = below(out, name)
    if is_url(where):
        write(where, text.encode())
    else:
        with published_file(Path(where)) as file:
            file.write_text(text, encoding="utf-8")
    return where
