"""A file of past meetings + what is recorded → what to write.

The rows of modules are read before those of interviews, whatever their order in the file: a module opens the interviews
that follow it by their dates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.people.rules import Name
from clauses.sites.rules import MeetingKind, ModuleTaken, Present, before_interview, fault_of_test
from clauses.words import folded
from imports.meetings import sayings
from imports.meetings.facts import (
    AttendanceKey,
    AttendanceSaid,
    KnownAction,
    KnownMeetings,
    MeetingKey,
    MeetingSaid,
    MeetingsPlan,
    NewAction,
    NewReferral,
    Place,
    TaskSaid,
)
from imports.said import Headers, Row, Saying, issue_of

_SCORE = re.compile(r"(\d{1,4}) ?(?:/|sur) ?(\d{1,4})", re.IGNORECASE)


@dataclass
class _State:
    """What is known while the file is read."""

    known: KnownMeetings
    made: MeetingsPlan
    today: date
    actions: list[KnownAction]
    modules: dict[tuple[int, int], list[ModuleTaken]] = field(default_factory=lambda: defaultdict(list))


class _Refused(Exception):
    """A row that cannot be taken, and what to say of it."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.code)
        self.saying = saying


def plan(rows: Iterable[Row], known: KnownMeetings, headers: Headers, *, today: date) -> MeetingsPlan:
    """Decides every row; one that says otherwise of an attendance already read, or recorded, changes nothing."""
    made = MeetingsPlan()
    state = _State(known, made, today, list(known.actions))
    for key, modules in known.modules.items():
        state.modules[key].extend(modules)
    ordered = sorted(rows, key=lambda row: row["meeting_kind"] == MeetingKind.MOTIVATION.value)
    for row in ordered:
        try:
            remarks = _take(state, row)
        except _Refused as refusal:
            made.issues.append(issue_of(row, refusal.saying, headers))
            continue
        made.accepted.add((row["sheet"], row["row"]))
        made.issues.extend(issue_of(row, saying, headers) for saying in remarks)
    return made


def _take(state: _State, row: Row) -> Sequence[Saying]:
    kind = MeetingKind(row["meeting_kind"])
    if row["held_on"] > state.today:
        raise _Refused(sayings.FUTURE)
    person = state.known.register.recognise(Name.of(row["last_name"], row["first_name"]), row["birth_date"]).person
    if person is None:
        raise _Refused(sayings.UNKNOWN)
    lot = _lot(state, row, kind)
    tasks = _tasks(row)
    said = _present(row, kind)
    action = _action(state, row)
    if (action.id, person) in state.known.refused:
        raise _Refused(sayings.REFUSED)
    said = _opened(state, row, kind=kind, action=action, person=person, said=said)
    key: AttendanceKey = (action.id, person, kind, row["held_on"], lot)
    if key in state.made.attendances:
        if state.made.attendances[key][2] != said:
            raise _Refused(sayings.TWICE)
        state.made.unchanged += 1
        return ()
    if key in state.known.attendances:
        state.made.unchanged += 1
        return () if _same(state.known.attendances[key], said) else (sayings.KEPT,)
    return _write(state, row, key, said, tasks)


def _write(
    state: _State, row: Row, key: AttendanceKey, said: AttendanceSaid, tasks: Sequence[TaskSaid]
) -> Sequence[Saying]:
    made, (action, person, kind, held_on, lot) = state.made, key
    meeting: MeetingKey = (action, kind, held_on, row["venue"], lot)
    made.meetings.setdefault(meeting, MeetingSaid(row["venue"], lot, row["company"], row["tutor"], row["seen"]))
    left = made.tasks.setdefault(meeting, [])
    left.extend(task for task in tasks if task not in left)
    number = -len(made.attendances) - 1
    made.attendances[key] = (number, meeting, said, Place(row["sheet"], row["row"]))
    if kind is MeetingKind.MODULE and said.present:
        taken = ModuleTaken(number, held_on, said.test_taken_on, said.score, said.out_of)
        state.modules[action, person].append(taken)
    made.created += 1
    if (action, person) in state.known.referrals:
        return ()
    sent = NewReferral(min(row["sent_on"] or held_on, held_on), held_on, row["referent"], row["fse_informed_on"])
    before = made.referrals.get((action, person))
    made.referrals[action, person] = sent if before is None else _earliest(before, sent)
    return (sayings.SENT,) if before is None and row["sent_on"] is None else ()


def _earliest(one: NewReferral, other: NewReferral) -> NewReferral:
    informed = [day for day in (one.fse_informed_on, other.fse_informed_on) if day]
    return NewReferral(
        min(one.sent_on, other.sent_on),
        min(one.decided_on, other.decided_on),
        one.referent or other.referent,
        min(informed, default=None),
    )


def _action(state: _State, row: Row) -> KnownAction:
    """The action that covers the day, opened when the row says all that is needed."""
    key = folded(row["operator"] or "")
    covering = [
        action
        for action in state.actions
        if action.starts_on <= row["held_on"] <= action.ends_on and key in ("", action.operator_key)
    ]
    if len(covering) == 1:
        return covering[0]
    if covering:
        raise _Refused(sayings.SEVERAL_ACTIONS)
    foreseen, percent, source = row["people_foreseen"], row["positive_percent"], row["objective_source"]
    if not key or not foreseen or percent is None or percent > 100 or not source:
        raise _Refused(sayings.NO_ACTION)
    year, number = row["held_on"].year, -len(state.made.actions) - 1
    opened = KnownAction(number, key, date(year, 1, 1), date(year, 12, 31))
    state.made.actions[number] = NewAction(
        state.known.operators.get(key), row["operator"], year, foreseen, percent, source, bool(row["fse_plus"])
    )
    state.actions.append(opened)
    return opened


def _lot(state: _State, row: Row, kind: MeetingKind) -> int | None:
    """The lot that a row names; a visit names one."""
    named = row["market"] is not None and row["lot"] is not None
    if kind is not MeetingKind.SITE_VISIT and not named:
        return None
    lots = state.known.lots.get((folded(row["market"]), row["lot"]), ()) if named else ()
    if len(lots) != 1:
        raise _Refused(sayings.NO_LOT)
    return lots[0]


def _tasks(row: Row) -> Sequence[TaskSaid]:
    said = (row["task"], row["task_who"], row["task_due_on"])
    if not any(said):
        return ()
    if not all(said):
        raise _Refused(sayings.TASK)
    return (TaskSaid(*said),)


def _present(row: Row, kind: MeetingKind) -> AttendanceSaid:
    score: tuple[int | None, int | None] = (None, None)
    if row["score"] is not None:
        found = _SCORE.fullmatch(row["score"].strip())
        if found is None:
            raise _Refused(sayings.SCORE)
        score = int(found[1]), int(found[2])
    present = row["present"] is not False
    given = Present(0, present, None, row["test_taken_on"], *score)
    fault = fault_of_test(kind, row["held_on"], given)
    if fault is not None:
        raise _Refused(sayings.wrong_test(fault))
    return AttendanceSaid(
        present=present,
        test_taken_on=row["test_taken_on"],
        score=score[0],
        out_of=score[1],
        signature=row["signature"] if present else None,
    )


def _opened(
    state: _State, row: Row, *, kind: MeetingKind, action: KnownAction, person: int, said: AttendanceSaid
) -> AttendanceSaid:
    """An interview with the module that opens it, or its exception."""
    if kind is not MeetingKind.MOTIVATION or not said.present:
        return said
    gate = before_interview(state.modules[action.id, person], row["held_on"], pass_mark=action.pass_mark)
    if gate.missing is None:
        return replace(said, module=gate.module)
    if not row["exception"]:
        raise _Refused(sayings.before_module(gate.missing))
    return replace(said, exception=row["exception"])


def _same(before: AttendanceSaid, said: AttendanceSaid) -> bool:
    """Whether a row says what is recorded; a signature given since is no difference."""

    def told(one: AttendanceSaid) -> tuple[object, ...]:
        return one.present, one.test_taken_on, one.score, one.out_of, one.exception

    return told(before) == told(said)
