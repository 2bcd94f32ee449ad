"""What the API shows of the operator's follow-up, and what it takes: separate from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field
from sqlmodel import Session, col, select

from clauses.access.queries import narrowed
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.sites.meetings import LARGEST_PICTURE
from clauses.sites.models import (
    ActivityTask,
    Attendance,
    AttendanceSignature,
    FollowUp,
    FollowUpSending,
    Meeting,
    Mission,
    OperatorAction,
    Referral,
    VisitTask,
)
from clauses.sites.rules import Level, Manner, MeetingKind, Recipient, ReferralState
from clauses.web.api_parts import Given, LongText, Short, Shown, Text

Number = Annotated[int, Field(ge=1, lt=2**31)]
Mark = Annotated[int, Field(ge=0, le=10_000)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]


class ActionShown(Shown):
    """What an operator does in a year: objectives in people and in per cent of positive exits."""

    id: int
    operator: str
    name: str
    year: int
    starts_on: date
    ends_on: date
    people_foreseen: int
    positive_percent: int
    fse_plus: bool
    source: str


class ShareShown(Shown):
    """A share with its numerator and its base; ``percent`` has one decimal, null on a base of zero."""

    numerator: int
    base: int
    percent: str | None


class FiguresShown(Shown):
    """The figures of an action: people each once, then the two objectives."""

    sent: int
    waiting: int
    accepted: int
    refused: int
    received: ShareShown
    modules: int
    tested: int
    interviewed: int
    exceptions: int
    in_mission: int
    attendances: int
    unsigned: int
    positive_of_foreseen: ShareShown
    positive_of_received: ShareShown
    to_reach: int
    to_decide: int


class ReferralShown(Shown):
    """Somebody sent to the operator, and what was answered."""

    id: int
    action_id: int
    person_id: int
    sent_on: date
    referent: str | None
    structure: str | None
    state: ReferralState
    decided_on: date | None
    motive: str | None
    fse_informed_on: date | None


class ReferralGiven(Given):
    """Somebody to send."""

    action_id: Number
    person_id: Number
    sent_on: date
    referent: Text | None = None
    structure: Text | None = None


class AnswerGiven(Given):
    """Accepted or not; a refusal says why."""

    accepted: bool
    decided_on: date
    motive: Text | None = None


class PresentGiven(Given):
    """Somebody at a meeting (``present`` null: expected), the test of the module, or why an exception."""

    person_id: Number
    present: bool | None = True
    remark: LongText | None = None
    test_taken_on: date | None = None
    score: Mark | None = None
    out_of: Mark | None = None
    exception_motive: Text | None = None


class TaskGiven(Given):
    """What is left to be done."""

    what: Text
    who: Short
    due_on: date


class MeetingGiven(Given):
    """A meeting held, or to be."""

    action_id: Number
    kind: MeetingKind
    held_on: date
    people: Annotated[list[PresentGiven], Field(min_length=1, max_length=200)]
    tasks: Annotated[list[TaskGiven], Field(max_length=20, default_factory=list)]
    place: Text | None = None
    lot_id: Number | None = None
    company: Text | None = None
    tutor: Text | None = None
    seen: LongText | None = None


class TaskShown(Shown):
    """What a meeting left to be done."""

    id: int
    what: str
    who: str
    due_on: date
    done_on: date | None


class MeetingShown(Shown):
    """A meeting; ``attendances`` are those of the people whom one sees."""

    id: int
    action_id: int
    kind: MeetingKind
    held_on: date
    place: str | None
    lot_id: int | None
    company: str | None
    tutor: str | None
    seen: str | None
    author: str
    attendances: list[int]
    tasks: list[TaskShown]


class AttendanceShown(Shown):
    """Somebody at a meeting; ``manner`` says how it is proved, null that nothing proves it."""

    id: int
    meeting_id: int
    person_id: int
    kind: MeetingKind
    held_on: date
    present: bool | None
    remark: str | None
    test_taken_on: date | None
    score: int | None
    out_of: int | None
    exception_motive: str | None
    exception_by: str | None
    manner: Manner | None
    signed_at: datetime | None


class AttendanceChanged(Given):
    """What changes of a presence; what is not said stays."""

    present: bool | None = None
    remark: LongText | None = None
    test_taken_on: date | None = None
    score: Mark | None = None
    out_of: Mark | None = None
    exception_motive: Text | None = None


class MarkGiven(Given):
    """Somebody expected came or not. ``was`` is what the sender had read: changed meanwhile, it is a conflict.

    ``tested``: the test of the module was taken that day.
    """

    present: bool
    was: bool | None = None
    tested: bool = False
    exception_motive: Text | None = None


class PhotoGiven(Given):
    """A photograph of a meeting, named by its number; entered offline, by its key. ``picture``: base64."""

    meeting_id: Number | None = None
    meeting_key: Key | None = None
    picture: Annotated[str, Field(min_length=8, max_length=LARGEST_PICTURE * 4 // 3 + 8)]


class SignatureGiven(Given):
    """An émargement. The presence is named by its number; entered offline, by the key of its meeting and the person.

    ``picture``: base64 of a PNG, a JPEG or a PDF.
    """

    attendance_id: Number | None = None
    meeting_key: Key | None = None
    person_id: Number | None = None
    manner: Manner
    signed_at: AwareDatetime
    picture: Annotated[str, Field(max_length=LARGEST_PICTURE * 4 // 3 + 8)] | None = None
    first_witness: Text | None = None
    second_witness: Text | None = None
    reason: Text | None = None


class MissionShown(Shown):
    """A mission as the operator follows it."""

    id: int
    action_id: int
    person_id: int
    contractor_id: int
    job: str | None
    tutor: str | None
    starts_on: date
    ends_on: date | None


class MissionGiven(Given):
    """A mission to follow."""

    action_id: Number
    person_id: Number
    contractor_id: Number
    starts_on: date
    ends_on: date | None = None
    job: Text | None = None
    tutor: Text | None = None


class DoneGiven(Given):
    """One task, and the level reached."""

    task: Text
    level: Level


class SheetGiven(Given):
    """A fiche d'activités et de tâches."""

    starts_on: date
    ends_on: date
    tasks: Annotated[list[DoneGiven], Field(min_length=1, max_length=50)]
    tutor_remark: LongText | None = None
    person_remark: LongText | None = None


class SheetShown(Shown):
    """A fiche as it was written."""

    id: int
    mission_id: int
    starts_on: date
    ends_on: date
    tutor_remark: str | None
    person_remark: str | None
    author: str
    tasks: list[DoneGiven]


class SendingShown(Shown):
    """To whom a fiche de suivi was sent."""

    recipient: Recipient
    name: str
    sent_at: datetime


class FollowUpShown(Shown):
    """A fiche de suivi, and to whom it was sent."""

    id: int
    action_id: int
    person_id: int
    written_on: date
    situation: str
    next_steps: str | None
    author: str
    sent: list[SendingShown]


class FollowUpGiven(Given):
    """A fiche de suivi to write."""

    action_id: Number
    person_id: Number
    written_on: date
    situation: LongText
    next_steps: LongText | None = None


class SendingGiven(Given):
    """To whom a fiche de suivi is sent."""

    recipient: Recipient
    name: Text


def actions(session: Session, _scope: Scope, rows: Sequence[OperatorAction]) -> list[ActionShown]:
    """Actions with the name of their operator: one query."""
    bodies = select(Organisation.id, Organisation.name).where(
        col(Organisation.id).in_([row.operator_id for row in rows])
    )
    names = dict(session.exec(bodies).all())
    return [ActionShown.model_validate(row.model_dump() | {"operator": names[row.operator_id]}) for row in rows]


def referrals(_session: Session, _scope: Scope, rows: Sequence[Referral]) -> list[ReferralShown]:
    """People sent, as they stand."""
    return [ReferralShown.model_validate(row) for row in rows]


def meetings(session: Session, scope: Scope, rows: Sequence[Meeting]) -> list[MeetingShown]:
    """Meetings with the presences that one sees and what is left to be done: two queries."""
    numbers = [row.id for row in rows]
    there: dict[int, list[int]] = defaultdict(list)
    seen = narrowed(scope, Attendance).where(col(Attendance.meeting_id).in_(numbers)).order_by(col(Attendance.id))
    for each in session.exec(seen).all():
        there[each.meeting_id].append(each.id or 0)
    left: dict[int, list[TaskShown]] = defaultdict(list)
    tasks = select(VisitTask).where(col(VisitTask.meeting_id).in_(numbers)).order_by(col(VisitTask.id))
    for task in session.exec(tasks).all():
        left[task.meeting_id].append(TaskShown.model_validate(task))
    return [
        MeetingShown.model_validate(row.model_dump() | {"attendances": there[row.id or 0], "tasks": left[row.id or 0]})
        for row in rows
    ]


def attendances(session: Session, _scope: Scope, rows: Sequence[Attendance]) -> list[AttendanceShown]:
    """Presences with what proves them: one query."""
    given = select(AttendanceSignature).where(col(AttendanceSignature.attendance_id).in_([row.id for row in rows]))
    proofs = {each.attendance_id: each for each in session.exec(given).all()}
    shown = []
    for row in rows:
        proof = proofs.get(row.id or 0)
        told = {"manner": proof.manner if proof else None, "signed_at": proof.signed_at if proof else None}
        shown.append(AttendanceShown.model_validate(row.model_dump() | told))
    return shown


def missions(_session: Session, _scope: Scope, rows: Sequence[Mission]) -> list[MissionShown]:
    """Missions, as they stand."""
    return [MissionShown.model_validate(row) for row in rows]


def follow_ups(session: Session, _scope: Scope, rows: Sequence[FollowUp]) -> list[FollowUpShown]:
    """Fiches de suivi with their sendings: one query."""
    sent: dict[int, list[SendingShown]] = defaultdict(list)
    wanted = select(FollowUpSending).where(col(FollowUpSending.follow_up_id).in_([row.id for row in rows]))
    for each in session.exec(wanted.order_by(col(FollowUpSending.id))).all():
        sent[each.follow_up_id].append(SendingShown.model_validate(each))
    return [FollowUpShown.model_validate(row.model_dump() | {"sent": sent[row.id or 0]}) for row in rows]


def done(session: Session, sheet_id: int) -> list[DoneGiven]:
    """The tasks of a fiche, in their order."""
    wanted = select(ActivityTask).where(col(ActivityTask.sheet_id) == sheet_id).order_by(col(ActivityTask.rank))
    return [DoneGiven(task=each.task, level=each.level) for each in session.exec(wanted).all()]
