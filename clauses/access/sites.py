"""The operator's follow-up: whose actions, meetings, missions and fiches are seen.

A facilitateur sees the actions of the territory, an operator its own; both see of them the people whom they see anyway.
A référent sees what was done with their own participants; a company, the visits where its own people were seen, and
their missions, never a fiche de suivi.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from clauses.access import conditions as on
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.markets.models import Lot, Market
from clauses.people.models import Person
from clauses.sites.models import (
    ActivitySheet,
    Attendance,
    FollowUp,
    Meeting,
    Mission,
    OperatorAction,
    Referral,
    TerritoryAction,
    VisitTask,
)
from clauses.sites.rules import MeetingKind

Condition = ColumnElement[bool]
_VISITS: Final = 200


def action(standing: Standing, reach: Reach, today: date, column: Any = None) -> Condition:
    """Actions, by the column that holds their id."""
    number = col(OperatorAction.id) if column is None else column
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return on.in_territory(
                number, TerritoryAction.action_id, TerritoryAction.territory_id, standing.territory_id
            )
        case ((Reach.ASSIGNED | Reach.OWN), ActorKind.O):
            own = col(OperatorAction.operator_id) == standing.organisation_id
            return number.in_(select(col(OperatorAction.id)).where(own))
        case Reach.OWN, ActorKind.P:
            mine = on.person(standing, reach, today, col(Referral.person_id))
            return number.in_(select(col(Referral.action_id)).where(mine))
        case _:
            return false()


def referral(standing: Standing, reach: Reach, today: date) -> Condition:
    """Who was sent: of an action seen, somebody seen."""
    return _of_somebody(standing, reach, today, Referral)


def follow_up(standing: Standing, reach: Reach, today: date) -> Condition:
    """Fiches de suivi: of an action seen, on somebody seen."""
    return _of_somebody(standing, reach, today, FollowUp)


def mission(standing: Standing, reach: Reach, today: date) -> Condition:
    """Missions: as fiches; a company, those of its own people."""
    if standing.kind is ActorKind.E:
        return on.person(standing, reach, today, col(Mission.person_id))
    return _of_somebody(standing, reach, today, Mission)


def meeting(standing: Standing, reach: Reach, today: date, column: Any = None) -> Condition:
    """Meetings: of an action followed whole; else those where somebody of one's own was expected."""
    number = col(Meeting.id) if column is None else column
    every = select(col(Meeting.id))
    if standing.kind in (ActorKind.E, ActorKind.P):
        return number.in_(select(col(Attendance.meeting_id)).where(attendance(standing, reach, today)))
    return number.in_(every.where(action(standing, reach, today, col(Meeting.action_id))))


def sheet(standing: Standing, reach: Reach, today: date) -> Condition:
    """Fiches d'activités: with their mission."""
    return col(ActivitySheet.mission_id).in_(select(col(Mission.id)).where(mission(standing, reach, today)))


def task(standing: Standing, reach: Reach, today: date) -> Condition:
    """What a meeting left to be done: with it."""
    return meeting(standing, reach, today, col(VisitTask.meeting_id))


def attendance(standing: Standing, reach: Reach, today: date) -> Condition:
    """Who was at them: somebody seen, of an action seen; a company, at the visits of its sites."""
    seen = on.person(standing, reach, today, col(Attendance.person_id))
    if standing.kind is ActorKind.E:
        return and_(seen, col(Attendance.kind) == MeetingKind.SITE_VISIT)
    held = select(col(Meeting.id)).where(action(standing, reach, today, col(Meeting.action_id)))
    return and_(seen, col(Attendance.meeting_id).in_(held))


def kinds_on(session: Session, scope: Scope, action_id: int) -> frozenset[ActorKind]:
    """In what capacities one reads that action: an operator of one action may be the référent of somebody of another.

    Somebody of a single capacity has what the guard gave; no query then.
    """
    if len(scope.standings) == 1:
        return scope.kinds
    return frozenset(
        standing.kind
        for standing, grant in scope.rights(Resource.SITE, Act.READ)
        if session.exec(
            select(OperatorAction.id).where(
                col(OperatorAction.id) == action_id, action(standing, grant.reach, scope.today)
            )
        ).first()
        is not None
    )


def people_seen(session: Session, scope: Scope, action_id: int) -> frozenset[int]:
    """Those of an action whom one sees: one query."""
    sent = select(col(Referral.person_id)).where(col(Referral.action_id) == action_id)
    seen = select(Person.id).where(col(Person.id).in_(sent), on.showing(scope, Resource.IDENTITY))
    rows = session.exec(seen).all()
    return frozenset(number for number in rows if number is not None)


@dataclass(frozen=True)
class Visit:
    """A visit of a site where somebody of one's own was seen."""

    held_on: date
    place: str | None
    market: str
    lot: str
    person: str
    present: bool | None


def visits_of(session: Session, scope: Scope) -> list[Visit]:
    """The site visits of the people whom one sees, the latest first: what a company reads of the follow-up."""
    seen = on.any_of(
        attendance(standing, grant.reach, scope.today) for standing, grant in scope.rights(Resource.SITE, Act.READ)
    )
    rows = session.execute(
        rows_of(Meeting, Attendance, Person, Lot, Market)
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .join(Person, col(Person.id) == col(Attendance.person_id))
        .join(Lot, col(Lot.id) == col(Meeting.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(seen, col(Meeting.kind) == MeetingKind.SITE_VISIT)
        .order_by(col(Meeting.held_on).desc(), col(Person.last_key), col(Attendance.id))
        .limit(_VISITS)
    )
    return [
        Visit(
            held.held_on, held.place, market.reference, lot.number, f"{person.first_name} {person.last_name}",
            there.present,
        )
        for held, there, person, lot, market in rows
    ]  # fmt: skip


def _of_somebody(standing: Standing, reach: Reach, today: date, table: Any) -> Condition:
    return and_(
        action(standing, reach, today, col(table.action_id)), on.person(standing, reach, today, col(table.person_id))
    )
