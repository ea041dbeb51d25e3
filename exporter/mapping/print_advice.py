"""The very line of report.toml that says what prints mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.project.toml_lines import column_line, table_line, toml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.prints.traits import Trait
    from exporter.project.project import Table

__all__ = ["advice_for", "merged_values"]


def merged_values(traits: Iterable[Trait | None]) -> dict[str, dict[str, int]]:
    """Collect the words for nothing and the suffixes, which one line says of all cells of a table.

    Returns: for each of the keys the words, and for suffixes their powers of ten.
    """
    values: dict[str, dict[str, int]] = {"nothing": {}, "suffixes": {}}
    for trait in traits:
        if trait and trait.key == "nothing" and isinstance(trait.value, str):
            values["nothing"].setdefault(trait.value, 0)
        elif trait and trait.key == "suffixes" and isinstance(trait.value, tuple):
            values["suffixes"].setdefault(*trait.value)
    return values


def advice_for(trait: Trait, table: Table, heading: str, values: dict[str, dict[str, int]]) -> str:
    """Say what to do about a print: the line to write, or what else.

    Args:
        trait: what it looks like.
        table: in which it stands.
        heading: of its column.
        values: what the same line says of other cells of the table, as `merged_values` gives it.
    """
    advice = f"; {trait.advice}" if trait.advice else ""
    if trait.key is None:
        return trait.advice or ""
    if trait.key == "side":
        return column_line(heading, f"side = {toml_text(str(trait.value))}") + advice
    return table_line(table.name, _line(trait, table, values)) + advice


def _line(trait: Trait, table: Table, values: dict[str, dict[str, int]]) -> str:
    if trait.key == "nothing":
        words = dict.fromkeys([*(table.prints.nothing or ()), *values["nothing"]])
        return f"nothing = [{', '.join(map(toml_text, words))}]"
    if trait.key == "suffixes":
        suffixes = {**dict(table.prints.suffixes or ()), **values["suffixes"]}
        return f"suffixes = {{ {', '.join(f'{toml_text(word)} = {power}' for word, power in suffixes.items())} }}"
    return f"{trait.key} = {toml_text(str(trait.value))}"
