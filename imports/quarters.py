"""Headers that are several months together: « T1 », « Total 2e trimestre », « 1er semestre 2024 »."""

from __future__ import annotations

import re
from functools import lru_cache

from clauses.words import folded
from imports.measures import OF_WORK
from imports.spelling import key

_RANKS = {"premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4"}
_RANK = re.compile(rf"\b({'|'.join(_RANKS)})\b")
_QUARTER = re.compile(r"\b(?:(?:t|q|trim|trimestre) ?([1-4])|([1-4])(?:er|ere|e|eme|nd|d)? ?trim(?:estre)?)\b")
_HALF = re.compile(r"\b(?:semestre ?([12])|([12])(?:er|ere|e|eme|nd|d)? ?semestre)\b")  # « sem 1 » is a week
_YEAR = re.compile(r"\b(?:20)?(\d{2})\b")
_OF_SUMS = frozenset(("total", "totaux", "sous", "cumul", "somme", "du", "de", "le"))


@lru_cache(maxsize=20_000)
def months_summed(header: str) -> tuple[range, int | None] | None:
    """The months of the quarter or of the half-year that a header names, and its year; None where it says more."""
    text = _RANK.sub(lambda found: _RANKS[found[1]], folded(header))
    for pattern, count in ((_QUARTER, 3), (_HALF, 6)):
        if found := pattern.search(text):
            rest = text[: found.start()] + " " + text[found.end() :]
            year = _YEAR.search(rest)
            words = set(key(_YEAR.sub(" ", rest, count=1)).split())
            first = (int(found[1] or found[2]) - 1) * count + 1
            if words <= _OF_SUMS | OF_WORK:
                return range(first, first + count), 2000 + int(year[1]) if year else None
    return None
