"""Number formats: what sheets show for numbers and texts, and which formats are refused."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.workbooks.number_formats import BUILT_IN_FORMATS, DigitMarks, NotShownError, parse_number_format

_PLAIN, _GERMAN, _INDIAN = DigitMarks(), DigitMarks(",", "."), DigitMarks(".", ",", 3, 2)
_ACCOUNTING = '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("code", "value", "text", "number"),
    [
        ("General", "1234.5", "1234.5", "1234.5"),
        ("General", "-0.25", "-0.25", "-0.25"),
        ("", "7", "7", "7"),
        ("0", "2.5", "3", "3"),
        ("0.00", "2.675", "2.68", "2.68"),
        ("#,##0", "1234567", "1,234,567", "1234567"),
        ("#,##0", "-0.4", "0", "0"),
        ("#,##0_);(#,##0)", "-829760", "(829,760)", "-829760"),
        ("#,##0_);(#,##0)", "5", "5 ", "5"),
        ("#,##0_);(#,##0)", "-0.4", "(0)", "0"),
        ('#,##0;"▲"#,##0', "-5", "▲5", "-5"),
        ("#,##0;△#,##0", "-5", "△5", "-5"),
        ("#,##0;[Red]#,##0", "-5", "-5", "-5"),
        ("#,##0 €;[Red]-#,##0 €", "-1234", "-1,234 €", "-1234"),
        ("#,##0;#,##0", "-5", "5", "5"),
        ("0.0%", "0.087", "8.7%", "0.087"),
        ("0.0%;(0.0%)", "-0.087", "(8.7%)", "-0.087"),
        ("#,##0,", "1234567", "1,235", "1235000"),
        ("0.0,,", "123456789", "123.5", "123500000"),
        ('0.0,,"m"', "-1500000", "-1.5m", "-1500000"),
        (_ACCOUNTING, "1234.5", " 1,234.50 ", "1234.5"),
        (_ACCOUNTING, "-1234.5", " (1,234.50)", "-1234.5"),
        (_ACCOUNTING, "0", " -   ", "0"),
        (BUILT_IN_FORMATS[42], "-30", " $(30)", "-30"),
        ("[$€-407] #,##0.00", "3", "€ 3.00", "3"),
        ("00000", "42", "00042", "42"),
        ("#,##0.0#", "1234.5", "1,234.5", "1234.5"),
        ("0.0?", "3", "3.0 ", "3"),
        (".00", "0.5", ".50", "0.5"),
        ('#,##0;-#,##0;"–"', "0", "–", None),
        ("0;0;", "0", "", None),
        (";;;", "5", "", None),
        ('"n/a"', "5", "n/a", None),
        (r"0\ \b\p", "5", "5 bp", "5"),
        ("[>=1000]#,##0;0", "1234", "1,234", "1234"),
        ("[>=1000]#,##0;0", "12", "12", "12"),
        ("@", "12", "12", "12"),
    ],
)
def test_a_number_is_shown(code: str, value: str, text: str, number: str | None) -> None:
    """As spreadsheets show it; and the number that it then says is known."""
    shown = parse_number_format(code).shown(Decimal(value), _PLAIN)
    assert shown.text == text
    assert shown.value == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("0.00E+00", "5"),
        ("# ?/?", "0.5"),
        ("#.##", "0"),
        ("0-00-00", "51231"),
        ("0#", "5"),
        ("[<0]0;0", "-3"),
        ("[=1]0", "2"),
        ('0 "open', "2"),
        ("[DBNum1]0", "5"),
        ("0 k", "5"),
    ],
)
def test_what_programs_show_differently_is_refused(code: str, value: str) -> None:
    """So that no figure is guessed."""
    with pytest.raises(NotShownError):
        parse_number_format(code).shown(Decimal(value), _PLAIN)


@pytest.mark.parametrize(
    ("marks", "value", "text"),
    [
        (_GERMAN, "-1234567.5", "-1.234.567,50"),
        (_INDIAN, "1234567.5", "12,34,567.50"),
        (DigitMarks(",", ""), "1234", "1234,00"),
    ],
)
def test_digits_have_the_marks_of_the_locale(marks: DigitMarks, value: str, text: str) -> None:
    """As a spreadsheet program shows them to a reader there."""
    assert parse_number_format("#,##0.00").shown(Decimal(value), marks).text == text


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "a"), ("0.00", "a"), ("@", "a"), ("(@)", "(a)"), ('0;0;0;"x"@', "xa"), (";;;", ""), ("0;0;0;", "")],
)
def test_a_text_is_shown(code: str, text: str) -> None:
    """As it is, but for a section of its own."""
    assert parse_number_format(code).shown_text("a") == text


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ("d.m.yy", True),
        ('[$-411]ggge"年"m"月"d"日"', True),
        ("[h]:mm", True),
        ("h:mm AM/PM", True),
        ("[$-409]mmmm d, yyyy;@", True),
        ("General", False),
        ('0" days"', False),
        (r"0\d", False),
        ("[Red]0", False),
        ("#,##0.00 [$USD]", False),
    ],
)
def test_dates_are_known_by_their_letters(code: str, is_date: bool) -> None:
    """Which stand outside of quotes and brackets."""
    assert parse_number_format(code).is_date is is_date


@given(
    st.decimals(min_value=-(10**14), max_value=10**14, places=4), st.sampled_from(["#,##0.0000", "0.0000", "0.0000%"])
)
def test_enough_digits_show_the_number(value: Decimal, code: str) -> None:
    """Whatever it is, and whatever marks there are."""
    for marks in (_PLAIN, _GERMAN, _INDIAN):
        shown = parse_number_format(code).shown(value, marks)
        assert shown.value == value
        digits = shown.text.removesuffix("%").replace(marks.group, "").replace(marks.decimal, ".")
        assert Decimal(digits).scaleb(-2 if "%" in code else 0) == value


@pytest.mark.parametrize("code", ["[" * 1_000_000, '"' * 1_000_001, "0" * 256, "0." + "0" * 400, "\\" * 1_000_001])
def test_a_format_of_very_many_characters_is_refused(code: str) -> None:
    """At once, for numbers and for texts."""
    number_format = parse_number_format(code)
    assert len(number_format.code) < 30
    for show in (lambda: number_format.shown(Decimal(1), _PLAIN), lambda: number_format.shown_text("a")):
        with pytest.raises(NotShownError, match="more than 255 characters"):
            show()


@pytest.mark.parametrize(
    "code", ["0." + "0" * 253, "0" + "%" * 254, "0" + "%" * 127 + "." + "0" * 126, "0" + "," * 254]
)
@pytest.mark.parametrize("value", ["1E+14", "999999999999999", "1E-300", "0.1"])
def test_a_number_is_shown_with_any_digits(code: str, value: str) -> None:
    """Or it is not certain what is shown; no format breaks down."""
    with contextlib.suppress(NotShownError):
        assert parse_number_format(code).shown(Decimal(value), _PLAIN).value is not None
