"""All cases, always the same and in the same order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hostile import (
    archives,
    csv_reports,
    csv_tables,
    inline_documents,
    json_documents,
    kills,
    parquet_files,
    queries,
    special_files,
    taxonomy_caches,
    taxonomy_packages,
    toml_files,
    workbooks,
    xml_documents,
)

if TYPE_CHECKING:
    from hostile.case import Case

__all__ = ["corpus"]

_MODULES = (
    archives,
    xml_documents,
    taxonomy_packages,
    taxonomy_caches,
    inline_documents,
    json_documents,
    csv_reports,
    toml_files,
    csv_tables,
    parquet_files,
    queries,
    workbooks,
    special_files,
    kills,
)


def corpus() -> list[Case]:
    """Give all cases."""
    return list(chain.from_iterable(module.cases() for module in _MODULES))
