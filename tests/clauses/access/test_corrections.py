"""A correction, with its hours beside those that it would replace."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.corrections import correction, corrections, waiting_corrections
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_a_correction_says_its_hours_and_those_in_force(engine: Engine) -> None:
    with writing(engine) as session:
        unit = {
            "contractor_id": id_of(factories.contractor(session)),
            "employer_id": id_of(factories.organisation(session)),
        }
        former = factories.declaration(session, **unit)
        proposed = factories.declaration(session, **unit, version=2, state=DeclarationState.PROPOSED)
        for version, hours in ((former, 1_000), (proposed, 700), (proposed, 100)):
            factories.line(session, declaration_id=id_of(version), hours=hours)
        shown = correction(session, asking(), proposed)
        assert (shown.hours, shown.recorded) == (800, 1_000)
        far = correction(session, asking(territory=2), proposed)
        assert (far.hours, far.recorded) == (0, 0), "lines that are not seen add up to nothing"


def test_the_corrections_to_decide_are_those_that_wait_each_beside_the_version_of_its_own_unit(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        holder, other, there = (factories.contractor(session) for _ in range(3))
        market = session.get_one(Lot, there.lot_id).market_id
        accounts.territory_market(session, market_id=market, territory_id=far)
        own, body = (id_of(factories.organisation(session)) for _ in range(2))
        april, may = date(2023, 4, 1), date(2023, 5, 1)

        def sent(contractor: int, employer: int, month: date, hours: int, **values: object) -> int:
            made = factories.declaration(session, contractor_id=contractor, employer_id=employer, month=month, **values)
            factories.line(session, declaration_id=id_of(made), hours=hours)
            return id_of(made)

        again = {"version": 2, "state": DeclarationState.PROPOSED}
        sent(id_of(holder), own, april, 1)
        sent(id_of(holder), own, may, 20)
        sent(id_of(holder), body, april, 300)
        sent(id_of(other), own, april, 4_000)
        sent(id_of(holder), own, april, 50_000, version=3, state=DeclarationState.SUPERSEDED)
        waits = [sent(id_of(holder), own, april, 7, **again), sent(id_of(other), own, may, 8, **again)]
        away = sent(id_of(there), own, april, 9, **again)
        for who, expected in (
            (asking(), [(waits[0], 7, 1), (waits[1], 8, 0)]), (asking(territory=far), [(away, 9, 0)]),
            (asking(ActorKind.S), []), (asking(ActorKind.E, body=own), []),
        ):  # fmt: skip
            rows = corrections(session, who, page=1, size=9)
            assert [(row.declaration.id, row.hours, row.recorded) for row in rows] == expected
            assert waiting_corrections(session, who) == len(expected)
