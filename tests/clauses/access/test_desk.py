"""What waits on a desk: published contracts, talks with companies, people who answer there."""

from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.queries import narrowed
from clauses.accounts.models import Organisation
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.markets.draft_models import MarketDraft
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of
from tests.factories_exchanges import counterpart, exchange


def _draft(session: Session, run_id: int, siret: str, reference: str) -> int:
    made = MarketDraft(
        buyer_siret=siret, reference=reference, reference_key=reference, title="École", search_key="ecole", facts="{}",
        run_id=run_id, sheet="decp", row=1,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return id_of(made)


def test_published_contracts_are_read_where_their_file_came_and_by_the_buyer_of_that_siret(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        here, there = (id_of(factories.run(session)) for _ in range(2))
        accounts.deposit(session, run_id=there, territory_id=far)
        city, town = (factories.organisation(session) for _ in range(2))
        unknown: Organisation = factories.organisation(session, siret=None)
        first, second = _draft(session, here, city.siret or "", "2023-1"), _draft(session, there, town.siret or "", "2")
        for who, expected in (
            (asking(), [first]), (asking(territory=far), [second]), (asking(ActorKind.A), [first, second]),
            (asking(ActorKind.D, body=id_of(town)), [second]), (asking(ActorKind.D, body=id_of(unknown)), []),
            (asking(ActorKind.E, body=id_of(town)), []),
        ):  # fmt: skip
            assert [row.id for row in session.exec(narrowed(who, MarketDraft).order_by("id"))] == expected


def test_talks_and_who_answers_are_read_by_those_who_follow_the_lot_not_by_the_company(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        here, there = (factories.contractor(session) for _ in range(2))
        accounts.territory_market(session, market_id=session.get_one(Lot, there.lot_id).market_id, territory_id=far)
        talks = [id_of(exchange(session, contractor_id=id_of(each))) for each in (here, there)]
        answering = [id_of(counterpart(session, contractor_id=id_of(each))) for each in (here, there)]
        for who, at in (
            (asking(), [0]), (asking(territory=far), [1]), (asking(ActorKind.E, body=here.organisation_id), []),
        ):  # fmt: skip
            assert [row.id for row in session.exec(narrowed(who, Exchange))] == [talks[each] for each in at]
            assert [row.id for row in session.exec(narrowed(who, Counterpart))] == [answering[each] for each in at]
