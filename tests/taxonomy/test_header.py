"""taxonomy.toml: names that become files, XML and URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.taxonomy.header import read_header
from exporter.taxonomy.tables import read_taxonomy
from tests.projects import BASE, write_extension, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"mini-2020"', '"../../x"', "name '../../x' cannot be a file name"),
        ('"mini-2020"', '"a/b"', "cannot be a file name"),
        ('"mini-2020"', '".hidden"', "cannot be a file name"),
        ('"mini-2020"', '"a..b"', "cannot be a file name"),
        ('"mini-2020"', '""', "cannot be a file name"),
        ('prefix = "m"', 'prefix = "1 m"', "prefix '1 m' cannot be one"),
        ('prefix = "m"', 'prefix = "xbrli"', "prefix 'xbrli' is that of a specification"),
        ('"http://example.org/mini/2020"', '"no URI"', "namespace 'no URI' is no URL"),
        ('"http://example.org/mini/2020"', '"http://example.org/../x"', "is no URL"),
        ('"http://example.org/mini/2020"', '"http://example.org//x"', "is no URL"),
        ('"http://example.org/mini/2020"', '"http://example.org/%2e%2e/x"', "is no URL"),
        ('"http://example.org/mini/2020"', '"http://www.xbrl.org/2003/instance"', "that of a specification"),
        ('"http://example.org/"', '"example"', "publisher_url 'example' is no URL"),
        ('["en", "ja"]', "[1]", "languages must be a list of codes"),
        ('["en", "ja"]', "[]", "languages must be a list of codes"),
        ('["en", "ja"]', '["en", "EN"]', "languages has one twice"),
        ('en = "Mini"', "en = 5", "title must give a text for each language, and has 'en' = 5"),
        ('en = "Mini"', 'en = "Mi\\u0007ni"', "en has the character U\\+0007"),
        ('version = "2020"', "version = 2020", "version must be a text"),
        ('version = "2020"', 'version = "2020"\nbase = 1', "base must be a text"),
        ('version = "2020"', 'version = "2020"\nlabel_roles = { x = "role" }', "label_roles must give the URI"),
        ('version = "2020"', f"version = {'9' * 5000}", "is not TOML"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Nothing of it reaches a path, and nothing ends in a traceback."""
    write_taxonomy(tmp_path, {"taxonomy.toml": ((old, new),)})
    with pytest.raises(UnreadableInputError, match=words):
        read_header(tmp_path)


def test_a_sound_header_is_read(tmp_path: Path) -> None:
    """With all its keys."""
    header = read_header(write_taxonomy(tmp_path))
    assert header["name"] == "mini-2020"
    assert header["title"] == {"en": "Mini", "ja": "ミニ"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('base = "base"', 'base = "acme"', "the taxonomy is its own base"),
        ('"acme-2020"', '"mini-2020"', "name 'mini-2020' is that of the base"),
        ('prefix = "acme"', 'prefix = "m"', "prefix 'm' is that of the base"),
        ("acme.example.com/2020", "example.org/mini/2020", "namespace .* is that of the base"),
    ],
)
def test_an_extension_is_not_its_base(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Names of one would hide those of the other."""
    write_extension(tmp_path / "acme", {"taxonomy.toml": ((old, new),)})
    with pytest.raises(UnreadableInputError, match=words):
        read_taxonomy(tmp_path / "acme")


def test_an_extension_of_an_extension_is_refused(tmp_path: Path) -> None:
    """Whose base's package would be missing from the filing."""
    write_extension(tmp_path / "acme")
    changes = (('"acme-2020"', '"more-2020"'), ('"acme"', '"more"'), ('base = "base"', 'base = "acme"'))
    write_extension(tmp_path / "more", {"taxonomy.toml": changes})
    with pytest.raises(UnreadableInputError, match="has a base of its own"):
        read_taxonomy(tmp_path / "more")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("networks.csv", "Statement,000100", "State ment,000100", "cannot be a network's name"),
        ("networks.csv", "Statement - All\n", "Statement - All\nStatement,000200 - S - B\n", "is already there"),
        ("networks.csv", "Statement - All", "Statement - \x07All", r"definition has the character U\+0007"),
        ("references.csv", "Handbook", "Hand\x07book", r"name has the character U\+0007"),
    ],
)
def test_each_fault_of_a_table_is_a_finding(tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    """At its row."""
    assert file in BASE
    _, findings = read_taxonomy(write_taxonomy(tmp_path, {file: ((old, new),)}))
    assert any(words.replace(r"\+", "+") in finding.message for finding in findings), findings


def test_a_table_that_lies_elsewhere_is_not_read(tmp_path: Path) -> None:
    """A link out of the folder."""
    (tmp_path / "labels.csv").write_text(BASE["labels.csv"], encoding="utf-8")
    write_taxonomy(tmp_path / "base")
    (tmp_path / "base" / "labels.csv").unlink()
    (tmp_path / "base" / "labels.csv").symlink_to("../labels.csv")
    with pytest.raises(UnreadableInputError, match="leads out of"):
        read_taxonomy(tmp_path / "base")
