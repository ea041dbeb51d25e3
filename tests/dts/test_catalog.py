"""The catalog: it finds what the packages and specifications hold, and nothing anywhere else; archives stay inside."""

from __future__ import annotations

import gc
import os
import tempfile
import warnings
import zipfile
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

from exporter.dts.catalog import Catalog, holds_package, package_rewrites, parse_safely
from exporter.errors import UnreadableInputError
from exporter.files.resources import specification_folder
from exporter.files.zip_archive import unpack

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://example.org/mini/"
BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE a [
<!ENTITY a0 "ha">
<!ENTITY a1 "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;">
<!ENTITY a2 "&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;">
<!ENTITY a3 "&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;">
]>
<a>&a3;</a>
"""


def _archive(path: Path, files: dict[str, str], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def _package(path: Path, prefix: str = "../files/", start: str = URL) -> Path:
    """A package with a file whose name has a space, one in a folder, and one that its catalog does not reach."""
    rewrite = f'<rewriteURI uriStartString="{start}" rewritePrefix="{prefix}"/>'
    catalog = f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{rewrite}</catalog>'
    files = ("files/a b.xsd", "files/deep/c.xsd", "files/it's 100%.xsd", "other.xsd")
    return _archive(path, {"p/META-INF/catalog.xml": catalog, **{f"p/{file}": f"<{file[-5]}/>" for file in files}})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{URL}deep/c.xsd", "c.xsd"),
        (f"{URL}deep/c.xsd#m_Cash", "c.xsd"),
        (f"{URL}a%20b.xsd", "a b.xsd"),
        (f"{URL}it's%20100%25.xsd", "it's 100%.xsd"),
        (f"{URL}deep/../deep/c.xsd", "c.xsd"),
    ],
)
def test_a_url_of_a_package_leads_into_it(tmp_path: Path, url: str, name: str) -> None:
    """The catalog's start is replaced, fragments are left off, and percent escapes are decoded once."""
    with Catalog([_package(tmp_path / "p.zip")]) as catalog:
        found = catalog.locate(url)
        assert found is not None
        assert found.name == name
        assert found.is_file()


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}gone.xsd",
        f"{URL}../other.xsd",
        f"{URL}%2e%2e/other.xsd",
        f"{URL}deep",
        f"{URL}../../../../../../../../etc/passwd",
        "http://example.org/else/c.xsd",
        "https://example.org/mini/deep/c.xsd",
    ],
)
def test_a_url_that_no_package_holds_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """What lies outside of the rewritten folder, is a folder or is missing is None, and the network is not asked."""

    def refuse(*_: object) -> None:
        raise URLError("the network was asked")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    with Catalog([_package(tmp_path / "p.zip")]) as catalog:
        assert catalog.locate(url) is None


def test_the_longest_start_wins(tmp_path: Path) -> None:
    """Where two packages rewrite a URL, the more specific one does, in whichever order they are given."""
    first = _package(tmp_path / "1.zip", "../")
    second = _package(tmp_path / "2.zip", "../files/deep/", f"{URL}files/")
    for packages in ([first, second], [second, first]):
        with Catalog(packages) as catalog:
            assert catalog.locate(f"{URL}files/c.xsd") is not None
            assert catalog.locate(f"{URL}files/deep/c.xsd") is None


def test_specifications_are_found_without_a_package() -> None:
    """Their local copies serve, whether the URL is written with http or https."""
    name = "www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
    with Catalog() as catalog:
        found = catalog.locate(f"http://{name}")
        assert found is not None
        assert found.is_relative_to(specification_folder())
        assert catalog.locate(f"https://{name}") == found
        assert catalog.locate("http://www.xbrl.org/2003/gone.xsd") is None
        assert catalog.locate("http://www.xbrl.org/../../../catalog.xml") is None


@pytest.mark.parametrize("folder", ["plain", "a b", "売上", "100%25", "a#b"])
def test_a_relative_path_is_found_beside_its_base(tmp_path: Path, folder: str) -> None:
    """The base is the document's URL; percent escapes in the path are decoded."""
    place = tmp_path / folder
    (place / "sub").mkdir(parents=True)
    base = (place / "report.xml").as_uri()
    for name in ("c d.xsd", "sub/e.xsd"):
        (place / name).write_text("<a/>", encoding="utf-8")
    with Catalog() as catalog:
        assert catalog.locate("c%20d.xsd", base) == place / "c d.xsd"
        assert catalog.locate("sub/e.xsd#id", base) == place / "sub" / "e.xsd"
        assert catalog.locate("./sub/../c%20d.xsd", base) == place / "c d.xsd"
        assert catalog.locate("sub", base) is None
        assert catalog.locate("gone.xsd", base) is None


def test_a_relative_path_is_found_beside_a_base_in_a_package(tmp_path: Path) -> None:
    """A base that is itself rewritten leads to the package's other files."""
    with Catalog([_package(tmp_path / "p.zip")]) as catalog:
        found = catalog.locate("../a%20b.xsd", f"{URL}deep/c.xsd")
        assert found is not None
        assert found.name == "a b.xsd"


def test_an_absolute_url_is_not_taken_for_one_beside_its_base(tmp_path: Path) -> None:
    """A document's own folder cannot answer for a URL, even if it has a file of that name."""
    (tmp_path / "c.xsd").write_text("<a/>", encoding="utf-8")
    with Catalog() as catalog:
        assert catalog.locate("http://example.org/c.xsd", (tmp_path / "report.xml").as_uri()) is None


def test_the_unpacked_packages_are_removed_on_exit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left of a catalog after use, even where an exception ended it."""
    package = _package(tmp_path / "p.zip")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with Catalog([package]) as catalog:
        found = catalog.locate(f"{URL}deep/c.xsd")
        assert found is not None
        assert found.is_relative_to(scratch)
    with pytest.raises(KeyError), Catalog([package]):
        raise KeyError
    assert list(scratch.iterdir()) == []


def test_nothing_is_left_of_a_catalog_that_cannot_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is refused leaves no folder behind, without a ResourceWarning."""
    package = tmp_path / "p.zip"
    package.write_text("no zip", encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(UnreadableInputError) as caught, Catalog([package]):
        pass
    left = list(scratch.iterdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        del caught
        gc.collect()
    assert left == []


@pytest.mark.parametrize("prefix", ["../../", "../../../", "/etc/", "%2e%2e/%2e%2e/"])
def test_a_catalog_that_leads_out_of_its_package_is_refused(tmp_path: Path, prefix: str) -> None:
    """A rewrite to a folder outside of the package is an error that says so."""
    package = _package(tmp_path / "p.zip", f"../{prefix}" if prefix[0] != "/" else prefix)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # of a catalog that cannot be entered: see above
        with pytest.raises(UnreadableInputError, match="leads out of its package"), Catalog([package]):
            pass
        gc.collect()


@pytest.mark.parametrize(
    ("names", "is_package"),
    [
        (["p/META-INF/catalog.xml"], True),
        (["META-INF/catalog.xml"], True),
        (["www.example.org/a/b.xsd"], True),
        (["https/www.example.org/a.xsd", "http/example.com/b.xsd"], True),
        (["cache/www.example.org/a.xsd"], True),
        (["notes/a.txt"], False),
        (["report.final.xml"], False),
        ([], False),
    ],
)
def test_packages_are_known_by_their_names(tmp_path: Path, names: list[str], is_package: bool) -> None:
    """And what the names promise is found when it is unpacked."""
    archive = _archive(tmp_path / "p.zip", dict.fromkeys(names, "<catalog/>"))
    assert holds_package(archive) == is_package
    unpack(archive, tmp_path / "target")
    hosts = {start.partition("://")[2] for start, _ in package_rewrites(tmp_path / "target")}
    assert bool(hosts) == (is_package and "META-INF" not in names[0])


def test_what_was_found_can_be_handed_on(tmp_path: Path) -> None:
    """To another process, while the catalog is in use."""
    with Catalog([_package(tmp_path / "p.zip")]) as catalog:
        other = Catalog.from_rewrites(catalog.rewrites)
        assert other.locate(f"{URL}deep/c.xsd") == catalog.locate(f"{URL}deep/c.xsd")


@pytest.mark.parametrize("url", ["http://[bad", "file://[bad/a.xsd", "a" * 5000, "a\x00b"])
def test_what_is_no_address_leads_nowhere(url: str) -> None:
    """Without an exception."""
    with Catalog() as catalog:
        assert catalog.locate(url) is None


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]><a/>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        "<!DOCTYPE a><a/>",
    ],
    ids=["billion laughs", "external entity", "parameter entity", "external DTD", "bare"],
)
def test_a_document_type_declaration_is_refused(tmp_path: Path, text: str) -> None:
    """No entity is expanded and no file read: the document is refused as a whole."""
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=r"document type declaration"):
        parse_safely(path)


def test_documents_that_cannot_be_parsed_are_refused(tmp_path: Path) -> None:
    """Missing, empty, cut off and binary documents, and folders, are errors that name the path."""
    contents = {"empty.xml": b"", "cut.xml": b"<a><b></a>", "binary.xml": bytes(range(256)), "text.xml": b"text"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnreadableInputError, match=rf"{name} is not well-formed"):
            parse_safely(tmp_path / name)
    with pytest.raises(UnreadableInputError, match=r"gone\.xml cannot be read"):
        parse_safely(tmp_path / "gone.xml")
    with pytest.raises(UnreadableInputError):
        parse_safely(tmp_path)


def test_a_document_is_parsed(tmp_path: Path) -> None:
    """Predefined entities, character references and comments before the root are no harm."""
    path = tmp_path / "100% & more.xml"
    path.write_text('<?xml version="1.0"?><!-- a --><a>&amp;&#x3042;</a>', encoding="utf-8")
    assert parse_safely(path).getroot().text == "&あ"


def test_no_pipe_is_parsed(tmp_path: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(UnreadableInputError, match="is a pipe or device"):
        parse_safely(tmp_path / "pipe.xml")


@pytest.mark.parametrize("path", ["%00", "n" * 5_000, "%ED%A0%80"])
def test_a_url_that_no_file_can_have_leads_nowhere(tmp_path: Path, path: str) -> None:
    """Neither below what a package rewrites, nor by itself."""
    with Catalog([_package(tmp_path / "p.zip")]) as catalog:
        assert catalog.locate(f"{URL}{path}") is None
        assert catalog.locate(f"{tmp_path.as_uri()}/{path}") is None


def test_a_catalog_that_names_no_folder_is_refused(tmp_path: Path) -> None:
    """With a NUL in its path."""
    with pytest.raises(UnreadableInputError, match="names a folder that cannot be"):
        Catalog([_package(tmp_path / "p.zip", prefix="../p/%00/")]).__enter__()


def test_what_is_no_regular_file_is_no_package(tmp_path: Path) -> None:
    """A pipe is not waited for, and a device is not read without end."""
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "zero.zip").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.zip", tmp_path / "zero.zip"):
        assert not holds_package(path)
        with pytest.raises(UnreadableInputError, match="is a pipe or device"):
            unpack(path, tmp_path / "target")
