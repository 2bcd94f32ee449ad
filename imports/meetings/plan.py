"""A file of past meetings + what is recorded → what to write.

The rows of modules are read before those of interviews, whatever their order in the file: a module opens the interviews
that follow it by their dates. A meeting or an attendance that is known already, from another file or from an earlier
row, is completed and never doubled (`imports.meetings.merging`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.people.rules import Name
from clauses.sites.rules import MeetingKind, ModuleTaken, before_interview
from clauses.words import folded
from imports.meetings import merging, sayings, written
from imports.meetings.facts import (
    AttendanceKey,
    AttendanceSaid,
    KnownAction,
    KnownMeetings,
    KnownReferral,
    MeetingKey,
    MeetingsPlan,
    NewAction,
    NewAttendance,
    NewMeeting,
    NewReferral,
    Place,
    TaskSaid,
)
from imports.meetings.merging import Attended, Held
from imports.meetings.written import Refused
from imports.said import Headers, Row, Saying, issue_of


@dataclass
class _State:
    """What is known while the file is read: what was recorded, then what its rows said."""

    known: KnownMeetings
    made: MeetingsPlan
    today: date
    actions: list[KnownAction]
    modules: dict[tuple[int, int], list[ModuleTaken]] = field(default_factory=lambda: defaultdict(list))
    meetings: dict[MeetingKey, list[Held]] = field(default_factory=lambda: defaultdict(list))
    attended: dict[AttendanceKey, list[Attended]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[tuple[int, int], KnownReferral] = field(default_factory=dict)

    @classmethod
    def before(cls, known: KnownMeetings, today: date) -> _State:
        """What is known before the first row."""
        state = cls(known, MeetingsPlan(), today, list(known.actions))
        for person, modules in known.modules.items():
            state.modules[person].extend(modules)
        for meeting, held in known.meetings.items():
            state.meetings[meeting].extend(Held(each.id, each.said, {*each.seen}, {*each.tasks}) for each in held)
        for attendance, attended in known.attendances.items():
            state.attended[attendance].extend(Attended(**vars(each)) for each in attended)
        state.sent.update(known.referrals)
        return state


def plan(rows: Iterable[Row], known: KnownMeetings, headers: Headers, *, today: date) -> MeetingsPlan:
    """Decides every row; one that says otherwise of an attendance already read, or recorded, does not change it."""
    state = _State.before(known, today)
    made = state.made
    ordered = sorted(rows, key=lambda row: row["meeting_kind"] == MeetingKind.MOTIVATION.value)
    for row in ordered:
        try:
            remarks = _take(state, row)
        except Refused as refusal:
            made.issues.append(issue_of(row, refusal.saying, headers))
            continue
        made.accepted.add((row["sheet"], row["row"]))
        made.issues.extend(issue_of(row, saying, headers) for saying in remarks)
    return made


def _take(state: _State, row: Row) -> Sequence[Saying]:
    kind = MeetingKind(row["meeting_kind"])
    if row["held_on"] > state.today:
        raise Refused(sayings.FUTURE)
    person = state.known.register.recognise(Name.of(row["last_name"], row["first_name"]), row["birth_date"]).person
    if person is None:
        raise Refused(sayings.UNKNOWN)
    lot = _lot(state, row, kind)
    tasks = written.tasks(row)
    said = written.present(row, kind)
    action = _action(state, row)
    if (action.id, person) in state.known.refused:
        raise Refused(sayings.REFUSED)
    key: AttendanceKey = (action.id, person, kind, row["held_on"])
    before = merging.attendance_of(state.attended[key], lot)
    if before is None:
        said = _opened(state, row, kind=kind, action=action, person=person, said=said)
        meeting = _meeting(state, row, key, lot)
        remarks = _sent(state, row, action.id, person)
        _add(state, row, key, Attended(-len(state.made.attendances) - 1, meeting.id, lot, said))
        _tell(state, row, meeting, lot, tasks)
        return remarks
    if before.said.present is None:  # only expected until this row
        said = _opened(state, row, kind=kind, action=action, person=person, said=said)
    elif before.said.exception is not None:
        said = replace(said, exception=row["exception"])
    remarks, changed = _complete(state, key, before, said)
    meeting = next(held for held in state.meetings[action.id, kind, row["held_on"]] if held.id == before.meeting)
    changed |= _tell(state, row, meeting, lot, tasks)
    more, informed = _tell_of_referral(state, row, action.id, person)
    state.made.replaced += before.id > 0 and (changed or informed)
    state.made.unchanged += before.id < 0 or not (changed or informed)
    return (*remarks, *more)


# What is new


def _meeting(state: _State, row: Row, key: AttendanceKey, lot: int | None) -> Held:
    """The meeting of a row, recorded or of the file; a new one when there is none."""
    action, _, kind, held_on = key
    held = state.meetings[action, kind, held_on]
    said = written.of_meeting(row, lot)
    found = merging.meeting_of(held, said)
    if found is None:
        found = Held(-len(state.made.meetings) - 1, said, {folded(said.seen)} if said.seen else set())
        held.append(found)
        state.made.meetings[found.id] = NewMeeting(action, kind, held_on, said)
    return found


def _add(state: _State, row: Row, key: AttendanceKey, attended: Attended) -> None:
    state.attended[key].append(attended)
    _, person, kind, held_on = key
    place = Place(row["sheet"], row["row"])
    new = NewAttendance(attended.meeting, kind, held_on, person, attended.said, place)
    state.made.attendances[attended.id] = new
    _module_taken(state, key, attended)
    state.made.created += 1


def _module_taken(state: _State, key: AttendanceKey, attended: Attended) -> None:
    """A module opens interviews, with its test as it is known now."""
    (action, person, kind, held_on), said = key, attended.said
    if kind is not MeetingKind.MODULE or not said.present:
        return
    taken = state.modules[action, person]
    taken[:] = [each for each in taken if each.attendance_id != attended.id]
    taken.append(ModuleTaken(attended.id, held_on, said.test_taken_on, said.score, said.out_of))


def _sent(state: _State, row: Row, action: int, person: int) -> Sequence[Saying]:
    """Somebody met was sent, and accepted: written where it is not yet."""
    if (action, person) in state.sent:
        return _tell_of_referral(state, row, action, person)[0]
    held_on, made = row["held_on"], state.made
    sent = NewReferral(min(row["sent_on"] or held_on, held_on), held_on, row["referent"], row["fse_informed_on"])
    before = made.referrals.get((action, person))
    made.referrals[action, person] = sent if before is None else _earliest(before, sent)
    return (sayings.SENT,) if before is None and row["sent_on"] is None else ()


# What is known already, and completed


def _complete(
    state: _State, key: AttendanceKey, before: Attended, said: AttendanceSaid
) -> tuple[Sequence[Saying], bool]:
    after, otherwise = merging.completed(before.said, said)
    if otherwise and before.id < 0:
        raise Refused(sayings.TWICE)
    remarks = [sayings.KEPT] if otherwise else []
    if not merging.same_proof(after.signature, said.signature):
        remarks.append(sayings.SIGNATURE_KEPT)
    if after == before.said:
        return remarks, False
    before.said = after
    _module_taken(state, key, before)
    if before.id < 0:
        state.made.attendances[before.id] = replace(state.made.attendances[before.id], said=after)
    else:
        state.made.completed[before.id] = after
    return remarks, True


def _tell(state: _State, row: Row, meeting: Held, lot: int | None, tasks: Sequence[TaskSaid]) -> bool:
    """What a row says of a meeting that is not said yet, findings and tasks; whether there was anything."""
    left = merging.tasks_left(meeting, tasks)
    if left:
        state.made.tasks.setdefault(meeting.id, []).extend(left)
        meeting.tasks.update(map(merging.task_key, left))
    new = merging.news_of(meeting, written.of_meeting(row, lot))
    if new is not None:
        state.made.sayings.setdefault(meeting.id, []).append((new, Place(row["sheet"], row["row"])))
        meeting.said = merging.with_news(meeting.said, new)
        meeting.seen |= {folded(new.seen)} if new.seen else set()
    return bool(left) or new is not None


def _tell_of_referral(state: _State, row: Row, action: int, person: int) -> tuple[Sequence[Saying], bool]:
    """The référent, and the day of the FSE+ information, where they were not known."""
    before = state.sent.get((action, person))
    if before is None:  # sent by a row of this file
        _sent(state, row, action, person)
        return (), False
    after, otherwise = merging.told_of(before, KnownReferral(row["referent"], row["fse_informed_on"]))
    if after != before:
        state.sent[action, person] = state.made.informed[action, person] = after
    return ((sayings.REFERRAL_KEPT,) if otherwise else ()), after != before


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
        raise Refused(sayings.SEVERAL_ACTIONS)
    foreseen, percent, source = row["people_foreseen"], row["positive_percent"], row["objective_source"]
    if not key or not foreseen or percent is None or percent > 100 or not source:
        raise Refused(sayings.NO_ACTION)
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
        raise Refused(sayings.NO_LOT)
    return lots[0]


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
        raise Refused(sayings.before_module(gate.missing))
    return replace(said, exception=row["exception"])
