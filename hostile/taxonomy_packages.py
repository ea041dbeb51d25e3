"""Hostile taxonomy packages of others: imported, searched, shown, compared, mapped to, and judged by."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from hostile import taxonomy_networks, taxonomy_schemas
from hostile.case import OUTSIDE, Case
from hostile.small import instance
from hostile.small_packages import CATALOG, DESCRIPTION, ENTRY, REWRITE, START, URL, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from hostile.small_packages import Files, Package

__all__ = ["cases"]

#: A project that maps to the taxonomy of the package `p` in it.
_PROJECT = {
    "report.toml": f"""\
name = "acme-2020"
language = "en"
taxonomy = {{ packages = ["p"], entry_point = "{URL}" }}
entity = {{ scheme = "http://example.org", identifier = "4711" }}
units = {{ EUR = "iso4217:EUR" }}
periods = {{ end = {{ instant = 2020-12-31 }} }}
[tables.statement]
files = [{{ file = "statement.csv", columns = {{ "2020" = {{ period = "end", unit = "EUR" }} }} }}]
""",
    "statement.csv": ",2020\nCash,1\n",
    "mapping.csv": "table,label,concept,sign\nstatement,Cash,t:Cash,as printed\n",
}
#: How each command is called.
_COMMANDS = {
    "import": ["taxonomy", "import", "p", "--entry-point", URL],
    "described": ["taxonomy", "import", "p"],
    "search": ["taxonomy", "search", "cash", "--in", "p", "--entry-point", URL],
    "show": ["taxonomy", "show", "t:Cash", "--in", "p", "--entry-point", URL],
    "diff": ["taxonomy", "diff", "p", "p", "--entry-point", URL],
    "export": ["export", "project", "--out", "out", "--no-arelle"],
    "validate": ["validate", "report.xml", "--packages", "p", "--no-arelle"],
    "convert": ["convert", "report.xml", "--packages", "p", "--to", "out/report.xhtml"],
    "arelle": ["validate", "report.xml", "--packages", "p"],
}


def cases() -> Iterator[Case]:
    """Each package given to the commands that it is meant for."""
    packages = (*_descriptions(), *taxonomy_schemas.packages(), *taxonomy_networks.packages())
    for name, commands, make in packages:
        for command in commands:

            def write(folder: Path, command: str = command, make: Callable[[], Files] = make) -> Sequence[str]:
                return _written(folder, command, make())

            yield Case("taxonomy package", f"{name}, {command}", write)
    for name, prefix in _PREFIXES.items():

        def write_leading(folder: Path, prefix: str = prefix) -> Sequence[str]:
            arguments = _written(folder, "import", packaged(catalog=CATALOG.format(REWRITE.format(START, prefix))))
            (folder / "p" / "out").symlink_to(f"../../{OUTSIDE}")
            (folder / "p" / "zero").symlink_to("/dev/zero")
            os.mkfifo(folder / "p" / "pipe")
            return arguments

        yield Case("taxonomy package", f"a catalog that leads to {name}", write_leading, refused=True)


def _written(folder: Path, command: str, files: Files) -> Sequence[str]:
    """Write a package, and what a command wants beside it; give the command's arguments."""
    place = folder / "p"
    if command == "export":
        place = folder / "project" / "p"
        files = {**{f"../{name}": text for name, text in _PROJECT.items()}, **files}
    for name, text in {"../report.xml": instance(schema=URL), **files}.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return _COMMANDS[command]


_PREFIXES = {
    "a folder above": f"../../../{OUTSIDE}/",
    "the folder above, written in percent": f"%2e%2e/%2e%2e/%2e%2e/{OUTSIDE}/",
    "an absolute path": "/etc/",
    "a file URL": "file:///etc/",
    "a device": "/dev/zero",
    "a link out": "../out/",
    "a link to a device": "../zero",
    "a pipe": "../pipe",
    "a share": "//host/share/",
    "a network": "http://localhost:1/",
    "a NUL": "../%00/",
    "half a character": "../%ED%A0%80/",
    "a name of a million characters": f"../{'n' * 1_000_000}",
}
#: What a document type declaration says, and how the document uses it.
_PROLOGS = {
    "entities without end": (
        "<!DOCTYPE x [{}]>".format(
            "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(10))
        ),
        "&e9;",
    ),
    "an outer document type": ('<!DOCTYPE x SYSTEM "file:///dev/zero">', ""),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///dev/zero"> %e;]>', ""),
    "an entity of a file": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', "&e;"),
    "no XML": ("<", ""),
}


def _descriptions() -> Iterator[Package]:
    """Yield what a package says of itself, in catalog.xml and in taxonomyPackage.xml."""
    for name, (prolog, reference) in _PROLOGS.items():
        catalog = prolog + CATALOG.format(REWRITE.format(START, f"../{reference}"))
        description = prolog + DESCRIPTION.format(ENTRY.format(reference or "all", URL))
        yield f"catalog.xml with {name}", ["described"], partial(packaged, catalog=catalog)
        yield f"taxonomyPackage.xml with {name}", ["described"], partial(packaged, description=description)
    starts = "".join(REWRITE.format(f"http://example.org/{n}/", "../") for n in range(20_000))
    catalog = CATALOG.format(starts + REWRITE.format(START, "../"))
    yield "a catalog of 20,000 starts", ["import", "validate"], partial(packaged, catalog=catalog)
    catalog = CATALOG.format(REWRITE.format("http://", "../") + REWRITE.format("file://", "../"))
    files = packaged(catalog=catalog) | {"example.org/p/t.xsd": "<x/>"}
    yield "a catalog of everything", ["import", "validate"], lambda: files
    for name, entries in _entry_points():
        description = DESCRIPTION.format(entries)
        yield f"taxonomyPackage.xml with {name}", ["described"], partial(packaged, description=description)


def _entry_points() -> Iterator[tuple[str, str]]:
    yield "20,000 entry points", "".join(ENTRY.format(n, f"{URL}?{n}") for n in range(20_000))
    yield "an entry point that steers", ENTRY.format("&#x9b;[31m&#x202e;&#10;error: x", f"{URL}&#x9b;[2J")
    yield "two that steer", ENTRY.format("&#x9b;[31m&#x202e;", f"{URL}&#x9b;[2J") * 2
    yield "an entry point of a million characters", ENTRY.format("n" * 1_000_000, URL + "n" * 1_000_000)
    documents = f'<tp:entryPointDocument href="{URL}"/>' * 5_000
    yield "an entry point of 5,000 documents", f"<tp:entryPoint>{documents}</tp:entryPoint>"
    yield "no entry point", ""
    yield "an entry point without documents", "<tp:entryPoint/>"
    for href in (
        *("file:///etc/passwd", "file:///dev/zero", "http://localhost:1/x.xsd", "ftp://localhost:1/x.xsd"),
        *("../outside/secret", "/dev/stdin", f"{START}META-INF/catalog.xml", "http://[::1", " ", "."),
    ):
        yield f"the entry point {href}", ENTRY.format("x", href)
