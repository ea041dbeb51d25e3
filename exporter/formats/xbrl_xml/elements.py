"""What an element of an instance is called and says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.report.names import XSI

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["SPACE", "collapsed", "is_nil", "local_tag"]

#: White space (XML 1.0, 2.3).
SPACE = " \t\r\n"
_SPACES = re.compile(f"[{SPACE}]+")


def local_tag(element: etree._Element) -> str:
    """Give an element's name without its namespace, which may have any characters; lxml's QName takes not all."""
    return str(element.tag).rpartition("}")[2]


def is_nil(element: etree._Element) -> bool:
    """Tell whether an element says that it has no value (XML Schema Part 1, 2.6.2)."""
    return element.get(f"{{{XSI}}}nil", "").strip(SPACE) in {"true", "1"}


def collapsed(element: etree._Element) -> str:
    """Give the text in an element with its white space collapsed, which is what XML takes for it."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip(" ")
