"""Large documents, whose plain facts are read in columns: read as by elements, whatever there is in them."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.files.resources import bundled_folder
from exporter.formats.inline_xbrl import reader
from exporter.formats.inline_xbrl.column_reader import read_large_document
from exporter.formats.inline_xbrl.plain_facts import UnusualError
from exporter.formats.inline_xbrl.reader import parse_document, read_inline
from tests.formats.inline_xbrl.documents import CONTEXTS, document, write_set
from tests.formats.inline_xbrl.test_reader import FAULTS, FEATURES

if TYPE_CHECKING:
    from exporter.report.document import Reading

_OF_NUMBERS = 'contextRef="c" unitRef="u" decimals="0"'


def number(text: str, attributes: str = "", name: str = "m:Revenues", others: str = _OF_NUMBERS) -> str:
    """Write a number, of which what it says by itself may be said in another way."""
    return f'<ix:nonFraction name="{name}" {others}{attributes}>{text}</ix:nonFraction>'


def words(text: str, attributes: str = "") -> str:
    """Write a text."""
    return f'<ix:nonNumeric name="m:Name" contextRef="c"{attributes}>{text}</ix:nonNumeric>'


def relation(sources: str, notes: str = "n") -> str:
    """Write resources with a relationship."""
    return f'<ix:relationship fromRefs="{sources}" toRefs="{notes}"/>{CONTEXTS}'


PLAIN, SECOND = number("12", ' id="p1"'), number("12", ' id="p2"')
KEPT = words("a <b>bold</b> word", ' id="k1"')
NOTE = '<ix:footnote id="n" xml:lang="en">x</ix:footnote>'
MINI = "http://example.org/mini"
#: Documents with plain facts, and how many each has of them.
PARTLY_PLAIN = {
    "a number": (document(f"<p>{PLAIN}</p>"), 1),
    "numbers and texts": (document(f"<p>{PLAIN} and <i>{words('x &amp; y')}</i></p>"), 2),
    "between others": (document(f"{KEPT}{PLAIN}<p>{KEPT.replace('k1', 'k2')}</p>{words('x')}"), 2),
    "a scale, a sign and a format": (
        document(number("1,234.5", ' scale="3" sign="-" format="ixt:num-dot-decimal"')),
        1,
    ),
    "a reference in a number": (document(number("1&#160;2&#x33;", ' format="ixt:num-dot-decimal"')), 1),
    "a reference of many digits": (document(PLAIN + number("&#00000000049;") + words("&#00000000049;")), 2),
    "a date": (document(words("5 May 2003", ' format="ixt:date-day-monthname-year-en"')), 1),
    "a language of its own": (document(words("x", ' xml:lang="ja"') + words("y", ' xml:lang=""')), 2),
    "a language around": (document(f'<p xml:lang="ja">{words("x")}{PLAIN}</p>' + words("y", ' xml:lang=""')), 2),
    "a language in an element": (document(words('<i xml:lang="ja">x</i>') + words("y")), 1),
    "a language that is escaped": (document(PLAIN + words("x"), html='xml:lang="&quot;&lt;"'), 1),
    "lines": (document("<p>\n" + words("a\nb\n", '\n id="q"') + f"\n{PLAIN}</p>\n{KEPT}"), 2),
    "white space in a tag": (document(number(" 12\n", ' id = "p1" ').replace(" unit", "\r\n\tunit")), 1),
    "other characters": (document(words("円 \u2028 \U0001f600")), 1),
    "comments": (document(f"<!-- <ix:nonFraction> -->{PLAIN}<p><?x <?>{KEPT}</p><!--<!-- -->"), 1),
    "comments in facts": (document(words("a<!-- > -->b") + words("<![CDATA[<]]>") + PLAIN), 1),
    "brackets in values": (document(f'<p title=\'"&gt;>\' class="a\'b>">{PLAIN}<br title="/>"/>{KEPT}</p> >>'), 1),
    "values in single quotes": (document(PLAIN.replace('"c"', "'c'") + SECOND), 1),
    "a base": (
        document(PLAIN + words('<a href="b.html">x</a>', ' escape="true"'), head='<base href="http://x.y/z/"/>'),
        1,
    ),
    "a base around": (
        document(PLAIN + '<div xml:base="http://x.y/">' + words('<img src="i"/>', ' escape="1"') + "</div>"),
        1,
    ),
    "nested facts": (document(words(f"all {PLAIN} of it") + SECOND), 1),
    "a hidden fact": (document(PLAIN, hidden=PLAIN.replace("p1", "h")), 1),
    "a continued text": (
        document(PLAIN + words("one ", ' continuedAt="e"') + '<p><ix:continuation id="e">two</ix:continuation></p>'),
        1,
    ),
    "nothing to show": (document(PLAIN + number("", ' xsi:nil="true"', others='contextRef="c" unitRef="u"')), 2),
    "an empty element": (document(PLAIN + '<ix:nonNumeric name="m:Name" contextRef="c" />'), 2),
    "an empty number": (document(PLAIN + "\n" + number("").replace("></ix:nonFraction>", "/>")), 1),
    "nil in other words": (document(number("x", ' xsi:nil="1"') + number("1", ' xsi:nil="false"') + PLAIN), 1),
    "nil by another prefix": (
        document(f'{PLAIN}<p xmlns:xsi="{MINI}">{number("1", " xsi:nil=$true$".replace("$", chr(34)))}</p>'),
        1,
    ),
    "an empty text": (document(words("", ' id="e"')), 1),
    "not escaped": (document(words("a &lt; b", ' escape="false"') + words("a &lt; b", ' escape="true"')), 1),
    "a footnote": (document(PLAIN + KEPT + NOTE, resources=relation("p1 k1")), 1),
    "a footnote of nothing": (document(PLAIN + KEPT + NOTE, resources=relation("p1 z", "n p1 y k1")), 1),
    "a prefix that is declared lower": (
        document(f'<p xmlns:q="{MINI}">{number("1", name="q:Revenues")}</p>{PLAIN}'),
        1,
    ),
    "a number that is none": (document(f"{number('x')}\n{number('-5')}\n{PLAIN}"), 1),
    "wrong scales": (document("\n".join([PLAIN, *(number("5", f' scale="{each}"') for each in ("", "+", "a"))])), 1),
    "wrong signs": (document("\n".join([PLAIN, *(number("5", f' sign="{each}"') for each in ("", "+", " -"))])), 1),
    "an overflowing scale": (document(PLAIN + "\n" + number("5", ' scale="9999"')), 1),
    "wrong formats": (
        document("\n".join([PLAIN, *(number("5", f' format="{each}"') for each in ("", "ixt:no", "no:no", "zero"))])),
        1,
    ),
    "wrong names": (document("\n".join([PLAIN, *(number("5", name=each) for each in ("", "m:", "z:X", "X"))])), 1),
    "an undefined context": (document(PLAIN + "\n" + number("5", others=_OF_NUMBERS.replace('"c"', '"d"'))), 2),
    "wrong decimals": (document(f"{PLAIN}\n\n{number('5', others=_OF_NUMBERS.replace('0', 'x'))}"), 2),
    "an attribute of another specification": (document(PLAIN + "\n" + number("5", ' o="1"')), 1),
    "a second prefix of the namespace": (document(PLAIN, namespaces={"mm": MINI}), 1),
}
_LOWER = 'xmlns:ii="http://www.xbrl.org/2013/inlineXBRL"'
#: Documents that cannot be taken apart at all.
UNUSUAL = {
    "no plain fact": document(KEPT),
    "Inline XBRL by another prefix lower down": document(f"{PLAIN}<p {_LOWER}>{SECOND.replace('ix:', 'ii:')}</p>"),
    "a namespace with a reference": document(
        f"{PLAIN}<p {_LOWER.replace('X', '&#88;')}>{SECOND.replace('ix:', 'ii:')}</p>"
    ),
    "Inline XBRL by a default": document(
        f"{PLAIN}<nonNumeric {_LOWER.replace(':ii', '')} name='m:Name' contextRef='c'>x</nonNumeric>"
    ),
    "a stranger that looks like ours": document(
        f'{PLAIN}<ix:exclude><run xmlns="urn:exporter:plain-facts"/></ix:exclude>'
    ),
    "a fact in the head": document(PLAIN, head=f"<title>{KEPT}</title>"),
    "another encoding": document(PLAIN).replace("UTF-8", "ISO-8859-1"),
    "elements too deep": document(PLAIN + "<p>" * 220 + "</p>" * 220),
    "another root": document(PLAIN).replace("1999/xhtml", "1999/other"),
}
#: Documents that can be, and are not such as can be put together again.
TOGETHER = {
    "ids that come twice": document(f"{PLAIN}\n{PLAIN}"),
    "an id of both kinds": document(f"{PLAIN}\n{KEPT.replace('k1', 'p1')}"),
    "several targets": document(PLAIN + words("x", ' target="t"')),
    "two prefixes of a namespace": document(number("5", name="mm:Revenues") + PLAIN, namespaces={"mm": MINI}),
}
DOCUMENTS = {
    **{name: text for name, (text, _) in PARTLY_PLAIN.items()},
    **UNUSUAL,
    **TOGETHER,
    **{name: text for name, (text, _) in FEATURES.items()},
    **{name: document(f"{PLAIN}\n{body}\n{KEPT}") for name, (body, *_) in FAULTS.items()},
}


def _read(path: Path, large: int) -> Reading | str:
    """The reading, or why there is none; documents of so many bytes are read in columns."""
    with mock.patch.object(reader, "LARGE", large):
        try:
            return read_inline(path)
        except UnreadableInputError as error:
            return str(error)


def _check_same(path: Path) -> None:
    """The same facts in the same order, the same findings at the same lines, and the same document."""
    one, other = _read(path, 0), _read(path, 2**40)
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    assert one.report.facts.equals(other.report.facts)
    assert one.report == other.report
    assert one.report.namespaces == other.report.namespaces
    assert one.report.typed_domains == other.report.typed_domains
    assert one.report.footnotes.equals(other.report.footnotes)
    assert one.findings == other.findings
    assert one.document.files == other.document.files
    assert one.document.hidden == other.document.hidden
    assert one.document.references == other.document.references
    assert one.document.contexts.equals(other.document.contexts)
    assert one.document.units.equals(other.document.units)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_read_as_by_elements(name: str, tmp_path: Path) -> None:
    """Whatever is in them."""
    _check_same(write_set(tmp_path, report=DOCUMENTS[name]) / "report.xhtml")


@pytest.mark.parametrize("name", PARTLY_PLAIN)
def test_plain_facts_are_read_in_columns(name: str) -> None:
    """And no other ones."""
    text, count = PARTLY_PLAIN[name]
    facts = read_large_document("report.xhtml", text.encode()).plain_facts
    assert facts
    assert len(facts.ids) == count


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_documents_are_not_taken_apart(name: str) -> None:
    """They are left to the reader of elements."""
    with pytest.raises(UnusualError):
        read_large_document("report.xhtml", UNUSUAL[name].encode())


@pytest.mark.parametrize("name", TOGETHER)
def test_what_does_not_go_together_is_read_by_elements(name: str, tmp_path: Path) -> None:
    """A plain fact with an id that another has, or of one of several targets; the document could be taken apart."""
    path = write_set(tmp_path, report=TOGETHER[name]) / "report.xhtml"
    with (
        mock.patch.object(reader, "LARGE", 0),
        mock.patch.object(reader, "parse_document", wraps=parse_document) as parse,
    ):
        read_inline(path)
    assert parse.call_count == 1
    read_large_document("report.xhtml", TOGETHER[name].encode())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(DOCUMENTS)), min_size=2, max_size=3))
def test_sets_are_read_as_by_elements(names: list[str]) -> None:
    """Each of their documents by itself, and what is wrong with them together."""
    with TemporaryDirectory() as folder:
        texts = {f"d{number}": DOCUMENTS[name] for number, name in enumerate(names)}
        _check_same(write_set(Path(folder), **texts))


PLACES = st.integers(0, 20_000)
SCRAPS = st.one_of(
    st.sampled_from(
        ["<", ">", '"', "'", "&", "&amp;", "&#13;", "&#x9;", "/", "/>", "</p>", "<p>", " ", "\n", "\r", "\t", "="]
    ),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<?p ", "?>", "<!-- -->", "<![CDATA[x]]>", "<?p?>", "\ufeff", "\u00a0"]
    ),
    st.sampled_from([PLAIN, KEPT, NOTE, "</ix:nonNumeric>", "<ix:exclude>", "</ix:exclude>", "<ix:exclude/>", "<br/>"]),
    st.sampled_from(
        [
            ' xml:lang="ja"',
            ' xml:base="http://x.y/"',
            ' xmlns:m="http://example.org/other"',
            ' xmlns:q="http://example.org/mini"',
            ' xmlns=""',
            ' xmlns:ix="http://www.xbrl.org/2008/inlineXBRL"',
            ' id="p1"',
            ' target="t"',
            ' escape="true"',
            ' continuedAt="k1"',
            ' xsi:nil="true"',
            ' scale="2"',
            ' sign="-"',
            ' format="ixt:fixed-zero"',
            ' order="1"',
            ' o="1"',
            ' decimals="2"',
        ]
    ),
    st.sampled_from(
        ["", "", "", "m:", "ix:", "q:", "c", "-", "0", ".", "1,5", "<base href='x'/>", "<head/>", "</head>", "<head>"]
    ),
    st.text(max_size=2),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(DOCUMENTS)), st.lists(st.tuples(PLACES, PLACES, SCRAPS), min_size=1, max_size=3))
def test_whatever_is_done_to_a_document_it_is_read_as_by_elements(
    name: str, changes: list[tuple[int, int, str]]
) -> None:
    """With scraps put in and pieces cut out, most of them behind the declarations."""
    text = DOCUMENTS[name]
    for place, length, scrap in changes:
        start = (text.index(">", 60) - 40 + place) % len(text)
        text = text[:start] + scrap + text[start + length % 12 :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xhtml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        _check_same(path)


#: What may be said in the tag of a fact, and stand in it or between facts.
ATTRIBUTES = st.sampled_from(
    [
        *(
            ' id="{}"',
            ' id="x"',
            ' xml:lang="ja"',
            ' xml:lang=""',
            ' format="ixt:num-dot-decimal"',
            ' format="ixt:fixed-true"',
        ),
        *(' scale="3"', ' scale=" -3 "', ' sign="-"', ' escape="false"', ' escape="1"', ' order="1"', ' o="1"', " "),
        *(' decimals="2"', ' precision="3"', ' unitRef="s"', ' target=""', ' tupleRef="t"', ' xsi:nil="false"', "\n"),
    ]
)
CONTENTS = st.sampled_from(
    [
        "1",
        "0",
        "00",
        "1.",
        ".5",
        "1,234",
        " 1\n",
        "1\r\n",
        "",
        "a&amp;b",
        "&#49;",
        "a\nb",
        "<b>1</b>",
        "1<!---->2",
        "é",
        PLAIN,
    ]
)
AROUND = st.sampled_from(
    [
        "",
        "\n",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        '<div xml:lang="ja">',
        '<p title="&gt;>">',
        "<br/>",
        "<ix:exclude>",
        "</ix:exclude>",
    ]
)
FACT = st.builds(
    lambda kind, attributes, text, around: (
        f'{around}<ix:{kind} name="m:{"Revenues" if "F" in kind else "Name"}" contextRef="c"{"".join(attributes)}>'
        f"{text}</ix:{kind}>"
    ),
    st.sampled_from(["nonFraction", "nonNumeric"]),
    st.lists(ATTRIBUTES, max_size=3, unique=True),
    CONTENTS,
    AROUND,
)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(st.lists(FACT, max_size=8))
def test_any_facts_are_read_as_by_elements(facts: list[str]) -> None:
    """Whatever is said of them, and whatever they stand in."""
    body = "".join(fact.replace("{}", str(number)) for number, fact in enumerate(facts))
    for name in ("p", "div", "ix:exclude"):
        opened, closed = len(re.findall(f"<{name}[ >]", body)), body.count(f"</{name}>")
        body = f"<{name}>" * max(closed - opened, 0) + body + f"</{name}>" * max(opened - closed, 0)
    with TemporaryDirectory() as folder:
        _check_same(write_set(Path(folder), report=document(body)) / "report.xhtml")


def test_the_sample_is_read_in_columns() -> None:
    """A set in two languages, whose documents share contexts and footnotes."""
    paths = sorted((bundled_folder("samples") / "iij-2003q2" / "expected").glob("*.xhtml"))
    counts = [
        len(facts.ids) for path in paths if (facts := read_large_document(path.name, path.read_bytes()).plain_facts)
    ]
    assert [count > 300 for count in counts] == [True, True]
    _check_same(paths[0].parent)
