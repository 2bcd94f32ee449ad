"""The settings of the job-title search, each with what it was measured to bring (`bench/quality.py --ablation`).

They stand on wide plateaus: halving or doubling any of them moves no measure by more than its error. They were chosen
on official appellations left out of the index, then seen to move the development titles the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clauses.matching import stems
from clauses.matching.thesaurus import Thesaurus, ours


@dataclass(frozen=True)
class Tuning:
    """What each signal weighs; 0 turns it off."""

    words: float = 1.0
    """Words of all the titles of a code together (BM25)."""

    likeness: float = 1.0
    """Letters: cosine of character n-grams with the titles of a code."""

    power: int = 8
    """How the titles of a code support one another: the power sum of their cosines (a power of 2; large = the best)."""

    related: float = 0.2
    """What a word of the skills weighs beside a word of the titles."""

    misspelt: float = 0.5
    """From which cosine a known word may stand for another, with the square of it for weight; above 1, never."""

    synonyms: float = 0.5
    """What a synonym of one word weighs."""

    phrases: float = 0.8
    """What a synonym of several words weighs: they are rarely ambiguous."""

    rewriting: float = 0.6
    """What the letters weigh of the query rewritten with a synonym, at least."""

    management: float = 0.1
    """Lost by a code of managers when none was asked for, and the reverse."""

    families: bool = True
    """Whether soudage, soudeur and soudure are one word, or only soudeur and soudeuses."""

    thesaurus: Thesaurus = field(default_factory=ours, repr=False, compare=False)

    towns: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """Names of towns that are no word of a job unless a title has them: those of the official communes, once loaded.

    Only queries are read with them: an index kept on disk is the same with others. On the development titles followed
    by a town, hit@1 / hit@5 .531/.744 → .535/.755; without a town, nothing moves.
    """

    def root(self, word: str) -> str:
        return stems.root(word) if self.families else stems.light(word)

    def family(self, word: str) -> str:
        """The same, of a word already without gender or number."""
        return stems.family(word) if self.families else word
