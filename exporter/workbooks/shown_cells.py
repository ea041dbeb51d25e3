"""What a sheet shows in its cells, and what it stores there."""

from __future__ import annotations

import datetime
import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from exporter.workbooks.number_formats import GENERAL, DigitMarks, NotShownError, NumberFormat, parse_number_format
from exporter.workbooks.part_reading import quoted

if TYPE_CHECKING:
    from exporter.workbooks.workbook import Workbook

__all__ = ["READ_COLUMNS", "CellReader"]

#: What a cell says: its `text`, which is what is shown, or the stored figure in plain digits, as is asked for; as
#: `stored`, what is stored for a number that is read otherwise; as `fault`, why it is not certain what it says, and as
#: `hint`, what to do about it; and as `difference`, how what is `shown` differs from what is stored: `digits`, of which
#: it has fewer, or `value`, where it shows no number or another sign. All but the text may be null.
READ_COLUMNS = pl.Schema(dict.fromkeys(("text", "stored", "fault", "hint", "shown", "difference"), pl.String()))

#: A workbook stores binary floats with up to 17 digits, of which 15 are shown and mean something.
_SHOWN_DIGITS = Context(prec=15)
_MOST_DIGITS = 15
#: Days are counted from the day before these. In 1900 there was no 29 February, which workbooks count.
_FIRST_DAYS = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
_FIRST_SURE_DAY, _LAST_DAY = 61, 2_958_465
#: What is stored as a number is a binary float, which is no larger and no smaller than this many places.
_MOST_PLACES = 308
_SECONDS = 86_400
#: The days by which those of 1904 are counted later.
_YEARS_1904 = 1_462
_TRUTHS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
#: The kinds of cells with texts.
_TEXTS = frozenset(["s", "str", "inlineStr"])
#: Numbers that are shown as they are stored, where they have no format of their own.
_PLAIN_NUMBER = r"^-?(?:[1-9][0-9]{0,14}|(?:0|[1-9][0-9]{0,7})\.[0-9]{0,6}[1-9]|0)$"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?")
#: Binary floats are written with fewer characters, and the number of a text with fewer digits.
_LONGEST_NUMBER, _LONGEST_INDEX = 400, 9
_GENERAL = parse_number_format(GENERAL)


class _ReadCell(NamedTuple):
    """What a cell says, with the columns of `READ_COLUMNS`."""

    text: str
    stored: str | None = None
    fault: str | None = None
    hint: str | None = None
    shown: str | None = None
    difference: str | None = None


class CellReader:
    """Reads the cells of a workbook."""

    def __init__(self, workbook: Workbook, marks: DigitMarks, *, shown: bool) -> None:
        """Prepare to read cells.

        Args:
            workbook: it has their texts and formats.
            marks: how digits are written.
            shown: whether figures are read as the sheet shows them, or as they are stored.
        """
        self._workbook, self._marks, self._shown = workbook, marks, shown

    def read(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Read cells.

        Args:
            cells: with the columns of `STORED_COLUMNS`.

        Returns: the cells with those of `READ_COLUMNS` besides.
        """
        formats = self._workbook.formats or [_GENERAL]
        numbers = range(len(formats))
        general = [number for number in numbers if formats[number].code == GENERAL]
        keeping = [number for number in numbers if not self._shown or formats[number].keeps_texts]
        shared = pl.Series(self._workbook.texts, dtype=pl.String)
        kind, value, style = pl.col("kind"), pl.col("value"), pl.col("style")
        number = pl.when(kind == "s").then(value.str.to_integer(strict=False))
        # Shared texts and plain numbers, which most cells hold, are looked up and taken by the column.
        is_known = number.is_between(0, len(shared) - 1)
        text = shared.gather(cells.select(pl.when(is_known).then(number)).to_series())
        is_plain = (kind == "n") & style.is_in(general) & value.str.contains(_PLAIN_NUMBER)
        plain = value if self._marks.decimal == "." else value.str.replace(".", self._marks.decimal, literal=True)
        is_text = kind.is_in(["str", "inlineStr"]) & style.is_in(keeping)
        cells = cells.with_columns(text=text).with_columns(
            text=pl.when(is_plain).then(plain).when(is_text).then(value).when(style.is_in(keeping)).then("text")
        )
        keys = ["kind", "style", "value", "formula"]
        others = cells.filter(pl.col("text").is_null()).select(keys).unique(maintain_order=True)
        read = pl.DataFrame([self._read(*key) for key in others.iter_rows()], schema=READ_COLUMNS, orient="row")
        read = pl.concat([others, read.rename({"text": "other_text"})], how="horizontal")
        cells = cells.join(read, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return cells.with_columns(text=pl.coalesce("text", "other_text")).drop("other_text")

    def _read(self, kind: str, style: int, value: str | None, formula: bool) -> _ReadCell:
        if kind == "e":
            name = value if value and len(value) < _LONGEST_NUMBER else "of a formula"
            return _ReadCell(value or "", fault=f"the cell shows the error {name}", hint=_ERROR_HINT)
        if not value:
            is_text = kind in _TEXTS and value is not None
            return _NO_RESULT if formula and not is_text else _ReadCell("")
        if kind == "n":
            return self._number(style, value)
        if kind in _TEXTS:
            return self._text(style, kind, value)
        if kind == "d" or (kind == "b" and value in _TRUTHS):
            return _ReadCell(_TRUTHS.get(value, value))
        return _ReadCell(value, fault=f"{quoted(value)} is stored as what no cell has", hint=_SAVE_HINT)

    def _text(self, style: int, kind: str, text: str) -> _ReadCell:
        if kind == "s":
            texts = self._workbook.texts
            is_index = text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX
            if not is_index or int(text) >= len(texts):
                return _ReadCell(text, fault=f"the workbook has no text {text[:20]}", hint=_SAVE_HINT)
            text = texts[int(text)]
        if not self._shown:
            return _ReadCell(text)
        try:
            return _ReadCell(self._format(style).shown_text(text))
        except NotShownError as error:
            return _ReadCell(text, fault=f"{error}", hint=_STORED_HINT)

    def _format(self, style: int) -> NumberFormat:
        formats = self._workbook.formats
        return formats[style] if 0 <= style < len(formats) else _GENERAL

    def _number(self, style: int, stored: str) -> _ReadCell:
        exact = _number(stored)
        if exact is None or style > max(0, len(self._workbook.formats) - 1):
            no_number = f"{quoted(stored)} is stored as a number, and is none"
            fault = no_number if exact is None else f"the workbook has no format {style}"
            return _ReadCell(stored, fault=fault, hint=_SAVE_HINT)
        number_format = self._format(style)
        if number_format.is_date:
            return self._day(exact, stored)
        value = _SHOWN_DIGITS.plus(exact)  # and there is no negative zero
        if value == value.to_integral_value() and value.adjusted() >= _MOST_DIGITS:
            message = f"{stored} has more than {_MOST_DIGITS} digits, which a workbook does not store exactly"
            return _ReadCell(stored, fault=message, hint="store it as a text")
        plain = _plain(value).replace(".", self._marks.decimal)
        try:
            shown = number_format.shown(value, self._marks)
        except NotShownError as error:
            if self._shown:
                fault = f"it is not certain how {stored} is shown in the format {number_format.code!r}: {error}"
                return _ReadCell(plain, stored, fault, _STORED_HINT)
            return _ReadCell(plain, _other(stored, plain))
        difference = _difference(shown.value, value)
        text = shown.text if self._shown else plain
        return _ReadCell(text, _other(stored, text), shown=shown.text if difference else None, difference=difference)

    def _day(self, serial: Decimal, stored: str) -> _ReadCell:
        """Give the day, and the time if there is one, that a number stands for."""
        is_1904 = self._workbook.has_1904_dates
        last_day = _LAST_DAY - (_YEARS_1904 if is_1904 else 0)
        is_day = (0 if is_1904 else _FIRST_SURE_DAY) <= serial <= last_day + 1
        days, seconds = divmod(int((serial * _SECONDS).to_integral_value()), _SECONDS) if is_day else (0, 0)
        if not is_day or days > last_day:
            message = f"{stored} in a format of dates is no day that all programs agree on"
            return _ReadCell(stored, fault=message, hint="write the day as a text, such as 2025-12-31")
        day = _FIRST_DAYS[is_1904] + datetime.timedelta(days=days)
        if not seconds:
            return _ReadCell(str(day), stored)
        time = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=seconds)
        return _ReadCell(time.isoformat(), stored)


_NO_RESULT = _ReadCell(
    "",
    fault="the formula has no stored result",
    hint="open the workbook in a spreadsheet program and save it once, so that results are stored",
)
_ERROR_HINT = "mend the formula, or exclude the cell with a reason"
_SAVE_HINT = "open the workbook in a spreadsheet program and save it"
_STORED_HINT = 'choose another format for the cell, or write in report.toml, beside file: figures = "stored"'


def _number(stored: str) -> Decimal | None:
    """Give the number that is stored; None for what no binary float is."""
    text = stored.strip()
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if not number or abs(number.adjusted()) <= _MOST_PLACES else None


def _plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _other(stored: str, text: str) -> str | None:
    return None if stored == text else stored


def _difference(shown: Decimal | None, stored: Decimal) -> str | None:
    """Say how a number that is shown differs from that which is stored; one that is not shown counts as zero."""
    if (shown or 0) == stored:
        return None
    return "digits" if shown is not None and shown * stored >= 0 else "value"
