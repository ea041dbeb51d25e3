"""The mutations of a filing are what their names say, and the comparison tells who sees them; without the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from foreign.filing_mutations import MUTATIONS, Mutation
from foreign.mutations import Row, mutated_filing, table
from foreign.small_filing import facts_of

if TYPE_CHECKING:
    from pathlib import Path


def test_each_mutation_changes_something() -> None:
    """And there are enough of them, each with a name of its own."""
    names = [mutation.name for mutation in MUTATIONS]
    assert len(names) == len(set(names)) > 40
    for mutation in MUTATIONS:
        copy = facts_of(1)
        mutation.change(copy, "m1.")
        assert (etree.tostring(copy) != etree.tostring(facts_of(1))) == (mutation.name != "nothing"), mutation.name


def test_the_filing_holds_what_was_changed_and_what_that_needs(tmp_path: Path) -> None:
    """With ids and an entity of its own for each mutation."""
    chosen = [mutation for mutation in MUTATIONS if mutation.name in {"a boolean that is none", "the same twice"}]
    root = etree.parse(str(mutated_filing(tmp_path, chosen))).getroot()
    facts = [element.get("id") for element in root if element.get("contextRef")]
    assert facts == ["m0.Flag", "m1.Strict", "m1.Strict.again"]
    identifiers = [element.text for element in root.iter("{*}identifier")]
    assert len(set(identifiers)) == 2
    assert all(int(str(identifier)) % 97 == 1 for identifier in identifiers)


MUTATION = Mutation("a fault", "a rule", lambda _root, _start: None)


@pytest.mark.parametrize(
    ("ours", "theirs", "warnings", "agrees"),
    [
        ({}, {}, ([], []), True),
        ({"A": ["own:value"]}, {"A": ["arelle:x"], "B": ["arelle:y"]}, ([], []), True),
        ({"A": ["own:value"]}, {"B": ["arelle:x"]}, ([], []), False),
        ({"A": ["own:value"]}, {}, ([], []), False),
        ({}, {}, (["own:unit.registry"], ["arelle:utre:x"]), True),
        ({}, {}, ([], ["arelle:utre:x"]), False),
    ],
)
def test_judges_agree_on_the_same_fact(
    ours: dict[str, list[str]], theirs: dict[str, list[str]], warnings: tuple[list[str], list[str]], *, agrees: bool
) -> None:
    """In errors, or as little in warnings; the table says so."""
    row = Row(MUTATION, ours, theirs, warnings)
    assert row.agrees == agrees
    assert table([row])[-1].endswith("| yes |" if agrees else "| **no** |")
