"""What the metadata of xBRL-CSV says: tables, the templates that they follow, and what facts in them have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from exporter.formats.xbrl_json.document_info import DocumentInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ABSENT", "ROW_NUMBER", "Column", "Metadata", "Properties", "Setting", "Table", "Template"]

#: The parameter that is the number of a row, from 1.
ROW_NUMBER = "rowNumber"


class Setting(NamedTuple):
    """What metadata say of a dimension or of decimals.

    Attributes:
        text: the text itself; None for nil.
        reference: the parameter or column that has it instead.
        specifier: `start` or `end` of the period that the reference leads to.
        is_absent: whether it says that there is none.
    """

    text: str | None = None
    reference: str | None = None
    specifier: str | None = None
    is_absent: bool = False


ABSENT = Setting(is_absent=True)


@dataclass(frozen=True)
class Properties:
    """What facts have in common: dimensions by name, and decimals."""

    dimensions: Mapping[str, Setting] = field(default_factory=dict)
    decimals: Setting | None = None


@dataclass(frozen=True)
class Column:
    """A column of a template.

    Attributes:
        is_comment: whether its cells say nothing.
        is_fact: whether its cells are facts.
        properties: of these facts.
        properties_from: the columns whose cells name further properties of them.
        groups: of a column of that kind the properties, by what its cells say; None for other columns.
    """

    is_comment: bool = False
    is_fact: bool = False
    properties: Properties = field(default_factory=Properties)
    properties_from: tuple[str, ...] = ()
    groups: Mapping[str, Properties] | None = None


@dataclass(frozen=True)
class Template:
    """What tables of a kind have.

    Attributes:
        columns: by name.
        properties: of all facts.
        row_id_column: the column with the names of rows, if there is one.
        fact_ids: the column with the ids of facts, if there is one (see `terms.FACT_IDS`).
    """

    columns: Mapping[str, Column]
    properties: Properties = field(default_factory=Properties)
    row_id_column: str | None = None
    fact_ids: str | None = None


@dataclass(frozen=True)
class Table:
    """A table: its file, relative to the metadata, its template, and parameters."""

    name: str
    url: str
    template: Template
    is_optional: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Metadata:
    """All that the metadata of a report say.

    Attributes:
        info: what the report says of itself.
        tables: in order.
        properties: of all facts.
        parameters: by name, as the text of a cell.
        parameter_url: the file of further ones, or None.
        links: from facts to footnotes: by link type, group and the fact's name the names of targets.
    """

    info: DocumentInfo = field(default_factory=DocumentInfo)
    tables: list[Table] = field(default_factory=list)
    properties: Properties = field(default_factory=Properties)
    parameters: dict[str, str] = field(default_factory=dict)
    parameter_url: str | None = None
    links: Mapping[str, Mapping[str, Mapping[str, list[str]]]] = field(default_factory=dict)
