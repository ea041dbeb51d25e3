"""The program that runs the official suites: it reads an index, and counts who agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.outcomes import Outcome, judged
from conformance.page import summary, write_page
from conformance.suites import Suite, variations

if TYPE_CHECKING:
    from pathlib import Path

SUITE = Suite("Small", "small-", "index.xml")
INDEX = '<testcases><testcase uri="cases/one.xml"/></testcases>'
CASES = """\
<testcase xmlns="http://example.org/conformance">
  <variation id="V-1"><data><xsd>t.xsd</xsd><instance readMeFirst="true">sound.xml</instance></data>
    <result expected="valid"/></variation>
  <variation id="V-2"><data><instance readMeFirst="true">broken.xml</instance></data>
    <result><error>x:Error</error></result></variation>
  <variation id="V-3"><data><instance readMeFirst="true">sound.xml</instance></data>
    <result><file>out.xml</file></result></variation>
</testcase>
"""
SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/t">
<xs:import namespace="http://www.xbrl.org/2003/instance"
    schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/></xs:schema>
"""
INSTANCE = """\
<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink"><link:schemaRef xlink:type="simple" xlink:href="t.xsd"/>{0}</xbrl>
"""


def _write_suite(folder: Path) -> Path:
    (folder / "cases").mkdir()
    (folder / "index.xml").write_text(INDEX, encoding="utf-8")
    files = {
        "one.xml": CASES,
        "t.xsd": SCHEMA,
        "sound.xml": INSTANCE.format(""),
        "broken.xml": INSTANCE.format('<context id="c"/>'),
    }
    for name, text in files.items():
        (folder / "cases" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_variations_of_a_suite_are_read(tmp_path: Path) -> None:
    """Older suites say what is expected, newer ones which errors."""
    found = list(variations(SUITE, _write_suite(tmp_path)))
    assert [(each.name, each.is_valid, [path.name for path in each.documents]) for each in found] == [
        ("one.xml V-1", True, ["sound.xml"]),
        ("one.xml V-2", False, ["broken.xml"]),
        ("one.xml V-3", True, ["sound.xml"]),
    ]


def test_what_the_judges_say_is_held_against_the_suite(tmp_path: Path) -> None:
    """With Arelle and without it."""
    sound, broken, _ = judged(list(variations(SUITE, _write_suite(tmp_path))))
    for panel in ("all judges", "without Arelle", "Arelle alone"):
        assert sound.found_valid(panel)
        assert not broken.found_valid(panel)
        assert not any(outcome.is_false_alarm(panel) or outcome.is_missed(panel) for outcome in (sound, broken))


def test_the_page_counts_and_names_what_does_not_agree(tmp_path: Path) -> None:
    """False alarms with their codes, what is missed, and what was not judged."""
    outcomes = [
        Outcome("Small", "a", is_valid=True, errors={"xmlschema": ["x.1"], "arelle": []}),
        Outcome("Small", "b", is_valid=False, errors={"xmlschema": [], "arelle": ["y.2"]}, not_judged=["totals"]),
        Outcome("Small", "c", is_valid=False, errors={"arelle": []}, broken=["own"]),
        Outcome("Small", "d", is_valid=False, refused="no XML"),
    ]
    lines = list(summary(outcomes))
    assert "| Small | all judges | 4 | 2 | 1 | 1 |" in lines
    assert "| Small | without Arelle | 4 | 1 | 1 | 2 |" in lines
    assert "| Small | Arelle alone | 4 | 3 | 0 | 1 |" in lines
    assert "- Small, a: xmlschema:x.1" in lines
    assert "Missed, all judges: Small, c." in lines
    assert "Missed, without Arelle: 2. What the verdicts on them say was not judged: totals (1)." in lines
    assert lines[-1] == "Judges that broke down: c (own)."
    write_page(outcomes, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# Conformance\n")
