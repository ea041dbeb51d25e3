"""Reading xBRL-CSV: whatever is wrong with it is said with its place, and the rest is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_csv import table_cells
from exporter.formats.xbrl_csv.reader import is_csv, read_csv
from tests.formats.xbrl_csv.tables import LINKS, column, metadata, read_files, template, write_files
from tests.formats.xbrl_json.documents import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.document import Reading

AMOUNT = {"amount": column()}
ONE = metadata({"f": template(AMOUNT)})
GROUPS = {
    "kind": {"propertyGroups": {"g": {"dimensions": {"concept": "t:Goods"}}}},
    "amount": {"propertiesFrom": ["kind"]},
}
EXTENDED = "http://example.org/tables/t.json"


def _said(findings: list[Finding]) -> list[tuple[str, str]]:
    """The code and the place of each finding."""
    return [(finding.code, str(finding.source)) for finding in findings]


def _values(reading: Reading) -> dict[str, str | None]:
    return dict(reading.report.facts.select("id", "value").rows())


@pytest.mark.parametrize(
    ("text", "code", "place", "values"),
    [
        ("amuont\n5\n", "unknownColumn", 'f.csv:1 A "amuont"', {}),
        ("a mount\n5\n", "invalidHeaderValue", 'f.csv:1 A "a mount"', {}),
        ("rowNumber\n5\n", "invalidHeaderValue", 'f.csv:1 A "rowNumber"', {}),
        ("amount,amount\n5,6\n", "repeatedColumnIdentifier", 'f.csv:1 A "amount"', {}),
        ("amount;other\n5;6\n", "invalidHeaderValue", 'f.csv:1 A "amount;other"', {}),
        ("amount\n5,6\n7\n", "unmappedCellValue", "f.csv:2", {"f.r_1.amount": "5", "f.r_2.amount": "7"}),
        ("amount,\n5,6\n7,\n", "unmappedCellValue", "f.csv:2", {"f.r_1.amount": "5", "f.r_2.amount": "7"}),
        ("amount\n#non\n7\n", "unknownSpecialValue", 'f.csv:2 A "amount"', {"f.r_2.amount": "7"}),
        ("amount\n7\n#none\n", "illegalUseOfNone", 'f.csv:3 A "amount"', {"f.r_1.amount": "7"}),
        ("amount\n7\n12x\n", "invalidFactValue", 'f.csv:3 A "amount"', {"f.r_1.amount": "7"}),
        ("amount\n7\n12d2.5\n", "invalidDecimalsSuffix", 'f.csv:3 A "amount"', {"f.r_1.amount": "7"}),
        ("amount\n7\n\x0112\n", "no report can carry", 'f.csv:3 A "amount"', {"f.r_1.amount": "7"}),
        ("amount\n#empty\n7\n", "invalidFactValue", 'f.csv:2 A "amount"', {"f.r_2.amount": "7"}),
    ],
)
def test_a_fault_in_a_table_is_said_with_its_cell(
    tmp_path: Path, text: str, code: str, place: str, values: dict[str, str]
) -> None:
    """A table whose headings are wrong is not read; of a faulty row the fact is left out."""
    reading = read_files(tmp_path, ONE, f=text)
    (finding,) = reading.findings
    assert code in finding.message
    assert str(finding.source) == place
    assert _values(reading) == values


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'amount\n"5\n', "no CSV: line 2: unexpected end of data"),
        (b"a," * 10_000 + b"b\n", "more than 10,000 columns"),
        (b'amount\n"5"6\n', "no CSV"),
        (b"amount\n\xff\n", "no UTF-8: line 2"),
        ("amount\n5\n".encode("utf-16"), "no UTF-8"),
    ],
)
def test_a_table_that_is_no_csv_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    """The others are read."""
    content = metadata({"f": template(AMOUNT), "g": template(AMOUNT)})
    reading = read_files(tmp_path, content, f=data, g="amount\n5\n")
    (finding,) = reading.findings
    assert finding.code == "reader.missingFile"
    assert message in finding.message
    assert _values(reading) == {"g.r_1.amount": "5"}


def test_rows_of_different_length_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    """What is missing is empty, and said; an empty line is a row of nothing."""
    content = metadata({"f": template({"amount": column(), "goods": column(concept="t:Goods")})})
    reading = read_files(tmp_path, content, f="amount,goods\n1\n\n2,3\n")
    assert _said(reading.findings) == [("reader.badTable", "f.csv:2")]
    assert _values(reading) == {"f.r_1.amount": "1", "f.r_3.amount": "2", "f.r_3.goods": "3"}


@pytest.mark.parametrize("text", ["\ufeffamount\n5\n", "amount\r\n5\r\n", "amount\r5\r", '"amount"\n"5"', "amount\n5"])
def test_each_legal_layout_is_read(tmp_path: Path, text: str) -> None:
    """Line ends of every kind, quotes, and a byte order mark (RFC 4180)."""
    reading = read_files(tmp_path, ONE, f=text)
    assert reading.findings == []
    assert _values(reading) == {"f.r_1.amount": "5"}


@pytest.mark.parametrize("text", ["", "amount\n"])
def test_an_empty_table_has_no_facts(tmp_path: Path, text: str) -> None:
    """With headings or without."""
    reading = read_files(tmp_path, ONE, f=text)
    assert reading.findings == []
    assert len(reading.report) == 0


def test_a_large_table_that_is_odd_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row it would take too much memory; returns in quotes are nothing odd."""
    monkeypatch.setattr(table_cells, "MAX_ODD_BYTES", 8)
    content = metadata({"f": template({"amount": column(concept="t:Total"), "name": column(concept="t:T")})})
    reading = read_files(tmp_path, content, Said, f='amount,name\n,"a\rb"\n')
    assert reading.findings == []
    assert _values(reading) == {"f.r_1.name": "a\rb"}
    reading = read_files(tmp_path, content, Said, f="amount,name\n,a\n\n")
    assert ["more than 8 bytes: refused" in finding.message for finding in reading.findings] == [True]


# --------------------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("columns", "row", "code", "place"),
    [
        ({"x": {}, "amount": column(unit="$x")}, "x,amount\niso:JPY,5\n", "unboundPrefix", 'B "amount"'),
        ({"x": {}, "amount": column(unit="$x")}, "x,amount\n(),5\n", "invalidUnitString", 'B "amount"'),
        ({"x": {}, "amount": column(entity="$x")}, "x,amount\ns:a b,5\n", "invalidSQName", 'B "amount"'),
        ({"x": {}, "amount": column(concept="$x")}, "x,amount\nTotal,5\n", "invalidConceptQName", 'B "amount"'),
        ({"x": {}, "amount": column(concept="$x")}, "x,amount\n,5\n", "missingConceptDimension", 'B "amount"'),
        ({"x": {}, "amount": column(concept="$x")}, "x,amount\n#nil,5\n", "concept is nil", 'B "amount"'),
        ({"x": {}, "amount": column(period="$x")}, "x,amount\n2003-13,5\n", "invalidPeriodRepr", 'B "amount"'),
        ({"x": {}, "amount": column(period="$x")}, "x,amount\n2003-02-29,5\n", "invalidPeriodRepr", 'B "amount"'),
        ({"x": {}, "amount": column(period="$x")}, "x,amount\n9999,5\n", "invalidPeriodRepr", 'B "amount"'),
        (
            {"x": {}, "amount": column(period="$x@end")},
            "x,amount\n2003-02-01T00:00:00,5\n",
            "referenceTargetNotDuration",
            'B "amount"',
        ),
        (
            {"x": {}, "amount": column(period="$x@end")},
            "x,amount\n2003@end,5\n",
            "referenceTargetNotDuration",
            'B "amount"',
        ),
        ({"x": {}, "amount": column(unit="$x")}, "x,amount\n#non,5\n", "unknownSpecialValue", 'B "amount"'),
        ({"amount": column(unit="$x")}, "amount\n5\n", "invalidReferenceTarget", 'A "amount"'),
        (GROUPS, "kind,amount\nh,5\n", "unknownPropertyGroup", 'B "amount"'),
        (GROUPS, "kind,amount\n#none,5\n", "illegalUseOfNone", 'B "amount"'),
    ],
)
def test_an_aspect_that_cannot_be_read_costs_the_fact(
    tmp_path: Path, columns: dict[str, Any], row: str, code: str, place: str
) -> None:
    """And is said with the fact's cell."""
    reading = read_files(tmp_path, metadata({"f": template(columns)}), f=row)
    assert [code in finding.message for finding in reading.findings] == [True]
    assert str(reading.findings[0].source) == f"f.csv:2 {place}"
    assert len(reading.report) == 0


def test_a_special_value_that_is_not_known_has_its_rule(tmp_path: Path) -> None:
    """One rule for all words that a cell may not have."""
    reading = read_files(tmp_path, ONE, f="amount\n#x\n")
    assert _said(reading.findings) == [("reader.badCell", 'f.csv:2 A "amount"')]


@pytest.mark.parametrize(
    ("columns", "text", "place"),
    [
        ({"x": {}, **AMOUNT}, "x,amount\n,5\nb,\n", 'f.csv:3 A "x"'),
        ({"x": {}, "amount": column(unit="$x")}, "x,amount\niso4217:USD,5\niso4217:USD,\n", 'f.csv:3 A "x"'),
        ({"x": {}, "amount": column(language="$x")}, "x,amount\n,5\nen,6\n", 'f.csv:3 A "x"'),
        ({"x": {}, "amount": {**column(), "decimals": "$x"}}, "x,amount\n2,5\n2,6d3\n", 'f.csv:3 A "x"'),
        ({"x": {}, "amount": {**column(), "decimals": "$x"}}, "x,amount\n2,5\n2,\n", 'f.csv:3 A "x"'),
        (GROUPS, "kind,amount\ng,5\ng,\n", 'f.csv:3 A "kind"'),
    ],
)
def test_a_cell_that_no_fact_uses_is_said(tmp_path: Path, columns: dict[str, Any], text: str, place: str) -> None:
    """It would be lost in silence (xbrlce:unmappedCellValue)."""
    reading = read_files(tmp_path, metadata({"f": template(columns)}), f=text)
    assert _said(reading.findings) == [("reader.unmappedCell", place)]


def test_what_facts_take_from_groups_differs_by_row(tmp_path: Path) -> None:
    """A cell is used where the properties that the row names refer to it, and there alone."""
    groups = {
        "a": {"dimensions": {"concept": "t:Goods", "t:CustomerAxis": "$who"}},
        "b": {"dimensions": {"concept": "t:Services"}, "decimals": 2},
    }
    columns = {"kind": {"propertyGroups": groups}, "who": {}, "amount": {"propertiesFrom": ["kind"]}}
    reading = read_files(
        tmp_path, metadata({"f": template(columns, decimals=-3)}), f="kind,who,amount\na,x,1\nb,,2\nb,y,3\n,,4\n"
    )
    assert _said(reading.findings)[:1] == [("reader.unmappedCell", 'f.csv:4 B "who"')]
    rows = reading.report.facts.select("concept", "dimensions", "decimals", "value").rows()
    assert rows == [
        ("t:Goods", '{"t:CustomerAxis":"x"}', -3, "1"),
        ("t:Services", None, 2, "2"),
        ("t:Services", None, 2, "3"),
        ("t:Total", None, -3, "4"),
    ]


def test_accuracy_that_is_none_is_said_and_not_known(tmp_path: Path) -> None:
    """The fact is read all the same; nil has none."""
    columns = {"x": {}, "amount": {**column(), "decimals": "$x"}}
    reading = read_files(tmp_path, metadata({"f": template(columns)}), f="x,amount\nINF,5\n99999999999,6\n2,#nil\n")
    assert [finding.code for finding in reading.findings] == [
        "reader.badDecimals",
        "reader.badDecimals",
        "reader.misplaced",
        "reader.unmappedCell",
    ]
    assert reading.report.facts["unknown_accuracy"].to_list() == [True, True, None]


def test_names_of_rows_are_checked(tmp_path: Path) -> None:
    """A row with a bad one is called by its number."""
    columns = {"row": {}, **AMOUNT}
    content = metadata({"f": template(columns, rowIdColumn="row")})
    reading = read_files(tmp_path, content, f="row,amount\na,1\n,2\na,3\nb.c,4\n")
    assert {(finding.message, str(finding.source)) for finding in reading.findings} == {
        ("the row has no identifier (xbrlce:missingRowIdentifier)", 'f.csv:3 A "row"'),
        ("another row has the same identifier (xbrlce:repeatedRowIdentifier)", 'f.csv:4 A "row"'),
        ("the row's identifier is none (xbrlce:invalidRowIdentifier)", 'f.csv:5 A "row"'),
    }
    assert list(_values(reading)) == ["f.r_a.amount", "f.r_2.amount", "f.r_3.amount", "f.r_4.amount"]


def test_of_facts_with_one_id_the_first_is_read(tmp_path: Path) -> None:
    """As ids of our own may be doubled by hand."""
    info = {"namespaces": {**ONE["documentInfo"]["namespaces"], "own": "urn:exporter:xbrl-csv"}}
    columns = {"id": {"comment": True}, **AMOUNT}
    own: dict[str, Any] = {"own:factIds": "id"}
    content = metadata({"f": template(columns, **own)}, info)
    reading = read_files(tmp_path, content, f="id,amount\nx,1\ny,2\nx,3\n")
    assert _said(reading.findings) == [("reader.doubledKey", "f.csv:4")]
    assert _values(reading) == {"x": "1", "y": "2"}


def test_what_no_taxonomy_says_is_left_open(tmp_path: Path) -> None:
    """A fact without unit, decimals and language may be text or a pure number."""
    content = metadata({"f": template(AMOUNT, {"unit": "#none"})})
    reading = read_files(tmp_path, content, f="amount\n5\n")
    assert [finding.code for finding in reading.findings] == ["reader.unknownKind"]
    assert read_files(tmp_path, content, Said, f="amount\n5\n").findings == []
    said_of_all = metadata({"f": template(AMOUNT, {"unit": "#none"}, decimals=0)})
    reading = read_files(tmp_path, said_of_all, f="amount\n5\nfive\n")
    assert ["1 facts, first 'f.r_1.amount'" in finding.message for finding in reading.findings] == [True]
    assert reading.report.facts["unit"].to_list() == [None, None]


@pytest.mark.parametrize("name", ["a b.csv", "a%20b.csv"])
def test_a_url_may_be_written_in_either_way(tmp_path: Path, name: str) -> None:
    """As a URL, or like the file's name."""
    for number, url in enumerate(("a%20b.csv", name)):
        folder = tmp_path / str(number)
        path = write_files(folder, metadata({"f": template(AMOUNT)}, tables={"f": {"url": url}}))
        (folder / name).write_text("amount\n5\n")
        assert len(read_csv(path).report) == 1


# ------------------------------------------------------------------------------------------------------------ metadata


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (metadata({"f": template({"a b": column()})}), "invalidIdentifier"),
        (metadata({"f": {}}), "invalidJSONStructure"),
        (metadata({"f": template({"x": {"decimals": 2}, **AMOUNT})}), "misplacedDecimalsOnNonFactColumn"),
        (metadata({"f": template({"x": {"comment": True, "dimensions": {}}, **AMOUNT})}), "conflictingColumnType"),
        (metadata({"f": template({"x": {"comment": 1}, **AMOUNT})}), "invalidJSONStructure"),
        (metadata({"f": template({"amount": {"propertiesFrom": ["x"]}})}), "invalidPropertyGroupColumnReference"),
        (metadata({"f": template({"amount": {"propertiesFrom": "x"}})}), "invalidJSONStructure"),
        (metadata({"f": template(AMOUNT, rowIdColumn="x")}), "undefinedRowIdColumn"),
        (
            metadata({"f": template({"x": {"comment": True}, **AMOUNT}, rowIdColumn="x")}),
            "invalidRowIdColumn",
        ),
        (metadata({"f": template(AMOUNT, {"period": "$p@middle"})}), "invalidPeriodSpecifier"),
        (metadata({"f": template(AMOUNT, {"period": "$a b"})}), "invalidReference"),
        (metadata({"f": template(AMOUNT, {"period": "#x"})}), "unknownSpecialValue"),
        (metadata({"f": template(AMOUNT, {"colour": "red"})}), "invalidJSONStructure"),
        (metadata({"f": template(AMOUNT, {"unit": 5})}), "invalidJSONStructure"),  # type: ignore[dict-item]  # wrong on purpose
        (metadata({"f": template(AMOUNT, decimals="many")}), "invalidDecimalsValue"),
        (metadata({"f": template(AMOUNT)}, tables={"f": {"url": "f.csv", "template": "g"}}), "unknownTableTemplate"),
        (metadata({"f": template(AMOUNT)}, tables={"f": {}}), "invalidJSONStructure"),
        (metadata({"f": template(AMOUNT)}, tables={"f": []}), "invalidJSONStructure"),
        (metadata({"f": template(AMOUNT)}, parameters={"x": "5"}), "unreferencedParameter"),
        (metadata({"f": template(AMOUNT)}, parameters={"x": 5}), "invalidJSONStructure"),
        (metadata({"f": template(AMOUNT)}, parameters={"rowNumber": "5"}), "invalidIdentifier"),
        (metadata({"f": template(AMOUNT)}, links={"footnote": {"_": {"f.r_1.amount": "x"}}}), "invalidJSONStructure"),
    ],
)
def test_a_fault_in_metadata_is_said(tmp_path: Path, content: dict[str, Any], code: str) -> None:
    """With the specification's code."""
    reading = read_files(tmp_path, content, f="amount\n5\n")
    first = reading.findings[0]
    assert first.code == "reader.badMetadata"
    assert f"(xbrlce:{code})" in first.message
    assert str(first.source) == "report.json"


def test_properties_from_several_columns_may_not_say_the_same(tmp_path: Path) -> None:
    """Which one would count is not said."""
    group = {"propertyGroups": {"g": {"dimensions": {"unit": "iso4217:USD"}, "decimals": 2}}}
    columns = {"x": group, "y": group, "amount": {"propertiesFrom": ["x", "y"]}}
    findings = read_files(tmp_path, metadata({"f": template(columns)}), f="x,y,amount\n").findings
    assert [finding.message.rpartition("(")[2] for finding in findings] == [
        "xbrlce:repeatedPropertyGroupDimension)",
        "xbrlce:repeatedPropertyGroupDecimalsProperty)",
    ]


def test_a_doubled_key_and_further_members_are_said(tmp_path: Path) -> None:
    """Of two the first counts; a member with a prefix is an extension."""
    text = json.dumps(ONE)[:-1] + ', "tables": {}, "t:x": 1, "more": 2}'
    reading = read_files(tmp_path, text, f="amount\n5\n")
    assert [finding.code for finding in reading.findings] == [
        "reader.doubledKey",
        *sorted(["reader.extension", "reader.badStructure"], key=[f.code for f in reading.findings].index),
    ]
    assert len(reading.report) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json"}}', '{"documentInfo": 1}'],
)
def test_what_is_no_metadata_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever its name."""
    path = write_files(tmp_path, text)
    assert not is_csv(path)
    with pytest.raises(UnreadableInputError):
        read_csv(path)


def test_half_a_character_in_metadata_is_refused(tmp_path: Path) -> None:
    """Two halves are one, as JSON writes it."""
    whole, half = (json.dumps(metadata({"f": template(AMOUNT, {"t:CustomerAxis": text})})) for text in ("😀", "\ud83d"))
    assert len(read_files(tmp_path, whole, f="amount\n5\n").report) == 1
    with pytest.raises(UnreadableInputError, match="half a character"):
        read_files(tmp_path, half, f="amount\n5\n")


def test_metadata_are_known_by_their_document_type(tmp_path: Path) -> None:
    """A missing file is not known."""
    assert is_csv(write_files(tmp_path, ONE))
    assert not is_csv(tmp_path / "missing.json")


# --------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("missing.csv", "No such file"),
        ("../outside.csv", "leads out of the folder"),
        ("%2E%2E/outside.csv", "leads out of the folder"),
        ("link.csv", "leads out of the folder"),
        ("/etc/passwd", "leads out of the folder"),
        ("http://example.org/f.csv", "leads out of the folder"),
        ("file:///etc/passwd", "leads out of the folder"),
        (".", "directory"),
        ("%00", "no path"),
    ],
)
def test_a_table_elsewhere_is_not_read(tmp_path: Path, url: str, message: str) -> None:
    """Not by a path, nor by a link, nor by the network."""
    folder = tmp_path / "report"
    (tmp_path / "outside.csv").write_text("amount\n5\n")
    path = write_files(folder, metadata({"f": template(AMOUNT)}, tables={"f": {"url": url}}))
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    reading = read_csv(path)
    (finding,) = reading.findings
    assert finding.code == "reader.missingFile"
    assert message in finding.message
    assert len(reading.report) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name;value\n", "invalidParameterCSVFile"),
        ("name,value\nwho\n", "invalidParameterCSVFile"),
        ("name,value\nwho,s:E1\nwho,s:E2\n", "invalidParameterCSVFile"),
        ("name,value\nwho,s:E1,x\n", "invalidParameterCSVFile"),
        ("name,value\na b,s:E1\n", "invalidIdentifier"),
    ],
)
def test_a_fault_in_the_file_of_parameters_is_said(tmp_path: Path, text: str, code: str) -> None:
    """An empty row is none."""
    content = metadata({"f": template(AMOUNT, {"entity": "$who"})}, parameterURL="p.csv")
    findings = read_files(tmp_path, content, f="amount\n", p=f"{text}\n").findings
    assert code in findings[0].message


def test_a_file_of_parameters_that_is_missing_is_said(tmp_path: Path) -> None:
    """Or that lies elsewhere."""
    for url in ("p.csv", "../p.csv"):
        content = metadata({"f": template(AMOUNT)}, parameterURL=url)
        findings = read_files(tmp_path, content, f="amount\n").findings
        assert [finding.code for finding in findings] == ["reader.missingFile"]
        assert "xbrlce:missingParametersFile" in findings[0].message


def _extending(base: str, own: Mapping[str, Any] | None = None, **info: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """Metadata that extend others, with what they say themselves."""
    document_info = {key: ONE["documentInfo"][key] for key in ("documentType",)}
    return {"documentInfo": {**document_info, "extends": [base], **info}, **(own or {})}


def test_metadata_add_to_those_that_they_extend(tmp_path: Path) -> None:
    """In the folder, and by a URL whose file is known; and each is read once, though they extend each other."""
    tables = {"tables": {"f": {"url": "f.csv"}}}
    elsewhere = tmp_path / "taxonomy"
    base = {**ONE, "tables": {}, "parameters": {"who": "s:E1"}}
    base["documentInfo"] = {**base["documentInfo"], "extends": ["more.json"]}
    base["tableTemplates"] = {"f": template(AMOUNT, {"entity": "$who"})}
    write_files(elsewhere, base)
    more = metadata({"g": template(AMOUNT)}, {"extends": ["t.json"]}, {})
    (elsewhere / "more.json").write_text(json.dumps(more))
    files = {EXTENDED: elsewhere / "report.json", "http://example.org/tables/more.json": elsewhere / "more.json"}
    folder = tmp_path / "report"
    path = write_files(folder, _extending("parts/a.json", tables), f="amount\n5\n")
    (folder / "parts").mkdir()
    (folder / "parts" / "a.json").write_text(json.dumps(_extending(EXTENDED)))
    reading = read_csv(path, locate=files.get)
    assert reading.findings == []
    assert _values(reading) == {"f.r_1.amount": "5"}
    assert reading.report.entry_points == ("http://example.org/tables/t.xsd",)
    assert reading.report.facts["entity"].to_list() == ["s:E1"]


@pytest.mark.parametrize("reference", [EXTENDED, "missing.json", "../outside.json", "f.csv"])
def test_metadata_that_cannot_be_found_are_said(tmp_path: Path, reference: str) -> None:
    """A URL in no given package is not fetched, and nothing outside of the folder is read."""
    (tmp_path / "outside.json").write_text(json.dumps(ONE))
    path = write_files(tmp_path / "report", _extending(reference, {"tables": {"f": {"url": "f.csv"}}}), f="amount\n5\n")
    findings = read_csv(path).findings
    assert findings[0].code == "reader.missingFile"
    assert "xbrlce:unresolvableBaseMetadataFile" in findings[0].message


@pytest.mark.parametrize(
    ("own", "final", "code"),
    [
        ({"dimensions": {"unit": "iso4217:USD"}}, {}, "conflictingMetadataValue"),
        ({"parameters": {"x": "2"}}, {}, "illegalReportParameterRedefinition"),
        ({"decimals": 3}, {}, "illegalRedefinitionOfNonExtensibleProperty"),
        ({"tableTemplates": {"g": {"columns": {}}}}, {"tableTemplates": True}, "illegalExtensionOfFinalProperty"),
        ({"parameterURL": "p.csv"}, {"parameterURL": True}, "illegalExtensionOfFinalProperty"),
    ],
)
def test_metadata_may_not_contradict_those_that_they_extend(
    tmp_path: Path, own: dict[str, Any], final: dict[str, bool], code: str
) -> None:
    """Nor add to what is final."""
    base = metadata(
        {"f": template(AMOUNT, {"t:CustomerAxis": "$x"})},
        {"final": final},
        dimensions={"unit": "iso4217:JPY"},
        decimals=2,
        parameters={"x": "1"},
    )
    (tmp_path / "base.json").write_text(json.dumps(base))
    reading = read_files(tmp_path, _extending("base.json", own), f="amount\n5\n", p="name,value\n")
    assert f"(xbrlce:{code})" in reading.findings[0].message
    assert len(reading.report) == 1


# --------------------------------------------------------------------------------------------------------------- links


def test_footnotes_that_no_fact_links_to_are_said(tmp_path: Path) -> None:
    """And links from and to nowhere, and notes with what no note may have."""
    note = {"columns": {"note": column(concept="xbrl:note", language="en")}}
    content = metadata(
        {"f": template(AMOUNT), "n": note, "odd": template({"note": column(concept="xbrl:note", unit="#none")})},
        LINKS,
        links={"footnote": {"_": {"f.r_1.amount": ["n.r_1.note", "n.r_9.note"], "f.r_9.amount": ["n.r_1.note"]}}},
    )
    reading = read_files(tmp_path, content, f="amount\n5\n", n="note\nsee\nunused\n<b\n", odd="note\nx\n")
    assert [finding.code for finding in reading.findings].count("reader.footnotes") == 4
    assert [finding.code for finding in reading.findings].count("reader.unresolvedReference") == 1
    assert reading.report.footnotes.select("fact", "text").rows() == [("f.r_1.amount", "see")]


def test_a_document_names_its_files(tmp_path: Path) -> None:
    """Those that were read."""
    tables = {"f": {"url": "f.csv"}, "g": {"url": "g.csv", "template": "f", "optional": True}}
    reading = read_files(tmp_path, metadata({"f": template(AMOUNT)}, tables=tables), f="amount\n5\n")
    assert reading.document.files == ("report.json", "f.csv")
    assert reading.report.source == tmp_path / "report.json"
