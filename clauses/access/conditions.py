"""Standing × reach → which rows: the conditions that narrow a query, one function a kind of row.

Whatever a function does not know is `false()`: a reach that the matrix gives and that no function here answers shows
nothing. Sub-queries, never joins: a condition neither multiplies rows nor changes what the query selects.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true
from sqlmodel import col

from clauses.accounts.keys import Token
from clauses.accounts.matrix import Reach
from clauses.accounts.models import (
    Assignment,
    BreakGlass,
    Deposit,
    Membership,
    Organisation,
    TerritoryMarket,
    TerritoryPerson,
    User,
)
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Standing
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market, Obligation
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from clauses.sites.models import OperatorAction, Referral
from clauses.sites.rules import ReferralState

Condition = ColumnElement[bool]
Column = Any


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
            return or_(number.in_(_assigned(Assignment.person_id, standing, today)), _sent(number, standing))
        case _:
            return false()


def hired_by(organisation_id: int | None, column: Column = None) -> Condition:
    """People who have a contract with that employer, by the column that holds their id."""
    number = col(Person.id) if column is None else column
    hired: Condition = number.in_(select(col(Contract.person_id)).where(col(Contract.employer_id) == organisation_id))
    return hired


def _sent(number: Column, standing: Standing) -> Condition:
    """Oriented, in the prescriber's own territory, by the body that bears the prescriber's name."""
    named = select(col(Organisation.name)).where(col(Organisation.id) == standing.organisation_id).scalar_subquery()
    oriented = select(col(Orientation.person_id)).where(col(Orientation.prescriber) == named)
    here = in_territory(number, TerritoryPerson.person_id, TerritoryPerson.territory_id, standing.territory_id)
    return and_(number.in_(oriented), here)


def _entrusted(number: Column, standing: Standing, today: date) -> Condition:
    """Assigned to the membership; for an operator, sent to its action as well."""
    assigned: Condition = number.in_(_assigned(Assignment.person_id, standing, today))
    return or_(assigned, number.in_(_referred(standing))) if standing.kind is ActorKind.O else assigned


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


def of_person(table: type[Orientation] | type[Exit]) -> Any:
    """Rows of people: whoever sees the person, to that reach, sees them."""

    def condition(standing: Standing, reach: Reach, today: date) -> Condition:
        return person(standing, reach, today, col(table.person_id))

    return condition


def lot(  # noqa: PLR0911  # one answer a reach
    standing: Standing, reach: Reach, today: date, column: Column = None
) -> Condition:
    """Lots, by the column that holds their id."""
    number = col(Lot.id) if column is None else column
    match reach, standing.kind:
        case Reach.ALL, _:
            return true()
        case Reach.TERRITORY, _:
            return number.in_(select(col(Lot.id)).where(_market_here(col(Lot.market_id), standing)))
        case Reach.OWN, ActorKind.E:
            return number.in_(_lots_where_it_works(standing))
        case Reach.OWN, ActorKind.D:
            return number.in_(select(col(Lot.id)).where(col(Lot.market_id).in_(_bought(standing))))
        case Reach.ASSIGNED, ActorKind.O:
            return number.in_(_assigned(Assignment.lot_id, standing, today))
        case Reach.LINKED, ActorKind.P:
            return number.in_(select(col(Contractor.lot_id)).where(_where_its_people_work(standing, today)))
        case _:
            return false()


def market(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Markets: their own, else those of the lots reached."""
    number = col(Market.id) if column is None else column
    match reach, standing.kind:
        case Reach.ALL, _:
            return true()
        case Reach.TERRITORY, _:
            return _market_here(number, standing)
        case Reach.OWN, ActorKind.D:
            return number.in_(_bought(standing))
        case _:
            return number.in_(select(col(Lot.market_id)).where(lot(standing, reach, today)))


def contractor(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Contractors of a lot: a company sees itself alone, not its neighbours on the lot."""
    number = col(Contractor.id) if column is None else column
    own = select(col(Contractor.id))
    match reach, standing.kind:
        case Reach.OWN | Reach.RELEASED, ActorKind.E:
            return number.in_(own.where(col(Contractor.organisation_id) == standing.organisation_id))
        case Reach.LINKED, ActorKind.P:
            return number.in_(own.where(_where_its_people_work(standing, today)))
        case _:
            return number.in_(own.where(lot(standing, reach, today, col(Contractor.lot_id))))


def obligation(standing: Standing, reach: Reach, today: date) -> Condition:
    """Hours due: of the contractors seen; of a lot that nobody holds yet, for whoever sees the whole lot."""
    held = contractor(standing, reach, today, col(Obligation.contractor_id))
    if standing.kind is ActorKind.E:
        return held
    free = and_(col(Obligation.contractor_id).is_(None), lot(standing, reach, today, col(Obligation.lot_id)))
    return or_(held, free)


def contract(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Contracts of work: of the employer itself, else of the people seen."""
    number = col(Contract.id) if column is None else column
    if standing.kind is ActorKind.E:
        own = select(col(Contract.id)).where(col(Contract.employer_id) == standing.organisation_id)
        return number.in_(own) if reach is Reach.OWN else false()
    return number.in_(select(col(Contract.id)).where(person(standing, reach, today, col(Contract.person_id))))


def declaration(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Declarations: of the territory's markets; of the employer, or that it deposited; those that hold its people."""
    number = col(Declaration.id) if column is None else column
    every = select(col(Declaration.id))
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return number.in_(every.where(contractor(standing, reach, today, col(Declaration.contractor_id))))
        case Reach.OWN, ActorKind.E:
            deposited = select(col(Deposit.run_id)).where(col(Deposit.organisation_id) == standing.organisation_id)
            own = or_(col(Declaration.employer_id) == standing.organisation_id, col(Declaration.run_id).in_(deposited))
            return number.in_(every.where(own))
        case Reach.ASSIGNED | Reach.OWN, ActorKind.O | ActorKind.P:
            held = select(col(Line.declaration_id)).where(line(standing, reach, today))
            return number.in_(held)
        case _:
            return false()


def line(standing: Standing, reach: Reach, today: date) -> Condition:
    """Lines of hours: with their declaration, else with the person who worked."""
    if standing.kind in (ActorKind.O, ActorKind.P):
        return col(Line.contract_id).in_(
            select(col(Contract.id)).where(person(standing, reach, today, col(Contract.person_id)))
        )
    return declaration(standing, reach, today, col(Line.declaration_id))


def run(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Files deposited: for one's body, or in one's territory (those of the command line are the first one's)."""
    number = col(ImportRun.id)
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return not_(run_listed(standing)) if standing.territory_id == FIRST_TERRITORY else run_listed(standing)
        case Reach.OWN, ActorKind.E | ActorKind.O:
            return number.in_(
                select(col(Deposit.run_id)).where(col(Deposit.organisation_id) == standing.organisation_id)
            )
        case _:
            return false()


def run_listed(standing: Standing) -> Condition:
    """Files deposited for a territory, or whose hours are of its markets; for the first one, those of the others."""
    first = standing.territory_id == FIRST_TERRITORY
    there = (
        col(Deposit.territory_id) != FIRST_TERRITORY if first else col(Deposit.territory_id) == standing.territory_id
    )
    here = _market_here(col(Lot.market_id), standing)
    lots = select(col(Lot.id)).where(not_(here) if first else here)
    held = select(col(Contractor.id)).where(col(Contractor.lot_id).in_(lots))
    declared = select(col(Declaration.run_id)).where(col(Declaration.contractor_id).in_(held))
    number = col(ImportRun.id)
    return or_(number.in_(select(col(Deposit.run_id)).where(there)), number.in_(declared))


def issue(standing: Standing, reach: Reach, today: date) -> Condition:
    """What was said of a file, with the file."""
    return col(ImportIssue.run_id).in_(select(col(ImportRun.id)).where(run(standing, reach, today)))


def token(standing: Standing, reach: Reach, today: date) -> Condition:
    """Tokens, with the capacity that they act in."""
    return col(Token.membership_id).in_(select(col(Membership.id)).where(membership(standing, reach, today)))


def organisation(standing: Standing, reach: Reach, today: date) -> Condition:
    """Bodies: its own; with it, those that the markets seen name, but never a company's neighbours."""
    number = col(Organisation.id)
    itself = number == standing.organisation_id
    match reach:
        case Reach.ALL:
            return true()
        case Reach.OWN:
            return itself
        case Reach.LINKED if standing.kind is ActorKind.E:
            return or_(itself, number.in_(select(col(Market.buyer_id)).where(market(standing, Reach.OWN, today))))
        case Reach.LINKED if standing.kind is ActorKind.D:
            held = contractor(standing, Reach.OWN, today)
            return or_(itself, number.in_(select(col(Contractor.organisation_id)).where(held)))
        case Reach.ASSIGNED:
            held = contractor(standing, reach, today)
            return or_(itself, number.in_(select(col(Contractor.organisation_id)).where(held)))
        case _:
            return false()


def user(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Accounts: of one's territory, or of one's body."""
    return col(User.id).in_(select(col(Membership.user_id)).where(membership(standing, reach, _today)))


def break_glass(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Emergency accesses: to one's territory, or all of them."""
    match reach:
        case Reach.ALL:
            return true()
        case Reach.TERRITORY:
            return col(BreakGlass.territory_id) == standing.territory_id
        case _:
            return false()


def membership(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Capacities: in one's territory, or in one's body."""
    match reach:
        case Reach.ALL:
            return true()
        case Reach.TERRITORY:
            return member_here(standing)
        case Reach.OWN:
            return col(Membership.organisation_id) == standing.organisation_id
        case _:
            return false()


def member_here(standing: Standing) -> Condition:
    """Capacities of a territory: those given in it, those of the bodies that its markets name, the administrators'."""
    bought = select(col(Market.buyer_id)).where(_market_here(col(Market.id), standing))
    lots = select(col(Lot.id)).where(_market_here(col(Lot.market_id), standing))
    held = select(col(Contractor.organisation_id)).where(col(Contractor.lot_id).in_(lots))
    contractors = select(col(Contractor.id)).where(col(Contractor.lot_id).in_(lots))
    employed = select(col(Declaration.employer_id)).where(col(Declaration.contractor_id).in_(contractors))
    body = col(Membership.organisation_id)
    given = col(Membership.territory_id) == standing.territory_id
    return or_(given, col(Membership.kind) == ActorKind.A, body.in_(bought), body.in_(held), body.in_(employed))


def member_elsewhere(standing: Standing) -> Condition:
    """Capacities of other territories: given in one, or those of the bodies that its markets name."""
    there = not_(_market_here(col(Market.id), standing))
    lots = select(col(Lot.id)).where(not_(_market_here(col(Lot.market_id), standing)))
    bodies = select(col(Market.buyer_id)).where(there)
    held = select(col(Contractor.organisation_id)).where(col(Contractor.lot_id).in_(lots))
    given = and_(col(Membership.territory_id).is_not(None), col(Membership.territory_id) != standing.territory_id)
    body = col(Membership.organisation_id)
    return or_(given, and_(body.is_not(None), or_(body.in_(bodies), body.in_(held))))


def _assigned(thing: Any, standing: Standing, today: date) -> Any:
    """What is entrusted today to a membership."""
    return select(col(thing)).where(
        col(Assignment.membership_id) == standing.membership_id,
        col(thing).is_not(None),
        col(Assignment.starts_on) <= today,
        or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= today),
    )


def _market_here(number: Column, standing: Standing) -> Condition:
    return in_territory(number, TerritoryMarket.market_id, TerritoryMarket.territory_id, standing.territory_id)


def in_territory(number: Column, key: Any, territory: Any, territory_id: int) -> Condition:
    """Rows put in that territory; in the first one, whatever was put in no other."""
    if territory_id == FIRST_TERRITORY:
        return not_(exists().where(col(key) == number, col(territory) != FIRST_TERRITORY))
    there: Condition = number.in_(select(col(key)).where(col(territory) == territory_id))
    return there


def _bought(standing: Standing) -> Any:
    return select(col(Market.id)).where(col(Market.buyer_id) == standing.organisation_id)


def _lots_where_it_works(standing: Standing) -> Any:
    """Lots that a company holds a part of, and lots where it has declared hours as an employer."""
    employed = select(col(Declaration.contractor_id)).where(col(Declaration.employer_id) == standing.organisation_id)
    return select(col(Contractor.lot_id)).where(
        or_(col(Contractor.organisation_id) == standing.organisation_id, col(Contractor.id).in_(employed))
    )


def _where_its_people_work(standing: Standing, today: date) -> Condition:
    contracts = select(col(Contract.id)).where(person(standing, Reach.OWN, today, col(Contract.person_id)))
    declared = select(col(Line.declaration_id)).where(col(Line.contract_id).in_(contracts))
    return col(Contractor.id).in_(select(col(Declaration.contractor_id)).where(col(Declaration.id).in_(declared)))


def entrusted_lots(standing: Standing, today: date) -> Any:
    """The lots that a facilitateur has entrusted to a membership, as a sub-query."""
    return _assigned(Assignment.lot_id, standing, today)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of them; none: nothing."""
    return or_(false(), *conditions)
