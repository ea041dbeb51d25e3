"""What a taxonomy says as data frames of pandas: its tables, what a search finds, and how two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.frames.data_frames import as_pandas
from exporter.taxonomy.comparison import differences
from exporter.taxonomy.frames import taxonomy_table
from exporter.taxonomy.search import search_concepts

if TYPE_CHECKING:
    import pandas as pd

    from exporter.taxonomy.model import Taxonomy

__all__ = ["compare_taxonomies", "find_concepts", "taxonomy_frame"]


def taxonomy_frame(taxonomy: Taxonomy, table: str) -> pd.DataFrame:
    """Give a table of a taxonomy, its base included.

    Args:
        taxonomy: ours or a published one.
        table: `concepts`, `labels`, `presentation`, `calculation`, `dimensions` or `references`; `taxonomy_table` says
            which columns each has.

    Raises:
        MisuseError: there is no such table.
    """
    return as_pandas(taxonomy_table(taxonomy, table))


def find_concepts(taxonomy: Taxonomy, text: str, most: int = 20) -> pd.DataFrame:
    """Find concepts by words of names, labels in any language and documentation, the best first.

    Args:
        taxonomy: ours or a published one, its base included.
        text: some words; case does not count.
        most: so many concepts.

    Returns: `concept`, `label`, `type`, `period`, `balance`, `abstract`, `presented`, `score`; see `search_concepts`.
    """
    return as_pandas(search_concepts(taxonomy, text, most))


def compare_taxonomies(before: Taxonomy, after: Taxonomy) -> pd.DataFrame:
    """Compare two versions of a taxonomy, or two taxonomies.

    Returns: `concept`, `change` (added, removed, changed, relabelled, moved), `what`, `before` and `after`; see
        `differences`.
    """
    return as_pandas(differences(before, after))
