"""Posts and people as a sparse graph: the pairs of the greatest worth, and the prices that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from clauses.matching.population import Floats, Ints


@dataclass(frozen=True)
class Edges:
    """Pairs of a need and a person, with the score and what the pair is worth."""

    needs: Ints
    people: Ints
    scores: Ints
    worths: Ints


def solve(posts: Sequence[int], edges: Edges) -> Ints:
    """The edges of the greatest total worth. Each post may also stay vacant, which is worth nothing."""
    count = sum(posts)
    if not count or not len(edges.needs):
        return np.empty(0, np.int64)
    first = np.concatenate(([0], np.cumsum(posts)))[:-1]
    repeats = np.asarray(posts)[edges.needs]
    edge = np.repeat(np.arange(len(edges.needs)), repeats)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    rows = first[edges.needs[edge]] + nth
    names, columns = np.unique(edges.people, return_inverse=True)
    vacancies = np.arange(count)
    top = float(edges.worths.max()) + 1  # every cost is positive: the solver takes 0 for no edge
    costs = np.concatenate((top - edges.worths[edge], np.full(count, top)))
    graph = csr_array(
        (costs, (np.concatenate((rows, vacancies)), np.concatenate((columns[edge], len(names) + vacancies)))),
        shape=(count, len(names) + count),
    )
    solved_rows, solved_columns = min_weight_full_bipartite_matching(graph)
    placed = solved_columns < len(names)
    need_of = np.repeat(np.arange(len(posts)), posts)
    pairs = need_of[solved_rows[placed]] * len(names) + solved_columns[placed]
    numbers = edges.needs * len(names) + columns
    ordered = np.argsort(numbers)
    found: Ints = ordered[np.searchsorted(numbers[ordered], pairs)]
    return found


def earnings(posts: Sequence[int], edges: Edges, chosen: Ints) -> Floats:
    """What the worst placed post of each need earns when people cost as little as the optimum allows.

    The least prices: nobody pays to be left out, and no post would rather have, at its price, someone placed elsewhere.
    They are reached by raising prices from nothing, each round all at once, until none has to rise. Pairs that are not
    the best there are would make them rise for ever: everything then earns less than nothing, and nothing is proven.
    """
    if not len(edges.people):
        return np.zeros(len(posts))
    names, columns = np.unique(edges.people, return_inverse=True)
    by_person = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[by_person], np.arange(len(names)))
    filled = np.bincount(edges.needs[chosen], minlength=len(posts))
    earned = np.where(filled < np.asarray(posts), 0.0, np.inf)
    prices = np.zeros(len(names))
    for _ in range(len(names) + 1):
        least = earned.copy()
        np.minimum.at(least, edges.needs[chosen], edges.worths[chosen] - prices[columns[chosen]])
        asked = (edges.worths - least[edges.needs])[by_person]
        raised = np.maximum(prices, np.maximum.reduceat(asked, starts))
        if np.array_equal(raised, prices):
            return least
        prices = raised
    return np.full(len(posts), -np.inf)
