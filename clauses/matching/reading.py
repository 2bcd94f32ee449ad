"""A query as the search reads it: units of words, each with the other ways to say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clauses.matching.noise import job_words
from clauses.matching.stems import light
from clauses.matching.text import content, forms
from clauses.matching.thesaurus import Phrase
from clauses.matching.tuning import Tuning

ABBREVIATED = 0.9
"""What another reading of an abbreviation weighs."""

MOST_ALTERNATIVES = 8
MOST_READINGS = 3


@dataclass(frozen=True)
class Unit:
    """Words that go together, and the other phrases that say the same, each with its weight."""

    words: Phrase
    alternatives: tuple[tuple[Phrase, float], ...] = ()


def readings(query: str) -> list[list[str]]:
    """The content words of a query, one list per way to read it ("Maçon / Maçonne" is one)."""
    found: dict[str, list[str]] = {}
    for form in forms(query):
        words = content(form) or form
        found.setdefault(" ".join(light(word) for word in words), words)
    return list(found.values())[:MOST_READINGS]


def units(words: list[str], tuning: Tuning, in_titles: Callable[[str], bool]) -> list[Unit]:
    """The words of one reading with their synonyms; ``in_titles`` tells whether a title of the nomenclature has a word.

    Words of advertisements go first, abbreviations that no title uses are written out, then the longest phrases of the
    thesaurus are looked for, from the end: what a job is about ("machine à coudre") tells more than who does it
    ("conducteur de machine").
    """
    spelt: list[str] = []
    other_meanings: dict[int, tuple[Phrase, ...]] = {}
    for word in job_words(words, in_titles, tuning.towns):
        meanings = tuning.thesaurus.abbreviations.get(word, ())
        if meanings and not in_titles(word):
            if len(meanings) > 1 and len(meanings[0]) == 1:
                other_meanings[len(spelt)] = meanings[1:]
            spelt.extend(meanings[0])
        else:
            if meanings:
                other_meanings[len(spelt)] = meanings
            spelt.append(word)
    roots = [tuning.root(word) for word in spelt]
    found: list[Unit] = []
    end = len(spelt)
    while end:
        size, synonyms = tuning.thesaurus.longest(roots, end) if tuning.synonyms else (1, ())
        weight = tuning.synonyms if size == 1 else tuning.phrases
        alternatives = [(phrase, weight) for phrase in synonyms]
        if size == 1:
            alternatives = [(phrase, ABBREVIATED) for phrase in other_meanings.get(end - 1, ())] + alternatives
        found.append(Unit(tuple(spelt[end - size : end]), tuple(alternatives[:MOST_ALTERNATIVES])))
        end -= size
    return found[::-1]
