"""What pages and programs write of the operator's follow-up: who may, on whom, then the verb of the feature.

Whoever writes names people, lots and contractors by number: each must be seen by them, or is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col

from clauses.access.queries import ABSENT, found, narrowed
from clauses.accounts.matrix import Act
from clauses.accounts.rules import FIRST_TERRITORY
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, NotFound
from clauses.markets.models import Contractor, Lot
from clauses.people.models import Person
from clauses.sites import actions, meetings
from clauses.sites.models import (
    Attendance,
    FollowUp,
    Mission,
    OperatorAction,
    Referral,
    TerritoryAction,
    VisitTask,
)
from clauses.sites.rules import Done, Manner, MeetingKind, Present, Recipient, Task


def open_action(session: Session, scope: Scope, *, operator_id: int, territory_id: int, **values: Any) -> int:
    """Opens the action of an operator, in the territory of whoever opens it."""
    number = actions.open_action(session, operator_id=operator_id, by=scope.author, **values)
    if territory_id != FIRST_TERRITORY:
        session.add(TerritoryAction(action_id=number, territory_id=territory_id))
        session.flush()
    return number


def send(session: Session, scope: Scope, *, action_id: int, person_id: int, key: str | None, **values: Any) -> int:
    """Sends somebody whom one sees to an action that one sees."""
    found(session, scope, OperatorAction, action_id, Act.CREATE)
    found(session, scope, Person, person_id)
    return actions.send_person(session, action_id=action_id, person_id=person_id, key=key, by=scope.author, **values)


def answer(
    session: Session, scope: Scope, *, referral_id: int, accepted: bool, decided_on: date, motive: str | None
) -> None:
    """Accepts, or refuses with a motive, somebody who was sent."""
    found(session, scope, Referral, referral_id, Act.MODIFY)
    actions.answer_referral(
        session, referral_id=referral_id, accepted=accepted, decided_on=decided_on, motive=motive, by=scope.author
    )


def hold(
    session: Session,
    scope: Scope,
    *,
    action_id: int,
    kind: MeetingKind,
    held_on: date,
    people: Sequence[Present],
    tasks: Sequence[Task],
    key: str | None,
    lot_id: int | None = None,
    **values: Any,
) -> int:
    """Records a meeting with people of the action whom one sees, on a lot that one sees."""
    found(session, scope, OperatorAction, action_id, Act.CREATE)
    _participants(session, scope, action_id, [each.person_id for each in people])
    if lot_id is not None:
        found(session, scope, Lot, lot_id)
    return meetings.hold_meeting(
        session, action_id=action_id, kind=kind, held_on=held_on, people=people, tasks=tasks, key=key, lot_id=lot_id,
        by=scope.author, **values,
    )  # fmt: skip


def mark(session: Session, scope: Scope, *, attendance_id: int, **said: Any) -> None:
    """Says that somebody expected came or not, the test taken; what is not said stays as it was."""
    row = found(session, scope, Attendance, attendance_id, Act.MODIFY)
    names = ("present", "remark", "test_taken_on", "score", "out_of", "exception_motive")
    before = {name: getattr(row, name) for name in names}
    meetings.mark_attendance(
        session, attendance_id=attendance_id, said=Present(row.person_id, **{**before, **said}), by=scope.author
    )


def mark_once(
    session: Session,
    scope: Scope,
    *,
    attendance_id: int,
    present: bool,
    was: bool | None,
    tested: bool,
    exception_motive: str | None,
) -> None:
    """The same from a device that may send it twice: what is said already is not written again.

    Raises ``Conflict`` when somebody else has said something else since the device read ``was``.
    """
    row = found(session, scope, Attendance, attendance_id, Act.MODIFY)
    session.refresh(row, with_for_update=True)
    test_taken_on = row.held_on if tested and present and row.kind is MeetingKind.MODULE else row.test_taken_on
    if row.present is present and row.test_taken_on == test_taken_on:
        return
    if row.present is not was and row.present is not present:
        known = "présente" if row.present else "absente" if row.present is False else "attendue"
        raise Conflict(
            f"Entre-temps, cette personne a été notée {known}. Ouvrez la rencontre, puis corrigez si besoin.",
            code="sites.marked_since",
        )
    said: dict[str, Any] = {"present": present, "test_taken_on": test_taken_on}
    if exception_motive is not None:
        said["exception_motive"] = exception_motive
    mark(session, scope, attendance_id=attendance_id, **said)


def sign(
    session: Session,
    scope: Scope,
    shelf: Path,
    *,
    attendance_id: int,
    manner: Manner,
    signed_at: datetime,
    key: str | None,
    picture: bytes | None = None,
    witnesses: Sequence[str] = (),
    reason: str | None = None,
) -> int:
    """Keeps the émargement of somebody whom one sees."""
    found(session, scope, Attendance, attendance_id, Act.CREATE)
    return meetings.sign(
        session, shelf, attendance_id=attendance_id, manner=manner, signed_at=signed_at, picture=picture,
        witnesses=witnesses, reason=reason, key=key, by=scope.author,
    )  # fmt: skip


def attendance_at(session: Session, scope: Scope, *, meeting_id: int, person_id: int) -> int:
    """The presence of somebody at a meeting. Raises ``NotFound``."""
    wanted = narrowed(scope, Attendance).where(
        col(Attendance.meeting_id) == meeting_id, col(Attendance.person_id) == person_id
    )
    row = session.exec(wanted).one_or_none()
    if row is None or row.id is None:
        raise NotFound(ABSENT)
    return row.id


def finish(session: Session, scope: Scope, *, task_id: int, done_on: date) -> None:
    """Writes that what a meeting left to be done is."""
    found(session, scope, VisitTask, task_id, Act.MODIFY)
    meetings.finish_task(session, task_id=task_id, done_on=done_on, by=scope.author)


def begin_mission(
    session: Session, scope: Scope, *, action_id: int, person_id: int, contractor_id: int, **values: Any
) -> int:
    """Follows the mission of somebody seen, at a contractor's that one sees."""
    found(session, scope, OperatorAction, action_id, Act.CREATE)
    _participants(session, scope, action_id, [person_id])
    found(session, scope, Contractor, contractor_id)
    return actions.begin_mission(
        session, action_id=action_id, person_id=person_id, contractor_id=contractor_id, by=scope.author, **values
    )


def end_mission(session: Session, scope: Scope, *, mission_id: int, ends_on: date) -> None:
    """Writes the last day of a mission."""
    found(session, scope, Mission, mission_id, Act.MODIFY)
    actions.end_mission(session, mission_id=mission_id, ends_on=ends_on, by=scope.author)


def write_sheet(
    session: Session, scope: Scope, *, mission_id: int, tasks: Sequence[Done], key: str | None, **values: Any
) -> int:
    """Writes the fiche d'activités et de tâches of a mission that one sees."""
    found(session, scope, Mission, mission_id, Act.CREATE)
    return actions.write_activity_sheet(session, mission_id=mission_id, tasks=tasks, key=key, by=scope.author, **values)


def write_follow_up(
    session: Session, scope: Scope, *, action_id: int, person_id: int, key: str | None, **values: Any
) -> int:
    """Writes the fiche de suivi of somebody seen."""
    found(session, scope, OperatorAction, action_id, Act.CREATE)
    _participants(session, scope, action_id, [person_id])
    return actions.write_follow_up(
        session, action_id=action_id, person_id=person_id, key=key, by=scope.author, **values
    )


def send_follow_up(session: Session, scope: Scope, *, follow_up_id: int, recipient: Recipient, name: str) -> int:
    """Writes that a fiche de suivi was sent."""
    found(session, scope, FollowUp, follow_up_id, Act.MODIFY)
    return actions.send_follow_up(session, follow_up_id=follow_up_id, recipient=recipient, name=name, by=scope.author)


def inform(session: Session, scope: Scope, *, referral_id: int, informed_on: date) -> None:
    """Writes the day somebody was told of the European Social Fund."""
    found(session, scope, Referral, referral_id, Act.MODIFY)
    actions.inform_of_fse(session, referral_id=referral_id, informed_on=informed_on, by=scope.author)


def _participants(session: Session, scope: Scope, action_id: int, people: Sequence[int]) -> None:
    """Raises ``NotFound`` unless each was sent to that action, and is seen."""
    wanted = narrowed(scope, Referral, Act.CREATE).where(
        col(Referral.action_id) == action_id, col(Referral.person_id).in_(people)
    )
    seen = set(session.execute(wanted.with_only_columns(col(Referral.person_id))).scalars())
    if set(people) - seen:
        raise NotFound(ABSENT)
