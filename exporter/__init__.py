"""Maps line items to a taxonomy, writes XBRL filings, and proves cell by cell that every value survived.

The whole job is `export_report(folder)`. Names are loaded on first use, so that `import exporter` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporter.documents.wide_statement import Statement, statement
    from exporter.dts.loading import read_taxonomy
    from exporter.errors import ExporterError, MisuseError, OutputError, UnreadableInputError
    from exporter.export import Export, check_round_trip, export_report
    from exporter.findings.findings import Finding, Severity, Source
    from exporter.formats.registry import write_report
    from exporter.line_items.line_items import read_line_items
    from exporter.packages.conversion import convert
    from exporter.packages.judging import validate, validate_each
    from exporter.packages.opening import read_report
    from exporter.report.report import Fact, Report
    from exporter.taxonomy.checks import check_taxonomy
    from exporter.taxonomy.model import Taxonomy
    from exporter.taxonomy.notebook import compare_taxonomies, find_concepts, taxonomy_frame
    from exporter.validation.panel import Validation

__version__ = "0.1.0"

_MODULES = {
    "Export": "export",
    "ExporterError": "errors",
    "Fact": "report.report",
    "Finding": "findings.findings",
    "MisuseError": "errors",
    "OutputError": "errors",
    "Report": "report.report",
    "Severity": "findings.findings",
    "Source": "findings.findings",
    "Statement": "documents.wide_statement",
    "Taxonomy": "taxonomy.model",
    "UnreadableInputError": "errors",
    "Validation": "validation.panel",
    "check_round_trip": "export",
    "check_taxonomy": "taxonomy.checks",
    "compare_taxonomies": "taxonomy.notebook",
    "convert": "packages.conversion",
    "export_report": "export",
    "find_concepts": "taxonomy.notebook",
    "read_line_items": "line_items.line_items",
    "read_report": "packages.opening",
    "read_taxonomy": "dts.loading",
    "statement": "documents.wide_statement",
    "taxonomy_frame": "taxonomy.notebook",
    "validate": "packages.judging",
    "validate_each": "packages.judging",
    "write_report": "formats.registry",
}

__all__ = [
    "Export",
    "ExporterError",
    "Fact",
    "Finding",
    "MisuseError",
    "OutputError",
    "Report",
    "Severity",
    "Source",
    "Statement",
    "Taxonomy",
    "UnreadableInputError",
    "Validation",
    "check_round_trip",
    "check_taxonomy",
    "compare_taxonomies",
    "convert",
    "export_report",
    "find_concepts",
    "read_line_items",
    "read_report",
    "read_taxonomy",
    "statement",
    "taxonomy_frame",
    "validate",
    "validate_each",
    "write_report",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a public name from the module it lives in.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
