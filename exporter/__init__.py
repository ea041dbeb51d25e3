"""Maps line items to a taxonomy, writes XBRL filings, and proves cell by cell that every value survived.

The whole job is `export_report(folder)`. Names are loaded on first use, so that `import exporter` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporter.errors import ExporterError, MisuseError, OutputError, UnreadableInputError
    from exporter.findings import Finding, Severity, Source
    from exporter.formats import read_report, write_report
    from exporter.notebook import read_line_items
    from exporter.pipeline import Export, check_round_trip, export_report
    from exporter.report import Fact, Report
    from exporter.taxonomy import Taxonomy, check_taxonomy, read_taxonomy
    from exporter.validation.judges import Validation, validate

__version__ = "0.1.0"

_HOMES = {
    "Export": "pipeline",
    "ExporterError": "errors",
    "Fact": "report",
    "Finding": "findings",
    "MisuseError": "errors",
    "OutputError": "errors",
    "Report": "report",
    "Severity": "findings",
    "Source": "findings",
    "Taxonomy": "taxonomy",
    "UnreadableInputError": "errors",
    "Validation": "validation.judges",
    "check_round_trip": "pipeline",
    "check_taxonomy": "taxonomy",
    "export_report": "pipeline",
    "read_line_items": "notebook",
    "read_report": "formats",
    "read_taxonomy": "taxonomy",
    "validate": "validation.judges",
    "write_report": "formats",
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
    "Taxonomy",
    "UnreadableInputError",
    "Validation",
    "check_round_trip",
    "check_taxonomy",
    "export_report",
    "read_line_items",
    "read_report",
    "read_taxonomy",
    "validate",
    "write_report",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """The public name, from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
