"""Instances: what is read in columns is what is read element by element, whatever is done to the document."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_xml.column_reader import read_columns
from exporter.formats.xbrl_xml.element_reader import read_elements
from fuzz.properties import Property

__all__ = ["PROPERTIES"]

_HEAD = """\
<?xml version="1.0"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:a="http://example.org/a"
    xmlns:xbrldi="http://xbrl.org/2006/xbrldi">
<link:schemaRef xlink:type="simple" xlink:href="a.xsd"/>
"""
_TAIL = "</xbrli:xbrl>\n"
_BLANKS = st.sampled_from(["", "", "", "\n", " ", "\t", "\r\n", "<!-- x -->"])
_NAMES = st.sampled_from("cdu")
_QUOTES = st.sampled_from("\"'")
_VALUES = st.one_of(
    st.sampled_from(["1", "-1", "1.50", " 7 ", "", "1e3", "INF", "x", "&amp;", "&#65;", "&#x2028;", "<![CDATA[1]]>"]),
    st.text(max_size=4).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
)


@st.composite
def _contexts(draw: st.DrawFn) -> str:
    start = "<xbrli:startDate>2020-01-01</xbrli:startDate>"
    period = draw(
        st.sampled_from(
            [
                "<xbrli:instant>2020-12-31</xbrli:instant>",
                "<xbrli:instant>2020-12-31T00:00:00</xbrli:instant>",
                "<xbrli:forever/>",
                f"{start}<xbrli:endDate>2020-12-31</xbrli:endDate>",
                f"{start}<xbrli:endDate>2019-12-31</xbrli:endDate>",
                "<xbrli:instant>never</xbrli:instant>",
            ]
        )
    )
    member = draw(
        st.sampled_from(
            [
                "",
                '<xbrli:segment><xbrldi:explicitMember dimension="a:D">a:M</xbrldi:explicitMember></xbrli:segment>',
                '<xbrli:segment><xbrldi:typedMember dimension="a:T"><a:t>x</a:t></xbrldi:typedMember></xbrli:segment>',
                "<xbrli:segment><a:other>x</a:other></xbrli:segment>",
            ]
        )
    )
    return (
        f'<xbrli:context id="{draw(_NAMES)}"><xbrli:entity><xbrli:identifier scheme="http://example.org">1'
        f"</xbrli:identifier>{member}</xbrli:entity><xbrli:period>{period}</xbrli:period></xbrli:context>"
    )


@st.composite
def _units(draw: st.DrawFn) -> str:
    measure = draw(st.sampled_from(["iso4217:EUR", "xbrli:pure", " xbrli:shares ", "EUR", "no:x"]))
    return f'<xbrli:unit id="u"><xbrli:measure>{measure}</xbrli:measure></xbrli:unit>'


@st.composite
def _facts(draw: st.DrawFn) -> str:
    quote, blank = draw(_QUOTES), draw(st.sampled_from([" ", "  ", "\n", "\t"]))
    possible = {
        "id": draw(st.sampled_from(["f", "g", "unnamed-1"])),
        "contextRef": draw(_NAMES),
        "unitRef": "u",
        "decimals": draw(st.sampled_from(["0", "-3", "INF", "x", " 2 "])),
        "xml:lang": draw(st.sampled_from(["en", "", "ja"])),
        "xsi:nil": draw(st.sampled_from(["true", "1", "false"])),
        "precision": "3",
        "other": "x",
    }
    names = draw(st.lists(st.sampled_from(list(possible)[:6] if draw(st.booleans()) else list(possible)), unique=True))
    attributes = "".join(f"{blank}{name}={quote}{possible[name]}{quote}" for name in names)
    name = draw(st.sampled_from(["a:X", "a:Y", "a:X", "X", "no:X"]))
    return f"<{name}{attributes}>{draw(_VALUES)}</{name}>" if draw(st.booleans()) else f"<{name}{attributes}/>"


@st.composite
def _documents(draw: st.DrawFn) -> bytes:
    """Give a document, many of them with a few bytes changed."""
    parts = [draw(_contexts()), draw(_units())] if draw(st.booleans()) else []
    parts += draw(st.lists(st.one_of(_facts(), _facts(), _contexts(), _units()), max_size=12))
    document = (_HEAD + "".join(part + draw(_BLANKS) for part in parts) + _TAIL).encode("utf-8", "replace")
    for place, cut, scrap in draw(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 9), _SCRAPS), max_size=2)):
        start = place % len(document)
        document = document[:start] + scrap + document[start + cut :]
    return document


_SCRAPS = st.one_of(
    st.sampled_from(
        [b"<", b">", b'"', b"&", b"/", b"=", b":", b"\0", b"\r", b"\xc2\x85", b"\xc2\xa0", b"\xe2\x80\xa8"]
    ),
    st.sampled_from([b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"</a:X>", b"<a:X", b"xmlns:a='urn:b'", b"\xff"]),
    st.binary(max_size=3),
)


def _alike(document: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        path.write_bytes(document)
        columns = read_columns(path)
        try:
            elements = read_elements(path)
        except UnreadableInputError:
            assert columns is None, "the column reader accepts what the reference reader refuses"
            return
        if columns is not None:
            assert elements.findings == []
            assert columns.report == elements.report
            assert columns.report.facts["id"].equals(elements.report.facts["id"])
            assert columns.document.units.equals(elements.document.units)


PROPERTIES = (Property("both readers of instances read alike", _documents(), _alike),)
