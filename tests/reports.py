"""Reports of every kind, for laws that hold for all of them."""

from __future__ import annotations

import string
from dataclasses import replace
from decimal import Decimal

import polars as pl
from hypothesis import strategies as st

from exporter.prints.numbers import decimal_text
from exporter.report.names import ISO4217, XBRLI
from exporter.report.references import Reference
from exporter.report.report import FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS, Report, dimensions_text, facts_frame

LINKBASE = "http://www.w3.org/1999/xlink/properties/linkbase"
NAMESPACES = {
    "xbrli": XBRLI,
    "iso4217": ISO4217,
    "a": "http://example.org/a",
    "b": "http://example.org/b",
    "entity": "http://example.org/register",
}

TEXT = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\t\n\r ]\u0085\u2028\u200f\ufeff"),
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
    ),
    max_size=20,
).filter(lambda text: all(char not in "\ufffe\uffff" for char in text))
NUMBERS = st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,20})?", fullmatch=True)
UNITS = st.sampled_from(
    ["iso4217:JPY", "xbrli:shares", "xbrli:pure", "iso4217:JPY/xbrli:shares", "a:x*b:y/a:z*b:w", "a:x*b:y"]
)
DAYS = st.dates().map(str)
PERIODS = st.one_of(
    st.tuples(st.none(), DAYS),
    st.tuples(DAYS, DAYS),
    st.tuples(st.none(), st.none()),
    st.tuples(st.just("2020-01-01T09:30:00"), st.just("2020-01-01T17:00:00.5+09:00")),
    st.tuples(st.none(), st.just("2020-01-01Z")),
)
#: What a segment or scenario may hold beside dimensions, as canonical XML.
CONTENT = st.sampled_from(['<b:part xmlns:b="http://example.org/b">a &amp; b</b:part>', "<x><y></y></x><z></z>"])
DIMENSIONS = st.fixed_dictionaries(
    {},
    optional={
        "a:Region": st.sampled_from(["a:Asia", "b:Europe"]),
        "b:Kind": st.just("a:Some"),
        "a:Typed": st.one_of(TEXT, st.none()),
        "segment": CONTENT,
        "scenario": CONTENT,
    },
)
#: Attributes of a fact that XBRL does not define.
ATTRIBUTES = st.sampled_from(
    [{}, {}, {"attributes": '{"a:o":"x","b:o":"円 x","o":""}'}, {"attributes": '{"b:o":"false"}'}]
)
#: Footnotes with markup: the content, and its text.
MARKED_UP = {
    'see <i xmlns="http://www.w3.org/1999/xhtml">note</i>s': "see notes",
    '<div xmlns="http://www.w3.org/1999/xhtml">one<br></br>two</div>': "one two",
}
REFERENCES = (
    Reference("linkbaseRef", "a-label.xml", "http://www.xbrl.org/2003/role/labelLinkbaseRef", LINKBASE),
    Reference("roleRef", "a.xsd#other", "http://example.org/role/other"),
    Reference("arcroleRef", "a.xsd#arc", "http://example.org/role/other"),
)
ROLES = st.sampled_from([None, "http://example.org/role/other"])
NAMES = st.text(string.ascii_letters, min_size=1, max_size=6)


@st.composite
def _rows(draw: st.DrawFn, *, odd: bool) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(draw(st.integers(0, 6))):
        start, end = draw(PERIODS)
        numeric = draw(st.booleans())
        dimensions = draw(DIMENSIONS)
        in_scenario = [name for name in sorted(dimensions) if ":" in name and draw(st.booleans())]
        rows.append(
            {
                "id": f"{draw(NAMES)}.{number}",
                "concept": f"{draw(st.sampled_from('ab'))}:{draw(NAMES)}",
                "entity": draw(st.sampled_from(["entity:1", "entity:A B", "entity:<&>", "entity:A\u3000B"])),
                "period_start": start,
                "period_end": end,
                "unit": draw(UNITS) if numeric else None,
                "dimensions": dimensions_text(dimensions),
                "language": None if numeric else draw(st.sampled_from([None, "en", "ja", "zh-Hant"])),
                "value": draw(st.one_of(st.none(), NUMBERS if numeric else TEXT)),
                **({"scenario": " ".join(in_scenario)} if in_scenario else {}),
                **draw(ATTRIBUTES),
            }
        )
        if numeric and rows[-1]["value"] is not None:
            rows[-1]["decimals"] = draw(st.one_of(st.none(), st.integers(-40, 40)))
            if odd and rows[-1]["decimals"] is None and draw(st.booleans()):
                rows[-1]["unknown_accuracy"] = True
    if odd and rows:
        paths = [None, "a:T[1]", "a:T[1]/b:U[1]", "a:T[1]/b:U[2]", "a:T[1]", "a:T[2]", None]
        for row, path in zip(rows, sorted(draw(st.lists(st.integers(0, 6), min_size=6, max_size=6))), strict=False):
            row["tuple"] = paths[path]
        _number_tuples(rows)
    return rows


def _number_tuples(rows: list[dict[str, object]]) -> None:
    """Give the tuples that are there the numbers that they have in a document."""
    numbers: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        path = ""
        for step in str(row["tuple"]).split("/") if row["tuple"] else ():
            name = step.partition("[")[0]
            known = numbers.setdefault((path, name), {})
            path += f"{'/' * bool(path)}{name}[{known.setdefault(step, len(known) + 1)}]"
        row["tuple"] = path or None


@st.composite
def reports(draw: st.DrawFn, *, odd: bool = False) -> Report:
    """Facts with all aspects, texts that need escaping, typed members, other content of contexts, nil, and footnotes.

    Odd ones have tuples, and numbers whose accuracy is not known.
    """
    rows = draw(_rows(odd=odd))
    texts = st.one_of(TEXT.map(lambda text: (text, None)), st.sampled_from([(t, m) for m, t in MARKED_UP.items()]))
    languages = st.sampled_from([None, "en", "ja"])
    notes = draw(st.lists(st.tuples(st.integers(0, 5), NAMES, languages, texts, ROLES, ROLES, ROLES), max_size=6))
    typed = {"a:Typed": "b:member"} if any('"a:Typed"' in str(row["dimensions"]) for row in rows) else {}
    footnotes = pl.DataFrame(
        [
            (rows[number % len(rows)]["id"], name, language, text, *roles, markup)
            for number, name, language, (text, markup), *roles in notes
            if rows
        ],
        schema={**FOOTNOTE_COLUMNS, **FOOTNOTE_TRAITS},
        orient="row",
    )
    references = draw(st.sampled_from([(), REFERENCES]))
    entry_points = ("a.xsd", "http://example.org/b c.xsd")
    return Report(facts_frame(rows), NAMESPACES, entry_points, typed, footnotes, references)


def with_plain_digits(report: Report) -> Report:
    """The report with its numbers as Inline XBRL keeps them: without zeros before them, or minus before a zero."""
    values = [
        value if unit is None or value is None else decimal_text(Decimal(value))
        for unit, value in report.facts.select("unit", "value").iter_rows()
    ]
    return replace(report, table=report.facts.with_columns(value=pl.Series(values, dtype=pl.String)))
