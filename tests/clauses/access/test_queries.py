"""Two territories, three companies on one market: each actor reaches its own rows, and no other."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.access.conditions import any_of
from clauses.access.queries import KINDS, found, narrowed, seen_among, takes_two
from clauses.accounts.matrix import MATRIX, Act, Reach, Resource
from clauses.accounts.models import Organisation, User
from clauses.accounts.queries import scope_of, standing_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Forbidden, NotFound
from clauses.markets.models import Contractor, Market
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.people.models import Person
from tests import accounts, factories
from tests.clauses.access.world import SEEN, WORDS, World, build
from tests.databases import database
from tests.factories import NOON, id_of


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, World]]:
    """Read by every test, written by none: made once an engine."""
    with database(request.param, request, tmp_path_factory.mktemp("world")) as made:
        with writing(made) as session:
            found_there = build(session)
        with reading(made) as session:
            yield session, found_there


def test_each_actor_reads_its_own_rows_and_no_other(world: tuple[Session, World]) -> None:
    session, made = world
    wrong = {}
    for who, table in product(SEEN, WORDS):
        expected = {made.ids[f"{WORDS[table]} {name}"] for name in SEEN[who].get(table, [])}
        seen = {id_of(row) for row in session.exec(narrowed(made.scopes[who], table)).all()}
        if seen != expected:
            wrong[who, table.__name__] = (seen, expected)
    assert wrong == {}


MARKETS = {
    "F1": ["1"], "S2": ["2"], "E1a": ["1"], "O2b": ["2"], "D2": ["2"], "P1c": ["1"], "R1a": [], "A": ["1", "2"],
}  # fmt: skip


def test_markets_are_those_where_one_works(world: tuple[Session, World]) -> None:
    session, made = world
    seen = {who: {row.id for row in session.exec(narrowed(made.scopes[who], Market)).all()} for who in MARKETS}
    assert seen == {who: {made.ids[f"market {name}"] for name in names} for who, names in MARKETS.items()}


BODIES = {
    "E1a": ["body 1a", "buyer 1"],
    "D1": ["buyer 1", "body 1a", "body 1b", "body 1c"],
    "O1a": ["sender 1a", "body 1a"],
    "P1a": ["sender 1a"],
    "R2b": ["sender 2b"],
}


def test_bodies_are_those_that_one_deals_with(world: tuple[Session, World]) -> None:
    session, made = world
    seen = {who: {row.id for row in session.exec(narrowed(made.scopes[who], Organisation)).all()} for who in BODIES}
    assert seen == {who: {made.ids[name] for name in names} for who, names in BODIES.items()}


def test_a_facilitator_does_not_read_the_acts_of_another_territory(world: tuple[Session, World]) -> None:
    session, made = world

    def acts(who: str) -> set[str]:
        numbers = {row.number for row in session.exec(narrowed(made.scopes[who], Journal)).all()}
        return {
            name.removeprefix("act ")
            for name, number in made.ids.items()
            if name.startswith("act ") and number in numbers
        }

    assert acts("F1") >= {"F1", "S1", "E1a", "R1a", "A"}
    assert not acts("F1") & {"F2", "S2", "E2a", "R2a", "D2"}
    assert acts("E1a") == {"E1a"}
    assert acts("O1a") == {"O1a"}
    assert acts("R1a") == set()
    assert len(acts("A")) == len(made.scopes)


def test_accounts_are_those_of_the_territory_or_of_the_body(world: tuple[Session, World]) -> None:
    session, made = world
    assert {row.id for row in session.exec(narrowed(made.scopes["E1a"], User)).all()} == {
        made.ids["user E1a"],
        made.ids["spare 1a"],
    }
    assert made.ids["user F2"] not in {row.id for row in session.exec(narrowed(made.scopes["F1"], User)).all()}
    assert session.exec(narrowed(made.scopes["R1a"], User)).all() == []


def test_what_is_out_of_scope_is_said_in_the_words_of_what_is_absent(world: tuple[Session, World]) -> None:
    session, made = world
    said = set()
    for number in (made.ids["person 2a"], 999_999):
        with pytest.raises(NotFound) as refused:
            found(session, made.scopes["F1"], Person, number)
        said.add((refused.value.message, refused.value.code))
    assert len(said) == 1


def test_what_is_seen_and_may_not_be_done_is_forbidden(world: tuple[Session, World]) -> None:
    session, made = world
    with pytest.raises(Forbidden):
        found(session, made.scopes["E1a"], Market, made.ids["market 1"], Act.MODIFY)
    with pytest.raises(NotFound):
        found(session, made.scopes["E1a"], Market, made.ids["market 2"], Act.MODIFY)
    assert found(session, made.scopes["F1"], Market, made.ids["market 1"], Act.MODIFY).id == made.ids["market 1"]


def test_a_part_of_the_fields_has_rules_of_its_own(world: tuple[Session, World]) -> None:
    session, made = world
    people = [made.ids["person 1a"], made.ids["person 1b"]]
    assert seen_among(session, made.scopes["E1a"], Person, people, Resource.IDENTITY) == {people[0]}
    assert seen_among(session, made.scopes["E1a"], Person, people, Resource.ADDRESS) == frozenset()
    assert seen_among(session, made.scopes["F1"], Person, people, Resource.HEALTH) == set(people)
    with pytest.raises(Forbidden):
        found(session, made.scopes["E1a"], Person, people[0], resource=Resource.ADDRESS)


def test_two_people_are_asked_for_where_one_right_that_reaches_a_row_says_so(
    world: tuple[Session, World],
) -> None:
    """A capacity in which one would act alone spares nobody the second person of another one on the same row."""
    session, made = world
    house, buyer, other = (made.scopes[who] for who in ("F1", "D1", "D2"))
    both = replace(house, standings=(*house.standings, *buyer.standings))
    elsewhere = replace(house, standings=(*house.standings, *other.standings))
    asked = [
        takes_two(session, who, Contractor, made.ids["contractor 1a"], Act.DECIDE, resource=Resource.PENALTY)
        for who in (house, buyer, both, elsewhere, other)
    ]
    assert asked == [False, True, True, False, False]
    assert takes_two(session, buyer, PenaltyWaiver, made.ids["waiver 1b"], Act.DECIDE)
    assert not takes_two(session, buyer, PenaltyWaiver, made.ids["waiver 1b"], Act.READ)
    assert not takes_two(session, buyer, PenaltyWaiver, made.ids["waiver 2b"], Act.DECIDE)


def test_an_ended_or_waiting_membership_opens_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        market = factories.market(session)
        someone = accounts.user(session)
        values = {"user_id": id_of(someone)}
        accounts.membership(session, **values, ends_on=NOON.date().replace(day=2))
        accounts.membership(session, **values, starts_on=NOON.date().replace(day=4))
        accounts.membership(session, **values, approved_by=None)
        scope = scope_of(session, someone, NOON.date())
        assert scope.standings == ()
        assert session.exec(narrowed(scope, Market)).all() == []
        held = accounts.membership(session, **values, ends_on=NOON.date())
        assert scope_of(session, someone, NOON.date()).standings == (standing_of(held),)
        assert session.exec(narrowed(scope_of(session, someone, NOON.date()), Market)).one().id == market.id


@pytest.mark.parametrize("kind", ActorKind)
def test_every_reach_of_every_actor_is_a_condition_that_runs(lone: Session, kind: ActorKind) -> None:
    """A reach that makes no sense for a kind of row shows nothing; none raises, none is open by mistake."""
    nobody, standing = Scope(0, "", (), NOON.date()), Standing(1, kind, 1, 1)
    for table, reach in product(KINDS, Reach):
        condition = KINDS[table].narrow(standing, reach, NOON.date())
        assert lone.exec(narrowed(nobody, table).where(condition)).all() == [], (table, reach)


def test_a_reach_that_the_matrix_does_not_give_on_a_row_shows_nothing_of_others(world: tuple[Session, World]) -> None:
    """At most one's own, and that of who lends it hours, of the six of each kind. To a buyer, no person even then."""
    session, made = world
    first = [scope.standings[0] for who, scope in made.scopes.items() if who[1:] in ("1a", "1", "")]
    askers = {standing.kind: standing for standing in first}
    buyers: set[str] = set()
    for kind, table in product(ActorKind, KINDS):
        standing = replace(askers[kind], organisation_id=made.ids["body 1a"])
        given = {Reach.ALL, Reach.TERRITORY, *(grant.reach for grant in MATRIX[KINDS[table].resource][kind])}
        reaches = [KINDS[table].narrow(standing, reach, NOON.date()) for reach in Reach if reach not in given]
        rows = session.exec(select(table).where(any_of(reaches))).all()
        assert len(rows) <= 3, (kind, table)
        if rows and kind is ActorKind.D:
            buyers.add(table.__name__)
    assert buyers == {"Organisation", "Journal"}


@pytest.fixture(scope="module")
def lone(sqlite_template: str) -> Iterator[Session]:
    from clauses.db import engine_for

    made = engine_for(f"sqlite:///{sqlite_template}")
    with reading(made) as session:
        yield session
    made.dispose()
