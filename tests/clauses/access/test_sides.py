"""The sides of a doubt tell of the reader's own territory alone: no count, and no line read, of another's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

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
from clauses.hours.rules import LineState
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
