"""An act, told to each reader: with who did it and what was said, or without."""

from dataclasses import replace

from sqlalchemy import Engine

from clauses.access.acts import names_authors, of_subject, told
from clauses.accounts.rules import ActorKind
from clauses.audit import record
from clauses.db import writing
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of
from tests.recorder import asked


def test_the_acts_on_one_thing_are_told_as_each_reader_may_read_them(engine: Engine) -> None:
    with writing(engine) as session:
        buyer = id_of(factories.organisation(session))
        agent = accounts.user(session)
        accounts.membership(session, user_id=id_of(agent), kind=ActorKind.D, organisation_id=buyer)
        market, other = (id_of(factories.market(session, buyer_id=buyer)) for _ in range(2))
        for act, number, subject in (
            ("create", market, "market"), ("modify", market, "market"), ("modify", other, "market"),
            ("modify", market, "lot"),
        ):  # fmt: skip
            record(session, act, by=agent.author, subject=subject, subject_id=number, title="École")
        session.flush()
        for who, signed, valued in (
            (asking(), True, True), (asking(ActorKind.A), True, False), (asking(ActorKind.D, body=buyer), False, False),
        ):  # fmt: skip
            told = of_subject(session, who, "market", market, most=9)
            assert [one.act for one in told] == ["modify", "create"]
            assert {one.author for one in told} == {agent.author if signed else None}
            assert {one.subject_id for one in told} == {market if signed else None}
            assert all((one.details is not None) is valued for one in told)


def test_nothing_is_asked_of_the_database_for_no_act(engine: Engine) -> None:
    with writing(engine) as session:
        session.connection()
        with asked(engine) as statements:
            assert told(session, asking(), []) == []
        assert statements == []


def test_who_follows_a_territory_reads_who_signed_whatever_else_they_are() -> None:
    operator = asking(ActorKind.O, body=1)
    both = replace(operator, standings=(*operator.standings, *asking().standings))
    assert [names_authors(who) for who in (asking(), operator, both)] == [True, False, True]
