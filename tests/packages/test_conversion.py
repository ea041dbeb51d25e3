"""Conversions: from every syntax and package to every other one, the report stays the same."""

from __future__ import annotations

import itertools
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.formats.registry import write_report
from exporter.packages.conversion import convert, not_kept
from exporter.packages.opening import read_report
from exporter.report.names import XBRLDT, XBRLI, XSD
from exporter.report.report import FOOTNOTE_COLUMNS, Report
from tests.formats.xbrl_json.documents import carried
from tests.packages.archives import SCHEMA, archive, instance, report
from tests.reports import reports, with_plain_digits

#: A name for each syntax and package, and the format that is named where the ending leaves it open.
TARGETS = {
    "r.xml": None,
    "r.xhtml": None,
    "r.json": None,
    "c.json": "csv",
    "r.xbri": None,
    "x.xbr": "xml",
    "j.xbr": "xbr+json",
    "c.zip": "zip+csv",
}


def _source(folder: Path, name: str = "source.xml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.xsd").write_text(SCHEMA, encoding="utf-8")
    (folder / name).write_bytes(instance(folder))
    (folder / "made.xml").unlink()
    return folder / name


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report in each syntax and package, converted from xBRL-XML."""
    source = _source(tmp_path_factory.mktemp("converted") / "a")
    for name, to_format in TARGETS.items():
        _, findings = convert(source, source.with_name(f"1{name}"), to_format=to_format)
        assert findings == []
        assert read_report(source.with_name(f"1{name}")) == (report(), []), name
    return source.parent


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), list(itertools.product(TARGETS, TARGETS)))
def test_a_report_stays_the_same_by_every_path(converted: Path, first: str, second: str) -> None:
    """From each syntax and package to each, read back."""
    target = converted / f"2{first}-{second}"
    _, findings = convert(converted / f"1{first}", target, to_format=TARGETS[second])
    assert {finding.code for finding in findings} <= {"package.leftBehind"}
    assert read_report(target) == (report(), [])


def test_a_package_gets_the_taxonomy_below_the_reports_folder(tmp_path: Path) -> None:
    """Schemas and linkbases that references lead to, and nothing else that lies there."""
    source = _source(tmp_path / "a")
    (tmp_path / "a" / "secret.txt").write_text("x", encoding="utf-8")
    linked = SCHEMA.replace(
        "<import",
        '<annotation><appinfo><linkbaseRef xmlns="http://www.xbrl.org/2003/linkbase" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="sub/l.xml"/></appinfo></annotation><import',
        1,
    )
    (tmp_path / "a" / "a.xsd").write_text(linked, encoding="utf-8")
    (tmp_path / "a" / "sub").mkdir()
    (tmp_path / "a" / "sub" / "l.xml").write_text("<a/>", encoding="utf-8")
    convert(source, tmp_path / "p.xbr", to_format="xml")
    with zipfile.ZipFile(tmp_path / "p.xbr") as package:
        assert package.namelist() == [
            "p/META-INF/reportPackage.json",
            "p/reports/p/a.xsd",
            "p/reports/p/p.xbrl",
            "p/reports/p/sub/l.xml",
        ]


def test_a_taxonomy_elsewhere_is_told(tmp_path: Path) -> None:
    """What a package cannot take along, and what stays behind in one."""
    source = _source(tmp_path / "a")
    (tmp_path / "a" / "a.xsd").rename(tmp_path / "a.xsd")
    source.write_bytes(source.read_bytes().replace(b'"a.xsd"', b'"../a.xsd"'))
    _, findings = convert(source, tmp_path / "p.xbr", to_format="xml")
    assert [finding.code for finding in findings] == ["package.leftBehind"]
    assert "../a.xsd is not below the report's folder" in findings[0].message


def test_the_other_files_of_a_package_come_along(tmp_path: Path) -> None:
    """From package to package, but for the report and what the package says of itself."""
    convert(_source(tmp_path / "a"), tmp_path / "p.xbr", to_format="xml")
    with zipfile.ZipFile(tmp_path / "p.xbr", "a") as package:
        package.writestr("p/META-INF/catalog.xml", "<catalog/>")
    convert(tmp_path / "p.xbr", tmp_path / "q.xbri")
    with zipfile.ZipFile(tmp_path / "q.xbri") as package:
        names = package.namelist()
        assert b"/xbri" in package.read("q/META-INF/reportPackage.json")
    assert names == [
        "q/META-INF/catalog.xml",
        "q/META-INF/reportPackage.json",
        "q/reports/p/a.xsd",
        "q/reports/p/q.xhtml",
    ]


@pytest.mark.parametrize(
    ("name", "to_format", "words"),
    [
        ("p.xbri", "json", "holds no reports in json; name the format, one of inline"),
        ("p.xbr", "inline", "holds no reports in inline; name the format, one of xml, json, csv"),
        ("p.xbr", "xbr", "name one of xbr[+]xml, xbr[+]json, xbr[+]csv"),
        ("p.xbri", "xbr+json", "ends in .xbr"),
        ("p.json", "xbr+json", "ends in .xbr"),
        ("p.docx", None, "stands for no format"),
        ("p.csv", "csv", "is named by its file of metadata, which must end in .json"),
        ("p.xbr", "pdf", "holds no reports in pdf"),
    ],
)
def test_what_cannot_be_written_is_misuse(tmp_path: Path, name: str, to_format: str | None, words: str) -> None:
    """The message says what can, and nothing is written."""
    source = _source(tmp_path / "a")
    with pytest.raises(MisuseError, match=words):
        convert(source, tmp_path / name, to_format=to_format)
    assert not (tmp_path / name).exists()


def test_the_source_is_not_written_over(tmp_path: Path) -> None:
    """Be it a file or a package."""
    source = _source(tmp_path / "a")
    with pytest.raises(OutputError, match="is the file that was read"):
        convert(source, source)
    convert(source, tmp_path / "p.xbr", to_format="xml")
    with pytest.raises(OutputError, match="is the file that was read"):
        convert(tmp_path / "p.xbr", tmp_path / "p.xbr", to_format="json")


def test_a_package_without_a_report_gives_no_file(tmp_path: Path) -> None:
    """What is wrong with it is told."""
    _, findings = convert(archive(tmp_path / "p.xbri", {"p/META-INF/x": b""}), tmp_path / "r.xml")
    assert "rpe:missingReportsDirectory" in [finding.code for finding in findings]
    assert not (tmp_path / "r.xml").exists()
    with pytest.raises(UnreadableInputError):
        convert(tmp_path / "gone.xbr", tmp_path / "r.xml")


def test_what_a_syntax_cannot_carry_is_known_beforehand(tmp_path: Path) -> None:
    """A table of facts has no entry points; a package is as its reports are."""
    assert "entry points" in not_kept(tmp_path / "r.csv", None)
    assert not_kept(tmp_path / "r.json", None) == ()
    assert not_kept(tmp_path / "r.xbr", None) == not_kept(tmp_path / "r.xbr", "xbr+json") == ()


def _plain(report: Report) -> Report:
    """What of a report every syntax has a place for, with a taxonomy that declares its concepts."""
    kept = carried(report)
    footnotes = kept.footnotes.select(FOOTNOTE_COLUMNS.names())
    return with_plain_digits(replace(kept, entry_points=("a.xsd",), footnotes=footnotes, references=()))


def _write_taxonomy(folder: Path, report: Report) -> None:
    """Declare the concepts and dimensions of a report, so that JSON and CSV can tell numbers from texts."""
    names = {"a": {"Region": "", "Typed": ' xbrldt:typedDomainRef="b.xsd#member"'}, "b": {"Kind": ""}}
    for concept in report.facts["concept"].unique():
        prefix, _, local = concept.partition(":")
        names[prefix][local] = "decimal" if local.startswith("N") else "string"
    for prefix, declared in names.items():
        other = "b" if prefix == "a" else "a"
        elements = [
            f'<element name="{name}" id="{prefix}_{number}" type="xbrli:{kind or "string"}ItemType"/>'
            if " " not in kind
            else f'<element name="{name}" id="{prefix}_{number}" type="xbrli:stringItemType"{kind}/>'
            for number, (name, kind) in enumerate(sorted(declared.items()))
        ]
        member = '<element name="member" id="member" type="string"/>' if prefix == "b" else ""
        (folder / f"{prefix}.xsd").write_text(
            f'<schema xmlns="{XSD}" xmlns:xbrli="{XBRLI}" xmlns:xbrldt="{XBRLDT}" '
            f'targetNamespace="http://example.org/{prefix}">'
            f'<import namespace="http://example.org/{other}" schemaLocation="{other}.xsd"/>'
            f"{''.join(elements)}{member}</schema>",
            encoding="utf-8",
        )


def test_values_may_be_written_in_canonical_form(tmp_path: Path) -> None:
    """In xBRL-JSON, by the types that the taxonomy at hand says."""
    source = _source(tmp_path / "a")
    source.write_text(source.read_text(encoding="utf-8").replace(">1<", ">+01.50<"), encoding="utf-8")
    for name in ("r.json", "r.xbr"):
        convert(source, source.with_name(name), to_format="json" if name == "r.json" else "xbr+json", canonical=True)
        assert read_report(source.with_name(name))[0].facts["value"].to_list() == ["1.5"]
    assert '"xbrl:canonicalValues": true' in source.with_name("r.json").read_text(encoding="utf-8")


def test_canonical_form_needs_types_and_xbrl_json(tmp_path: Path) -> None:
    """Nothing is written without them, and the message says what is needed."""
    source = _source(tmp_path / "a")
    with pytest.raises(MisuseError, match="for xBRL-JSON"):
        convert(source, source.with_name("r.xhtml"), canonical=True)
    with pytest.raises(MisuseError, match="for xBRL-JSON"):
        convert(source, source.with_name("r.xbri"), canonical=True)
    (source.parent / "a.xsd").unlink()
    with pytest.raises(MisuseError, match="give its taxonomy"):
        convert(source, source.with_name("r.json"), canonical=True)
    assert sorted(path.name for path in source.parent.iterdir()) == ["source.xml"]


@pytest.mark.slow
@given(reports(), st.lists(st.sampled_from(sorted(TARGETS)), min_size=1, max_size=3))
def test_no_path_of_conversions_changes_a_report(made: Report, path: list[str]) -> None:
    """With dimensions, nil, languages, footnotes, and numbers of forty digits."""
    report = _plain(made)
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_taxonomy(folder, report)
        last = folder / "0.xml"
        write_report(report, last)
        for number, target in enumerate(path, 1):
            following = folder / f"{number}{target}"
            _, findings = convert(last, following, to_format=TARGETS[target])
            assert {finding.code for finding in findings} <= {"package.leftBehind"}
            last = following
        read, findings = read_report(last)
    assert findings == []
    assert read == report
