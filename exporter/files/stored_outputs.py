"""Outputs in stores, which know no renaming: all files go under a new name, and then one small file names that.

    OUT/20261127T223000Z-0a1b2c3d/…   the files
    OUT/current.json                  which generation is the output, and what it is made of

Whoever reads looks at `current.json`. Whatever ends a run, it names the earlier generation or the new one, whole.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from exporter.errors import OutputError, UnreadableInputError
from exporter.files.file_hash import file_hash
from exporter.files.stores import exists, listing, put, read, remove, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["CURRENT", "Current", "current_output", "output_names", "publish_folder"]

#: The file that names the current generation.
CURRENT = "current.json"
_GENERATION = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
_MOST_BYTES = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Current:
    """What `current.json` says.

    Attributes:
        generation: the folder beside it with the files.
        verdict: what the output came to.
        when: when it was published, in UTC.
        files: the size and the SHA-256 of each file, by its name.
    """

    generation: str
    verdict: str
    when: str
    files: Mapping[str, Mapping[str, object]]


def publish_folder(folder: Path, url: str, verdict: str) -> Current:
    """Make what a folder holds the output at a URL; whatever earlier runs left there is removed then.

    Raises:
        OutputError: the store does not take it; the earlier output stays.
    """
    now = datetime.datetime.now(datetime.UTC)
    generation = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    files = {name: {"size": path.stat().st_size, "sha256": file_hash(path)} for name, path in paths.items()}
    current = Current(generation, verdict, now.isoformat(timespec="seconds"), files)
    put(paths, f"{url}/{generation}")
    others = _other_generations(url, current)
    write(f"{url}/{CURRENT}", (json.dumps(asdict(current), ensure_ascii=False, indent=1) + "\n").encode())
    with contextlib.suppress(OutputError):  # the next run removes what this one cannot
        remove([f"{url}/{other}" for other in sorted(others)])
    return current


def _other_generations(url: str, current: Current) -> set[str]:
    """See that all files of a generation are there, and give the names of the other ones.

    Raises:
        OutputError: a file is missing, as where another run of the same item has removed it, or is of another size.
    """
    try:
        there = listing(url)
    except UnreadableInputError as error:
        raise OutputError(str(error)) from error
    for name, file in current.files.items():
        stored = there.get(f"{current.generation}/{name}")
        if stored is None or stored.size != file["size"]:
            raise OutputError(f"{url} cannot be written: {name} did not arrive whole; is there another batch?")
    names = {name.partition("/")[0] for name in there}
    return {name for name in names if _GENERATION.fullmatch(name) and name != current.generation}


def current_output(url: str) -> Current | None:
    """Give what is published at a URL; None where nothing is.

    Raises:
        UnreadableInputError: the store does not answer, or something else wrote the file.
    """
    if not exists(f"{url}/{CURRENT}"):
        return None
    try:
        return Current(**json.loads(read(f"{url}/{CURRENT}", _MOST_BYTES)))
    except (ValueError, TypeError) as error:
        raise UnreadableInputError(f"{url}/{CURRENT} does not say which output is current") from error


def output_names(url: str) -> set[str]:
    """Give the names of the folders below a URL where something is published.

    Raises:
        UnreadableInputError: there is no such bucket, or the store does not answer.
    """
    parts = (name.split("/") for name in listing(url))
    return {folder for folder, *rest in parts if rest == [CURRENT]}
