"""Reports of every kind, for laws that hold for all of them."""

from __future__ import annotations

import string

import polars as pl
from hypothesis import strategies as st

from exporter.report.names import ISO4217, XBRLI
from exporter.report.report import FOOTNOTE_COLUMNS, Report, dimensions_text, facts_frame

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
DIMENSIONS = st.fixed_dictionaries(
    {}, optional={"a:Region": st.sampled_from(["a:Asia", "b:Europe"]), "b:Kind": st.just("a:Some"), "a:Typed": TEXT}
).map(dimensions_text)
NAMES = st.text(string.ascii_letters, min_size=1, max_size=6)


@st.composite
def _rows(draw: st.DrawFn) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(draw(st.integers(0, 6))):
        start, end = draw(PERIODS)
        numeric = draw(st.booleans())
        rows.append(
            {
                "id": f"{draw(NAMES)}.{number}",
                "concept": f"{draw(st.sampled_from('ab'))}:{draw(NAMES)}",
                "entity": f"entity:{draw(st.sampled_from(['1', 'A B', '<&>']))}",
                "period_start": start,
                "period_end": end,
                "unit": draw(UNITS) if numeric else None,
                "dimensions": draw(DIMENSIONS),
                "language": None if numeric else draw(st.sampled_from([None, "en", "ja", "zh-Hant"])),
                "value": draw(st.one_of(st.none(), NUMBERS if numeric else TEXT)),
            }
        )
        if numeric and rows[-1]["value"] is not None:
            rows[-1]["decimals"] = draw(st.one_of(st.none(), st.integers(-40, 40)))
    return rows


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Facts with all aspects, texts that need escaping, typed members, nil, and footnotes."""
    rows = draw(_rows())
    notes = draw(st.lists(st.tuples(st.integers(0, 5), NAMES, st.sampled_from([None, "en", "ja"]), TEXT), max_size=6))
    typed = {"a:Typed": "b:member"} if any('"a:Typed"' in str(row["dimensions"]) for row in rows) else {}
    footnotes = pl.DataFrame(
        [
            {"fact": rows[number % len(rows)]["id"], "footnote": name, "language": language, "text": text}
            for number, name, language, text in notes
            if rows
        ],
        schema=FOOTNOTE_COLUMNS,
    )
    return Report(facts_frame(rows), NAMESPACES, ("a.xsd", "http://example.org/b c.xsd"), typed, footnotes)
