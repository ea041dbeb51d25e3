"""Print conventions: which marks and words a table prints numbers with. Every reader of numbers is built from one.

Marks are given in their plain forms: full-width ones and the many dashes are made plain before anything is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["PLAIN_FORMS", "PLAIN_PRINT", "Convention", "any_of", "class_of", "word_pattern"]

#: Full-width digits and marks, and the many dashes, with their plain forms.
PLAIN_FORMS = dict(zip("０１２３４５６７８９，．（）％＋△−－‐‑‒–—―", "0123456789,.()%+▲--------", strict=True))

#: What has a meaning of its own in a class of characters.
_SPECIAL = re.compile(r"[\\^\]\[&~-]")
_NUMBERS = {2: "two", 3: "three", 4: "four"}
_MARK_NAMES = {",": "comma", ".": "point", "'": "apostrophe", "’": "apostrophe", " ": "blank"}


@dataclass(frozen=True, slots=True)
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
        nothing: marks and words that say that there is no figure.
        suffixes: what may stand behind a number, each with the power of ten that it stands for.
    """

    decimal_mark: str = "."
    group_marks: tuple[str, ...] = (",",)
    last_group: int = 3
    other_groups: int = 3
    plus_marks: tuple[str, ...] = ("+",)
    minus_marks: tuple[str, ...] = ("-", "▲")
    plus_marks_behind: tuple[str, ...] = ()
    minus_marks_behind: tuple[str, ...] = ()
    parentheses: bool = True
    nothing: tuple[str, ...] = ("-", "--", "---", "ー", "ｰ")
    suffixes: tuple[tuple[str, int], ...] = (("%", -2),)

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

    @property
    def digits(self) -> str:
        """A regular expression for a number without sign and suffix, in the syntax that Python and the engine share."""
        mark, first = class_of(self.decimal_mark), f"[0-9]{{1,{self.other_groups}}}"
        grouped_forms = [
            f"{first}(?:{class_of(group)}[0-9]{{{self.other_groups}}})*{class_of(group)}[0-9]{{{self.last_group}}}"
            for group in self.group_marks
        ]
        return f"(?:{'|'.join([*grouped_forms, '[0-9]+'])})(?:{mark}[0-9]+)?|{mark}[0-9]+"

    @property
    def decimal_mark_name(self) -> str:
        """The decimal mark in words."""
        return f"decimal {_MARK_NAMES.get(self.decimal_mark, 'mark')}"

    @property
    def groups_in_words(self) -> str:
        """How many digits a group has, in words."""
        others, last = (_NUMBERS.get(size, str(size)) for size in (self.other_groups, self.last_group))
        return others if others == last else f"{others}, and the last {last}"

    @property
    def group_mark_names(self) -> str:
        """The group marks in words."""
        return " or ".join(f"{_MARK_NAMES.get(mark, 'mark')}s" for mark in self.group_marks)


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
