"""An act is read where what it is about is, however it was signed; what has no place, where its signer is."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.access.journal import PLACED, SUBJECTS
from clauses.access.queries import narrowed, within
from clauses.accounts.models import Deposit, User
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal, record
from clauses.db import writing
from clauses.files.models import ImportRun
from clauses.markets.models import Lot
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.clauses.access.world import World, build
from tests.factories import id_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def world(engine: Engine) -> Iterator[tuple[Session, World]]:
    with writing(engine) as session:
        yield session, build(session)


def readers(session: Session, made: World, number: int) -> set[str]:
    """Which facilitateurs read an act."""
    return {
        who
        for who in ("F1", "F2")
        if number in {row.number for row in session.exec(narrowed(made.scopes[who], Journal)).all()}
    }


PLACES = [
    ("market", "market {0}"), ("lot", "lot {0}a"), ("contractor", "contractor {0}a"), ("obligation", "obligation {0}a"),
    ("person", "person {0}a"), ("contract", "contract {0}a"), ("declaration", "declaration {0}a"),
    ("line", "line {0}a"), ("orientation", "orientation {0}a"), ("exit", "exit {0}a"), ("import_run", "run {0}a"),
    ("need", "need {0}a"), ("proposal", "proposal {0}a"), ("user", "user E{0}a"), ("membership", "membership {0}a"),
    ("token", "token {0}a"), ("operator_action", "action {0}a"), ("meeting", "meeting {0}a"),
    ("visit_task", "task {0}a"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "key"), PLACES, ids=lambda said: said.split()[0])
def test_an_act_is_read_where_its_row_is_whoever_signed_it(
    world: tuple[Session, World], subject: str, key: str
) -> None:
    session, made = world
    for side, other in (("1", "2"), ("2", "1")):
        signers = [
            "ligne de commande",
            "Ana",
            made.scopes[f"F{other}"].author,
            f"Paie (jeton 1, {made.scopes['E' + other + 'a'].author})",
        ]
        for by in signers:
            number = record(session, "modify", by=by, subject=subject, subject_id=made.ids[key.format(side)]).number
            assert readers(session, made, number) == {f"F{side}"}, by


def test_an_act_about_a_proof_is_read_where_what_it_proves_is(world: tuple[Session, World]) -> None:
    session, made = world
    for side in ("1", "2"):
        for key in ("contract", "declaration", "exit", "meeting"):
            column = f"{key}_id"
            proof = factories.proof(session, **{column: made.ids[f"{key} {side}a"]})
            act = record(session, "attach", by="Ana", subject="proof", subject_id=proof.id)
            assert readers(session, made, act.number) == {f"F{side}"}, column


def test_what_has_no_place_is_read_where_its_signer_is(world: tuple[Session, World]) -> None:
    session, made = world

    def read(by: str, subject: str = "/api/people/{number}", number: int | None = None) -> set[str]:
        return readers(session, made, record(session, "denied", by=by, subject=subject, subject_id=number).number)

    for side in ("1", "2"):
        company = made.scopes[f"E{side}a"].author
        assert read(company) == {f"F{side}"}
        assert read(f"Paie (jeton 4, {company})") == {f"F{side}"}, "a program is of the territory of who made it"
        assert read(f"Mission (déposé par {company})") == {f"F{side}"}
        assert read(made.scopes[f"F{side}"].author, "month") == {f"F{side}"}
    assert read("personne") == read("ligne de commande", "weights", 1) == {"F1"}
    assert read(made.scopes["A"].author, "weights", 1) == {"F1", "F2"}


def test_what_an_employer_signs_is_read_where_its_hours_are_and_in_the_first_territory_else(
    engine: Engine,
) -> None:
    """A temporary-work agency holds no lot: the hours that it declares say where it is."""
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        holder = factories.contractor(session)
        market = session.get_one(Lot, holder.lot_id).market_id
        accounts.territory_market(session, market_id=market, territory_id=far)
        agency, new = (accounts.user(session) for _ in range(2))
        held, _ = (accounts.membership(session, user_id=id_of(one), kind=ActorKind.E) for one in (agency, new))
        factories.declaration(session, contractor_id=id_of(holder), employer_id=held.organisation_id)
        signed = [record(session, "denied", by=one.author, subject="month").number for one in (agency, new)]
        for territory, expected in ((1, signed[1:]), (far, signed[:1])):
            assert [row.number for row in session.exec(narrowed(asking(territory=territory), Journal))] == expected


def test_a_name_that_ends_like_another_account_is_not_that_account(world: tuple[Session, World]) -> None:
    session, made = world
    lent = accounts.user(session, name=f"Camille ({made.scopes['E1a'].author.rpartition('(')[2]}")
    accounts.membership(session, user_id=id_of(lent), territory_id=_other(session, made))
    assert readers(session, made, record(session, "try", by=lent.author, subject="month").number) == {"F2"}


def _other(session: Session, made: World) -> int:
    return made.scopes["F2"].standings[0].territory_id


def test_an_act_about_a_row_that_is_gone_stays_in_the_first_territory(world: tuple[Session, World]) -> None:
    session, made = world
    number = record(session, "undo", by="Ana", subject="person", subject_id=999_999).number
    assert readers(session, made, number) == {"F1"}


def test_an_act_about_a_row_that_is_gone_is_read_where_its_signer_is(world: tuple[Session, World]) -> None:
    session, made = world
    for subject in ("person", "contract", "market", "lot", "contractor", "grouping", "amendment", "proof"):
        for side in ("1", "2"):
            act = record(session, "modify", by=made.scopes[f"F{side}"].author, subject=subject, subject_id=999_999)
            assert readers(session, made, act.number) == {f"F{side}"}, subject


def test_a_program_and_a_deposit_of_a_body_are_read_by_its_manager(world: tuple[Session, World]) -> None:
    session, made = world
    author = made.scopes["E1a"].author
    for by in (author, f"Paie (jeton 4, {author})"):
        number = record(session, "try", by=by, subject="test").number
        for who, sees in (("E1a", True), ("E1b", False)):
            assert (number in {row.number for row in session.exec(narrowed(made.scopes[who], Journal))}) is sees


def test_a_file_of_a_company_is_of_the_territory_of_its_markets(world: tuple[Session, World]) -> None:
    """A company deposits for its body alone: where it works says whose file it is."""
    session, made = world
    for held in session.exec(select(Deposit)).all():
        held.territory_id = None
        session.add(held)
    session.flush()
    for side in ("1", "2"):
        seen = set(session.exec(select(ImportRun.id).where(within(made.scopes[f"F{side}"], ImportRun))).all())
        runs = {name: {made.ids[f"run {name}{one}"] for one in "abc"} for name in ("1", "2")}
        other = {"1": "2", "2": "1"}[side]
        assert runs[side] <= seen
        assert not runs[other] & seen


# Each subject has a place, or is known to have none

WITHOUT_A_PLACE = {
    "bilan", "convention", "eligibility", "issued_document", "layout_correction", "month",
    "organisation", "signature", "weights",
}  # fmt: skip
"""Of everybody (a body, a month, weights), or of whoever acted (a bilan frozen)."""


def subjects() -> set[str]:
    """The subjects that the code gives to acts, where they are written out."""
    found: set[str] = set()
    for path in [*(ROOT / "clauses").rglob("*.py"), *(ROOT / "imports").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("audit.record", "record", "create", "change"):
                given = [one.value for one in call.keywords if one.arg == "subject"]
                found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
    return found


def test_every_subject_has_a_place_or_is_known_to_have_none() -> None:
    told = subjects()
    assert len(told) > 20
    assert told - SUBJECTS <= WITHOUT_A_PLACE


def test_every_place_is_a_table_and_a_column_of_it() -> None:
    for subject, (table, column, above) in PLACED.items():
        assert table.__tablename__ == subject
        assert column in table.model_fields
        assert above in SUBJECTS


def test_a_session_of_one_territory_reads_everything(engine: Engine) -> None:
    from clauses.accounts.queries import scope_of

    with writing(engine) as session:
        someone = accounts.user(session)
        accounts.membership(session, user_id=id_of(someone))
        person = factories.person(session)
        for by, subject, number in (("Ana", "person", person.id), ("personne", "user", None), ("x", "month", None)):
            record(session, "try", by=by, subject=subject, subject_id=number)
        scope = scope_of(session, someone, date(2026, 1, 1))
        assert len(session.exec(narrowed(scope, Journal)).all()) == 3


def test_an_account_of_two_territories_is_read_in_both_and_a_market_in_its_own_alone(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        both, there, here = (id_of(accounts.user(session)) for _ in range(3))
        for user, territory in ((both, 1), (both, far), (there, far), (here, 1)):
            accounts.membership(session, user_id=user, territory_id=territory)
        first, second = (id_of(factories.market(session)) for _ in range(2))
        accounts.territory_market(session, market_id=second, territory_id=far)
        placed = {
            record(session, "try", by="Ana", subject=subject, subject_id=number).number: who
            for subject, number, who in (
                ("user", both, {1, far}), ("user", there, {far}), ("user", here, {1}),
                ("market", first, {1}), ("market", second, {far}),
            )
        }  # fmt: skip
        signers = [session.get_one(User, user).author for user in (there, here)]
        for signed, who in zip((*signers, "personne"), ({far}, {1}, {1}), strict=True):
            placed[record(session, "denied", by=signed, subject="user").number] = who
        session.flush()
        for territory in (1, far):
            read = {row.number for row in session.exec(narrowed(asking(territory=territory), Journal))}
            assert read == {number for number, who in placed.items() if territory in who}


def test_what_is_put_in_a_territory_is_read_there_alone_even_when_it_is_put_in_the_first(engine: Engine) -> None:
    with writing(engine) as session:
        places = [1, *(id_of(accounts.territory(session)) for _ in range(2))]
        acts: dict[int, list[int]] = {place: [] for place in places}
        for place in places:
            market = accounts.territory_market(session, territory_id=place).market_id
            person = accounts.territory_person(session, territory_id=place).person_id
            opened = id_of(accounts.break_glass(session, territory_id=place))
            for subject, number in (
                ("market", market), ("person", person), ("break_glass", opened), ("territory", place),
            ):  # fmt: skip
                acts[place].append(record(session, "try", by="Ana", subject=subject, subject_id=number).number)
        for place in places:
            read = [row.number for row in session.exec(narrowed(asking(territory=place), Journal))]
            assert sorted(read) == acts[place]
