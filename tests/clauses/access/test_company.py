"""What a company sees of itself: its team, who answers where it works, who worked a market in figures."""

from datetime import date, timedelta

from sqlalchemy import Engine

from clauses.access.company import Asked, ToBeAsked, answer_for, at_work, markets_worked, team, to_be_asked
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Lot
from clauses.reference.rules import ContractKind, Sex
from tests import accounts, factories
from tests.clauses.access.asking import TODAY, asking
from tests.factories import NOON, id_of


def test_people_and_contracts_at_work_are_those_of_the_validated_hours_of_the_market(engine: Engine) -> None:
    with writing(engine) as session:
        holder, elsewhere = factories.contractor(session), factories.contractor(session)
        lot, body = holder.lot_id, holder.organisation_id
        woman, man = (id_of(factories.person(session, sex=sex)) for sex in (Sex.F, Sex.M))
        validated = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}

        def work(
            person: int, contractor: int, *, kind: ContractKind, month: int, of: DeclarationState, **line: object
        ) -> None:
            declared = factories.declaration(
                session, contractor_id=contractor, employer_id=body, month=date(2023, month, 1), state=of
            )
            hired = factories.contract(
                session, person_id=person, kind=kind, employer_id=body, starts_on=date(2023, month, 1)
            )
            factories.line(session, declaration_id=id_of(declared), contract_id=id_of(hired), **line)

        current = DeclarationState.CURRENT
        work(woman, id_of(holder), kind=ContractKind.CDD, month=1, of=current, **validated)
        work(woman, id_of(holder), kind=ContractKind.CDD, month=2, of=current, **validated)
        work(man, id_of(holder), kind=ContractKind.CDI, month=3, of=current)
        work(man, id_of(holder), kind=ContractKind.CDI, month=4, of=DeclarationState.SUPERSEDED, **validated)
        work(man, id_of(elsewhere), kind=ContractKind.CDI, month=5, of=current, **validated)
        shown = at_work(session, asking(ActorKind.E, body=body), session.get_one(Lot, lot).market_id)
    assert {label: number for label, number in shown.by_sex.items() if number} == {Sex.F.label: 1}
    assert shown.by_kind == {ContractKind.CDD.label: 2}


def test_a_team_is_that_of_the_contracts_of_the_day_with_the_answer_for_each(engine: Engine) -> None:
    with writing(engine) as session:
        own, other = (id_of(factories.organisation(session)) for _ in range(2))
        for name, employer, first, last in (
            ("Premier", own, 0, None), ("Dernier", own, -9, 0), ("Demain", own, 1, None), ("Hier", own, -9, -1),
            ("Ailleurs", other, 0, None),
        ):  # fmt: skip
            factories.contract(
                session, person_id=id_of(factories.person(session, last_name=name)), employer_id=employer,
                starts_on=TODAY + timedelta(days=first), ends_on=None if last is None else TODAY + timedelta(days=last),
            )  # fmt: skip
        shown, total = team(session, asking(ActorKind.E, body=own), page=1, size=9)
        assert ([one.name for one in shown], total) == (["Camille Dernier", "Camille Premier"], 2)
        assert all(one.answer is not None for one in shown)


def test_a_company_asks_of_one_person_and_those_who_follow_the_lots_where_it_works(engine: Engine) -> None:
    with writing(engine) as session:
        far, farther = (id_of(accounts.territory(session)) for _ in range(2))
        holder, never = factories.contractor(session), factories.contractor(session)
        lots = [session.get_one(Lot, one.lot_id) for one in (holder, never)]
        for lot, territory in zip(lots, (far, farther), strict=True):
            accounts.territory_market(session, market_id=lot.market_id, territory_id=territory)
        followers = [accounts.user(session) for _ in range(3)]
        for user, territory in zip(followers, (1, far, farther), strict=True):
            accounts.membership(session, user_id=id_of(user), territory_id=territory)
        born, later = date(1985, 3, 12), date(1985, 3, 13)
        hired = [
            id_of(factories.person(session, last_name="Roy", first_name=first, birth_date=day))
            for first, day in (("Léa", born), ("Léo", born), ("Léa", later))
        ]
        for person in hired:
            factories.contract(session, person_id=person, employer_id=holder.organisation_id)
            accounts.territory_person(session, person_id=person, territory_id=far)
        who = asking(ActorKind.E, body=holder.organisation_id)
        assert answer_for(session, who, Asked("Roy", "Léa", born), on=TODAY) is not None
        assert answer_for(session, who, Asked("Roy", "Luc", born), on=TODAY) is None
        assert markets_worked(session, who) == [lots[0].market_id]
        assert to_be_asked(session, who, Asked("Roy", "Léa", later)) == [ToBeAsked(followers[1].email, hired[2])]
        unknown = asking(ActorKind.E, body=id_of(factories.organisation(session)), territory=farther)
        assert to_be_asked(session, unknown, Asked("Roy", "Léa", born)) == [ToBeAsked(followers[2].email, None)]
        accounts.membership(session, user_id=id_of(followers[1]), territory_id=farther)
        accounts.territory_market(session, market_id=(second := factories.lot(session)).market_id, territory_id=farther)
        factories.contractor(session, lot_id=id_of(second), organisation_id=holder.organisation_id)
        asked = to_be_asked(session, who, Asked("Roy", "Léa", born))
        assert asked == [ToBeAsked(followers[1].email, hired[0]), ToBeAsked(followers[2].email, None)]
