"""The sides of a doubt tell of the reader's own territory alone: no count, and no line read, of another's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel

from clauses.access.doubts import one
from clauses.access.sides import compared
from clauses.accounts.queries import scope_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.quantities import french_hours
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind
from tests import accounts, factories
from tests.factories import NOON, id_of

CLAIM = {"last_name": "Martin", "first_name": "Helene", "birth_date": "1990-04-05"}


def facilitator(session: Session, territory_id: int) -> Scope:
    member = accounts.user(session)
    accounts.membership(session, user_id=id_of(member), kind=ActorKind.F, territory_id=territory_id)
    return scope_of(session, member, NOON.date())


@contextmanager
def loaded(table: type[SQLModel]) -> Iterator[list[int]]:
    """The ids of the rows of a table that are read from the database."""
    numbers: list[int] = []

    def seen(row: SQLModel, *_: object) -> None:
        numbers.append(id_of(row))

    event.listen(table, "load", seen)
    try:
        yield numbers
    finally:
        event.remove(table, "load", seen)


@pytest.fixture
def elsewhere(engine: Engine) -> int:
    with writing(engine) as session:
        return id_of(accounts.territory(session))


def held(session: Session, body: int, territory: int) -> int:
    """A lot that a body holds, and a contract that it signed, in a territory; that contractor."""
    market, person = factories.market(session), factories.person(session)
    if territory != 1:
        accounts.territory_market(session, market_id=id_of(market), territory_id=territory)
        accounts.territory_person(session, person_id=id_of(person), territory_id=territory)
    lot = factories.lot(session, market_id=id_of(market))
    factories.contract(session, person_id=id_of(person), employer_id=body)
    return id_of(factories.contractor(session, lot_id=id_of(lot), organisation_id=body))


def test_what_a_company_holds_and_signed_is_counted_in_one_s_own_territory(engine: Engine, elsewhere: int) -> None:
    with writing(engine) as session:
        kept, gone = (id_of(factories.organisation(session, name=name)) for name in ("Bâti Nord", "Bati-Nord"))
        for territory in (1, elsewhere, elsewhere):
            held(session, kept, territory)
        held(session, gone, elsewhere)
        asked = factories.question(
            session, kind=QuestionKind.SAME_COMPANY, key=f"#{gone}", subject=json.dumps({"said": "Bati-Nord"}),
            subject_id=gone, candidates=json.dumps([kept]),
        )  # fmt: skip
        number, scope = id_of(asked), facilitator(session, 1)
    with reading(engine) as session:
        shown = compared(session, scope, one(session, scope, session.get_one(Question, number)))
    told = {fact.label: (fact.left, fact.others[0][0]) for fact in shown.facts}
    assert (told["Lots tenus"], told["Contrats signés"]) == (("0", "1"), ("0", "1"))


def test_lines_of_another_territory_that_name_somebody_this_way_are_not_even_read(
    engine: Engine, elsewhere: int
) -> None:
    with writing(engine) as session:
        own, _ = (
            id_of(
                factories.line(
                    session, contract_id=None, state=LineState.TO_CHECK, claim=json.dumps(CLAIM), hours=3_550,
                    declaration_id=id_of(factories.declaration(session, contractor_id=contractor)),
                )
            )
            for contractor in [held(session, id_of(factories.organisation(session)), at) for at in (1, elsewhere)]
        )  # fmt: skip
        asked = factories.question(
            session, kind=QuestionKind.SAME_PERSON, key="#martin", subject=json.dumps(CLAIM), candidates="[]"
        )
        number, scope = id_of(asked), facilitator(session, 1)
    with reading(engine) as session, loaded(Line) as read:
        doubt = one(session, scope, session.get_one(Question, number))
    assert (doubt.lines, doubt.hours) == (1, 3_550)
    assert read == [own]


def test_two_markets_are_compared_by_what_each_says_with_its_lots(engine: Engine) -> None:
    with writing(engine) as session:
        body = id_of(factories.organisation(session, name="Dijon"))
        gone, kept = (
            factories.market(session, buyer_id=body, reference=said, ends_on=last)
            for said, last in (("2023-01", None), ("2023-02", date(2024, 6, 30)))
        )
        for market, lots in ((gone, 1), (kept, 2)):
            for _ in range(lots):
                factories.lot(session, market_id=id_of(market))
        asked = factories.question(
            session, kind=QuestionKind.SAME_MARKET, subject=json.dumps({"said": "2023-01"}), subject_id=id_of(gone),
            candidates=json.dumps([id_of(kept)]),
        )  # fmt: skip
        scope = facilitator(session, 1)
        shown = compared(session, scope, one(session, scope, asked))
        assert (shown.left.href, shown.candidates[0].href) == (f"/marches/{id_of(gone)}", f"/marches/{id_of(kept)}")
    told = {fact.label: (fact.left, *fact.others[0]) for fact in shown.facts}
    assert told["Référence"] == ("2023-01", "2023-02", "différent")
    assert told["Donneur d'ordre"] == ("Dijon", "Dijon", "identique")
    assert told["Fin"] == ("–", "30/06/2024", "")
    assert told["Lots"] == ("1", "2", "")


def test_somebody_is_compared_with_what_they_worked_here_that_counts_today(engine: Engine, elsewhere: int) -> None:
    with writing(engine) as session:
        bodies = [factories.organisation(session, name=name) for name in ("Bâti Nord", "Aide Sud", "Tiers")]
        first, second, _ = (id_of(each) for each in bodies)
        known = id_of(factories.person(session, last_name="Martin", first_name="Hélène"))
        factories.orientation(session, person_id=known, oriented_on=date(2023, 1, 16))
        factories.orientation(session, person_id=known, oriented_on=date(2022, 9, 1))
        hired = id_of(factories.contract(session, person_id=known, employer_id=first))
        other = id_of(factories.contract(session))
        holder, away = id_of(factories.contractor(session)), held(session, second, elsewhere)
        validated = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
        for month, contractor, contract, state, line in (
            (1, holder, hired, DeclarationState.CURRENT, validated),
            (2, holder, hired, DeclarationState.CURRENT, {}),
            (3, holder, hired, DeclarationState.SUPERSEDED, validated),
            (4, holder, other, DeclarationState.CURRENT, validated),
            (5, away, hired, DeclarationState.CURRENT, validated),
        ):
            declared = factories.declaration(
                session, contractor_id=contractor, employer_id=first, month=date(2023, month, 1), state=state
            )
            factories.line(session, declaration_id=id_of(declared), contract_id=contract, hours=1_000, **line)
        asked = factories.question(
            session, kind=QuestionKind.SAME_PERSON, candidates=json.dumps([known]),
            subject=json.dumps({**CLAIM, "birth_date": None, "employer_id": second}),
        )  # fmt: skip
        scope = facilitator(session, 1)
        shown = compared(session, scope, replace(one(session, scope, asked), employers=(first,)))
    told = {fact.label: (fact.left, *fact.others[0]) for fact in shown.facts}
    assert told["Prénom"] == ("Helene", "Hélène", "identique")
    assert told["Première orientation"] == ("–", "01/09/2022", "")
    assert told["Employeurs"] == ("Aide Sud, Bâti Nord", "Bâti Nord", "")
    assert told["Contrats"] == ("–", "1", "")
    assert told["Heures validées"] == ("–", french_hours(1_000), "")
