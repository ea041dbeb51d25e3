"""xBRL-CSV with valid defaults: metadata, and tables beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from exporter.formats.xbrl_csv.reader import read_csv
from tests.formats.xbrl_json.documents import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.document import Reading

INFO: dict[str, Any] = {
    "documentType": "https://xbrl.org/2021/xbrl-csv",
    "namespaces": {
        "t": "http://example.org/t",
        "s": "http://example.org/scheme",
        "iso4217": "http://www.xbrl.org/2003/iso4217",
        "xbrl": "https://xbrl.org/2021",
        "xbrli": "http://www.xbrl.org/2003/instance",
    },
    "taxonomy": ["t.xsd"],
}
#: What facts have unless a test says otherwise.
DIMENSIONS = {"concept": "t:Total", "entity": "s:E1", "period": "2003", "unit": "iso4217:JPY"}
LINKS = {
    "linkTypes": {"footnote": "http://www.xbrl.org/2003/arcrole/fact-footnote"},
    "linkGroups": {"_": "http://www.xbrl.org/2003/role/link"},
}


def column(**dimensions: str) -> dict[str, Any]:
    """A column of facts, with some dimensions."""
    return {"dimensions": dimensions}


def template(columns: dict[str, Any], dimensions: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """A template of some columns, whose facts are a year's yen but for what is given."""
    return {"columns": columns, "dimensions": {**DIMENSIONS, **(dimensions or {})}, **more}


def metadata(
    templates: dict[str, Any],
    info: dict[str, Any] | None = None,
    tables: dict[str, Any] | None = None,
    **more: Any,  # noqa: ANN401 - whatever JSON holds
) -> dict[str, Any]:
    """Metadata with a table for each template, or with these tables."""
    named = {name: {"url": f"{name}.csv"} for name in templates}
    return {
        "documentInfo": {**INFO, **(info or {})},
        "tableTemplates": templates,
        "tables": named if tables is None else tables,
        **more,
    }


def write_files(folder: Path, content: Any, **tables: str | bytes) -> Path:  # noqa: ANN401 - whatever JSON holds
    """Write metadata, or a text as it is, and tables."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    path = folder / "report.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


def read_files(folder: Path, content: Any, kinds: Any = None, **tables: str | bytes) -> Reading:  # noqa: ANN401 - whatever JSON holds
    """Write metadata and tables, and read them."""
    return read_csv(write_files(folder, content, **tables), kinds or Silent)
