"""Reading a taxonomy from its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.dts.loading import load_taxonomy
from exporter.errors import UnreadableInputError
from exporter.files.resources import bundled_folder
from exporter.taxonomy.tables import read_taxonomy, taxonomy_folder
from tests.projects import write_extension, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


def test_tables_become_concepts_labels_and_networks(tmp_path: Path) -> None:
    """What the tables say is what the taxonomy has."""
    taxonomy, findings = read_taxonomy(write_taxonomy(tmp_path))
    assert findings == []
    cash = taxonomy.all_concepts["m:Cash"]
    assert (cash.local, cash.kind, cash.balance, cash.period, cash.is_numeric) == (
        "Cash",
        "monetary",
        "debit",
        "instant",
        True,
    )
    assert taxonomy.label("m:Cash", "label", "ja") == "現金"
    assert [row.depth for row in taxonomy.presentation][:2] == [0, 1]
    assert taxonomy.references[0].parts[0] == ("Publisher", "Example")


def test_an_extension_sees_its_base(tmp_path: Path) -> None:
    """Concepts and labels of the base are there, and the extension's own labels come first."""
    taxonomy, findings = read_taxonomy(write_extension(tmp_path / "acme"))
    assert findings == []
    assert set(taxonomy.concepts) == {"acme:GadgetRevenues", "acme:OtherRevenues"}
    assert taxonomy.all_concepts["acme:GadgetRevenues"].anchor == "m:Revenues"
    assert taxonomy.label("m:Revenues", "totalLabel", "en") == "Total revenues"
    assert taxonomy.label("m:Revenues", "label", "en") == "Revenues"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("prefix =", "prefixx =", "unknown key 'prefixx'; did you mean 'prefix'"),
        ('version = "2020"\n', "", "lacks the key 'version'"),
        ('languages = ["en", "ja"]', 'languages = "en"', "languages must be a list"),
        ('name = "mini-2020"', "name = ", "is not TOML"),
        ("[title]", '[label_roles]\nshort = "short"\n\n[title]', "label_roles must give the URI of each role"),
        ("[title]", '[label_roles]\nshort = ["http://x.org/r"]\n\n[title]', "label_roles must give the URI"),
        ("[title]", '[label_roles]\nlabel = "http://x.org/r"\n\n[title]', "the label role 'label' .* is there already"),
        (
            "[title]",
            '[label_roles]\nmine = "http://www.xbrl.org/2003/role/label"\n\n[title]',
            "the label role 'mine' .* is there already",
        ),
        ("[title]", '[label_roles]\n"a b" = "http://x.org/r"\n\n[title]', "label_roles must give the URI"),
    ],
)
def test_a_header_that_says_too_little_cannot_be_read(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Without name, prefix, namespace and the like there is no taxonomy."""
    with pytest.raises(UnreadableInputError, match=words):
        read_taxonomy(write_taxonomy(tmp_path, {"taxonomy.toml": ((old, new),)}))


def test_a_missing_table_cannot_be_read(tmp_path: Path) -> None:
    """The message names the file."""
    (write_taxonomy(tmp_path) / "labels.csv").unlink()
    with pytest.raises(UnreadableInputError, match=r"labels\.csv"):
        read_taxonomy(tmp_path)


def test_references_may_be_absent(tmp_path: Path) -> None:
    """Not every taxonomy cites the literature."""
    (write_taxonomy(tmp_path) / "references.csv").unlink()
    assert read_taxonomy(tmp_path)[0].references == ()


def test_a_taxonomy_is_found_by_name_or_in_the_folder(tmp_path: Path) -> None:
    """Bundled ones go by name; own ones lie in the folder, and nowhere outside of it."""
    assert taxonomy_folder("gaap-2026", tmp_path) == bundled_folder("taxonomy") / "source" / "gaap-2026"
    write_taxonomy(tmp_path / "mine")
    assert taxonomy_folder("mine", tmp_path) == (tmp_path / "mine").resolve()
    with pytest.raises(UnreadableInputError, match="did you mean 'gaap-2026'"):
        taxonomy_folder("gaap-2025", tmp_path)
    (tmp_path / "inner").mkdir()
    with pytest.raises(UnreadableInputError, match="no taxonomy"):
        taxonomy_folder("../mine", tmp_path / "inner")


def test_the_bundled_base_is_clean_and_large_enough() -> None:
    """At least 250 concepts, each with a standard label in both languages and a documentation in English."""
    taxonomy, findings = load_taxonomy(bundled_folder("taxonomy") / "source" / "gaap-2026")
    assert findings == []
    assert len(taxonomy.concepts) >= 250
    for name in taxonomy.concepts:
        assert taxonomy.label(name, "label", "en")
        assert taxonomy.label(name, "label", "ja")
        assert taxonomy.label(name, "documentation", "en")
