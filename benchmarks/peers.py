"""The same work by others, each as its users would have it done.

Each function prepares a stage, imports and whatever the peer must be given included, and gives the work that is timed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.stage import Files, Work

__all__ = [
    "VALIDATED",
    "arelle_convert",
    "arelle_load",
    "arelle_load_inline",
    "arelle_taxonomy",
    "arelle_validate",
    "examine_with_arelle",
    "forge",
    "fstrings",
    "write_inputs",
    "xmlfile",
]

XBRLI, LINK = "http://www.xbrl.org/2003/instance", "http://www.xbrl.org/2003/linkbase"
XML, XSI = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance"
#: What Arelle is asked to do besides loading, where it validates.
VALIDATED: Mapping[str, str | bool] = {"validate": True, "calcs": "c11r", "validateDuplicateFacts": "all"}
BIG = "http://taxonomy.example.org/big/2026"


def xmlfile(files: Files) -> Work:
    """Write with `lxml.etree.xmlfile`, element by element; the elements before the facts are given."""
    facts, head = _facts_and_head(files)

    def work() -> Path:
        with (
            etree.xmlfile(str(files.out), encoding="UTF-8") as xml,
            xml.element(f"{{{XBRLI}}}xbrl", nsmap={"big": BIG}),
        ):
            for element in head:
                xml.write(element)
            for fact in facts:
                with xml.element(f"{{{BIG}}}{fact['name']}", fact["attributes"]):
                    if fact["value"] is not None:
                        xml.write(fact["value"])
        return files.out

    return work


def fstrings(files: Files) -> Work:
    """Write with f-strings over the rows of a pandas DataFrame; the elements before the facts are given."""
    import pandas as pd  # noqa: PLC0415 - only this peer needs it

    facts, head = _facts_and_head(files)
    columns = ("id", "contextRef", "unitRef", "decimals", f"{{{XML}}}lang")
    rows = [(fact["name"], fact["value"], *map(fact["attributes"].get, columns)) for fact in facts]
    frame = pd.DataFrame(rows, dtype=object)

    def work() -> Path:
        with files.out.open("w", encoding="utf-8") as out:
            out.write(f'<xbrli:xbrl xmlns:xbrli="{XBRLI}" xmlns:xsi="{XSI}" xmlns:big="{BIG}">\n')
            out.writelines(etree.tostring(element, encoding="unicode") for element in head)
            for name, value, fact, context, unit, decimals, language in frame.itertuples(index=False, name=None):
                start = f'  <big:{name} id="{fact}" contextRef="{context}"'
                start += f' unitRef="{unit}"' if unit else ""
                start += f' decimals="{decimals}"' if decimals else ""
                start += f' xml:lang="{language}"' if language else ""
                end = ' xsi:nil="true"/>' if value is None else f">{escape(value)}</big:{name}>"
                out.write(f"{start}{end}\n")
            out.write("</xbrli:xbrl>\n")
        return files.out

    return work


def _facts_and_head(files: Files) -> tuple[list[dict[str, Any]], list[Any]]:
    """Read the facts of the instance, and the elements that come before them.

    Returns: name, attributes and value of each fact; and the elements.
    """
    facts, head = [], []
    for element in etree.parse(str(files.instance)).getroot():
        tag = str(element.tag)
        if tag.startswith((f"{{{XBRLI}}}", f"{{{LINK}}}")):
            head.append(element)
        else:
            value = None if element.get(f"{{{XSI}}}nil") else element.text or ""
            facts.append({"name": tag.rpartition("}")[2], "attributes": dict(element.attrib), "value": value})
    return facts, head


def arelle_convert(files: Files) -> Work:
    """Load xBRL-JSON with Arelle, and save xBRL-XML."""
    return _arelle_work(files, files.json, plugins="loadFromOIM", saveOIMToXMLReport=str(files.out))


def arelle_load(files: Files) -> Work:
    """Load an instance with Arelle."""
    return _arelle_work(files, files.instance)


def arelle_load_inline(files: Files) -> Work:
    """Load an Inline XBRL document with Arelle."""
    return _arelle_work(files, files.syntaxes["inline"], plugins="inlineXbrlDocumentSet")


def arelle_taxonomy(files: Files) -> Work:
    """Load a published taxonomy of so many concepts with Arelle, and have it resolve all relationships."""
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle alone needs it
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler  # noqa: PLC0415 - the same
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415 - the same

    entry_point = next(files.published.rglob("all.xsd"))

    def work() -> Path:
        with Session() as session:
            options = RuntimeOptions(
                entrypointFile=str(entry_point),
                workOffline=True,
                disablePersistentConfig=True,
                logPropagate=False,
                keepOpen=True,
            )
            session.run(options, logHandler=StructuredMessageLogHandler())
            (model,) = session.get_models()
            for key in list(model.baseSets):
                if all(key):
                    model.relationshipSet(*key)
            files.check(len(model.qnameConcepts) > files.count)
        return entry_point

    return work


def arelle_validate(files: Files) -> Work:
    """Load an instance with Arelle, and validate it, calculations included."""
    return _arelle_work(files, files.instance, **VALIDATED)


def _arelle_work(files: Files, document: Path, **options: str | bool) -> Work:
    def work() -> Path:
        files.check(examine_with_arelle(document, [files.package], **options) == files.count)
        return files.out if files.out.exists() else document

    return work


def examine_with_arelle(document: Path, packages: Sequence[Path], **options: str | bool) -> int:
    """Have Arelle load a document, and do what the options say; gives how many facts it has."""
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle alone needs it
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler  # noqa: PLC0415 - Arelle alone needs it
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415 - Arelle alone needs it

    with Session() as session:
        session.run(
            RuntimeOptions(
                entrypointFile=str(document),
                packages=[str(package) for package in packages],
                workOffline=True,
                disablePersistentConfig=True,
                logPropagate=False,
                keepOpen=True,
                **options,
            ),
            logHandler=StructuredMessageLogHandler(),
        )
        (model,) = session.get_models()
        return len(model.facts)


def forge(files: Files) -> Work:
    """Create an instance with xBRL-Forge from its data classes, which are prepared."""
    from xbrl_forge import create_xbrl, load_input_data  # noqa: PLC0415 - lives in an environment of its own

    input_data = load_input_data(json.loads(files.forge.read_text(encoding="utf-8")))

    def work() -> Path:
        package = create_xbrl([input_data])
        files.out.write_bytes(_largest(package))
        return files.out

    return work


def _largest(file: Any) -> bytes:  # noqa: ANN401 - a file of the peer
    """Find the largest file of a package, which is the instance."""
    content = file.content if isinstance(file.content, bytes) else (file.content or "").encode()
    return max([content, *map(_largest, file.contained_files)], key=len)


def write_inputs(files: Files) -> None:
    """Write the facts as the peers take them: xBRL-JSON for Arelle, its own JSON for xBRL-Forge."""
    from benchmarks.reports import ENTRY_POINT, NAMESPACES, read_facts  # noqa: PLC0415 - the others do without polars

    facts = read_facts(files.facts).facts.to_dicts()
    document = {"documentType": "https://xbrl.org/2021/xbrl-json", "namespaces": NAMESPACES, "taxonomy": [ENTRY_POINT]}
    document["namespaces"] = {**NAMESPACES, "xbrl": "https://xbrl.org/2021"}
    report = {"documentInfo": document, "facts": {fact["id"]: _json_fact(fact) for fact in facts}}
    files.json.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    content = {
        "name": "big",
        "taxonomy_schema": ENTRY_POINT,
        "lang": "en",
        "xhtml": False,
        "namespaces": {uri: prefix for prefix, uri in NAMESPACES.items()},
        "content": [_forge_item(fact, NAMESPACES) for fact in facts],
    }
    files.forge.write_text(json.dumps({"reports": [content]}, ensure_ascii=False), encoding="utf-8")


def _json_fact(fact: dict[str, Any]) -> dict[str, Any]:
    """Write a fact as the Open Information Model's JSON has it.

    Instants and ends of periods are the midnight that follows.
    """
    end = f"{int(fact['period_end'][:4]) + 1}-01-01T00:00:00"
    period = f"{fact['period_start']}T00:00:00/{end}" if fact["period_start"] else end
    dimensions = {"concept": fact["concept"], "entity": fact["entity"], "period": period}
    unit = {} if fact["unit"] in {None, "xbrli:pure"} else {"unit": fact["unit"]}  # pure is what has no unit
    dimensions |= (
        unit | ({"language": fact["language"]} if fact["language"] else {}) | json.loads(fact["dimensions"] or "{}")
    )
    decimals = {} if fact["decimals"] is None else {"decimals": fact["decimals"]}
    return {"value": fact["value"], **decimals, "dimensions": dimensions}


def _forge_item(fact: dict[str, Any], namespaces: dict[str, str]) -> dict[str, Any]:
    def tag(name: str) -> dict[str, str]:
        prefix, _, local = name.partition(":")
        return {"namespace": namespaces[prefix], "name": local}

    attributes: dict[str, Any] = {"nil": fact["value"] is None}
    if fact["unit"]:
        numerator, _, denominator = fact["unit"].partition("/")
        unit = {"numerator": tag(numerator), "denominator": tag(denominator) if denominator else None}
        attributes |= {"unit": unit, "decimals": "INF" if fact["decimals"] is None else fact["decimals"]}
    dimensions = json.loads(fact["dimensions"] or "{}")
    fact_tag = {
        **tag(fact["concept"]),
        "attributes": attributes,
        "entity": fact["entity"].partition(":")[2],
        "entity_scheme": namespaces["register"],
        "start_date": fact["period_start"],
        "end_date": fact["period_end"],
        "dimensions": [{"axis": tag(axis), "member": tag(member)} for axis, member in dimensions.items()],
    }
    return {"type": "BASE_XBRL", "content": fact["value"] or "0", "tags": [fact_tag]}
