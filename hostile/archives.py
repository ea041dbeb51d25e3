"""Hostile zip archives: to judge, beside an instance, and given as packages or taxonomies."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING

from hostile.case import Case, chance
from hostile.small import SCHEMA, instance, write_instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    #: Those that take seconds to make are made where they are written.
    _Archive = bytes | Callable[[], bytes]

__all__ = ["cases"]

_CATALOG = """\
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
<rewriteURI uriStartString="{0}" rewritePrefix="{1}"/></catalog>
"""


def cases() -> Iterator[Case]:
    """Each archive in each place."""
    for name, data in _archives():
        for place, arguments in _PLACES.items():

            def write(folder: Path, data: _Archive = data, arguments: Sequence[str] = arguments) -> Sequence[str]:
                write_instance(folder)
                (folder / "out").mkdir(exist_ok=True)
                name = "package.xbri" if "package.xbri" in arguments else "package.zip"
                (folder / name).write_bytes(data if isinstance(data, bytes) else data())
                return arguments

            yield Case("zip", f"{name}, {place}", write)


_PLACES = {
    "judged": ["validate", "package.zip", "--no-arelle"],
    "beside": ["validate", "report.xml", "--no-arelle"],
    "given": ["validate", "report.xml", "--no-arelle", "--packages", "package.zip"],
    "as a report package": ["validate", "package.xbri", "--no-arelle"],
    "imported": ["taxonomy", "import", "package.zip", "--entry-point", "http://example.org/p/t.xsd"],
    "converted": ["convert", "package.zip", "--to", "out/report.json"],
}


def _zipped(
    entries: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED, *, package: bool = True
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        if package:
            archive.writestr("p/META-INF/catalog.xml", _CATALOG.format("http://example.org/p/", "../p/"))
        for name, data in entries.items():
            archive.writestr(name, data, method)
    return buffer.getvalue()


def _archives() -> Iterator[tuple[str, _Archive]]:
    sound = _zipped({"p/t.xsd": SCHEMA.format(annotation="", content="").encode(), "p/report.xml": instance().encode()})
    yield "sound", sound
    yield "empty file", b""
    yield "no entries", _zipped({}, package=False)
    yield "no end", sound[:-30]
    yield "only the end", sound[-22:]
    for method, name in ((zipfile.ZIP_LZMA, "LZMA"), (zipfile.ZIP_BZIP2, "bzip2")):
        yield name, _zipped({"p/t.xsd": SCHEMA.encode()}, method)
        yield f"damaged {name}", _damaged(_zipped({"p/t.xsd": SCHEMA.encode() * 9}, method), name)
    yield "unknown method", _patched(sound, 8, 10, struct.pack("<H", 99))
    yield "encrypted", _patched(sound, 6, 8, struct.pack("<H", 1))
    yield "bomb by ratio", lambda: _zipped({"p/t.xsd": b" " * 200_000_000})
    yield "bomb by count", lambda: _zipped({f"p/{number}.xsd": b"" for number in range(60_000)})
    yield "many entries", lambda: _zipped({f"p/{number}.txt": b"" for number in range(20_000)})
    yield "a size that is not so", _patched(sound, 22, 24, struct.pack("<I", 4_000_000_000))
    yield "nested deep", _zipped({"/".join(["p"] + ["d"] * 500) + "/t.xsd": b""})
    yield "long name", _zipped({"p/" + "n" * 5_000 + ".xsd": b""})
    for number, path in enumerate(("../evil.xsd", "/tmp/evil.xsd", "p/../../evil.xsd", "C:\\evil.xsd", "..\\evil.xsd")):  # noqa: S108 - nothing is to be written there
        yield f"path out {number}", _zipped({path: b"x"})
    link = zipfile.ZipInfo("p/link.xsd")
    link.external_attr = 0o120777 << 16
    yield "link out", _zipped({link: b"../../../outside/secret"})
    yield "name twice", _twice()
    nested = sound
    for _ in range(10):
        nested = _zipped({"p/inner.zip": nested})
    yield "archives nested ten deep", nested
    yield "file and folder", _zipped({"p/a": b"x", "p/a/b": b"x"})
    yield "control characters in a name", _zipped({"p/\x1b[31m\x07.xsd": b""})
    yield "a name that is no UTF-8", sound.replace(b"p/report.xml", b"p/\xff\xfe\xfdort.xml")
    yield "catalog out", _with_catalog("http://example.org/", "../../../outside/")
    yield "catalog of everything", _with_catalog("", "../p/")
    yield "catalog of the specifications", _with_catalog("http://www.xbrl.org/", "../p/")
    yield "catalog with a NUL", _with_catalog("http://example.org/", "../p/%00/")
    yield "catalog with a bad address", _with_catalog("http://[::1", "//[::1/")
    yield "catalog that is no XML", _zipped({"q/META-INF/catalog.xml": b"<"})
    dates = zipfile.ZipInfo("p/old.xsd", (2107, 12, 31, 23, 59, 58))
    yield "2107", _zipped({dates: b""})
    generator = chance("zip")
    for number in range(8):
        data = bytearray(sound)
        for _ in range(4):
            data[generator.randrange(len(data))] = generator.randrange(256)
        yield f"flipped bytes {number}", bytes(data)
    for number in range(4):
        data = bytearray(sound)
        start = sound.rindex(b"PK\x01\x02")
        for _ in range(6):
            data[generator.randrange(start, len(data))] = generator.randrange(256)
        yield f"damaged directory {number}", bytes(data)


def _with_catalog(start: str, prefix: str) -> bytes:
    entries: dict[str | zipfile.ZipInfo, bytes] = {
        "p/META-INF/catalog.xml": _CATALOG.format(start, prefix).encode(),
        "p/t.xsd": SCHEMA.format(annotation="", content="").encode(),
        "p/report.xml": instance().encode(),
    }
    return _zipped(entries, package=False)


def _damaged(archive: bytes, name: str) -> bytes:
    """Change bytes in the middle, where compressed data is."""
    data, generator = bytearray(archive), chance(name)
    middle = len(data) // 3
    for offset in range(40):
        data[middle + offset] = generator.randrange(256)
    return bytes(data)


def _patched(archive: bytes, local: int, central: int, value: bytes) -> bytes:
    """Put a value into the headers of all entries, at these offsets."""
    data = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        start = data.find(mark)
        while start >= 0:
            data[start + offset : start + offset + len(value)] = value
            start = data.find(mark, start + 4)
    return bytes(data)


def _twice() -> bytes:
    """Give two entries one name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for data in (b"one", b"two"):
            archive.writestr("p/t.xsd", data)
    return buffer.getvalue()
