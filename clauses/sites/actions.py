"""The operator's year written down: the action, who is sent, what becomes of each.

Every verb is signed (``by``), leaves its act in the journal and commits nothing. Those that a phone enters offline take
the ``key`` that it made (`clauses.sites.entries`).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.dates import french_day
from clauses.errors import Conflict, Unusable
from clauses.sites.entries import once
from clauses.sites.models import (
    ActivitySheet,
    ActivityTask,
    FollowUp,
    FollowUpSending,
    Mission,
    OperatorAction,
    Referral,
)
from clauses.sites.queries import action_of, found, person_named
from clauses.sites.rules import Done, EntryKind, Recipient, ReferralState
from clauses.words import folded, tidy

VISIT_WEEKS: Final = 4
"""Weeks without a visit after which to warn, until the territory says otherwise on the action."""
ENDING_DAYS: Final = 30
"""Days before the end of a mission from which to warn, likewise."""


def open_action(
    session: Session,
    *,
    operator_id: int,
    year: int,
    name: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    visit_weeks: int = VISIT_WEEKS,
    ending_days: int = ENDING_DAYS,
    by: str,
    **values: Any,
) -> int:
    """Opens the action of an operator for a year, the whole of it where no days are given; its id.

    ``values`` are the other columns of `OperatorAction`.

    Raises ``Conflict`` when it is open already, ``Unusable`` for a name without a word.
    """
    key = folded(name)
    if not key:
        raise Unusable("Donnez un nom à l'action, par exemple « Suivi BTP 2024 ».", code="sites.action_unnamed")
    same = select(OperatorAction.id).where(
        col(OperatorAction.operator_id) == operator_id,
        col(OperatorAction.year) == year,
        col(OperatorAction.name_key) == key,
    )
    if session.exec(same).first() is not None:
        raise Conflict(
            f"L'action « {tidy(name)} » de {year} est déjà ouverte. Suivez celle-ci, ou donnez un autre nom.",
            code="sites.action_open",
        )
    row = OperatorAction(
        operator_id=operator_id,
        year=year,
        name=tidy(name),
        name_key=key,
        starts_on=starts_on or date(year, 1, 1),
        ends_on=ends_on or date(year, 12, 31),
        visit_weeks=visit_weeks,
        ending_days=ending_days,
        author=by,
        at=_now(),
        **values,
    )
    return _added(session, row, "open_action", "operator_action", by=by, year=year)


def send_person(
    session: Session,
    *,
    action_id: int,
    person_id: int,
    sent_on: date,
    referent: str | None = None,
    structure: str | None = None,
    key: str | None = None,
    by: str,
) -> int:
    """Sends somebody to the operator: an answer is waited for. Raises ``NotFound``; ``Conflict`` when sent already."""

    def write() -> int:
        action_of(session, action_id)
        person = person_named(session, person_id)
        if _referral(session, action_id, person_id) is not None:
            raise Conflict(
                f"{person} est déjà adressé(e) à cette action. Ouvrez son parcours pour la suite.",
                code="sites.sent_already",
            )
        row = Referral(
            action_id=action_id,
            person_id=person_id,
            sent_on=sent_on,
            referent=referent,
            structure=structure,
            state=ReferralState.WAITING,
            author=by,
            at=_now(),
        )
        return _added(session, row, "send_person", "referral", by=by)

    content = {"action": action_id, "person": person_id, "sent_on": sent_on, "referent": referent}
    return once(session, key=key, kind=EntryKind.REFERRAL, content=content, by=by, write=write)


def answer_referral(
    session: Session, *, referral_id: int, accepted: bool, decided_on: date, motive: str | None = None, by: str
) -> None:
    """Accepts somebody who was sent, or refuses with the motive.

    Raises ``NotFound``; ``Conflict`` when an answer was given already; ``Unusable`` without a motive, or before the day
    the person was sent.
    """
    row = found(session, Referral, referral_id, "Cet envoi n'existe pas.", for_update=True)
    if row.state is not ReferralState.WAITING:
        raise Conflict(
            f"Cet envoi est déjà « {row.state.label} ». Rouvrez la page pour lire cette réponse.",
            code="sites.answered_already",
        )
    if not accepted and not (motive or "").strip():
        raise Unusable("Dites pourquoi la personne n'est pas acceptée.", code="sites.motive_missing")
    if decided_on < row.sent_on:
        raise Unusable(
            f"La réponse est du {french_day(decided_on)}, avant l'envoi du {french_day(row.sent_on)}. "
            "Donnez le jour de l'envoi, ou un jour d'après.",
            code="sites.before_sending",
        )
    row.state = ReferralState.ACCEPTED if accepted else ReferralState.REFUSED
    row.decided_on, row.motive = decided_on, (motive or "").strip() or None
    _changed(session, row, "answer_referral", "referral", by=by, state=row.state.value)


def inform_of_fse(session: Session, *, referral_id: int, informed_on: date, by: str) -> None:
    """Writes the day somebody was told that the European Social Fund pays. Raises ``NotFound``, and ``Conflict`` when
    another day is written already."""
    row = found(session, Referral, referral_id, "Cet envoi n'existe pas.", for_update=True)
    if row.fse_informed_on not in (None, informed_on):
        raise Conflict(
            f"L'information FSE+ est déjà datée du {french_day(row.fse_informed_on)}. Gardez cette date.",
            code="sites.fse_informed_already",
        )
    row.fse_informed_on = informed_on
    _changed(session, row, "inform_of_fse", "referral", by=by)


def begin_mission(
    session: Session,
    *,
    action_id: int,
    person_id: int,
    contractor_id: int,
    starts_on: date,
    ends_on: date | None = None,
    job: str | None = None,
    tutor: str | None = None,
    key: str | None = None,
    by: str,
) -> int:
    """Follows somebody's mission at a contractor's. Raises ``NotFound``, ``Conflict`` when it is followed already."""

    def write() -> int:
        action_of(session, action_id)
        person = person_named(session, person_id)
        if ends_on is not None and ends_on < starts_on:
            raise Unusable(
                "La mission finit avant de commencer. Corrigez l'une des deux dates.", code="sites.mission_reversed"
            )
        same = select(Mission.id).where(
            col(Mission.person_id) == person_id,
            col(Mission.contractor_id) == contractor_id,
            col(Mission.starts_on) == starts_on,
        )
        if session.exec(same).first() is not None:
            raise Conflict(
                f"La mission de {person} du {french_day(starts_on)} est déjà suivie. Ouvrez-la dans son parcours.",
                code="sites.mission_known",
            )
        row = Mission(
            action_id=action_id,
            person_id=person_id,
            contractor_id=contractor_id,
            starts_on=starts_on,
            ends_on=ends_on,
            job=job,
            tutor=tutor,
            author=by,
            at=_now(),
        )
        return _added(session, row, "begin_mission", "mission", by=by)

    content = {"action": action_id, "person": person_id, "contractor": contractor_id, "starts_on": starts_on,
               "ends_on": ends_on, "job": job, "tutor": tutor}  # fmt: skip
    return once(session, key=key, kind=EntryKind.MISSION, content=content, by=by, write=write)


def end_mission(session: Session, *, mission_id: int, ends_on: date, by: str) -> None:
    """Writes the last day of a mission, or another one. Raises ``NotFound``, ``Unusable`` before its start."""
    row = found(session, Mission, mission_id, "Cette mission n'existe pas.", for_update=True)
    if ends_on < row.starts_on:
        raise Unusable(
            "La mission finit avant de commencer. Corrigez l'une des deux dates.", code="sites.mission_reversed"
        )
    row.ends_on = ends_on
    _changed(session, row, "end_mission", "mission", by=by)


def write_activity_sheet(
    session: Session,
    *,
    mission_id: int,
    starts_on: date,
    ends_on: date,
    tasks: Sequence[Done],
    tutor_remark: str | None = None,
    person_remark: str | None = None,
    key: str | None = None,
    by: str,
) -> int:
    """Writes the fiche d'activités et de tâches of a mission for a period.

    Raises ``NotFound``; ``Conflict`` when a fiche starts that day already; ``Unusable`` without a task, or reversed.
    """

    def write() -> int:
        found(session, Mission, mission_id, "Cette mission n'existe pas.")
        if ends_on < starts_on:
            raise Unusable(
                "La période de la fiche finit avant de commencer. Corrigez l'une des deux dates.",
                code="sites.sheet_reversed",
            )
        if not tasks or any(not done.task.strip() for done in tasks):
            raise Unusable("Écrivez au moins une tâche, et donnez un nom à chacune.", code="sites.sheet_empty")
        same = select(ActivitySheet.id).where(
            col(ActivitySheet.mission_id) == mission_id, col(ActivitySheet.starts_on) == starts_on
        )
        if session.exec(same).first() is not None:
            raise Conflict(
                f"Une fiche de cette mission commence déjà le {french_day(starts_on)}. Donnez un autre premier jour.",
                code="sites.sheet_known",
            )
        row = ActivitySheet(
            mission_id=mission_id,
            starts_on=starts_on,
            ends_on=ends_on,
            tutor_remark=tutor_remark,
            person_remark=person_remark,
            author=by,
            at=_now(),
        )
        sheet_id = _added(session, row, "write_activity_sheet", "activity_sheet", by=by)
        session.add_all(
            ActivityTask(sheet_id=sheet_id, rank=rank, task=tidy(done.task), level=done.level)
            for rank, done in enumerate(tasks, start=1)
        )
        session.flush()
        return sheet_id

    content = {"mission": mission_id, "starts_on": starts_on, "ends_on": ends_on,
               "tasks": [(done.task, done.level.value) for done in tasks], "tutor": tutor_remark,
               "person": person_remark}  # fmt: skip
    return once(session, key=key, kind=EntryKind.ACTIVITY_SHEET, content=content, by=by, write=write)


def write_follow_up(
    session: Session,
    *,
    action_id: int,
    person_id: int,
    written_on: date,
    situation: str,
    next_steps: str | None = None,
    key: str | None = None,
    by: str,
) -> int:
    """Writes a fiche de suivi of somebody who was sent. Raises ``NotFound``, ``Unusable`` when it says nothing."""

    def write() -> int:
        person = person_named(session, person_id)
        if _referral(session, action_id, person_id) is None:
            raise Conflict(
                f"{person} n'a pas été adressé(e) à cette action. Enregistrez d'abord son envoi.", code="sites.not_sent"
            )
        if not situation.strip():
            raise Unusable("Dites où en est la personne.", code="sites.follow_up_empty")
        row = FollowUp(
            action_id=action_id,
            person_id=person_id,
            written_on=written_on,
            situation=situation.strip(),
            next_steps=next_steps,
            author=by,
            at=_now(),
        )
        return _added(session, row, "write_follow_up", "follow_up", by=by)

    content = {"action": action_id, "person": person_id, "on": written_on, "said": situation, "next": next_steps}
    return once(session, key=key, kind=EntryKind.FOLLOW_UP, content=content, by=by, write=write)


def send_follow_up(session: Session, *, follow_up_id: int, recipient: Recipient, name: str, by: str) -> int:
    """Writes that a fiche de suivi was sent to the référent or to the structure, now: once to each.

    Raises ``NotFound``, ``Unusable`` without a name, ``Conflict`` when it was sent already.
    """
    found(session, FollowUp, follow_up_id, "Cette fiche de suivi n'existe pas.", for_update=True)
    if not name.strip():
        raise Unusable("Dites à qui la fiche est envoyée.", code="sites.recipient_missing")
    before = session.exec(
        select(FollowUpSending).where(
            col(FollowUpSending.follow_up_id) == follow_up_id, col(FollowUpSending.recipient) == recipient
        )
    ).first()
    if before is not None:
        raise Conflict(
            f"Cette fiche est déjà envoyée à {before.name}, le {french_day(before.sent_at)}. "
            "Pour en dire plus, écrivez une nouvelle fiche.",
            code="sites.follow_up_sent",
        )
    row = FollowUpSending(follow_up_id=follow_up_id, recipient=recipient, name=tidy(name), sent_at=_now(), author=by)
    return _added(session, row, "send_follow_up", "follow_up_sending", by=by, recipient=recipient.value)


def _referral(session: Session, action_id: int, person_id: int) -> Referral | None:
    return session.exec(
        select(Referral).where(col(Referral.action_id) == action_id, col(Referral.person_id) == person_id)
    ).first()


def _added(session: Session, row: SQLModel, act: str, subject: str, *, by: str, **details: Any) -> int:
    session.add(row)
    session.flush()
    row_id = int(getattr(row, "id"))  # noqa: B009  # a stored row has one
    audit.record(session, act, by=by, subject=subject, subject_id=row_id, **details)
    return row_id


def _changed(session: Session, row: SQLModel, act: str, subject: str, *, by: str, **details: Any) -> None:
    session.add(row)
    session.flush()
    audit.record(session, act, by=by, subject=subject, subject_id=getattr(row, "id"), **details)  # noqa: B009


def _now() -> datetime:
    return datetime.now(UTC)
