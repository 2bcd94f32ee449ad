"""Job search: one title looked for among the appellations of the ROME, the index being built.

The floor is bare cosines of character n-grams, all the titles at once: one sparse product and the five best of each,
without stems, skills, synonyms, correction or reason. The search is to take no longer, one title at a time; 2 ms are
promised. The naive choice is rapidfuzz's `extract`. Without the official data (``CLAUSES_REFERENCE_DIR``) nothing is
measured.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bench.measures import Measure, medians
from bench.title_baselines import ngrams, weighted_queries, weighted_titles
from bench.title_corpora import appellations, corpus, folder, left_out, misspelt, skills
from clauses.matching.titles import TitleIndex
from clauses.words import folded

QUERIES = 400
NAIVE_QUERIES = 40
SEED = 7
BEST = 5
LIMIT = 1.0
BUILD_LIMIT = 2.0
"""Building: the floor has no skills to read."""


def measure() -> Sequence[Measure]:
    """A search (titles that are not in the index, half of them with one typo), and the building of the index."""
    if not os.environ.get("CLAUSES_REFERENCE_DIR"):
        print("… sans CLAUSES_REFERENCE_DIR, la recherche de métiers n'est pas mesurée", file=sys.stderr)
        return []
    data = folder()
    kept, out = left_out(appellations(data), SEED)
    related = skills(data)
    indexed = corpus(kept)
    draw = random.Random(SEED)
    asked = [one.text if number % 2 else misspelt(one.text, draw) for number, one in enumerate(out[:QUERIES])]
    titles = [folded(title) for title in indexed.titles]
    built, floor_built = medians(
        lambda: TitleIndex(indexed.titles, indexed.codes, related), lambda: weighted_titles(titles, ngrams), runs=3
    )
    index = TitleIndex(indexed.titles, indexed.codes, related)
    known, weighted = weighted_titles(titles, ngrams)

    def ours() -> None:
        for text in asked:
            index.search(text, BEST)

    def floor() -> None:
        scores = (weighted_queries(asked, ngrams, known) @ weighted.T).toarray()
        np.argpartition(-scores, BEST, axis=1)[:, :BEST]

    def naive() -> None:
        for text in asked[:NAIVE_QUERIES]:
            process.extract(text, titles, scorer=fuzz.token_sort_ratio, limit=BEST)

    took, least, plain = medians(ours, floor, naive)
    return [
        Measure(
            promise="Recherche de métiers",
            work=f"un intitulé parmi {len(titles)}",
            ours=took / len(asked),
            floor=least / len(asked),
            limit=LIMIT,
            naive=plain / NAIVE_QUERIES,
        ),
        Measure(
            promise="Index des métiers",
            work=f"construit sur {len(titles)} intitulés",
            ours=built,
            floor=floor_built,
            limit=BUILD_LIMIT,
        ),
    ]
