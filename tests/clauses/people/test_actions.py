"""People recorded: keys made here, what was said before corrected in place."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Unusable
from clauses.people.actions import (
    add_people,
    change_person,
    decide_orientation,
    record_orientations,
    record_participations,
    record_residences,
)
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Origin, Sex
from tests import factories
from tests.factories import id_of

BORN = date(1990, 5, 17)


def test_people_are_added_with_their_ids_in_order_and_their_keys(engine: Engine) -> None:
    with writing(engine) as session:
        numbers = add_people(
            session,
            [
                {"last_name": "N'Diaye", "first_name": "Élodie", "birth_date": BORN, "sex": Sex.F, "identifier": None},
                {"last_name": "Ben Salah", "first_name": "Ali", "birth_date": BORN, "sex": None, "identifier": "P2"},
            ],
        )
        people = [session.get_one(Person, number) for number in numbers]
        assert [(one.last_key, one.first_key, one.sex, one.identifier) for one in people] == [
            ("n diaye", "elodie", Sex.F, None),
            ("ben salah", "ali", None, "P2"),
        ]
        assert add_people(session, []) == []


def test_a_name_without_any_letter_is_its_own_key(engine: Engine) -> None:
    with writing(engine) as session:
        (number,) = add_people(session, [{"last_name": "?", "first_name": "…", "birth_date": BORN}])
        person = session.get_one(Person, number)
        assert (person.last_key, person.first_key) == ("?", "…")


def test_one_name_and_birth_date_is_one_person_until_an_identifier_tells_them_apart(engine: Engine) -> None:
    someone = {"last_name": "Martin", "first_name": "Jean", "birth_date": BORN, "identifier": None}
    with writing(engine) as session:
        add_people(session, [someone])
    with pytest.raises(IntegrityError), writing(engine) as session:
        add_people(session, [{**someone, "last_name": "MARTIN"}])
    with writing(engine) as session:
        add_people(session, [{**someone, "identifier": "P1"}, {**someone, "identifier": "P2"}])
    with pytest.raises(IntegrityError), writing(engine) as session:
        add_people(session, [{**someone, "identifier": "P1"}])


def test_what_is_said_of_someone_is_written_on_them_alone(engine: Engine) -> None:
    with writing(engine) as session:
        one, other = factories.person(session), factories.person(session)
        change_person(session, id_of(one), rsa=True, french_level="A2")
        session.expire_all()
        assert (one.rsa, one.french_level, other.rsa) == (True, "A2", None)


def test_residences_are_added_by_day_and_corrected_in_place(engine: Engine) -> None:
    with writing(engine) as session:
        person, run = id_of(factories.person(session)), id_of(factories.run(session))

        def lived(since: date, commune: str) -> dict[str, object]:
            return {
                "person_id": person, "since": since, "commune": commune, "run_id": run, "sheet": "Feuil1", "row": 2,
            }  # fmt: skip

        record_residences(session, [lived(date(2022, 1, 1), "Dijon"), lived(date(2023, 1, 1), "Chenôve")])
        record_residences(session, [lived(date(2023, 1, 1), "Quetigny")])
        record_residences(session, [])
    with reading(engine) as session:
        rows = session.exec(select(Residence).order_by(col(Residence.since))).all()
        assert [row.commune for row in rows] == ["Dijon", "Quetigny"]


def test_a_time_in_the_plie_is_known_by_its_start_and_closed_later(engine: Engine) -> None:
    with writing(engine) as session:
        time = factories.participation(session)
        record_participations(session, [{**time.model_dump(exclude={"id"}), "ends_on": date(2023, 6, 30), "row": 9}])
    with reading(engine) as session:
        row = session.exec(select(Participation)).one()
        assert (row.starts_on, row.ends_on, row.row) == (date(2022, 9, 1), date(2023, 6, 30), 9)


def test_an_orientation_is_known_by_person_day_and_sector_and_decided_later(engine: Engine) -> None:
    with writing(engine) as session:
        sent = factories.orientation(session, origin=Origin.AUTRES).model_dump(exclude={"id"})
        decided = {**sent, "decision": Decision.VALIDATED, "decided_on": date(2023, 2, 1)}
        record_orientations(session, [decided, {**decided, "sector": Sector.MS}])
    with reading(engine) as session:
        rows = session.exec(select(Orientation).order_by(col(Orientation.sector))).all()
        assert [(row.sector, row.decision, row.origin) for row in rows] == [
            (Sector.BTP, Decision.VALIDATED, Origin.AUTRES),
            (Sector.MS, Decision.VALIDATED, Origin.AUTRES),
        ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"decided_on": date(2023, 4, 9)}, "orientation.decided_on"),
        ({"decided_on": date(2023, 5, 2)}, "orientation.decided_on"),
        ({"decision": Decision.NOT_INTEGRATED, "reason": " "}, "orientation.reason"),
        ({"decision": Decision.NOT_INTEGRATED, "reason": "sans suite"}, None),
    ],
)
def test_an_orientation_is_decided_from_its_day_to_today_and_refused_with_a_reason(
    engine: Engine, changed: dict[str, Any], code: str | None
) -> None:
    said: dict[str, Any] = {"decision": Decision.VALIDATED, "decided_on": date(2023, 5, 1), "reason": None, **changed}
    with writing(engine) as session:
        row = factories.orientation(session, oriented_on=date(2023, 4, 10), decision=None)
        if code is None:
            decide_orientation(session, row, **said, today=date(2023, 5, 1), by="Ana")
            (act,) = session.exec(select(Journal).where(col(Journal.act) == "decide")).all()
            assert (act.author, act.subject, act.subject_id, row.decision) == (
                "Ana", "orientation", row.id, said["decision"],
            )  # fmt: skip
            return
        with pytest.raises(Unusable) as refusal:
            decide_orientation(session, row, **said, today=date(2023, 5, 1), by="Ana")
        assert (refusal.value.code, row.decision) == (code, None)
