"""Of whom a depositor may be told why a row waits: the people of its territory, or those that the company hired."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.access.depositing import depositor, on_behalf
from clauses.accounts.models import Organisation
from clauses.accounts.queries import scope_of
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.people.models import Person
from imports.hours.own import load
from tests import accounts, factories
from tests.clauses.access.world import SIDE_1, World, build
from tests.factories import NOON, id_of
from tests.imports.office import HOURS, KARIM_HOURS, Office, Written

SIDE_2 = [name.replace("1", "2") for name in SIDE_1]
ON_LOT_2 = {"Lot": "2", "SIRET attributaire": "44306184100047"}


@pytest.fixture
def world(engine: Engine) -> Iterator[tuple[Session, World]]:
    with writing(engine) as session:
        made = build(session)
        for name in SIDE_1:
            factories.opinion(session, person_id=made.ids[f"person {name}"], eligible=False)
        for name in SIDE_2:
            factories.evidence(session, person_id=made.ids[f"person {name}"], holds=False)
        factories.person(session, last_name="Sans doute")
        trusted = id_of(factories.person(session, last_name="Revu"))
        again = {"withdrawn_at": NOON, "withdrawn_by": "Ana"}
        factories.opinion(session, person_id=trusted, eligible=False, **again)
        factories.evidence(session, person_id=trusted, holds=False, **again)
    with reading(engine) as session:
        yield session, made


@pytest.mark.parametrize(("who", "named"), [("F1", SIDE_1), ("F2", SIDE_2), ("E1a", ["1a"]), ("E2b", ["2b"])])
def test_they_are_told_of_the_people_of_the_territory_or_of_those_hired(
    world: tuple[Session, World], who: str, named: list[str]
) -> None:
    """Somebody of the first territory has no row that says so; of whom nothing says no is not looked for."""
    session, made = world
    assert load(session, depositor(made.scopes[who])).people == {made.ids[f"person {name}"] for name in named}


@pytest.mark.parametrize(("who", "name"), [("F1", "1b"), ("F2", "2c")])
def test_in_the_name_of_a_company_they_are_told_of_those_that_it_hired(
    world: tuple[Session, World], who: str, name: str
) -> None:
    session, made = world
    company = session.get_one(Organisation, made.ids[f"body {name}"])
    held = load(session, on_behalf(depositor(made.scopes[who]), company))
    assert (held.people, held.employer_id) == (frozenset({made.ids[f"person {name}"]}), company.id)


def facilitator(office: Office) -> Scope:
    """Who follows the first territory."""
    with writing(office.engine) as session:
        member = accounts.user(session)
        accounts.membership(session, user_id=factories.id_of(member), territory_id=1)
        return scope_of(session, member, factories.NOON.date())


def refused(office: Office) -> None:
    """Karim is not of the publics, in the opinion of the facilitatrice."""
    with writing(office.engine) as session:
        karim = session.exec(select(Person).where(Person.first_name == "Karim")).one()
        factories.opinion(session, person_id=karim.id, eligible=False, decided_on=date(2023, 12, 1))


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_facilitator_of_the_first_territory_reads_the_reasons(small_office: Office, dry_run: bool) -> None:
    small_office.prepare()
    elsewhere: list[Written] = [{**each, **ON_LOT_2} for each in ({**HOURS, "Heures travaillées": "100"}, KARIM_HOURS)]
    small_office.hours(*elsewhere)
    refused(small_office)
    who = depositor(facilitator(small_office))
    report = small_office.hours(HOURS, KARIM_HOURS, depositor=who, dry_run=dry_run)
    said = {(issue.code, issue.row) for issue in report.issues}
    assert {("hours.improbable_total", 2), ("hours.already_declared", 3), ("hours.not_eligible", 3)} <= said
    assert "hours.facilitator_looks" not in {code for code, _ in said}
