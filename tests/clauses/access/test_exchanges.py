"""The log of each company, what is next there and the last exchange, where one reads exchanges."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.exchanges import Log, Place, last_talks, log, logs, next_actions
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.markets.exchange_models import Exchange
from clauses.markets.exchanges import ExchangeKind
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of
from tests.factories_exchanges import counterpart, exchange
from tests.recorder import read_as_objects


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
        assert last_talks(session, asking(), asked[1:]) == {}


def test_what_is_next_is_what_was_promised_and_not_done_the_nearest_first() -> None:
    def talk(number: int, day: int | None, done_by: str | None = None) -> Exchange:
        return Exchange(
            id=number, contractor_id=1, kind=ExchangeKind.CALL, held_on=date(2023, 4, 3), with_whom="Mme Roy",
            said="Absent", next_on=None if day is None else date(2023, 4, day), done_by=done_by, author="Ana", at=NOON,
        )  # fmt: skip

    talks = (talk(2, 9), talk(4, 8), talk(3, 8), talk(1, None), talk(5, 7, "Ana"), talk(6, None, "Ana"))
    known = Log(Place(1, 1, "2023-T001", "École", "1", "Bâti"), exchanges=talks)
    assert [one.id for one in known.next] == [3, 4, 2]


def test_logs_are_those_of_the_market_and_of_the_territory_and_no_other_talk_is_read(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        held, other, there = (factories.contractor(session) for _ in range(3))
        market, _, away = (session.get_one(Lot, each.lot_id).market_id for each in (held, other, there))
        accounts.territory_market(session, market_id=away, territory_id=far)
        mine, elsewhere, beyond = (id_of(each) for each in (held, other, there))
        day = date(2023, 4, 17)
        for contractor in (mine, elsewhere, beyond):
            counterpart(session, contractor_id=contractor)
            exchange(session, contractor_id=contractor, next_on=day)
        with read_as_objects(session) as rows:
            (shown,) = logs(session, asking(), market)
        assert [len(shown.counterparts), len(shown.exchanges), len(rows)] == [1, 1, 2]
        assert log(session, asking(), elsewhere).place.contractor_id == elsewhere
        assert logs(session, asking(), away) == []
        gone = {"withdrawn_by": "Ana", "withdrawn_at": NOON}
        for said in (gone, {"next_on": date(2023, 4, 18)}, {"done_by": "Ana", "done_on": day}):
            exchange(session, contractor_id=mine, **said)
        for who, expected in (
            (asking(), [mine, elsewhere]),
            (asking(territory=far), [beyond]),
            (asking(ActorKind.S), []),
        ):
            assert [one.place.contractor_id for one in next_actions(session, who, until=day)] == expected
