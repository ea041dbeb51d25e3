"""Print conventions: which marks and words a table prints numbers with. Every reader of numbers is built from one.

Marks are given in their plain forms: full-width ones and the many dashes are made plain before anything is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "EITHER_WAY",
    "LONGEST_NUMBER",
    "PLAIN_FORMS",
    "PLAIN_PRINT",
    "SPACE",
    "TEXT_GUARD",
    "Convention",
    "any_of",
    "class_of",
    "plain_form",
    "word_pattern",
]

#: White space as Python knows it, for a class of characters.
SPACE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
#: Full-width digits and marks, and the many dashes, apostrophes and blanks, with their plain forms.
PLAIN_FORMS = {
    **dict(zip("０１２３４５６７８９，．（）％＋△￥＄", "0123456789,.()%+▲¥$", strict=True)),
    **dict.fromkeys("−－﹣‐‑‒–—―", "-"),
    **dict.fromkeys("＇’‘ʼ", "'"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
    **dict.fromkeys("\u202f\u205f\u3000", " "),
}
#: A regular expression for a print such as 1,125 or 1.234, whose mark may group digits or be the decimal one; its group
#: is the number.
EITHER_WAY = r"^[^0-9]*([1-9][0-9]{0,2}[.,][0-9]{3})[^0-9]*$"
#: Longer prints are no numbers: arithmetic with them would not come to an end.
LONGEST_NUMBER = 1000
#: A regular expression for the guards by which exports keep a spreadsheet from changing a cell: `="1200"`, `'1200`.
#: Its groups are what they guard.
TEXT_GUARD = '(?s)^(?:="([^"]*)"|\'(.*))$'
_PLAIN = str.maketrans(PLAIN_FORMS)

#: What has a meaning of its own in a class of characters.
_SPECIAL = re.compile(r"[\\^\]\[&~-]")
_NUMBERS = {2: "two", 3: "three", 4: "four"}
_MARK_NAMES = {",": "comma", ".": "point", "'": "apostrophe", " ": "blank"}


@dataclass(frozen=True)
class Convention:
    """How a table prints numbers.

    Attributes:
        decimal_mark: stands between the whole number and its decimal places.
        group_marks: may stand between groups of digits, one kind of them in a number.
        last_group, other_groups: how many digits the last group has, and each of the others but the first: three and
            three, or three and two as in India.
        plus_marks: before a number, say nothing.
        minus_marks: before a number, make it negative.
        plus_marks_behind, minus_marks_behind: marks and words that do the same behind a number, such as `DR` and `CR`.
        parentheses: whether parentheses around a number make it negative.
        dashes: marks in place of a number; whether they are zero, nil or nothing is for report.toml to say.
        nothing: words that say that there is no figure, in small letters; capitals do not matter.
        suffixes: what may stand behind a number, each with the power of ten that it stands for.
        currency_marks: signs and codes of the unit's currency; one may stand before or behind a number.
        footnote_marks: marks of footnotes, which may stand behind all else.
    """

    decimal_mark: str = "."
    group_marks: tuple[str, ...] = (",", "'")
    last_group: int = 3
    other_groups: int = 3
    plus_marks: tuple[str, ...] = ("+",)
    minus_marks: tuple[str, ...] = ("-", "▲")
    plus_marks_behind: tuple[str, ...] = ()
    minus_marks_behind: tuple[str, ...] = ("-",)
    parentheses: bool = True
    dashes: tuple[str, ...] = ("-", "--", "---", "ー", "ｰ")
    nothing: tuple[str, ...] = ()
    suffixes: tuple[tuple[str, int], ...] = (("%", -2),)
    currency_marks: tuple[str, ...] = ()
    footnote_marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """See that no print can be read in two ways.

        Raises:
            ValueError: a mark between digits is not one character, or both a decimal and a group mark; or a mark or
                word begins, before a number, or ends, behind one, with another that says something else.
        """
        between = [self.decimal_mark, *self.group_marks]
        if any(len(mark) != 1 or mark.isdigit() for mark in between) or len(set(between)) < len(between):
            raise ValueError(f"{between} are no marks that can stand between digits")
        before = [self.plus_marks, self.minus_marks, ("(",) if self.parentheses else ()]
        behind = [self.plus_marks_behind, self.minus_marks_behind, tuple(dict(self.suffixes))]
        clashes = [*_clashes(before, str.startswith), *_clashes(behind, str.endswith)]
        if clashes:
            raise ValueError(f"{clashes[0][0]!r} and {clashes[0][1]!r} cannot be told apart")

    @cached_property
    def digits(self) -> str:
        """A regular expression for a number without sign and suffix, in the syntax that Python and the engine share.

        Grouped digits do not begin with a zero.
        """
        mark, first = class_of(self.decimal_mark), f"[1-9][0-9]{{0,{self.other_groups - 1}}}"
        grouped_forms = [
            f"{first}(?:{class_of(group)}[0-9]{{{self.other_groups}}})*{class_of(group)}[0-9]{{{self.last_group}}}"
            for group in self.group_marks
        ]
        return f"(?:{'|'.join([*grouped_forms, '[0-9]+'])})(?:{mark}[0-9]+)?|{mark}[0-9]+"

    @cached_property
    def currency_before(self) -> str:
        """A regular expression for a currency mark before a number; its group is what stays of it."""
        signs = [*self.plus_marks, *self.minus_marks, *(["("] if self.parentheses else [])]
        sign = f"{any_of(signs)}?" if signs else ""
        return f"^({sign}[{SPACE}]*){any_of(self.currency_marks)}[{SPACE}]*"

    @cached_property
    def currency_behind(self) -> str:
        """A regular expression for a currency mark behind a number; its group is what stays of it."""
        return rf"[{SPACE}]*{any_of(self.currency_marks)}([{SPACE}]*\)?)$"

    @cached_property
    def marks_behind(self) -> str:
        """A regular expression for a cell that ends with marks of footnotes; its groups are the rest, and the marks."""
        return f"(?s)^(.+?)[{SPACE}]*((?:{any_of(self.footnote_marks)}[{SPACE}]*)+)$"

    @property
    def decimal_mark_name(self) -> str:
        """The decimal mark in words."""
        return f"decimal {_MARK_NAMES.get(self.decimal_mark, 'mark')}"

    @property
    def groups_in_words(self) -> str:
        """How many digits a group has, in words."""
        others, last = (_NUMBERS.get(size, str(size)) for size in (self.other_groups, self.last_group))
        return others if others == last else f"{others}, and the last {last}"

    def group_mark_names(self, text: str) -> str:
        """Name the group marks that stand in a text."""
        marks = [mark for mark in self.group_marks if mark in text]
        return " or ".join(f"{_MARK_NAMES.get(mark, 'mark')}s" for mark in marks)


def _clashes(groups: list[tuple[str, ...]], has: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """Find words of different groups of which one begins, or ends, with the other."""
    return [
        (word, other)
        for group in groups
        for other_group in groups
        if group is not other_group
        for word in group
        for other in other_group
        if has(word, other)
    ]


def plain_form(text: str) -> str:
    """Write a text with plain digits, marks, dashes and blanks."""
    return text.translate(_PLAIN)


def class_of(*marks: str) -> str:
    """Give a class of characters for a regular expression that matches any one of the marks."""
    return f"[{''.join(_SPECIAL.sub(_escaped, mark) for mark in marks)}]"


def _escaped(special: re.Match[str]) -> str:
    return f"\\{special[0]}"


def any_of(words: Iterable[str]) -> str:
    """Give a regular expression that matches any one of the words, the longest that fits."""
    return f"(?:{'|'.join(word_pattern(word) for word in sorted(words, key=len, reverse=True))})"


def word_pattern(word: str) -> str:
    """Give a regular expression that matches a word, in the syntax that Python and the engine share."""
    return "".join(class_of(letter) for letter in word)


#: What is read where nothing is declared: points and commas as in English, and the negative marks of Japan.
PLAIN_PRINT = Convention()
