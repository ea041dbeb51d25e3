"""Namespace URIs, prefixes and XML names that every other module agrees on."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ILLEGAL",
    "ISO4217",
    "LINK",
    "NCNAME",
    "RESERVED_PREFIXES",
    "SPECIFICATION_PREFIXES",
    "XBRLDI",
    "XBRLDT",
    "XBRLI",
    "XLINK",
    "XML",
    "XSD",
    "XSI",
    "expanded_name",
    "illegal_character",
    "is_ncname",
    "local_name",
]

XBRLI = "http://www.xbrl.org/2003/instance"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLDI = "http://xbrl.org/2006/xbrldi"
XBRLDT = "http://xbrl.org/2005/xbrldt"
ISO4217 = "http://www.xbrl.org/2003/iso4217"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"

#: Prefixes that always mean the same namespace in a Report.
SPECIFICATION_PREFIXES = {"xbrli": XBRLI, "iso4217": ISO4217}

#: Prefixes that always mean the same namespace in an instance.
RESERVED_PREFIXES = {
    **SPECIFICATION_PREFIXES,
    "link": LINK,
    "xlink": XLINK,
    "xbrldi": XBRLDI,
    "xsi": XSI,
    "xml": XML,
}

# XML 1.0 (5th edition), production NameStartChar, without the colon (Namespaces in XML, NCName).
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NCNAME = f"[{_NAME_START}][{_NAME_START}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"


def is_ncname(text: str) -> bool:
    """Tell whether a text is a legal XML name without a colon."""
    return _pattern(NCNAME).fullmatch(text) is not None


#: XML 1.0, production Char: what no XML document can carry, escaped or not. A regular expression for text that has no
#: surrogates, as encoded text never has.
ILLEGAL = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\ufffe\uffff]"


def illegal_character(text: str) -> str | None:
    """Find the first character that no XML document can carry.

    Returns:
        Its code point, as `U+0007`, or None if there is none.
    """
    if text.isprintable():  # as most is, and none of these
        return None
    match = _pattern(f"{ILLEGAL}|[\ud800-\udfff]").search(text)
    return f"U+{ord(match[0]):04X}" if match else None


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Compile a pattern when it is first used: classes that span Unicode take 10 ms."""
    return re.compile(expression)


def local_name(name: str) -> str:
    """Take the part of a name after its first colon, or the whole name."""
    return name.partition(":")[2] or name


def expanded_name(name: str, namespaces: Mapping[str, str]) -> str:
    """Write a prefixed name in Clark notation, `{namespace}local`.

    A name without a prefix stays as it is.

    Raises:
        KeyError: the prefix is not declared.
    """
    prefix, colon, local = name.partition(":")
    return f"{{{namespaces[prefix]}}}{local}" if colon else name
