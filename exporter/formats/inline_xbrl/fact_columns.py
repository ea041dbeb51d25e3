"""Plain facts of a large document in columns: each a number or text in one element, with nothing rare about it.

What is said of a fact comes in few shapes: tags that differ in nothing but the values of their attributes. A shape is
understood once, and all facts of it are written at once. Whatever is not as a plain fact has it stays where it is, for
the extraction of elements to say what it is, or what is wrong with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from exporter.formats.inline_xbrl.document_set import WrongElementError
from exporter.formats.inline_xbrl.fact_values import SPACE, content, number_value
from exporter.formats.inline_xbrl.transformations import MisfitError, UnknownTransformationError, transform
from exporter.frames.columns import each_combination
from exporter.report.names import XSI, is_ncname

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Surroundings", "written_facts"]

#: Attributes that go into the instance as they are, and those that say how the value is printed.
_KEPT = ("contextRef", "unitRef", "decimals", "precision", "xsi:nil")
_PRINT = ("format", "scale", "sign")
_ATTRIBUTES = {*_KEPT, *_PRINT, "id", "name", "escape", "xml:lang"}
#: So many attributes most tags have at most.
_USUAL_ATTRIBUTES = 6
#: The only values that some attributes may have.
_NEEDED = {"escape": "false", "xsi:nil": "true"}
#: Tags may come in so many shapes in one table, and those of a shape may say so many ways of printing, for each takes
#: milliseconds; what comes in another one is not plain.
_MOST_SHAPES, _MOST_PRINTS = 50, 50
#: A tag with all values left out, of each of which one quote stays.
_SHAPE = re.compile(
    rf'(?P<element>[^{SPACE}/]+)(?P<attributes>(?:[{SPACE}]+[^{SPACE}=/"\']+[{SPACE}]*=[{SPACE}]*")*)[{SPACE}]*'
)
_ATTRIBUTE = re.compile(rf'([^{SPACE}="]+)[{SPACE}]*=[{SPACE}]*"')
#: What would not mean itself in a value (XML 1.0, 3.3.3), and in a text.
_NOT_ITSELF = "[&\t\r\n]"
_REFERENCE = re.compile("&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
#: A number that means itself, without a format and a scale.
_USUAL_NUMBER = r"^[1-9][0-9]*(?:\.[0-9]+)?$"
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True)
class Surroundings:
    """What a document says to all its plain facts.

    Attributes:
        elements: the names of elements that may be plain, with the local ones.
        prefixes: namespaces by prefixes that mean the same all over the document.
        language: that a text has without one of its own; empty for none.
        is_one_language: whether that is so wherever a plain fact may stand.
    """

    elements: Mapping[str, str]
    prefixes: Mapping[str, str]
    language: str
    is_one_language: bool


def written_facts(facts: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
    """Write plain facts as lines of an instance.

    Args:
        facts: in `tag` what stands between `<` and `>`, in `text` what stands between that and the end tag.
        surroundings: the document's.

    Returns:
        A row for each plain fact: its `place` among the facts, its `id` if it has one, the `prefix` of its name, and
        its `line`.
    """
    pieces = _pieces(facts["tag"])
    between = pl.concat_str(pieces.columns[::2], separator='"', ignore_nulls=True)
    table = facts.hstack(pieces).with_row_index("place").with_columns(pieces.select(shape=between))
    parts = table.partition_by("shape", as_dict=True, maintain_order=True)
    written = [
        _written_shape(rows, names[-1], names[:-1], surroundings)
        for (shape,), rows in list(parts.items())[:_MOST_SHAPES]
        if (names := _names(shape, surroundings))
    ]
    none = pl.DataFrame(schema={"place": pl.UInt32, **dict.fromkeys(("id", "prefix", "line"), pl.String)})
    return pl.concat([none, *written]).sort("place")


def _pieces(tags: pl.Series) -> pl.DataFrame:
    """Cut tags at each double quote: for each value the text before it and the value, and then what is left."""
    for most in (_USUAL_ATTRIBUTES, len(_ATTRIBUTES)):
        pieces = tags.str.splitn('"', 2 * most + 1).struct.unnest()
        if not pieces[pieces.columns[-1]].str.contains('"', literal=True).any():
            break
    return pieces


def _names(shape: str, surroundings: Surroundings) -> list[str]:
    """Find the names of the attributes that a shape has, and last the local name of the element; none if it is odd."""
    match = _SHAPE.fullmatch(shape)
    if match is None or match["element"] not in surroundings.elements:
        return []
    names, kind = _ATTRIBUTE.findall(match["attributes"]), surroundings.elements[match["element"]]
    is_plain = len(set(names)) == len(names) and "name" in names and _ATTRIBUTES.issuperset(names)
    is_plain &= "xsi:nil" not in names or surroundings.prefixes.get("xsi") == XSI
    says_language = "xml:lang" in names or surroundings.is_one_language or kind == "nonFraction"
    return [*names, kind] if is_plain and says_language else []


def _written_shape(rows: pl.DataFrame, kind: str, names: list[str], surroundings: Surroundings) -> pl.DataFrame:
    """Write the facts of a shape.

    Args:
        rows: their `place`, `tag`, `text`, `shape`, and the values of attributes in every other `field_…`.
        kind: the local name of the element.
        names: of the attributes, in order.
        surroundings: the document's.
    """
    shape = rows["shape"][0]
    values = {f"field_{2 * number + 1}": name for number, name in enumerate(names)}
    is_itself = pl.col("tag").str.count_matches(_NOT_ITSELF) == len(re.findall(_NOT_ITSELF, shape))
    has_text = ~pl.col("text").str.contains("[<\r]")
    is_needed = (pl.col(field) == _NEEDED[name] for field, name in values.items() if name in _NEEDED)
    rows = rows.filter(is_itself, has_text, *is_needed).select("place", "text", *values).rename(values)
    rows = each_combination(rows, ["name"], lambda name: (_prefix(name, surroundings),), {"prefix": pl.String})
    rows = _with_values(rows.drop_nulls("prefix"), kind, surroundings)
    absent = pl.lit(None, pl.String).alias("id")
    return rows.select(
        "place", "id" if "id" in names else absent, "prefix", line=_line(kind, names, surroundings.language)
    )


def _line(kind: str, names: list[str], language: str) -> pl.Expr:
    """Write a line of the instance, from columns of attributes and a `value`."""
    attributes = [*(["id"] if "id" in names else []), *(name for name in names if name in _KEPT)]
    written = [part for name in attributes for part in (pl.lit(f' {name}="'), pl.col(name), pl.lit('"'))]
    if kind == "nonNumeric":
        said = pl.col("xml:lang") if "xml:lang" in names else pl.lit(language)
        written.append(pl.when(said != "").then(pl.format(' xml:lang="{}"', said)).otherwise(pl.lit("")))
    name = pl.col("name")
    return pl.concat_str(pl.lit("<"), name, *written, pl.lit(">"), pl.col("value"), pl.lit("</"), name, pl.lit(">"))


def _prefix(name: str, surroundings: Surroundings) -> str | None:
    """Find the prefix of a concept's name, if it is one as it must be."""
    prefix, _, local = name.rpartition(":")
    return prefix if surroundings.prefixes.get(prefix) and is_ncname(local) else None


def _with_values(rows: pl.DataFrame, kind: str, surroundings: Surroundings) -> pl.DataFrame:
    """Work out the value of each fact, as an instance holds it; what has none that is right is left out."""
    if "xsi:nil" in rows.columns:
        return rows.with_columns(value=pl.lit(""))
    if kind == "nonNumeric" and "format" not in rows.columns:
        return rows.with_columns(value="text")
    columns = [name for name in _PRINT if name in rows.columns]
    parts = rows.partition_by(columns, as_dict=True, maintain_order=True) if columns else {(): rows}
    written = [
        _with_printed_values(part, kind, dict(zip(columns, prints, strict=True)), surroundings)
        for prints, part in list(parts.items())[:_MOST_PRINTS]
    ]
    return pl.concat([rows.clear().with_columns(value="text"), *written])


def _with_printed_values(
    rows: pl.DataFrame, kind: str, prints: dict[str, str], surroundings: Surroundings
) -> pl.DataFrame:
    """Work out the values of facts that are printed in the same way, once for each text."""
    is_usual = pl.col("text").str.contains(_USUAL_NUMBER) & (
        prints.keys() <= {"sign"} and prints.get("sign", "-") == "-"
    )
    usual = rows.filter(is_usual).with_columns(value=pl.lit(prints.get("sign", "")) + pl.col("text"))
    rows = rows.filter(~is_usual)
    texts = rows["text"].to_list()
    values = {text: _value(text, kind, prints, surroundings.prefixes) for text in set(texts)}
    column = pl.Series("value", [values[text] for text in texts], pl.String)
    return pl.concat([usual, rows.with_columns(column).drop_nulls("value")])


def _value(text: str, kind: str, prints: Mapping[str, str], prefixes: Mapping[str, str]) -> str | None:
    """Work out a value as an instance holds it; None if something is wrong with it."""
    try:
        text = _REFERENCE.sub(_character, text) if "&" in text else text
        if "format" in prints:
            prefix, _, local = prints["format"].strip(SPACE).rpartition(":")
            text = transform(prefixes.get(prefix, ""), local, text)
        else:
            text = text.strip(SPACE)
        return content(number_value(text, prints.get("scale"), prints.get("sign")) if kind == "nonFraction" else text)
    except (WrongElementError, MisfitError, UnknownTransformationError):
        return None


def _character(reference: re.Match[str]) -> str:
    """Decode a reference (XML 1.0, 4.1).

    Raises:
        MisfitError: it has more digits than any character needs.
    """
    if reference[0] == "&":
        raise MisfitError("a reference of unusual length")
    name, decimal, hexadecimal = reference.groups()
    return _CHARACTERS[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
