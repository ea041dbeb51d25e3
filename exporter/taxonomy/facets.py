"""Facets: how a type restricts the values of a built-in type (XML Schema Part 2, 4.3), over columns of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.taxonomy.built_in_types import FORMS, FREE, WHITE_SPACE, normalised
from exporter.taxonomy.ordered_values import DECIMALS, ORDERED, compared, value_of
from exporter.taxonomy.patterns import PatternError, translated_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter.taxonomy.value_types import ValueType

__all__ = ["Facet", "FacetError", "facets_of", "white_space_of"]

#: Types whose values are other bounded texts: how long they are is counted in characters.
_TEXTS = (*FREE, "anyURI", "Name", "NCName", "language")
#: So many of the allowed values are named.
_NAMED = 5


class FacetError(ValueError):
    """A facet is none that its type can have, or its value none that it can have; the message says which."""


class Facet(NamedTuple):
    """A restriction of values.

    Attributes:
        words: says what a value must be.
        holds: tells of each value whether it is that; white space in them is normalised, and they have the form of the
            built-in type.
    """

    words: str
    holds: Callable[[pl.Series], pl.Series]


def white_space_of(value_type: ValueType) -> str:
    """Tell what becomes of white space in a type's values: `preserve`, `replace` or `collapse` (4.3.6)."""
    return _white_space(value_type.steps, value_type.xsd_type)


def _white_space(steps: Sequence[Mapping[str, tuple[str, ...]]], xsd_type: str) -> str:
    given = [WHITE_SPACE.get(xsd_type, "collapse"), *(text for step in steps for text in step.get("whiteSpace", ()))]
    return max(given, key=("preserve", "replace", "collapse").index)


def facets_of(value_type: ValueType) -> tuple[list[Facet], list[FacetError]]:
    """List the restrictions of a type, the most derived first, and what of them cannot be judged."""
    facets: list[Facet] = []
    errors: list[FacetError] = []
    for place, step in enumerate(value_type.steps):
        # The values of an enumeration are such of the type that this step restricts.
        white_space = _white_space(value_type.steps[place + 1 :], value_type.xsd_type)
        for name, given in step.items():
            if name == "whiteSpace" or not given:
                continue
            values = _normalised(given, white_space) if name == "enumeration" else given
            try:
                facets.append(_facet(name, values, value_type.xsd_type))
            except FacetError as error:
                errors.append(error)
    return facets, errors


def _normalised(texts: tuple[str, ...], white_space: str) -> tuple[str, ...]:
    return tuple(pl.DataFrame({"text": texts}).select(normalised(pl.col("text"), white_space)).to_series())


def _facet(name: str, values: tuple[str, ...], xsd_type: str) -> Facet:
    if name == "pattern":
        return _pattern(values)
    if name == "enumeration":
        return _enumeration(values, xsd_type)
    if name in _LENGTHS:
        return _length(name, values[0], xsd_type)
    if name in _DIGITS and xsd_type in DECIMALS:
        return _digits(name, values[0])
    if name in _BOUNDS and xsd_type in ORDERED:
        return _bound(name, values[0], xsd_type)
    raise FacetError(f"{xsd_type} has no facet {name}")


def _pattern(patterns: tuple[str, ...]) -> Facet:
    """Have a pattern, or one of several of a step, match the whole text (4.3.4)."""
    try:
        translated = [translated_pattern(pattern) for pattern in patterns]
    except PatternError as error:
        raise FacetError(f"the pattern {patterns[0]} cannot be read: {error}") from error

    def holds(texts: pl.Series) -> pl.Series:
        table = texts.alias("text").to_frame()
        return table.select(pl.any_horizontal(pl.col("text").str.contains(each) for each in translated)).to_series()

    return Facet(f"it must look like {_listed(patterns)}", holds)


def _enumeration(values: tuple[str, ...], xsd_type: str) -> Facet:
    """Have the value be one of some: numbers and moments by what they stand for, else by their text (4.3.5)."""
    if xsd_type == "QName":
        raise FacetError("which names are the same depends on prefixes that are not known")
    words = f"it must be {_listed(values)}"
    if xsd_type in _TEXTS:
        allowed = pl.Series(values, dtype=pl.String)
        return Facet(words, lambda texts: texts.is_in(allowed.implode()))
    known = {_key(_value(text, xsd_type)) for text in values}
    return Facet(words, lambda texts: _each(texts, lambda text: _key(value_of(xsd_type, text)) in known))


def _listed(values: tuple[str, ...]) -> str:
    """List values, the first ones of many."""
    if len(values) > _NAMED + 1:
        return f"{', '.join(values[:_NAMED])} or one of {len(values) - _NAMED:,} more"
    return " or ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def _key(value: Any) -> Any:  # noqa: ANN401 - what `value_of` gives
    """Give a key for a set; what is no number equals itself here (3.2.4)."""
    return value if value == value else "NaN"  # noqa: PLR0124 - which tells what is no number


def _value(text: str, xsd_type: str) -> Any:  # noqa: ANN401 - what `value_of` gives
    """Read the value of a facet.

    Raises:
        FacetError: it is none of the type.
    """
    form = FORMS.get(xsd_type)
    stripped = text.strip(" \t\r\n")
    try:
        if form and pl.Series([stripped]).str.contains(form.pattern).item():
            return value_of(xsd_type, stripped)
    except ValueError as error:
        raise FacetError(str(error)) from error
    raise FacetError(f"{text!r} is no {xsd_type}")


def _each(texts: pl.Series, holds: Callable[[str], bool]) -> pl.Series:
    """Ask of each text; of one that has more digits than are counted it does not hold."""

    def safe(text: str) -> bool:
        try:
            return holds(text)
        except ValueError:
            return False

    return pl.Series([safe(text) for text in texts], dtype=pl.Boolean)


def _count(text: str) -> int:
    stripped = text.strip(" \t\r\n")
    digits = stripped.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < len("1" * 18)):
        raise FacetError(f"{text!r} is no count")
    return int(digits)


_LENGTHS = ("length", "minLength", "maxLength")


def _length(name: str, value: str, xsd_type: str) -> Facet:
    """Have the value have so many characters, or octets (4.3.1 to 4.3.3); of a QName every length will do."""
    count = _count(value)
    text = pl.col("text")
    unit = "characters"
    if xsd_type == "QName":
        size = pl.lit(count)
    elif xsd_type == "hexBinary":
        size, unit = text.str.len_chars() // 2, "bytes"
    elif xsd_type == "base64Binary":
        size, unit = text.str.replace_all("[ =]", "").str.len_chars() * 3 // 4, "bytes"
    elif xsd_type in _TEXTS:
        size = text.str.len_chars()
    else:
        raise FacetError(f"{xsd_type} has no {name}")
    holds = {"length": size == count, "minLength": size >= count, "maxLength": size <= count}[name]
    words = {"length": "", "minLength": "at least ", "maxLength": "at most "}[name]
    return Facet(f"it must have {words}{count} {unit}", _over_text(holds))


def _over_text(holds: pl.Expr) -> Callable[[pl.Series], pl.Series]:
    def over(texts: pl.Series) -> pl.Series:
        is_held = texts.alias("text").to_frame().select(holds.alias("holds")).to_series()
        return is_held if len(is_held) == len(texts) else pl.repeat(is_held.item(), len(texts), eager=True)

    return over


_DIGITS = {"totalDigits": "digits", "fractionDigits": "decimal places"}


def _digits(name: str, value: str) -> Facet:
    """Have the number need no more digits, or decimal places, than some (4.3.11, 4.3.12); zeros around it are none."""
    count = _count(value)
    parts = pl.col("text").str.strip_chars_start("+-").str.splitn(".", 2)
    places = parts.struct.field("field_1").fill_null("").str.strip_chars_end("0").str.len_bytes().cast(pl.Int64)
    whole = parts.struct.field("field_0").str.strip_chars_start("0").str.len_bytes().cast(pl.Int64)
    holds = (places if name == "fractionDigits" else whole + places) <= count
    return Facet(f"it can have {count} {_DIGITS[name]} at most", _over_text(holds))


#: The orders in which a value may stand to each bound, and how that is said (4.3.7 to 4.3.10).
_BOUNDS: dict[str, tuple[set[int], str]] = {
    "minInclusive": ({0, 1}, "at least"),
    "maxInclusive": ({0, -1}, "at most"),
    "minExclusive": ({1}, "above"),
    "maxExclusive": ({-1}, "below"),
}


def _bound(name: str, value: str, xsd_type: str) -> Facet:
    bound = _value(value, xsd_type)
    orders, words = _BOUNDS[name]
    return Facet(
        f"it must be {words} {value.strip()}",
        lambda texts: _each(texts, lambda text: compared(value_of(xsd_type, text), bound) in orders),
    )
