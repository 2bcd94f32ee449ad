"""What else people call a job: synonyms and abbreviations of the trade, written by hand in two text files beside this.

The files are data to be read and corrected by people of the trade; no title used to measure the search is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from clauses.matching.stems import root
from clauses.matching.text import content, forms

Phrase = tuple[str, ...]
"""Folded words, small words left out."""

LONGEST = 6
"""Words in the longest phrase that is looked for."""


@dataclass(frozen=True)
class Thesaurus:
    """``synonyms``: roots of a phrase → other phrases; ``abbreviations``: folded word → phrases it stands for;
    ``written``: a phrase → how it is written, small words and accents included."""

    synonyms: dict[Phrase, tuple[Phrase, ...]]
    abbreviations: dict[str, tuple[Phrase, ...]]
    written: dict[Phrase, str] = field(default_factory=dict)

    def longest(self, roots: list[str], end: int) -> tuple[int, tuple[Phrase, ...]]:
        """How many words up to ``end`` form the longest known phrase, and its synonyms; (1, ()) when none does."""
        for size in range(min(LONGEST, end), 0, -1):
            found = self.synonyms.get(tuple(roots[end - size : end]))
            if found:
                return size, found
        return 1, ()


def phrase(text: str) -> Phrase:
    """A phrase of the files as folded words: "agent d'entretien" → ("agent", "entretien")."""
    return tuple(content(forms(text)[0]))


def roots_of(words: Iterable[str]) -> Phrase:
    """The roots of the words of a text, as the thesaurus compares them."""
    return tuple(root(word) for word in words)


def parse_synonyms(text: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """Lines ``a = b = c`` (each stands for the others) and ``a > b = c`` (a stands for b and c, not the reverse)."""
    found: dict[Phrase, dict[Phrase, Phrase]] = {}
    for line in _lines(text):
        narrow, _, wide = line.rpartition(">")
        group = [phrase(part) for part in wide.split("=")]
        for said in [phrase(narrow)] if narrow else group:
            others = found.setdefault(roots_of(said), {})
            for other in group:
                if roots_of(other) != roots_of(said):
                    others.setdefault(roots_of(other), other)
    return {said: tuple(others.values()) for said, others in found.items() if others}


def parse_abbreviations(text: str) -> dict[str, tuple[Phrase, ...]]:
    """Lines ``abbreviation > meaning = other meaning``."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for line in _lines(text):
        short, _, meanings = line.partition(">")
        found[forms(short)[0][0]] = tuple(phrase(meaning) for meaning in meanings.split("="))
    return found


def parse(synonyms: str, abbreviations: str) -> Thesaurus:
    """A thesaurus from the text of its two files."""
    parts = [part.strip() for line in _lines(f"{synonyms}\n{abbreviations}") for part in re.split("[=>]", line)]
    return Thesaurus(
        parse_synonyms(synonyms), parse_abbreviations(abbreviations), {phrase(part): part for part in reversed(parts)}
    )


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


@cache
def ours() -> Thesaurus:
    """The thesaurus of the product."""
    here = resources.files("clauses.matching")
    return parse(
        here.joinpath("thesaurus.txt").read_text(encoding="utf-8"),
        here.joinpath("abbreviations.txt").read_text(encoding="utf-8"),
    )


NONE = Thesaurus({}, {})
"""No synonym at all: what an ablation measures against."""
