"""What a word of a query may stand for: its own family, and for a word never met, those written or said almost so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from clauses.matching.corpus import Corpus
from clauses.matching.sounds import sound
from clauses.matching.spelling import Floats, Likenesses
from clauses.matching.stems import light
from clauses.matching.tuning import Tuning

BEGINNING = 0.7
"""What a known word weighs that an unknown one begins ("élag" → élagueur)."""

SHORTEST_BEGINNING = 3
MOST_ENDINGS = 8

SHORTEST_TYPO = 5
"""Below this length, one letter more or less is another word."""

SLIP = 0.75
"""From which share of letters in their place (slips counted as by Damerau) a word may be a typo of another."""

CORRECTED = 0.8
"""From which one the word is read as that other."""

SAME_SOUND = 0.9
SHORTEST_SOUND = 3

FOREIGN = 0.3
"""An unknown word further than this from every known one is a place or a name: it says nothing of the job."""


@dataclass(frozen=True)
class Likely:
    """``roots``: the roots that a word may stand for, among those of ``fields``, and how surely (0..1).

    ``mass`` is what the word weighs in its query; ``short`` is how its letters are read (without gender or number,
    its typo corrected); ``foreign`` words look like nothing known.
    """

    mass: float
    roots: dict[int, float]
    short: str
    foreign: bool


class Reader:
    """Tells what words may stand for, in one corpus; remembers the last ones asked."""

    REMEMBERED = 4096

    def __init__(self, corpus: Corpus, likenesses: Likenesses, tuning: Tuning) -> None:
        self.corpus = corpus
        self.likenesses = likenesses
        self.tuning = tuning
        self._sounds: dict[str, list[int]] = {}
        for number, word in enumerate(corpus.words):
            self._sounds.setdefault(sound(word), []).append(number)
        self.likely: Callable[[str], Likely] = lru_cache(maxsize=self.REMEMBERED)(self._likely)

    def _likely(self, word: str) -> Likely:
        """What a folded word may stand for."""
        fields = self.corpus.fields
        short = light(word)
        own = fields.root_numbers.get(self.tuning.family(short))
        mass = fields.unknown if own is None else float(fields.information[own])
        certain = {} if own is None else {own: 1.0}
        if self.tuning.misspelt > 1 or not self.corpus.words:
            return Likely(mass, certain, short, foreign=False)
        cosines = self._cosines(short)
        roots = self._roots(cosines, self.tuning.misspelt) | certain
        if own is not None:
            return Likely(mass, roots, short, foreign=False)
        slips = self._slips(short)
        for number, surely in self._roots(slips, SLIP).items():
            roots[number] = max(roots.get(number, 0.0), surely)
        best = float(slips.max())
        if best >= CORRECTED:
            return Likely(mass, roots, self.corpus.words[self._nearest(slips, cosines)], foreign=False)
        if best < SLIP and len(short) >= SHORTEST_BEGINNING:
            roots |= dict.fromkeys((int(self.corpus.word_roots[number]) for number in self._begun_by(short)), BEGINNING)
        return Likely(mass, roots, short, foreign=not roots and float(cosines.max()) < FOREIGN)

    def _cosines(self, short: str) -> Floats:
        cosines: Floats = self.likenesses.products(short) / (
            self.corpus.spellings.lengths * np.float32(self.likenesses.length((short,)) or 1)
        )
        return np.minimum(cosines, np.float32(1))

    def _slips(self, short: str) -> Floats:
        """How near each known word is in slips of the pen, in 0..1; what sounds the same is near too."""
        if len(short) < SHORTEST_TYPO:
            return np.zeros(len(self.corpus.words), np.float32)
        slips: Floats = process.cdist(
            [short], self.corpus.words, scorer=OSA.normalized_similarity, score_cutoff=SLIP, dtype=np.float32
        )[0]
        said = sound(short)
        if len(said) >= SHORTEST_SOUND:
            same = self._sounds.get(said, [])
            slips[same] = np.maximum(slips[same], np.float32(SAME_SOUND))
        return slips

    def _roots(self, likenesses: Floats, least: float) -> dict[int, float]:
        """The roots of the words at least so near, each as sure as the square of its nearest word."""
        roots: dict[int, float] = {}
        for number in np.flatnonzero(likenesses >= least):
            root = int(self.corpus.word_roots[number])
            roots[root] = max(roots.get(root, 0.0), float(likenesses[number]) ** 2)
        return roots

    def _nearest(self, slips: Floats, cosines: Floats) -> int:
        """The nearest known word; of equals, the one with most n-grams in common, then the most used."""
        equals = np.flatnonzero(slips == slips.max()).tolist()
        used = self.corpus.word_entries
        best: int = max(equals, key=lambda number: (float(cosines[number]), int(used[number]), -number))
        return best

    def _begun_by(self, beginning: str) -> list[int]:
        """The known words that begin so, the most used first."""
        found = [number for number, word in enumerate(self.corpus.words) if word.startswith(beginning)]
        return sorted(found, key=lambda number: (-int(self.corpus.word_entries[number]), number))[:MOST_ENDINGS]
