"""Who worked a market, in figures."""

from datetime import date

from sqlalchemy import Engine

from clauses.access.company import at_work
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Lot
from clauses.reference.rules import ContractKind, Sex
from tests import factories
from tests.clauses.access.asking import asking
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
