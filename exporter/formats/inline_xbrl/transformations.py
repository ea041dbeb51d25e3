"""Transformations: from how a value is printed in an Inline XBRL document to how XML Schema writes it.

The rules of XBRL International's registries 1 to 5 and of the SEC. A rule takes what its registry says; where the
registry leaves it open, what Arelle takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl import transformation_dates as dates
from exporter.formats.inline_xbrl import transformation_numbers as numbers
from exporter.formats.inline_xbrl.misfits import MisfitError, UnknownTransformationError
from exporter.formats.inline_xbrl.sec_transformations import SEC_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["REGISTRY_5", "SEC_REGISTRY", "TRANSFORMATIONS", "MisfitError", "UnknownTransformationError", "transform"]

_REGISTRY = "http://www.xbrl.org/inlineXBRL/transformation/"
REGISTRY_5 = f"{_REGISTRY}2022-02-16"
SEC_REGISTRY = "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"
_REGISTRY_1_RULES = {**dates.REGISTRY_1_DATES, **numbers.REGISTRY_1_NUMBERS}

#: Each rule by the registry's namespace and the rule's local name. A function takes the text of an element, white space
#: collapsed as the types of the registries say, gives the lexical value and raises MisfitError.
TRANSFORMATIONS: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    # Registry 1 while it was a candidate, and as it was recommended.
    "http://www.xbrl.org/2008/inlineXBRL/transformation": _REGISTRY_1_RULES,
    f"{_REGISTRY}2010-04-20": _REGISTRY_1_RULES,
    f"{_REGISTRY}2011-07-31": {**dates.REGISTRY_2_DATES, **numbers.REGISTRY_2_NUMBERS},
    f"{_REGISTRY}2015-02-26": {**dates.REGISTRY_3_DATES, **numbers.REGISTRY_3_NUMBERS},
    f"{_REGISTRY}2020-02-12": {**dates.REGISTRY_4_DATES, **numbers.REGISTRY_4_NUMBERS},
    REGISTRY_5: {**dates.REGISTRY_5_DATES, **numbers.REGISTRY_5_NUMBERS},
    SEC_REGISTRY: SEC_RULES,
}
#: White space as XML knows it; a no-break space is none.
_SPACES = re.compile("[ \t\r\n]+")


def transform(namespace: str, name: str, text: str) -> str:
    """Give the lexical value of a text by a transformation (Inline XBRL 1.1, format attribute).

    Args:
        namespace: of the registry.
        name: the rule's local name.
        text: of the element; its white space is collapsed first.

    Raises:
        UnknownTransformationError: no such rule.
        MisfitError: the rule does not take the text; the message quotes it and says what the rule takes.
    """
    try:
        rule = TRANSFORMATIONS[namespace][name]
    except KeyError:
        raise UnknownTransformationError(f"no transformation {name!r} is in the registry {namespace!r}") from None
    try:
        return rule(_SPACES.sub(" ", text).strip(" "))
    except MisfitError as error:
        prefix = "ixt-sec" if namespace == SEC_REGISTRY else "ixt"
        raise MisfitError(f"{error}, as {prefix}:{name} takes") from None
