"""The last exchange with each company, where one reads exchanges."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.exchanges import last_talks
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of
from tests.factories_exchanges import exchange


def test_the_last_exchange_is_told_in_its_own_territory_alone(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        here, there, never = (factories.contractor(session) for _ in range(3))
        accounts.territory_market(session, market_id=session.get_one(Lot, there.lot_id).market_id, territory_id=far)
        for held, day in ((here, 3), (here, 5), (there, 7)):
            exchange(session, contractor_id=id_of(held), held_on=date(2023, 4, day))
        asked = [id_of(each) for each in (here, there, never)]
        for who, told in (
            (asking(), {id_of(here): date(2023, 4, 5)}),
            (asking(territory=far), {id_of(there): date(2023, 4, 7)}),
            (asking(ActorKind.E, body=here.organisation_id), {}),
        ):
            assert last_talks(session, who, asked) == told
