"""What a phone sends twice is stored once, on both engines, even at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlmodel import Session, col, func, select

from clauses.audit import verify
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.sites.actions import begin_mission, send_person, write_activity_sheet, write_follow_up
from clauses.sites.entries import stored_by
from clauses.sites.models import AttendanceSignature, ClientEntry, FollowUp, Meeting, Referral
from clauses.sites.rules import Done, EntryKind, Level, MeetingKind, Present
from tests import factories as f
from tests.clauses.sites.conftest import BY, MODULE_ON, Office, attendance_at
from tests.factories import id_of

KEY = "3f2b8c1e-7a54-4c1d-9b7e-0c5a6d1f2e3a"


def test_a_meeting_sent_twice_is_stored_once(office: Office) -> None:
    for _ in range(2):
        with writing(office.engine) as session:
            office.hold(session, MeetingKind.MODULE, MODULE_ON, key=KEY)
    with reading(office.engine) as session:
        assert session.exec(select(func.count(col(Meeting.id)))).one() == 1
        assert session.exec(select(ClientEntry.row_id)).one() == session.exec(select(Meeting.id)).one()
        assert verify(session) == []


def test_the_same_key_with_something_else_is_a_named_conflict(office: Office) -> None:
    with writing(office.engine) as session:
        office.hold(session, MeetingKind.MODULE, MODULE_ON, key=KEY)
        with pytest.raises(Conflict) as refused:
            office.hold(session, MeetingKind.MODULE, MODULE_ON, Present(office.lea, present=False), key=KEY)
        assert refused.value.code == "sites.key_reused"
        with pytest.raises(Conflict):  # of another kind
            write_follow_up(
                session,
                action_id=office.action,
                person_id=office.lea,
                written_on=MODULE_ON,
                situation="x",
                key=KEY,
                by=BY,
            )


@pytest.mark.parametrize("key", ["", "court", "x" * 65, "clé avec des espaces", "x" * 16 + "\n"])
def test_what_is_no_key_is_refused(office: Office, key: str) -> None:
    with writing(office.engine) as session, pytest.raises(Unusable) as refused:
        office.hold(session, MeetingKind.MODULE, MODULE_ON, key=key)
    assert refused.value.code == "sites.key_form"


def test_a_refused_entry_frees_its_key(office: Office) -> None:
    with pytest.raises(Conflict), writing(office.engine) as session:
        office.hold(session, MeetingKind.MOTIVATION, MODULE_ON, key=KEY)
    with writing(office.engine) as session:
        office.module(session)
        office.hold(session, MeetingKind.MOTIVATION, MODULE_ON, key=KEY)


def test_two_sendings_at_once_store_one_meeting(office: Office) -> None:
    together = Barrier(2)

    def send() -> int:
        together.wait(timeout=10)
        with writing(office.engine) as session:
            return office.hold(session, MeetingKind.MODULE, MODULE_ON, key=KEY)

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            first, second = [each.result(timeout=60) for each in (pool.submit(send), pool.submit(send))]
        assert first == second
    with reading(office.engine) as session:
        assert session.exec(select(func.count(col(Meeting.id)))).one() == 1
        assert verify(session) == []


def test_two_signatures_at_once_keep_one(office: Office) -> None:
    with writing(office.engine) as session:
        attendance = id_of(attendance_at(session, office.module(session)))
    together = Barrier(2)

    def send() -> int:
        together.wait(timeout=10)
        with writing(office.engine) as session:
            return office.sign(session, attendance, key=KEY)

    with ThreadPoolExecutor(2) as pool:
        first, second = [each.result(timeout=60) for each in (pool.submit(send), pool.submit(send))]
    assert first == second
    with reading(office.engine) as session:
        assert session.exec(select(func.count(col(AttendanceSignature.id)))).one() == 1


def test_an_entry_made_offline_names_another_by_its_key(office: Office) -> None:
    with writing(office.engine) as session:
        meeting = office.hold(session, MeetingKind.MODULE, MODULE_ON, key=KEY)
        assert stored_by(session, KEY, EntryKind.MEETING) == meeting
        with pytest.raises(NotFound, match="pas encore arrivée"):
            stored_by(session, "9" * 20, EntryKind.MEETING)
        with pytest.raises(NotFound):
            stored_by(session, KEY, EntryKind.SIGNATURE)


def _everything(session: Session, office: Office, person: int, contractor: int) -> list[int]:
    """One entry of each of the other kinds."""
    sent = send_person(
        session,
        action_id=office.action,
        person_id=person,
        sent_on=MODULE_ON,
        referent="Mme Sylla",
        key=f"{KEY}-r",
        by=BY,
    )
    mission = begin_mission(
        session, action_id=office.action, person_id=office.lea, contractor_id=contractor, starts_on=MODULE_ON,
        key=f"{KEY}-m", by=BY,
    )  # fmt: skip
    sheet = write_activity_sheet(
        session, mission_id=mission, starts_on=MODULE_ON, ends_on=date(2024, 2, 29),
        tasks=(Done("Coffrer", Level.HELPED),), key=f"{KEY}-s", by=BY,
    )  # fmt: skip
    said = write_follow_up(
        session, action_id=office.action, person_id=office.lea, written_on=MODULE_ON, situation="En mission",
        key=f"{KEY}-f", by=BY,
    )  # fmt: skip
    return [sent, mission, sheet, said]


def test_every_kind_of_entry_is_stored_once(office: Office) -> None:
    with writing(office.engine) as session:
        person, contractor = id_of(f.person(session)), id_of(f.contractor(session))
    made = []
    for _ in range(2):
        with writing(office.engine) as session:
            made.append(_everything(session, office, person, contractor))
    assert made[0] == made[1]
    with reading(office.engine) as session:
        assert session.exec(select(func.count(col(Referral.id)))).one() == 2
        assert session.exec(select(func.count(col(FollowUp.id)))).one() == 1
