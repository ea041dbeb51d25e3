"""Taxonomies in notebooks: data frames of pandas."""

from __future__ import annotations

import pandas as pd

from exporter import compare_taxonomies, find_concepts, read_taxonomy, taxonomy_frame


def test_everything_is_a_data_frame_of_pandas() -> None:
    """Tables, what a search finds, and how two taxonomies differ."""
    taxonomy, _ = read_taxonomy("gaap-2026")
    frames = [
        taxonomy_frame(taxonomy, "concepts"),
        find_concepts(taxonomy, "revenues", 3),
        compare_taxonomies(taxonomy, taxonomy),
    ]
    assert [type(frame) for frame in frames] == [pd.DataFrame] * 3
    assert frames[1]["concept"][0] == "gaap:Revenues"
