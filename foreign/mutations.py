"""`python -m foreign.mutations --data DIR`: break a filing over IFRS in many ways, and compare who sees what.

Each mutation changes a copy of a small filing's facts. The copies have entities of their own, and all are one instance,
since Arelle takes ten seconds for the taxonomy alone: whatever is said of it is told apart by the facts it is about.
What keeps a judge from seeing the rest is an instance of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from exporter.findings.findings import Severity
from exporter.packages.judging import validate
from foreign.filing_mutations import MUTATIONS
from foreign.small_filing import NAMESPACES, facts_of, write_extension, write_lacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter.findings.judge_messages import JudgeMessage
    from foreign.filing_mutations import Mutation

__all__ = ["Row", "main", "mutated_filing", "rows_of", "table"]

_PACKAGE = Path("taxonomies", "ifrs-2022-and-esef-2022.zip")
_INSTANCE = "mutated.xml"
#: How the codes of what formulas find begin; the own verdict says that it does not judge them.
_FORMULAS = "message:"
_XBRLI = f"{{{NAMESPACES['xbrli']}}}"


@dataclass(frozen=True)
class Row:
    """What was said of a mutation.

    Attributes:
        mutation: what was changed.
        ours: by fact the codes of the errors that the product finds without Arelle; of what is about no fact, under "".
        theirs: the same of Arelle.
        warnings: the codes of warnings, ours and Arelle's.
    """

    mutation: Mutation
    ours: dict[str, list[str]]
    theirs: dict[str, list[str]]
    warnings: tuple[list[str], list[str]]

    @property
    def agrees(self) -> bool:
        """Whether both find nothing, or both an error of the same fact; or as little, a warning."""
        if not self.ours and not self.theirs:
            return bool(self.warnings[0]) == bool(self.warnings[1])
        return bool(self.ours.keys() & self.theirs.keys())

    @property
    def is_as_expected(self) -> bool:
        """Whether both find nothing in what is harmless, and something in what is not."""
        found = bool(self.ours or self.theirs or any(self.warnings))
        return self.mutation.is_harmless != found


#: What adds up: if one of these is changed, the others are needed.
_SUMS = (("Assets", "Plants", "Inventories"), ("GrossProfit", "Revenue", "CostOfSales"))


def mutated_filing(folder: Path, mutations: Sequence[Mutation]) -> Path:
    """Write the extension, and an instance with what each mutation changes of its copy of the facts."""
    write_extension(folder)
    root = etree.Element(f"{_XBRLI}xbrl", nsmap=NAMESPACES)
    reference = etree.SubElement(root, f"{{{NAMESPACES['link']}}}schemaRef")
    reference.set(f"{{{NAMESPACES['xlink']}}}type", "simple")
    reference.set(f"{{{NAMESPACES['xlink']}}}href", "x.xsd")
    for number, mutation in enumerate(mutations):
        copy = facts_of(number)
        mutation.change(copy, f"m{number}.")
        root.append(etree.Comment(f"m{number}."))
        root.extend(_changed(copy, facts_of(number)) if not mutation.is_whole else list(copy))
    etree.indent(root)
    path = folder / _INSTANCE
    etree.ElementTree(root).write(str(path), encoding="UTF-8", xml_declaration=True)
    return path


def _changed(copy: etree._Element, original: etree._Element) -> list[etree._Element]:
    """List what was changed of a copy, with what that needs; formulas over all the rest would take minutes."""
    before = {_whole_text(element, original) for element in original}
    changed = {element for element in copy if _whole_text(element, copy) not in before}
    names = {_name(element) for element in changed if not str(element.tag).startswith(_XBRLI)}
    partners = {name for names_of_sum in _SUMS if names & set(names_of_sum) for name in names_of_sum}
    same = {element.get("id") for element in changed}  # what is repeated needs what it repeats
    needed = {
        element
        for element in copy
        if element in changed or _name(element) in names | partners or element.get("id") in same
    }
    ids = {element.get(key) for element in needed for key in ("contextRef", "unitRef")}
    return [element for element in copy if element in needed or element.get("id") in ids]


def _whole_text(element: etree._Element, root: etree._Element) -> bytes:
    """Write an element with the context and the unit that it refers to."""
    ids = (element.get("contextRef"), element.get("unitRef"))
    referred = [child for child in root if child.get("id") in ids and child.get("id") is not None]
    return b"".join(etree.tostring(each) for each in (element, *referred))


def rows_of(data: Path, mutations: Sequence[Mutation] = MUTATIONS) -> list[Row]:
    """Have all judges judge the mutations.

    Args:
        data: the folder of the taxonomies and filings of others.
        mutations: what to change.
    """
    together = [mutation for mutation in mutations if not mutation.is_apart]
    filings = [together, *([mutation] for mutation in mutations if mutation.is_apart)]
    rows = {row.mutation.name: row for some in filings if some for row in _judged(data, some)}
    return [rows[mutation.name] for mutation in mutations]


def _judged(data: Path, mutations: Sequence[Mutation]) -> list[Row]:
    """Have mutations judged together."""
    with tempfile.TemporaryDirectory() as folder:
        filing, lacking = Path(folder, "filing"), Path(folder, "lacking")
        filing.mkdir()
        path = mutated_filing(filing, mutations)
        write_lacking(lacking)
        judgements = validate(path, packages=[data / _PACKAGE, lacking]).judgements
        subjects = _Subjects(path)
    said: dict[tuple[bool, Severity], dict[int, dict[str, list[str]]]] = defaultdict(dict)
    for judgement in judgements:
        for message in judgement.messages:
            if message.code.startswith(_FORMULAS):
                continue
            for number, fact in subjects.of(message):
                facts = said[judgement.judge == "arelle", message.severity].setdefault(number, {})
                facts.setdefault(fact, []).append(f"{judgement.judge}:{message.code}")
    error, warning = Severity.ERROR, Severity.WARNING
    return [
        Row(
            mutation,
            said[False, error].get(number, {}),
            said[True, error].get(number, {}),
            (_codes(said[False, warning].get(number, {})), _codes(said[True, warning].get(number, {}))),
        )
        for number, mutation in enumerate(mutations)
    ]


class _Subjects:
    """What messages are about: the number of a mutation, and one of its facts."""

    def __init__(self, path: Path) -> None:
        self._numbers: dict[int | None, int] = {}
        self._facts: dict[int | None, list[str]] = {}
        self._by_id: dict[str, set[tuple[int, str]]] = defaultdict(set)
        self._users: dict[str, list[str]] = defaultdict(list)
        number = -1
        elements: list[tuple[int, etree._Element]] = []
        for element in etree.parse(str(path)).getroot():
            if not isinstance(element.tag, str):
                number += 1
            elif number >= 0:
                elements.append((number, element))
        for _, element in elements:
            for key in ("contextRef", "unitRef"):
                self._users[element.get(key, "")].append(_name(element))
        for number, element in elements:
            is_fact = not str(element.tag).startswith(_XBRLI)
            names = [_name(element)] if is_fact else self._users[element.get("id", "")] or [""]
            for part in element.iter(etree.Element):
                self._numbers[part.sourceline], self._facts[part.sourceline] = number, names
            self._by_id[element.get("id", "")].add((number, _name(element)))

    def of(self, message: JudgeMessage) -> set[tuple[int, str]]:
        """List what a message is about, of a total the total."""
        found = {subject for fact in message.fact_ids[:1] for subject in self._by_id.get(fact, ())}
        if message.code.startswith("duplicates") or "uplicate" in message.code:
            found = {subject for fact in message.fact_ids for subject in self._by_id.get(fact, ())}
        if not found and message.line in self._numbers and message.file == _INSTANCE:
            found = {(self._numbers[message.line], name) for name in self._facts[message.line]}
        return found


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _codes(facts: dict[str, list[str]]) -> list[str]:
    return list(dict.fromkeys(code for codes in facts.values() for code in codes))


def table(rows: Iterable[Row]) -> list[str]:
    """Write the rows as a table."""
    lines = ["| kind | rule | without Arelle | Arelle | agree |", "|---|---|---|---|---|"]
    for row in rows:
        ours = ", ".join([*_codes(row.ours), *(f"{code} (warning)" for code in row.warnings[0])]) or "nothing"
        theirs = ", ".join([*_codes(row.theirs), *(f"{code} (warning)" for code in row.warnings[1])]) or "nothing"
        theirs = theirs.replace("arelle:", "")
        verdict = "yes" if row.agrees else row.mutation.reason or "**no**"
        lines.append(f"| {row.mutation.name} | {row.mutation.rule or 'harmless'} | {ours} | {theirs} | {verdict} |")
    return lines


_INTRODUCTION = """\
# Mutated filings

What the product says without Arelle (`own`, `libxml2`, `xmlschema`), and what Arelle says, of a small filing over IFRS
2022 that was changed in one way at a time; `python -m foreign.mutations --data DIR --page docs/mutations.md` writes
this page. They agree where both find an error of the same fact, or a warning, or nothing. What formulas of the taxonomy
find is left out: without Arelle the verdict says that these are not judged.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or write the page; the exit code says whether all agree, or have a reason not to."""
    parser = argparse.ArgumentParser(prog="python -m foreign.mutations", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with taxonomies and filings of others")
    parser.add_argument("--page", type=Path, help="write a page with the table there")
    options = parser.parse_args(arguments)
    rows = rows_of(options.data)
    agreed, odd = sum(row.agrees for row in rows), [row for row in rows if not row.agrees and not row.mutation.reason]
    summary = (
        f"{len(rows)} kinds; {agreed} agree, {len(rows) - agreed - len(odd)} differ with a reason, {len(odd)} without."
    )
    unexpected = [row.mutation.name for row in rows if not row.is_as_expected]
    others = (
        f"Something was found in what is harmless, or nothing in what is not: {'; '.join(unexpected) or 'nowhere'}."
    )
    text = "\n".join([*table(rows), "", summary, "", others, ""])
    if options.page:
        options.page.write_text(f"{_INTRODUCTION}\n{text}", encoding="utf-8")
    sys.stdout.write(text)
    return int(bool(odd))


if __name__ == "__main__":
    sys.exit(main())
