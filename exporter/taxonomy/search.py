"""Finds concepts by words of their names, labels in any language, and documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
from rapidfuzz import fuzz, process

from exporter.taxonomy.concepts import DOCUMENTATION, STANDARD

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy

__all__ = ["search_concepts"]

#: What a text that has a word is worth: a standard label, another one, the name, the documentation.
_STANDARD, _OTHER, _NAME, _DOCUMENTATION = 1.0, 0.9, 0.85, 0.3
#: What it is worth to have a word as it stands, at the beginning of a word, or anywhere.
_WHOLE, _START, _INSIDE = 1.0, 0.7, 0.4
#: Where `AssetsCurrent` and `IASBoard` are cut into words.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Names and labels that are so much alike, of a hundred, stand in for what nothing has.
_ALIKE = 75
_NETWORKS = 2


def search_concepts(taxonomy: Taxonomy, text: str, most: int = 20) -> pl.DataFrame:
    """Find concepts, the best first.

    A concept that has all words comes before one that has some; a short text that has them before a long one; where
    nothing has any of them, what is spelt alike is found.

    Args:
        taxonomy: ours or a published one, its base included.
        text: some words; case does not count.
        most: so many concepts.

    Returns: `concept`, its standard `label`, `type`, `period`, `balance`, `abstract`; in `presented` the definitions of
        the first networks that present it; and `score`, up to 1.
    """
    words = list(dict.fromkeys(text.casefold().split()))
    scores = (
        _scores(_texts(taxonomy), words) if words else pl.DataFrame(schema={"concept": pl.String, "score": pl.Float64})
    )
    if words and not scores.height:
        scores = _spelt_alike(taxonomy, text)
    places = _places(taxonomy)
    rows = []
    for name, score in scores.head(most).iter_rows():
        concept = taxonomy.all_concepts[name]
        label = taxonomy.label(name, STANDARD, taxonomy.languages[0])
        about = (concept.type, concept.period, concept.balance, concept.abstract)
        rows.append((name, label, *about, "; ".join(places.get(name, ())[:_NETWORKS]) or None, round(score, 3)))
    schema = {
        **dict.fromkeys(("concept", "label", "type", "period", "balance"), pl.String),
        "abstract": pl.Boolean,
        "presented": pl.String,
        "score": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _texts(taxonomy: Taxonomy) -> pl.DataFrame:
    """List the texts of each concept, in lower case, with what each is worth."""
    weights = {STANDARD: _STANDARD, DOCUMENTATION: _DOCUMENTATION}
    rows = [(name, _HUMP.sub(" ", name.replace(":", " ")), _NAME) for name in taxonomy.all_concepts]
    for layer in filter(None, (taxonomy, taxonomy.base)):
        rows += [(name, text, weights.get(role, _OTHER)) for (name, role, _), text in layer.labels.items()]
    schema = {"concept": pl.String, "text": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("text").str.to_lowercase())


def _scores(texts: pl.DataFrame, words: list[str]) -> pl.DataFrame:
    """Rank the concepts of which some text has some word: `concept` and `score`."""
    found = [pl.col("text").str.contains(word, literal=True) for word in words]
    texts = texts.filter(pl.any_horizontal(found))
    hits = [_hit(word) for word in words]
    all_of_them = pl.all_horizontal(found).cast(pl.Float64)
    # What the words make up of the text, so that of two texts with the same words the shorter one comes first.
    share = pl.lit(sum(map(len, words))) / pl.col("text").str.len_chars().clip(1)
    score = pl.col("weight") * (
        pl.lit(0.6) * pl.mean_horizontal(hits) + pl.lit(0.25) * all_of_them + pl.lit(0.15) * share.clip(0, 1)
    )
    ranked = texts.select("concept", score=score).group_by("concept").agg(pl.col("score").max())
    return ranked.sort(["score", "concept"], descending=[True, False])


def _hit(word: str) -> pl.Expr:
    """Say how well a text has a word."""
    escaped = re.escape(word)
    text = pl.col("text")
    return (
        pl.when(text.str.contains(rf"(?:^|\W){escaped}(?:\W|$)"))
        .then(_WHOLE)
        .when(text.str.contains(rf"(?:^|\W){escaped}"))
        .then(_START)
        .when(text.str.contains(word, literal=True))
        .then(_INSIDE)
        .otherwise(0.0)
    )


def _spelt_alike(taxonomy: Taxonomy, text: str) -> pl.DataFrame:
    texts = _texts(taxonomy).filter(pl.col("weight") > _DOCUMENTATION)
    choices = texts["text"].to_list()
    alike = process.extract(text.casefold(), choices, scorer=fuzz.token_set_ratio, limit=100, score_cutoff=_ALIKE)
    rows = {texts["concept"][place]: score / 200 for _, score, place in reversed(alike)}
    ranked = pl.DataFrame(list(rows.items()), schema={"concept": pl.String, "score": pl.Float64}, orient="row")
    return ranked.sort(["score", "concept"], descending=[True, False])


def _places(taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Give the definitions of the networks that present each concept."""
    places: dict[str, dict[str, None]] = {}
    for layer in filter(None, (taxonomy, taxonomy.base)):
        for row in layer.presentation:
            network = layer.networks.get(row.network)
            places.setdefault(row.concept, {})[network.definition if network else row.network] = None
    return {name: list(definitions) for name, definitions in places.items()}
