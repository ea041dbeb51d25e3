"""The parameters of queries: `:start` and `:end` in SQL become what a database's driver takes for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.databases.statements import NOT_CODE
from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["with_parameters"]

#: What is no parameter: what is no code, and casts; and what is one.
_PARTS = re.compile(rf"{NOT_CODE} | :: | (?<![\w:]):(?P<name>[A-Za-z_]\w*)", re.VERBOSE | re.DOTALL)


def with_parameters(
    name: str, sql: str, values: Mapping[str, str | None], mark: Callable[[int, str], str]
) -> tuple[str, list[str]]:
    """Put marks in the place of parameters.

    Args:
        name: of the query, for errors.
        sql: the query.
        values: of the parameters that there are; None where the period has none.
        mark: gives what stands for a parameter, by its number from 1 and its name.

    Returns: the query with marks, and the values in the order of the numbers, one for each parameter.

    Raises:
        UnreadableInputError: it has a parameter that has no value.
    """
    numbers: dict[str, int] = {}

    def replaced(match: re.Match[str]) -> str:
        parameter = match["name"]
        if parameter is None:
            return match[0]
        if values.get(parameter) is None:
            known = ", ".join(f":{each}" for each, value in values.items() if value is not None)
            advice = f"it may have {known}" if known else "say for which period it is, beside query: period = …"
            raise UnreadableInputError(f"{name} has the parameter :{parameter}, which has no value; {advice}")
        return mark(numbers.setdefault(parameter, len(numbers) + 1), parameter)

    text = _PARTS.sub(replaced, sql)
    return text, [str(values[parameter]) for parameter in numbers]
