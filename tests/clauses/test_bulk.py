"""Rows put in bulk are those that objects would have made: same types, same constraints, same numbers after them."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from clauses import bulk
from clauses.bulk import insert_frame, insert_rows, reserve_ids
from clauses.db import writing
from clauses.people.models import Person
from clauses.reference.rules import Sex
from tests import factories as f

COLUMNS = ("last_name", "first_name", "last_key", "first_key", "birth_date", "sex", "rsa", "mobility_km")
NOON = datetime(2024, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def named(name: str) -> tuple[object, ...]:
    return (name, "Léa", name.lower(), "lea", date(1990, 5, 4), Sex.F, True, None)


def test_each_value_comes_back_as_it_was_put(engine: Engine) -> None:
    with writing(engine) as session:
        insert_rows(session, Person, COLUMNS, [named("Roux"), named("Té\tab\\n'\"é")])
        insert_rows(session, Person, COLUMNS, [])
    with Session(engine) as session:
        people = session.exec(select(Person).order_by(col(Person.id))).all()
        assert [person.last_name for person in people] == ["Roux", "Té\tab\\n'\"é"]
        first = people[0]
        assert (first.birth_date, first.sex, first.rsa, first.mobility_km) == (date(1990, 5, 4), Sex.F, True, None)


def test_moments_keep_their_zone_and_their_last_digit(engine: Engine) -> None:
    from clauses.files.models import StoredFile

    with writing(engine) as session:
        insert_rows(session, StoredFile, ("sha256", "size", "stored_at"), [("a" * 64, 3, NOON)])
    with Session(engine) as session:
        assert session.exec(select(StoredFile)).one().stored_at == NOON


def test_a_constraint_refuses_a_row_put_in_bulk_and_nothing_is_left(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as refused, writing(engine) as session:
        insert_rows(session, Person, COLUMNS, [named("Roux"), (*named("Petit")[:2], "", "", *named("Petit")[4:])])
    assert "ck_person_named" in str(refused.value)
    assert "Petit" not in str(refused.value)
    with Session(engine) as session:
        assert session.exec(select(Person)).all() == []


def test_a_frame_is_stored_as_its_rows_would_be(engine: Engine) -> None:
    people = pl.DataFrame(
        [("Té\tab\\n'\"é;,\r\n\\.", "Léa", "a", "lea", date(1990, 5, 4), "F", True, None, ""),
         ("\\.", "null", "b", "null", date(1988, 1, 2), None, None, 12, None)],
        schema=[*COLUMNS, "skills"], orient="row",
    )  # fmt: skip
    with writing(engine) as session:
        insert_frame(session, Person, people)
        insert_frame(session, Person, people.clear())
    with Session(engine) as session:
        stored = session.exec(select(Person)).all()
        told = [tuple(getattr(person, name) for name in people.columns) for person in stored]
    assert told == [(*row[:5], row[5] and Sex(row[5]), *row[6:]) for row in people.rows()]


def test_a_moment_of_a_frame_keeps_its_zone_and_its_last_digit(engine: Engine) -> None:
    from clauses.files.models import StoredFile

    with writing(engine) as session:
        rows = [("a" * 64, 3, NOON), ("b" * 64, 3, NOON)]
        insert_frame(session, StoredFile, pl.DataFrame(rows, schema=["sha256", "size", "stored_at"], orient="row"))
    with Session(engine) as session:
        assert {kept.stored_at for kept in session.exec(select(StoredFile)).all()} == {NOON}


def test_a_constraint_refuses_a_row_of_a_frame_without_quoting_it(engine: Engine) -> None:
    frame = pl.DataFrame([named("Roux")], schema=list(COLUMNS), orient="row").with_columns(sex=pl.lit("Petit"))
    with pytest.raises(IntegrityError) as refused, writing(engine) as session:
        insert_frame(session, Person, frame)
    assert "ck_person_sex" in str(refused.value)
    assert "Petit" not in str(refused.value)


def test_a_large_frame_goes_by_groups(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 2)
    people = pl.DataFrame([named(f"Nom{number}") for number in range(5)], schema=list(COLUMNS), orient="row")
    with writing(engine) as session:
        insert_frame(session, Person, people.with_columns(sex=pl.lit("F")))
        assert len(session.exec(select(Person.id)).all()) == 5


def test_numbers_reserved_are_used_by_nobody_else(engine: Engine) -> None:
    with writing(engine) as session:
        f.person(session)
        numbers = reserve_ids(session, Person, 3)
        assert reserve_ids(session, Person, 0) == []
        rows = [(number, *named(f"Nom{number}")) for number in numbers]
        insert_rows(session, Person, ("id", *COLUMNS), rows)
        after = f.person(session)
        assert numbers == sorted(numbers)
        assert f.id_of(after) > numbers[-1]


def test_many_rows_go_by_groups(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 2)
    with writing(engine) as session:
        insert_rows(session, Person, COLUMNS, (named(f"Nom{number}") for number in range(5)))
        assert len(session.exec(select(Person.id)).all()) == 5
