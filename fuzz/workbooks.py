"""Workbooks whose parts are changed at random, and random formats: they are read, or refused in order."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from exporter.errors import ExporterError
from exporter.line_items.inputs import read_sheet
from exporter.project.project import TableFile
from exporter.workbooks.number_formats import DigitMarks, NotShownError, parse_number_format
from fuzz.properties import Property
from hostile.workbooks import workbook_parts

__all__ = ["PROPERTIES"]

_PARTS: dict[str, bytes] = {name: part for name, part in workbook_parts().items() if isinstance(part, bytes)}
_SCRAPS = st.one_of(
    st.sampled_from(
        [b"", b"<", b">", b"/>", b'"', b"'", b"&", b"&lt;", b"&#0;", b"<!--", b"]]>", b"<?x?>", b"\0", b"\xff"]
    ),
    st.sampled_from(
        [b"A", b"B3", b"XFD1", b"1048577", b"-1", b"1E+308", b"NaN", b"0.1", b"9" * 30, b"_xD800_", b"_x0041_"]
    ),
    st.sampled_from(
        [b"<v>1</v>", b"<c/>", b"<row/>", b"</c>", b"<is><t>x</t></is>", b"<f>B3</f>", b" t='s'", b" s='1'"]
    ),
    st.sampled_from([b"<mergeCell ref='B3:C4'/>", b"<col min='1' max='2' hidden='1'/>", b"#,##0", b"yyyy", b"[", b"@"]),
    st.binary(max_size=4),
)
_CHANGE = st.tuples(st.integers(0, 100_000), st.integers(0, 20), _SCRAPS)


@st.composite
def _changed(draw: st.DrawFn) -> dict[str, bytes]:
    """Give the parts of a workbook, of which some are changed, cut or spliced."""
    parts = dict(_PARTS)
    for name in draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=2)):
        data = parts[name]
        for place, length, scrap in draw(st.lists(_CHANGE, min_size=1, max_size=3)):
            start = place % (len(data) + 1)
            data = data[:start] + scrap + data[start + length :]
        parts[name] = data
    return parts


def _read(parts: dict[str, bytes]) -> None:
    """See that nothing but what is ours is raised, however figures are read."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "book.xlsx")
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        for figures in ("shown", "stored"):
            with contextlib.suppress(ExporterError):
                sheet = read_sheet(TableFile(path, path.name, "en", (), {}, figures=figures))
                assert all(fault.message for fault in sheet.faults)


_CODES = st.lists(
    st.sampled_from(
        [*'0#?.,;%@*_ -()$y\\"[]E+/', "[Red]", "[>9]", "[$€-407]", "General", '"x"', "#,##0", "0.00", "[h]"]
    )
).map("".join)
_NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=6)


def _show(example: tuple[str, Decimal]) -> None:
    """See that a format shows a number or says that it is not certain how, and says which number is shown."""
    code, value = example
    number_format = parse_number_format(code)
    with contextlib.suppress(NotShownError):
        shown = number_format.shown(value, DigitMarks())
        assert shown.value is None or shown.value.is_finite()
    with contextlib.suppress(NotShownError):
        assert isinstance(number_format.shown_text("text"), str)


def _show_plainly(example: tuple[int, bool, bool, Decimal]) -> None:
    """See that Python writes the same for a format that it knows."""
    places, has_groups, is_percent, value = example
    code = ("#,##0" if has_groups else "0") + ("." + "0" * places if places else "") + ("%" if is_percent else "")
    rounded = (value * (100 if is_percent else 1)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    expected = f"{rounded or abs(rounded):{',' if has_groups else ''}.{places}f}"
    assert parse_number_format(code).shown(value, DigitMarks()).text == expected + ("%" if is_percent else "")


_PLAIN: st.SearchStrategy[Any] = st.tuples(st.integers(0, 6), st.booleans(), st.booleans(), _NUMBERS)
PROPERTIES = (
    Property("a workbook is read, or refused", _changed(), _read, 0.2),
    Property("a number is shown, or it is not certain how", st.tuples(_CODES, _NUMBERS), _show),
    Property("a number is shown as others show it", _PLAIN, _show_plainly),
)
