"""Job search: what someone wrote → ROME codes, best first, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clauses.matching.titles import TitleIndex
from clauses.matching.tuning import Tuning
from clauses.reference import rome_compact

Row = tuple[str, str, str]
"""A ROME code, the label of its fiche, one of its appellations."""


@dataclass(frozen=True)
class JobHit:
    """A job that answers: its ROME code and label, the appellation found, a score in 0..1 and the reason in French."""

    code: str
    label: str
    appellation: str
    score: float
    reason: str


@dataclass(frozen=True)
class JobIndex:
    """``rows[i]`` is what position *i* of ``titles`` stands for."""

    titles: TitleIndex
    rows: tuple[Row, ...]


def build(
    appellations: Iterable[Row],
    related: Mapping[str, Sequence[str]] | None = None,
    *,
    kept_at: Path | None = None,
    tuning: Tuning | None = None,
) -> JobIndex:
    """The index of a nomenclature, from its rows; ``related`` gives a code more words (its skills).

    With ``kept_at``, the index is read from that file when it is of these very rows, and written there when not.
    """
    rows = tuple((code, label, appellation) for code, label, appellation in appellations)
    said, codes = [row[2] for row in rows], [row[0] for row in rows]
    if kept_at is None:
        return JobIndex(TitleIndex(said, codes, related, tuning=tuning), rows)
    return JobIndex(TitleIndex.kept(kept_at, said, codes, related), rows)


@cache
def built_in() -> JobIndex:
    """The index of the built-in compact table: what serves until the official ROME has been imported."""
    return build(rome_compact.titles())


def search_jobs(index: JobIndex, text: str, top: int) -> list[JobHit]:
    """At most ``top`` jobs, each code once, best first; empty when nothing looks alike."""
    hits: dict[str, JobHit] = {}
    for position, score in index.titles.search(text, top):
        code, label, appellation = index.rows[position]
        if code not in hits:
            hits[code] = JobHit(code, label, appellation, score, index.titles.reason(text, position))
    return list(hits.values())
