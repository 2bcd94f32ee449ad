"""What one would use to find a job title without an index of ours: each ranks codes by their best title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse

from bench.title_corpora import Corpus, masculine
from clauses.matching.spelling import grams
from clauses.words import folded

Scores = NDArray[np.float32]
"""Queries × titles."""

KEPT = 20
RAPIDFUZZ = {
    "rapidfuzz ratio": fuzz.ratio,
    "rapidfuzz token_sort": fuzz.token_sort_ratio,
    "rapidfuzz token_set": fuzz.token_set_ratio,
    "rapidfuzz WRatio": fuzz.WRatio,
}
CRUDE = 5
"""Letters kept of a word by the crudest of stemmers."""


def rankings(queries: Sequence[str], corpus: Corpus) -> Iterator[tuple[str, list[list[str]]]]:
    """For each baseline, its name and the codes it gives to each query, best first; queries are cut to one gender."""
    titles, asked = [folded(title) for title in corpus.titles], [masculine(query) for query in queries]
    for name, scorer in RAPIDFUZZ.items():
        yield name, _codes(process.cdist(asked, titles, scorer=scorer, dtype=np.float32), corpus)
    letters = tfidf(asked, titles, ngrams)
    stems = tfidf(asked, titles, crude_stems)
    yield "TF-IDF n-grammes 2-4", _codes(letters, corpus)
    yield "TF-IDF racines à 5 lettres", _codes(stems, corpus)
    yield "les deux TF-IDF", _codes(letters + stems, corpus)


def ngrams(text: str) -> list[str]:
    """Ngrams."""
    return list(grams(text).elements())


def crude_stems(text: str) -> list[str]:
    """Crude stems."""
    return [word[:CRUDE] for word in text.split()]


def tfidf(queries: Sequence[str], titles: Sequence[str], split: Callable[[str], list[str]]) -> Scores:
    """Cosines of queries and titles, sublinear TF-IDF."""
    known, weighted = weighted_titles(titles, split)
    found: Scores = (weighted_queries(queries, split, known) @ weighted.T).toarray().astype(np.float32)
    return found


def weighted_titles(
    titles: Sequence[str], split: Callable[[str], list[str]]
) -> tuple[tuple[dict[str, int], NDArray[np.float64]], sparse.csr_matrix]:
    """The terms with their rarity, and the titles as unit vectors."""
    terms: dict[str, int] = {}
    for title in titles:
        for term in split(title):
            terms.setdefault(term, len(terms))
    counts = _counted(titles, split, terms)
    rarity = np.log((1 + len(titles)) / (1 + np.bincount(counts.indices, minlength=len(terms)))) + 1
    return (terms, rarity), _unit(counts, rarity)


def weighted_queries(
    queries: Sequence[str], split: Callable[[str], list[str]], known: tuple[dict[str, int], NDArray[np.float64]]
) -> sparse.csr_matrix:
    """Queries as unit vectors over known terms."""
    return _unit(_counted(queries, split, known[0]), known[1])


def _counted(texts: Sequence[str], split: Callable[[str], list[str]], terms: dict[str, int]) -> sparse.csr_matrix:
    said = [[terms[term] for term in split(text) if term in terms] for text in texts]
    starts = np.concatenate(([0], np.cumsum([len(numbers) for numbers in said])))
    columns = np.array([number for numbers in said for number in numbers], np.int64)
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), (len(texts), max(1, len(terms))))
    counts.sum_duplicates()
    return counts


def _unit(counts: sparse.csr_matrix, rarity: NDArray[np.float64]) -> sparse.csr_matrix:
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ weighted


def _codes(scores: Scores, corpus: Corpus) -> list[list[str]]:
    best = np.argsort(-scores, axis=1, kind="stable")[:, : KEPT * 20]
    return [list(dict.fromkeys(corpus.codes[place] for place in row))[:KEPT] for row in best]
