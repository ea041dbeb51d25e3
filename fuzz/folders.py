"""Projects and taxonomies whose files are changed at random: they are read, or refused in order."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from exporter.dts.loading import load_taxonomy
from exporter.errors import ExporterError
from exporter.export import map_project, open_project
from exporter.findings.findings import has_errors
from exporter.taxonomy.package import package_files
from fuzz.properties import Property
from tests.projects import BASE, PROJECT, write_project, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PROPERTIES"]

_SCRAPS = st.one_of(
    st.sampled_from(["", "", ",", ",,", "\n", '"', "'", "=", "[", "]", "{", "}", "[[", "]]", ".", ";", ":", "#", "\\"]),
    st.sampled_from(["0", "-1", "9999999999", "true", "1e9", "2020-01-01", "0001-01-01", "nan", "1.5", "[]", "{}"]),
    st.sampled_from(
        ["../", "/", "\u0007", "\u202e", "\ufeff", "\u00a0", "日本", "\U0001f600", "(a+)+b", "m:Cash", "m:"]
    ),
    st.sampled_from(
        ["as printed", "reversed", "start", "end", "INF", "nil", "zero", "exclude", "difference: Revenues"]
    ),
    st.text(max_size=5),
)
_CHANGE = st.tuples(st.integers(0, 100_000), st.integers(0, 3), _SCRAPS)


@st.composite
def _changed(draw: st.DrawFn, files: Mapping[str, str]) -> tuple[str, str]:
    """Give one of the files with some of its words changed, cut out, or put elsewhere."""
    name = draw(st.sampled_from(sorted(files)))
    text = files[name]
    for place, kind, scrap in draw(st.lists(_CHANGE, min_size=1, max_size=4)):
        words = _words(text)
        index = place % len(words)
        if kind == 0:
            words[index] = scrap
        elif kind == 1:
            words.insert(index, scrap)
        elif kind == 2:  # noqa: PLR2004 - the kinds are numbered
            words[index] = words[place // 7 % len(words)]
        else:
            del words[index : index + place % 9]
        text = "".join(words) or " "
    return name, text


def _words(text: str) -> list[str]:
    """Cut a text into words and the marks between them."""
    words, word = [], ""
    for character in text:
        if character.isalnum():
            word += character
            continue
        words += [word, character] if word else [character]
        word = ""
    return [*words, word] if word else words


def _in_folder(check: Callable[[Path], None], write: Callable[[Path], Path]) -> Callable[[Any], None]:
    """Write the files, change one, and see that nothing but what is ours is raised."""

    def checked(example: tuple[str, str]) -> None:
        name, text = example
        with tempfile.TemporaryDirectory() as scratch:
            folder = write(Path(scratch) / "folder")
            (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
            with contextlib.suppress(ExporterError):
                check(folder)

    return checked


def _map(folder: Path) -> None:
    project, taxonomy, findings = open_project(folder)
    if project is not None and taxonomy is not None:
        map_project(project, taxonomy, findings)
    assert all(str(finding) for finding in findings)


def _compile(folder: Path) -> None:
    taxonomy, findings = load_taxonomy(folder)
    if not has_errors(findings):
        package_files(taxonomy)


_FOOTNOTES = "footnote,mark,text\na,*,Audited\n"
PROPERTIES = (
    Property(
        "a project is read, or refused",
        _changed({**PROJECT, "footnotes.csv": _FOOTNOTES}),
        _in_folder(_map, write_project),
        0.2,
    ),
    Property("a taxonomy is compiled, or refused", _changed(BASE), _in_folder(_compile, write_taxonomy), 0.2),
)
