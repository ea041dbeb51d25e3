"""The proof looks at what stands beside the facts, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.export import check_round_trip
from tests.report.test_document import FOREIGN

if TYPE_CHECKING:
    from pathlib import Path

END = "</xbrli:xbrl>"
SCHEMA = '  <link:schemaRef xlink:type="simple" xlink:href="http://example.org/other.xsd"/>\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (END, FOREIGN, ["no fact uses the context 'other' of entity:9", "no fact has the unit 'GBP' of iso4217:GBP"]),
        (
            "  <xbrli:context ",
            SCHEMA + "  <xbrli:context ",
            ["a schemaRef to 'http://example.org/other.xsd' comes from"],
        ),
        ('xlink:href="http', 'xlink:href="https', ["is not there", "comes from no export"]),
        ("<xbrli:xbrl ", '<xbrli:xbrl xml:base="http://example.org/" ', []),
        ('<xbrli:unit id="JPY">', '<xbrli:unit id="JPY-2">', []),
    ],
)
def test_whatever_is_done_to_the_document_shows(exported: Path, old: str, new: str, words: list[str]) -> None:
    """Another reference, a context or unit that no fact uses; names of contexts and units mean nothing."""
    instance = exported / "out" / "filing" / "acme-20201231.xml"
    text = instance.read_text(encoding="utf-8")
    instance.write_text(text.replace(old, new, 1).replace('unitRef="JPY"', f'unitRef="JPY{"-2" * ("-2" in new)}"'))
    result = check_round_trip(exported, arelle=False)
    messages = [finding.message for finding in result.findings if finding.code == "roundTrip.document"]
    assert len(messages) == len(words)
    assert all(word in message for word, message in zip(words, messages, strict=True))


def test_a_context_that_repeats_another_shows(exported: Path) -> None:
    """Though facts use both; so does a unit."""
    instance = exported / "out" / "filing" / "acme-20201231.xml"
    lines = instance.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if "<xbrli:context" in line)
    end = next(number for number, line in enumerate(lines) if "</xbrli:unit>" in line)
    again = [line.replace(' id="', ' id="again-') for line in lines[start : end + 1]]
    facts = [line for line in lines[end + 1 :] if "contextRef" in line]
    changed = [line.replace('Ref="', 'Ref="again-') for line in facts[:1]]
    instance.write_text("".join([*lines[: end + 1], *again, *changed, *lines[end + 2 :]]), encoding="utf-8")
    result = check_round_trip(exported, arelle=False)
    messages = [finding.message for finding in result.findings if finding.code == "roundTrip.document"]
    assert sum("repeats another one" in message for message in messages) == 2
