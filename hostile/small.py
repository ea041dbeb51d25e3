"""The small inputs that become hostile by one change: a project, a taxonomy, and an instance with its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.projects import write_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["FACT", "SCHEMA", "export", "instance", "take_instead", "write_instance"]

SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
    xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:t="http://example.org/t" targetNamespace="http://example.org/t" elementFormDefault="qualified">
  {annotation}
  <xs:import namespace="http://www.xbrl.org/2003/instance"
      schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:element name="Cash" id="t_Cash" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
      nillable="true" xbrli:periodType="instant"/>
  <xs:element name="Note" id="t_Note" type="xbrli:stringItemType" substitutionGroup="xbrli:item"
      nillable="true" xbrli:periodType="instant"/>
  {content}
</xs:schema>
"""
FACT = '<t:Cash id="f" contextRef="c" unitRef="u" decimals="0">1</t:Cash>'


def instance(
    body: str = FACT,
    *,
    declaration: str = '<?xml version="1.0"?>',
    prolog: str = "",
    attributes: str = "",
    schema: str = "t.xsd",
    references: str = "",
    before: str = "",
    day: str = "2020-12-31",
    identifier: str = "4711",
    measure: str = "iso4217:EUR",
) -> str:
    """Give the text of an instance with these parts."""
    return f"""\
{declaration}{prolog}
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="http://example.org/t"{attributes}>
  <link:schemaRef xlink:type="simple" xlink:href="{schema}"/>{references}{before}
  <xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.org">{identifier}</xbrli:identifier>
    </xbrli:entity><xbrli:period><xbrli:instant>{day}</xbrli:instant></xbrli:period></xbrli:context>
  <xbrli:unit id="u"><xbrli:measure>{measure}</xbrli:measure></xbrli:unit>
  {body}
</xbrli:xbrl>
"""


def write_instance(
    folder: Path, content: bytes | str | None = None, schema: str = SCHEMA.format(annotation="", content="")
) -> Path:
    """Write an instance, and its schema beside it."""
    content = instance() if content is None else content
    data = content.encode() if isinstance(content, str) else content
    (folder / "report.xml").write_bytes(data)
    (folder / "t.xsd").write_text(schema, encoding="utf-8")
    return folder / "report.xml"


def export(folder: Path) -> Sequence[str]:
    """Write the small project, and give the arguments of its export."""
    write_project(folder / "project")
    return ["export", "project", "--out", "out", "--no-arelle"]


def take_instead(project: Path, source: str) -> None:
    """Let the small project read another source in place of its CSV file.

    Args:
        project: its folder.
        source: the lines that report.toml says it by. It has neither the column of changes nor cash.
    """
    report, mapping = project / "report.toml", project / "mapping.csv"
    text = report.read_text(encoding="utf-8").replace('file = "statement.csv"', source)
    text = text.replace('"Change" = { exclude = "derived from the two years" }\n', "")
    report.write_text(text, encoding="utf-8")
    lines = mapping.read_text(encoding="utf-8").splitlines(keepends=True)
    mapping.write_text("".join(line for line in lines if "m:Cash" not in line), encoding="utf-8")
