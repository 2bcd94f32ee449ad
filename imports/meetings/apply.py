"""Meetings recorded, read for a plan; and a plan of meetings, written in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from clauses.accounts.actions import add_organisations
from clauses.accounts.models import Organisation
from clauses.markets.models import Lot, Market
from clauses.people.rules import KnownPerson, Register
from clauses.sites import takeover
from clauses.sites.models import OperatorAction, Referral
from clauses.sites.rules import ReferralState
from clauses.words import folded
from imports.meetings import recorded
from imports.meetings.facts import (
    AttendanceSaid,
    KnownAction,
    KnownMeetings,
    KnownReferral,
    MeetingsPlan,
    NewAction,
)
from imports.people.apply import identities


def load(session: Session) -> KnownMeetings:
    """Everyone who could be met, the actions, and what is recorded of them."""
    referrals = session.exec(select(Referral)).all()
    lots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for reference, number, lot in session.execute(
        columns(col(Market.reference_key), col(Lot.number), col(Lot.id)).join(
            Market, col(Market.id) == col(Lot.market_id)
        )
    ):
        lots[reference, number].append(lot)
    held = recorded.meetings(session)
    attendances = recorded.attendances(session, held)
    return KnownMeetings(
        register=Register(KnownPerson(person.id, person.name, person.birth_date) for person in identities(session)),
        operators=dict(list(session.execute(columns(col(Organisation.name_key), col(Organisation.id))))),
        actions=[
            KnownAction(*row)
            for row in session.execute(
                columns(
                    col(OperatorAction.id), col(Organisation.name_key),
                    col(OperatorAction.starts_on), col(OperatorAction.ends_on), col(OperatorAction.pass_mark),
                )
                .join(Organisation, col(Organisation.id) == col(OperatorAction.operator_id))
                .order_by(col(OperatorAction.id))
            )
        ],
        referrals={
            (sent.action_id, sent.person_id): KnownReferral(sent.referent, sent.fse_informed_on) for sent in referrals
        },
        refused=frozenset(
            (sent.action_id, sent.person_id) for sent in referrals if sent.state is ReferralState.REFUSED
        ),
        lots=lots,
        meetings=held.by_key(),
        attendances=attendances,
        modules=recorded.modules(attendances),
    )  # fmt: skip


def apply(session: Session, plan: MeetingsPlan, *, run_id: int, by: str) -> None:
    """Opens actions, then writes referrals, meetings, attendances and signatures; the run is the act of the journal."""
    actions = _opened(session, plan.actions, by=by)
    takeover.referrals(
        session,
        [
            {"action_id": actions.get(action, action), "person_id": person, **vars(sent)}
            for (action, person), sent in plan.referrals.items()
        ],
        by=by,
    )
    for (action, person), told in plan.informed.items():
        takeover.complete_referral(session, action_id=action, person_id=person, run_id=run_id, by=by, **vars(told))
    meetings = {
        number: takeover.meeting(
            session, action_id=actions.get(new.action, new.action), kind=new.kind, held_on=new.held_on, run_id=run_id,
            by=by, **vars(new.said),
        )
        for number, new in plan.meetings.items()
    }  # fmt: skip
    for number, tasks in plan.tasks.items():
        takeover.leave_tasks(session, meeting_id=meetings.get(number, number), tasks=[vars(task) for task in tasks])
    for number, sayings in plan.sayings.items():
        for said, place in sayings:
            takeover.say_of_meeting(
                session, meeting_id=meetings.get(number, number), run_id=run_id, by=by, **vars(said), **vars(place)
            )
    _write_attendances(session, plan, meetings, run_id=run_id, by=by)


def _write_attendances(
    session: Session, plan: MeetingsPlan, meetings: Mapping[int, int], *, run_id: int, by: str
) -> None:
    """Modules completed first, then new attendances, then interviews completed: each may name one of those before."""
    numbers: dict[int, int] = {}

    def complete(*, interviews: bool) -> None:
        for number, said in plan.completed.items():
            if (said.module is not None) is interviews:
                takeover.complete_attendance(
                    session, attendance_id=number, run_id=run_id, by=by, **_values(said, numbers)
                )

    complete(interviews=False)
    for number, new in plan.attendances.items():
        numbers[number] = takeover.attendance(
            session,
            meeting_id=meetings.get(new.meeting, new.meeting),
            kind=new.kind,
            held_on=new.held_on,
            person_id=new.person,
            origin=(run_id, new.place.sheet, new.place.row),
            by=by,
            **_values(new.said, numbers),
        )
    complete(interviews=True)


def _values(said: AttendanceSaid, numbers: Mapping[int, int]) -> dict[str, Any]:
    """What is written of somebody at a meeting; a module recorded before, or by a row of this file."""
    module = said.module
    return {
        "present": said.present,
        "test": (said.test_taken_on, said.score, said.out_of),
        "module": module and (numbers.get(module.attendance_id, module.attendance_id), module.test_taken_on),
        "exception": said.exception,
        "signature": said.signature,
    }


def _opened(session: Session, actions: Mapping[int, NewAction], *, by: str) -> dict[int, int]:
    """The ids of the actions that the file opens, by their negative numbers; an operator of several years is one."""
    operators: dict[str, int] = {}
    opened = {}
    for number, new in actions.items():
        values = dict(vars(new))
        name = values.pop("operator")
        if new.operator_id is None:
            key = folded(name)
            if key not in operators:
                operators[key] = add_organisations(session, [(name, None)])[0]
            values["operator_id"] = operators[key]
        opened[number] = takeover.open_action(session, by=by, **values)
    return opened
