"""Skills compared word by word: what a need asks for, what someone says, what the ROME lists for a job.

« Coffrage » answers « coffrage traditionnel » in half, « pose de coffrages » answers « coffrage » whole. A word counts
by its root, or spelt almost alike (« cofrage »); words that any skill may have (« réaliser », « techniques ») weigh
little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from clauses.matching.stems import light, root
from clauses.words import folded

MAX_CHARACTERS = 200
MAX_WORDS = 16
"""What is read of one skill."""

LEAST = 0.6
"""Below this share of the words asked for, two skills have nothing to say to each other."""

ALMOST = 0.9
"""What a word spelt almost alike is worth."""

LITTLE = 0.25
"""What a word that any skill may have weighs."""

_SMALL_WORDS = "a au aux avec d dans de des du en et l la le les ou par pour sur un une"
_COMMON_WORDS = """
savoir capacite capable connaissance connaitre maitrise maitriser realiser realisation effectuer utiliser utilisation
assurer technique travail travaux base notion pratique experience bon bonne type different divers faire poste metier
activite respecter respect application appliquer mettre oeuvre mise
"""
_VERBS = """
lire lecture
ecrire ecriture
recevoir reception
accueillir accueil
servir service
tondre tonte
coudre couture
cuire cuisson
"""
"""Verbs of skills whose noun has another root."""

_STOP = frozenset(_SMALL_WORDS.split())
_NOUNS = {verb: root(noun) for verb, noun in (line.split() for line in _VERBS.strip().splitlines())}
_ANYWHERE = frozenset(root(word) for word in _COMMON_WORDS.split())
_SHORTEST_WITH_TYPO = 5


@dataclass(frozen=True)
class Word:
    """One word of a skill: without gender or number, its root, and what it weighs."""

    light: str
    root: str
    weight: float


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[Word, ...]:
    """The words of a skill, each once, in order."""
    said = [word for word in folded(text[:MAX_CHARACTERS]).split() if word not in _STOP]
    roots = {_NOUNS.get(word) or root(word): light(word) for word in said}
    found = [Word(spelt, stem, LITTLE if stem in _ANYWHERE else 1.0) for stem, spelt in roots.items()]
    return tuple(found[:MAX_WORDS])


@lru_cache(maxsize=262144)
def likeness(asked: str, had: str) -> float:
    """The share of the words asked for that are had, 0 below ``LEAST``; 1 for the same words."""
    wanted = words(asked)
    mass = sum(word.weight for word in wanted)
    if not mass:
        return 0.0
    share = sum(word.weight * _found(word, words(had)) for word in wanted) / mass
    return share if share >= LEAST else 0.0


def best(asked: str, had: Iterable[str]) -> tuple[float, str]:
    """The skill that answers best, with its likeness; (0, "") when none does."""
    score, answer = 0.0, ""
    for skill in had:
        found = likeness(asked, skill)
        if found > score:
            score, answer = found, skill
    return score, answer


def _found(word: Word, others: tuple[Word, ...]) -> float:
    if any(word.root == other.root for other in others):
        return 1.0
    return ALMOST if any(almost(word.light, other.light) for other in others) else 0.0


def almost(one: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter, two from nine letters on, never the first one."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST_WITH_TYPO or one[0] != other[0]:
        return False
    allowed = slips(shorter)
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def slips(length: int) -> int:
    """How many wrong letters a word of this length may have."""
    return 1 if length < 9 else 2
