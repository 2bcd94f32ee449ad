"""A file of people + what is recorded → persons, residences, times in the PLIE and orientations to write.

What a row says replaces what was said before; what it leaves blank is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.people.rules import Sector, in_force_at
from clauses.reference import qpv
from clauses.reference.rules import Decision, Origin, Sex
from imports.people.identity import Found, Identities, Known
from imports.said import Headers, Row, Saying, issue_of

LONG_AGO = date(1900, 1, 1)
"""Since when someone lives where a row without any date says."""


@dataclass(frozen=True)
class PersonFacts:
    """What is said of a person; None where nothing is."""

    identifier: str | None
    last_name: str
    first_name: str
    birth_date: date
    sex: Sex | None = None
    rsa: bool | None = None
    rqth: bool | None = None
    work_permit_until: date | None = None
    unemployed_since: date | None = None
    education_level: str | None = None
    french_level: str | None = None
    jobs: str | None = None
    skills: str | None = None
    licences: str | None = None
    mobility_km: int | None = None
    available_on: date | None = None


@dataclass(frozen=True)
class ResidenceFacts:
    address: str | None = None
    postal_code: str | None = None
    commune: str | None = None
    qpv_key: str | None = None
    qpv_name: str | None = None


@dataclass(frozen=True)
class OrientationFacts:
    origin: Origin | None = None
    prescriber: str | None = None
    referent: str | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Place:
    sheet: str
    row: int


OrientationKey = tuple[int, date, Sector]


@dataclass(frozen=True)
class KnownPeople:
    """What is recorded, by person id."""

    identities: Sequence[Known]
    people: Mapping[int, PersonFacts]
    residences: Mapping[int, Mapping[date, ResidenceFacts]]
    participations: Mapping[int, Mapping[date, date | None]]
    orientations: Mapping[OrientationKey, OrientationFacts]


@dataclass
class PeoplePlan:
    """What to write, by person: an id, or a negative number for someone new."""

    people: dict[int, PersonFacts] = field(default_factory=dict)
    residences: dict[int, dict[date, tuple[ResidenceFacts, Place]]] = field(default_factory=dict)
    participations: dict[tuple[int, date], tuple[date | None, Place]] = field(default_factory=dict)
    orientations: dict[OrientationKey, tuple[OrientationFacts, Place]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0


def plan(rows: Iterable[Row], known: KnownPeople, headers: Headers) -> PeoplePlan:
    """Decides every row in the order of the file."""
    made, identities = PeoplePlan(), Identities(known.identities)
    for row in rows:
        refusal = _refusal(row)
        found = Found(None, refusal) if refusal else identities.find(row)
        if found.said is not None:
            made.issues.append(issue_of(row, found.said, headers))
        if found.person is None:
            continue
        made.accepted.add((row["sheet"], row["row"]))
        made.issues.extend(issue_of(row, saying, headers) for saying in _remarks(row))
        new = found.person not in known.people and found.person not in made.people
        changed = _take(made, found.person, row, known, headers)
        made.created += new
        made.replaced += changed and not new
        made.unchanged += not changed and not new
    return made


def _refusal(row: Row) -> Saying | None:
    if row["plie_from"] and row["plie_until"] and row["plie_until"] < row["plie_from"]:
        return Saying("people.plie_reversed", "plie_until", Severity.ERROR, _plie_reversed)
    if row["plie_until"] and not row["plie_from"]:
        return Saying("people.plie_without_start", "plie_until", Severity.ERROR, _plie_without_start)
    return None


def _plie_reversed(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la sortie du PLIE ({french_day(row['plie_until'])}) précède l'entrée "
        f"({french_day(row['plie_from'])}). Corrigez l'une des deux dates."
    )


def _plie_without_start(row: Row) -> str:
    return f"Ligne {row['row']} : une sortie du PLIE sans date d'entrée. Indiquez « Entrée PLIE le »."


def _remarks(row: Row) -> list[Saying]:
    said = []
    residence = qpv.recognise(row["qpv"], row["commune"])
    if residence.watched:
        said.append(Saying("people.watched_quartier", "qpv", Severity.WARNING, _watched))
    elif residence.key and qpv.quartier_of(residence.key) is None:
        said.append(Saying("people.unknown_qpv", "qpv", Severity.WARNING, _unknown_qpv))
    if row["oriented_on"] is None and (row["sector"] or row["decision"] or row["prescriber"]):
        said.append(Saying("people.orientation_without_date", "oriented_on", Severity.WARNING, _undated))
    if row["oriented_on"] and row["decided_on"] and row["decided_on"] < row["oriented_on"]:
        said.append(Saying("people.decided_before_orientation", "decided_on", Severity.WARNING, _decided_early))
    if row["decided_on"] and not row["decision"]:
        said.append(Saying("people.date_without_decision", "decided_on", Severity.WARNING, _date_alone))
    return said


def _watched(row: Row) -> str:
    return f"Ligne {row['row']} : « {row['qpv']} » est un quartier de veille : il ne compte pas parmi les QPV."


def _unknown_qpv(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['qpv']} » n'est pas dans la table des quartiers prioritaires. "
        "Le quartier est gardé sous ce nom : vérifiez-le, ou donnez son code (QN…)."
    )


def _undated(row: Row) -> str:
    return (
        f"Ligne {row['row']} : l'orientation n'a pas de date et n'est pas comptée. Indiquez « Orienté le ». "
        "La personne est enregistrée."
    )


def _decided_early(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la décision ({french_day(row['decided_on'])}) précède l'orientation "
        f"({french_day(row['oriented_on'])}). Vérifiez les deux dates."
    )


def _date_alone(row: Row) -> str:
    return f"Ligne {row['row']} : une date de décision sans décision. Indiquez « validé » ou « non intégré »."


def _take(made: PeoplePlan, person: int, row: Row, known: KnownPeople, headers: Headers) -> bool:
    """Adds a row to the plan; whether it changes anything."""
    place = Place(row["sheet"], row["row"])
    changed = _person(made, person, row, known)
    changed |= _residence(made, person, row, known, headers=headers, place=place)
    if row["plie_from"] is not None:
        changed |= _participation(made, person, row, known, place)
    if row["oriented_on"] is not None:
        changed |= _orientation(made, person, row, known, place)
    return changed


def _person(made: PeoplePlan, person: int, row: Row, known: KnownPeople) -> bool:
    said = PersonFacts(
        identifier=row["identifier"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        birth_date=row["birth_date"],
        sex=Sex(row["sex"]) if row["sex"] else None,
        rsa=row["rsa"],
        rqth=row["rqth"],
        work_permit_until=row["work_permit_until"],
        unemployed_since=row["unemployed_since"],
        education_level=row["education_level"],
        french_level=row["french_level"],
        jobs=_joined(row["jobs"]),
        skills=_joined(row["skills"]),
        licences=_joined(row["licences"]),
        mobility_km=row["mobility_km"],
        available_on=row["available_on"],
    )
    before = made.people.get(person) or known.people.get(person)
    after = said if before is None else _completed(before, said, keep=("last_name", "first_name", "birth_date"))
    if after == before:
        return False
    made.people[person] = after
    return True


def _completed(before: Any, said: Any, *, keep: tuple[str, ...] = ()) -> Any:
    """``before`` with what was said; ``keep`` names what only a person changes, once it is recorded."""
    return replace(
        before, **{name: value for name, value in vars(said).items() if value is not None and name not in keep}
    )


def _joined(texts: Sequence[str] | None) -> str | None:
    return " ; ".join(texts) if texts else None


def _residence(made: PeoplePlan, person: int, row: Row, known: KnownPeople, *, headers: Headers, place: Place) -> bool:
    told = [row[name] for name in ("address", "postal_code", "commune", "qpv")]
    if not any(told):
        return False
    since = row["oriented_on"] or row["plie_from"] or LONG_AGO
    planned = made.residences.get(person, {})
    lived = {**known.residences.get(person, {}), **{day: facts for day, (facts, _) in planned.items()}}
    before = in_force_at(lived, since)
    recognised = qpv.recognise(row["qpv"], row["commune"])
    facts = ResidenceFacts(
        address=row["address"],
        postal_code=row["postal_code"],
        commune=row["commune"],
        qpv_key=recognised.key,
        qpv_name=recognised.name if recognised.key else None,
    )
    if before is not None:
        facts = _kept_where_silent(facts, before, row, headers)
    if facts == before:
        return False
    made.residences.setdefault(person, {})[since] = (facts, place)
    return True


def _kept_where_silent(facts: ResidenceFacts, before: ResidenceFacts, row: Row, headers: Headers) -> ResidenceFacts:
    """A file without a QPV column says nothing of the QPV of someone who has not moved; nor of the address."""
    if facts.commune != before.commune:
        return facts
    kept = {name: getattr(before, name) for name in ("address", "postal_code") if getattr(facts, name) is None}
    if (row["sheet"], "qpv") not in headers.sent:
        kept |= {"qpv_key": before.qpv_key, "qpv_name": before.qpv_name}
    return replace(facts, **kept)


def _participation(made: PeoplePlan, person: int, row: Row, known: KnownPeople, place: Place) -> bool:
    start, end = row["plie_from"], row["plie_until"]
    recorded = known.participations.get(person, {})
    known_already = start in recorded or (person, start) in made.participations
    before = made.participations[person, start][0] if (person, start) in made.participations else recorded.get(start)
    if known_already and (end is None or end == before):
        return False
    made.participations[person, start] = (end, place)
    return True


def _orientation(made: PeoplePlan, person: int, row: Row, known: KnownPeople, place: Place) -> bool:
    key = (person, row["oriented_on"], Sector(row["sector"]) if row["sector"] else Sector.UNKNOWN)
    decision = Decision(row["decision"]) if row["decision"] else None
    said = OrientationFacts(
        origin=Origin(row["origin"]) if row["origin"] else None,
        prescriber=row["prescriber"],
        referent=row["referent"],
        decision=decision,
        decided_on=row["decided_on"] if decision else None,
        reason=row["reason"],
    )
    planned = made.orientations.get(key)
    before = planned[0] if planned else known.orientations.get(key)
    after = said if before is None else _completed(before, said)
    if after == before:
        return False
    made.orientations[key] = (after, place)
    return True
