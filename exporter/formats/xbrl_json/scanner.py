"""JSON read strictly and piece by piece (RFC 8259): numbers stay text, doubled keys are told, and places are known."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from exporter.errors import UnreadableInputError
from exporter.files.inputs import read_input

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Number", "Scanner", "fact_pointer", "file_text", "pointer"]

_SPACE = re.compile(r"[ \t\n\r]*")
_MARK = "\ufeff"


class Number:
    """A number, as the text that is written; JSON has no exact ones, so that nothing is made of it here."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self.text = text

    def __repr__(self) -> str:
        """Show the number as it is written."""
        return self.text


class _DoubledKeys(dict[str, Any]):
    """An object with keys that stand there more than once, of which the first counts."""

    doubled: tuple[str, ...] = ()


class Scanner:
    """Walks through a document: into the members of some objects, and over whole values."""

    def __init__(self, source: Path, text: str) -> None:
        """Begin at the start of a text, which is that of a file or a part of it."""
        self._source = source
        self.begin(text)
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=Number, parse_float=Number, parse_constant=self._constant
        )

    def begin(self, text: str) -> None:
        """Begin at the start of another text."""
        self._text = text
        self._position, self._line, self._counted = 0, 1, 0
        self._has_doubled = False

    @property
    def position(self) -> int:
        """Where in the text the next piece begins."""
        return self._position

    @property
    def line(self) -> int:
        """The line, from 1, where the next piece begins."""
        self._line += self._text.count("\n", self._counted, self._position)
        self._counted = self._position
        return self._line

    def go_back(self, position: int) -> None:
        """Walk on from an earlier position."""
        self._position = position
        self._line, self._counted = 1, 0

    def members(self) -> Iterator[str]:
        """Walk into an object, if one begins here.

        Yields:
            Each key; whoever takes it must walk over its value before the next one.

        Raises:
            UnreadableInputError: no object begins here, or it is not well-formed.
        """
        self._expect("{")
        if self._is_next("}"):
            return
        while True:
            self._skip_space()
            if self._text[self._position : self._position + 1] != '"':
                self._fail("a key in double quotes is missing")
            yield str(self.value())
            if self._is_next("}"):
                return
            self._expect(",")

    def enter_value(self) -> None:
        """Walk to the beginning of a member's value."""
        self._expect(":")
        self._skip_space()

    def begins_object(self) -> bool:
        """Tell whether an object begins here."""
        return self._text.startswith("{", self._position)

    def member(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Walk over a member's value, behind its key; see `value`."""
        self.enter_value()
        return self.value()

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Walk over a value.

        Returns:
            The value: dict, list, text, bool, None, or a `Number`.

        Raises:
            UnreadableInputError: it is not well-formed, or nested too deeply.
        """
        self._has_doubled = False
        try:
            value, self._position = self._decoder.raw_decode(self._text, self._position)
        except json.JSONDecodeError as error:
            self._position = error.pos
            self._fail(error.msg)
        except RecursionError:
            self._fail("objects or arrays are nested too deeply")
        return value

    def doubled_keys(self, value: Any) -> list[str]:  # noqa: ANN401 - whatever JSON holds
        """List the JSON pointers of the doubled keys in the value that was just walked over."""
        try:
            return list(_doubled_keys(value, "")) if self._has_doubled else []
        except RecursionError:
            self._fail("objects or arrays are nested too deeply")

    def end(self) -> None:
        """See that nothing comes behind the document.

        Raises:
            UnreadableInputError: something does.
        """
        self._skip_space()
        if self._position < len(self._text):
            self._fail("something stands behind the end")

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        if len(content) == len(pairs):
            return content
        self._has_doubled = True
        result = _DoubledKeys(reversed(pairs))
        result.doubled = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return result

    def _constant(self, name: str) -> NoReturn:
        raise json.JSONDecodeError(f"{name} is no JSON", self._text, self._text.find(name, self._position))

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._position)
        assert match  # noqa: S101 - it matches nothing, too
        self._position = match.end()

    def _is_next(self, character: str) -> bool:
        """Walk over a character, if it is the next one."""
        self._skip_space()
        found = self._text.startswith(character, self._position)
        self._position += found
        return found

    def _expect(self, character: str) -> None:
        if not self._is_next(character):
            self._fail(f"{character!r} is missing")

    def _fail(self, message: str) -> NoReturn:
        line, start = self.line, self._text.rfind("\n", 0, self._position) + 1
        where = f"line {line:,}, column {self._position - start + 1:,}"
        raise UnreadableInputError(f"{self._source} is no JSON: {where}: {message} (xbrlje:invalidJSON)")


def file_text(source: Path, most: int) -> str:
    """Read the text of a file.

    Args:
        source: the file.
        most: the bytes that it may have.

    Raises:
        UnreadableInputError: it is missing, too large, or no UTF-8.
    """
    data = read_input(source, most)
    try:
        return data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        line, start = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start) + 1
        where = f"line {line:,}, column {error.start - start + 1:,}"
        raise UnreadableInputError(f"{source} is no UTF-8: {where} (xbrlje:invalidJSON)") from error


def pointer(*keys: str) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys)


def fact_pointer(name: str) -> str:
    """Write the JSON pointer of a fact."""
    return pointer("facts", name)


def _doubled_keys(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, _DoubledKeys):
        yield from (path + pointer(key) for key in value.doubled)
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _doubled_keys(member, path + pointer(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _doubled_keys(item, f"{path}/{number}")
