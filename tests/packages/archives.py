"""Report packages with valid defaults."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from exporter.formats.xbrl_json.writer import write_json
from exporter.formats.xbrl_xml.writer import write_instance
from exporter.report.report import Report, facts_frame

if TYPE_CHECKING:
    from pathlib import Path

TYPE = "https://xbrl.org/report-package/2023"
PACKAGE_FILE = "p/META-INF/reportPackage.json"
#: A schema with one concept that has numbers.
SCHEMA = """\
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:a="http://example.org/a" targetNamespace="http://example.org/a">
<import namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<element name="X" id="a_X" type="xbrli:pureItemType" substitutionGroup="xbrli:item" xbrli:periodType="instant"/>
</schema>
"""


def report(schema: str = "a.xsd") -> Report:
    """A report of one pure number, which JSON does not tell from a text."""
    row = {"id": "f", "concept": "a:X", "entity": "r:1", "period_end": "2020-12-31", "unit": "xbrli:pure", "value": "1"}
    namespaces = {
        "a": "http://example.org/a",
        "r": "http://example.org/r",
        "xbrli": "http://www.xbrl.org/2003/instance",
    }
    return Report(facts_frame([row]), namespaces, (schema,))


def json_report(folder: Path) -> bytes:
    """The report as xBRL-JSON."""
    write_json(report(), folder / "made.json")
    return (folder / "made.json").read_bytes()


def instance(folder: Path) -> bytes:
    """The report as xBRL-XML."""
    write_instance(report(), folder / "made.xml")
    return (folder / "made.xml").read_bytes()


def package_file(document_type: str = TYPE) -> bytes:
    """What a package says of itself."""
    return json.dumps({"documentInfo": {"documentType": document_type}}).encode()


def archive(path: Path, files: dict[str, bytes]) -> Path:
    """Zip files, by their names."""
    with zipfile.ZipFile(path, "w") as zip_file:
        for name, content in files.items():
            zip_file.writestr(name, content)
    return path
