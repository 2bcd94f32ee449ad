"""Meetings recorded, read for a plan; and a plan of meetings, written in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.accounts.actions import add_organisations
from clauses.accounts.models import Organisation
from clauses.markets.models import Lot, Market
from clauses.people.rules import KnownPerson, Register
from clauses.sites import takeover
from clauses.sites.models import Attendance, Meeting, OperatorAction, Referral
from clauses.sites.rules import MeetingKind, ModuleTaken, ReferralState
from imports.meetings.facts import AttendanceKey, AttendanceSaid, KnownAction, KnownMeetings, MeetingsPlan, NewAction
from imports.people.apply import identities


def load(session: Session) -> KnownMeetings:
    """Everyone who could be met, the actions, and what is recorded of them."""
    referrals = session.execute(select(col(Referral.action_id), col(Referral.person_id), col(Referral.state))).all()
    lots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for reference, number, lot in session.execute(
        select(col(Market.reference_key), col(Lot.number), col(Lot.id)).join(
            Market, col(Market.id) == col(Lot.market_id)
        )
    ):
        lots[reference, number].append(lot)
    attendances, modules = _attendances(session)
    return KnownMeetings(
        register=Register(KnownPerson(person.id, person.name, person.birth_date) for person in identities(session)),
        operators=dict(list(session.execute(select(col(Organisation.name_key), col(Organisation.id))))),
        actions=[
            KnownAction(*row)
            for row in session.execute(
                select(
                    col(OperatorAction.id), col(Organisation.name_key),
                    col(OperatorAction.starts_on), col(OperatorAction.ends_on), col(OperatorAction.pass_mark),
                )
                .join(Organisation, col(Organisation.id) == col(OperatorAction.operator_id))
                .order_by(col(OperatorAction.id))
            )
        ],
        referrals=frozenset((action, person) for action, person, _ in referrals),
        refused=frozenset((action, person) for action, person, state in referrals if state is ReferralState.REFUSED),
        lots=lots,
        attendances=attendances,
        modules=modules,
    )  # fmt: skip


def _attendances(
    session: Session,
) -> tuple[dict[AttendanceKey, AttendanceSaid], dict[tuple[int, int], list[ModuleTaken]]]:
    found: dict[AttendanceKey, AttendanceSaid] = {}
    modules: dict[tuple[int, int], list[ModuleTaken]] = defaultdict(list)
    rows = session.execute(
        select(Attendance, col(Meeting.action_id), col(Meeting.lot_id))
        .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
        .order_by(col(Attendance.id))
    )
    for row, action, lot in rows:
        found[action, row.person_id, row.kind, row.held_on, lot] = AttendanceSaid(
            bool(row.present), row.test_taken_on, row.score, row.out_of, exception=row.exception_motive
        )
        if row.kind is MeetingKind.MODULE and row.present:
            taken = ModuleTaken(row.id, row.held_on, row.test_taken_on, row.score, row.out_of)
            modules[action, row.person_id].append(taken)
    return found, modules


def apply(session: Session, plan: MeetingsPlan, *, run_id: int, by: str) -> None:
    """Opens actions, then writes referrals, meetings, attendances and signatures; the run is the act of the journal."""
    actions = {
        number: takeover.open_action(session, by=by, **_known(session, new)) for number, new in plan.actions.items()
    }
    takeover.referrals(
        session,
        [
            {"action_id": actions.get(action, action), "person_id": person, **vars(sent)}
            for (action, person), sent in plan.referrals.items()
        ],
        by=by,
    )
    meetings = {}
    for key, said in plan.meetings.items():
        action, kind, held_on, _, _ = key
        meetings[key] = takeover.meeting(
            session, action_id=actions.get(action, action), kind=kind, held_on=held_on, run_id=run_id, by=by,
            tasks=[vars(task) for task in plan.tasks.get(key, ())], **vars(said),
        )  # fmt: skip
    attendances: dict[int, int] = {}
    for (_, person, kind, held_on, _), (number, meeting, present, place) in plan.attendances.items():
        module = present.module
        attendances[number] = takeover.attendance(
            session,
            meeting_id=meetings[meeting],
            kind=kind,
            held_on=held_on,
            person_id=person,
            present=present.present,
            test=(present.test_taken_on, present.score, present.out_of),
            module=None if module is None else (_number(attendances, module), module.test_taken_on),
            exception=present.exception,
            signature=present.signature,
            origin=(run_id, place.sheet, place.row),
            by=by,
        )


def _number(attendances: dict[int, int], module: ModuleTaken) -> int:
    """The id of a module: recorded before, or by a row of this file."""
    return attendances.get(module.attendance_id, module.attendance_id)


def _known(session: Session, new: NewAction) -> dict[str, Any]:
    """An action to open, of an operator that is recorded by then."""
    told = dict(vars(new))
    name = told.pop("operator")
    if new.operator_id is None:
        told["operator_id"] = add_organisations(session, [(name, None)])[0]
    return told
