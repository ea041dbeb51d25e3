"""Reads the metadata of an xBRL-CSV report into what they mean, and says what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from exporter.errors import UnreadableInputError
from exporter.formats import rules
from exporter.formats.xbrl_csv.identifiers import FACT_IDS, IDENTIFIER, OWN_NAMESPACE
from exporter.formats.xbrl_csv.metadata import (
    ROW_NUMBER,
    Column,
    Metadata,
    Properties,
    Setting,
    Table,
    Template,
)
from exporter.formats.xbrl_csv.metadata_files import MAX_BYTES, effective_metadata
from exporter.formats.xbrl_csv.special_values import special_value
from exporter.formats.xbrl_csv.table_cells import file_beside, read_rows
from exporter.formats.xbrl_json.document_info import read_document_info
from exporter.formats.xbrl_json.faults import FaultError
from exporter.formats.xbrl_json.scanner import Number, pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from exporter.formats.xbrl_json.faults import Faults

__all__ = ["read_metadata"]

_REFERENCE = re.compile(r"\$([^$@][^@]*)(?:@(.*))?", re.DOTALL)
_CORE = ("concept", "entity", "period", "unit", "language")
_MEMBERS = {"documentInfo", "tableTemplates", "tables", "parameters", "parameterURL", "dimensions", "decimals", "links"}
_COLUMN_MEMBERS = {"comment", "decimals", "dimensions", "propertyGroups", "propertiesFrom"}
_TEMPLATE_MEMBERS = {"rowIdColumn", "columns", "decimals", "dimensions"}
_TABLE_MEMBERS = {"url", "template", "optional", "parameters"}
_PROPERTIES = {"decimals", "dimensions"}
_WHOLE = re.compile(r"[+-]?\d{1,12}", re.ASCII)


def read_metadata(source: Path, locate: Callable[[str], Path | None], faults: Faults) -> Metadata:
    """Read a file of metadata; see `effective_metadata` for arguments and errors."""
    content = effective_metadata(source, locate, faults)
    return _MetadataReader(source, faults).read(content)


class _MetadataReader:
    def __init__(self, source: Path, faults: Faults) -> None:
        self._source, self._faults = source, faults
        self._namespaces: Mapping[str, str] = {}
        #: Parameters that something refers to.
        self._references: set[str] = set()

    def read(self, content: dict[str, Any]) -> Metadata:
        """Read all that the files say."""
        info = read_document_info(content["documentInfo"], self._faults, further=("extends", "final"))
        self._namespaces = info.namespaces
        self._check_members(content, _MEMBERS, "")
        metadata = Metadata(info, properties=self._properties(content, ""))
        templates = {
            name: self._template(template, pointer("tableTemplates", name))
            for name, template in self._objects(content, "tableTemplates", "")
        }
        for name, table in self._objects(content, "tables", ""):
            if (result := self._table(name, table, templates)) is not None:
                metadata.tables.append(result)
        metadata.parameter_url = self._text(content, "parameterURL", "")
        metadata.parameters = self._parameters(content, metadata.parameter_url)
        metadata.links = self._links(content)
        return metadata

    # ------------------------------------------------------------------------------------------------------- structure

    def _fault(self, message: str, code: str) -> None:
        self._faults.add(rules.READER_BAD_METADATA, f"{message} (xbrlce:{code})")

    def _misshapen(self, where: str, what: str) -> None:
        self._fault(f"{where} is {what}", "invalidJSONStructure")

    def _check_members(self, content: Mapping[str, Any], members: set[str], where: str) -> None:
        """Find members that the specification does not name."""
        for key in content.keys() - members:
            prefix, _, local = key.partition(":")
            if self._namespaces.get(prefix) != OWN_NAMESPACE or local != FACT_IDS:
                self._faults.add_further_member(where + pointer(key), key, self._namespaces)

    def _object(self, content: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
        """Give a member that is an object; an empty one where it is missing or something else."""
        value = content.get(key, {})
        if isinstance(value, dict):
            return value
        self._misshapen(where + pointer(key), "no object")
        return {}

    def _objects(self, content: Mapping[str, Any], key: str, where: str) -> list[tuple[str, dict[str, Any]]]:
        """Give the objects in an object, by their names."""
        members = self._object(content, key, where)
        result = []
        for name, member in members.items():
            place = where + pointer(key, name)
            if not IDENTIFIER.fullmatch(name):
                self._fault(f"{place}: the name {name!r} is no identifier", "invalidIdentifier")
            if isinstance(member, dict):
                result.append((name, member))
            else:
                self._misshapen(place, "no object")
        return result

    def _text(self, content: Mapping[str, Any], key: str, where: str) -> str | None:
        value = content.get(key)
        if value is None or isinstance(value, str):
            return value
        self._misshapen(where + pointer(key), "no text")
        return None

    def _flag(self, content: Mapping[str, Any], key: str, where: str) -> bool:
        value = content.get(key, False)
        if isinstance(value, bool):
            return value
        self._misshapen(where + pointer(key), "neither true nor false")
        return False

    # ------------------------------------------------------------------------------------------------------ properties

    def _properties(self, content: Mapping[str, Any], where: str) -> Properties:
        """Read dimensions and decimals."""
        dimensions = {}
        for name, value in self._object(content, "dimensions", where).items():
            setting = self._dimension(name, value, where + pointer("dimensions", name))
            if setting is not None:
                dimensions[name] = setting
        decimals = self._decimals(content["decimals"], where + "/decimals") if "decimals" in content else None
        return Properties(dimensions, decimals)

    def _dimension(self, name: str, value: Any, where: str) -> Setting | None:  # noqa: ANN401 - whatever JSON holds
        if name not in _CORE and (":" not in name or self._namespaces.get(name.partition(":")[0]) is None):
            self._fault(f"{where}: {name!r} is no dimension", "invalidJSONStructure")
            return None
        if not isinstance(value, str):
            self._misshapen(where, "no text")
            return None
        return self._setting(value, where)

    def _setting(self, value: str, where: str) -> Setting | None:
        """Read a text: special values, references to parameters, and whatever else (xBRL-CSV 1.0, references)."""
        if match := _REFERENCE.fullmatch(value):
            return self._reference(match[1], match[2], where)
        if value.startswith("$$"):
            return Setting(value[1:])
        try:
            return special_value(value) if value.startswith("#") else Setting(value)
        except FaultError as error:
            self._faults.add(rules.READER_BAD_METADATA, f"{where}: {error.message}")
            return None

    def _reference(self, name: str, specifier: str | None, where: str) -> Setting | None:
        if specifier not in {None, "start", "end"}:
            self._fault(f"{where}: {specifier!r} is neither start nor end", "invalidPeriodSpecifier")
            return None
        if not IDENTIFIER.fullmatch(name):
            self._fault(f"{where}: {name!r} is no name of a parameter", "invalidReference")
            return None
        self._references.add(name)
        return Setting(reference=name, specifier=specifier)

    def _decimals(self, value: Any, where: str) -> Setting | None:  # noqa: ANN401 - whatever JSON holds
        text = value.text if isinstance(value, Number) else value
        if isinstance(text, str) and text.startswith(("$", "#")):
            return self._setting(text, where)
        if isinstance(text, str) and _WHOLE.fullmatch(text):
            return Setting(text)
        self._fault(f"{where} is no whole number", "invalidDecimalsValue")
        return None

    # ---------------------------------------------------------------------------------------------------------- tables

    def _template(self, content: dict[str, Any], where: str) -> Template:
        """Read a table template."""
        self._check_members(content, _TEMPLATE_MEMBERS, where)
        if "columns" not in content:
            self._misshapen(where + "/columns", "missing")
        columns = {
            name: self._column(column, where + pointer("columns", name))
            for name, column in self._objects(content, "columns", where)
        }
        self._check_groups(columns, where)
        row_id_column = self._text(content, "rowIdColumn", where)
        if row_id_column is not None and row_id_column not in columns:
            self._fault(f"{where}/rowIdColumn: there is no column {row_id_column!r}", "undefinedRowIdColumn")
            row_id_column = None
        elif row_id_column is not None and columns[row_id_column].is_comment:
            self._fault(f"{where}/rowIdColumn: {row_id_column!r} is a comment", "invalidRowIdColumn")
            row_id_column = None
        return Template(
            columns, self._properties(content, where), row_id_column, self._fact_ids(content, columns, where)
        )

    def _fact_ids(self, content: dict[str, Any], columns: Mapping[str, Column], where: str) -> str | None:
        """Read our own property, which names the column with the ids of facts."""
        keys = (f"{prefix}:{FACT_IDS}" for prefix, uri in self._namespaces.items() if uri == OWN_NAMESPACE)
        for key in keys:
            name = self._text(content, key, where)
            if name is not None and (name not in columns or sum(column.is_fact for column in columns.values()) != 1):
                self._misshapen(where + pointer(key), "no column of the template, or that has other columns of facts")
            elif name is not None:
                return name
        return None

    def _column(self, content: dict[str, Any], where: str) -> Column:
        self._check_members(content, _COLUMN_MEMBERS, where)
        is_comment = self._flag(content, "comment", where)
        is_fact = "dimensions" in content or "propertiesFrom" in content
        has_groups = "propertyGroups" in content
        if (is_fact and has_groups) or (is_comment and (is_fact or has_groups)):
            self._fault(f"{where} is a column of several kinds", "conflictingColumnType")
        if "decimals" in content and not is_fact:
            self._fault(f"{where} has no facts, and decimals", "misplacedDecimalsOnNonFactColumn")
        groups = None
        if has_groups:
            groups = {}
            for name, group in self._objects(content, "propertyGroups", where):
                place = where + pointer("propertyGroups", name)
                self._check_members(group, _PROPERTIES, place)
                groups[name] = self._properties(group, place)
        properties_from = content.get("propertiesFrom", [])
        if not isinstance(properties_from, list) or not all(isinstance(name, str) for name in properties_from):
            self._misshapen(where + "/propertiesFrom", "no array of texts")
            properties_from = []
        return Column(
            is_comment, is_fact and not is_comment, self._properties(content, where), tuple(properties_from), groups
        )

    def _check_groups(self, columns: Mapping[str, Column], where: str) -> None:
        """See that columns take properties from columns with groups, and each from one alone."""
        for name, column in columns.items():
            place, met = where + pointer("columns", name, "propertiesFrom"), set[str]()
            for other in column.properties_from:
                groups = columns[other].groups if other in columns else None
                if groups is None:
                    code = "invalidPropertyGroupColumnReference"
                    self._fault(f"{place}: {other!r} is no column with property groups", code)
                    continue
                dimensions = {dimension for group in groups.values() for dimension in group.dimensions}
                has_decimals = any(group.decimals is not None for group in groups.values())
                if met & dimensions:
                    self._fault(f"{place}: several have {min(met & dimensions)!r}", "repeatedPropertyGroupDimension")
                if has_decimals and "decimals" in met:
                    self._fault(f"{place}: several have decimals", "repeatedPropertyGroupDecimalsProperty")
                met |= dimensions | ({"decimals"} if has_decimals else set())

    def _table(self, name: str, content: dict[str, Any], templates: Mapping[str, Template]) -> Table | None:
        where = pointer("tables", name)
        self._check_members(content, _TABLE_MEMBERS, where)
        template, url = self._text(content, "template", where) or name, self._text(content, "url", where)
        if template not in templates:
            self._fault(f"{where}: there is no template {template!r}", "unknownTableTemplate")
            return None
        if url is None:
            self._misshapen(where + "/url", "missing")
            return None
        parameters = self._cell_texts(content, where)
        return Table(name, url, templates[template], self._flag(content, "optional", where), parameters)

    # ------------------------------------------------------------------------------------------------------ parameters

    def _cell_texts(self, content: Mapping[str, Any], where: str) -> dict[str, str]:
        """Read parameters, whose values are texts as in cells."""
        parameters = {}
        for name, value in self._object(content, "parameters", where).items():
            place = where + pointer("parameters", name)
            if not IDENTIFIER.fullmatch(name) or name == ROW_NUMBER:
                self._fault(f"{place}: {name!r} is no name that a parameter may have", "invalidIdentifier")
            elif not isinstance(value, str):
                self._misshapen(place, "no text")
            else:
                parameters[name] = value
        return parameters

    def _parameters(self, content: Mapping[str, Any], url: str | None) -> dict[str, str]:
        """Read the parameters of the report, in the metadata and in their own file."""
        parameters = self._cell_texts(content, "")
        if url is not None:
            parameters |= self._parameter_file(url)
        for name in parameters.keys() - self._references:
            self._fault(f"nothing refers to the parameter {name!r}", "unreferencedParameter")
        return parameters

    def _parameter_file(self, url: str) -> dict[str, str]:
        try:
            heading, *rows = read_rows(file_beside(self._source, url), self._source.parent, MAX_BYTES) or [[]]
        except UnreadableInputError as error:
            message = f"/parameterURL: {error} (xbrlce:missingParametersFile)"
            self._faults.add(rules.READER_MISSING_FILE, message)
            return {}
        if heading != ["name", "value"]:
            self._fault(f"{url}: the headings must be name and value, and are {heading}", "invalidParameterCSVFile")
            return {}
        parameters: dict[str, str] = {}
        for number, row in enumerate(rows, 2):
            name, value, *others = [*row, "", ""][: max(2, len(row))]
            if not any(row):
                continue
            if not IDENTIFIER.fullmatch(name) or name == ROW_NUMBER:
                self._fault(f"{url}:{number}: {name!r} is no name that a parameter may have", "invalidIdentifier")
            elif not value or any(others) or name in parameters:
                message = f"{url}:{number}: the parameter {name!r} has no value, several, or is there twice"
                self._fault(message, "invalidParameterCSVFile")
            else:
                parameters[name] = value
        return parameters

    def _links(self, content: Mapping[str, Any]) -> dict[str, dict[str, dict[str, list[str]]]]:
        """Read the links from facts to footnotes."""
        result: dict[str, dict[str, dict[str, list[str]]]] = {}
        for alias, groups in self._objects(content, "links", ""):
            for group, facts in self._objects({alias: groups}, alias, "/links"):
                for fact, targets in facts.items():
                    if isinstance(targets, list) and all(isinstance(target, str) for target in targets):
                        result.setdefault(alias, {}).setdefault(group, {})[fact] = targets
                    else:
                        self._misshapen(pointer("links", alias, group, fact), "no array of texts")
        return result
