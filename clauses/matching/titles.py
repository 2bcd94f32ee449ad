"""Free French text → ranked titles of any nomenclature: the ranking that job search and matching both use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clauses.matching import storage
from clauses.matching.corpus import Corpus, build
from clauses.matching.ranking import Ranker, Verdict
from clauses.matching.reading import readings
from clauses.matching.reasons import explain
from clauses.matching.spelling import Floats
from clauses.matching.tuning import Tuning
from clauses.words import folded

LOWEST = 0.05
"""Below this score a title has a few letters in common with the query, nothing more: it is no answer."""


@dataclass(frozen=True)
class Answer:
    """``groups``: scores in 0..1; ``entries``: likenesses; ``exact``: entries that say just what was asked."""

    groups: Floats
    entries: Floats
    exact: list[int]


class TitleIndex:
    """Titles of a nomenclature, ready to be found by what people write.

    ``groups`` gives each title its code: the titles of one code support one another. ``related`` gives a code more
    words (skills, neighbouring jobs), which weigh little. The index works without either. Nothing in it is learned
    from queries, and no order depends on chance: the same query always has the same answer.
    """

    def __init__(
        self,
        titles: Sequence[str],
        groups: Sequence[str] | None = None,
        related: Mapping[str, Sequence[str]] | None = None,
        *,
        tuning: Tuning | None = None,
    ) -> None:
        """Builds the index: about a second for the 13 120 appellations of the ROME with their skills."""
        self._use(build(titles, groups, related if groups is not None else None, tuning or Tuning()), tuning)

    def _use(self, corpus: Corpus, tuning: Tuning | None) -> None:
        self.corpus = corpus
        self.tuning = tuning or Tuning()
        self._ranker = Ranker(corpus, self.tuning)

    def search(self, query: str, limit: int) -> list[tuple[int, float]]:
        """At most ``limit`` positions in ``titles`` with scores in 0..1, best first; empty when nothing looks alike.

        First the best title of each group, so that the first *k* answers are *k* different codes (without groups, *k*
        different titles: a title and its other gender are one); then, if ``limit`` asks for more, their other titles.
        A title that says just what was asked (case, accents, gender, number and small words apart) comes first,
        with a score of 1.
        """
        answer = self._answer(query)
        if answer is None or limit <= 0:
            return []
        exact_groups = {int(self.corpus.entry_groups[entry]) for entry in answer.exact}
        scores = answer.groups.copy()
        scores[sorted(exact_groups)] += 1
        ranked = [group for group in _ranked(scores, limit) if scores[group] >= LOWEST]
        exact = self._exact_hits(query, [group for group in ranked if group in exact_groups], answer)
        hits = exact + [
            (self._first_position(self._nearest_entry(group, answer)), round(float(scores[group]), 4))
            for group in ranked[len(exact) :]
        ]
        if len(hits) < limit:
            hits += self._others(answer, ranked, hits)[: limit - len(hits)]
        return hits

    def search_many(self, queries: Iterable[str], limit: int) -> list[list[tuple[int, float]]]:
        """``search`` for each query; the same text is looked for once."""
        known: dict[str, list[tuple[int, float]]] = {}
        found = []
        for query in queries:
            if query not in known:
                known[query] = self.search(query, limit)
            found.append(list(known[query]))
        return found

    def reason(self, query: str, position: int) -> str:
        """Why a title answers a query, in one French sentence: « coffreur » est une appellation de F1701."""
        return explain(self._ranker, query, position)

    def save(self, path: Path) -> None:
        """Writes the index to a file, whole or not at all."""
        storage.save(self.corpus, self.tuning, path)

    @classmethod
    def load(cls, path: Path, *, tuning: Tuning | None = None) -> TitleIndex:
        """An index saved by this version of the search. Raises ``clauses.errors.Unusable`` for any other file."""
        index = cls.__new__(cls)
        index._use(storage.load(path, tuning or Tuning()), tuning)
        return index

    @classmethod
    def kept(
        cls,
        path: Path,
        titles: Sequence[str],
        groups: Sequence[str] | None = None,
        related: Mapping[str, Sequence[str]] | None = None,
    ) -> TitleIndex:
        """The index kept at ``path`` if it is of this very nomenclature, else a new one, kept there."""
        corpus = storage.kept(path, titles, groups, related, Tuning())
        index = cls.__new__(cls)
        index._use(corpus, None)
        return index

    def _answer(self, query: str) -> Answer | None:
        exact: dict[int, None] = {}
        verdicts: list[Verdict] = []
        for words in readings(query):
            for key in self._ranker.exact_keys(words):
                exact.update(dict.fromkeys(self.corpus.exact.get(key, ())))
            verdict = self._ranker.verdict(words)
            if verdict is not None:
                verdicts.append(verdict)
        if not verdicts:
            return None
        groups, entries = verdicts[0].groups, verdicts[0].entries
        for verdict in verdicts[1:]:
            groups, entries = np.maximum(groups, verdict.groups), np.maximum(entries, verdict.entries)
        return Answer(groups, entries, list(exact))

    def _exact_hits(self, query: str, groups: list[int], answer: Answer) -> list[tuple[int, float]]:
        """A title of each group that says just what was asked; first those that say it letter for letter."""
        wanted = folded(query)
        hits: list[tuple[bool, int]] = []
        for group in groups:
            positions = [
                position
                for entry in answer.exact
                if self.corpus.entry_groups[entry] == group
                for position in self._positions(entry)
            ]
            same = [position for position in positions if folded(self.corpus.titles[position]) == wanted]
            hits.append((not same, (same or positions)[0]))
        hits.sort(key=lambda hit: hit[0])
        return [(position, 1.0) for _, position in hits]

    def _nearest_entry(self, group: int, answer: Answer) -> int:
        start, end = self.corpus.group_starts[group], self.corpus.group_starts[group + 1]
        return int(start + np.argmax(answer.entries[start:end]))

    def _first_position(self, entry: int) -> int:
        return int(self.corpus.entry_positions[self.corpus.entry_position_starts[entry]])

    def _positions(self, entry: int) -> list[int]:
        starts = self.corpus.entry_position_starts
        found: list[int] = self.corpus.entry_positions[starts[entry] : starts[entry + 1]].tolist()
        return found

    def _others(self, answer: Answer, groups: list[int], hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The other titles of the groups found, best first; none scores more than the first title of any group."""
        given = {position for position, _ in hits}
        ceiling = hits[-1][1] if hits else 0.0
        found: dict[int, float] = {}
        for group in groups:
            start, end = int(self.corpus.group_starts[group]), int(self.corpus.group_starts[group + 1])
            best = max(float(answer.entries[start:end].max()), 1e-6)
            for entry in range(start, end):
                score = float(answer.groups[group]) * min(1.0, float(answer.entries[entry]) / best)
                for position in self._positions(entry):
                    if position not in given:
                        found[position] = max(found.get(position, 0.0), min(ceiling, round(score, 4)))
        return sorted(found.items(), key=lambda hit: (-hit[1], hit[0]))


def _ranked(scores: Floats, most: int) -> list[int]:
    """The numbers of the ``most`` best scores, best first, the first of equals first."""
    if len(scores) > most:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        candidates = np.flatnonzero(scores >= least)
    else:
        candidates = np.arange(len(scores))
    ranked: list[int] = candidates[np.argsort(-scores[candidates], kind="stable")][:most].tolist()
    return ranked
