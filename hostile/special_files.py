"""Links, pipes, devices, folders and odd names, in every place of a project, a taxonomy, a filing and an output."""

from __future__ import annotations

import os
import shutil
import socket
from typing import TYPE_CHECKING

from hostile.case import OUTSIDE, Case
from hostile.small import export, write_instance
from tests.projects import write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    """Bind a socket; its name must be short, so that it is given from within the folder."""
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{descriptor}/{path.name}")
    finally:
        os.close(descriptor)


#: What stands in a file's place.
_KINDS: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a link to a device": _link_to("/dev/zero"),
    "a link to another device": _link_to("/dev/full"),
    "a link to a pipe of the system": _link_to("/dev/stdin"),
    "a link in a circle": lambda path: path.symlink_to(path.name),
    "a link to nowhere": _link_to("nowhere"),
    "a link out": lambda path: path.symlink_to(_outside(path) / "secret"),
    "a folder": lambda path: path.mkdir(),
    "a socket": _socket,
}


def _outside(path: Path) -> Path:
    """Find the folder outside from within a case."""
    return next(folder / OUTSIDE for folder in path.parents if (folder / OUTSIDE).is_dir())


_TABLES = tuple(f"base/{name}" for name in ("taxonomy.toml", "concepts.csv", "labels.csv", "references.csv"))
_PLACES = ("report.toml", "mapping.csv", "footnotes.csv", "statement.csv", *_TABLES)


def cases() -> Iterator[Case]:
    """Each kind of file in each place, and odd names and times."""
    for kind, make in _KINDS.items():
        for place in _PLACES:

            def write(folder: Path, place: str = place, make: Callable[[Path], None] = make) -> Sequence[str]:
                arguments = export(folder)
                _replaced(folder / "project" / place, make)
                return arguments

            yield Case("special file", f"{kind} as {place}", write)
        for command, name in (("read", "report.xml"), ("validate", "report.xml"), ("read", "facts.parquet")):

            def write_report(
                folder: Path, command: str = command, name: str = name, make: Callable[[Path], None] = make
            ) -> Sequence[str]:
                write_instance(folder)
                _replaced(folder / name, make)
                return [command, name, *(["--no-arelle"] if command == "validate" else [])]

            yield Case("special file", f"{kind} as {name}, {command}", write_report)
        for name in ("package.zip", "t.xsd"):

            def write_beside(folder: Path, name: str = name, make: Callable[[Path], None] = make) -> Sequence[str]:
                write_instance(folder)
                _replaced(folder / name, make)
                return ["validate", "report.xml", "--no-arelle"]

            yield Case("special file", f"{kind} as {name} beside an instance", write_beside)
        yield from _outputs(kind, make)
        yield from _packages(kind, make)
    yield from _names()
    yield from _times()


def _replaced(path: Path, make: Callable[[Path], None]) -> None:
    path.unlink(missing_ok=True)
    make(path)


def _outputs(kind: str, make: Callable[[Path], None]) -> Iterator[Case]:
    """Yield what stands where an output should go, or lies in an earlier one."""

    def write_out(folder: Path) -> Sequence[str]:
        arguments = export(folder)
        make(folder / "out")
        return arguments

    if kind != "a link to nowhere":  # what a link leads to is where the user wants it
        yield Case("output", f"{kind} as the output", write_out)
    for name in ("manifest.json", "foreign"):

        def write_in(folder: Path, name: str = name) -> Sequence[str]:
            arguments = export(folder)
            (folder / "out").mkdir()
            make(folder / "out" / name)
            return arguments

        yield Case("output", f"{kind} as {name} in the output", write_in, keeps=(name,))

    def write_read(folder: Path) -> Sequence[str]:
        write_instance(folder)
        (folder / "out").mkdir()
        make(folder / "out" / "facts.csv")
        return ["read", "report.xml", "--to", "out/facts.csv"]

    yield Case("output", f"{kind} as the output of read", write_read)

    def write_taxonomy_out(folder: Path) -> Sequence[str]:
        write_taxonomy(folder / "base")
        make(folder / "out")
        return ["taxonomy", "build", "base", "--out", "out"]

    if kind != "a link to nowhere":
        yield Case("output", f"{kind} as the output of taxonomy build", write_taxonomy_out)


def _packages(kind: str, make: Callable[[Path], None]) -> Iterator[Case]:
    """Yield what lies in the folder of a package that is judged, or given."""
    for command in (["validate", "p"], ["validate", "report.xml", "--packages", "p"]):
        for place in ("META-INF/catalog.xml", "x.xml", "t.xsd"):

            def write(folder: Path, command: Sequence[str] = command, place: str = place) -> Sequence[str]:
                write_instance(folder)
                (folder / "p" / "META-INF").mkdir(parents=True)
                shutil.copy(folder / "report.xml", folder / "p" / "report.xml")
                shutil.copy(folder / "t.xsd", folder / "p" / "t.xsd")
                (folder / "p" / "META-INF" / "catalog.xml").write_text(
                    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
                    '<rewriteURI uriStartString="http://example.org/" rewritePrefix="../"/></catalog>',
                    encoding="utf-8",
                )
                _replaced(folder / "p" / place, make)
                return [*command, "--no-arelle"]

            yield Case("special file", f"{kind} as {place} of a package, {' '.join(command)}", write)


def _names() -> Iterator[Case]:
    """Yield files and folders whose names are odd, though they may be legitimate."""
    for name in (
        b"a b",
        b"\xff\xfe",
        b"-rf",
        b"%2e%2e",
        b"a#b?c",
        b"\x1b[31m",
        b"a\nb",
        b"CON",
        b"n" * 250,
        "日本 é".encode(),
    ):
        shown = name[:12].decode("utf-8", "backslashreplace")

        def write(folder: Path, name: bytes = name) -> Sequence[str]:
            arguments = export(folder)
            place = folder / os.fsdecode(name)
            (folder / "project").rename(place)
            return [arguments[0], f"./{os.fsdecode(name)}", *arguments[2:]]

        yield Case("odd name", f"a project in {shown!r}", write)

        def write_report(folder: Path, name: bytes = name) -> Sequence[str]:
            path = write_instance(folder)
            place = folder / os.fsdecode(name[:240] + b".xml")
            path.rename(place)
            return ["validate", f"./{place.name}", "--no-arelle"]

        yield Case("odd name", f"an instance called {shown!r}", write_report)

        def write_out(folder: Path, name: bytes = name) -> Sequence[str]:
            return [*export(folder)[:2], "--out", f"out/{os.fsdecode(name)}", "--no-arelle"]

        yield Case("odd name", f"an output called {shown!r}", write_out)


def _times() -> Iterator[Case]:
    for year, seconds in (("1901", -2_147_483_648), ("1970", 0), ("2110", 4_417_977_600), ("2300", 10_413_792_000)):

        def write(folder: Path, seconds: int = seconds) -> Sequence[str]:
            write_instance(folder)
            place = folder / "p"
            (place / "META-INF").mkdir(parents=True)
            for name in ("report.xml", "t.xsd"):
                shutil.copy(folder / name, place / name)
            for path in (*place.rglob("*"), place):
                os.utime(path, (seconds, seconds))
            return ["validate", "p", "--no-arelle"]

        yield Case("odd time", f"a package of {year}", write)

        def write_project_of(folder: Path, seconds: int = seconds) -> Sequence[str]:
            arguments = export(folder)
            for path in (folder / "project").rglob("*"):
                os.utime(path, (seconds, seconds))
            return arguments

        yield Case("odd time", f"a project of {year}", write_project_of, clean=True)
