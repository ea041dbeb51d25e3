"""Facts of a document of the usual layout in columns: every piece of every fact is checked and extracted at once."""

from __future__ import annotations

import re
import sys

import numpy as np
import polars as pl

from exporter.formats.xbrl_xml.runs import SPACE, UnusualError
from exporter.report.names import XSI, illegal_character, is_ncname
from exporter.report.report import dimensions_text

__all__ = ["read_facts"]

_ATTRIBUTES = ("id", "contextRef", "unitRef", "decimals", "xml:lang", "xsi:nil")
_FIRST_ATTRIBUTE = re.compile(rf"([^{SPACE}/=]+)[{SPACE}]+([^{SPACE}=]+)[{SPACE}]*=[{SPACE}]*")
_FURTHER_ATTRIBUTE = re.compile(rf"[{SPACE}]+([^{SPACE}=]+)[{SPACE}]*=[{SPACE}]*")
_TAG_END = re.compile(f"[{SPACE}]*/?")
#: So many attributes may stand in a tag: rarely more than the first number, never more than the last.
_ATTRIBUTE_COUNTS = (4, 6, 16)
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
_CHARACTER = r"&#[0-9]{1,7};|&#x[0-9A-Fa-f]{1,6};"


def read_facts(
    chunk: bytes, prefixes: dict[str | None, str], namespaces: dict[str | None, str], language: str | None
) -> pl.DataFrame:
    """Read facts.

    Args:
        chunk: the elements.
        prefixes: for each prefix that a fact may have the one that the Report has for its namespace.
        namespaces: those in scope, by prefix.
        language: the language that facts inherit.

    Returns:
        A table with the columns of `RAW_COLUMNS`.
    """
    tags = _start_tags(chunk)
    pieces = _tag_pieces(tags["tag"])
    element_names = _element_names(pieces["field_0"])
    end_tags = pieces["field_0"].replace_strict(
        {piece: f"/{name}>" for piece, name in element_names.items()}, return_dtype=pl.String
    )
    _check_ends(tags, end_tags)
    _check_values(tags["tag"], pieces)
    concepts = {piece: _concept(name, prefixes) for piece, name in element_names.items()}
    facts = _attributes(pieces, namespaces).with_columns(
        concept=pieces["field_0"].replace_strict(concepts, return_dtype=pl.String), text=_contents(tags)
    )
    checked = _checked_facts(facts, language)
    return checked.with_columns(further) if (further := _further_attributes(facts, namespaces, prefixes)) else checked


def _start_tags(chunk: bytes) -> pl.DataFrame:
    """Cut elements at each `<`.

    Returns:
        A row for each start tag: in `tag` what stands in it, in `text` what comes after it, in `following` the next
        tag, and in `empty` whether it is an empty-element tag.
    """
    after_first_bracket = chunk[1:]
    if after_first_bracket.startswith(b"\xef\xbb\xbf"):
        raise UnusualError  # taken for a byte order mark, it would vanish
    # Taken as a table whose lines end at `<`. Its separator stands in no chunk, so that there is one column.
    try:
        tokens = pl.read_csv(
            after_first_bracket,
            has_header=False,
            new_columns=["token"],
            separator="\x01",
            eol_char="<",
            quote_char=None,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except pl.exceptions.ComputeError as error:  # no UTF-8
        raise UnusualError from error
    if tokens.width != 1 or tokens.height != np.count_nonzero(np.frombuffer(chunk, np.uint8) == ord("<")):
        raise UnusualError
    tags = (
        tokens.lazy()
        .with_columns(following=pl.col("token").shift(-1))
        .filter(~pl.col("token").str.starts_with("/"))
        .with_columns(pl.col("token").str.splitn(">", 2).struct.rename_fields(["tag", "text"]))
        .unnest("token")
        .with_columns(empty=pl.col("tag").str.ends_with("/"))
        .collect()
    )
    end_tag_count = tokens.height - tags.height
    checks = tags.select(
        pl.col("text").is_not_null().all(),
        ends=(~pl.col("empty")).sum() == end_tag_count,
    )
    if not all(checks.row(0)):
        raise UnusualError
    return tags


def _tag_pieces(tags: pl.Series) -> pl.DataFrame:
    """Cut tags at each double quote: for each value the text before it and the value, and then what is left."""
    for attributes in _ATTRIBUTE_COUNTS:
        pieces = tags.str.splitn('"', 2 * attributes + 1).struct.unnest()
        if not pieces[pieces.columns[-1]].str.contains('"', literal=True).any():
            return pieces
    raise UnusualError


def _element_names(first_pieces: pl.Series) -> dict[str, str]:
    """Find the names of elements.

    Args:
        first_pieces: for each start tag the text between `<` and the first value.

    Returns:
        For each distinct piece the name in it.
    """
    names = {}
    for piece in first_pieces.unique():
        match = _FIRST_ATTRIBUTE.fullmatch(piece)
        if match is None:
            raise UnusualError
        names[piece] = match[1]
    return names


def _concept(name: str, prefixes: dict[str | None, str]) -> str:
    """Write an element's name with the Report's prefix."""
    prefix, colon, local = name.rpartition(":")
    if (prefix if colon else None) not in prefixes or not is_ncname(local):
        raise UnusualError
    return f"{prefixes[prefix if colon else None]}:{local}"


def _check_ends(tags: pl.DataFrame, end_tags: pl.Series) -> None:
    """See that elements end where they should.

    That is right after the text, or, for an empty-element tag, there; then comes white space.

    Args:
        tags: as `_start_tags` gives them.
        end_tags: what each element must end with.
    """
    is_blank = pl.col("text").str.strip_chars(SPACE) == ""
    is_closed = pl.col("following").str.strip_chars_end(SPACE).eq_missing(end_tags)
    # No text may hold `]]>` (XML 1.0, 2.4); the reference reader says so.
    has_section_end = pl.col("text").str.contains("]]>", literal=True)
    is_ended = pl.when(pl.col("empty")).then(is_blank).otherwise(is_closed & ~has_section_end)
    if not tags.select(is_ended.all()).item():
        raise UnusualError


def _check_values(tags: pl.Series, pieces: pl.DataFrame) -> None:
    """See that the values of attributes mean themselves.

    References in them, and tabs and line feeds, which would be normalised (XML 1.0, 3.3.3), are unusual.
    """
    suspects = pieces.filter(tags.str.contains("[&\t\n]"))  # mostly none, or all, since an attribute stands on a line
    values = pl.col(suspects.columns[1::2])
    if suspects.height and suspects.select(pl.any_horizontal(values.str.contains("[&\t\n]").any())).item():
        raise UnusualError


def _attributes(pieces: pl.DataFrame, namespaces: dict[str | None, str]) -> pl.DataFrame:
    """Find the attributes in the pieces of tags.

    Of the pieces of a tag, cut at each double quote, every other one is a value. The ones between say of what.

    Args:
        pieces: a column for each piece, an odd number of them.
        namespaces: those in scope, by prefix.

    Returns:
        A column for each attribute of `_ATTRIBUTES` and behind them each other one that there is, null where a tag does
        not have it.
    """
    values: dict[str, list[pl.Expr]] = {name: [] for name in _ATTRIBUTES}
    checks = []
    for number in range(0, pieces.width, 2):
        is_last = number == pieces.width - 1
        # Behind the last piece nothing may stand, so that it does not matter what is taken for its value.
        column, value = pl.col(f"field_{number}"), pl.col("field_0" if is_last else f"field_{number + 1}")
        names = _attribute_names(pieces[f"field_{number}"], namespaces, first=number == 0)
        for name in set(names.values()) - {""}:
            has_name = column.is_in([piece for piece in names if names[piece] == name])
            values.setdefault(name, []).append(pl.when(has_name).then(value) if len(set(names.values())) > 1 else value)
        is_end = column.is_in([piece for piece in names if not names[piece]])
        if is_last:
            checks += [column.is_null() | is_end]
        else:
            checks += [
                column.is_null() | (is_end == value.is_null()),
                value.is_null() | pl.col(f"field_{number + 2}").is_not_null(),
            ]
    # No attribute stands twice in a tag (XML 1.0, 3.1), whatever its prefix (Namespaces in XML 1.0, 6.3).
    if len({_expanded(name, namespaces) for name in values}) < len(values):
        raise UnusualError
    checks += [
        pl.sum_horizontal(value.is_not_null() for value in candidates) <= 1
        for candidates in values.values()
        if len(candidates) > 1
    ]
    if not pieces.select(pl.all_horizontal(check.all() for check in checks)).item():
        raise UnusualError
    absent = pl.lit(None, dtype=pl.String)
    return pieces.select((pl.coalesce(found) if found else absent).alias(name) for name, found in values.items())


def _attribute_names(pieces: pl.Series, namespaces: dict[str | None, str], *, first: bool) -> dict[str, str]:
    """Find the names of attributes in the texts before their values.

    Args:
        pieces: for each tag the text before its value of some number.
        namespaces: those in scope, by prefix.
        first: whether that is the first value, so that the element's name is there too.

    Returns:
        For each distinct piece the name in it, empty where the tag ends.
    """
    names = {}
    for piece in pieces.unique().drop_nulls():
        match = (_FIRST_ATTRIBUTE if first else _FURTHER_ATTRIBUTE).fullmatch(piece)
        name = match[match.re.groups] if match else ""
        if not (_is_usual(name, namespaces) if match else not first and _TAG_END.fullmatch(piece)):
            raise UnusualError
        names[piece] = name
    return names


def _is_usual(name: str, namespaces: dict[str | None, str]) -> bool:
    """Tell whether an attribute is one that is read, or one that says nothing of a fact, as far as it is read."""
    prefix, colon, local = name.rpartition(":")
    if name in _ATTRIBUTES:
        return name != "xsi:nil" or namespaces.get("xsi") == XSI
    if not colon:  # what looks like a column of ours would be taken for it
        return is_ncname(local) and local not in {"precision", "xmlns", "concept", "text"}
    is_known = prefix == "xml" or (prefix in namespaces and namespaces[prefix] != XSI)
    return is_ncname(local) and is_known and name != "xml:lang"


def _expanded(name: str, namespaces: dict[str | None, str]) -> str:
    """Write an attribute's name with its namespace."""
    prefix, colon, local = name.rpartition(":")
    return f"{{{namespaces.get(prefix, prefix)}}}{local}" if colon else local


def _further_attributes(
    facts: pl.DataFrame, namespaces: dict[str | None, str], prefixes: dict[str | None, str]
) -> list[pl.Series]:
    """Put the attributes that XBRL does not define into a column, if there are any; see `Report`."""
    names = {}
    for name in facts.columns:
        prefix, colon, local = name.rpartition(":")
        if name in {*_ATTRIBUTES, "concept", "text"} or prefix == "xml" or namespaces.get(prefix) == XSI:
            continue
        if colon and prefix not in prefixes:  # that of a specification
            raise UnusualError
        names[name] = f"{prefixes[prefix]}:{local}" if colon else local
    if not names:
        return []
    rows = facts.select(list(names)).rows()
    texts = [
        dimensions_text({name: value for name, value in zip(names.values(), row, strict=True) if value is not None})
        for row in rows
    ]
    return [pl.Series("attributes", texts, pl.String)]


def _contents(tags: pl.DataFrame) -> pl.Series:
    """Replace the references in the elements' texts by the characters that they stand for."""
    texts = tags.select(pl.when("empty").then(pl.lit("")).otherwise("text").alias("text"))["text"]
    with_references = texts.filter(texts.str.contains("&", literal=True))
    if with_references.is_empty():
        return texts
    if (with_references.str.count_matches("&", literal=True) != with_references.str.count_matches(_REFERENCE)).any():
        raise UnusualError
    character_references = with_references.str.extract_all(_CHARACTER).explode().drop_nulls().unique()
    return texts.str.replace_many(_ENTITIES | {reference: _character(reference) for reference in character_references})


def _character(reference: str) -> str:
    """Decode a character reference, `&#13;` or `&#xD;` (XML 1.0, 4.1)."""
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if code > sys.maxunicode or illegal_character(chr(code)):
        raise UnusualError
    return chr(code)


def _checked_facts(facts: pl.DataFrame, language: str | None) -> pl.DataFrame:
    """Check facts, and give them the columns of `RAW_COLUMNS`.

    Facts of which the reference reader might make something else are unusual.
    """
    is_numeric = pl.col("unitRef").is_not_null()
    is_nil = pl.col("xsi:nil").is_in(["true", "1"]).fill_null(value=False)
    has_number = is_numeric & ~is_nil
    text = pl.when(is_numeric).then(pl.col("text").str.strip_chars(" \t\r\n")).otherwise("text")
    decimals = pl.when(has_number).then(pl.col("decimals").cast(pl.Int32, strict=False))
    checks = facts.select(
        context=pl.col("contextRef").is_not_null(),
        nil=pl.col("xsi:nil").is_in(["true", "1", "false", "0"]),
        value=~has_number | text.str.contains(_NUMBER),
        nil_decimals=~is_nil | pl.col("decimals").is_null(),
        decimals=~has_number | decimals.is_not_null() | pl.col("decimals").eq_missing(pl.lit("INF")),
    )
    if not all(column.all() for column in checks):
        raise UnusualError
    inherited_language = pl.col("xml:lang").fill_null(pl.lit(language, dtype=pl.String))
    return facts.select(
        "id",
        "concept",
        pl.col("contextRef").alias("context"),
        pl.col("unitRef").alias("unit"),
        pl.when(~is_numeric & (inherited_language != "")).then(inherited_language).alias("language"),
        pl.when(~is_nil).then(text).alias("value"),
        decimals.alias("decimals"),
        pl.lit(None, dtype=pl.Int64).alias("line"),
    )
