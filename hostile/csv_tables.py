"""Hostile tables: of a project, and of a taxonomy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hostile.case import Case, chance
from hostile.small import export
from tests.projects import BASE, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_PROJECT = ("mapping.csv", "statement.csv", "footnotes.csv")
_TAXONOMY = tuple(name for name in BASE if name.endswith(".csv"))
_FOOTNOTES = b"footnote,mark,text\na,*,Audited\n"


def cases() -> Iterator[Case]:
    """Each change of each table."""
    for name in _PROJECT:
        for title, change in _changes(name):

            def write(folder: Path, name: str = name, change: Callable[[bytes], bytes] = change) -> Sequence[str]:
                arguments = export(folder)
                path = folder / "project" / name
                path.write_bytes(change(path.read_bytes() if path.exists() else _FOOTNOTES))
                return arguments

            yield Case("csv", f"{name}: {title}", write)
    for name in _TAXONOMY:
        for title, change in (*_changes(name), *_taxonomy_changes(name)):
            if title not in _LARGE or name in {"concepts.csv", "presentation.csv"}:

                def write_base(
                    folder: Path, name: str = name, change: Callable[[bytes], bytes] = change
                ) -> Sequence[str]:
                    path = write_taxonomy(folder / "base") / name
                    path.write_bytes(change(path.read_bytes()))
                    return ["taxonomy", "build", "base", "--out", "out"]

                yield Case("taxonomy tables", f"{name}: {title}", write_base)


#: Those of them that take seconds.
_LARGE = {"100,000 columns", "100,000 headings", "100,000 rows", "a cell of 20 million characters"}


def _changes(name: str) -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    yield "empty", lambda _: b""
    yield "line breaks alone", lambda _: b"\n" * 10_000
    yield "a blank heading", lambda data: b"," * data.partition(b"\n")[0].count(b",") + b"\n" + data.partition(b"\n")[2]
    yield "a NUL", lambda data: data.replace(b",", b",\0", 1)
    yield "an open quote", lambda data: data + b'"'
    yield "a quote in a cell", lambda data: data.replace(b",", b',a"b', 3)
    yield "control characters", lambda data: data.replace(b"\n", b"\n\x1b[31m\x07\xc2\x9b", 2)
    yield "a formula", lambda data: data.replace(b"\n", b"\n=cmd|' /C calc'!A0", 2)
    yield "100,000 columns", lambda data: data + b"," * 100_000 + b"\n"
    yield "100,000 headings", lambda data: data.replace(b"\n", b"".join(b",h%d" % n for n in range(100_000)) + b"\n", 1)
    yield "100,000 rows", lambda data: data + (data.splitlines()[-1] + b"\n") * 100_000
    yield "a cell of 20 million characters", lambda data: data + b"x" * 20_000_000 + b"\n"
    yield "a number of a million digits", lambda data: data.replace(b"1", b"9" * 1_000_000, 1)
    yield "carriage returns", lambda data: data.replace(b"\n", b"\r")
    for encoding in ("utf-16", "utf-32", "cp1252", "cp932", "utf-7", "cp037"):
        yield encoding, partial(_encoded, encoding=encoding)
    for number in range(3):
        yield f"flipped bytes {number}", partial(_flipped, seed=f"{name} {number}")
        yield f"shuffled cells {number}", partial(_shuffled, seed=f"{name} {number}")


def _encoded(data: bytes, encoding: str) -> bytes:
    return (data.decode() + "\u20ac").encode(encoding, "replace")


def _with_row(data: bytes, row: bytes) -> bytes:
    return data + row + b"\n"


def _flipped(data: bytes, seed: str) -> bytes:
    changed, generator = bytearray(data), chance(seed)
    for _ in range(5):
        changed[generator.randrange(len(changed))] = generator.randrange(256)
    return bytes(changed)


def _shuffled(data: bytes, seed: str) -> bytes:
    """Put the cells below the heading into another order."""
    generator = chance(seed)
    heading, *rows = data.splitlines()
    cells = [cell for row in rows for cell in row.split(b",")]
    generator.shuffle(cells)
    width = heading.count(b",") + 1
    lines = [b",".join(cells[start : start + width]) for start in range(0, len(cells), width)]
    return b"\n".join([heading, *lines]) + b"\n"


def _taxonomy_changes(name: str) -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """Yield what only a taxonomy's table can have."""
    if name == "concepts.csv":
        for title, row in {
            "a name with a colon": b"a:b,stringItemType,,duration,false",
            "a name with a slash": b"../../x,stringItemType,,duration,false",
            "an astral name": "\U00020000x,stringItemType,,duration,false".encode(),
            "a long name": b"n" * 100_000 + b",stringItemType,,duration,false",
            "a type that is not there": b"X,nopeItemType,,duration,false",
        }.items():
            yield title, partial(_with_row, row=row)
        for pattern in (b"(a+)+b", b"(?i)x", b"[", b"(" * 5_000, b"\\p{Nope}", b"(x{1,999}){1,999}"):
            yield f"the pattern {pattern[:12].decode()}", partial(_with_axis, pattern=pattern)
    if name == "presentation.csv":
        yield "a depth that jumps", lambda data: data.replace(b",1,", b",7,", 1)
        yield "a depth of a billion", lambda data: data.replace(b",1,", b",1000000000,", 1)
        yield "a depth of 5,000 digits", lambda data: data.replace(b",1,", b"," + b"9" * 5_000 + b",", 1)
        yield "1,000 deep", lambda data: data + b"".join(b"Statement,%d,Cash,\n" % depth for depth in range(2, 1_000))
    if name == "calculation.csv":
        yield "a circle", lambda data: data + b"Statement,Revenues,Profit,1\n"
        yield "a weight of 5,000 digits", lambda data: data.replace(b",1\n", b"," + b"9" * 5_000 + b"\n", 1)
    if name == "networks.csv":
        yield "a bell", lambda data: data.replace(b"All", b"A\x07ll")
        yield "a path", lambda data: data.replace(b"Statement,", b"../../Statement,", 1)


def _with_axis(data: bytes, pattern: bytes) -> bytes:
    heading, *rows = data.splitlines()
    lines = [heading + b",domain_type,domain_pattern", *(row + b",," for row in rows)]
    return b"\n".join([*lines, b"LotAxis,dimensionItem,,duration,true,string," + pattern]) + b"\n"
