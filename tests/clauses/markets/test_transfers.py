"""Hours handed over: never more than are due, never out of hours owed together, and the past does not move."""

from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.markets import events
from clauses.markets.models import Amendment, Contractor, Obligation, PenaltyRule
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, Effect
from clauses.markets.transfers import transfer
from tests import factories as f
from tests.factories import id_of

DAY = date(2023, 9, 1)
ABSENT = 999_999


def to_a_newcomer(session: Session, giving_id: int) -> dict[str, Any]:
    body = id_of(f.organisation(session))
    return {"from_id": giving_id, "organisation_id": body, "effective_on": DAY, "reason": "", "by": "Ana"}


def test_hours_are_transferred_to_a_company_that_comes_in_or_is_there(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        assert first.contractor_id is not None
        given = to_a_newcomer(session, first.contractor_id)
        taker = transfer(session, hours=100, **given)
        assert transfer(session, hours=200, **given) == taker
        kept = session.get(Contractor, taker)
        assert kept is not None
        assert (kept.lot_id, kept.organisation_id) == (first.lot_id, given["organisation_id"])
        versions = session.exec(select(Obligation)).all()
        assert sorted((each.contractor_id == taker, each.effect.value, each.due) for each in versions) == [
            (False, "removes", 100),
            (False, "removes", 200),
            (False, "sets", 100_000),
            (True, "adds", 100),
            (True, "adds", 200),
        ]


def test_two_transfers_at_once_never_hand_over_more_than_is_due(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session, due=1_000)
        assert first.contractor_id is not None
        given = to_a_newcomer(session, first.contractor_id)
        other = to_a_newcomer(session, first.contractor_id)
    refused: list[str] = []

    def second() -> None:
        try:
            with writing(engine) as session:
                transfer(session, hours=1_000, **other)
        except Conflict as error:
            refused.append(error.code)
        except DBAPIError as error:
            refused.append(type(error).__name__)

    with writing(engine) as session:
        transfer(session, hours=1_000, **given)
        meanwhile = Thread(target=second)
        meanwhile.start()
        meanwhile.join(0.5)
        assert meanwhile.is_alive()
    meanwhile.join(30)
    assert refused == ["markets.more_than_due"]


def test_hours_of_the_lot_become_those_of_its_only_company_from_the_same_days(engine: Engine) -> None:
    with writing(engine) as session:
        giving = id_of(f.contractor(session))
        lot_id = session.get_one(Contractor, giving).lot_id
        f.obligation(session, lot_id=lot_id, contractor_id=None, due=1_000)
        later = date(2023, 5, 1)
        events.amend(
            session, lot_id=lot_id, kind=AmendmentKind.TRANCHE, effective_on=later, subject="", by="Ana",
            hours=Formula.fixed(200),
        )  # fmt: skip
        transfer(session, hours=1_200, **to_a_newcomer(session, giving))
        own = session.exec(select(Obligation).where(col(Obligation.contractor_id) == giving)).all()
        assert [(row.version, row.effect, row.due, row.in_force_on) for row in own] == [
            (1, Effect.SETS, 1_000, None),
            (2, Effect.ADDS, 200, later),
            (3, Effect.REMOVES, 1_200, DAY),
        ]


def test_who_comes_in_takes_the_penalty_too(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        assert first.contractor_id is not None
        f.penalty_rule(session, contractor_id=first.contractor_id, cents_per_hour=4_200)
        taker = transfer(session, hours=100, **to_a_newcomer(session, first.contractor_id))
        rule = session.exec(select(PenaltyRule).where(col(PenaltyRule.contractor_id) == taker)).one()
        assert rule.cents_per_hour == 4_200


def test_what_a_withdrawn_amendment_added_cannot_be_handed_over(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session, due=1_000)
        assert first.contractor_id is not None
        order = events.amend(
            session, lot_id=first.lot_id, contractor_id=first.contractor_id, kind=AmendmentKind.BON_DE_COMMANDE,
            effective_on=date(2023, 5, 1), subject="", hours=Formula.fixed(500), by="Ana",
        )  # fmt: skip
        events.withdraw(session, session.get_one(Amendment, order), by="Ana")
        with pytest.raises(Conflict, match=r"10,00.h sont dues le 01/09/2023"):
            transfer(session, hours=1_001, **to_a_newcomer(session, first.contractor_id))


def test_what_is_invoiced_can_be_handed_over(engine: Engine) -> None:
    with writing(engine) as session:
        holder = f.contractor(session)
        giving = id_of(holder)
        events.amend(
            session, lot_id=holder.lot_id, contractor_id=giving, kind=AmendmentKind.AVENANT, subject="", by="Ana",
            effective_on=date(2023, 1, 2), hours=Formula.per_euro(10_000, 0),
        )  # fmt: skip
        events.invoice(session, contractor_id=giving, number="F1", invoiced_on=DAY, cents=50_000, by="Ana")
        with pytest.raises(Conflict, match=r"5,00.h sont dues"):
            transfer(session, hours=501, **to_a_newcomer(session, giving))
        assert transfer(session, hours=500, **to_a_newcomer(session, giving))


def test_hours_owed_together_are_given_to_each_before_they_are_handed_over(engine: Engine) -> None:
    with writing(engine) as session:
        holder = f.contractor(session)
        f.contractor(session, lot_id=holder.lot_id)
        f.obligation(session, lot_id=holder.lot_id, contractor_id=None, due=1_000)
        with pytest.raises(Conflict, match="dues ensemble"):
            transfer(session, hours=1, **to_a_newcomer(session, id_of(holder)))


def test_a_company_gives_neither_to_itself_nor_nothing_nor_without_being_there(engine: Engine) -> None:
    with writing(engine) as session:
        holder = f.contractor(session)
        give = to_a_newcomer(session, id_of(holder))
        with pytest.raises(Conflict, match="ses propres heures"):
            transfer(session, hours=1, **give | {"organisation_id": holder.organisation_id})
        with pytest.raises(Conflict, match="combien d'heures"):
            transfer(session, hours=0, **give)
        with pytest.raises(NotFound):
            transfer(session, hours=1, **give | {"from_id": ABSENT})
