"""The operator's past taken over from a file, in the transaction of its import: the run is the act of the journal.

What completes a row that was recorded before has an act of its own, since that row bears the run of before.
What a file says of a signature is where its paper is: it is kept as a typed one, with that reason.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.sites.actions import open_action as opened
from clauses.sites.models import Attendance, AttendanceSignature, Meeting, MeetingSaying, Referral, VisitTask
from clauses.sites.rules import Manner, MeetingKind, ReferralState

_NAME = "Suivi de chantier"


def open_action(
    session: Session,
    *,
    operator_id: int,
    year: int,
    people_foreseen: int,
    positive_percent: int,
    source: str,
    fse_plus: bool,
    by: str,
) -> int:
    """Opens the action of a year on what its objectives say; its id."""
    return opened(
        session,
        operator_id=operator_id,
        year=year,
        name=_NAME,
        by=by,
        people_foreseen=people_foreseen,
        positive_percent=positive_percent,
        source=source,
        fse_plus=fse_plus,
    )


def referrals(session: Session, sent: Sequence[Mapping[str, Any]], *, by: str) -> None:
    """Adds people whose meetings show that they were sent and accepted."""
    now = datetime.now(UTC)
    session.add_all(Referral(state=ReferralState.ACCEPTED, author=by, at=now, **each) for each in sent)
    session.flush()


def complete_referral(
    session: Session,
    *,
    action_id: int,
    person_id: int,
    referent: str | None,
    fse_informed_on: date | None,
    run_id: int,
    by: str,
) -> None:
    """Writes what was not known of somebody sent: the référent, the day of the FSE+ information."""
    row = session.exec(
        select(Referral).where(col(Referral.action_id) == action_id, col(Referral.person_id) == person_id)
    ).one()
    row.referent = row.referent or referent
    row.fse_informed_on = row.fse_informed_on or fse_informed_on
    audit.record(session, "complete_referral", by=by, subject="referral", subject_id=_stored(session, row), run=run_id)


def meeting(session: Session, *, by: str, **values: Any) -> int:
    """Adds a meeting; its id."""
    return _stored(session, Meeting(author=by, at=datetime.now(UTC), **values))


def leave_tasks(session: Session, *, meeting_id: int, tasks: Sequence[Mapping[str, Any]]) -> None:
    """Adds what a meeting left to be done."""
    session.add_all(VisitTask(meeting_id=meeting_id, **task) for task in tasks)


def say_of_meeting(session: Session, *, meeting_id: int, by: str, **values: Any) -> None:
    """Keeps what is said of a meeting beside what was (``values``: columns of `MeetingSaying`)."""
    session.add(MeetingSaying(meeting_id=meeting_id, author=by, at=datetime.now(UTC), **values))


def attendance(
    session: Session,
    *,
    meeting_id: int,
    kind: MeetingKind,
    held_on: date,
    person_id: int,
    present: bool,
    test: tuple[date | None, int | None, int | None],
    module: tuple[int, date | None] | None,
    exception: str | None,
    signature: str | None,
    origin: tuple[int, str, int],
    by: str,
) -> int:
    """Adds somebody at a meeting, with the test or the module that opens an interview, and where the signature is."""
    run_id, sheet, row = origin
    attendance_id = _stored(
        session,
        Attendance(
            meeting_id=meeting_id,
            kind=kind,
            held_on=held_on,
            person_id=person_id,
            present=present,
            test_taken_on=test[0],
            score=test[1],
            out_of=test[2],
            module_id=module[0] if module else None,
            module_kind=MeetingKind.MODULE.value if module else None,
            module_tested_on=module[1] if module else None,
            exception_motive=exception,
            exception_by=by if exception else None,
            run_id=run_id,
            sheet=sheet,
            row=row,
        ),
    )
    if signature:
        _sign(session, attendance_id, held_on, signature, by=by)
    return attendance_id


def complete_attendance(
    session: Session,
    *,
    attendance_id: int,
    present: bool,
    test: tuple[date | None, int | None, int | None],
    module: tuple[int, date | None] | None,
    exception: str | None,
    signature: str | None,
    run_id: int,
    by: str,
) -> None:
    """Writes what was not known of an attendance: that the person came, the test, what opened an interview, the proof.

    The caller has left as they are the values that were known (`imports.meetings.merging`).
    """
    row = session.get_one(Attendance, attendance_id)
    row.present = present
    row.test_taken_on, row.score, row.out_of = test
    if module is not None:
        row.module_id, row.module_tested_on, row.module_kind = *module, MeetingKind.MODULE.value
    if exception is not None and row.exception_motive is None:
        row.exception_motive, row.exception_by = exception, by
    _stored(session, row)
    signed = select(AttendanceSignature.id).where(col(AttendanceSignature.attendance_id) == attendance_id)
    if signature and session.exec(signed).first() is None:
        _sign(session, attendance_id, row.held_on, signature, by=by)
    audit.record(session, "complete_attendance", by=by, subject="attendance", subject_id=attendance_id, run=run_id)


def _sign(session: Session, attendance_id: int, held_on: date, reason: str, *, by: str) -> None:
    session.add(
        AttendanceSignature(
            attendance_id=attendance_id,
            manner=Manner.TYPED,
            reason=reason,
            signed_at=datetime.combine(held_on, time(12), UTC),
            author=by,
            at=datetime.now(UTC),
        )
    )


def _stored(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return cast("int", getattr(row, "id"))  # noqa: B009  # a stored row has one
