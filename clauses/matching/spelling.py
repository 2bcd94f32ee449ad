"""Which known words look like a word: character n-grams, so that a typo, a plural or a neighbouring form still counts.

A title is the sum of its words, so its likeness to a query is a sum of likenesses between words: those are computed
once a word, against the few thousand distinct words of a nomenclature instead of its tens of thousands of titles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

SHORTEST, LONGEST = 2, 4
"""Letters of an n-gram, the mark of a word's start and end included."""


def grams(word: str) -> Counter[str]:
    """The n-grams of a word: "cap" → " c", "ca", "ap", "p ", " ca", "cap", "ap ", " cap", "cap "."""
    marked = f" {word} "
    return Counter(
        marked[start : start + size] for size in range(SHORTEST, LONGEST + 1) for start in range(len(marked) - size + 1)
    )


@dataclass(frozen=True)
class Spellings:
    """Known words by their n-grams (an inverted index).

    ``starts`` (grams + 1), ``words`` and ``weights`` hold, gram after gram, the words that have it and how much it
    weighs in them (count × rarity); ``rarity`` is per gram; ``lengths`` is the norm of each word.
    """

    gram_numbers: dict[str, int]
    starts: NDArray[np.int64]
    words: Ints
    weights: Floats
    rarity: Floats
    lengths: Floats

    @classmethod
    def of(cls, words: Sequence[str], title_counts: Sequence[int], titles: int) -> Spellings:
        """``title_counts``: in how many of the ``titles`` each word stands; a gram of many titles says little."""
        numbers: dict[str, int] = {}
        gram_of: list[int] = []
        word_of: list[int] = []
        times: list[int] = []
        for word_number, word in enumerate(words):
            for gram, count in grams(word).items():
                gram_of.append(numbers.setdefault(gram, len(numbers)))
                word_of.append(word_number)
                times.append(count)
        size = len(numbers)
        by_gram, by_word = np.array(gram_of, np.int64), np.array(word_of, np.int32)
        spread = np.bincount(by_gram, np.array(title_counts, float)[by_word], size) if size else np.zeros(0)
        rarity = (np.log((1 + titles) / (1 + np.minimum(spread, titles))) + 1).astype(np.float32)
        order = np.argsort(by_gram, kind="stable")
        weights = np.array(times, np.float32)[order] * rarity[by_gram[order]]
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(by_gram, minlength=size), out=starts[1:])
        lengths = np.sqrt(np.bincount(by_word[order], weights.astype(float) ** 2, len(words))).astype(np.float32)
        return cls(numbers, starts, by_word[order], weights, rarity, lengths)

    def weighed(self, word: str) -> dict[str, float]:
        """The n-grams of a word with their weights; one never met weighs as much as the rarest."""
        rarest = float(self.rarity.max()) if len(self.rarity) else 1.0
        numbers, rarity = self.gram_numbers, self.rarity
        return {
            gram: count * (float(rarity[numbers[gram]]) if gram in numbers else rarest)
            for gram, count in grams(word).items()
        }

    def products(self, weighed: dict[str, float]) -> Floats:
        """The scalar product of a word, by its n-grams, with every known word."""
        words, weights = [], []
        for gram, weight in weighed.items():
            number = self.gram_numbers.get(gram)
            if number is not None:
                start, end = self.starts[number], self.starts[number + 1]
                words.append(self.words[start:end])
                weights.append(self.weights[start:end] * np.float32(weight))
        if not words:
            return np.zeros(len(self.lengths), np.float32)
        return np.bincount(np.concatenate(words), np.concatenate(weights), len(self.lengths)).astype(np.float32)


class Likenesses:
    """Scalar products of words, remembered: the same few words come back in query after query."""

    REMEMBERED_BYTES = 32_000_000
    REMEMBERED_PAIRS = 1 << 16

    def __init__(self, spellings: Spellings) -> None:
        each = 4 * max(1, len(spellings.lengths))
        self._weighed = lru_cache(maxsize=4096)(spellings.weighed)
        self.products: Callable[[str], Floats] = lru_cache(maxsize=max(16, self.REMEMBERED_BYTES // each))(
            lambda word: spellings.products(self._weighed(word))
        )
        self.inner: Callable[[str, str], float] = lru_cache(maxsize=self.REMEMBERED_PAIRS)(self._inner)

    def _inner(self, one: str, other: str) -> float:
        left, right = self._weighed(one), self._weighed(other)
        return sum(weight * right[gram] for gram, weight in left.items() if gram in right)

    def cross(self, some: Sequence[str], others: Sequence[str]) -> float:
        """The scalar product of two sums of words."""
        pairs = ((one, other) if one <= other else (other, one) for one in some for other in others)
        return sum(self.inner(one, other) for one, other in pairs)

    def length(self, words: Sequence[str]) -> float:
        """The norm of a sum of words."""
        return math.sqrt(self.cross(words, words))
