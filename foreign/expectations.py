"""What is expected to differ, and why: what a syntax has no place for, and what is wrong with a filing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foreign.trials import Outcome

__all__ = ["EXPECTED", "REFUSED", "Expectation", "reasons", "unexpected"]

_OIM = ("json", "csv")


@dataclass(frozen=True)
class Expectation:
    """Something that is expected to differ.

    Attributes:
        filings: the archive, and the numbers of its filings; none for all of them.
        syntaxes: those in which it differs, to both readers; `arelle` for the filing itself, `arelle json` for what
            Arelle alone makes of one.
        words: what differs, as `differences` names it, or the code of an error that Arelle finds.
        reason: why.
    """

    archive: str
    numbers: tuple[int, ...]
    syntaxes: tuple[str, ...]
    words: frozenset[str]
    reason: str

    def covers(self, filing: tuple[str, int], syntax: str) -> bool:
        """Tell whether it is about a filing in a syntax."""
        archive, number = filing
        is_meant = syntax in self.syntaxes or syntax.removeprefix("arelle ") in self.syntaxes
        return self.archive == archive and (not self.numbers or number in self.numbers) and is_meant


_SCENARIO = "the Open Information Model does not say whether a dimension stands in the segment or the scenario"
_TUPLES = "the Open Information Model has no tuples"
_NO_TUPLES = "documents are not written with tuples, so that the command refuses"
_CONTENT = "the Open Information Model has no place for what a scenario holds beside dimensions"
_NIL = "nil facts in pure are told from texts by the taxonomy alone, which is not at hand; with one they are equal"
_ACCURACY = "numbers do not say how accurate they are, for which there is no word there"
_STRING = "a fact of text has a unit, as it must not"
_INSTANT = "a fact of a day has the period of a duration, as it must not"
_INVALID = "the filing is a sample of errors: what the own reader refuses Arelle reads with an error"
_NOTE_LANGUAGE = "footnotes are in no language, and must be in one there; und is written"
_NO_SCHEMA = "the document is one of a set, and has no schemaRef by itself"

#: What differs; it is told where it is written or read, or else the harness says so.
EXPECTED = (
    Expectation("eba-instances", (), ("inline",), frozenset({"refused"}), _NO_TUPLES),
    Expectation("eba-instances", (), _OIM, frozenset({"scenario"}), _SCENARIO),
    Expectation("eba-instances", (), _OIM, frozenset({"tuple"}), _TUPLES),
    Expectation(
        "inline-samples",
        (1,),
        ("inline", *_OIM),
        frozenset({"references"}),
        "a reference to an arcrole, which only a schema needs there",
    ),
    Expectation("inline-samples", (1,), ("inline",), frozenset({"markup"}), "of footnotes the text is kept"),
    Expectation("inline-samples", (1,), _OIM, frozenset({"footnotes"}), _NOTE_LANGUAGE),
    Expectation(
        "inline-samples", (1,), ("xml",), frozenset({"xbrl.4.11.1.2.1:footnoteLang"}), "footnotes are in no language"
    ),
    Expectation(
        "inline-samples",
        (4,),
        ("inline", *_OIM),
        frozenset({"lxml.SCHEMAV_ELEMENT_CONTENT", "oime:noTaxonomy"}),
        _NO_SCHEMA,
    ),
    Expectation("inline-samples", (7,), ("arelle",), frozenset({"added"}), _INVALID),
    Expectation("inline-samples", (7,), ("xml", "inline", *_OIM), frozenset({"missing"}), _INVALID),
    Expectation("inline-with-taxonomy", (), ("inline", *_OIM), frozenset({"unknown_accuracy"}), _ACCURACY),
    Expectation("small-filings", (1,), ("inline", *_OIM), frozenset({"unknown_accuracy"}), _ACCURACY),
    Expectation(
        "small-filings",
        (1,),
        ("inline", *_OIM),
        frozenset(
            {"unit", "value", "oime:invalidTaxonomy", "oime:misplacedUnitDimension"}
            | {"xbrl.4.6.3:extraneousPrecisionDecimals"}
        ),
        _STRING,
    ),
    Expectation(
        "small-filings",
        (3,),
        _OIM,
        frozenset(
            {"missing", "oime:invalidPeriodDimension", "xbrlce:unknownLinkSource", "xbrlce:unmappedCellValue"}
            | {"xbrl.3.5.4:hrefIdNotFound", "xbrl.4.11.1.1:footnoteLinkLocTarget"}
        ),
        _INSTANT,
    ),
    Expectation("tokyo-stock-exchange", (), _OIM, frozenset({"unit"}), _NIL),
    Expectation("tokyo-stock-exchange", (1, 4), _OIM, frozenset({"dimensions"}), _CONTENT),
    Expectation("vsme-instance", (), _OIM, frozenset({"scenario"}), _SCENARIO),
)

#: Filings that are refused, and why.
REFUSED = {
    ("inline-samples", 2): "one of the set's documents is not well-formed XML",
    ("inline-samples", 5): "it is not well-formed XML",
}


def reasons(outcome: Outcome, syntax: str) -> Iterator[str]:
    """Yield why a filing is expected to differ in a syntax, each reason that holds once."""
    words = {*outcome.differences.get(syntax, ()), *outcome.differences.get(f"arelle {syntax}", ())}
    found = (each.reason for each in _covering(outcome, syntax) if each.words & words)
    yield from dict.fromkeys(found)


def unexpected(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a line for whatever is not expected, and for what differs without being told."""
    for outcome in outcomes:
        name = f"{outcome.filing[0]} {outcome.filing[1]}"
        if outcome.refusal is not None and outcome.filing not in REFUSED:
            yield f"{name}: refused: {outcome.refusal}"
        for syntax, found in outcome.differences.items():
            known = frozenset().union(*(each.words for each in _covering(outcome, syntax)))
            if further := {word: count for word, count in found.items() if word not in known}:
                yield f"{name}, {syntax}: {', '.join(f'{word}: {count}' for word, count in further.items())}"
        yield from (f"{name}, {syntax}: differs, and nothing says so" for syntax in outcome.untold)


def _covering(outcome: Outcome, syntax: str) -> Iterator[Expectation]:
    return (each for each in EXPECTED if each.covers(outcome.filing, syntax))
