"""How many people a buyer is told of: a year of all its markets, where no other number leaves a small group."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.told_people import people_told
from clauses.accounts.queries import scope_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.dates import Period
from clauses.db import writing
from clauses.hours.rules import DeclarationState, LineState
from tests import accounts, factories
from tests.factories import NOON, id_of

TODAY = date(2025, 3, 1)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def _worked(
    session: Session,
    contractor: int,
    month: date,
    people: int,
    *,
    again: list[int] | None = None,
    validated: bool = True,
    state: DeclarationState = DeclarationState.CURRENT,
) -> list[int]:
    """New people who worked a month, with some who already had."""
    declared = factories.declaration(session, contractor_id=contractor, month=month, state=state)
    numbers = [id_of(factories.person(session)) for _ in range(people)] + list(again or ())
    for row, number in enumerate(numbers):
        contract = factories.contract(session, person_id=number)
        factories.line(
            session, declaration_id=id_of(declared), contract_id=id_of(contract), row=row, hours=1_000,
            **({"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON} if validated else {}),
        )  # fmt: skip
    return numbers


def _buyer(session: Session, kind: ActorKind = ActorKind.D) -> tuple[int, Scope]:
    """A contractor of a market, and who asks for its buyer (or for its territory)."""
    market = factories.market(session)
    lot = factories.lot(session, market_id=id_of(market))
    held = factories.contractor(session, lot_id=id_of(lot))
    agent = accounts.user(session)
    own = {"organisation_id": market.buyer_id} if kind is ActorKind.D else {}
    accounts.membership(session, user_id=id_of(agent), kind=kind, **own)
    return id_of(held), scope_of(session, agent, TODAY)


def test_a_year_is_told_when_nothing_else_gives_a_small_group(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        _worked(session, held, date(2022, 5, 1), 7)
        _worked(session, held, date(2023, 5, 1), 5)
        assert people_told(session, scope, 7, year(2022), narrowed=False) == 7
        assert people_told(session, scope, 5, year(2023), narrowed=False) == 5


def test_a_year_that_two_people_of_the_market_did_not_work_is_not_told(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        before = _worked(session, held, date(2022, 5, 1), 10)
        _worked(session, held, date(2023, 5, 1), 2, again=before)
        assert people_told(session, scope, 10, year(2022), narrowed=False) is None  # 12 in all: two came later
        assert people_told(session, scope, 12, year(2023), narrowed=False) == 12


@pytest.mark.parametrize(
    ("period", "narrowed"),
    [
        (Period(date(2022, 1, 1), date(2022, 11, 30)), False),  # a month less: who came in December
        (Period(date(2021, 1, 1), date(2022, 12, 31)), False),
        (year(2025), False),  # it is not over: a number more each time somebody comes
        (year(2022), True),
    ],
)
def test_what_could_be_subtracted_is_not_told(engine: Engine, period: Period, narrowed: bool) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        for number in (2022, 2025):
            _worked(session, held, date(number, 1, 1), 8)
        assert people_told(session, scope, 8, period, narrowed=narrowed) is None
        assert people_told(session, scope, 8, year(2022), narrowed=False) == 8


def test_a_year_is_over_the_day_after_its_last(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        _worked(session, held, date(2022, 5, 1), 5)
        for today, told in ((date(2022, 12, 31), None), (date(2023, 1, 1), 5)):
            assert people_told(session, replace(scope, today=today), 5, year(2022), narrowed=False) == told


def test_a_market_of_five_people_is_told_so_that_three_of_them_are_not_left_apart(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        many = _worked(session, held, date(2022, 5, 1), 7)
        market = factories.market(session, buyer_id=scope.standings[0].organisation_id)
        lot = factories.lot(session, market_id=id_of(market))
        other = id_of(factories.contractor(session, lot_id=id_of(lot)))
        _worked(session, other, date(2022, 6, 1), 0, again=many[:2])
        _worked(session, other, date(2023, 6, 1), 2)
        assert people_told(session, scope, 7, year(2022), narrowed=False) == 7, "four in all: that one is not told"
        _worked(session, other, date(2023, 7, 1), 1)
        assert people_told(session, scope, 7, year(2022), narrowed=False) is None


def test_who_reads_people_is_told_whatever_the_number(engine: Engine) -> None:
    with writing(engine) as session:
        _, scope = _buyer(session, ActorKind.F)
        assert people_told(session, scope, 1, year(2022), narrowed=True) == 1


def test_hours_that_nobody_validated_tell_of_nobody(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        _worked(session, held, date(2022, 5, 1), 7)
        _worked(session, held, date(2023, 5, 1), 2, validated=False)
        assert people_told(session, scope, 7, year(2022), narrowed=False) == 7


def test_hours_replaced_since_and_those_of_another_buyer_tell_of_nobody(engine: Engine) -> None:
    with writing(engine) as session:
        held, scope = _buyer(session)
        other, _ = _buyer(session)
        _worked(session, held, date(2022, 5, 1), 7)
        _worked(session, other, date(2022, 5, 1), 6)
        _worked(session, held, date(2022, 6, 1), 6, state=DeclarationState.SUPERSEDED)
        assert people_told(session, scope, 7, year(2022), narrowed=False) == 7
