"""Accounts, capacities that wait, acts and emergency accesses: those of the reader's own territory, in words."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.access.account_lists import AccountRow, account_rows, acts, glass_rows, waiting
from clauses.access.conditions import break_glass
from clauses.accounts.matrix import Reach
from clauses.accounts.models import BreakGlass, Membership, User
from clauses.accounts.rules import ActorKind
from clauses.audit import record
from clauses.db import writing
from tests import accounts, factories
from tests.clauses.access.asking import TODAY, asking
from tests.factories import NOON, id_of
from tests.recorder import read_as_objects


def _named(session: Session, name: str, **values: object) -> tuple[User, Membership]:
    someone = accounts.user(session, name=name)
    return someone, accounts.membership(session, user_id=id_of(someone), **values)


def test_an_account_is_listed_with_what_it_may_do_today_in_its_own_territory(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        (ana, _), (bilal, _) = _named(session, "Ana"), _named(session, "Bilal", kind=ActorKind.S, ends_on=TODAY)
        accounts.membership(session, user_id=id_of(ana), kind=ActorKind.S, ends_on=TODAY - timedelta(days=1))
        asked = accounts.membership(session, user_id=id_of(ana), kind=ActorKind.S, approved_by=None)
        chloe, there = _named(session, "Chloé", territory_id=far, approved_by=None)
        house, state = ActorKind.F.label, account_rows(session, asking(), page=1, size=9)[0][0].state
        assert account_rows(session, asking(), page=1, size=9) == (
            [
                AccountRow(id_of(ana), "Ana", ana.email, state, [house]),
                AccountRow(id_of(bilal), "Bilal", bilal.email, state, [ActorKind.S.label]),
            ],
            2,
        )
        assert [row.id for row in account_rows(session, asking(territory=far), page=1, size=9)[0]] == [id_of(chloe)]
        bati = factories.organisation(session, name="Bâti Nord")
        factories.contractor(session, organisation_id=id_of(bati))
        _named(session, "Zoé", kind=ActorKind.E, organisation_id=id_of(bati))
        with read_as_objects(session) as rows:
            ((last,), total) = account_rows(session, asking(), page=3, size=1)
        assert (last.name, last.roles, total) == ("Zoé", [f"{ActorKind.E.label} (Bâti Nord)"], 3)
        assert sum(isinstance(row, Membership) for row in rows) == 1, "of the page alone"
        assert [(one.id, one.name) for one in waiting(session, asking())] == [(id_of(asked), "Ana")]
        assert [(one.id, one.role) for one in waiting(session, asking(territory=far))] == [(id_of(there), house)]


def test_an_act_is_told_whole_without_its_values_or_without_names(engine: Engine) -> None:
    """A buyer reads the acts of its own body without names, but its own; an administrator who, without the values."""
    with writing(engine) as session:
        buyer, held = _named(session, "Dora", kind=ActorKind.D)
        colleague, _ = _named(session, "Denis", kind=ActorKind.D, organisation_id=held.organisation_id)
        here, _ = _named(session, "Ana")
        for who in (buyer, colleague, here):
            record(session, "modify", by=who.author, subject="month", cause="erreur")
        record(session, "modify", by="Ana", subject="market", subject_id=1)
        town = asking(ActorKind.D, body=held.organisation_id)
        buying = replace(town, author=buyer.author)
        both = replace(buying, standings=(*town.standings, *asking().standings))

        def told(scope: object) -> list[tuple[str, str]]:
            rows, total = acts(session, scope, page=1, size=9)  # type: ignore[arg-type]
            assert len(rows) == total
            return [(row.author.partition(" ")[0], row.details) for row in reversed(rows)]

        assert told(buying) == [("Dora", ""), ("–", "")]
        assert told(asking(ActorKind.A)) == [("Dora", ""), ("Denis", ""), ("Ana", ""), ("Ana", "")]
        assert told(asking())[-2:] == [("Ana", "cause : erreur"), ("Ana", "")]
        assert told(both)[:2] == [("Dora", "cause : erreur"), ("Denis", "cause : erreur")]


def test_an_emergency_access_is_open_until_it_ends_or_is_closed(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session, name="Autre pays"))
        now, later = NOON + timedelta(minutes=5), NOON + timedelta(minutes=6)
        ended, open_, closed = (
            id_of(accounts.break_glass(session, **given))
            for given in ({"ends_at": now}, {"ends_at": later}, {"ends_at": later, "closed_at": NOON})
        )
        there = id_of(accounts.break_glass(session, territory_id=far))
        rows, total = glass_rows(session, asking(), page=1, size=9, now=now)
        assert [(row.id, row.open, row.ends_at) for row in rows] == [
            (closed, False, NOON), (open_, True, later), (ended, False, now),
        ]  # fmt: skip
        assert total == 3
        elsewhere, one = glass_rows(session, asking(territory=far), page=1, size=9, now=now)
        assert ([(row.id, row.territory) for row in elsewhere], one) == ([(there, "Autre pays")], 1)
        every, four = glass_rows(session, asking(ActorKind.A), page=1, size=9, now=now)
        assert (len(every), four) == (4, 4)
        assert glass_rows(session, asking(ActorKind.E, body=1), page=1, size=9, now=now) == ([], 0)
        (company,) = asking(ActorKind.E, body=1).standings
        assert session.exec(select(BreakGlass).where(break_glass(company, Reach.OWN, TODAY))).all() == []
