"""Two territories, three companies on one market: each actor reaches its own rows, and no other."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from clauses.access.queries import KINDS, found, narrowed, seen_among
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import Membership, Organisation, User
from clauses.accounts.queries import scope_of, standing_of
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.audit import Journal, record
from clauses.db import reading, writing
from clauses.errors import Forbidden, NotFound
from clauses.files.models import ImportRun
from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market, Obligation
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from tests import accounts, factories
from tests.factories import NOON, id_of

F, S, E, O, D, P, R, A = ActorKind  # noqa: E741  # the letters of the matrix


@dataclass
class World:
    """Ids by what they are; scopes by who asks."""

    ids: dict[str, int]
    scopes: dict[str, Scope]


def build(session: Session) -> World:
    """Side 1 is the first territory, side 2 another one; on side 1, companies a and b share a lot's market."""
    ids: dict[str, int] = {}
    scopes: dict[str, Scope] = {}

    def join(name: str, kind: ActorKind, **values: int) -> Membership:
        member = accounts.user(session, name=f"{name} Exemple")
        held = accounts.membership(session, user_id=id_of(member), kind=kind, **values)
        scopes[name] = scope_of(session, member, NOON.date())
        ids[f"user {name}"] = id_of(member)
        return held

    other = id_of(accounts.territory(session, name="Autre pays"))
    for side, territory in (("1", 1), ("2", other)):
        buyer = factories.organisation(session, name=f"Ville {side}")
        market = factories.market(session, buyer_id=id_of(buyer))
        ids[f"buyer {side}"], ids[f"market {side}"] = id_of(buyer), id_of(market)
        if territory != 1:
            accounts.territory_market(session, market_id=id_of(market), territory_id=territory)
        for company in ("a", "b", "c"):
            name = f"{side}{company}"
            body = factories.organisation(session, name=f"Entreprise {name}")
            lot = factories.lot(session, market_id=id_of(market))
            holder = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
            owed = factories.obligation(session, contractor_id=id_of(holder), lot_id=id_of(lot))
            someone = factories.person(session, last_name=f"Exemple {name}")
            if territory != 1:
                accounts.territory_person(session, person_id=id_of(someone), territory_id=territory)
            hired = factories.contract(session, person_id=id_of(someone), employer_id=id_of(body))
            run = factories.run(session)
            declared = factories.declaration(
                session, contractor_id=id_of(holder), employer_id=id_of(body), run_id=id_of(run)
            )
            line = factories.line(session, declaration_id=id_of(declared), contract_id=id_of(hired))
            sent = factories.orientation(
                session, person_id=id_of(someone), prescriber=f"Mission {name}", run_id=id_of(run)
            )
            left = factories.leaving(session, person_id=id_of(someone), run_id=id_of(run))
            sender = factories.organisation(session, name=f"Mission {name}")
            member = join(f"E{name}", E, organisation_id=id_of(body))
            accounts.deposit(
                session,
                run_id=id_of(run),
                user_id=member.user_id,
                organisation_id=id_of(body),
                territory_id=territory,
            )
            join(f"R{name}", R, organisation_id=id_of(sender), territory_id=territory)
            guide = join(f"P{name}", P, organisation_id=id_of(sender))
            accounts.assignment(session, membership_id=id_of(guide), person_id=id_of(someone))
            operator = join(f"O{name}", O, organisation_id=id_of(sender))
            accounts.assignment(session, membership_id=id_of(operator), person_id=id_of(someone))
            accounts.lot_assignment(session, membership_id=id_of(operator), lot_id=id_of(lot))
            rows = {
                "lot": lot, "contractor": holder, "obligation": owed, "person": someone, "contract": hired,
                "declaration": declared, "line": line, "orientation": sent, "exit": left, "run": run, "body": body,
                "sender": sender,
            }  # fmt: skip
            ids |= {f"{word} {name}": id_of(row) for word, row in rows.items()}
        join(f"F{side}", F, territory_id=territory)
        join(f"S{side}", S, territory_id=territory)
        join(f"D{side}", D, organisation_id=id_of(buyer))
    join("A", A)
    scopes["nobody"] = Scope(0, "personne", (), NOON.date())
    for name, asker in scopes.items():
        ids[f"act {name}"] = record(session, "try", by=asker.author, subject="test").number
    return World(ids, scopes)


@pytest.fixture
def world(engine: Engine) -> Iterator[tuple[Session, World]]:
    with writing(engine) as session:
        made = build(session)
    with reading(engine) as session:
        yield session, made


EVERY = [f"{side}{company}" for side in "12" for company in "abc"]
SIDE_1 = [name for name in EVERY if name.startswith("1")]
WORDS: dict[type[SQLModel], str] = {
    Lot: "lot", Contractor: "contractor", Obligation: "obligation", Person: "person", Contract: "contract",
    Declaration: "declaration", Line: "line", Orientation: "orientation", Exit: "exit", ImportRun: "run",
}  # fmt: skip


def of(names: list[str], *tables: type[SQLModel]) -> dict[type[SQLModel], list[str]]:
    return {table: list(names) for table in tables}


SEEN: dict[str, dict[type[SQLModel], list[str]]] = {
    "F1": of(SIDE_1, *WORDS),
    "S1": of(SIDE_1, *WORDS),
    "E1a": of(["1a"], Lot, Contractor, Obligation, Person, Contract, Declaration, Line, ImportRun),
    "O1a": of(["1a"], Lot, Contractor, Obligation, Person, Contract, Declaration, Line, Orientation, Exit),
    "D1": of(SIDE_1, Lot, Contractor, Obligation),
    "P1a": of(["1a"], Lot, Contractor, Person, Contract, Declaration, Line, Orientation, Exit),
    "R1a": of(["1a"], Person, Orientation, Exit),
    "A": of(EVERY, Lot, Contractor),
    "nobody": {},
}


@pytest.mark.parametrize("who", SEEN)
def test_each_actor_reads_its_own_rows_and_no_other(world: tuple[Session, World], who: str) -> None:
    session, made = world
    wrong = {}
    for table, word in WORDS.items():
        expected = {made.ids[f"{word} {name}"] for name in SEEN[who].get(table, [])}
        seen = {id_of(row) for row in session.exec(narrowed(made.scopes[who], table)).all()}
        if seen != expected:
            wrong[table.__name__] = (seen, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("F1", ["1"]),
        ("S2", ["2"]),
        ("E1a", ["1"]),
        ("O2b", ["2"]),
        ("D2", ["2"]),
        ("P1c", ["1"]),
        ("R1a", []),
        ("A", ["1", "2"]),
    ],
)
def test_markets_are_those_where_one_works(world: tuple[Session, World], who: str, names: list[str]) -> None:
    session, made = world
    seen = {row.id for row in session.exec(narrowed(made.scopes[who], Market)).all()}
    assert seen == {made.ids[f"market {name}"] for name in names}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("E1a", ["body 1a", "buyer 1"]),
        ("D1", ["buyer 1", "body 1a", "body 1b", "body 1c"]),
        ("O1a", ["sender 1a", "body 1a"]),
        ("P1a", ["sender 1a"]),
        ("R2b", ["sender 2b"]),
    ],
)
def test_bodies_are_those_that_one_deals_with(world: tuple[Session, World], who: str, names: list[str]) -> None:
    session, made = world
    seen = {row.id for row in session.exec(narrowed(made.scopes[who], Organisation)).all()}
    assert seen == {made.ids[name] for name in names}


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
    assert {row.id for row in session.exec(narrowed(made.scopes["E1a"], User)).all()} == {made.ids["user E1a"]}
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


@pytest.mark.parametrize("table", KINDS)
@pytest.mark.parametrize("reach", Reach)
@pytest.mark.parametrize("kind", ActorKind)
def test_every_reach_of_every_actor_is_a_condition_that_runs(
    lone: Session, table: type[SQLModel], reach: Reach, kind: ActorKind
) -> None:
    """A reach that makes no sense for a kind of row shows nothing; none raises, none is open by mistake."""
    standing = Standing(1, kind, 1, 1)
    condition = KINDS[table].narrow(standing, reach, NOON.date())
    assert lone.exec(narrowed(Scope(0, "", (), NOON.date()), table).where(condition)).all() == []


@pytest.fixture(scope="module")
def lone(sqlite_template: str) -> Iterator[Session]:
    from clauses.db import engine_for

    made = engine_for(f"sqlite:///{sqlite_template}")
    with reading(made) as session:
        yield session
    made.dispose()
