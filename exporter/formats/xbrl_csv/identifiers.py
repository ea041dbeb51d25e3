"""The identifiers of xBRL-CSV, and the names that its metadata are known by."""

from __future__ import annotations

import re

__all__ = ["DOCUMENT_TYPE", "FACT_IDS", "IDENTIFIER", "OWN_NAMESPACE", "ROW_IDENTIFIER"]

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-csv"
#: The namespace of our own properties in metadata, which the specification leaves room for.
OWN_NAMESPACE = "urn:exporter:xbrl-csv"
#: The property of a table template that names the column, a comment to others, with the ids of a table's facts. By the
#: specification an id consists of table, row and column, and can be no other.
FACT_IDS = "factIds"
_LETTERS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_ROW = f"[{_LETTERS}\\-0-9\u00b7\u0300-\u036f\u203f-\u2040]"
#: Names of tables, columns, parameters and groups; and those of rows, which may begin with a digit (xBRL-CSV 1.0, 1.3).
IDENTIFIER = re.compile(f"[{_LETTERS}]{_ROW}*")
ROW_IDENTIFIER = f"^{_ROW}+$"
