"""XHTML that users write: parsed safely, checked for what a filing may not have, and written again.

What is checked: it is well-formed, and has nothing that acts, loads something, or is not XHTML as Inline XBRL has it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from exporter.files.records import read_text
from exporter.findings.findings import Source
from exporter.formats import rules
from exporter.formats.inline_xbrl.inline_schema import known_elements, schema_faults
from exporter.formats.inline_xbrl.inline_text import XHTML
from exporter.report.names import XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.formats.inline_xbrl.page import Part

__all__ = ["attributes_text", "check_allowed", "check_harmless", "inner_text_parts", "markup_text", "parse_markup"]


#: Larger files are refused, and elements that are nested more deeply.
_MOST_BYTES, _DEEPEST = 64 * 1024**2, 100
#: So many faults of a file are findings.
_MOST_FAULTS = 100
_ENTITIES = re.compile(r"<!DOCTYPE[^>]*\[")
_ACTIVE = {"script", "noscript", "form", "input", "button", "select", "textarea"}
_EXTERNAL = {"object", "param", "link", "base", "applet", "embed", "iframe", "frame", "audio", "video", "source"}
_LOADED = {"src", "data", "background", "poster", "archive", "codebase", "classid", "profile", "base"}
_REFERRED = {"href", "cite", "longdesc", "usemap", "action", "formaction"}
#: What may be referred to, and what an image may hold in itself.
_REFERENCE = re.compile(r"#|https?:|mailto:")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,")
_SCHEME = re.compile(r"(?:javascript|vbscript|data):")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")
#: In style sheets: comments, characters by their numbers, and what loads or acts.
_COMMENT, _ESCAPED = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_LOADING_STYLE = re.compile(
    r"@import|(?:url|image|image-set|src)\(\s*[\"']?(?!\s*data:image/(?:png|jpeg|gif))", re.IGNORECASE
)
_ACTING_STYLE = re.compile(r"expression\s*\(|behavior\s*:|-moz-binding|javascript:", re.IGNORECASE)
#: Elements of XHTML that never have content, and are written as one tag.
_VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param"])
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": " "})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", **dict.fromkeys("\t\r\n", " ")})
_LANG = f"{{{XML}}}lang"


def parse_markup(path: Path, name: str, folder: Path) -> tuple[etree._Element | None, list[Finding]]:
    """Parse a file of XHTML; comments are left out.

    Args:
        path: the file.
        name: what findings call it.
        folder: that it must lie in.

    Returns: its root element; or None, and what keeps it from being read.

    Raises:
        UnreadableInputError: it is missing, outside, too large, or no text in UTF-8.
    """
    text = read_text(path, _MOST_BYTES, inside=folder)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        return None, [rules.MARKUP_NOT_WELL_FORMED.finding(f"it is not well-formed: {error.msg}", Source(name, line))]
    entity = next(iter(root.iter(etree.Entity)), None)
    if entity is not None or _ENTITIES.search(text):
        line = text.count("\n", 0, text.find("<!DOCTYPE")) + 1 if entity is None else entity.sourceline
        hint = "write the character itself, or its number: &#160;"
        message = "it has entities of its own" if entity is None else f"the entity {entity.text} is not known here"
        return None, [rules.MARKUP_NOT_WELL_FORMED.finding(message, Source(name, line), hint=hint)]
    if root.xpath("/" + "/*" * (_DEEPEST + 1)):
        message = f"elements are nested more than {_DEEPEST} deep"
        return None, [rules.MARKUP_NOT_WELL_FORMED.finding(message, Source(name))]
    return root, []


def check_harmless(root: etree._Element, name: str) -> list[Finding]:
    """Find what acts, what loads something, and elements that XHTML as Inline XBRL has it does not know."""
    return _listed(_faults(root), name)


def check_allowed(root: etree._Element, name: str) -> list[Finding]:
    """Find elements and attributes that the schema of Inline XBRL does not allow where they stand."""
    return _listed(((rules.MARKUP_NOT_ALLOWED, *fault) for fault in schema_faults(root)), name)


def _listed(faults: Iterable[tuple[Rule, int | None, str]], name: str) -> list[Finding]:
    """Make the first faults findings, and say that there are more."""
    findings: list[Finding] = []
    for rule, line, message in faults:
        if len(findings) == _MOST_FAULTS:
            findings.append(rule.finding("there are more faults; mend these first", Source(name, line)))
            break
        findings.append(rule.finding(message, Source(name, line)))
    return findings


def _faults(root: etree._Element) -> Iterator[tuple[Rule, int | None, str]]:
    for instruction in (*root.itersiblings(preceding=True), *root.iter(etree.PI), *root.itersiblings()):
        if isinstance(instruction, etree._ProcessingInstruction):  # noqa: SLF001 - lxml has no other name for it
            yield rules.MARKUP_ACTIVE, instruction.sourceline, f"it has the instruction <?{instruction.target}?>"
    for element in root.iter(etree.Element):
        namespace, _, local = str(element.tag).removeprefix("{").rpartition("}")
        line = element.sourceline
        if local in _ACTIVE:
            yield rules.MARKUP_ACTIVE, line, f"<{local}> acts, and a filing may not"
        elif local in _EXTERNAL:
            yield rules.MARKUP_EXTERNAL, line, f"<{local}> may load something that is not in the document"
        elif namespace != XHTML:
            yield rules.MARKUP_NOT_ALLOWED, line, f"<{local}> is in the namespace {namespace!r}, and not in XHTML's"
        elif local not in known_elements():
            yield rules.MARKUP_NOT_ALLOWED, line, f"<{local}> is no element of XHTML 1.1; write <div> or <span>"
        else:
            yield from ((rule, line, message) for rule, message in _attribute_faults(element, local))
            if local == "style":
                yield from ((rule, line, message) for rule, message in _style_faults(element.text or ""))


def _attribute_faults(element: etree._Element, local: str) -> Iterator[tuple[Rule, str]]:
    for key, value in element.items():
        name = str(key).rpartition("}")[2].lower()
        url = _IGNORED.sub("", value).lower()
        is_image = local == "img" and name == "src" and _IMAGE.match(url)
        if name.startswith("on") or (name == "http-equiv" and url == "refresh"):
            yield rules.MARKUP_ACTIVE, f"the attribute {name} of <{local}> acts, and a filing may not"
        elif _SCHEME.match(url) and not is_image and name != "content":
            yield rules.MARKUP_ACTIVE, f"the attribute {name} of <{local}> is {value[:40]!r}, which may act"
        elif name in _LOADED and not is_image:
            message = f"<{local}> loads {value[:60]!r}, which is not in the document"
            yield rules.MARKUP_EXTERNAL, f"{message}; write a picture as data:image/png;base64"
        elif name in _REFERRED and not _REFERENCE.match(url):
            yield rules.MARKUP_EXTERNAL, f"<{local}> refers to {value[:60]!r}, which is not filed"
        elif name == "style":
            yield from _style_faults(value)


def _style_faults(style: str) -> Iterator[tuple[Rule, str]]:
    plain = _ESCAPED.sub(_character, _COMMENT.sub("", style))
    if match := _ACTING_STYLE.search(plain):
        yield rules.MARKUP_ACTIVE, f"the style has {match[0]!r}, which may act"
    if match := _LOADING_STYLE.search(plain):
        yield rules.MARKUP_EXTERNAL, f"the style has {match[0]!r}, which loads something that is not in the document"


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(number) if 0 < number <= 0x10FFFF else "")  # noqa: PLR2004 - the last one of Unicode


# -------------------------------------------------------------------------------------------------------- written again


def markup_text(elements: Iterable[etree._Element]) -> str:
    """Write elements of XHTML as the value of a text block has them: attributes by name, nothing declared."""
    return "".join(str(part) for element in elements for part in _parts(element, {}))


def inner_text_parts(element: etree._Element, replaced: Mapping[etree._Element, tuple[Part, ...]]) -> Iterator[Part]:
    """Write what is in an element, in parts.

    Args:
        element: whose content is written.
        replaced: what stands in the place of elements. Of two parts, the content of the element stands between them.
    """
    yield (element.text or "").translate(_IN_TEXT)
    for child in element.iterchildren(etree.Element):
        yield from _parts(child, replaced)
        yield (child.tail or "").translate(_IN_TEXT)


def _parts(element: etree._Element, replaced: Mapping[etree._Element, tuple[Part, ...]]) -> Iterator[Part]:
    local = str(element.tag).rpartition("}")[2]
    if element in replaced:
        start, *end = replaced[element]
        yield start
        if end:
            yield from inner_text_parts(element, replaced)
        yield from end
    elif local in _VOID and not len(element) and not element.text:
        yield f"<{local}{attributes_text(element)}/>"
    else:
        yield f"<{local}{attributes_text(element)}>"
        yield from inner_text_parts(element, replaced)
        yield f"</{local}>"


def attributes_text(element: etree._Element) -> str:
    """Write the attributes of an element of XHTML, by name."""
    named = sorted((str(name).replace(f"{{{XML}}}", "xml:"), value) for name, value in element.items())
    return "".join(f' {name}="{value.translate(_IN_ATTRIBUTE)}"' for name, value in named)
