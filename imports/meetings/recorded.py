"""Meetings and attendances recorded, read for a plan in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session, col, select

from clauses.sites.models import Attendance, AttendanceSignature, Meeting, MeetingSaying, VisitTask
from clauses.sites.rules import MeetingKind, ModuleTaken
from clauses.words import folded
from imports.meetings.facts import (
    AttendanceKey,
    AttendanceSaid,
    KnownAttendance,
    KnownMeeting,
    MeetingKey,
    MeetingSaid,
    TaskKey,
)
from imports.meetings.merging import with_news


@dataclass(frozen=True)
class Recorded:
    """Every meeting, by its id: of which action, kind and day, and what is known of it."""

    keys: Mapping[int, MeetingKey]
    known: Mapping[int, KnownMeeting]

    def by_key(self) -> dict[MeetingKey, list[KnownMeeting]]:
        """The meetings of an action, a kind and a day."""
        found: dict[MeetingKey, list[KnownMeeting]] = defaultdict(list)
        for number, key in self.keys.items():
            found[key].append(self.known[number])
        return found


def meetings(session: Session) -> Recorded:
    """The meetings with all that was said of them, the last word for each field."""
    tasks: dict[int, set[TaskKey]] = defaultdict(set)
    for task in session.exec(select(VisitTask)).all():
        tasks[task.meeting_id].add((folded(task.what), folded(task.who), task.due_on))
    sayings: dict[int, list[MeetingSaid]] = defaultdict(list)
    for saying in session.exec(select(MeetingSaying).order_by(col(MeetingSaying.id))).all():
        sayings[saying.meeting_id].append(_said(saying))
    keys: dict[int, MeetingKey] = {}
    known: dict[int, KnownMeeting] = {}
    for row in session.exec(select(Meeting).order_by(col(Meeting.id))).all():
        number = cast("int", row.id)  # a stored row has one
        said = _said(row)
        seen = {folded(each.seen) for each in (said, *sayings[number]) if each.seen}
        for each in sayings[number]:
            said = with_news(said, each)
        keys[number] = (row.action_id, row.kind, row.held_on)
        known[number] = KnownMeeting(number, said, frozenset(seen), frozenset(tasks[number]))
    return Recorded(keys, known)


def attendances(session: Session, held: Recorded) -> dict[AttendanceKey, list[KnownAttendance]]:
    """Everybody at every meeting, with their signatures: of a picture, the manner stands for where its proof is."""
    found: dict[AttendanceKey, list[KnownAttendance]] = defaultdict(list)
    signed = {one.attendance_id: one.reason or one.manner.label for one in session.exec(select(AttendanceSignature))}
    for row in session.exec(select(Attendance).order_by(col(Attendance.id))).all():
        number = cast("int", row.id)  # a stored row has one
        said = AttendanceSaid(
            row.present, row.test_taken_on, row.score, row.out_of, row.exception_motive, signed.get(number)
        )
        action, kind, held_on = held.keys[row.meeting_id]
        lot = held.known[row.meeting_id].said.lot_id
        found[action, row.person_id, kind, held_on].append(KnownAttendance(number, row.meeting_id, lot, said))
    return found


def modules(found: Mapping[AttendanceKey, Sequence[KnownAttendance]]) -> dict[tuple[int, int], list[ModuleTaken]]:
    """The modules that people of each action took, which open their interviews."""
    taken: dict[tuple[int, int], list[ModuleTaken]] = defaultdict(list)
    for (action, person, kind, held_on), attended in found.items():
        if kind is MeetingKind.MODULE:
            taken[action, person].extend(
                ModuleTaken(each.id, held_on, each.said.test_taken_on, each.said.score, each.said.out_of)
                for each in attended
                if each.said.present
            )
    return taken


def _said(row: Meeting | MeetingSaying) -> MeetingSaid:
    return MeetingSaid(row.place, row.lot_id, row.company, row.tutor, row.seen)
