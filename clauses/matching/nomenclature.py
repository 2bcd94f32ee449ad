"""The ROME that matching uses: the official files once loaded, the compact built-in table until then.

The index of the official titles takes a second or two to build: it is kept in a file beside the data, named for the
editions that it was made of, and built again when one of them changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from clauses.errors import Unusable
from clauses.matching.jobs import JobIndex, build, built_in
from clauses.matching.rome import Rome
from clauses.matching.titles import TitleIndex
from clauses.matching.tuning import Tuning
from clauses.reference import queries, rome_compact
from clauses.reference.commune_queries import towns
from clauses.reference.parts import ReferencePart
from clauses.reference.queries import Edition

SEARCHED = (
    ReferencePart.ROME_APPELLATIONS,
    ReferencePart.ROME_JOB_ITEMS,
    ReferencePart.ROME_SKILLS,
    ReferencePart.ROME_KNOWLEDGE,
)
"""The parts that the index of titles is made of."""

READ_WITH = (*SEARCHED, ReferencePart.COMMUNES)
"""Those, and what queries are read with."""


@dataclass(frozen=True)
class Nomenclature:
    """An index of job titles, and the edition that it comes from (None: the compact built-in table)."""

    index: JobIndex
    edition: Edition | None = None


def job_index(session: Session, folder: Path) -> Nomenclature:
    """The jobs to search in; the index of the official ones is kept in ``folder``, built where it is not there."""
    known = queries.editions(session)
    tuning = Tuning(towns=towns(session)) if ReferencePart.COMMUNES in known else Tuning()
    edition = known.get(ReferencePart.ROME_APPELLATIONS)
    if edition is None:
        return Nomenclature(built_in() if not tuning.towns else build(rome_compact.titles(), tuning=tuning))
    place = folder / f"rome-{queries.fingerprint(known, SEARCHED)}.npz"
    kept = _kept(session, place, tuning)
    if kept is None:
        kept = build(queries.rome_titles(session), queries.rome_skills(session), tuning=tuning)
        with suppress(OSError):  # a full or read-only disk must not stop a search
            kept.titles.save(place)
            _forget_others(place)
    return Nomenclature(kept, edition)


def known_rome(session: Session) -> Rome:
    """What is known of jobs: labels, parents of before 2023, neighbours, skills and NAF divisions."""
    return Rome(
        labels=queries.rome_labels(session),
        parents=queries.rome_parents(session),
        neighbours=queries.rome_neighbours(session),
        skills=queries.rome_skills(session),
        divisions=queries.rome_divisions(session),
    )


def _kept(session: Session, place: Path, tuning: Tuning) -> JobIndex | None:
    """The index kept, with the labels of today; None when it is absent, torn, or of another version of the search."""
    try:
        titles = TitleIndex.load(place, tuning=tuning)
    except Unusable:
        return None
    return JobIndex(titles, _rows(titles, queries.rome_labels(session)))


def _rows(titles: TitleIndex, labels: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    corpus = titles.corpus
    found = []
    for title, group in zip(corpus.titles, corpus.position_groups.tolist(), strict=True):
        code = corpus.group_names[group] if group >= 0 else ""
        found.append((code, labels.get(code, title), title))
    return tuple(found)


def _forget_others(place: Path) -> None:
    for other in place.parent.glob("rome-*.npz"):
        if other != place:
            other.unlink(missing_ok=True)
