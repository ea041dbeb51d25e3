"""Tags the text of a cell where a document has it: with markup in it, other white space, or in several places."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.prints.conventions import plain_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["CutNumberError", "OtherTextError", "is_repeated", "tagged"]

_IX = IX_NAMESPACES[0]
#: What the schema asks of elements, in the place of what they get when they are written.
_NUMBER = {"name": "ix:fact", "contextRef": "context", "unitRef": "unit"}
_TEXT = {"name": "ix:fact", "contextRef": "context"}
_CONTINUATION = {"id": "ix-continuation"}
_MOST_SHOWN = 60


class OtherTextError(ValueError):
    """The document says something else than the cell."""


class CutNumberError(ValueError):
    """Markup stands between the digits of a number."""


class _Text(NamedTuple):
    """A piece of text in an element: before its first child, or behind it."""

    owner: etree._Element
    is_tail: bool

    @property
    def text(self) -> str:
        return (self.owner.tail if self.is_tail else self.owner.text) or ""

    def write(self, text: str) -> None:
        if self.is_tail:
            self.owner.tail = text
        else:
            self.owner.text = text


def is_repeated(elements: Sequence[etree._Element], cell: Mapping[str, Any]) -> bool:
    """Tell whether elements repeat a cell, which has one text alone: what is no text, or stands whole in each."""
    is_text = cell["kind"] in ("text", None) and not cell["nil"]
    is_whole = all(_says(_text(each), cell["printed"]) for each in elements)
    return len(elements) > 1 and (is_whole or not is_text)


def tagged(elements: Sequence[etree._Element], cell: Mapping[str, Any]) -> list[etree._Element]:
    """Tag the text of an element as that of a cell, or the text that several elements have together.

    The text becomes the cell's print with its white space, so that the fact has the cell's value.

    Args:
        elements: which do not repeat the cell, and whose text is that of the cell, but for white space.
        cell: its `printed`, and the columns of `CELL_COLUMNS` that say what of it is tagged.

    Returns: the element of Inline XBRL and its continuations (Inline XBRL 1.1, 4), without what they refer to; none for
        a cell that is not tagged.

    Raises:
        OtherTextError: the text is another one.
        CutNumberError: markup stands between the digits.
    """
    element, *others = elements
    if cell["kind"] == "markup":
        return [_filled(element, cell["shown"])]
    is_text = cell["kind"] == "text" and not cell["nil"]
    shown = cell["shown"] if is_text else f"{cell['before']}{cell['shown']}{cell['after']}"
    _rewrite(elements, shown, cell["printed"])
    if cell["kind"] is None:
        for each in elements if cell["role"] is not None else ():
            each.set("class", f"{each.get('class', '')} {cell['role']}".strip())
        return []
    tags = [_fact_element(element, is_number=cell["kind"] == "number")]
    tags += [_element(each, "continuation", _CONTINUATION) for each in others]
    if cell["nil"]:
        element.append(tags[0])
    elif is_text:
        for each, tag in zip(elements, tags, strict=True):
            _wrap_content(each, tag)
    else:
        _wrap_text(element, tags[0], len(cell["before"]), len(cell["shown"]))
    return tags


def _fact_element(place: etree._Element, *, is_number: bool) -> etree._Element:
    return _element(place, "nonFraction", _NUMBER) if is_number else _element(place, "nonNumeric", _TEXT)


def _element(place: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    """Make an element of Inline XBRL that says that it stands where another one does."""
    tag = etree.Element(f"{{{_IX}}}{name}", attributes, nsmap={"ix": _IX})
    tag.sourceline = place.sourceline  # type: ignore[misc]  # which lxml-stubs takes for read-only
    return tag


def _filled(element: etree._Element, markup: str) -> etree._Element:
    """Put a note into an element, and tag it.

    Raises:
        OtherTextError: something stands there.
    """
    if len(element) or (element.text or "").strip():
        raise OtherTextError("the element has content, and the cell a note of its own; leave the element empty")
    tag = _fact_element(element, is_number=False)
    note = etree.fromstring(f'<div xmlns="{XHTML}">{markup}</div>')
    for each in note.iter():
        each.sourceline = element.sourceline  # type: ignore[misc]  # which lxml-stubs takes for read-only
    tag.text, element.text = note.text, None
    tag.extend(list(note))
    element.append(tag)
    return tag


def _texts(element: etree._Element) -> Iterator[_Text]:
    yield _Text(element, is_tail=False)
    for child in element.iterchildren(etree.Element):
        yield from _texts(child)
        yield _Text(child, is_tail=True)


def _text(element: etree._Element) -> str:
    return "".join(each.text for each in _texts(element))


def _rewrite(elements: Sequence[etree._Element], shown: str, printed: str) -> None:
    """Put the letters and the white space of what a page shows in the place of those that the document has.

    Raises:
        OtherTextError: the document has other letters than the print.
    """
    texts = [each for element in elements for each in _texts(element)]
    text = _together([_text(element) for element in elements], shown)
    if not _says(text, shown) and text.split() != printed.split():
        said, meant = (" ".join(each.split())[:_MOST_SHOWN] for each in (text, printed))
        raise OtherTextError(f"the document says {said!r}, and the cell {meant!r}")
    position = 0
    for each in texts:
        written = ""
        for letter in each.text:
            blank = _blanks(shown, position)
            written += blank
            position += len(blank)
            if not letter.isspace():
                written += shown[position]
                position += 1
        each.write(written)
    texts[-1].write(texts[-1].text + shown[position:])


def _together(parts: Sequence[str], shown: str) -> str:
    """Join the parts of a text, with a blank between two where what is shown has one."""
    ends = set(accumulate(len(word) for word in shown.split()))
    text = ""
    for part in parts:
        text += " " if len("".join(text.split())) in ends else ""
        text += part
    return text


def _says(text: str, print_: str) -> bool:
    """Tell whether two texts are alike but for white space, and for forms of letters that look alike."""
    return text.split() == print_.split() or plain_form(text).split() == plain_form(print_).split()


def _blanks(text: str, start: int) -> str:
    """Give the white space that stands in a text from a place on."""
    end = start
    while end < len(text) and text[end].isspace():
        end += 1
    return text[start:end]


def _wrap_content(element: etree._Element, tag: etree._Element) -> None:
    tag.text, element.text = element.text, None
    tag.extend(list(element))
    element.append(tag)


def _wrap_text(element: etree._Element, tag: etree._Element, start: int, length: int) -> None:
    """Wrap a part of the text of an element.

    Raises:
        CutNumberError: the part has markup in it.
    """
    for each in _texts(element):
        text = each.text
        if start < len(text):
            if start + length > len(text):
                raise CutNumberError(f"markup stands behind {text[start:]!r}, inside the number")
            _insert(each, tag, start, start + length)
            return
        start -= len(text)
    raise AssertionError("the text was compared with the cell")


def _insert(place: _Text, tag: etree._Element, start: int, end: int) -> None:
    owner, text = place.owner, place.text
    place.write(text[:start])
    tag.text, rest = text[start:end], text[end:]
    parent = owner.getparent() if place.is_tail else owner
    assert parent is not None  # noqa: S101 - what has a tail is in another element
    parent.insert(parent.index(owner) + 1 if place.is_tail else 0, tag)
    tag.tail = rest
