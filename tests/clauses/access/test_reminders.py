"""Whom a reminder reaches, of which contractors, and the days when it was sent."""

from datetime import date, timedelta

from sqlalchemy import Engine

from clauses.access.reminders import addresses_of, days_asked, to_ask
from clauses.accounts.rules import ActorKind
from clauses.audit import record
from clauses.db import writing
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import TODAY, asking
from tests.factories import NOON, id_of


def test_the_addresses_of_a_company_are_those_of_its_open_accounts_of_the_day(engine: Engine) -> None:
    with writing(engine) as session:
        asked, other = (id_of(factories.organisation(session)) for _ in range(2))
        day = timedelta(days=1)
        for email, company, closed, held in (
            ("b@exemple.fr", asked, None, {"ends_on": TODAY}),
            ("a@exemple.fr", asked, None, {"starts_on": TODAY}),
            ("ferme@exemple.fr", asked, NOON, {}),
            ("ailleurs@exemple.fr", other, None, {}),
            ("attend@exemple.fr", asked, None, {"approved_by": None}),
            ("parti@exemple.fr", asked, None, {"ends_on": TODAY - day}),
            ("demain@exemple.fr", asked, None, {"starts_on": TODAY + day}),
            ("acheteur@exemple.fr", asked, None, {"kind": ActorKind.D}),
        ):
            user = accounts.user(session, email=email, disabled_at=closed)
            values = {"kind": ActorKind.E, "organisation_id": company, **held}
            accounts.membership(session, user_id=id_of(user), **values)
        assert addresses_of(session, [asked], TODAY) == {asked: ["a@exemple.fr", "b@exemple.fr"]}


def test_months_are_asked_of_the_contractors_of_the_territory_and_each_asking_is_dated(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        here, there = (factories.contractor(session) for _ in range(2))
        lots = [session.get_one(Lot, each.lot_id) for each in (here, there)]
        accounts.territory_market(session, market_id=lots[1].market_id, territory_id=far)
        for who, expected in (
            (asking(), {id_of(here): lots[0].market_id}), (asking(territory=far), {id_of(there): lots[1].market_id}),
            (asking(ActorKind.S), {}),
        ):  # fmt: skip
            assert {number: one.market_id for number, one in to_ask(session, who).items()} == expected
        for act, subject, number in (
            ("remind", "contractor", id_of(here)), ("remind", "contractor", id_of(there)),
            ("modify", "contractor", id_of(here)), ("remind", "lot", id_of(here)),
        ):  # fmt: skip
            record(session, act, by="Ana", subject=subject, subject_id=number, month="2023-04")
        ((unit, days),) = days_asked(session, [id_of(here)]).items()
        assert (unit, len(days), isinstance(days[0], date)) == ((id_of(here), "2023-04"), 1, True)
