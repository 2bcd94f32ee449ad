"""A file of people + what is recorded → persons, residences, times in the PLIE and orientations to write.

What a row says replaces what was said before; what it leaves blank is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clauses.files.rules import Issue
from clauses.people.rules import Sector, in_force_at
from clauses.reference import communes
from clauses.reference.rules import Decision, Origin, Sex
from imports.people.checks import refusal, remarks
from imports.people.facts import KnownPeople, OrientationFacts, OrientationKey, PersonFacts, Place, ResidenceFacts
from imports.people.identity import Found, Identities
from imports.said import Headers, Row, issue_of


@dataclass
class PeoplePlan:
    """What to write, by person: an id, or a negative number for someone new."""

    people: dict[int, PersonFacts] = field(default_factory=dict)
    residences: dict[int, dict[date, tuple[ResidenceFacts, Place]]] = field(default_factory=dict)
    participations: dict[tuple[int, date], tuple[date | None, Place]] = field(default_factory=dict)
    orientations: dict[OrientationKey, tuple[OrientationFacts, Place]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    doubts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Somebody added (a negative number) → those recorded who may be the same."""

    created: int = 0
    replaced: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Home:
    """Since when a row says where someone lives (None: it does not), and whether it was news just before it."""

    since: date | None
    is_news: bool


@dataclass(frozen=True)
class _Taken:
    """What one accepted row was about, and whether it changed anything of what was known just before it."""

    person: int
    since: date | None
    plie_from: date | None
    orientation: OrientationKey | None
    changed: bool

    @property
    def key(self) -> object:
        return self.orientation or self.person


def plan(rows: Iterable[Row], known: KnownPeople, headers: Headers, *, today: date) -> PeoplePlan:
    """Decides every row in the order of the file. What a row without any date says holds from ``today`` on."""
    rows = list(rows)
    made, identities = PeoplePlan(), Identities(known.identities, rows, known.confirmed)
    about: list[tuple[int, Row]] = []
    for row in rows:
        refused = refusal(row)
        found = Found(None, refused) if refused else identities.find(row)
        if found.said is not None:
            made.issues.append(issue_of(row, found.said, headers))
        if found.person is None:
            continue
        made.accepted.add((row["sheet"], row["row"]))
        if found.candidates:
            made.doubts[found.person] = found.candidates
        made.issues.extend(issue_of(row, saying, headers) for saying in remarks(row, known.quartiers))
        about.append((found.person, row))
    homes = _homes(made, about, known, headers, today)
    taken = [_take(made, person, row, known, home=home) for (person, row), home in zip(about, homes, strict=True)]
    _leave_what_is_recorded(made, known, today)
    _count(made, taken, known)
    return made


def _homes(
    made: PeoplePlan, about: Sequence[tuple[int, Row]], known: KnownPeople, headers: Headers, today: date
) -> list[_Home]:
    """Where each row says that someone lives: dated rows first, then those that speak of today."""
    found: dict[int, _Home] = {}
    for is_dated in (True, False):
        for index, (person, row) in enumerate(about):
            if (_told_on(row) is not None) is is_dated:
                found[index] = _residence(made, person, row, known, headers=headers, today=today)
    return [found[index] for index in range(len(about))]


def _told_on(row: Row) -> date | None:
    day: date | None = row["oriented_on"] or row["plie_from"]
    return day


def _leave_what_is_recorded(made: PeoplePlan, known: KnownPeople, today: date) -> None:
    """Two rows of a file may say one thing then the other: what matters is where that leaves what is recorded."""
    made.people = {person: facts for person, facts in made.people.items() if known.people.get(person) != facts}
    made.orientations = {
        key: (facts, place) for key, (facts, place) in made.orientations.items() if known.orientations.get(key) != facts
    }
    made.participations = {
        (person, start): (end, place)
        for (person, start), (end, place) in made.participations.items()
        if (start, end) not in known.participations.get(person, {}).items()
    }
    for person, homes in list(made.residences.items()):
        recorded = known.residences.get(person, {})
        moved = {since: said for since, said in homes.items() if said[0] != recorded.get(since)}
        lived = {**recorded, **{since: facts for since, (facts, _) in moved.items() if since != today}}
        if today in moved and moved[today][0] == in_force_at(lived, today):
            del moved[today]
        made.residences[person] = moved
        if not moved:
            del made.residences[person]


def _count(made: PeoplePlan, taken: Sequence[_Taken], known: KnownPeople) -> None:
    """A row is new when its orientation is, or the person when it tells none."""
    seen: set[object] = set()
    for row in taken:
        recorded = row.key in known.orientations if row.orientation else row.person in known.people
        is_new = not recorded and row.key not in seen
        seen.add(row.key)
        replaced = not is_new and row.changed and _remains(made, row)
        made.created += is_new
        made.replaced += replaced
        made.unchanged += not is_new and not replaced


def _remains(made: PeoplePlan, row: _Taken) -> bool:
    return (
        row.person in made.people
        or row.since in made.residences.get(row.person, {})
        or (row.plie_from is not None and (row.person, row.plie_from) in made.participations)
        or row.orientation in made.orientations
    )


def _take(made: PeoplePlan, person: int, row: Row, known: KnownPeople, *, home: _Home) -> _Taken:
    """Adds a row to the plan."""
    place = Place(row["sheet"], row["row"])
    changed = _person(made, person, row, known) | home.is_news
    if row["plie_from"] is not None:
        changed |= _participation(made, person, row, known, place)
    key: OrientationKey | None = None
    if row["oriented_on"] is not None:
        key = (person, row["oriented_on"], Sector(row["sector"]) if row["sector"] else Sector.UNKNOWN)
        changed |= _orientation(made, key, row, known, place)
    return _Taken(person, home.since, row["plie_from"], key, changed)


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


def _residence(made: PeoplePlan, person: int, row: Row, known: KnownPeople, *, headers: Headers, today: date) -> _Home:
    """Adds where a row says that someone lives.

    Each dated row is kept, even when it repeats: it is the proof of that day, whatever a later file says of others.
    Without a date it is news of today, and of every day before when nothing else is known (`in_force_at`).
    """
    if not any(row[name] for name in ("address", "postal_code", "commune", "qpv")):
        return _Home(None, is_news=False)
    planned = made.residences.get(person, {})
    lived = {**known.residences.get(person, {}), **{day: facts for day, (facts, _) in planned.items()}}
    told_on = _told_on(row)
    since = told_on or today
    before = in_force_at(lived, since)
    recognised = known.quartiers.recognise(row["qpv"], row["commune"])
    said = (row["sheet"], "qpv") in headers.sent and not recognised.unsure
    facts = ResidenceFacts(
        address=row["address"],
        postal_code=row["postal_code"],
        commune=row["commune"],
        qpv_key=recognised.key,
        qpv_name=recognised.name if recognised.key else None,
        outside_qpv=True if said and recognised.key is None else None,
    )
    if before is not None:
        facts = _kept_where_silent(facts, before, said=said)
    if facts == (before if told_on is None else lived.get(since)):
        return _Home(since, is_news=False)
    made.residences.setdefault(person, {})[since] = (facts, Place(row["sheet"], row["row"]))
    return _Home(since, is_news=True)


def _kept_where_silent(facts: ResidenceFacts, before: ResidenceFacts, *, said: bool) -> ResidenceFacts:
    """A file without a QPV column says nothing of the QPV of someone who has not moved; nor of the address.

    ``said``: the row says where they are, in a QPV or not; « NC » does not.
    """
    if facts.commune is not None and communes.name_key(facts.commune) != communes.name_key(before.commune or ""):
        return facts
    kept: dict[str, Any] = {"commune": before.commune or facts.commune}
    kept |= {name: getattr(before, name) for name in ("address", "postal_code") if getattr(facts, name) is None}
    if not said:
        kept |= {"qpv_key": before.qpv_key, "qpv_name": before.qpv_name, "outside_qpv": before.outside_qpv}
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


def _orientation(made: PeoplePlan, key: OrientationKey, row: Row, known: KnownPeople, place: Place) -> bool:
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
    if before is not None and decision not in (None, before.decision):
        # Another decision does not keep the date and the motive of the one before it.
        after = replace(after, decided_on=said.decided_on, reason=said.reason)
    if after == before:
        return False
    made.orientations[key] = (after, place)
    return True
