"""People and needs as they are recorded → the values that are compared.

Only the columns named here are read. Sex, birth date, RSA, RQTH, level of education, names: a record may have them, and
nothing here looks at them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from clauses.matching.french_levels import FrenchLevel, french_level
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.rome import CODE
from clauses.matching.rules import Candidate, Job, JobCode, Need
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from clauses.words import tidy

Record = Mapping[str, object]
CodesOf = Callable[[str], Sequence[tuple[str, float]]]
"""A job in words → ROME codes with scores from 0 to 1, best first: the search of `titles`, or a table made by it."""

PlaceOf = Callable[[str, str | None], str | None]
"""The name of a commune and its postal code → its INSEE code, None when it is not known."""

READ_OF_PEOPLE = frozenset({
    "key", "jobs", "skills", "licences", "commune", "postal_code", "mobility_km", "french_level", "french_assessed_on",
    "available_on", "hours_from", "hours_to", "waiting_since", "sectors",
})  # fmt: skip
"""Every column of a person that scoring may see."""

MOST_CODES = 3
SURE_ENOUGH = 0.5
"""A search score from which the best answer is taken as what was meant."""

MOST_PARTS = 12
"""Jobs or skills read of one person or need."""

LONGEST = 200
"""Characters kept of one text."""


def candidate_of(record: Record, *, codes: CodesOf, places: PlaceOf) -> Candidate:
    """Someone as scoring sees them; what is absent or of another type is not known."""
    commune = _text(record.get("commune"))
    return Candidate(
        key=_text(record.get("key")),
        jobs=tuple(job_of(text, codes) for text in _parts(record.get("jobs"))),
        skills=_parts(record.get("skills")),
        holding=holding(_texts(record.get("licences"))),
        place=_place(commune, record, places),
        place_name=commune,
        mobility_km=_natural(record.get("mobility_km")),
        french=_level(record.get("french_level")),
        french_assessed_on=_day(record.get("french_assessed_on")),
        available_on=_day(record.get("available_on")),
        hours_from=_natural(record.get("hours_from")),
        hours_to=_natural(record.get("hours_to")),
        waiting_since=_day(record.get("waiting_since")),
        sectors=_sectors(record.get("sectors")),
    )


def need_of(record: Record, *, codes: CodesOf, places: PlaceOf) -> Need:
    """A need as it is compared. Raises ``KeyError`` without ``starts_on``, which every need has."""
    starts_on = _day(record["starts_on"])
    if starts_on is None:
        raise KeyError("starts_on")
    commune = _text(record.get("commune"))
    posts = _natural(record.get("posts"))
    sector = next(iter(_sectors(record.get("sector"))), None)
    return Need(
        key=_text(record.get("key")),
        job=job_of(_text(record.get("job")), codes),
        starts_on=starts_on,
        ends_on=_day(record.get("ends_on")),
        posts=1 if posts is None else posts,
        skills=_parts(record.get("skills")),
        required=requirements(_texts(record.get("licences"))),
        french=_level(record.get("french_level")),
        place=_place(commune, record, places),
        place_name=commune,
        weekly_hours=_natural(record.get("weekly_hours")),
        sector=sector,
        division=_text(record.get("division"))[:2] or None,
        qpv_only=record.get("qpv_only") is True,
        publics=_publics(record.get("publics")),
    )


def job_of(text: str, codes: CodesOf) -> Job:
    """A job in words, with the ROME codes written in it, else those that the search gives.

    The best answer is sure once its score is ``SURE_ENOUGH``; the others are as sure as the square of how near they
    come, and left out below half: « menuisier » may be a fitter, « maçon » is hardly a landscape mason.
    """
    said = tidy(text)
    written = list(dict.fromkeys(code.upper() for code in CODE.findall(said)))
    bare = tidy(CODE.sub(" ", said)).strip(" -–—/():,") if written else said
    if written:
        return Job(bare or said, tuple(JobCode(code) for code in written[:MOST_CODES]))
    found = list(codes(said))[:MOST_CODES] if said else []
    if not found:
        return Job(said)
    best = max(score for _, score in found)
    surest = min(1.0, best / SURE_ENOUGH)
    kept = [(code, score / best) for code, score in found if best > 0 and score >= best / 2]
    return Job(said, tuple(JobCode(code, surest * near * near) for code, near in kept))


def _text(value: object) -> str:
    return tidy(value[: 2 * LONGEST])[:LONGEST] if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, Iterable) else ()


def _parts(value: object) -> tuple[str, ...]:
    parts = [_text(part) for text in _texts(value) for part in text.split(";", MOST_PARTS)]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_PARTS]


def _natural(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _level(value: object) -> FrenchLevel | None:
    return french_level(value) if isinstance(value, str) else None


def _publics(value: object) -> frozenset[Criterion] | None:
    if not isinstance(value, frozenset):
        return None
    return frozenset(each for each in value if isinstance(each, Criterion)) or None


def _sectors(value: object) -> frozenset[Sector]:
    known = {sector.value for sector in Sector} - {Sector.UNKNOWN.value}
    return frozenset(Sector(str(text)) for text in _texts(value) if str(text) in known)


def _place(commune: str, record: Record, places: PlaceOf) -> str | None:
    return places(commune, _text(record.get("postal_code")) or None) if commune else None
