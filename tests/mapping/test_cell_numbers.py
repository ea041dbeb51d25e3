"""Numbers in cells: whole numbers and all others are read alike, each print once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.frames import engine
from exporter.mapping.cell_numbers import NUMBER_COLUMNS, exact_numbers, numbers_in, whole_numbers
from exporter.prints.conventions import Convention
from exporter.prints.number_columns import whole_pattern
from tests.prints.test_number_columns import PRINTED

if TYPE_CHECKING:
    from exporter.mapping.cell_conventions import CellConventions

_CONVENTIONS = [
    Convention(),
    Convention(decimal_mark=",", group_marks=(".", " ")),
    Convention(decimal_mark=",", group_marks=("'",), parentheses=False),
    Convention(last_group=3, other_groups=2),
    Convention(suffixes=(("%", -2), ("千円", 3)), footnote_marks=("(1)", "¹"), currency_marks=("EUR", "€")),
]
_SCHEMA = {
    "item_printed": pl.String,
    "power": pl.Int32,
    "decimals": pl.Int32,
    "is_negated": pl.Boolean,
    "dash": pl.String,
}


def _forms(digits: str, mark: str) -> list[str]:
    grouped = f"{int(digits):,}".replace(",", mark)
    return [digits, f"({digits})", grouped, f"({grouped})", f"-{digits}", f"{digits}.5", f" {digits}", f"{digits}(1)"]


@given(
    st.sampled_from(_CONVENTIONS),
    st.lists(
        st.tuples(
            st.from_regex("[0-9]{1,15}", fullmatch=True),
            st.sampled_from(["", ",", ".", "'", " "]),
            st.integers(0, 3),
            st.sampled_from([None, -30, -19, -18, -3, -1, 0, 2]),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_whole_numbers_are_read_as_all_others_are(
    convention: Convention, numbers: list[tuple[str, str, int, int | None, bool]]
) -> None:
    """Value, scale, sign, and whether digits are lost; the pattern takes no print that means something else."""
    rows = [(form, *others, None) for digits, mark, *others in numbers for form in _forms(digits, mark)]
    pattern = whole_pattern(convention)
    assert pattern
    prints = pl.DataFrame(rows, schema=_SCHEMA, orient="row").filter(pl.col("item_printed").str.contains(pattern))
    exact = exact_numbers(prints, convention).select(NUMBER_COLUMNS.names()).cast(NUMBER_COLUMNS)
    assert whole_numbers(prints).select(NUMBER_COLUMNS.names()).cast(NUMBER_COLUMNS).equals(exact)
    assert exact["print_kind"].unique().to_list() == ["number"]


@given(
    st.sampled_from(_CONVENTIONS),
    st.lists(
        st.tuples(
            PRINTED,
            st.sampled_from([None, -2, 0, 3, 9]),
            st.sampled_from([None, -19, -3, 0, 2]),
            st.booleans(),
            st.sampled_from([None, "zero", "nil"]),
        ),
        max_size=8,
    ),
)
def test_few_prints_are_read_as_many_are(
    convention: Convention, prints: list[tuple[str, int | None, int | None, bool, str | None]]
) -> None:
    """Number by number, or by the column."""
    cells = pl.DataFrame(prints, schema=_SCHEMA, orient="row").with_columns(convention=pl.lit(0))
    conventions: CellConventions = [convention]  # type: ignore[assignment]  # all that is asked of it
    few = numbers_in(cells, conventions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_FEW", -1)
        many = numbers_in(cells, conventions)
    assert few.cast(pl.String).rows() == many.cast(pl.String).rows()
    assert few.schema == many.schema == NUMBER_COLUMNS


@pytest.mark.parametrize(
    "words",
    [{"nothing": ("0",)}, {"footnote_marks": ("1",)}, {"suffixes": (("1)", 0),)}, {"currency_marks": ("(",)}],
)
def test_words_that_could_be_part_of_a_whole_number_leave_none(words: dict[str, tuple[object, ...]]) -> None:
    """Then every print is read with all that the convention says."""
    assert whole_pattern(Convention(**words)) is None  # type: ignore[arg-type]  # each of its own kind
