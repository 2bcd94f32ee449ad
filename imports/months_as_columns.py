"""Headers that are months: « janv-23 », « Heures janvier », « 2023-01-01 », « 01/24 », « Formation mars 2024 »."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from clauses.words import folded
from imports.measures import OF_WORK, SIGNS, measure
from imports.moments import MONTH_WORDS
from imports.quarters import months_summed
from imports.spelling import key

_WORDS = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
_WORDED = re.compile(rf"\b({_WORDS})\b(?: (\d{{4}}|\d{{2}})\b)?")
_ISO = re.compile(r"\b((?:19|20)\d{2}) (0[1-9]|1[0-2])(?: \d{2})?(?: 00 00 00)?\b")
_FRENCH = re.compile(r"\b(?:\d{1,2} )?(0?[1-9]|1[0-2]) ((?:19|20)\d{2})\b")
_SPAN = re.compile(
    r"\b(?:du )?\d{1,2} (0?[1-9]|1[0-2]) (?:((?:19|20)\d{2}) )?(?:au )?\d{1,2} (0?[1-9]|1[0-2]) ((?:19|20)\d{2})\b"
)
_SHORT = re.compile(r"(?<![\d/.\-])(0[1-9]|1[0-2])[/.\-](\d{2})(?![\d/.\-])")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")


@dataclass(frozen=True)
class MonthHeader:
    """A month (its year may be said elsewhere) and what its column measures: ``hours``, ``training``, or another.

    ``unknown``: a word beside the month says something else of it (« Février rectif », « Commentaire mars »).
    """

    month: int
    year: int | None
    what: str


@lru_cache(maxsize=20_000)
def month_header(header: str) -> MonthHeader | None:
    """What a header says of a month, None when it names none or several."""
    found = None if months_summed(header) else _named(header)  # « Trimestre 1 2025 » is not January
    # A rate or an amount of that month: the sign goes once the header is folded.
    return replace(found, what="other") if found is not None and SIGNS.search(header) else found


def _named(header: str) -> MonthHeader | None:
    text = folded(header)
    span = _SPAN.search(text)
    if span and span[1].zfill(2) == span[3].zfill(2) and span[2] in (None, span[4]):
        return _measured(int(span[1]), int(span[4]), text[: span.start()] + " " + text[span.end() :])
    for pattern, year_first in ((_ISO, True), (_FRENCH, False)):
        found = pattern.search(text)
        if found:
            year, month = (found[1], found[2]) if year_first else (found[2], found[1])
            return _measured(int(month), int(year), text[: found.start()] + " " + text[found.end() :])
    bare = header.strip()
    for pattern, month_first in ((_SHORT, True), (_PACKED, False)):
        found = pattern.search(bare)
        if found:
            month, year = (found[1], f"20{found[2]}") if month_first else (found[2], found[1])
            return _measured(int(month), int(year), folded(bare[: found.start()] + " " + bare[found.end() :]))
    worded = list(_WORDED.finditer(text))
    if len(worded) != 1:
        return None
    word = worded[0]
    rest = text[: word.start()] + " " + text[word.end() :]
    year = 2000 + int(word[2]) % 100 if word[2] else None
    if year is None:
        apart = _YEAR.search(rest)
        if apart:
            year, rest = int(apart[1]), rest[: apart.start()] + " " + rest[apart.end() :]
    return _measured(MONTH_WORDS[word[1]], year, rest)


def is_work(text: str) -> bool:
    """Whether a text says the hours worked and nothing else: « Réalisé », « Nb h effectuées »."""
    words = set(key(text).split())
    return bool(words) and words <= OF_WORK


def _measured(month: int, year: int | None, rest: str) -> MonthHeader:
    words = set(key(rest).split())
    if words <= OF_WORK:
        return MonthHeader(month, year, "hours")
    apart = measure(rest)
    if apart is not None:
        return MonthHeader(month, year, apart)
    return MonthHeader(month, year, "training" if "formation" in words else "unknown")
