"""What report.toml declares of prints, for project, table, file or column, and the convention that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING

from exporter.prints.conventions import PLAIN_PRINT, plain_form
from exporter.prints.currencies import currency_marks

if TYPE_CHECKING:
    from exporter.prints.conventions import Convention

__all__ = ["SIDES", "PrintDeclaration", "convention_for", "is_known_locale", "side_named"]

#: The marks behind figures of a ledger that say on which side they stand, by the side.
SIDES = {
    "debit": ("DR", "Dr", "Dr.", "dr", "D", "S", "借"),
    "credit": ("CR", "Cr", "Cr.", "cr", "C", "H", "貸"),
}
#: What columns of the two sides are headed with.
_SIDE_HEADINGS = {
    "debit": {"debit", "debits", "dr", "dr.", "soll", "débit", "debe", "dare", "débito", "debet", "借方", "借方金額"},
    "credit": {
        "credit",
        "credits",
        "cr",
        "cr.",
        "haben",
        "crédit",
        "haber",
        "avere",
        "crédito",
        "kredit",
        "貸方",
        "貸方金額",
    },
}
#: What else groups digits where one of these is the decimal mark.
_OTHER_MARK = {",": ".", ".": ","}


@dataclass(frozen=True, slots=True)
class PrintDeclaration:
    """How figures are printed, as far as it is declared; None where it is not.

    Attributes:
        locale: a language tag whose convention is kept, in place of that of the table's language.
        decimal_mark, group_mark: one character each; a group mark that is a blank stands for blanks of every width, and
            an empty one for none.
        nothing: words that say that there is no figure.
        suffixes: what may stand behind a figure, with the power of ten that it stands for.
        side: `debit` or `credit`, on which figures of the column stand.
    """

    locale: str | None = None
    decimal_mark: str | None = None
    group_mark: str | None = None
    nothing: tuple[str, ...] | None = None
    suffixes: tuple[tuple[str, int], ...] | None = None
    side: str | None = None

    @property
    def declares_marks(self) -> bool:
        """Whether it leaves no doubt of decimal and group marks."""
        return any(key is not None for key in (self.locale, self.decimal_mark, self.group_mark))

    def within(self, outer: PrintDeclaration) -> PrintDeclaration:
        """Give what holds here, inside of what is declared further out.

        Marks and a locale that are declared here take the place of all marks declared there.
        """
        inner = {field.name: getattr(self, field.name) for field in fields(self)}
        outer = replace(outer, locale=None, decimal_mark=None, group_mark=None) if self.declares_marks else outer
        return replace(outer, **{name: value for name, value in inner.items() if value is not None})


@cache
def convention_for(
    declaration: PrintDeclaration, language: str, currency: str | None = None, footnote_marks: tuple[str, ...] = ()
) -> Convention:
    """Build the convention of some cells.

    Args:
        declaration: what report.toml says of them.
        language: the tag of the table's language, whose marks count where none are declared (CLDR).
        currency: code of the currency in which the figures are, if they are amounts.
        footnote_marks: marks of footnotes that may stand at figures.

    Raises:
        ValueError: a print could be read in two ways by it.
    """
    convention = _locale_convention(declaration.locale or language)
    decimal_mark, group_mark = declaration.decimal_mark, declaration.group_mark
    if decimal_mark is not None or group_mark is not None:
        convention = _with_marks(convention, decimal_mark, group_mark)
    if declaration.nothing is not None:
        convention = replace(
            convention, nothing=tuple(plain_form(word).strip().lower() for word in declaration.nothing)
        )
    if declaration.suffixes is not None:
        suffixes = {
            **dict(convention.suffixes),
            **{plain_form(word).strip(): power for word, power in declaration.suffixes},
        }
        convention = replace(convention, suffixes=tuple(suffixes.items()))
    if declaration.side is not None:
        convention = _with_side(convention, declaration.side)
    taken = {*convention.minus_marks_behind, *convention.plus_marks_behind, *dict(convention.suffixes)}
    marks = {plain_form(mark).strip(): None for mark in footnote_marks}
    return replace(
        convention,
        currency_marks=currency_marks(currency) if currency else (),
        footnote_marks=tuple(mark for mark in marks if mark and not mark.isdigit() and mark not in taken),
    )


def side_named(heading: str) -> str | None:
    """Say which side of a ledger a heading names: debit, credit or none."""
    words = {heading.strip().lower(), *heading.lower().split()}
    return next((side for side, names in _SIDE_HEADINGS.items() if words & names), None)


def is_known_locale(tag: str) -> bool:
    """Tell whether CLDR knows the language of a tag."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 0.04 s, and only prints need it

    try:
        Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _locale_convention(tag: str) -> Convention:
    """Give the marks of a language and region, or of the language where its region has none of its own (CLDR)."""
    from babel import Locale  # noqa: PLC0415 - 0.04 s, and only prints need it

    parts = tag.split("-")
    known_tags = (known for size in range(len(parts), 0, -1) if is_known_locale(known := "-".join(parts[:size])))
    locale = Locale.parse(next(known_tags, "en").replace("-", "_"))
    symbols = locale.number_symbols["latn"]
    last_group, other_groups = locale.decimal_formats[None].grouping
    convention = _with_marks(PLAIN_PRINT, plain_form(symbols["decimal"]), plain_form(symbols["group"]))
    return replace(convention, last_group=last_group, other_groups=other_groups)


def _with_marks(convention: Convention, decimal_mark: str | None, group_mark: str | None) -> Convention:
    """Replace the marks; where one is given, and is the other one now, the other is what it mostly is then.

    An apostrophe between digits has no other meaning, so it may always group them.
    """
    if decimal_mark is None:
        decimal_mark = convention.decimal_mark
        if group_mark == decimal_mark:
            decimal_mark = _OTHER_MARK.get(decimal_mark, ".")
    group_marks = (plain_form(group_mark),) if group_mark is not None else convention.group_marks
    if group_mark is None and decimal_mark in group_marks:
        group_marks = tuple(filter(None, [_OTHER_MARK.get(decimal_mark)]))
    groups = dict.fromkeys([*filter(None, group_marks), *("'" if decimal_mark != "'" else "")])
    return replace(convention, decimal_mark=decimal_mark, group_marks=tuple(groups))


def _with_side(convention: Convention, side: str) -> Convention:
    """Add the marks of sides: those of the column's own say nothing, those of the other one make a figure negative."""
    other_side = next(name for name in SIDES if name != side)
    return replace(
        convention,
        plus_marks_behind=(*convention.plus_marks_behind, *SIDES[side]),
        minus_marks_behind=(*convention.minus_marks_behind, *SIDES[other_side]),
    )
