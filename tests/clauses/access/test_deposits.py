"""What a grid of hours starts from: the lots where one may write, and who worked there last."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col

from clauses.access.depositing import Depositor
from clauses.access.deposits import Place, issues_of, last_team, months_of_run, places_of, remarks_of, states_of
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.files.rules import Severity
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import id_of

MARCH = date(2023, 3, 1)


@pytest.fixture
def place(engine: Engine) -> Place:
    """A lot with its contractor."""
    with writing(engine) as session:
        holder = factories.contractor(session)
        return Place(id_of(holder), "2023-T001", "École", "2", "Bâti", None, None, 1)


def _who(employer: int | None, contractor: int) -> Depositor:
    return Depositor(1, "Ana", col(Contractor.id) == contractor, col(Contractor.id) == contractor, employer_id=employer)


def _worked(
    session: Session, name: str, month: date, contractor: int, employer: int,
    *, ends_on: date | None = None, **values: object,
) -> Declaration:  # fmt: skip
    declared = factories.declaration(session, contractor_id=contractor, employer_id=employer, month=month, **values)
    hired = factories.contract(
        session, person_id=id_of(factories.person(session, last_name=name)), employer_id=employer, ends_on=ends_on
    )
    factories.line(session, declaration_id=id_of(declared), contract_id=id_of(hired))
    return declared


def test_the_team_is_that_of_the_last_month_before_with_contracts_that_still_run(engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        own, other = (id_of(factories.organisation(session)) for _ in range(2))
        elsewhere = id_of(factories.contractor(session))
        january, february = date(2023, 1, 1), date(2023, 2, 1)
        _worked(session, "Janvier", january, place.contractor_id, own)
        kept = _worked(session, "Durable", february, place.contractor_id, own)
        for name, last in (("Premier", MARCH), ("Parti", date(2023, 2, 28))):
            hired = factories.contract(
                session, person_id=id_of(factories.person(session, last_name=name)), employer_id=own, ends_on=last
            )
            factories.line(session, declaration_id=id_of(kept), contract_id=id_of(hired))
        _worked(session, "Mars", MARCH, place.contractor_id, own)
        _worked(session, "Ailleurs", february, elsewhere, own)
        _worked(session, "Autre", february, place.contractor_id, other)
        _worked(session, "Remplacé", february, place.contractor_id, own, version=2, state=DeclarationState.SUPERSEDED)

        def team(employer: int | None, before: date = MARCH) -> list[str]:
            who = _who(employer, place.contractor_id)
            return [one.last_name for one in last_team(session, asking(), place, who, before)]

        assert team(own) == ["Durable", "Premier"], "in force on the first day of the month, declared in February"
        assert team(None) == ["Autre", "Durable", "Premier"]
        assert team(own, february) == ["Janvier"]
        assert team(own, january) == []


def test_a_lot_is_offered_with_the_words_of_its_market_and_one_without_object_too(engine: Engine) -> None:
    with writing(engine) as session:
        for reference, title in (("2023-01", "École"), ("2023-02", "")):
            market = factories.market(session, reference=reference, title=title)
            lot = factories.lot(session, market_id=id_of(market))
            number = id_of(factories.contractor(session, lot_id=id_of(lot)))
            (shown,) = places_of(session, _who(None, number), MARCH)
            assert (shown.contractor_id, shown.market, shown.title) == (number, reference, title)


def test_a_lot_is_offered_with_the_end_that_an_amendment_gave_its_market(engine: Engine) -> None:
    """The numbers of the lot and of the contractor differ: one taken for the other finds no amendment."""
    with writing(engine) as session:
        factories.lot(session)
        first, second = (id_of(factories.contractor(session)) for _ in range(2))
        lot = session.get_one(Lot, session.get_one(Contractor, second).lot_id)
        later = date(2025, 6, 30)
        factories.amendment(session, market_id=lot.market_id, effective_on=date(2023, 1, 5), ends_on=later)
        assert [one.ends_on for one in places_of(session, _who(None, second), MARCH)] == [later]
        assert [one.ends_on for one in places_of(session, _who(None, first), MARCH)] == [date(2024, 6, 30)]


def test_what_is_said_of_a_deposit_is_of_that_deposit_alone(engine: Engine) -> None:
    with writing(engine) as session:
        shown, other = (id_of(factories.run(session)) for _ in range(2))
        for run, severity, said in (
            (shown, Severity.ERROR, "b"), (shown, Severity.ERROR, "a"), (other, Severity.WARNING, "c"),
        ):  # fmt: skip
            factories.issue(session, run_id=run, severity=severity, message=said)
        for run, month, state in (
            (shown, MARCH, LineState.SUBMITTED), (shown, date(2023, 2, 1), LineState.TO_CHECK),
            (other, date(2023, 1, 1), LineState.SUBMITTED),
        ):  # fmt: skip
            declared = factories.declaration(session, run_id=run, month=month)
            factories.line(session, declaration_id=id_of(declared), state=state)
        assert remarks_of(session, [shown]) == {shown: {Severity.ERROR: 2}}
        assert states_of(session, [shown]) == {shown: {LineState.SUBMITTED: 1, LineState.TO_CHECK: 1}}
        assert [one.message for one in issues_of(session, shown)] == ["b", "a"]
        assert months_of_run(session, shown) == [date(2023, 2, 1), MARCH]


def test_a_company_does_not_find_in_its_team_somebody_whom_another_one_hired(engine: Engine, place: Place) -> None:
    with writing(engine) as session:
        own = id_of(factories.organisation(session))
        declared = _worked(session, "Roy", date(2023, 2, 1), place.contractor_id, own)
        factories.line(session, declaration_id=id_of(declared))
        who = _who(own, place.contractor_id)
        for reader, number in ((asking(ActorKind.E, body=own), 1), (asking(), 2)):
            assert len(last_team(session, reader, place, who, MARCH)) == number
