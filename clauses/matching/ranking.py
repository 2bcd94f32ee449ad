"""How well each group of a nomenclature answers a query.

Two opinions are added, each in 0..1: the words (all the titles of a group read as one text) and the letters (cosine of
n-grams with each title, then a power sum over a group). Both see synonyms, and words spelt almost like the query's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clauses.matching.corpus import MANAGERS, Corpus, exact_key
from clauses.matching.likely import Likely, Reader
from clauses.matching.reading import Unit, units
from clauses.matching.spelling import Floats, Likenesses
from clauses.matching.stems import light, root
from clauses.matching.thesaurus import Phrase
from clauses.matching.tuning import Tuning

REWRITTEN_GROUPS = 100
"""How many groups, the best so far, are compared with the query rewritten with its synonyms."""

MOST_REWRITINGS = 10

BEST_UNSAID = 0.99
"""The best score of a title that does not say just what was asked."""


@dataclass(frozen=True)
class Verdict:
    """A score a group, and the likeness of each entry to the query; both in 0..1."""

    groups: Floats
    entries: Floats


@dataclass(frozen=True)
class Read:
    """A unit of the query with what each of its words may stand for."""

    unit: Unit
    words: list[Likely]

    @property
    def mass(self) -> float:
        return sum(word.mass for word in self.words)

    @property
    def lights(self) -> list[str]:
        return [word.short for word in self.words]


class Ranker:
    """Scores over one corpus; holds what does not depend on the query."""

    def __init__(self, corpus: Corpus, tuning: Tuning) -> None:
        self.corpus = corpus
        self.tuning = tuning
        self.likenesses = Likenesses(corpus.spellings)
        self.likely = Reader(corpus, self.likenesses, tuning).likely
        self._title_roots = frozenset(corpus.word_roots.tolist())
        ones = np.ones(len(corpus.entry_words), np.float32)
        self._incidence = sparse.csr_matrix(
            (ones, corpus.entry_words, corpus.entry_word_starts), (len(corpus.entry_groups), len(corpus.words))
        )

    def units(self, words: list[str]) -> list[Unit]:
        """One reading of a query, with its synonyms."""
        return units(words, self.tuning, self._in_titles)

    def _in_titles(self, word: str) -> bool:
        return self.corpus.fields.root_numbers.get(self.tuning.root(word)) in self._title_roots

    def exact_keys(self, words: list[str]) -> list[str]:
        """What a title would say (``corpus.exact_key``) that says just what one reading of a query does.

        Its words; and its words once abbreviations are written out and those of advertisements dropped.
        """
        return [exact_key(words), exact_key([word for unit in self.units(words) for word in unit.words])]

    def verdict(self, words: list[str]) -> Verdict | None:
        """What each group is worth for one reading of a query; None when it holds no word like any known."""
        query = self._read(words)
        if not query:
            return None
        tuning = self.tuning
        groups = np.zeros(len(self.corpus.group_names), np.float32)
        entries = np.zeros(len(self.corpus.entry_groups), np.float32)
        if tuning.words:
            groups += np.float32(tuning.words) * self._by_words(query)
        if tuning.likeness:
            letters, entries = self._by_letters(query, groups)
            groups += np.float32(tuning.likeness) * letters
        if tuning.management:
            leads = any(root(word) in MANAGERS for part in query for word in part.unit.words)
            groups -= np.float32(tuning.management) * np.abs(self.corpus.managers - np.float32(leads))
        groups /= np.float32(tuning.words + tuning.likeness)
        return Verdict(np.clip(groups, 0, BEST_UNSAID), entries)

    def _read(self, words: list[str]) -> list[Read]:
        """The units of a query without the words that look like nothing known (a place, a name) and have no synonym."""
        found = []
        for unit in self.units(words):
            said = [(word, self.likely(word)) for word in unit.words]
            kept = [(word, likely) for word, likely in said if unit.alternatives or not likely.foreign]
            if kept:
                found.append(Read(replace(unit, words=tuple(word for word, _ in kept)), [likely for _, likely in kept]))
        return found

    def _by_words(self, query: list[Read]) -> Floats:
        """The share of the query's information that each group holds."""
        fields = self.corpus.fields
        size = len(self.corpus.group_names)
        total = np.zeros(size, np.float32)
        for part in query:
            best = np.zeros(size, np.float32)
            for word in part.words:
                held = np.zeros(size, np.float32)
                for number, surely in word.roots.items():
                    groups, shares = fields.of_root(number)
                    said = shares * np.float32(surely * float(fields.information[number]))
                    held[groups] = np.maximum(held[groups], said)
                best += held
            for phrase, weight in part.unit.alternatives:
                self._raise_by_phrase(best, phrase, weight * part.mass)
            total += best
        total /= np.float32(sum(part.mass for part in query) or 1)
        return np.clip(total, 0, 1)

    def _raise_by_phrase(self, best: Floats, phrase: Phrase, weight: float) -> None:
        """Groups that hold more of a synonym than of what it stands for are worth that."""
        fields = self.corpus.fields
        numbers = [fields.root_numbers.get(self.tuning.root(word)) for word in phrase]
        known = [number for number in numbers if number is not None]
        information = sum(float(fields.information[number]) for number in known)
        information += fields.unknown * (len(numbers) - len(known))
        held = np.zeros(len(best), np.float32)
        for number in known:
            groups, shares = fields.of_root(number)
            held[groups] += shares * np.float32(weight * float(fields.information[number]) / information)
        if known:
            np.maximum(best, held, out=best)

    def _by_letters(self, query: list[Read], so_far: Floats) -> tuple[Floats, Floats]:
        """The likeness of each group and of each entry, as asked and (for the best groups) with synonyms."""
        corpus = self.corpus
        parts = [self._direction(part.lights) for part in query]
        whole = _sum(parts)
        words = [word for part in query for word in part.lights]
        cosines: Floats = self._incidence @ (whole / np.float32(self.likenesses.length(words) or 1))
        cosines /= corpus.entry_lengths
        groups = self._gathered(cosines, corpus.group_starts[:-1])
        directions = self._rewritten(query, parts, whole)
        if directions:
            best = _best(so_far + groups, REWRITTEN_GROUPS)
            rows, starts = _rows(corpus.group_starts, best)
            others = (self._incidence[rows] @ np.stack(directions, axis=1)) / corpus.entry_lengths[rows, None]
            cosines[rows] = np.maximum(cosines[rows], others.max(axis=1))
            groups[best] = np.maximum(groups[best], self._gathered(others, starts).max(axis=1))
        return groups, cosines

    def _direction(self, words: Sequence[str]) -> Floats:
        """The sum of the scalar products of some words with every known word."""
        return _sum([self.likenesses.products(word) for word in words])

    def _rewritten(self, query: list[Read], parts: list[Floats], whole: Floats) -> list[Floats]:
        """The directions of the query with one of its units said otherwise, each as long as it weighs."""
        found: list[Floats] = []
        if not self.tuning.rewriting:
            return found
        for place, part in enumerate(query):
            others = [word for number, other in enumerate(query) if number != place for word in other.lights]
            for phrase, weight in part.unit.alternatives[: MOST_REWRITINGS - len(found)]:
                said = [light(word) for word in phrase]
                length = self.likenesses.length(others + said) or 1.0
                direction = whole - parts[place] + self._direction(said)
                found.append(direction * np.float32(max(weight, self.tuning.rewriting) / length))
        return found

    def _gathered(self, cosines: Floats, starts: NDArray[np.int64]) -> Floats:
        """The titles of a group support one another: the power sum of their cosines, nearly that of the best."""
        raised, power = cosines, self.tuning.power
        while power > 1:
            raised, power = raised * raised, power // 2
        gathered: Floats = np.add.reduceat(raised, starts, axis=0) ** np.float32(1 / self.tuning.power)
        return np.minimum(gathered, np.float32(1))


def _sum(vectors: Sequence[Floats]) -> Floats:
    """The sum of at least one vector, in a new one."""
    total = vectors[0].copy()
    for vector in vectors[1:]:
        total += vector
    return total


def _best(scores: Floats, most: int) -> NDArray[np.int64]:
    """The numbers of the best scores, in increasing order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.sort(np.argpartition(-scores, most)[:most])


def _rows(starts: NDArray[np.int64], groups: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The entries of some groups, and where each of these groups starts among them."""
    sizes = starts[groups + 1] - starts[groups]
    ours = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts[groups] - ours, sizes), ours
