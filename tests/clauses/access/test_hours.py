"""Which markets a reader counts whole, and where penalties show."""

from dataclasses import replace

from sqlalchemy import Engine

from clauses.access.hours import contractors_counted, line_totals, months, penalties_shown, whole_market
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.models import Line
from clauses.markets.models import Lot, Market
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_a_market_is_counted_whole_by_its_buyer_and_its_territory_never_by_a_company_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        held = [factories.contractor(session) for _ in range(2)]
        own, other = (session.get_one(Lot, each.lot_id).market_id for each in held)
        accounts.territory_market(session, market_id=other, territory_id=far)
        buyer = asking(ActorKind.D, body=session.get_one(Market, own).buyer_id)
        company = asking(ActorKind.E, body=held[0].organisation_id)
        for who, first, second in (
            (asking(), True, False), (asking(territory=far), False, True), (buyer, True, False),
            (company, False, False),
        ):  # fmt: skip
            assert (whole_market(session, who, own), whole_market(session, who, other)) == (first, second), who
        for who, first, second in ((asking(), True, False), (buyer, True, False)):
            assert (penalties_shown(session, who, own), penalties_shown(session, who, other)) == (first, second), who
        for who in (asking(), buyer, company):
            assert contractors_counted(session, who) == {id_of(held[0])}


def test_who_is_only_told_of_a_locked_month_reads_no_name(engine: Engine) -> None:
    with writing(engine) as session:
        factories.locked_month(session)
        for kind, said in ((ActorKind.F, "Facilitatrice"), (ActorKind.S, "Facilitatrice"), (ActorKind.D, "")):
            (one,) = months(session, asking(kind, body=1))
            assert (one.locked, one.locked_by) == (True, said)
        both = replace(asking(), standings=(*asking().standings, *asking(ActorKind.D, body=1).standings))
        assert [one.locked_by for one in months(session, both)] == ["Facilitatrice"]


def test_lines_add_up_for_the_declarations_asked_for_alone(engine: Engine) -> None:
    with writing(engine) as session:
        first, second = (id_of(factories.line(session, hours=hours)) for hours in (100, 200))
        one, _ = (session.get_one(Line, number).declaration_id for number in (first, second))
        assert line_totals(session, asking(), [one]) == {one: (1, 100)}
        assert line_totals(session, asking(territory=2), [one]) == {}
