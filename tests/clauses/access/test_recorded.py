"""What is recorded already, where what one adds is put, whom one sent, what one may take back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from clauses.access.recorded import number_of, person_recorded
from clauses.access.sent_people import body_of, sent
from clauses.access.territories import put_in_territory
from clauses.access.withdrawing import to_take_back, to_withdraw
from clauses.accounts.models import TerritoryMarket
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.errors import Forbidden, NotFound
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Person
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of

BORN = date(1985, 3, 12)


def test_somebody_is_recorded_by_their_identifier_else_by_name_and_birth_date(engine: Engine) -> None:
    with writing(engine) as session:
        number = id_of(factories.person(session, last_name="Roy", first_name="Léa", identifier="P-1", birth_date=BORN))
        factories.person(session, last_name="Roy", first_name="Luc", birth_date=BORN)
        assert number_of(session, Person, identifier="P-1") == number
        assert number_of(session, Person, identifier="P-1", birth_date=date(1985, 3, 13)) is None
        named = {"last_name": "ROY", "first_name": "Lea", "birth_date": BORN}
        for said, known in (
            (named, True), (named | {"identifier": None}, True), (named | {"identifier": "P-2"}, False),
            (named | {"identifier": "P-1", "last_name": "Petit"}, True), (named | {"first_name": "Léo"}, False),
        ):  # fmt: skip
            assert person_recorded(session, said) is known, said


def test_what_somebody_adds_is_put_in_their_territory_but_in_the_first(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        house, company = asking(territory=far), asking(ActorKind.E, body=1)
        both = replace(house, standings=(*company.standings, *house.standings))
        nobody = replace(house, standings=())
        for who, put in (
            (house, far), (both, far), (asking(), None), (company, None), (nobody, None),
            (asking(ActorKind.R, body=1, territory=far), far),
        ):  # fmt: skip
            market = id_of(factories.market(session))
            put_in_territory(session, who, TerritoryMarket, market_id=market)
            session.flush()
            found = session.exec(select(TerritoryMarket).where(TerritoryMarket.market_id == market)).one_or_none()
            assert (None if found is None else found.territory_id) == put


def test_whoever_sends_people_follows_those_it_sent(engine: Engine) -> None:
    with writing(engine) as session:
        body = factories.organisation(session, name="Mission locale")
        own, other = (
            factories.orientation(
                session, person_id=id_of(factories.person(session, last_name=name)), prescriber=prescriber
            )
            for name, prescriber in (("Roy", "Mission locale"), ("Petit", "Cap emploi"))
        )
        who = asking(ActorKind.R, body=id_of(body))
        rows, total = sent(session, who, page=1, size=9)
        assert ([row.name for row in rows], total) == (["Camille Roy"], 1)
        rows, total = sent(session, asking(), page=1, size=9)
        assert ([row.name for row in rows], total) == (["Camille Petit", "Camille Roy"], 2)
        assert (own.oriented_on, rows[0].oriented_on) == (other.oriented_on, other.oriented_on)
        assert (body_of(session, id_of(body)), body_of(session, None)) == ("Mission locale", "")


def test_an_amendment_is_withdrawn_by_the_facilitateur_or_by_the_buyer_who_signed_it(engine: Engine) -> None:
    with writing(engine) as session:
        holder = factories.contractor(session)
        market = session.get_one(Lot, holder.lot_id).market_id
        buyer = session.get_one(Market, market).buyer_id
        mine, theirs = (
            id_of(factories.amendment(session, market_id=market, lot_id=holder.lot_id, author=author))
            for author in (asking().author, "Bilal")
        )
        town, company = asking(ActorKind.D, body=buyer), asking(ActorKind.E, body=holder.organisation_id)
        assert [to_withdraw(session, asking(), number).id for number in (mine, theirs)] == [mine, theirs]
        assert to_withdraw(session, town, mine).id == mine
        for who, number in ((town, theirs), (company, mine), (company, theirs)):
            with pytest.raises(Forbidden):
                to_withdraw(session, who, number)
        with pytest.raises(NotFound):
            to_withdraw(session, asking(territory=2), mine)


def test_hours_lent_are_taken_back_by_who_records_hours_due_on_both_sides(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        lent, across = (factories.allocation(session) for _ in range(2))
        there = session.get_one(Lot, session.get_one(Contractor, across.borrower_id).lot_id).market_id
        accounts.territory_market(session, market_id=there, territory_id=far)
        assert to_take_back(session, asking(), id_of(lent)).id == lent.id
        lender = asking(ActorKind.E, body=session.get_one(Contractor, lent.lender_id).organisation_id)
        for who, number in ((asking(), across.id), (asking(territory=far), across.id), (lender, lent.id)):
            with pytest.raises(Forbidden):
                to_take_back(session, who, int(number or 0))
