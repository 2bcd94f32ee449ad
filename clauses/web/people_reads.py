"""The list of people: those that somebody may see, searched whatever the spelling, with where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import Session, col

from clauses.access.conditions import showing
from clauses.access.queries import narrowed, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.hours.models import Contract
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.reference.rules import Decision
from clauses.web.lists import Asked, holds, paged

SORTS: Final = ("nom", "naissance", "orientation")
WAITING, AT_WORK, WITHOUT = "attente", "oui", "non"
FILTERS: Final = {
    "decision": [WAITING, *(decision.value for decision in Decision)],
    "plie": [AT_WORK, WITHOUT],
    "contrat": [AT_WORK, WITHOUT],
    "qpv": [AT_WORK],
}
MOST_NEAR: Final = 10
_NEAR_ENOUGH = 70
"""Likeness (rapidfuzz ratio, 0-100) from which a name reminds of another."""
_MOST_COMPARED = 100_000


@dataclass(frozen=True)
class PersonRow:
    """One person of the list. What the reader may not see is None."""

    id: int
    identifier: str | None
    name: str
    birth_date: date
    oriented_on: date | None
    decision: Decision | None
    in_plie: bool
    at_work: bool


def list_people(session: Session, scope: Scope, wanted: Asked, on: date) -> tuple[list[PersonRow], int]:
    """The people of one page, and how many there are in all."""
    matching = narrowed(scope, Person).where(*_conditions(scope, wanted, on))
    total = session.scalar(matching.with_only_columns(func.count(col(Person.id)))) or 0
    last = _last_oriented(scope)
    rows: Any = session.execute(
        paged(
            matching.with_only_columns(Person, last.label("oriented_on")).order_by(*_order(wanted, last)),
            wanted,
        )
    ).all()
    shown = [person.id for person, _ in rows]
    decided = _decisions(session, scope, shown)
    followed, hired = (_among(session, scope, shown, each) for each in (_in_plie(scope, on), _at_work(scope, on)))
    return [
        PersonRow(
            id=person.id,
            identifier=person.identifier,
            name=f"{person.last_name} {person.first_name}",
            birth_date=person.birth_date,
            oriented_on=oriented_on,
            decision=decided.get(person.id),
            in_plie=person.id in followed,
            at_work=person.id in hired,
        )
        for person, oriented_on in rows
    ], total


def _among(session: Session, scope: Scope, people: Sequence[int], condition: ColumnElement[bool]) -> frozenset[int]:
    """Those of a page that a condition holds for.

    Asked of them alone: asked beside each row of the list, PostgreSQL read every contract of the database first.
    """
    rows = session.exec(narrowed(scope, Person).where(col(Person.id).in_(people), condition))
    return frozenset(each.id or 0 for each in rows)


def near(session: Session, scope: Scope, wanted: Asked) -> list[tuple[int, str]]:
    """People whose names are near what was looked for, when nobody bears it: the nearest first."""
    said = " ".join(wanted.terms)
    if not said:
        return []
    query = narrowed(scope, Person).with_only_columns(
        col(Person.id), col(Person.last_key), col(Person.first_key), col(Person.last_name), col(Person.first_name)
    )
    rows: Any = session.execute(query.limit(_MOST_COMPARED)).all()
    keys = {row[0]: f"{row[1]} {row[2]}" for row in rows}
    names = {row[0]: f"{row[3]} {row[4]}" for row in rows}
    turned = {row[0]: f"{row[2]} {row[1]}" for row in rows}
    lasts = {row[0]: row[1] for row in rows}
    best: dict[int, float] = {}
    for choices in (keys, turned, lasts):
        for _, score, number in process.extract(
            said, choices, scorer=fuzz.ratio, limit=MOST_NEAR, score_cutoff=_NEAR_ENOUGH
        ):
            best[number] = max(best.get(number, 0.0), score)
    ranked = sorted(best, key=lambda number: (-best[number], keys[number]))[:MOST_NEAR]
    return [(number, names[number]) for number in ranked]


def _conditions(scope: Scope, wanted: Asked, on: date) -> list[ColumnElement[bool]]:
    found = holds(
        wanted.terms, col(Person.last_key), col(Person.first_key), func.lower(func.coalesce(Person.identifier, ""))
    )
    filters = wanted.filters
    if filters["decision"]:
        found.append(_decided(scope, filters["decision"]))
    for name, condition in (("plie", _in_plie(scope, on)), ("contrat", _at_work(scope, on))):
        if filters[name]:
            found.append(condition if filters[name] == AT_WORK else ~condition)
    if filters["qpv"]:
        found.append(_in_qpv(scope, on))
    return found


def _in_plie(scope: Scope, on: date) -> ColumnElement[bool]:
    """Participants, for whoever sees criteria: an operator does not."""
    followed = exists().where(
        col(Participation.person_id) == col(Person.id),
        col(Participation.starts_on) <= on,
        or_(col(Participation.ends_on).is_(None), col(Participation.ends_on) >= on),
    )
    return and_(followed, showing(scope, Resource.CRITERIA))


def sees_plie(scope: Scope) -> bool:
    """Whether the list says who is in the PLIE."""
    return any(not grant.fields for _, grant in scope.rights(Resource.CRITERIA, Act.READ))


def _at_work(scope: Scope, on: date) -> ColumnElement[bool]:
    return exists().where(
        col(Contract.person_id) == col(Person.id),
        col(Contract.starts_on) <= on,
        or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= on),
        within(scope, Contract),
    )


def _in_qpv(scope: Scope, on: date) -> ColumnElement[bool]:
    """Those whose last home by that day is in a quartier, for whoever sees where they live."""
    homes = Residence.__table__.alias("later")  # type: ignore[attr-defined]
    later = exists().where(
        homes.c.person_id == col(Residence.person_id), homes.c.since > col(Residence.since), homes.c.since <= on
    )
    lives = exists().where(
        col(Residence.person_id) == col(Person.id),
        col(Residence.since) <= on,
        col(Residence.qpv_key).is_not(None),
        ~later,
    )
    return and_(lives, showing(scope, Resource.ADDRESS, "in_qpv"))


def _decided(scope: Scope, asked: str) -> ColumnElement[bool]:
    decided = col(Orientation.decision).is_(None) if asked == WAITING else col(Orientation.decision) == asked
    return exists().where(col(Orientation.person_id) == col(Person.id), decided, within(scope, Orientation))


def _last_oriented(scope: Scope) -> Any:
    query = narrowed(scope, Orientation).with_only_columns(func.max(Orientation.oriented_on))
    return query.where(col(Orientation.person_id) == col(Person.id)).correlate(Person).scalar_subquery()


def _decisions(session: Session, scope: Scope, people: Sequence[int]) -> dict[int, Decision]:
    """The decision of the last orientation of each."""
    query = (
        narrowed(scope, Orientation)
        .where(col(Orientation.person_id).in_(people))
        .with_only_columns(col(Orientation.person_id), col(Orientation.decision))
        .order_by(col(Orientation.oriented_on), col(Orientation.id))
    )
    rows: Any = session.execute(query)
    last = dict(list(rows))
    return {person: Decision(decision) for person, decision in last.items() if decision is not None}


def _order(wanted: Asked, last: Any) -> list[Any]:
    columns: dict[str, list[Any]] = {
        "nom": [col(Person.last_key), col(Person.first_key)],
        "naissance": [col(Person.birth_date)],
        "orientation": [last],
    }
    ordered = [column.desc() if wanted.descending else column.asc() for column in columns[wanted.key]]
    if wanted.key == "orientation":  # said of a column that is never empty, it would keep its index from being used
        ordered = [column.nulls_last() for column in ordered]
    return [*ordered, col(Person.id)]
