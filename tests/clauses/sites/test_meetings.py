"""Meetings and signatures written down, on both engines."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import ClausesError, Conflict, NotFound, Unusable
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.sites.actions import answer_referral, send_person
from clauses.sites.meetings import finish_task, hold_meeting, mark_attendance
from clauses.sites.models import Attendance, Meeting, OperatorAction, VisitTask
from clauses.sites.rules import Manner, MeetingKind, Present, Task
from tests import factories as f
from tests.clauses.sites.conftest import BY, INTERVIEW_ON, MODULE_ON, PNG, Office, attendance_at
from tests.clauses.sites.drawing import photograph
from tests.factories import id_of

MOTIVATION = MeetingKind.MOTIVATION


def refusal(verb: Callable[[], object]) -> ClausesError:
    with pytest.raises(ClausesError) as refused:
        verb()
    return refused.value


def test_an_interview_before_the_module_is_refused(office: Office) -> None:
    with writing(office.engine) as session:
        said = refusal(lambda: office.hold(session, MOTIVATION, INTERVIEW_ON))
        assert isinstance(said, Conflict)
        assert said.code == "sites.module_missing"
        assert "Léa Roux" in said.message


def test_an_interview_before_the_test_is_refused(office: Office) -> None:
    with writing(office.engine) as session:
        office.module(session, test_taken_on=None)
        assert refusal(lambda: office.hold(session, MOTIVATION, INTERVIEW_ON)).code == "sites.test_missing"


def test_an_interview_after_the_module_names_it(office: Office) -> None:
    with writing(office.engine) as session:
        module = attendance_at(session, office.module(session))
        row = attendance_at(session, office.hold(session, MOTIVATION, INTERVIEW_ON))
        assert (row.module_id, row.module_kind, row.module_tested_on) == (module.id, "module", MODULE_ON)
        assert row.exception_motive is None


def test_a_test_under_the_mark_of_the_territory_does_not_open_the_interview(office: Office) -> None:
    with writing(office.engine) as session:
        session.get_one(OperatorAction, office.action).pass_mark = 60
        office.module(session, score=8, out_of=20)
        assert refusal(lambda: office.hold(session, MOTIVATION, INTERVIEW_ON)).code == "sites.mark_missing"


def test_an_exception_keeps_its_motive_and_author_and_is_journalised(office: Office) -> None:
    with writing(office.engine) as session:
        said = Present(office.lea, exception_motive="  module complet jusqu'en mai ")
        row = attendance_at(session, office.hold(session, MOTIVATION, INTERVIEW_ON, said))
        assert (row.exception_motive, row.exception_by, row.module_id) == ("module complet jusqu'en mai", BY, None)
        acts = session.exec(select(Journal.act)).all()
        assert "interview_exception" in acts
        assert verify(session) == []


def test_someone_who_did_not_come_to_the_interview_needs_no_module(office: Office) -> None:
    with writing(office.engine) as session:
        row = attendance_at(session, office.hold(session, MOTIVATION, INTERVIEW_ON, Present(office.lea, present=False)))
        assert row.module_id is None
        said = refusal(lambda: mark_attendance(session, attendance_id=id_of(row), said=Present(office.lea), by=BY))
        assert said.code == "sites.module_missing"


def test_the_module_of_another_action_opens_nothing(office: Office) -> None:
    from tests.factories_sites import attendance, meeting

    with writing(office.engine) as session:
        elsewhere = id_of(meeting(session, held_on=MODULE_ON))
        attendance(session, meeting_id=elsewhere, person_id=office.lea, held_on=MODULE_ON, test_taken_on=MODULE_ON)
        assert refusal(lambda: office.hold(session, MOTIVATION, INTERVIEW_ON)).code == "sites.module_missing"


def test_a_test_that_an_interview_leans_on_does_not_move(office: Office) -> None:
    with writing(office.engine) as session:
        module = attendance_at(session, office.module(session))
        office.hold(session, MOTIVATION, INTERVIEW_ON)
        moved = Present(office.lea, test_taken_on=MODULE_ON + timedelta(days=1))
        said = refusal(lambda: mark_attendance(session, attendance_id=id_of(module), said=moved, by=BY))
        assert said.code == "sites.module_relied_on"
        scored = Present(office.lea, test_taken_on=MODULE_ON, score=15, out_of=20)
        mark_attendance(session, attendance_id=id_of(module), said=scored, by=BY)
        assert session.get_one(Attendance, id_of(module)).score == 15


def test_someone_expected_may_come(office: Office) -> None:
    with writing(office.engine) as session:
        row = attendance_at(
            session, office.hold(session, MeetingKind.EVALUATION, MODULE_ON, Present(office.lea, present=None))
        )
        assert row.present is not True
        mark_attendance(session, attendance_id=id_of(row), said=Present(office.lea, remark="à l'heure"), by=BY)
        assert bool(row.present)
        assert row.remark == "à l'heure"
        with pytest.raises(NotFound):
            mark_attendance(session, attendance_id=id_of(row), said=Present(office.lea + 1), by=BY)


def _visit(office: Office, session: Session, **values: Any) -> int:
    return office.hold(session, MeetingKind.SITE_VISIT, INTERVIEW_ON, **values)


def test_a_visit_says_its_lot_what_was_seen_and_what_is_left_to_do(office: Office) -> None:
    with writing(office.engine) as session:
        lot = id_of(f.lot(session))
        task = Task("Fournir un casque", "Le tuteur", date(2024, 2, 20))
        meeting = _visit(office, session, lot_id=lot, seen="Coffrage", tutor="M. Petit", tasks=(task,))
        assert session.get_one(Meeting, meeting).seen == "Coffrage"
        left = session.exec(select(VisitTask)).one()
        finish_task(session, task_id=id_of(left), done_on=date(2024, 2, 19), by=BY)
        assert (left.done_on, left.done_by) == (date(2024, 2, 19), BY)
        again = refusal(lambda: finish_task(session, task_id=id_of(left), done_on=date(2024, 2, 21), by=BY))
        assert again.code == "sites.task_done"


def test_what_is_no_meeting_is_refused(office: Office) -> None:
    with writing(office.engine) as session:
        twice = (Present(office.lea), Present(office.lea))
        empty = Task(" ", "moi", INTERVIEW_ON)
        cases: dict[str, Callable[[], object]] = {
            "sites.lot_missing": lambda: _visit(office, session),
            "sites.person_twice": lambda: office.hold(session, MeetingKind.OTHER, INTERVIEW_ON, *twice),
            "sites.task_incomplete": lambda: office.hold(session, MeetingKind.OTHER, INTERVIEW_ON, tasks=(empty,)),
            "sites.nobody": lambda: hold_meeting(
                session, action_id=office.action, kind=MeetingKind.OTHER, held_on=INTERVIEW_ON, people=(), by=BY
            ),
            "sites.test_fault": lambda: office.module(session, score=3),
        }
        for code, verb in cases.items():
            said = refusal(verb)
            assert (said.code, type(said)) == (code, Unusable)


def test_only_who_was_sent_and_not_refused_is_met(office: Office) -> None:
    with writing(office.engine) as session:
        stranger = id_of(f.person(session))
        said = refusal(lambda: office.hold(session, MeetingKind.MODULE, MODULE_ON, Present(stranger)))
        assert said.code == "sites.not_sent"
        sent = send_person(session, action_id=office.action, person_id=stranger, sent_on=MODULE_ON, by=BY)
        office.hold(session, MeetingKind.EVALUATION, MODULE_ON, Present(stranger))  # to decide, one meets
        answer_referral(
            session, referral_id=sent, accepted=False, decided_on=MODULE_ON, motive="projet hors du bâtiment", by=BY
        )
        said = refusal(lambda: office.hold(session, MeetingKind.MODULE, INTERVIEW_ON, Present(stranger)))
        assert said.code == "sites.refused_person"


def test_a_drawn_signature_is_kept_with_its_hash_time_and_author(office: Office) -> None:
    with writing(office.engine) as session:
        row = attendance_at(session, office.module(session))
        office.sign(session, id_of(row))
        kept = session.exec(select(StoredFile)).one()
        assert shelf_place(office.shelf, kept.sha256).read_bytes() == PNG
        again = refusal(lambda: office.sign(session, id_of(row)))
        assert again.code == "sites.signed_already"
        absent = Present(office.lea, present=False)
        said = refusal(lambda: mark_attendance(session, attendance_id=id_of(row), said=absent, by=BY))
        assert said.code == "sites.signed_already"


@pytest.mark.parametrize(
    "given",
    [
        {"manner": Manner.WITNESSED, "picture": None, "witnesses": ("Ana Ruiz", "Bob Le Goff"), "reason": "plâtre"},
        {"manner": Manner.TYPED, "picture": None, "reason": "lecteur d'écran, sans écran tactile"},
        {"manner": Manner.FILED, "picture": b"%PDF-1.7 feuille\n%%EOF"},
        {"manner": Manner.FILED, "picture": photograph()},
    ],
)
def test_there_are_other_ways_of_signing(office: Office, given: dict[str, Any]) -> None:
    with writing(office.engine) as session:
        row = attendance_at(session, office.module(session))
        assert office.sign(session, id_of(row), **given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"picture": None}, "sites.signature_fault"),
        ({"manner": Manner.TYPED, "picture": None}, "sites.signature_fault"),
        ({"picture": b"GIF89a"}, "sites.picture_form"),
        ({"picture": PNG + bytes(5 << 20)}, "sites.picture_too_large"),
    ],
)
def test_what_is_no_signature_is_refused(office: Office, given: dict[str, Any], code: str) -> None:
    with writing(office.engine) as session:
        row = attendance_at(session, office.module(session))
        assert refusal(lambda: office.sign(session, id_of(row), **given)).code == code


def test_only_who_was_there_signs(office: Office) -> None:
    with writing(office.engine) as session:
        row = attendance_at(
            session, office.hold(session, MeetingKind.OTHER, MODULE_ON, Present(office.lea, present=False))
        )
        assert refusal(lambda: office.sign(session, id_of(row))).code == "sites.not_present"


def test_a_refused_meeting_leaves_nothing(office: Office) -> None:
    with pytest.raises(Conflict), writing(office.engine) as session:
        office.hold(session, MOTIVATION, INTERVIEW_ON)
    with reading(office.engine) as session:
        assert session.exec(select(func.count(col(Meeting.id)))).one() == 0
