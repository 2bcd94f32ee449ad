"""People, and the rows that are theirs alone: whom somebody sees, which parts of their file show."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlmodel import col

from clauses.access.conditions.grounds import Column, Condition, any_of, assigned, in_territory
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import Assignment, Organisation, TerritoryPerson
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.hours.models import Contract
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from clauses.sites.models import OperatorAction, Referral
from clauses.sites.rules import ReferralState


def person(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """People, by the column that holds their id."""
    number = col(Person.id) if column is None else column
    match reach:
        case Reach.TERRITORY:
            return in_territory(number, TerritoryPerson.person_id, TerritoryPerson.territory_id, standing.territory_id)
        case Reach.ASSIGNED | Reach.OWN if standing.kind in (ActorKind.O, ActorKind.P):
            return _entrusted(number, standing, today)
        case Reach.PROPOSED | Reach.OWN if standing.kind is ActorKind.E:
            return hired_by(standing.organisation_id, number)
        case Reach.GLASS:
            key, territory = TerritoryPerson.person_id, TerritoryPerson.territory_id
            return any_of(in_territory(number, key, territory, opened) for opened in sorted(standing.glass))
        case Reach.SENT:
            return or_(number.in_(assigned(Assignment.person_id, standing, today)), _sent(number, standing))
        case _:
            return false()


def hired_by(organisation_id: int | None, column: Column = None) -> Condition:
    """People who have a contract with that employer, by the column that holds their id."""
    number = col(Person.id) if column is None else column
    hired: Condition = number.in_(select(col(Contract.person_id)).where(col(Contract.employer_id) == organisation_id))
    return hired


def showing(scope: Scope, resource: Resource, field: str = "") -> Condition:
    """The people of whom a part shows: by grants that give the whole resource, or that field of it."""
    return any_of(
        person(standing, grant.reach, scope.today)
        for standing, grant in scope.rights(resource, Act.READ)
        if not grant.fields or field in grant.fields
    )


def of_person(table: type[Orientation] | type[Exit]) -> Any:
    """Rows of people: whoever sees the person, to that reach, sees them."""

    def condition(standing: Standing, reach: Reach, today: date) -> Condition:
        return person(standing, reach, today, col(table.person_id))

    return condition


def _sent(number: Column, standing: Standing) -> Condition:
    """Oriented, in the prescriber's own territory, by the body that bears the prescriber's name."""
    named = select(col(Organisation.name)).where(col(Organisation.id) == standing.organisation_id).scalar_subquery()
    oriented = select(col(Orientation.person_id)).where(col(Orientation.prescriber) == named)
    here = in_territory(number, TerritoryPerson.person_id, TerritoryPerson.territory_id, standing.territory_id)
    return and_(number.in_(oriented), here)


def _entrusted(number: Column, standing: Standing, today: date) -> Condition:
    """Assigned to the membership; for an operator, sent to its action as well."""
    own: Condition = number.in_(assigned(Assignment.person_id, standing, today))
    return or_(own, number.in_(_referred(standing))) if standing.kind is ActorKind.O else own


def _referred(standing: Standing) -> Any:
    """Sent to an action of the operator, which waits or said yes: whoever it refuses, it no longer sees."""
    return (
        select(col(Referral.person_id))
        .join(OperatorAction, col(OperatorAction.id) == col(Referral.action_id))
        .where(
            col(OperatorAction.operator_id) == standing.organisation_id,
            col(Referral.state) != ReferralState.REFUSED,
        )
    )
