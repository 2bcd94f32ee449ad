"""One job beside another: the same words, or the nearest of what their words may mean in the ROME."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from clauses.matching.rome import SCORES, Nearness, Rome
from clauses.matching.rules import Job
from clauses.matching.skills import likeness, words

WORDS_ONLY = 0.8
"""What the likeness of two titles is worth when one of them has no code."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near a job that someone looks for is to the one of a need.

    ``nearness`` is None when only the words could be compared. ``code`` and ``needed``: the codes that are nearest.
    """

    score: float
    job: Job
    nearness: Nearness | None = None
    code: str = ""
    needed: str = ""
    same_words: bool = False


@lru_cache(maxsize=65536)
def title_key(text: str) -> tuple[str, ...]:
    """What two titles that say the same have in common: their words without gender or number, in any order."""
    return tuple(sorted(word.light for word in words(text)))


def compare(job: Job, needed: Job, rome: Rome) -> Comparison:
    """The same words are worth 1; else the nearest pair of codes, each as sure as it is; else the words alone."""
    key = title_key(needed.text)
    if key and title_key(job.text) == key:
        return Comparison(1.0, job, same_words=True)
    if not job.codes or not needed.codes:
        return Comparison(WORDS_ONLY * likeness(needed.text, job.text), job)
    best, nearness, had, wanted = 0.0, Nearness.FAR, job.codes[0], needed.codes[0]
    for asked in needed.codes:
        for code in job.codes:
            if asked.score * code.score > best:  # no pair is worth more than it is sure
                near = rome.nearness(code.code, asked.code)
                score = SCORES[near] * asked.score * code.score
                if score > best:
                    best, nearness, had, wanted = score, near, code, asked
    return Comparison(best, job, nearness, had.code, wanted.code)


def nearest(jobs: Iterable[Job], needed: Job, rome: Rome) -> Comparison | None:
    """The best of the jobs that someone looks for, the first one when two are as near; None without any."""
    best: Comparison | None = None
    for job in jobs:
        found = compare(job, needed, rome)
        if best is None or found.score > best.score:
            best = found
    return best
