"""Meetings held, who was there, what was seen and left to be done; signatures given.

An interview without the module and its test is refused here in words, and by the database in any case.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from sqlmodel import Session, col, select

from clauses import audit
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.actions import keep_bytes, stored_file
from clauses.sites.entries import once
from clauses.sites.models import Attendance, AttendanceSignature, Meeting, OperatorAction, Referral, VisitTask
from clauses.sites.pictures import bare
from clauses.sites.queries import action_of, found, modules_of, person_named
from clauses.sites.rules import (
    EntryKind,
    Manner,
    MeetingKind,
    Missing,
    Present,
    ReferralState,
    SignatureFacts,
    Task,
    before_interview,
    fault_of_test,
    interview_refused,
    signature_fault,
)
from clauses.words import tidy

LARGEST_PICTURE = 5 << 20
"""Bytes of the picture of a signature; a phone reduces its photographs below one megabyte."""


def hold_meeting(
    session: Session,
    *,
    action_id: int,
    kind: MeetingKind,
    held_on: date,
    people: Sequence[Present],
    tasks: Sequence[Task] = (),
    key: str | None = None,
    by: str,
    **values: Any,
) -> int:
    """Records a meeting with who was there, or is expected (``values``: place, lot_id, company, tutor, seen, run_id).

    Raises ``NotFound``; ``Unusable`` without anybody, twice the same person, a visit without its lot, a test that
    cannot be; ``Conflict`` for somebody who was not sent or was refused, and for an interview before the module and
    its test.
    """

    def write() -> int:
        action = action_of(session, action_id)
        _check_meeting(kind, people, tasks, values)
        row = Meeting(action_id=action_id, kind=kind, held_on=held_on, author=by, at=_now(), **values)
        session.add(row)
        session.flush()
        meeting_id = _id(row.id)
        for said in people:
            attendance = Attendance(meeting_id=meeting_id, kind=kind, held_on=held_on, person_id=said.person_id)
            _sent(session, action_id, said.person_id)
            _mark(session, action, attendance, said, by=by)
        session.add_all(VisitTask(meeting_id=meeting_id, **vars(task)) for task in tasks)
        session.flush()
        audit.record(
            session,
            "hold_meeting",
            by=by,
            subject="meeting",
            subject_id=meeting_id,
            kind=kind.value,
            people=len(people),
        )
        return meeting_id

    content = {"action": action_id, "kind": kind.value, "on": held_on, "values": values,
               "people": [asdict(said) for said in people], "tasks": [asdict(task) for task in tasks]}  # fmt: skip
    return once(session, key=key, kind=EntryKind.MEETING, content=content, by=by, write=write)


def _check_meeting(kind: MeetingKind, people: Sequence[Present], tasks: Sequence[Task], values: dict[str, Any]) -> None:
    if not people:
        raise Unusable("Choisissez au moins une personne pour cette rencontre.", code="sites.nobody")
    if len({said.person_id for said in people}) < len(people):
        raise Unusable(
            "La même personne figure deux fois dans cette rencontre. Ne la gardez qu'une fois.",
            code="sites.person_twice",
        )
    if kind is MeetingKind.SITE_VISIT and values.get("lot_id") is None:
        raise Unusable("Choisissez le marché et le lot de cette visite de chantier.", code="sites.lot_missing")
    if any(not task.what.strip() or not task.who.strip() for task in tasks):
        raise Unusable("Dites ce qui reste à faire, et par qui.", code="sites.task_incomplete")


def _sent(session: Session, action_id: int, person_id: int) -> None:
    person = person_named(session, person_id)
    state = session.exec(
        select(Referral.state).where(col(Referral.action_id) == action_id, col(Referral.person_id) == person_id)
    ).first()
    if state is None:
        raise Conflict(
            f"{person} n'a pas été adressé(e) à cette action. Enregistrez d'abord son envoi.", code="sites.not_sent"
        )
    if state is ReferralState.REFUSED:
        raise Conflict(
            f"{person} n'a pas été accepté(e) dans cette action. Retirez cette personne de la rencontre.",
            code="sites.refused_person",
        )


def mark_attendance(session: Session, *, attendance_id: int, said: Present, by: str) -> None:
    """Writes that somebody expected came or not, the test taken, or an exception.

    Raises ``NotFound``; ``Unusable`` and ``Conflict`` as `hold_meeting`; ``Conflict`` too when the person has signed
    but would be absent, or when an interview leans on the test that would change.
    """
    row = found(session, Attendance, attendance_id, "Cette présence n'existe pas.", for_update=True)
    if row.person_id != said.person_id:
        raise NotFound("Cette présence n'existe pas.")
    signed = select(AttendanceSignature.id).where(col(AttendanceSignature.attendance_id) == attendance_id)
    if not said.present and session.exec(signed).first() is not None:
        raise Conflict("Cette personne a émargé : elle était là. Laissez-la présente.", code="sites.signed_already")
    leaning = select(Attendance.id).where(col(Attendance.module_id) == attendance_id)
    if said.test_taken_on != row.test_taken_on and session.exec(leaning).first() is not None:
        raise Conflict(
            "Un entretien de motivation s'appuie sur ce test : sa date ne change plus. Gardez-la.",
            code="sites.module_relied_on",
        )
    meeting = found(session, Meeting, row.meeting_id, "Cette rencontre n'existe pas.")
    _mark(session, action_of(session, meeting.action_id), row, said, by=by)
    audit.record(session, "mark_attendance", by=by, subject="attendance", subject_id=attendance_id)


def _mark(session: Session, action: OperatorAction, row: Attendance, said: Present, *, by: str) -> None:
    fault = fault_of_test(row.kind, row.held_on, said)
    if fault is not None:
        raise Unusable(fault, code="sites.test_fault")
    opened = _Opened()
    if row.kind is MeetingKind.MOTIVATION and said.present:
        opened = _open_interview(session, action, row, said, by=by)  # before anything changes: it may refuse
    row.present, row.remark = said.present, said.remark
    row.test_taken_on, row.score, row.out_of = said.test_taken_on, said.score, said.out_of
    for name, value in vars(opened).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


@dataclass(frozen=True)
class _Opened:
    """What opens an interview: columns of `Attendance`."""

    module_id: int | None = None
    module_kind: str | None = None
    module_tested_on: date | None = None
    exception_motive: str | None = None
    exception_by: str | None = None


def _open_interview(session: Session, action: OperatorAction, row: Attendance, said: Present, *, by: str) -> _Opened:
    modules = modules_of(session, _id(action.id), row.person_id)
    gate = before_interview(modules, row.held_on, pass_mark=action.pass_mark)
    if gate.module is not None:
        return _Opened(gate.module.attendance_id, MeetingKind.MODULE.value, gate.module.test_taken_on)
    missing, motive = gate.missing or Missing.MODULE, tidy(said.exception_motive or "")
    if not motive:
        refusal = interview_refused(missing, person_named(session, row.person_id), row.held_on)
        raise Conflict(refusal, code=f"sites.{missing.value}")
    audit.record(
        session, "interview_exception", by=by, subject="meeting", subject_id=row.meeting_id, missing=missing.value
    )
    return _Opened(exception_motive=motive, exception_by=by)


def finish_task(session: Session, *, task_id: int, done_on: date, by: str) -> None:
    """Writes that what was left to be done is. Raises ``NotFound``, ``Conflict`` when it was already."""
    row = found(session, VisitTask, task_id, "Cette tâche n'existe pas.", for_update=True)
    if row.done_on is not None:
        raise Conflict("C'est déjà fait. Rouvrez la page : cette tâche n'y est plus à faire.", code="sites.task_done")
    row.done_on, row.done_by = done_on, by
    session.add(row)
    session.flush()
    audit.record(session, "finish_task", by=by, subject="visit_task", subject_id=task_id)


def sign(
    session: Session,
    shelf: Path,
    *,
    attendance_id: int,
    manner: Manner,
    signed_at: datetime,
    picture: bytes | None = None,
    witnesses: Sequence[str] = (),
    reason: str | None = None,
    key: str | None = None,
    by: str,
) -> int:
    """Keeps the émargement of somebody who was there; its picture goes on the ``shelf`` under its SHA-256.

    Raises ``NotFound``; ``Unusable`` for what is no signature or no picture; ``Conflict`` when the person signed
    already, or is not marked present.
    """
    names = tuple(tidy(name) for name in witnesses)
    facts = SignatureFacts(manner, picture is not None, names, reason)

    def write() -> int:
        row = found(session, Attendance, attendance_id, "Cette présence n'existe pas.", for_update=True)
        fault = signature_fault(facts)
        if fault is not None:
            raise Unusable(fault, code="sites.signature_fault")
        if not row.present:
            raise Conflict(
                "On n'émarge que pour quelqu'un qui était là. Marquez d'abord sa présence.", code="sites.not_present"
            )
        _not_signed_yet(session, attendance_id)
        signature = AttendanceSignature(
            attendance_id=attendance_id,
            manner=manner,
            stored_file_id=None if picture is None else stored_file(session, keep_bytes(_picture(picture), shelf)),
            first_witness=names[0] if names else None,
            second_witness=names[1] if names else None,
            reason=tidy(reason or "") or None,
            signed_at=signed_at,
            author=by,
            at=_now(),
        )
        session.add(signature)
        session.flush()
        number = _id(signature.id)
        audit.record(session, "sign", by=by, subject="attendance_signature", subject_id=number, manner=manner.value)
        return number

    content = {"attendance": attendance_id, "manner": manner.value, "at": signed_at, "names": names, "reason": reason,
               "picture": picture.hex() if picture else None}  # fmt: skip
    return once(session, key=key, kind=EntryKind.SIGNATURE, content=content, by=by, write=write)


def _not_signed_yet(session: Session, attendance_id: int) -> None:
    before = select(AttendanceSignature.id).where(col(AttendanceSignature.attendance_id) == attendance_id)
    if session.exec(before).first() is not None:
        raise Conflict(
            "Cette personne a déjà émargé pour cette rencontre. Rouvrez la page pour voir son émargement.",
            code="sites.signed_already",
        )


def _picture(content: bytes) -> bytes:
    if len(content) > LARGEST_PICTURE:
        raise Unusable(
            f"L'image de la signature dépasse {LARGEST_PICTURE >> 20} Mo. Réduisez-la.", code="sites.picture_too_large"
        )
    return bare(content)


def _id(number: int | None) -> int:
    return cast("int", number)  # a stored row has one


def _now() -> datetime:
    return datetime.now(UTC)
