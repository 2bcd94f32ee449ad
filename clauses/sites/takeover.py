"""The operator's past taken over from a file, in the transaction of its import: the run is the act of the journal.

What a file says of a signature is where its paper is: it is kept as a typed one, with that reason.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

from sqlmodel import Session, SQLModel

from clauses.sites.actions import open_action as opened
from clauses.sites.models import Attendance, AttendanceSignature, Meeting, Referral, VisitTask
from clauses.sites.rules import Manner, MeetingKind, ReferralState

_NAME = "Suivi de chantier"
_WEEKS, _DAYS = 4, 30
"""When to warn, until the territory says otherwise on the action: four weeks without a visit, thirty days to an end."""


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
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        people_foreseen=people_foreseen,
        positive_percent=positive_percent,
        visit_weeks=_WEEKS,
        ending_days=_DAYS,
        source=source,
        fse_plus=fse_plus,
    )


def referrals(session: Session, sent: Sequence[Mapping[str, Any]], *, by: str) -> None:
    """Adds people whose meetings show that they were sent and accepted."""
    now = datetime.now(UTC)
    session.add_all(Referral(state=ReferralState.ACCEPTED, author=by, at=now, **each) for each in sent)
    session.flush()


def meeting(session: Session, *, tasks: Sequence[Mapping[str, Any]], by: str, **values: Any) -> int:
    """Adds a meeting with what it left to be done; its id."""
    meeting_id = _stored(session, Meeting(author=by, at=datetime.now(UTC), **values))
    session.add_all(VisitTask(meeting_id=meeting_id, **task) for task in tasks)
    return meeting_id


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
        session.add(
            AttendanceSignature(
                attendance_id=attendance_id,
                manner=Manner.TYPED,
                reason=signature,
                signed_at=datetime.combine(held_on, time(12), UTC),
                author=by,
                at=datetime.now(UTC),
            )
        )
    return attendance_id


def _stored(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return cast("int", getattr(row, "id"))  # noqa: B009  # a stored row has one
