"""An operator's action with somebody accepted in it, and the verbs that the tests call on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.db import writing
from clauses.sites.actions import answer_referral, open_action, send_person
from clauses.sites.meetings import hold_meeting, sign
from clauses.sites.models import Attendance
from clauses.sites.rules import Manner, MeetingKind, Present
from tests import factories as f
from tests.clauses.sites.drawing import picture
from tests.factories import id_of

BY = "Opératrice"
MODULE_ON, INTERVIEW_ON = date(2024, 2, 5), date(2024, 2, 12)
PNG = picture()
NOON = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)
OBJECTIVES: dict[str, Any] = {
    "starts_on": date(2024, 1, 1),
    "ends_on": date(2024, 12, 31),
    "people_foreseen": 90,
    "positive_percent": 25,
    "visit_weeks": 4,
    "ending_days": 30,
    "fse_plus": True,
    "source": "appel à projets 2024",
}


@dataclass
class Office:
    """The action, and Léa who was accepted in it."""

    engine: Engine
    shelf: Path
    action: int
    lea: int

    def hold(self, session: Session, kind: MeetingKind, held_on: date, *people: Present, **values: Any) -> int:
        """A meeting with Léa, or with who is given."""
        return hold_meeting(
            session, action_id=self.action, kind=kind, held_on=held_on, people=people or (Present(self.lea),), by=BY,
            **values,
        )  # fmt: skip

    def module(self, session: Session, **said: Any) -> int:
        """The module, with its test unless said otherwise."""
        present = Present(self.lea, **{"test_taken_on": MODULE_ON, **said})
        return self.hold(session, MeetingKind.MODULE, MODULE_ON, present)

    def sign(self, session: Session, attendance: int, **values: Any) -> int:
        """A signature drawn, unless said otherwise."""
        given = {"manner": Manner.DRAWN, "picture": PNG, "signed_at": NOON, **values}
        return sign(session, self.shelf, attendance_id=attendance, by=BY, **given)

    def accepted(self, session: Session, **values: Any) -> int:
        """Somebody else, sent and accepted."""
        person = id_of(f.person(session, **values))
        sent = send_person(session, action_id=self.action, person_id=person, sent_on=date(2024, 1, 8), by=BY)
        answer_referral(session, referral_id=sent, accepted=True, decided_on=date(2024, 1, 9), by=BY)
        return person


def attendance_at(session: Session, meeting: int) -> Attendance:
    """The only attendance of a meeting."""
    return session.exec(select(Attendance).where(col(Attendance.meeting_id) == meeting)).one()


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    with writing(engine) as session:
        operator = id_of(f.organisation(session, name="ARIQ"))
        action = open_action(session, operator_id=operator, year=2024, name="Suivi BTP", by=BY, **OBJECTIVES)
        made = Office(engine, tmp_path / "files", action, 0)
        made.lea = made.accepted(session, last_name="Roux", first_name="Léa")
    return made
