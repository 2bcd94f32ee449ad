"""What a sender of people may write: somebody new, or one more orientation of somebody known; no more than that.

Only the people of the sender's territory are known to it, and what is recorded of them changes only where the matrix
lets the sender change it. Somebody sent is put in that territory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from clauses.access.depositing import Sending
from clauses.accounts.models import TerritoryPerson
from clauses.accounts.rules import FIRST_TERRITORY
from clauses.accounts.users import entrust
from clauses.files.rules import Severity
from clauses.people.models import Person
from clauses.people.rules import Name, Sector
from imports.people.apply import load as recorded
from imports.people.facts import KnownPeople, OrientationKey, Place
from imports.people.plan import PeoplePlan, plan
from imports.said import Headers, Row, Saying, issue_of


@dataclass(frozen=True)
class Sent:
    """The people whom a sender knows, may change and may orient; and the names (folded) of those of elsewhere."""

    here: frozenset[int]
    changed: frozenset[int]
    oriented: frozenset[int]
    elsewhere: frozenset[tuple[str, str, date]]

    def narrowed(self, known: KnownPeople) -> KnownPeople:
        """What is recorded, less the people of other territories: they are as if unknown."""
        return replace(
            known,
            identities=[one for one in known.identities if one.id in self.here],
            people=self._here(known.people),
            residences=self._here(known.residences),
            participations=self._here(known.participations),
            orientations={key: facts for key, facts in known.orientations.items() if key[0] in self.here},
            confirmed={said: person for said, person in known.confirmed.items() if person in self.here},
        )

    def _here(self, by_person: Mapping[int, Any]) -> dict[int, Any]:
        return {person: said for person, said in by_person.items() if person in self.here}

    def allow(self, made: PeoplePlan, known: KnownPeople, rows: Sequence[Row], headers: Headers) -> None:
        """Takes out of a plan what is not the sender's to write, and refuses the rows that nothing is left of."""
        told = {(row["sheet"], row["row"]): row for row in rows}
        for key, (_, place) in list(made.orientations.items()):
            refusal = self._refusal(key, made, known)
            if refusal is not None:
                made.issues.append(issue_of(told[place.sheet, place.row], refusal, headers))
                _drop(made, key, place, known)
        for person in [*made.people, *made.residences]:
            if person > 0 and person not in self.changed:
                made.people.pop(person, None)
                made.residences.pop(person, None)

    def _refusal(self, key: OrientationKey, made: PeoplePlan, known: KnownPeople) -> Saying | None:
        person = key[0]
        if person < 0:
            facts = made.people[person]
            keys = _names(facts.last_name, facts.first_name)
            return _KNOWN if (*keys, facts.birth_date) in self.elsewhere else None
        if person not in self.oriented:
            return _KNOWN
        return _ORIENTED if key in known.orientations and person not in self.changed else None


def _names(last_name: str, first_name: str) -> tuple[str, str]:
    name = Name.of(last_name, first_name)
    return name.last or last_name, name.first or first_name


def _drop(made: PeoplePlan, key: OrientationKey, place: Place, known: KnownPeople) -> None:
    del made.orientations[key]
    made.accepted.discard((place.sheet, place.row))
    if key in known.orientations:
        made.replaced -= 1
    else:
        made.created -= 1
    if key[0] < 0 and not any(other[0] == key[0] for other in made.orientations):
        del made.people[key[0]]
        made.residences.pop(key[0], None)
        made.doubts.pop(key[0], None)


def load(session: Session, sends: Sending, known: KnownPeople) -> Sent:
    """Whom a sender knows, may change and may orient."""

    def numbers(condition: Any) -> frozenset[int]:
        return frozenset(int(number or 0) for number in session.exec(select(col(Person.id)).where(condition)))

    here = numbers(sends.here)
    away = [one for one in known.identities if one.id not in here and one.identifier is None]
    names = frozenset((one.name.last, one.name.first, one.birth_date) for one in away)
    return Sent(here, here & numbers(sends.changed), here & numbers(sends.oriented), names)


def plan_for(
    session: Session, sends: Sending | None, rows: Sequence[Row], headers: Headers, *, today: date
) -> PeoplePlan:
    """A plan of these rows; of what the sender may write, when there is one."""
    known = recorded(session)
    if sends is None:
        return plan(rows, known, headers, today=today)
    sent = load(session, sends, known)
    known = sent.narrowed(known)
    made = plan(rows, known, headers, today=today)
    sent.allow(made, known, rows, headers)
    return made


def place(session: Session, sends: Sending | None, added: Iterable[int], *, today: date, by: str) -> None:
    """Puts those added in the sender's territory, when there is one, and entrusts them to who follows them."""
    if sends is None:
        return
    for number in added:
        if sends.territory_id != FIRST_TERRITORY:
            session.add(TerritoryPerson(person_id=number, territory_id=sends.territory_id))
        if sends.follower is not None:
            entrust(session, membership_id=sends.follower, person_id=number, today=today, by=by)
    session.flush()


def _already(row: Row) -> str:
    return (
        f"{row['first_name']} {row['last_name']} : cette personne est déjà enregistrée. Demandez à votre facilitateur "
        "de vous la confier."
    )


def _this_day(row: Row) -> str:
    sector = f" vers {Sector(row['sector']).label}" if row["sector"] else ""
    return (
        f"{row['first_name']} {row['last_name']} est déjà orienté ce jour-là{sector} : ce qui est enregistré "
        "est gardé. Demandez au facilitateur ce qu'il devient."
    )


_KNOWN = Saying("people.not_yours", "last_name", Severity.ERROR, _already)
_ORIENTED = Saying("people.oriented", "sector", Severity.ERROR, _this_day)
